/** A JSON schema, or one that accepts all (`true`) or nothing (`false`). */
export type JsonSchema = boolean | Readonly<Record<string, unknown>>;

/** Reads a member of a schema that must be a schema itself. */
export function toSchema(value: unknown): JsonSchema | undefined {
  if (typeof value === "boolean") return value;
  return isObject(value) ? value : undefined;
}

/** Reads a list of schemas: `anyOf`, `prefixItems`. */
export function toSchemas(value: unknown): JsonSchema[] {
  return listOf(value)
    .map(toSchema)
    .filter((schema) => schema !== undefined);
}

/** Reads a map of schemas: `properties`, `$defs`. */
export function toSchemaMap(value: unknown): Readonly<Record<string, JsonSchema>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const schema = toSchema(item);
      return schema === undefined ? [] : [[name, schema]];
    }),
  );
}

/** Reads a list of names: `required`. */
export function toNames(value: unknown): string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

/** Reads a number: `minimum`, `maxItems`. */
export function toNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The types that a schema names; empty for any. */
export function typesOf({ type }: Readonly<Record<string, unknown>>): string[] {
  return typeof type === "string" ? [type] : toNames(type);
}

/** What a local reference (`#`, `#/$defs/name`) points at; `undefined` when nothing is there. */
export function resolveReference(reference: string, root: JsonSchema): JsonSchema | undefined {
  if (!reference.startsWith("#")) return undefined;
  let target: unknown = root;
  for (const part of reference.split("/").slice(1)) {
    const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    target = Array.isArray(target) ? target[Number(name)] : isObject(target) ? target[name] : undefined;
  }
  return toSchema(target);
}

/** Any value as a list; what is no list is an empty one. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An object that is no list and not `null`. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  if (isObject(left) && isObject(right)) {
    const names = Object.keys(left);
    return names.length === Object.keys(right).length && names.every((name) => isEqual(left[name], right[name]));
  }
  return left === right;
}
