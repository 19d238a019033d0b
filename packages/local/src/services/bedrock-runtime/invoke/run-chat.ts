import { randomText } from "../../../chat/tool-use-id.ts";
import { promptParts } from "../../../chat/prompt-tokens.ts";
import type { WireRequest } from "../../../operation.ts";
import { checkNativeConversation } from "../../../validation/check-conversation.ts";
import { type AnsweredChat, answerChat } from "../answer-chat.ts";
import { toPrompt } from "../converse-body.ts";
import type { RequestedModel } from "../resolve-model.ts";
import type { AnswerContext, ChatFormat } from "./chat-format.ts";
import { markTagged, readGuard } from "./invoke-guard.ts";
import type { InvokeCall } from "./invoke-family.ts";

/** One chat request in a model's own form that was checked and has its answer. */
export interface ChatRun extends AnsweredChat {
  context: AnswerContext;
}

/** Reads a body, checks what it says, and has it answered. */
export async function runChat(call: InvokeCall, requested: RequestedModel, format: ChatFormat): Promise<ChatRun> {
  const { model, state, validation } = call;
  const guard = readGuard(call);
  const native = format.read({ ...call, body: guard.body });
  const marked = markTagged(native, guard.tagSuffix);
  const body = guard.config === undefined ? marked : { ...marked, guardrailConfig: guard.config };
  const parts = [...promptParts(toPrompt(native), (text) => state.countTokens(text))];
  const inputTokens = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const { operation } = call.request;
  checkNativeConversation(
    { ...requested, operation, body: native, inputTokens, thoughts: state.chat.thoughts },
    validation,
  );
  const request: WireRequest = { ...call.request, body: call.body };
  const { newToolUseId } = format;
  const answered = await answerChat({ request, body, model, parts, ...(newToolUseId && { newToolUseId }) }, state);
  const context: AnswerContext = {
    model,
    body,
    sent: guard.body,
    input: answered.answer.input(),
    isBlocked: answered.isBlocked,
    newId: (length) => randomText(length, () => state.random()),
    createdAt: Math.floor(state.clock() / 1000),
  };
  return { ...answered, context };
}
