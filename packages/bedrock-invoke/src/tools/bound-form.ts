import { isRecord, omitUndefined } from "@langchain-aws/core";
import type { JsonObject } from "../options.ts";
import type { BoundTool } from "./bound-tools.ts";

/**
 * A tool as it is kept with a bound model: its schema converted once, and not for each call. Anthropic's own objects are
 * kept as they are, for other members of theirs mean something to it.
 */
export function toBoundForm(tool: BoundTool): JsonObject {
  const { given } = tool;
  if (tool.kind === "built-in" || isRecord(given["input_schema"])) return { ...given };
  const { name, description, inputSchema, strict } = tool.definition;
  return { type: "function", function: omitUndefined({ name, description, parameters: inputSchema, strict }) };
}
