import type { AwsOptions } from "@langchain-aws/aws-auth";
import { omitUndefined } from "@langchain-aws/core";
import type { LangSmithParams } from "@langchain/core/language_models/chat_models";
import type { GivenCall, InvokeSettings } from "./resolve-options.ts";

/** The options a serialised model may show. No secret, client, function or handler is among them. */
export const serializableKeys: readonly string[] = [
  "model",
  "baseModelId",
  "provider",
  "bodyFormat",
  "modelKwargs",
  "temperature",
  "maxTokens",
  "stopSequences",
  "streaming",
  "guardrails",
  "serviceTier",
  "performanceConfig",
  "requestMetadata",
  "reasoningEffort",
  "betaUseConverseApi",
  "systemPromptWithTools",
  "escapeSpecialTokens",
  "includeRawReasoning",
  "streamUsage",
  "streamIdleTimeout",
  "outputVersion",
  "maxConcurrency",
  "tags",
  "metadata",
  "verbose",
];

/** Names of serialised keys that are not the snake_case of ours. */
export const aliases: Record<string, string> = { model: "model_id" };

/** Options of either class by their one name; what is not among them is the model's own. */
export const llmOptionNames: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...serializableKeys.filter((name) => !["betaUseConverseApi", "systemPromptWithTools", "streamUsage"].includes(name)),
  "customGetTokenIds",
  "promptFormatter",
  "rateLimiter",
  "disableStreaming",
  // LangChain's own.
  "callbacks",
  "callback_manager",
  "callbackManager",
  "cache",
  "maxRetries",
  "onFailedAttempt",
  "concurrency",
  "name",
]);

/** Options of `ChatBedrock`. */
export const chatOptionNames: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...llmOptionNames,
  "betaUseConverseApi",
  "converseFactory",
  "systemPromptWithTools",
  "streamUsage",
]);

/** Call options `withConfig` and `bindTools` keep, besides LangChain's. */
export const llmCallKeys: readonly string[] = [
  "temperature",
  "maxTokens",
  "guardrails",
  "serviceTier",
  "performanceConfig",
  "requestMetadata",
  "modelKwargs",
  "reasoningEffort",
  "streamIdleTimeout",
  "maxRetries",
];

/** The same for `ChatBedrock`. */
export const chatCallKeys: readonly string[] = [
  ...llmCallKeys,
  "tools",
  "tool_choice",
  "strict",
  "cache_control",
  "streamUsage",
  "response_format",
  "outputConfig",
  "ls_structured_output_format",
];

/** What makes two models answer differently: LangChain's cache keeps their answers apart by it. */
export function identifyingParams(settings: InvokeSettings, aws: AwsOptions): Record<string, unknown> {
  const { hints, layer, guardrail } = settings;
  return omitUndefined({
    model_id: hints.model,
    base_model_id: hints.baseModelId,
    provider: hints.provider,
    body_format: hints.bodyFormat,
    beta_use_converse_api: settings.isConverse || undefined,
    region_name: aws.region,
    endpoint_url: aws.endpointUrl,
    stream: settings.streaming,
    trace: guardrail?.trace,
    guardrailIdentifier: guardrail?.identifier,
    guardrailVersion: guardrail?.version,
    guardrail_tag_suffix: guardrail?.tagSuffix,
    guardrail_throws: guardrail?.throwOnIntervention,
    temperature: layer.temperature,
    max_tokens: layer.maxTokens,
    stop_sequences: layer.stop,
    reasoning_effort: layer.reasoningEffort,
    system_prompt_with_tools: [settings.systemPromptWithTools, ...settings.promptTools],
    service_tier: settings.serviceTier,
    performance_latency: settings.latency,
    output_version: settings.outputVersion,
    escape_special_tokens: settings.escapeSpecialTokens,
    include_raw_reasoning: settings.includeRawReasoning,
    prompt_formatter: settings.promptFormatter === undefined ? undefined : String(settings.promptFormatter),
    model_kwargs: layer.kwargs,
  });
}

/** What LangSmith files a run under. */
export function lsParams(settings: InvokeSettings, call: GivenCall, type: "chat" | "llm"): LangSmithParams {
  const { layer } = settings;
  const temperature = call.temperature ?? layer.temperature;
  const maxTokens = call.maxTokens ?? layer.maxTokens;
  const stop = call.stop ?? layer.stop;
  return {
    ls_provider: "amazon_bedrock",
    ls_model_name: settings.modelName,
    ls_model_type: asType(type),
    ...(temperature !== undefined && { ls_temperature: temperature }),
    ...(maxTokens !== undefined && { ls_max_tokens: maxTokens }),
    ...(stop !== undefined && { ls_stop: [...stop] }),
  };
}

/** LangSmith knows `llm` too; LangChain's type for chat models says `chat` only. */
function asType(type: "chat" | "llm"): "chat" {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return type as "chat";
}
