/** A plain object of unknown members: what a JSON value is until it has been looked at. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named members: no array, no bytes, not null. */
export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
