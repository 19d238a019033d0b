import { omitUndefined } from "@langchain-aws/core";
import {
  AIMessageChunk,
  type AIMessageChunkFields,
  type ContentBlock,
  type UsageMetadata,
} from "@langchain/core/messages";
import type { ToolCallChunk } from "@langchain/core/messages/tool";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { toStandardCitation } from "./citations.ts";
import { toContentBlocks } from "./content-blocks.ts";
import { FirstChunk } from "./first-chunk.ts";
import { closingMetadata, type ExchangeFacts, modelProvider, stopMetadata } from "./metadata.ts";
import type { ReplyContext } from "./reply-context.ts";
import type { StreamPart } from "./stream-parts.ts";
import { toToolCall } from "./tool-calls.ts";
import { toUsageMetadata } from "./usage.ts";

/** What a part adds to the message; everything else of the chunk is the same for all. */
interface ChunkFields {
  content: string | ContentBlock[];
  text: string;
  toolCallChunk?: ToolCallChunk;
  usage?: UsageMetadata;
  metadata?: Record<string, unknown>;
  /** The chunk's class. @defaultValue LangChain's */
  Chunk?: new (fields: AIMessageChunkFields) => AIMessageChunk;
}

/**
 * Makes the function that turns parts of one stream into LangChain's chunks, one chunk for each part that adds
 * something.
 *
 * LangChain joins two blocks only when their `index` and `type` are equal, so text is sent in indexed blocks as soon as
 * there is, or may be, anything but text and tool calls. Until then it is plain strings, which everybody can print.
 *
 * @param isIndexed - begins with indexed blocks
 */
export function createChunkRenderer(
  exchange: ExchangeFacts,
  context: ReplyContext,
  isIndexed: boolean,
): (part: StreamPart) => ChatGenerationChunk | undefined {
  const isV1 = context.outputVersion === "v1";
  const toChunk = chunkFactory(exchange.requestId, isV1);
  let indexed = isIndexed || isV1;
  let plainIndex: number | undefined;

  const block = (fields: ContentBlock & { index: number }, text = ""): ChunkFields => {
    indexed = true;
    return { content: [fields], text };
  };
  const text = (index: number, value: string): ChunkFields => {
    plainIndex ??= index;
    if (!indexed && plainIndex === index) return { content: value, text: value };
    return block({ type: "text", text: value, index }, value);
  };
  const whole = (index: number, contents: readonly ContentBlock[]): ChunkFields => {
    indexed = true;
    return { content: contents.map((content) => ({ ...content, index })), text: "" };
  };
  const empty = (): ChunkFields => ({ content: isV1 ? [] : "", text: "" });
  const toolCall = (chunk: ToolCallChunk): ChunkFields => ({ ...empty(), toolCallChunk: chunk });

  const render = (part: StreamPart): ChunkFields | undefined => {
    switch (part.type) {
      case "text":
        return text(part.index, part.text);
      case "reasoning":
        return block({ type: "reasoning", reasoning: part.text, index: part.index });
      case "signature":
        return block({ type: "reasoning", reasoning: "", signature: part.signature, index: part.index });
      case "tool":
        return toolCall({ type: "tool_call_chunk", id: part.id, name: part.name, args: "", index: part.index });
      case "toolInput":
        return toolCall({ type: "tool_call_chunk", args: part.input, index: part.index });
      case "citations":
        return block(
          isV1
            ? { type: "text", text: "", annotations: part.citations.map(toStandardCitation), index: part.index }
            : { type: "text", text: "", citations: part.citations, index: part.index },
        );
      case "whole":
        return whole(part.index, toContentBlocks(part.block, context.outputVersion));
      case "end":
        // Standard content has its tool calls in place; LangChain does not put them there by itself.
        return isV1 && part.block.toolUse !== undefined && part.block.toolUse.type === undefined
          ? whole(part.index, [{ ...toToolCall(part.block.toolUse, part.stopReason) }])
          : undefined;
      case "start":
        return { ...empty(), metadata: { model_provider: modelProvider }, Chunk: FirstChunk };
      case "stop":
        return { ...empty(), metadata: stopMetadata(part) };
      case "closing":
    }
    const usage = context.streamUsage ? toUsageMetadata(part.usage) : undefined;
    return omitUndefined({ ...empty(), usage, metadata: closingMetadata(part, exchange, context) });
  };
  return (part) => {
    const fields = render(part);
    return fields === undefined ? undefined : toChunk(fields);
  };
}

/**
 * Builds each chunk once, in one of the two cheap ways: from a text alone, or with every field given. With some of them
 * LangChain copies the fields again, which on Node 20 costs more than reading the event.
 */
function chunkFactory(id: string | undefined, isV1: boolean): (fields: ChunkFields) => ChatGenerationChunk {
  return ({ content, text, toolCallChunk, usage, metadata, Chunk = AIMessageChunk }) => {
    const isText = typeof content === "string" && toolCallChunk === undefined && metadata === undefined;
    const message = isText
      ? new AIMessageChunk(content)
      : new Chunk({
          id,
          content,
          additional_kwargs: {},
          response_metadata: isV1 ? { ...metadata, output_version: "v1" } : (metadata ?? {}),
          tool_calls: [],
          invalid_tool_calls: [],
          tool_call_chunks: toolCallChunk === undefined ? [] : [toolCallChunk],
          usage_metadata: usage,
        });
    if (isText && id !== undefined) message._updateId(id);
    return new ChatGenerationChunk({ text, message });
  };
}
