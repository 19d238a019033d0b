import { AwsConfigurationError, AwsLangChainError } from "./errors.ts";
import { toJsonSchema } from "./json-schema.ts";
import { property, stringProperty } from "./property.ts";

export { isStandardSchema, isZodLike, toJsonSchema } from "./json-schema.ts";
export { closeObjects, describeConstraints, type JsonSchema, mapSchema, mapSubschemas } from "./schema-rewrites.ts";

/** Where a tool's definition came from. */
export type ToolSource = "langchain" | "openai" | "anthropic" | "converse" | "runnable";

/** A tool as every surface sees it, whatever form it was given in. */
export interface ToolDefinition {
  name: string;
  /** Absent when missing or blank. */
  description?: string;
  /** JSON schema of the arguments; its top level is `type: "object"`. */
  inputSchema: Record<string, unknown>;
  /** Only when the definition itself says so. */
  strict?: boolean;
  source: ToolSource;
}

/** The parts of a definition before they are checked. */
interface ToolParts {
  name: unknown;
  description: unknown;
  schema: unknown;
  strict?: unknown;
}

/** How each form is recognised and read; the first that fits decides. None needs a class, so copies do not matter. */
const forms: readonly { source: ToolSource; read: (tool: unknown) => ToolParts | undefined }[] = [
  { source: "converse", read: readConverse },
  { source: "openai", read: readOpenAi },
  { source: "anthropic", read: readAnthropic },
  { source: "runnable", read: (tool) => (isRunnableTool(tool) ? readSchema(tool) : undefined) },
  { source: "langchain", read: readSchema },
  { source: "openai", read: readBareFunction },
];

const acceptedKinds =
  "LangChain tools, { name, description?, schema } with Zod, Standard Schema or JSON schema, OpenAI and Anthropic tool definitions, Converse { toolSpec }";

/**
 * Converts a tool of any accepted kind into one form. A definition that was converted before comes back equal.
 *
 * @param index the tool's place in the list, for the text of an error
 * @returns a new object that shares nothing with the tool
 * @throws {@link AwsConfigurationError} `CONFIG_INVALID_TOOL` naming the place and the accepted kinds, or what is wrong
 * with the schema
 */
export function toToolDefinition(tool: unknown, index?: number): ToolDefinition {
  const found = readParts(tool);
  const place = index === undefined ? "The tool" : `The tool at index ${index}`;
  if (found === undefined)
    throw invalidTool(`${place} is not of a kind that can be bound. Accepted are ${acceptedKinds}.`);
  const { name, description, schema, strict } = found.parts;
  if (typeof name !== "string" || name.trim() === "") throw invalidTool(`${place} has no name.`);
  return {
    name,
    ...(typeof description === "string" && description.trim() !== "" && { description }),
    inputSchema: objectSchema(schema, `${place} ("${name}")`),
    ...(typeof strict === "boolean" && { strict }),
    source: found.source,
  };
}

/** Whether {@link toToolDefinition} knows the kind of this value; its schema is not looked at. */
export function isToolLike(tool: unknown): boolean {
  return readParts(tool) !== undefined;
}

function readParts(tool: unknown): { source: ToolSource; parts: ToolParts } | undefined {
  const converted = readDefinition(tool);
  if (converted !== undefined) return converted;
  for (const { source, read } of forms) {
    const parts = read(tool);
    if (parts !== undefined) return { source, parts };
  }
  return undefined;
}

function readDefinition(tool: unknown): { source: ToolSource; parts: ToolParts } | undefined {
  const given = property(tool, "source");
  const source = forms.find((form) => form.source === given)?.source;
  if (source === undefined || !isObject(property(tool, "inputSchema"))) return undefined;
  return { source, parts: partsOf(tool, "inputSchema") };
}

function readConverse(tool: unknown): ToolParts | undefined {
  const spec = property(tool, "toolSpec");
  if (!isObject(spec)) return undefined;
  return { ...partsOf(spec, "inputSchema"), schema: property(property(spec, "inputSchema"), "json") ?? {} };
}

function readOpenAi(tool: unknown): ToolParts | undefined {
  const definition = property(tool, "function");
  if (property(tool, "type") !== "function" || !isObject(definition)) return undefined;
  const parts = partsOf(definition, "parameters");
  return { ...parts, schema: parts.schema ?? {} };
}

function readAnthropic(tool: unknown): ToolParts | undefined {
  return isNamed(tool) && isObject(property(tool, "input_schema")) ? partsOf(tool, "input_schema") : undefined;
}

function readSchema(tool: unknown): ToolParts | undefined {
  return isNamed(tool) && isSchemaLike(property(tool, "schema")) ? partsOf(tool, "schema") : undefined;
}

/** OpenAI's function object by itself, or flat beside `type: "function"`. */
function readBareFunction(tool: unknown): ToolParts | undefined {
  return isNamed(tool) && isObject(property(tool, "parameters")) ? partsOf(tool, "parameters") : undefined;
}

function partsOf(tool: unknown, schemaKey: string): ToolParts {
  return {
    name: property(tool, "name"),
    description: property(tool, "description"),
    schema: property(tool, schemaKey),
    strict: property(tool, "strict"),
  };
}

/** A runnable that `asTool` made; LangChain names its class in `lc_name`. */
function isRunnableTool(tool: unknown): boolean {
  const nameOf = property(property(tool, "constructor"), "lc_name");
  return property(tool, "lc_runnable") === true && typeof nameOf === "function" && nameOf() === "RunnableToolLike";
}

/** Combinators that say by themselves what the properties are. */
const combinators = ["$ref", "anyOf", "oneOf", "allOf"] as const;

function objectSchema(schema: unknown, place: string): Record<string, unknown> {
  const { type = "object", ...rest } = convert(schema, place);
  const isObjectType = type === "object" || (Array.isArray(type) && type.includes("object"));
  if (!isObjectType) {
    throw invalidTool(`${place} takes ${JSON.stringify(type)}; the arguments of a tool must be an object.`);
  }
  const needsProperties = rest.properties === undefined && !combinators.some((key) => key in rest);
  return { type: "object", ...rest, ...(needsProperties && { properties: {} }) };
}

function convert(schema: unknown, place: string): Record<string, unknown> {
  try {
    return toJsonSchema(schema);
  } catch (error) {
    if (!AwsLangChainError.isInstance(error)) throw error;
    throw new AwsConfigurationError(`${place}: ${error.message}`, { code: error.code, cause: error.cause });
  }
}

function isNamed(tool: unknown): boolean {
  return stringProperty(tool, "name") !== undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Some Standard Schema libraries make functions. */
function isSchemaLike(value: unknown): boolean {
  return isObject(value) || typeof value === "function";
}

function invalidTool(message: string): AwsConfigurationError {
  return new AwsConfigurationError(message, { code: "CONFIG_INVALID_TOOL" });
}
