import { Answer } from "../../chat/answer.ts";
import { promptParts } from "../../chat/prompt-tokens.ts";
import type { ReplyUsage } from "../../chat/reply.ts";
import { toWire } from "../../chat/to-wire.ts";
import { newToolUseId } from "../../chat/tool-use-id.ts";
import type { LocalState, WireRequest } from "../../operation.ts";
import { sleep } from "../../sleep.ts";
import type { TokenCounter } from "../../tokens.ts";
import { checkConversation } from "../../validation/check-conversation.ts";
import { toChatRequest } from "./chat-request.ts";
import { resolveModel } from "./resolve-model.ts";
import { type ConverseBody, parseConverseBody, toPrompt } from "./converse-body.ts";

/** One chat request that was checked and has its answer. */
export interface ConverseExchange {
  body: ConverseBody;
  answer: Answer;
  /** When the request arrived, by the instance's clock. */
  startedAt: number;
}

/** Checks a request and has it answered. */
export async function beginExchange(request: WireRequest, state: LocalState): Promise<ConverseExchange> {
  const startedAt = state.clock();
  const body = parseConverseBody(request.body, state.options.validation);
  const resolved = resolveModel(request, state);
  const count: TokenCounter = (text) => state.countTokens(text);
  const parts = [...promptParts(toPrompt(body), count)];
  const inputTokens = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  checkConversation(
    { ...resolved, operation: request.operation, body, inputTokens, thoughts: state.chat.thoughts },
    state.options.validation,
  );
  const { model } = resolved.resolved;
  const result = await state.chat.respond(toChatRequest(request, body, model));
  const answer = new Answer(result, {
    limits: {
      maxTokens: body.inferenceConfig?.maxTokens ?? model.maxOutputTokens,
      stopSequences: body.inferenceConfig?.stopSequences ?? [],
    },
    count,
    input: state.chat.promptCache.use(model, parts),
    newToolUseId: () => newToolUseId(() => state.random()),
    onBlock: (block) => {
      if (!("reasoningContent" in block) || !("reasoningText" in block.reasoningContent)) return;
      const { text, signature } = block.reasoningContent.reasoningText;
      if (signature !== undefined) state.chat.thoughts.add(text, signature);
    },
  });
  if (answer.reply.delayMs !== undefined) await sleep(answer.reply.delayMs, request.signal);
  return { body, answer, startedAt };
}

/** Usage as the service writes it: with caching, each count stands under two names. */
export function wireUsage(usage: ReplyUsage): Record<string, unknown> {
  const { cacheReadInputTokens, cacheWriteInputTokens } = usage;
  return {
    ...usage,
    ...(cacheReadInputTokens === undefined ? {} : { cacheReadInputTokenCount: cacheReadInputTokens }),
    ...(cacheWriteInputTokens === undefined ? {} : { cacheWriteInputTokenCount: cacheWriteInputTokens }),
    serverToolUsage: {},
  };
}

/** The settings of the request that its answer repeats. */
export function echoedSettings({ answer, body }: ConverseExchange): Record<string, unknown> {
  const { performanceConfig, serviceTier } = body;
  const { trace } = answer.reply;
  return {
    ...(trace === undefined ? {} : { trace: toWire(trace) }),
    ...(performanceConfig === undefined ? {} : { performanceConfig }),
    ...(serviceTier === undefined ? {} : { serviceTier }),
  };
}
