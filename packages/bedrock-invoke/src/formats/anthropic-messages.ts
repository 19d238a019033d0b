import { AwsConfigurationError, isRecord, omitUndefined, recordOf, warnOnce } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import { toOutputFormat } from "../anthropic/answer-format.ts";
import { checkCacheMarks, withCacheMark } from "../anthropic/cache-marks.ts";
import { refuseMedia } from "../anthropic/media.ts";
import { toAnthropicConversation } from "../anthropic/messages.ts";
import { isThinking, refusesForcedTools, thinkingBudget } from "../anthropic/model-facts.ts";
import { AnthropicReply } from "../anthropic/reply.ts";
import { toAnthropicChoice, toAnthropicTools } from "../anthropic/tools.ts";
import { listOf } from "../record.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { isForced } from "../tools/tool-choice.ts";
import type { Body, BodyFormat } from "./body-format.ts";

/** What the service calls this version of the API. */
const anthropicVersion = "bedrock-2023-05-31";
const usualMaxTokens = 1024;

/**
 * Anthropic's messages. `model` and `stream` are never in the body: Bedrock has them elsewhere.
 *
 * Source: "Anthropic Claude Messages API", Amazon Bedrock User Guide.
 */
export const anthropicMessages: BodyFormat = {
  name: "anthropic-messages",
  takesTools: true,
  takesStrict: true,
  takesCacheControl: true,
  stops: "service",
  buildChat,
  buildSampling: ({ temperature, maxTokens, stop }) =>
    omitUndefined({ max_tokens: maxTokens, temperature, stop_sequences: stop && withText(stop) }),
  placeKwargs: ({ model: _path, stream: _operation, ...kwargs }) => ({ ...kwargs }),
  buildEffort: (effort) => ({ thinking: { type: "adaptive" }, output_config: { effort } }),
  buildAnswerFormat: toOutputFormat,
  nested: ["output_config"],
  finish,
  createReader: (context) => new AnthropicReply(context),
};

function buildChat(messages: readonly BaseMessage[], options: ResolvedOptions): Body {
  if (options.model.family.images === false) refuseMedia(messages);
  const { system, messages: said } = toAnthropicConversation(messages, options.systemPromptWithTools);
  const { tools, betas } = toAnthropicTools(options);
  const marked = withCacheMark(said, options.cacheControl);
  checkCacheMarks(system, marked, tools);
  const hasTools = tools.length > 0;
  const { toolChoice } = options;
  return omitUndefined({
    anthropic_version: anthropicVersion,
    anthropic_beta: betas.length === 0 ? undefined : betas,
    system,
    messages: marked,
    tools: hasTools ? tools : undefined,
    tool_choice: hasTools && toolChoice !== undefined ? toAnthropicChoice(toolChoice) : undefined,
  });
}

/** Fills in what the rest of the body decides, and refuses what a thinking model would. */
function finish(body: Body, options: ResolvedOptions): Body {
  checkForcedTools(body, options);
  return { ...body, max_tokens: body["max_tokens"] ?? usualMaxTokens + thinkingBudget(body) };
}

/**
 * Refuses a forced tool for models that refuse it while they think.
 *
 * @param body - a body, or its parameters alone
 * @throws AwsConfigurationError naming what to change
 */
export function checkForcedTools(body: Body, { toolChoice, tools, model }: ResolvedOptions): void {
  const id = model.baseModelId ?? model.modelId;
  if (tools.length === 0 || !isForced(toolChoice) || !isThinking(body, id) || !refusesForcedTools(id)) return;
  throw new AwsConfigurationError(
    `${model.modelId} cannot be made to call a tool while it thinks. Pass tool_choice "auto", or switch \`thinking\` off.`,
    { code: "CONFIG_FORCED_TOOL_WHILE_THINKING" },
  );
}

/** The service refuses stop sequences of white space alone. */
function withText(stops: readonly string[]): readonly string[] | undefined {
  const kept = stops.filter((stop) => stop.trim() !== "");
  if (kept.length < stops.length) {
    warnOnce("bedrock-invoke:blank-stop", "Claude refuses stop sequences of white space alone, so they are left out.");
  }
  return kept.length === 0 ? undefined : kept;
}

/** Whether an answer to such a body may hold more than text. */
export function mayHoldBlocks(body: Body, modelId: string): boolean {
  return body["tools"] !== undefined || isThinking(body, modelId) || listOf(body["messages"]).some(isCited);
}

function isCited(message: unknown): boolean {
  return listOf(recordOf(message)["content"]).some((given) => {
    const block = recordOf(given);
    if (block["type"] === "search_result" || block["type"] === "tool_result")
      return block["type"] === "search_result" || isCited(block);
    return isRecord(block["citations"]) && block["citations"]["enabled"] === true;
  });
}
