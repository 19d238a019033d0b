import { isObject } from "../../../../chat/rules/json-schema.ts";
import type { ContentBlock, Message } from "../../../../chat/content-blocks.ts";
import type { ToolItem } from "../../converse-body.ts";
import type { PromptConversation, PromptTurn } from "./read-prompt.ts";

/** A conversation of which some prompts declare tools. */
export interface PromptWithTools extends PromptConversation {
  tools: ToolItem[];
}

/**
 * The conversation of a prompt whose text declares tools, calls them and tells their results, as Llama 3.1 and later do.
 *
 * A declaration is a JSON object with a name and parameters, alone or under `function`; a call is a turn of the assistant
 * that is such objects with the arguments; a result is the turn of the role `ipython` after it. Source: "Llama 3.1: JSON
 * based tool calling", Meta's model cards and prompt formats.
 */
export function readToolPrompt(turns: readonly PromptTurn[]): PromptWithTools {
  const tools: ToolItem[] = [];
  const system: { text: string }[] = [];
  const messages: Message[] = [];
  let calls: string[] = [];
  for (const { role, text } of turns) {
    if (role === "tool") {
      messages.push({
        role: "user",
        content: [{ toolResult: { toolUseId: calls.shift() ?? "", content: [{ text }] } }],
      });
    } else if (role === "assistant") {
      const content = readCalls(text, messages.length);
      calls = content.flatMap((block) => ("toolUse" in block ? [block.toolUse.toolUseId] : []));
      messages.push({ role, content });
    } else {
      const { rest, declared } = liftDeclarations(text);
      tools.push(...declared);
      if (role === "system") system.push({ text: rest });
      else messages.push({ role, content: [{ text: rest }] });
    }
  }
  return { messages, system, tools };
}

function readCalls(text: string, turn: number): ContentBlock[] {
  const objects = jsonObjects(text);
  const isCall =
    objects.length > 0 && objects.every(({ value }) => typeof value.name === "string" && isObject(value.parameters));
  if (!isCall) return [{ text }];
  return objects.map(({ value }, index) => ({
    toolUse: { toolUseId: `call_${turn}_${index}`, name: String(value.name), input: value.parameters },
  }));
}

function liftDeclarations(text: string): { rest: string; declared: ToolItem[] } {
  const declared: ToolItem[] = [];
  let rest = text;
  for (const { source, value } of jsonObjects(text)) {
    const tool = isObject(value.function) ? value.function : value;
    if (typeof tool.name !== "string" || !isObject(tool.parameters)) continue;
    const description = typeof tool.description === "string" ? { description: tool.description } : {};
    declared.push({ toolSpec: { name: tool.name, ...description, inputSchema: { json: tool.parameters } } });
    rest = rest.replace(source, "");
  }
  return { rest: declared.length === 0 ? text : rest.trim(), declared };
}

/** The JSON objects that stand in a text, outermost first. */
function jsonObjects(text: string): { source: string; value: Record<string, unknown> }[] {
  const found: { source: string; value: Record<string, unknown> }[] = [];
  let at = text.indexOf("{");
  while (at >= 0) {
    const end = endOfObject(text, at);
    const value = end === undefined ? undefined : parseObject(text.slice(at, end));
    if (end !== undefined && value !== undefined) found.push({ source: text.slice(at, end), value });
    at = text.indexOf("{", value === undefined ? at + 1 : (end ?? at + 1));
  }
  return found;
}

function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isInText && character === "\\") at += 1;
    else if (character === '"') isInText = !isInText;
    else if (!isInText && character === "{") depth += 1;
    else if (!isInText && character === "}" && --depth === 0) return at + 1;
  }
  return undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
