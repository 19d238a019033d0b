import { toJsonSchema as convertSchema } from "@langchain/core/utils/json_schema";
import { AwsConfigurationError } from "./errors.ts";
import { property, stringProperty } from "./property.ts";

/** Whether a value is a Zod schema, of version 3 or 4, of any copy of Zod. */
export function isZodLike(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  if (property(property(schema, "_zod"), "def") !== undefined) return true;
  return property(property(schema, "_def"), "typeName") !== undefined;
}

/** Whether a value follows Standard Schema (standardschema.dev), whatever library made it. */
export function isStandardSchema(schema: unknown): boolean {
  return typeof property(schema, "~standard") === "object" && property(schema, "~standard") !== null;
}

/**
 * Gives a schema as JSON schema: Zod 3 and 4, Standard Schema libraries that can describe themselves, and JSON schema
 * itself. Describes what goes in, before defaults and transforms.
 *
 * @returns a new object, without `$schema`, that shares nothing with the input
 * @throws {@link AwsConfigurationError} `CONFIG_INVALID_SCHEMA` when the schema has no form in JSON schema
 */
export function toJsonSchema(schema: unknown): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = copyRecord(describe(schema));
  return rest;
}

function describe(schema: unknown): unknown {
  const isZod = isZodLike(schema);
  if (!isZod && !isStandardSchema(schema)) return schema;
  const standard = property(schema, "~standard");
  if (!isZod && property(standard, "jsonSchema") === undefined) {
    throw invalidSchema(
      `A schema of ${stringProperty(standard, "vendor") ?? "this library"} does not describe itself as JSON schema. Pass JSON schema, or a schema with Standard JSON Schema support`,
    );
  }
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape was checked; a type would need the library
    return convertSchema(schema as Parameters<typeof convertSchema>[0]);
  } catch (cause) {
    throw invalidSchema(
      `The schema has no form in JSON schema (${stringProperty(cause, "message") ?? "no reason given"})`,
      cause,
    );
  }
}

/** A deep copy by way of JSON, which is what will be sent. */
function copyRecord(schema: unknown): Record<string, unknown> {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    throw invalidSchema(
      `A schema must be an object; got ${schema === null ? "null" : Array.isArray(schema) ? "an array" : typeof schema}`,
    );
  }
  try {
    const copy: Record<string, unknown> = JSON.parse(JSON.stringify(schema));
    return copy;
  } catch (cause) {
    throw invalidSchema("The schema is not plain JSON: it has a cycle or a value that JSON has no form for", cause);
  }
}

function invalidSchema(problem: string, cause?: unknown): AwsConfigurationError {
  return new AwsConfigurationError(`${problem}.`, { code: "CONFIG_INVALID_SCHEMA", cause });
}
