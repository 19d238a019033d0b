import { formats } from "./formats.ts";
import {
  isEqual,
  isObject,
  type JsonSchema,
  listOf,
  resolveReference,
  toNames,
  toNumber,
  toSchema,
  toSchemaMap,
  toSchemas,
  typesOf,
} from "./json-schema.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** Says whether a value satisfies a schema: the keywords of JSON Schema 2020-12 that tools use, and older spellings. */
export function matchesSchema(value: unknown, schema: JsonSchema, root: JsonSchema = schema): boolean {
  if (typeof schema === "boolean") return schema;
  const matches = (part: unknown, inner: JsonSchema): boolean => matchesSchema(part, inner, root);
  const { $ref, not } = schema;
  if (typeof $ref === "string") {
    const target = resolveReference($ref, root);
    if (target === undefined || !matches(value, target)) return false;
  }
  const negated = toSchema(not);
  return (
    hasOneType(value, typesOf(schema)) &&
    (schema.const === undefined || isEqual(value, schema.const)) &&
    (!Array.isArray(schema.enum) || schema.enum.some((item) => isEqual(item, value))) &&
    toSchemas(schema.allOf).every((inner) => matches(value, inner)) &&
    (!Array.isArray(schema.anyOf) || toSchemas(schema.anyOf).some((inner) => matches(value, inner))) &&
    (!Array.isArray(schema.oneOf) || toSchemas(schema.oneOf).filter((inner) => matches(value, inner)).length === 1) &&
    (negated === undefined || !matches(value, negated)) &&
    matchesCondition(value, schema, matches) &&
    (typeof value !== "string" || matchesText(value, schema)) &&
    (typeof value !== "number" || matchesNumber(value, schema)) &&
    (!Array.isArray(value) || matchesList(value, schema, matches)) &&
    (!isObject(value) || matchesMembers(value, schema, matches))
  );
}

type Matches = (value: unknown, schema: JsonSchema) => boolean;

function matchesCondition(value: unknown, schema: Keywords, matches: Matches): boolean {
  const condition = toSchema(schema.if);
  if (condition === undefined) return true;
  const branch = toSchema(matches(value, condition) ? schema.then : schema.else);
  return branch === undefined || matches(value, branch);
}

function hasOneType(value: unknown, types: readonly string[]): boolean {
  return types.length === 0 || types.some((type) => hasType(value, type));
}

function hasType(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  return typeof value === type;
}

function matchesText(value: string, { minLength, maxLength, pattern, format }: Keywords): boolean {
  const length = Array.from(value).length;
  return (
    length >= (toNumber(minLength) ?? 0) &&
    length <= (toNumber(maxLength) ?? Infinity) &&
    (typeof pattern !== "string" || toExpression(pattern)?.test(value) !== false) &&
    (typeof format !== "string" || formats[format]?.pattern.test(value) !== false)
  );
}

function matchesNumber(value: number, schema: Keywords): boolean {
  const multiple = toNumber(schema.multipleOf);
  const { exclusiveMinimum: lower, exclusiveMaximum: upper } = schema;
  const minimum = toNumber(schema.minimum) ?? -Infinity;
  const maximum = toNumber(schema.maximum) ?? Infinity;
  return (
    (lower === true ? value > minimum : value >= minimum) &&
    (upper === true ? value < maximum : value <= maximum) &&
    value > (toNumber(lower) ?? -Infinity) &&
    value < (toNumber(upper) ?? Infinity) &&
    (multiple === undefined || isMultiple(value, multiple))
  );
}

function isMultiple(value: number, of: number): boolean {
  const quotient = value / of;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9;
}

function matchesList(value: readonly unknown[], schema: Keywords, matches: Matches): boolean {
  const { first, rest } = itemSchemas(schema);
  const contains = toSchema(schema.contains);
  const found = contains === undefined ? 0 : value.filter((item) => matches(item, contains)).length;
  return (
    value.length >= (toNumber(schema.minItems) ?? 0) &&
    value.length <= (toNumber(schema.maxItems) ?? Infinity) &&
    value.every((item, index) => matches(item, first[index] ?? rest)) &&
    (schema.uniqueItems !== true ||
      !value.some((item, index) => value.slice(0, index).some((it) => isEqual(it, item)))) &&
    (contains === undefined ||
      (found >= (toNumber(schema.minContains) ?? 1) && found <= (toNumber(schema.maxContains) ?? Infinity)))
  );
}

function matchesMembers(value: Keywords, schema: Keywords, matches: Matches): boolean {
  const names = Object.keys(value);
  const propertyNames = toSchema(schema.propertyNames);
  const dependents = isObject(schema.dependentRequired) ? Object.entries(schema.dependentRequired) : [];
  return (
    names.length >= (toNumber(schema.minProperties) ?? 0) &&
    names.length <= (toNumber(schema.maxProperties) ?? Infinity) &&
    toNames(schema.required).every((name) => Object.hasOwn(value, name)) &&
    dependents.every(
      ([name, needed]) => !Object.hasOwn(value, name) || toNames(needed).every((it) => Object.hasOwn(value, it)),
    ) &&
    names.every((name) => memberSchemas(name, schema).every((inner) => matches(value[name], inner))) &&
    (propertyNames === undefined || names.every((name) => matches(name, propertyNames)))
  );
}

/** The schemas that a member of an object must satisfy, by its name. */
export function memberSchemas(name: string, schema: Keywords): JsonSchema[] {
  const properties = toSchemaMap(schema.properties);
  const own = Object.hasOwn(properties, name) ? [properties[name] ?? true] : [];
  const byPattern = Object.entries(toSchemaMap(schema.patternProperties)).flatMap(([pattern, inner]) =>
    toExpression(pattern)?.test(name) === true ? [inner] : [],
  );
  const stated = [...own, ...byPattern];
  return stated.length > 0 ? stated : [toSchema(schema.additionalProperties) ?? true];
}

/** The schemas of a list's first items and of the rest, in the new spelling and the old. */
export function itemSchemas(schema: Keywords): { first: JsonSchema[]; rest: JsonSchema } {
  const { items, prefixItems, additionalItems } = schema;
  if (Array.isArray(items)) return { first: toSchemas(items), rest: toSchema(additionalItems) ?? true };
  return { first: toSchemas(listOf(prefixItems)), rest: toSchema(items) ?? true };
}

function toExpression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
