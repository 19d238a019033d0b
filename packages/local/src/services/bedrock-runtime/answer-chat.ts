import type { Model } from "../../catalogue/model-profile.ts";
import { Answer } from "../../chat/answer.ts";
import type { ContentBlock } from "../../chat/content-blocks.ts";
import type { PromptPart } from "../../chat/prompt-tokens.ts";
import { newToolUseId } from "../../chat/tool-use-id.ts";
import type { LocalState, WireRequest } from "../../operation.ts";
import { sleep } from "../../sleep.ts";
import { beginGuard } from "./begin-guard.ts";
import { toChatRequest } from "./chat-request.ts";
import type { ConverseBody } from "./converse-body.ts";
import type { ExchangeAnswer } from "./exchange-answer.ts";
import { GuardedAnswer } from "./guarded-answer.ts";
import type { GuardrailTrace } from "./guardrail-trace.ts";

/** A chat request that was checked, in the words of Converse whatever its operation is. */
export interface AskedChat {
  /** Its `body` is what scripts compare. */
  request: WireRequest;
  body: ConverseBody;
  model: Model;
  /** What the model reads, counted. */
  parts: readonly PromptPart[];
  /** The id of a tool call. @defaultValue `tooluse_` and 22 characters */
  newToolUseId?: (random: () => number) => string;
}

/** What answers a chat request. */
export interface AnsweredChat {
  answer: ExchangeAnswer;
  /** What its guardrail finds; absent without one. */
  trace?: GuardrailTrace;
  /** The guardrail refused the request, and no model was asked. */
  isBlocked: boolean;
}

/** Lets the guardrail of a request look at it, and has it answered. */
export async function answerChat(asked: AskedChat, state: LocalState): Promise<AnsweredChat> {
  const { request, body, model, parts } = asked;
  const { blocked, body: guardedBody, guard } = beginGuard(request, body, state);
  const trace = guard && { trace: guard.trace };
  if (blocked !== undefined) return { answer: blocked, isBlocked: true, ...trace };
  const result = await state.chat.respond(toChatRequest(request, guardedBody, model));
  const answer = new Answer(result, {
    limits: {
      maxTokens: body.inferenceConfig?.maxTokens ?? model.maxOutputTokens,
      stopSequences: body.inferenceConfig?.stopSequences ?? [],
    },
    count: (text) => state.countTokens(text),
    input: state.chat.promptCache.use(model, parts),
    newToolUseId: () => (asked.newToolUseId ?? newToolUseId)(() => state.random()),
    onBlock: (block) => rememberThought(block, state),
  });
  if (answer.reply.delayMs !== undefined) await sleep(answer.reply.delayMs, request.signal);
  return { answer: guard === undefined ? answer : new GuardedAnswer(answer, guard), isBlocked: false, ...trace };
}

/** Signed thoughts are known again when they come back. */
function rememberThought(block: ContentBlock, { chat }: LocalState): void {
  if (!("reasoningContent" in block) || !("reasoningText" in block.reasoningContent)) return;
  const { text, signature } = block.reasoningContent.reasoningText;
  if (signature !== undefined) chat.thoughts.add(text, signature);
}
