import { isRecord, type PlainRecord } from "./record.ts";

/** A JSON schema as an object of which nothing else is known. */
export type JsonSchema = Record<string, unknown>;

/** Keywords that hold one schema, a list of schemas, or schemas by name. Everything else is data and is not walked. */
const single: ReadonlySet<string> = /* @__PURE__ */ new Set([
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
const listed: ReadonlySet<string> = /* @__PURE__ */ new Set(["anyOf", "oneOf", "allOf", "prefixItems", "items"]);
const named: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);

/**
 * Puts another schema in place of each that stands directly in this one. The input is not touched.
 *
 * @param inside - gives the other schema; it decides whether to go on inside it
 */
export function mapSubschemas(schema: PlainRecord, inside: (schema: PlainRecord) => JsonSchema): JsonSchema {
  const mapped: JsonSchema = {};
  const change = (item: unknown): unknown => (isRecord(item) ? inside(item) : item);
  for (const [key, value] of Object.entries(schema)) {
    if (listed.has(key) && Array.isArray(value)) mapped[key] = value.map(change);
    else if (single.has(key)) mapped[key] = change(value);
    else if (named.has(key) && isRecord(value)) {
      mapped[key] = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]));
    } else mapped[key] = value;
  }
  return mapped;
}

/** Rewrites a schema and every schema inside it, from the inside out. The input is not touched. */
export function mapSchema(schema: PlainRecord, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  return change(mapSubschemas(schema, (inner) => mapSchema(inner, change)));
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

/** Formats of strings that Claude's structured output takes ("Structured outputs", Claude API documentation). */
const supportedFormats: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "uri",
  "ipv4",
  "ipv6",
  "uuid",
]);

/** Moves constraints that Claude's structured output does not take into the descriptions, where the model reads them. */
export function describeConstraints(schema: PlainRecord): JsonSchema {
  return mapSchema(schema, (node) => {
    const { oneOf, ...kept } = node;
    const constraints: string[] = [];
    const move = (keyword: string): void => {
      if (kept[keyword] === undefined) return;
      constraints.push(`${keyword}: ${JSON.stringify(kept[keyword])}`);
      delete kept[keyword];
    };
    for (const keyword of unsupportedKeywords) move(keyword);
    if (!supportedFormats.has(kept["format"])) move("format");
    // Beside an `anyOf` of its own, it is one more condition.
    if (oneOf !== undefined && kept["anyOf"] === undefined) kept["anyOf"] = oneOf;
    else if (oneOf !== undefined) kept["allOf"] = [...listOf(kept["allOf"]), { anyOf: oneOf }];
    if (constraints.length === 0) return kept;
    const said = typeof kept["description"] === "string" ? `${kept["description"]} ` : "";
    return { ...kept, description: `${said}(${constraints.join(", ")})` };
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
