/** A plain object of unknown members: what a caller's option or a JSON value is until it has been looked at. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named members: no list, no bytes, not null. */
export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Whether a value is an object literal, or made by `JSON.parse` or `Object.create(null)`; of any realm. */
export function isPlainRecord(value: unknown): value is PlainRecord {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value when it is an object with named members, else an empty one. */
export function recordOf(value: unknown): PlainRecord {
  return isRecord(value) ? value : {};
}

/** The value when it is a string, else nothing. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value when it is a finite number, else nothing. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The first of some values that is a string with something other than white space in it. */
export function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return undefined;
}

/** A copy without the members that are `undefined`: on the wire an optional member without a value is absent. */
export function omitUndefined<T extends object>(fields: T): T;
export function omitUndefined(fields: object): object {
  const kept: Record<string, unknown> = {};
  addDefined(kept, fields);
  return kept;
}

/** Adds members to an object, except those that are `undefined`. */
export function addDefined(target: Record<string, unknown>, fields: object): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any object can be asked for any member
  const given = fields as PlainRecord;
  // Built anew: deleting members makes an object slow to read and to copy. And without a list of entries: this runs
  // several times for each request and reply.
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value !== undefined) target[key] = value;
  }
}
