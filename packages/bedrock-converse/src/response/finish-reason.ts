import type { StopReason as WireStopReason } from "@aws-sdk/client-bedrock-runtime";
import type { MessageFinishEvent } from "@langchain/core/language_models/event";

type FinishReason = NonNullable<MessageFinishEvent["reason"]>;

const finishReasons: { readonly [K in WireStopReason]: FinishReason } = {
  end_turn: "stop",
  stop_sequence: "stop",
  tool_use: "tool_use",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  guardrail_intervened: "content_filter",
  content_filtered: "content_filter",
  malformed_model_output: "stop",
  malformed_tool_use: "stop",
};

/** LangChain's word for a stop reason; one this version does not know is an end like any other. */
export function toFinishReason(stopReason: string | undefined): FinishReason {
  return stopReason !== undefined && isKnown(stopReason) ? finishReasons[stopReason] : "stop";
}

function isKnown(stopReason: string): stopReason is WireStopReason {
  return Object.hasOwn(finishReasons, stopReason);
}
