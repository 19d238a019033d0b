import { randomText } from "../../../chat/tool-use-id.ts";
import { type PromptPart, promptParts } from "../../../chat/prompt-tokens.ts";
import type { WireRequest } from "../../../operation.ts";
import { checkNativeConversation } from "../../../validation/check-conversation.ts";
import { type AnsweredChat, answerChat } from "../answer-chat.ts";
import { type ConverseBody, toPrompt } from "../converse-body.ts";
import type { RequestedModel } from "../resolve-model.ts";
import type { AnswerContext, ChatFormat } from "./chat-format.ts";
import { markTagged, readGuard } from "./invoke-guard.ts";
import type { InvokeCall } from "./invoke-family.ts";

/** A body that was read and checked. */
export interface ReadChat {
  /** The request in Converse's words, what is guarded marked. */
  body: ConverseBody;
  /** The request in its own, without what is Bedrock's. */
  sent: unknown;
  /** What the model reads, counted. */
  parts: readonly PromptPart[];
  inputTokens: number;
}

/** One chat request in a model's own form that was checked and has its answer. */
export interface ChatRun extends AnsweredChat {
  context: AnswerContext;
}

/** Reads a body, and checks what it says. */
export function readChat(call: InvokeCall, requested: RequestedModel, format: ChatFormat): ReadChat {
  const { state, validation, request } = call;
  const guard = readGuard(call);
  const native = format.read({ ...call, body: guard.body });
  const parts = [...promptParts(toPrompt(native), (text) => state.countTokens(text))];
  const inputTokens = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const { thoughts } = state.chat;
  checkNativeConversation(
    { ...requested, operation: request.operation, body: native, inputTokens, thoughts },
    validation,
  );
  const marked = markTagged(native, guard.tagSuffix);
  const body = guard.config === undefined ? marked : { ...marked, guardrailConfig: guard.config };
  return { body, sent: guard.body, parts, inputTokens };
}

/** Reads a body, checks what it says, and has it answered. */
export async function runChat(call: InvokeCall, requested: RequestedModel, format: ChatFormat): Promise<ChatRun> {
  const { model, state } = call;
  const { body, sent, parts } = readChat(call, requested, format);
  const request: WireRequest = { ...call.request, body: call.body };
  const { newToolUseId } = format;
  const startedAt = state.clock();
  const answered = await answerChat({ request, body, model, parts, ...(newToolUseId && { newToolUseId }) }, state);
  const context: AnswerContext = {
    model,
    body,
    sent,
    input: answered.answer.input(),
    isBlocked: answered.isBlocked,
    newId: (length) => randomText(length, () => state.random()),
    countTokens: (text) => state.countTokens(text),
    createdAt: Math.floor(state.clock() / 1000),
    durationMs: Math.max(1, Math.round(state.clock() - startedAt)),
  };
  return { ...answered, context };
}
