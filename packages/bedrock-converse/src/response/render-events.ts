import { omitUndefined } from "@langchain-aws/core";
import type { ChatModelStreamEvent, ContentBlockDelta } from "@langchain/core/language_models/event";
import type { ContentBlock } from "@langchain/core/messages";
import { toContentBlocks } from "./content-blocks.ts";
import { toFinishReason } from "./finish-reason.ts";
import {
  closingMetadata,
  type ClosingFacts,
  type ExchangeFacts,
  modelProvider,
  type StopFacts,
  stopMetadata,
} from "./metadata.ts";
import type { ReplyContext } from "./reply-context.ts";
import type { StreamPart } from "./stream-parts.ts";
import { toToolCall } from "./tool-calls.ts";
import { toUsageMetadata } from "./usage.ts";

/** Turns the parts of one stream into LangChain's typed events. */
export interface EventRenderer {
  render(part: StreamPart): readonly ChatModelStreamEvent[];
  /** The last event, which carries what several parts have said. */
  finish(): ChatModelStreamEvent;
}

/** Begins to render a stream as typed events; content is LangChain's standard content in every mode. */
export function createEventRenderer(exchange: ExchangeFacts, context: ReplyContext): EventRenderer {
  let stop: StopFacts = {};
  let closing: ClosingFacts = {};
  return {
    render(part) {
      switch (part.type) {
        case "start":
          return [omitUndefined({ event: "message-start" as const, id: exchange.requestId })];
        case "stop":
          stop = part;
          return [];
        case "closing": {
          closing = part;
          const usage = context.streamUsage ? toUsageMetadata(part.usage) : undefined;
          return usage === undefined ? [] : [{ event: "usage", usage }];
        }
        default:
          return renderBlock(part);
      }
    },
    finish: () =>
      omitUndefined({
        event: "message-finish" as const,
        reason: toFinishReason(stop.stopReason),
        usage: context.streamUsage ? toUsageMetadata(closing.usage) : undefined,
        responseMetadata: {
          model_provider: modelProvider,
          ...stopMetadata(stop),
          ...closingMetadata(closing, exchange, context),
        },
      }),
  };
}

type BlockPart = Exclude<StreamPart, { type: "start" | "stop" | "closing" }>;

function renderBlock(part: BlockPart): readonly ChatModelStreamEvent[] {
  switch (part.type) {
    case "text":
      return opened(part, { type: "text", text: "" }, { type: "text-delta", text: part.text });
    case "reasoning":
      return opened(part, { type: "reasoning", reasoning: "" }, { type: "reasoning-delta", reasoning: part.text });
    case "signature": {
      const fields = { type: "reasoning", signature: part.signature };
      return opened(part, { type: "reasoning", reasoning: "" }, { type: "block-delta", fields });
    }
    case "tool":
      return [
        start(part.index, { type: "tool_call_chunk", id: part.id, name: part.name, args: "", index: part.index }),
      ];
    case "toolInput":
      return part.input === "" ? [] : [delta(part.index, { type: "tool-call-delta", args: part.input })];
    case "citations":
      // The end of the block has the citations; a block without text has not begun yet.
      return part.opens ? [start(part.index, { type: "text", text: "" })] : [];
    case "whole":
      return standard(part.block).map((content) => start(part.index, content));
    case "end":
  }
  return finished(part).map((content) => ({ event: "content-block-finish", index: part.index, content }));
}

function opened(
  { index, opens }: { readonly index: number; readonly opens: boolean },
  initial: ContentBlock,
  change: ContentBlockDelta,
): readonly ChatModelStreamEvent[] {
  return opens ? [start(index, initial), delta(index, change)] : [delta(index, change)];
}

function start(index: number, content: ContentBlock): ChatModelStreamEvent {
  return { event: "content-block-start", index, content };
}

function delta(index: number, change: ContentBlockDelta): ChatModelStreamEvent {
  return { event: "content-block-delta", index, delta: change };
}

function finished({ block, stopReason }: Extract<StreamPart, { type: "end" }>): readonly ContentBlock[] {
  const use = block.toolUse;
  return use !== undefined && use.type === undefined ? [{ ...toToolCall(use, stopReason) }] : standard(block);
}

function standard(block: Extract<StreamPart, { type: "whole" }>["block"]): readonly ContentBlock[] {
  return toContentBlocks(block, "v1");
}
