import type { ToolChoice, ToolItem } from "../../converse-body.ts";
import { cachePointOf } from "./read-blocks.ts";
import { Fields, refuse } from "./refuse.ts";

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,128}$/;

const text = { type: "string" };
const editor = {
  type: "object",
  properties: { command: { type: "string", enum: ["view", "create", "str_replace", "insert"] }, path: text },
  required: ["command", "path"],
};

/** Tools whose schema the model knows by itself: the newest form of each, and the arguments that they get. */
const ownTools: Readonly<Record<string, Record<string, unknown>>> = {
  bash_20250124: { type: "object", properties: { command: text }, required: ["command"] },
  computer_20250124: {
    type: "object",
    properties: { action: { type: "string", enum: ["screenshot", "left_click", "type", "key"] } },
    required: ["action"],
  },
  computer_20251124: {
    type: "object",
    properties: { action: { type: "string", enum: ["screenshot", "left_click", "type", "key", "zoom"] } },
    required: ["action"],
  },
  text_editor_20250124: editor,
  text_editor_20250429: editor,
  text_editor_20250728: editor,
  memory_20250818: editor,
  tool_search_tool_regex_20251119: { type: "object", properties: { pattern: text }, required: ["pattern"] },
  tool_search_tool_regex: { type: "object", properties: { pattern: text }, required: ["pattern"] },
};

const CUSTOM_MEMBERS = [
  "type",
  "name",
  "description",
  "input_schema",
  "cache_control",
  "strict",
  "defer_loading",
  "input_examples",
  "allowed_callers",
];

/**
 * The tools of a body in Converse's words, a cache point behind one that is marked.
 *
 * @param isChecked whether limits hold, and not only types
 * @throws ServiceError naming the tool
 */
export function readTools(tools: readonly unknown[], isChecked: boolean): ToolItem[] {
  const items = tools.flatMap((value, index) => readTool(value, `tools.${index}`, isChecked));
  const names = items.flatMap((item) => ("toolSpec" in item ? [item.toolSpec.name] : []));
  if (isChecked && new Set(names).size < names.length) throw refuse("tools: Tool names must be unique.");
  return items;
}

function readTool(value: unknown, path: string, isChecked: boolean): ToolItem[] {
  const outer = new Fields(value, path);
  const type = outer.optionalText("type") ?? "custom";
  if (type !== "custom") return [readOwnTool(outer, type), ...cachePointOf(outer)];
  const tool = new Fields(value, `${path}.custom`);
  const name = tool.text("name");
  if (isChecked) {
    tool.only(CUSTOM_MEMBERS);
    if (!TOOL_NAME.test(name)) throw refuse(`${tool.at("name")}: String should match pattern '${TOOL_NAME.source}'`);
  }
  const schema = tool.object("input_schema");
  schema.word("type", ["object"]);
  const description = tool.optionalText("description");
  const toolSpec = {
    name,
    ...(description !== undefined && { description }),
    inputSchema: { json: tool.get("input_schema") },
    ...(tool.flag("strict") && { strict: true }),
  };
  return [{ toolSpec }, ...cachePointOf(tool)];
}

function readOwnTool(tool: Fields, type: string): ToolItem {
  const schema = Object.hasOwn(ownTools, type) ? ownTools[type] : undefined;
  if (schema === undefined) {
    const expected = ["custom", ...Object.keys(ownTools)].map((name) => `'${name}'`);
    throw refuse(
      `${tool.path}: Input tag '${type}' found using 'type' does not match any of the expected tags: ${expected.join(", ")}`,
    );
  }
  return { toolSpec: { name: tool.text("name"), inputSchema: { json: schema } } };
}

/** How tools are to be chosen, and whether several at once. */
export interface ReadToolChoice {
  toolChoice: ToolChoice;
  parallelToolCalls?: false;
}

/**
 * Reads `tool_choice`.
 *
 * @throws ServiceError for a tool that is not there
 */
export function readToolChoice(value: unknown, tools: readonly ToolItem[]): ReadToolChoice {
  const choice = new Fields(value, "tool_choice");
  const kind = choice.word("type", ["auto", "any", "tool", "none"]);
  const single = choice.flag("disable_parallel_tool_use") ? { parallelToolCalls: false as const } : {};
  if (tools.length === 0) throw refuse("tool_choice: tool_choice may only be specified while providing tools.");
  if (kind !== "tool") return { toolChoice: { [kind]: {} }, ...single };
  const name = choice.text("name");
  if (!tools.some((item) => "toolSpec" in item && item.toolSpec.name === name)) {
    throw refuse(`tool_choice.tool.name: Tool '${name}' not found in provided tools`);
  }
  return { toolChoice: { tool: { name } }, ...single };
}
