import { isRecord, type PlainRecord } from "@langchain-aws/core";
import { type JsonSchema, mapSchema, mapSubschemas } from "@langchain-aws/core/tools";

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
  return mapSubschemas(rest, (inner) => inlineReferences(inner, root, open));
}

function targetOf(reference: string, root: PlainRecord): PlainRecord | undefined {
  let node: unknown = root;
  for (const part of reference.replace(/^#\/?/, "").split("/").filter(Boolean)) {
    node = isRecord(node) ? node[part.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
  }
  return isRecord(node) ? node : undefined;
}
