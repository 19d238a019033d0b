/** A plain object of unknown members: what a JSON value is until it has been looked at. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named members: no array, no bytes, not null. */
export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** The value when it is a string, else nothing. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value when it is a finite number, else nothing. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The members of an object; none for what is no object. */
export function recordOf(value: unknown): PlainRecord {
  return isRecord(value) ? value : {};
}

/** A copy without the members that are `undefined`. */
export function omitUndefined<T extends object>(fields: T): T;
export function omitUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
