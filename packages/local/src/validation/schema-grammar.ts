/** Keywords by the type that they belong to, which the grammar behind native JSON output does not know. */
const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = {
  number: ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"],
  integer: ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"],
  string: ["maxLength", "minLength"],
  array: ["maxItems", "uniqueItems"],
};

/** Keywords whose values are schemas: one, a list of them, or an object of them. */
const NESTED = ["properties", "items", "prefixItems", "anyOf", "allOf", "oneOf", "$defs", "definitions"];

/**
 * What a JSON schema asks for that native JSON output and strict tools refuse, in the words of the model's own error;
 * `undefined` when nothing is wrong.
 *
 * Source: errors quoted in public issues, for example BerriAI/litellm#29624.
 */
export function unsupportedBySchemaGrammar(schema: unknown): string | undefined {
  if (!isObject(schema)) return undefined;
  return unsupportedHere(schema) ?? firstOf(NESTED.flatMap((keyword) => nestedSchemas(keyword, schema[keyword])));
}

function unsupportedHere(schema: Record<string, unknown>): string | undefined {
  for (const type of typesOf(schema)) {
    const keywords = (UNSUPPORTED[type] ?? []).filter((keyword) => schema[keyword] !== undefined);
    if (keywords.length === 1) return `For '${type}' type, property '${keywords[0]}' is not supported`;
    if (keywords.length > 1) return `For '${type}' type, properties ${keywords.join(", ")} are not supported`;
    if (type === "array" && typeof schema.minItems === "number" && schema.minItems > 1) {
      return "For 'array' type, 'minItems' values other than 0 or 1 are not supported";
    }
    if (type === "object" && isObject(schema.additionalProperties)) {
      return "For 'object' type, 'additionalProperties: object' is not supported. Please set 'additionalProperties' to false";
    }
    if (type === "object" && schema.additionalProperties !== false) {
      return "For 'object' type, 'additionalProperties' must be explicitly set to false";
    }
  }
  return undefined;
}

function typesOf({ type }: Record<string, unknown>): string[] {
  return (Array.isArray(type) ? type : [type]).filter((name) => typeof name === "string");
}

function nestedSchemas(keyword: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  return keyword === "items" ? [value] : Object.values(value);
}

function firstOf(schemas: readonly unknown[]): string | undefined {
  for (const schema of schemas) {
    const found = unsupportedBySchemaGrammar(schema);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
