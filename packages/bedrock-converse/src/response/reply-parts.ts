import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import type { WireReply } from "./parse-response.ts";
import type { ReplyContext } from "./reply-context.ts";
import { splitInlineReasoning } from "./inline-reasoning.ts";
import type { StreamPart } from "./stream-parts.ts";
import { isServerTool } from "./tool-calls.ts";

/** A whole reply as the parts of a stream, for models that do not stream what was asked. */
export function toParts(reply: WireReply, context: ReplyContext): readonly StreamPart[] {
  const content = reply.output?.message?.content ?? [];
  const blocks = context.splitsInlineReasoning ? splitInlineReasoning(content) : content;
  const { stopReason, additionalModelResponseFields } = reply;
  return [
    { type: "start" },
    ...blocks.flatMap((block, index) => [
      ...blockParts(block, index, context),
      endOf(block, index, context, stopReason),
    ]),
    { type: "stop", stopReason, additionalModelResponseFields },
    { type: "closing", ...reply },
  ];
}

function blockParts(block: WireContentBlock, index: number, context: ReplyContext): readonly StreamPart[] {
  if (block.text !== undefined)
    return block.text === "" ? [] : [{ type: "text", index, text: block.text, opens: true }];
  const thought = block.reasoningContent?.reasoningText;
  if (thought !== undefined) {
    const { text = "", signature } = thought;
    const spoken: StreamPart = { type: "reasoning", index, text, opens: true };
    return signature === undefined ? [spoken] : [spoken, { type: "signature", index, signature, opens: false }];
  }
  const use = block.toolUse;
  if (use === undefined || isServerTool(use)) return [{ type: "whole", index, block }];
  const name = context.toolNames.get(use.name ?? "") ?? use.name ?? "";
  const input: unknown = use.input ?? {};
  return [
    { type: "tool", index, id: use.toolUseId ?? "", name },
    { type: "toolInput", index, input: typeof input === "string" ? input : JSON.stringify(input) },
  ];
}

function endOf(
  block: WireContentBlock,
  index: number,
  { toolNames }: ReplyContext,
  stopReason: string | undefined,
): StreamPart {
  const name = toolNames.get(block.toolUse?.name ?? "");
  const named = name === undefined || block.toolUse === undefined ? block : { toolUse: { ...block.toolUse, name } };
  return { type: "end", index, block: named, stopReason };
}
