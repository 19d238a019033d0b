import { AwsConfigurationError, isRecord, type PlainRecord } from "@langchain-aws/core";
import { isToolLike, type ToolDefinition, toToolDefinition } from "@langchain-aws/core/tools";

/** A tool of the caller's, or one the service runs. */
export type BoundTool =
  | { readonly kind: "function"; readonly definition: ToolDefinition; readonly given: PlainRecord }
  | { readonly kind: "built-in"; readonly name: string; readonly given: PlainRecord };

/** Types of what is no tool of the service's own; `object` is a JSON schema's. */
const functionTypes: ReadonlySet<unknown> = new Set(["function", "custom", "object", undefined]);

/**
 * Reads tools of any kind.
 *
 * @throws AwsConfigurationError naming the index of what is no tool, and a name that two tools have
 */
export function readTools(tools: readonly unknown[]): readonly BoundTool[] {
  const seen = new Set<string>();
  return tools.map((tool, index) => {
    const bound = readTool(tool, index);
    const name = nameOf(bound);
    if (name !== "" && seen.has(name)) {
      throw new AwsConfigurationError(
        `Two tools are called "${name}"; the second is at index ${index}. Names must differ.`,
        { code: "CONFIG_DUPLICATE_TOOL" },
      );
    }
    seen.add(name);
    return bound;
  });
}

/** The name a model calls the tool by. */
export function nameOf(tool: BoundTool): string {
  return tool.kind === "function" ? tool.definition.name : tool.name;
}

/** What the model reads about a tool; its name, when nobody has described it. */
export function describe({ name, description = name }: ToolDefinition): string {
  return description;
}

/**
 * The tools for a format that has no built-in ones.
 *
 * @throws AwsConfigurationError for one that the service would have to run
 */
export function functionsOnly(tools: readonly BoundTool[], format: string): readonly ToolDefinition[] {
  return tools.map((tool, index) => {
    if (tool.kind === "function") return tool.definition;
    throw new AwsConfigurationError(
      `The tool at index ${index} ("${String(tool.given["type"])}") is one that Anthropic runs; ${format} has none.`,
      { code: "CONFIG_INVALID_TOOL" },
    );
  });
}

function readTool(given: unknown, index: number): BoundTool {
  const tool = titledSchemaAsTool(given);
  const isBuiltIn = isRecord(tool) && !functionTypes.has(tool["type"]) && !isToolLike(tool);
  if (isBuiltIn && typeof tool["type"] === "string") {
    const { name } = tool;
    return { kind: "built-in", name: typeof name === "string" ? name : "", given: tool };
  }
  return { kind: "function", definition: toToolDefinition(tool, index), given: isRecord(tool) ? tool : {} };
}

/** A JSON schema is a tool by its title, as in Python: its own description says what for. */
function titledSchemaAsTool(given: unknown): unknown {
  if (!isRecord(given) || given["type"] !== "object" || isToolLike(given)) return given;
  const { title, description, ...schema } = given;
  return typeof title === "string" ? { name: title, description, schema } : given;
}
