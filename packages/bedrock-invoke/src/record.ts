import { isPlainRecord } from "@langchain-aws/core";

/** The value when it is a list, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A deep copy of objects and lists; bytes, functions and objects of classes are kept as they are. */
export function deepCopy<T>(value: T): T;
export function deepCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => deepCopy(item));
  if (!isPlainRecord(value)) return value;
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
