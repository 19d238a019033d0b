/** A plain object of unknown members. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object literal, or made by `JSON.parse` or `Object.create(null)`; of any realm. */
export function isPlainRecord(value: unknown): value is PlainRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
