import type { AwsOptions } from "@langchain-aws/aws-auth";
import type { LangSmithParams } from "@langchain/core/language_models/chat_models";
import type { ChatBedrockConverseCallOptions } from "./options.ts";
import type { ConverseSettings, ResolvedOptions } from "./resolve-options.ts";

/** The options of this package a serialised model may show. No secret, client, header or handler is among them. */
export const serializableKeys: readonly string[] = [
  "model",
  "baseModelId",
  "applicationInferenceProfile",
  "provider",
  "modelProfile",
  "supportsToolChoiceValues",
  "temperature",
  "maxTokens",
  "topP",
  "topK",
  "stopSequences",
  "system",
  "additionalModelRequestFields",
  "additionalModelResponseFieldPaths",
  "guardrailConfig",
  "guardLastTurnOnly",
  "performanceConfig",
  "serviceTier",
  "requestMetadata",
  "outputConfig",
  "promptVariables",
  "reasoningEffort",
  "thinking",
  "cacheControl",
  "includeToolResultStatus",
  "reasoningReplay",
  "emptyContentPlaceholder",
  "midConversationSystem",
  "streaming",
  "streamUsage",
  "streamIdleTimeout",
  "streamContent",
  "outputVersion",
  "stripInlineReasoning",
  "maxConcurrency",
  "tags",
  "metadata",
  "verbose",
];

/** Call options `withConfig` and `bindTools` keep, besides LangChain's. */
export const callKeys: readonly (keyof ChatBedrockConverseCallOptions)[] = [
  "tools",
  "tool_choice",
  "strict",
  "temperature",
  "maxTokens",
  "topP",
  "topK",
  "stopSequences",
  "model",
  "additionalModelRequestFields",
  "additionalModelResponseFieldPaths",
  "guardrailConfig",
  "performanceConfig",
  "serviceTier",
  "requestMetadata",
  "outputConfig",
  "promptVariables",
  "reasoningEffort",
  "thinking",
  "cache_control",
  "cacheControl",
  "response_format",
  "streamUsage",
  "streamIdleTimeout",
  "inferenceConfig",
  "toolConfig",
  "answerFormat",
  "maxRetries",
  "ls_structured_output_format",
];

/** What makes two models answer differently: LangChain's cache keeps their answers apart by it. */
export function identifyingParams(settings: ConverseSettings, aws: AwsOptions): Record<string, unknown> {
  const {
    resolved: _derived,
    profile: _capabilities,
    streamIdleTimeout: _patience,
    streamUsage: _counts,
    ...rest
  } = settings;
  return { ...rest, region: aws.region, endpointUrl: aws.endpointUrl };
}

/** What LangSmith files a run under. */
export function lsParams(options: ResolvedOptions): LangSmithParams {
  const { temperature, maxTokens, stopSequences } = { ...options, ...options.inferenceConfig };
  return {
    ls_provider: "amazon_bedrock",
    ls_model_name: options.modelName,
    ls_model_type: "chat",
    ...(temperature !== undefined && { ls_temperature: temperature }),
    ...(maxTokens !== undefined && { ls_max_tokens: maxTokens }),
    ...(stopSequences !== undefined && { ls_stop: [...stopSequences] }),
  };
}
