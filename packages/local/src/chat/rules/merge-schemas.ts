import { isEqual, isObject, type JsonSchema, listOf, toNames, toNumber, toSchema, typesOf } from "./json-schema.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** One schema for a value that must satisfy both; `false` when their types have nothing in common. */
export function mergeSchemas(left: JsonSchema, right: JsonSchema): JsonSchema {
  if (typeof left === "boolean") return left ? right : false;
  if (typeof right === "boolean") return right ? left : false;
  const merged: Record<string, unknown> = { ...left };
  for (const [keyword, value] of Object.entries(right)) {
    const merge = mergers[keyword];
    if (!Object.hasOwn(left, keyword) || isEqual(left[keyword], value)) merged[keyword] = value;
    else if (merge !== undefined) merged[keyword] = merge(left[keyword], value);
    // Two of a kind that have no one form: the second is kept beside the first.
    else if (!annotations.has(keyword)) merged.allOf = [...listOf(merged.allOf), { [keyword]: value }];
  }
  const types = commonTypes(left, right);
  if (types === undefined) return merged;
  return types.length === 0 ? false : { ...merged, type: types.length === 1 ? types[0] : types };
}

const annotations = new Set(["title", "description", "default", "examples", "$schema", "$id", "$comment", "type"]);

const smaller = (left: unknown, right: unknown): unknown =>
  Math.min(toNumber(left) ?? Infinity, toNumber(right) ?? Infinity);
const larger = (left: unknown, right: unknown): unknown =>
  Math.max(toNumber(left) ?? -Infinity, toNumber(right) ?? -Infinity);
const nested = (left: unknown, right: unknown): unknown =>
  mergeSchemas(toSchema(left) ?? true, toSchema(right) ?? true);
const maps = (left: unknown, right: unknown): unknown => {
  if (!isObject(left) || !isObject(right)) return right;
  const shared = Object.keys(right).filter((name) => Object.hasOwn(left, name));
  return { ...left, ...right, ...Object.fromEntries(shared.map((name) => [name, nested(left[name], right[name])])) };
};

const mergers: Readonly<Record<string, (left: unknown, right: unknown) => unknown>> = {
  required: (left, right) => [...new Set([...toNames(left), ...toNames(right)])],
  properties: maps,
  patternProperties: maps,
  $defs: maps,
  definitions: maps,
  items: nested,
  additionalProperties: nested,
  propertyNames: nested,
  enum: (left, right) => listOf(left).filter((item) => listOf(right).some((other) => isEqual(item, other))),
  allOf: (left, right) => [...listOf(left), ...listOf(right)],
  minimum: larger,
  exclusiveMinimum: larger,
  minLength: larger,
  minItems: larger,
  minProperties: larger,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
};

function commonTypes(left: Keywords, right: Keywords): string[] | undefined {
  const first = typesOf(left);
  const second = typesOf(right);
  if (first.length === 0 || second.length === 0)
    return first.length + second.length === 0 ? undefined : [...first, ...second];
  const both = first.filter((type) => second.includes(type) || (type === "integer" && second.includes("number")));
  // A whole number is both an integer and a number.
  const narrowed = second.includes("integer") && first.includes("number") ? ["integer"] : [];
  return [...new Set([...both.filter((type) => type !== "number" || second.includes("number")), ...narrowed])];
}
