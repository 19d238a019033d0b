import { isRecord, omitUndefined, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { type BlockPlace, contentError } from "../messages/content-error.ts";
import { isMedia } from "../messages/media.ts";
import { parsedJson } from "../record.ts";
import { toCitations } from "./citations.ts";
import { toAnthropicMedia } from "./media.ts";

/** How a kind of block is written; nothing for one that says nothing. */
type Writer = (block: PlainRecord, place: BlockPlace) => PlainRecord | undefined;

/** Blocks of any dialect in Anthropic's form, by their type. Types that are not here are Anthropic's own, or judged by it. */
const writers: Readonly<Record<string, Writer>> = {
  text: writeText,
  tool_use: writeToolUse,
  tool_call: (block) => writeToolUse({ ...block, input: block["args"] }),
  tool_call_chunk: () => undefined,
  invalid_tool_call: () => undefined,
  input_json_delta: () => undefined,
  thinking: writeThinking,
  redacted_thinking: ({ index: _number, ...block }) => block,
  reasoning: writeReasoning,
  reasoning_content: writeConverseReasoning,
  non_standard: (block) => (isRecord(block["value"]) ? block["value"] : undefined),
  tool_result: (block, place) => ({ ...block, ...resultContent(block["content"], place) }),
};

/**
 * A content block in Anthropic's form.
 *
 * @throws AwsConfigurationError for media that Claude does not take
 */
function toAnthropicBlock(given: unknown, place: BlockPlace): PlainRecord | undefined {
  if (typeof given === "string") return writeText({ type: "text", text: given });
  if (!isRecord(given)) return undefined;
  const { type } = given;
  if (typeof type !== "string") {
    if (typeof given["text"] === "string") return writeText({ ...given, type: "text" });
    throw contentError("A content block needs a `type`.", place);
  }
  const write = Object.hasOwn(writers, type) ? writers[type] : undefined;
  if (write !== undefined) return write(given, place);
  return isMedia(given) ? toAnthropicMedia(given, place) : withoutIndex(given);
}

/** The blocks of a list that say something, in Anthropic's form. */
export function toAnthropicBlocks(content: readonly unknown[], place: BlockPlace): readonly PlainRecord[] {
  const blocks = content.map((block, at) => toAnthropicBlock(block, { ...place, block: at }));
  return blocks.filter((block) => block !== undefined);
}

/** What stands in a `tool_result`: its texts and images. */
export function toResultContent(content: unknown, place: BlockPlace): unknown {
  return Array.isArray(content) ? toAnthropicBlocks(content, place) : content;
}

function resultContent(content: unknown, place: BlockPlace): PlainRecord {
  return content === undefined ? {} : { content: toResultContent(content, place) };
}

/** Blank texts are refused by the service. */
function writeText(block: PlainRecord): PlainRecord | undefined {
  const text = stringOf(block["text"]) ?? "";
  if (text.trim() === "") return undefined;
  return omitUndefined({ type: "text", text, cache_control: block["cache_control"], citations: toCitations(block) });
}

function writeToolUse(block: PlainRecord): PlainRecord {
  const { id, name, input, cache_control } = block;
  const value = typeof input === "string" ? parsedJson(input) : input;
  return omitUndefined({ type: "tool_use", name, input: recordOf(value), id, cache_control });
}

/** Newer models may send a thought without its words. */
function writeThinking({ index: _number, ...block }: PlainRecord): PlainRecord {
  return { ...block, thinking: stringOf(block["thinking"]) ?? "" };
}

function writeReasoning(block: PlainRecord): PlainRecord {
  return omitUndefined({
    type: "thinking",
    thinking: stringOf(block["reasoning"]) ?? "",
    signature: stringOf(block["signature"]),
  });
}

/** As the Converse classes of LangChain have it, in both languages. */
function writeConverseReasoning(block: PlainRecord): PlainRecord | undefined {
  const redacted = stringOf(block["redactedContent"]) ?? stringOf(block["redacted_content"]);
  if (redacted !== undefined) return { type: "redacted_thinking", data: redacted };
  const content = recordOf(block["reasoningText"] ?? block["reasoning_content"] ?? block["reasoningContent"]);
  const thinking = stringOf(content["text"]);
  if (thinking === undefined && content["signature"] === undefined) return undefined;
  return omitUndefined({ type: "thinking", thinking: thinking ?? "", signature: stringOf(content["signature"]) });
}

function withoutIndex({ index: _number, partial_json: _pieces, ...block }: PlainRecord): PlainRecord {
  return block;
}
