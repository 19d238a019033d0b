import { AIMessage } from "@langchain/core/messages";
import type { ChatReply } from "../content-handler.ts";
import { finishReasonOf } from "../finish-reason.ts";
import { firstStop } from "../stream/stop-sequence-filter.ts";

/** The message of an answer, with its metadata, cut at the first stop sequence. The handler's own is untouched. */
export function toAiMessage(
  { message, usage, finishReason }: ChatReply,
  metadata: Readonly<Record<string, unknown>>,
  stops: readonly string[] = [],
): AIMessage {
  const { content, id, name, tool_calls, invalid_tool_calls, additional_kwargs, response_metadata } = message;
  const wanted = stops.filter((stop) => stop !== "");
  const end = typeof content === "string" ? firstStop(content, wanted) : -1;
  const counted = usage ?? message.usage_metadata;
  return new AIMessage({
    content: typeof content === "string" && end >= 0 ? content.slice(0, end) : content,
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(tool_calls !== undefined && { tool_calls }),
    ...(invalid_tool_calls !== undefined && { invalid_tool_calls }),
    ...(counted !== undefined && { usage_metadata: counted }),
    additional_kwargs,
    response_metadata: { ...response_metadata, ...metadata, ...finishReasonOf(end >= 0 ? "stop" : finishReason) },
  });
}
