// @langchain-aws/bedrock-invoke

import { AIMessageChunk, BaseMessage, MessageContent } from "@langchain/core/messages";
import { AwsClientFields } from "@langchain-aws/aws-auth";
import { BaseChatModel, BaseChatModelCallOptions, BaseChatModelParams, BindToolsInput, LangSmithParams } from "@langchain/core/language_models/chat_models";
import { BaseLLMCallOptions, BaseLLMParams, LLM } from "@langchain/core/language_models/llms";
import { BaseLanguageModelInput, StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import { BedrockRuntimeClient, BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { ChatGenerationChunk, ChatResult, GenerationChunk, LLMResult } from "@langchain/core/outputs";
import { InteropZodType } from "@langchain/core/utils/types";
import { ModelProfile } from "@langchain/core/language_models/profile";
import { Runnable } from "@langchain/core/runnables";
import { SerializableSchema } from "@langchain/core/utils/standard_schema";
type JsonObject = Record<string, unknown>;
type BodyFormatName = "anthropic-messages" | "anthropic-text" | "titan-text" | "nova" | "cohere-generate" | "cohere-chat" | "ai21-j2" | "llama" | "mistral-text" | "mistral-chat" | "openai-chat" | "openai-completions";
type InvokeToolChoice = string | {
  type: "auto" | "any" | "none";
} | {
  type: "tool";
  name: string;
} | {
  type: "function";
  function: {
    name: string;
  };
} | JsonObject;
interface InvokeGuardrail {
  guardrailIdentifier?: string | null;
  guardrailVersion?: string | null;
  trace?: boolean | "ENABLED" | "DISABLED" | "ENABLED_FULL" | (string & {});
  streamProcessingMode?: "SYNCHRONOUS" | "ASYNCHRONOUS" | (string & {});
  tagSuffix?: string;
  throwOnIntervention?: boolean;
}
interface CacheControl {
  type?: string;
  ttl?: string;
}
type ReasoningEffort = "low" | "medium" | "high" | "xhigh" | "max" | (string & {});
interface InvokeRequestOptions {
  temperature?: number | null;
  maxTokens?: number | null;
  stop?: string[];
  guardrails?: InvokeGuardrail | null;
  serviceTier?: string;
  performanceConfig?: {
    latency?: string;
  };
  requestMetadata?: Record<string, string>;
  modelKwargs?: JsonObject;
  reasoningEffort?: ReasoningEffort;
  streamIdleTimeout?: number;
}
interface PromptContext {
  readonly model: string;
  readonly baseModelId?: string;
  readonly bodyFormat: BodyFormatName;
}
interface InvokeModelOptions {
  model?: string;
  modelId?: string;
  baseModelId?: string;
  baseModel?: string;
  provider?: string;
  bodyFormat?: BodyFormatName;
  stopSequences?: string[];
  streaming?: boolean;
  customGetTokenIds?: (text: string) => number[];
  promptFormatter?: (messages: BaseMessage[], context: PromptContext) => string;
  escapeSpecialTokens?: boolean;
  includeRawReasoning?: boolean;
  rateLimiter?: {
    acquire(signal?: AbortSignal): Promise<void>;
  };
  disableStreaming?: boolean | "tool_calling";
}
type AwsFields = AwsClientFields<BedrockRuntimeClient, BedrockRuntimeClientConfig>;
type ConverseFactory = (fields: JsonObject) => unknown;
interface ChatBedrockInput extends Omit<BaseChatModelParams, "disableStreaming">, AwsFields, InvokeRequestOptions, InvokeModelOptions {
  betaUseConverseApi?: boolean;
  converseFactory?: ConverseFactory;
  systemPromptWithTools?: string;
  streamUsage?: boolean;
  guardrailConfig?: InvokeGuardrail | null;
}
interface ChatBedrockCallOptions extends Omit<BaseChatModelCallOptions, "tool_choice">, InvokeRequestOptions {
  tools?: (BindToolsInput | JsonObject)[];
  tool_choice?: InvokeToolChoice;
  strict?: boolean;
  cache_control?: CacheControl;
  streamUsage?: boolean;
  response_format?: JsonObject;
  outputConfig?: {
    format?: JsonObject;
  };
}
interface BedrockLLMInput extends BaseLLMParams, AwsFields, InvokeRequestOptions, InvokeModelOptions {
  guardrailConfig?: InvokeGuardrail | null;
}
interface BedrockLLMCallOptions extends BaseLLMCallOptions, InvokeRequestOptions {}
declare class BedrockLLM extends LLM<BedrockLLMCallOptions> {
  #private;
  static override lc_name(): string;
  override lc_serializable: boolean;
  override lc_namespace: string[];
  readonly model: string;
  constructor(fields: BedrockLLMInput);
  constructor(model: string, fields?: Omit<BedrockLLMInput, "model">);
  override get lc_secrets(): Record<string, string>;
  override get lc_serializable_keys(): string[];
  override get lc_aliases(): Record<string, string>;
  override get callKeys(): string[];
  override _llmType(): string;
  override _identifyingParams(): Record<string, unknown>;
  getLsParams(call: this["ParsedCallOptions"]): Record<string, unknown>;
  override invocationParams(call?: this["ParsedCallOptions"]): Record<string, unknown>;
  override getNumTokens(content: MessageContent): Promise<number>;
  getTokenIds(text: string): number[];
  ready(): Promise<void>;
  dispose(): Promise<void>;
  override _call(prompt: string, call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): Promise<string>;
  override _generate(prompts: string[], call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): Promise<LLMResult>;
  override _streamResponseChunks(prompt: string, call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): AsyncGenerator<GenerationChunk>;
}
type BindOptions = Partial<Omit<ChatBedrockCallOptions, "tool_choice">> & {
  tool_choice?: InvokeToolChoice | boolean;
};
type AnyTools = NonNullable<ChatBedrockCallOptions["tools"]>;
declare class ChatBedrock extends BaseChatModel<ChatBedrockCallOptions> {
  #private;
  static override lc_name(): string;
  override lc_serializable: boolean;
  override lc_namespace: string[];
  readonly model: string;
  constructor(fields: ChatBedrockInput & Record<string, unknown>);
  constructor(model: string, fields?: Omit<ChatBedrockInput, "model"> & Record<string, unknown>);
  override get lc_secrets(): Record<string, string>;
  override get lc_serializable_keys(): string[];
  override get lc_aliases(): Record<string, string>;
  override get callKeys(): string[];
  override get profile(): ModelProfile;
  get systemPromptWithTools(): string;
  override _llmType(): string;
  override _identifyingParams(): Record<string, unknown>;
  override getLsParams(call: this["ParsedCallOptions"]): LangSmithParams;
  override invocationParams(call?: this["ParsedCallOptions"]): Record<string, unknown>;
  override _combineLLMOutput(...outputs: (Record<string, unknown> | undefined)[]): Record<string, unknown>;
  override getNumTokens(content: MessageContent): Promise<number>;
  getNumTokensFromMessages(messages: BaseMessage[], tools?: AnyTools, call?: Partial<ChatBedrockCallOptions>): Promise<number>;
  getTokenIds(text: string): number[];
  setSystemPromptWithTools(text: string): void;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  override bindTools(tools: AnyTools, {
    tool_choice,
    ...kwargs
  }?: BindOptions): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatBedrockCallOptions>;
  withToolsInPrompt(tools: AnyTools): ChatBedrock;
  override _generate(messages: BaseMessage[], call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): Promise<ChatResult>;
  override _streamResponseChunks(messages: BaseMessage[], call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): AsyncGenerator<ChatGenerationChunk>;
  override withStructuredOutput<RunOutput extends Record<string, any> = Record<string, any>>(outputSchema: InteropZodType<RunOutput> | SerializableSchema<RunOutput> | Record<string, any>, config?: StructuredOutputMethodOptions): Runnable<BaseLanguageModelInput, RunOutput>;
  override withStructuredOutput<RunOutput extends Record<string, any> = Record<string, any>>(outputSchema: InteropZodType<RunOutput> | SerializableSchema<RunOutput> | Record<string, any>, config?: StructuredOutputMethodOptions<true>): Runnable<BaseLanguageModelInput, {
    raw: BaseMessage;
    parsed: RunOutput;
  }>;
}
declare function guardContent(text: string, suffix: string): string;
interface GuardrailReport {
  readonly action: string;
  readonly reason?: "GUARDRAIL_INTERVENED";
  readonly trace?: unknown;
}
export { BedrockLLM, type BedrockLLMCallOptions, type BedrockLLMInput, type BodyFormatName, type CacheControl, ChatBedrock, type ChatBedrockCallOptions, type ChatBedrockInput, type ConverseFactory, type GuardrailReport, type InvokeGuardrail, type InvokeModelOptions, type InvokeRequestOptions, type InvokeToolChoice, type JsonObject, type PromptContext, type ReasoningEffort, guardContent };
