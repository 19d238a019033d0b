import type { ContentBlock, Message } from "../../chat/content-blocks.ts";
import type { Prompt } from "../../chat/prompt-tokens.ts";

/**
 * What the model reads of an InvokeModel body in Anthropic's own format: tools, system text, messages.
 *
 * Texts count as they do in Converse. Blocks of other kinds count as their JSON. Source: "Anthropic Claude Messages
 * API", Amazon Bedrock User Guide.
 */
export function toAnthropicPrompt(body: unknown): Prompt {
  if (!isObject(body)) return { tools: [], system: [], messages: [] };
  return {
    tools: listOf(body.tools).filter(isObject),
    system: toBlocks(body.system),
    messages: listOf(body.messages).filter(isObject).map(toMessage),
  };
}

function toMessage({ role, content }: Record<string, unknown>): Message {
  return { role: typeof role === "string" ? role : "user", content: toBlocks(content) };
}

function toBlocks(content: unknown): ContentBlock[] {
  if (typeof content === "string") return [{ text: content }];
  return listOf(content).filter(isObject).map(toBlock);
}

function toBlock(block: Record<string, unknown>): ContentBlock {
  if (block.type === "text" && typeof block.text === "string") return { text: block.text };
  if (block.type === "image") return { image: { format: "png", source: { bytes: "" } } };
  if (block.type === "tool_use") {
    return { toolUse: { toolUseId: "", name: typeof block.name === "string" ? block.name : "", input: block.input } };
  }
  if (block.type === "tool_result") return { toolResult: { toolUseId: "", content: resultContent(block.content) } };
  return { text: JSON.stringify(block) };
}

function resultContent(content: unknown): { text: string }[] {
  if (typeof content === "string") return [{ text: content }];
  return listOf(content).map((item) => ({
    text: isObject(item) && typeof item.text === "string" ? item.text : (JSON.stringify(item) ?? ""),
  }));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
