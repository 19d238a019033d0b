import type { AnswerEnd } from "../../../chat/answer.ts";
import type { ChatRun } from "./run-chat.ts";

/**
 * How an answer in a model's own form ended. What a guardrail masked ends as the model ended it, as recorded: only Converse
 * says `guardrail_intervened` of it.
 */
export function nativeEnd({ answer, trace }: ChatRun): AnswerEnd {
  const { unguarded, ...end } = answer.end();
  return trace?.outcome === "masked" && unguarded !== undefined ? { ...end, ...unguarded } : end;
}
