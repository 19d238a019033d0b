import { isRecord, type PlainRecord } from "../record.ts";

/** A JSON schema as an object of which nothing else is known. */
export type JsonSchema = Record<string, unknown>;

/** Keywords that hold one schema, a list of schemas, or schemas by name. Everything else is data and is not walked. */
const single = new Set([
  "items",
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "contains",
  "not",
  "if",
  "then",
  "else",
]);
const listed = new Set(["anyOf", "oneOf", "allOf", "prefixItems", "items"]);
const named = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

/** Rewrites a schema and every schema inside it, from the inside out. The input is not touched. */
export function mapSchema(schema: PlainRecord, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const mapped: JsonSchema = {};
  for (const [key, value] of Object.entries(schema)) mapped[key] = mapKeyword(key, value, change);
  return change(mapped);
}

function mapKeyword(key: string, value: unknown, change: (schema: JsonSchema) => JsonSchema): unknown {
  const inside = (item: unknown): unknown => (isRecord(item) ? mapSchema(item, change) : item);
  if (listed.has(key) && Array.isArray(value)) return value.map(inside);
  if (single.has(key)) return inside(value);
  if (!named.has(key) || !isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inside(item)]));
}

/**
 * Replaces "X or null" by X: a request may hold 16 union-typed parameters, and optional ones are usually written so.
 * Unions of more than one type besides null stay.
 */
export function collapseNullable(schema: PlainRecord): JsonSchema {
  return mapSchema(schema, (node) => {
    const { type, anyOf, ...rest } = node;
    if (Array.isArray(type)) return { ...node, type: withoutNull(type, (item) => item === "null") ?? type };
    if (!Array.isArray(anyOf)) return node;
    const only: unknown = withoutNull(anyOf, isNullSchema);
    return isRecord(only) ? { ...(type !== undefined && { type }), ...only, ...rest } : node;
  });
}

function withoutNull(members: readonly unknown[], isNull: (member: unknown) => boolean): unknown {
  const others = members.filter((member) => !isNull(member));
  return members.length === 2 && others.length === 1 ? others[0] : undefined;
}

function isNullSchema(schema: unknown): boolean {
  return isRecord(schema) && schema["type"] === "null";
}

/** Forbids members that no object schema names, as strict tools and structured output require. */
export function closeObjects(schema: PlainRecord): JsonSchema {
  return mapSchema(schema, (node) => (describesObject(node) ? { ...node, additionalProperties: false } : node));
}

function describesObject({ type, properties }: JsonSchema): boolean {
  if (type === "object" || (Array.isArray(type) && type.includes("object"))) return true;
  return type === undefined && isRecord(properties);
}

const unsupportedKeywords = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "not",
] as const;

/** Moves constraints that Claude's structured output does not take into the descriptions, where the model reads them. */
export function describeConstraints(schema: PlainRecord): JsonSchema {
  return mapSchema(schema, (node) => {
    const { oneOf, ...kept } = node;
    const constraints: string[] = [];
    for (const keyword of unsupportedKeywords) {
      if (kept[keyword] === undefined) continue;
      constraints.push(`${keyword}: ${JSON.stringify(kept[keyword])}`);
      delete kept[keyword];
    }
    if (oneOf !== undefined) kept["anyOf"] = oneOf;
    if (constraints.length === 0) return kept;
    const said = typeof kept["description"] === "string" ? `${kept["description"]} ` : "";
    return { ...kept, description: `${said}(${constraints.join(", ")})` };
  });
}

/**
 * A tool schema as Nova takes it: `type`, `properties` and `required` at the top, references put in place of their
 * definitions. A reference to something that holds it becomes an object without further description.
 */
export function plainSchema(schema: PlainRecord): JsonSchema {
  const inlined = inlineReferences(schema, schema, new Set());
  const { type = "object", properties = {}, required } = inlined;
  return { type, properties, ...(required !== undefined && { required }) };
}

function inlineReferences(node: PlainRecord, root: PlainRecord, open: ReadonlySet<string>): JsonSchema {
  const { $ref, $defs: _defs, definitions: _definitions, ...rest } = node;
  if (typeof $ref === "string") {
    const target = open.has($ref) ? undefined : targetOf($ref, root);
    if (target === undefined) return { type: "object", ...rest };
    return { ...inlineReferences(target, root, new Set([...open, $ref])), ...rest };
  }
  const mapped: JsonSchema = {};
  const inside = (item: unknown): unknown => (isRecord(item) ? inlineReferences(item, root, open) : item);
  for (const [key, value] of Object.entries(rest)) {
    if (listed.has(key) && Array.isArray(value)) mapped[key] = value.map(inside);
    else if (single.has(key)) mapped[key] = inside(value);
    else if (named.has(key) && isRecord(value)) {
      mapped[key] = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inside(item)]));
    } else mapped[key] = value;
  }
  return mapped;
}

function targetOf(reference: string, root: PlainRecord): PlainRecord | undefined {
  let node: unknown = root;
  for (const part of reference.replace(/^#\/?/, "").split("/").filter(Boolean)) {
    node = isRecord(node) ? node[part.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
  }
  return isRecord(node) ? node : undefined;
}
