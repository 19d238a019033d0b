// @langchain-aws/bedrock-converse

import { AIMessage, AIMessageChunk, BaseMessage, MessageContent } from "@langchain/core/messages";
import { AwsClientFields } from "@langchain-aws/aws-auth";
import { BaseChatModel, BaseChatModelCallOptions, BaseChatModelParams, BindToolsInput, LangSmithParams } from "@langchain/core/language_models/chat_models";
import { BaseLanguageModelInput, StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import { BedrockRuntimeClient, BedrockRuntimeClientConfig, ConverseStreamRequest, GuardrailStreamConfiguration, InferenceConfiguration, Message, OutputConfig, PerformanceConfiguration, ServiceTier, ServiceTierType, SystemContentBlock, ToolConfiguration } from "@aws-sdk/client-bedrock-runtime";
import { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { ChatGenerationChunk, ChatResult } from "@langchain/core/outputs";
import { ChatModelStreamEvent } from "@langchain/core/language_models/event";
import { InteropZodType } from "@langchain/core/utils/types";
import { ModelProfile } from "@langchain/core/language_models/profile";
import { Runnable } from "@langchain/core/runnables";
import { SerializableSchema } from "@langchain/core/utils/standard_schema";
type ToolChoiceKind = "auto" | "any" | "tool";
type ReasoningEffort = "low" | "medium" | "high" | "xhigh" | "max";
interface AnswerFormat {
  readonly instructions: string;
  readonly prefill?: string;
  readonly stop?: string;
}
type JsonObject = Record<string, unknown>;
type ConverseToolChoice = string | ToolChoiceObject;
type ToolChoiceObject = {
  auto: object;
} | {
  any: object;
} | {
  tool: {
    name: string;
  };
} | {
  type: "auto" | "any" | "none";
} | {
  type: "tool";
  name: string;
} | {
  type: "function";
  function: {
    name: string;
  };
};
type ConverseOutputConfig = OutputConfig | {
  format: {
    type: string;
    schema?: unknown;
    name?: string;
    description?: string;
  };
  effort?: string;
};
interface ConverseRequestOptions {
  temperature?: number;
  maxTokens?: number;
  topP?: number;
  topK?: number;
  stopSequences?: string[];
  stop?: string[];
  additionalModelRequestFields?: JsonObject;
  additionalModelResponseFieldPaths?: string[];
  guardrailConfig?: GuardrailStreamConfiguration;
  performanceConfig?: PerformanceConfiguration;
  serviceTier?: ServiceTierType | ServiceTier | (string & {});
  requestMetadata?: Record<string, string>;
  outputConfig?: ConverseOutputConfig;
  promptVariables?: Record<string, string | {
    text: string;
  }>;
  reasoningEffort?: ReasoningEffort;
  thinking?: JsonObject;
  cacheControl?: {
    type?: string;
    ttl?: string;
  } | false;
  streamUsage?: boolean;
  streamIdleTimeout?: number;
}
interface ConverseModelOptions {
  model?: string;
  baseModelId?: string;
  applicationInferenceProfile?: string;
  provider?: string;
  modelProfile?: ModelProfile & ConverseModelProfile;
  supportsToolChoiceValues?: ToolChoiceKind[];
  system?: (string | SystemContentBlock)[];
  rawBlocks?: Message[];
  guardLastTurnOnly?: boolean;
  includeToolResultStatus?: "auto" | boolean;
  reasoningReplay?: "signed" | "all" | "none";
  emptyContentPlaceholder?: string;
  midConversationSystem?: "hoist" | "user" | "native";
  streaming?: boolean;
  disableStreaming?: boolean | "tool_calling";
  streamContent?: "auto" | "blocks";
  stripInlineReasoning?: boolean;
  defaultHeaders?: Record<string, string>;
}
interface ConverseModelProfile {
  temperature?: boolean;
  reasoningEffortLevels?: readonly string[];
}
interface ChatBedrockConverseInput extends Omit<BaseChatModelParams, "disableStreaming">, Omit<AwsClientFields<BedrockRuntimeClient, BedrockRuntimeClientConfig>, "profile">, ConverseRequestOptions, ConverseModelOptions {
  modelId?: string;
  profile?: string | (ModelProfile & ConverseModelProfile);
  modelKwargs?: JsonObject;
}
interface ChatBedrockConverseCallOptions extends Omit<BaseChatModelCallOptions, "tool_choice">, ConverseRequestOptions {
  model?: string;
  tools?: (BindToolsInput | string)[];
  tool_choice?: ConverseToolChoice;
  strict?: boolean;
  response_format?: JsonObject;
  cache_control?: {
    type?: string;
    ttl?: string;
  } | false;
  answerFormat?: AnswerFormat;
  inferenceConfig?: InferenceConfiguration;
  toolConfig?: ToolConfiguration;
}
type CachePoint<Type extends string = "default", Ttl extends string = never> = {
  readonly type: "cache_point";
  readonly cachePoint: {
    type: Type;
    ttl?: Ttl;
  };
};
type ConverseInput = ConverseStreamRequest;
declare class ChatBedrockConverse extends BaseChatModel<ChatBedrockConverseCallOptions> {
  #private;
  static override lc_name(): string;
  static createCachePoint<Type extends string = "default", Ttl extends string = never>(cacheType?: Type, options?: {
    ttl?: Ttl;
  }): CachePoint<Type, Ttl>;
  static create_cache_point<Type extends string = "default", Ttl extends string = never>(cacheType?: Type, options?: {
    ttl?: Ttl;
  }): CachePoint<Type, Ttl>;
  override lc_serializable: boolean;
  override lc_namespace: string[];
  readonly model: string;
  constructor(fields?: ChatBedrockConverseInput);
  constructor(model: string, fields?: Omit<ChatBedrockConverseInput, "model">);
  override get lc_secrets(): Record<string, string>;
  override get lc_serializable_keys(): string[];
  override get lc_aliases(): Record<string, string>;
  override get lc_attributes(): Record<string, undefined>;
  override get callKeys(): string[];
  override get profile(): ModelProfile & ConverseModelProfile;
  override _llmType(): string;
  override _identifyingParams(): Record<string, unknown>;
  override getLsParams(call: this["ParsedCallOptions"]): LangSmithParams;
  override invocationParams(call?: this["ParsedCallOptions"]): ConverseInput;
  protected override _filterInvocationParamsForTracing(params: Record<string, unknown>): Record<string, unknown>;
  override getNumTokens(content: MessageContent): Promise<number>;
  getNumTokensFromMessages(messages: BaseMessage[], call?: Partial<ChatBedrockConverseCallOptions>): Promise<number>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  override bindTools(tools: NonNullable<ChatBedrockConverseCallOptions["tools"]>, kwargs?: Partial<ChatBedrockConverseCallOptions>): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatBedrockConverseCallOptions>;
  override _generate(messages: BaseMessage[], call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): Promise<ChatResult>;
  override _streamResponseChunks(messages: BaseMessage[], call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): AsyncGenerator<ChatGenerationChunk>;
  override _streamChatModelEvents(messages: BaseMessage[], call: this["ParsedCallOptions"]): AsyncGenerator<ChatModelStreamEvent>;
  override withStructuredOutput<RunOutput extends Record<string, any> = Record<string, any>>(outputSchema: InteropZodType<RunOutput> | SerializableSchema<RunOutput> | Record<string, any>, config?: StructuredOutputMethodOptions): Runnable<BaseLanguageModelInput, RunOutput>;
  override withStructuredOutput<RunOutput extends Record<string, any> = Record<string, any>>(outputSchema: InteropZodType<RunOutput> | SerializableSchema<RunOutput> | Record<string, any>, config?: StructuredOutputMethodOptions<true>): Runnable<BaseLanguageModelInput, {
    raw: BaseMessage;
    parsed: RunOutput;
  }>;
}
interface PartialReply {
  readonly partialOutput?: AIMessage;
}
type SystemToolName = "nova_grounding" | "nova_code_interpreter";
declare class SystemTool {
  readonly [member: string]: unknown;
  readonly systemTool: {
    readonly name: SystemToolName;
  };
  constructor(name: SystemToolName);
}
declare class NovaGroundingTool extends SystemTool {
  constructor();
}
declare class NovaCodeInterpreterTool extends SystemTool {
  constructor();
}
declare function redactBlockedTurns(messages: readonly BaseMessage[], text?: string): BaseMessage[];
export { type CachePoint, ChatBedrockConverse, type ChatBedrockConverseCallOptions, type ChatBedrockConverseInput, type ConverseModelOptions, type ConverseModelProfile, type ConverseOutputConfig, type ConverseRequestOptions, type ConverseToolChoice, type JsonObject, NovaCodeInterpreterTool, NovaGroundingTool, type PartialReply, type ReasoningEffort, type SystemToolName, type ToolChoiceKind, type ToolChoiceObject, redactBlockedTurns };
