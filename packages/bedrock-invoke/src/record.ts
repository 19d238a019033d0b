/** A plain object of unknown members: what a caller's block, an option or a JSON value is until it has been looked at. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named members: no array, no bytes, not null. */
export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** The value when it is an object, else an empty one. */
export function recordOf(value: unknown): PlainRecord {
  return isRecord(value) ? value : {};
}

/** The value when it is a list, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
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
  const given = asWire<PlainRecord>(fields);
  const kept: Record<string, unknown> = {};
  // Without a list of entries: this runs a dozen times for each request and reply.
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** A deep copy of objects and lists; bytes, functions and objects of classes are kept as they are. */
export function deepCopy<T>(value: T): T;
export function deepCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => deepCopy(item));
  if (!isRecord(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deepCopy(member)]));
}

/** A value by another type: what a caller passed through unread, which the service judges, or a checked shape. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says which type the value stands for
export function asWire<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return value as T;
}

/** The JSON value of a text; nothing when it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
