import { isPlainRecord } from "@langchain-aws/core";
import { MetadataProblem } from "./metadata-problem.ts";

/** A value as it can stand in JSON, with nothing lost on the way; the original is not changed. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * The JSON form of a value inside metadata. A Date becomes milliseconds, as it does outside; members that are
 * `undefined` are left out of objects and are `null` in lists.
 *
 * @param path the key, for the text of the problem
 * @throws MetadataProblem for what JSON would change or lose
 */
export function toJsonValue(value: unknown, path: string, inside: readonly unknown[] = []): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "object" && inside.includes(value)) throw new MetadataProblem(`"${path}" contains itself`);
  if (Array.isArray(value)) {
    return value.map((item, index) => toJsonValue(item, `${path}[${index}]`, [...inside, value]));
  }
  if (!isPlainRecord(value)) return toScalar(value, path);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.map(([key, member]) => [key, toJsonValue(member, `${path}.${key}`, [...inside, value])]),
  );
}

/**
 * A single value as the service stores it.
 *
 * @throws MetadataProblem for a value that it has no type for
 */
export function toScalar(value: unknown, path: string): string | number | boolean {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return finite(value, path);
  if (typeof value === "bigint") {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw new MetadataProblem(`"${path}" is a bigint that no number holds exactly; pass it as a text`);
  }
  if (value instanceof Date) return finite(value.getTime(), path);
  throw new MetadataProblem(
    `"${path}" is ${kindOf(value)}; metadata holds texts, numbers, booleans, dates, lists and plain objects`,
  );
}

function finite(value: number, path: string): number {
  if (Number.isFinite(value)) return value;
  throw new MetadataProblem(`"${path}" is not a finite number`);
}

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const { name } = value.constructor;
  return name === "" ? "an object of a class" : `an object of the class ${name}`;
}
