/** A plain object of unknown members: what a caller's schema or a JSON value is until it has been looked at. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named members: no array, no bytes, not null. */
export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** Whether a value is an object literal, or made by `JSON.parse` or `Object.create(null)`; of any realm. */
export function isPlainRecord(value: unknown): value is PlainRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The first of some values that is a string with something other than white space in it. */
export function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return undefined;
}
