import type {
  ContentBlock as WireContentBlock,
  ConverseResponse as WireConverseResponse,
} from "@aws-sdk/client-bedrock-runtime";
import { addDefined, BedrockServiceError } from "@langchain-aws/core";
import { AIMessage, type ContentBlock } from "@langchain/core/messages";
import { toContentBlocks } from "./content-blocks.ts";
import { splitInlineReasoning } from "./inline-reasoning.ts";
import {
  type ClosingFacts,
  closingMetadata,
  type ExchangeFacts,
  modelProvider,
  type StopFacts,
  stopMetadata,
} from "./metadata.ts";
import type { ReplyContext } from "./reply-context.ts";
import { toToolCalls } from "./tool-calls.ts";
import { toUsageMetadata } from "./usage.ts";

/** A reply as the SDK gives it. */
export interface WireReply extends ClosingFacts, StopFacts {
  readonly output?: WireConverseResponse["output"];
  readonly $metadata: ExchangeFacts;
}

/**
 * Turns a reply into a message: pure.
 *
 * @throws BedrockServiceError when the reply is no message of an assistant, as when something that is not Bedrock answers
 */
export function parseResponse(reply: WireReply, context: ReplyContext): AIMessage {
  const message = reply.output?.message;
  if (message === undefined || message.role !== "assistant") {
    throw new BedrockServiceError(
      `The reply holds no message of the assistant${message === undefined ? "" : ` (its role is ${message.role})`}. Check endpoint and region.`,
      { operation: "Converse", retryable: false },
    );
  }
  return toMessage(message.content ?? [], reply, context);
}

/** A message from the blocks of a reply; also of one that was cut off. */
export function toMessage(content: readonly WireContentBlock[], reply: WireReply, context: ReplyContext): AIMessage {
  const named = context.toolNames.size === 0 ? content : content.map((block) => withBoundName(block, context));
  const blocks = context.splitsInlineReasoning ? splitInlineReasoning(named) : named;
  const { toolCalls, invalidToolCalls } = toToolCalls(blocks, reply.stopReason);
  const metadata: Record<string, unknown> = { model_provider: modelProvider };
  if (context.outputVersion === "v1") metadata["output_version"] = "v1";
  addDefined(metadata, stopMetadata(reply));
  addDefined(metadata, closingMetadata(reply, reply.$metadata, context));
  return new AIMessage({
    id: reply.$metadata.requestId,
    content: toContent(blocks, context.outputVersion),
    tool_calls: toolCalls,
    invalid_tool_calls: invalidToolCalls,
    additional_kwargs: {},
    usage_metadata: toUsageMetadata(reply.usage),
    response_metadata: metadata,
  });
}

/** One text alone is a string, as everybody expects; everything else is a list. Empty texts say nothing. */
function toContent(blocks: readonly WireContentBlock[], outputVersion: "v0" | "v1"): string | ContentBlock[] {
  const [only, ...more] = blocks;
  if (more.length === 0 && typeof only?.text === "string" && outputVersion === "v0") return only.text;
  const content = blocks.filter(({ text }) => text !== "").flatMap((block) => toContentBlocks(block, outputVersion));
  if (outputVersion === "v1") return content;
  const [first, ...others] = content;
  if (first === undefined) return "";
  return others.length === 0 && first.type === "text" && typeof first["text"] === "string" ? first["text"] : content;
}

function withBoundName(block: WireContentBlock, { toolNames }: ReplyContext): WireContentBlock {
  const bound = toolNames.get(block.toolUse?.name ?? "");
  return bound === undefined || block.toolUse === undefined ? block : { toolUse: { ...block.toolUse, name: bound } };
}
