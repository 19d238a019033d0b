import type { ContentBlock } from "../../src/chat/content-blocks.ts";
import { isObject, type Json, type JsonObject, type RecordedEvent, type RecordedExchange } from "./recorded.ts";

/**
 * The content of a recorded answer of Converse or ConverseStream, for a script: `local` then has the same to say, and what
 * is compared is how it says it.
 */
export function contentOf(answer: RecordedExchange["answer"]): ContentBlock[] | undefined {
  if ("message" in answer) return undefined;
  const { body, events } = answer;
  const blocks = events === undefined ? wholeBlocks(body) : streamedBlocks(events);
  // How a call says that it is one is the service's matter, and no part of what the model said.
  return blocks?.map((block) => withoutCallType(block)) as ContentBlock[] | undefined;
}

function wholeBlocks(body: Json | undefined): JsonObject[] | undefined {
  const message = memberOf(memberOf(body, "output"), "message");
  const content = memberOf(message, "content");
  return Array.isArray(content) ? content.filter(isObject) : undefined;
}

function streamedBlocks(events: readonly RecordedEvent[]): JsonObject[] {
  const blocks: Record<string, Json>[] = [];
  for (const [type, event] of events) {
    if (!isObject(event) || typeof event.contentBlockIndex !== "number") continue;
    const block = (blocks[event.contentBlockIndex] ??= {});
    if (type === "contentBlockStart") Object.assign(block, event.start);
    if (type === "contentBlockDelta" && isObject(event.delta)) addDelta(block, event.delta);
  }
  return blocks.map(withParsedInput);
}

function addDelta(block: Record<string, Json>, delta: JsonObject): void {
  if (typeof delta.text === "string") block.text = `${textOf(block.text)}${delta.text}`;
  if (isObject(delta.toolUse)) {
    block.toolUse = withText(block.toolUse, "input", delta.toolUse.input);
  }
  if (delta.toolResult !== undefined) block.toolResult = { ...asObject(block.toolResult), content: delta.toolResult };
  if (isObject(delta.reasoningContent)) addReasoning(block, delta.reasoningContent);
}

function addReasoning(block: Record<string, Json>, { text, signature, redactedContent }: JsonObject): void {
  const before = asObject(block.reasoningContent);
  if (redactedContent !== undefined) block.reasoningContent = { redactedContent };
  if (text !== undefined) {
    block.reasoningContent = { reasoningText: withText(before.reasoningText, "text", text) };
  }
  if (signature !== undefined) {
    block.reasoningContent = { reasoningText: { text: "", ...asObject(before.reasoningText), signature } };
  }
}

function withParsedInput(block: JsonObject): JsonObject {
  if (!isObject(block.toolUse)) return block;
  const { input = "" } = block.toolUse;
  return { ...block, toolUse: { ...block.toolUse, input: JSON.parse(textOf(input) || "{}") as Json } };
}

function withoutCallType(block: JsonObject): JsonObject {
  if (!isObject(block.toolUse) || block.toolUse.type !== "tool_use") return block;
  const { type: _type, ...call } = block.toolUse;
  return { ...block, toolUse: call };
}

function withText(value: Json | undefined, member: string, more: Json | undefined): JsonObject {
  const before = asObject(value);
  return { ...before, [member]: `${textOf(before[member])}${textOf(more)}` };
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? value[name] : undefined;
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
