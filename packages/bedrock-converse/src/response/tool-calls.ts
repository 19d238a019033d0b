import type { ContentBlock as WireContentBlock, ToolUseBlock as WireToolUse } from "@aws-sdk/client-bedrock-runtime";
import { isRecord } from "@langchain-aws/core";
import type { InvalidToolCall, ToolCall } from "@langchain/core/messages/tool";

/** A reply's tool calls, in order; those whose arguments are no object stand apart. */
export interface ToolCalls {
  readonly toolCalls: ToolCall[];
  readonly invalidToolCalls: InvalidToolCall[];
}

/** Takes the calls the application has to make from a reply. Calls the service makes itself are not among them. */
export function toToolCalls(blocks: readonly WireContentBlock[], stopReason: string | undefined): ToolCalls {
  if (!blocks.some(({ toolUse }) => toolUse !== undefined)) return { toolCalls: [], invalidToolCalls: [] };
  const calls = blocks.flatMap(({ toolUse }) =>
    toolUse === undefined || isServerTool(toolUse) ? [] : [toToolCall(toolUse, stopReason)],
  );
  return {
    toolCalls: calls.filter((call) => call.type === "tool_call"),
    invalidToolCalls: calls.filter((call) => call.type === "invalid_tool_call"),
  };
}

/** One call, valid or not. */
export function toToolCall(
  { toolUseId, name = "", input }: WireToolUse,
  stopReason: string | undefined,
): (ToolCall & { type: "tool_call" }) | (InvalidToolCall & { type: "invalid_tool_call" }) {
  const id = toolUseId ?? "";
  const args: unknown = input ?? {};
  if (isRecord(args)) return { type: "tool_call", id, name, args: { ...args } };
  return {
    type: "invalid_tool_call",
    id,
    name,
    args: typeof args === "string" ? args : JSON.stringify(args),
    error: `The arguments are not a JSON object${isCut(stopReason) ? ` (the reply was cut: ${stopReason})` : ""}.`,
  };
}

/** Whether the service runs this tool itself. */
export function isServerTool({ type }: WireToolUse): boolean {
  return type === "server_tool_use";
}

/** Whether the reply ended before the model was done. */
export function isCut(stopReason: unknown): stopReason is string {
  return (
    stopReason === "max_tokens" || stopReason === "malformed_tool_use" || stopReason === "model_context_window_exceeded"
  );
}
