import { authorizeAction } from "../../auth/authenticate.ts";
import type { Model } from "../../catalogue/model-profile.ts";
import { promptParts } from "../../chat/prompt-tokens.ts";
import type { ReplyUsage } from "../../chat/reply.ts";
import { toWire } from "../../chat/to-wire.ts";
import type { LocalState, WireRequest } from "../../operation.ts";
import type { TokenCounter } from "../../tokens.ts";
import { checkConversation } from "../../validation/check-conversation.ts";
import { answerChat } from "./answer-chat.ts";
import { applyPrompt } from "./apply-prompt.ts";
import type { ExchangeAnswer } from "./exchange-answer.ts";
import { resolveModel } from "./resolve-model.ts";
import { type ConverseBody, parseConverseBody, toPrompt } from "./converse-body.ts";

/** One chat request that was checked and has its answer. */
export interface ConverseExchange {
  /** The request, a prompt of its filled in. */
  body: ConverseBody;
  model: Model;
  answer: ExchangeAnswer;
  /** When the request arrived, by the instance's clock. */
  startedAt: number;
}

/** Checks a request, lets its guardrail look at it, and has it answered. */
export async function beginExchange(request: WireRequest, state: LocalState): Promise<ConverseExchange> {
  const startedAt = state.clock();
  const { validation } = state.options;
  const { modelId, body } = applyPrompt(request, parseConverseBody(request.body, validation), state);
  const requested = resolveModel({ ...request, params: { ...request.params, modelId } }, state);
  const count: TokenCounter = (text) => state.countTokens(text);
  const parts = [...promptParts(toPrompt(body), count)];
  const inputTokens = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const { thoughts } = state.chat;
  checkConversation({ ...requested, operation: request.operation, body, inputTokens, thoughts }, validation);
  authorizeSystemTools(request, body, state);
  const { model } = requested.resolved;
  const { answer } = await answerChat({ request, body, model, parts }, state);
  return { body, model, answer, startedAt };
}

/** The service's own tools are run with a permission of their own. Source: "Web grounding", Amazon Nova User Guide. */
function authorizeSystemTools(request: WireRequest, { toolConfig }: ConverseBody, { options }: LocalState): void {
  for (const tool of toolConfig?.tools ?? []) {
    if (!("systemTool" in tool)) continue;
    const arn = `arn:aws:bedrock::${options.accountId}:system-tool/amazon.${tool.systemTool.name}`;
    authorizeAction(options, request.auth, "bedrock:InvokeTool", () => arn);
  }
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

/**
 * Usage of an answer of Converse: what is cached stands in it where the request has cache points, and for some models
 * in every whole answer. Source: recorded answers.
 */
export function exchangeUsage(
  { body, model, answer }: ConverseExchange,
  usage: ReplyUsage,
  isStream: boolean,
): unknown {
  const { cacheReadInputTokens = 0, cacheWriteInputTokens = 0, ...rest } = usage;
  const isCounted =
    cacheReadInputTokens + cacheWriteInputTokens > 0 ||
    answer.reply.usage?.cacheReadInputTokens !== undefined ||
    (!isStream && model.caching?.alwaysCounted === true) ||
    (model.caching !== undefined && hasCachePoint(body));
  return wireUsage(isCounted ? usage : rest);
}

function hasCachePoint({ toolConfig, system = [], messages = [] }: ConverseBody): boolean {
  const places = [...(toolConfig?.tools ?? []), ...system, ...messages.flatMap(({ content }) => content)];
  return places.some((place) => "cachePoint" in place);
}

/** The settings of the request that its answer repeats. */
export function echoedSettings({ answer, body }: ConverseExchange): Record<string, unknown> {
  const { performanceConfig, serviceTier } = body;
  const trace = answer.trace();
  return {
    ...(trace === undefined ? {} : { trace: toWire(trace) }),
    ...(performanceConfig === undefined ? {} : { performanceConfig }),
    ...(serviceTier === undefined ? {} : { serviceTier }),
  };
}
