// @langchain-aws/sagemaker

import { AIMessage, AIMessageChunk, BaseMessage, UsageMetadata } from "@langchain/core/messages";
import { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import { AwsErrorDefaults, AwsErrorFields, AwsLangChainError, PlainRecord } from "@langchain-aws/core";
import { BaseChatModel, BaseChatModelCallOptions, BaseChatModelParams, BindToolsInput, LangSmithParams } from "@langchain/core/language_models/chat_models";
import { BaseLLM, BaseLLMCallOptions, BaseLLMParams } from "@langchain/core/language_models/llms";
import { BaseLanguageModelInput, StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { ChatGenerationChunk, ChatResult, GenerationChunk, LLMResult } from "@langchain/core/outputs";
import { Embeddings, EmbeddingsParams } from "@langchain/core/embeddings";
import { InteropZodType } from "@langchain/core/utils/types";
import { InvokeEndpointInput, SageMakerRuntimeClientConfig } from "@aws-sdk/client-sagemaker-runtime";
import { Runnable } from "@langchain/core/runnables";
import { SerializableSchema } from "@langchain/core/utils/standard_schema";
import { ToolDefinition } from "@langchain-aws/core/tools";
interface StreamRecord {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly event?: string | undefined;
  readonly value?: unknown;
}
type Framing = "auto" | "lines" | "sse" | "json" | "raw";
interface RecordReaderOptions {
  readonly maxLineBytes?: number;
}
interface HandlerContext {
  readonly streaming: boolean;
  readonly stop?: readonly string[];
  readonly tools?: readonly ToolDefinition[];
  readonly toolChoice?: unknown;
  readonly responseFormat?: unknown;
  readonly modelKwargs?: Readonly<Record<string, unknown>>;
  readonly responseContentType?: string;
  readonly attributes?: string;
}
interface StreamPiece {
  readonly text?: string;
  readonly id?: string;
  readonly message?: AIMessageChunk;
  readonly usage?: UsageMetadata;
  readonly finishReason?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly done?: boolean;
}
interface TextReply {
  readonly text: string;
  readonly usage?: UsageMetadata;
  readonly finishReason?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}
interface ChatReply {
  readonly message: AIMessage;
  readonly usage?: UsageMetadata;
  readonly finishReason?: string;
}
interface ContentHandler<In, Out> {
  readonly contentType?: string;
  readonly accepts?: string;
  transformInput(input: In, modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array | Promise<Uint8Array>;
  transformOutput(output: Uint8Array, context: HandlerContext): Out | Promise<Out>;
  readonly framing?: Framing;
  transformStreamRecord?(record: StreamRecord, context: HandlerContext): StreamPiece | null | Promise<StreamPiece | null>;
  applyStop?(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown>;
  mapError?(status: number, body: string): Error | undefined;
}
declare abstract class BaseSageMakerContentHandler<In, Out> implements ContentHandler<In, Out> {
  readonly contentType: string;
  readonly accepts: string;
  readonly framing?: Framing;
  abstract transformInput(input: In, modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array | Promise<Uint8Array>;
  abstract transformOutput(output: Uint8Array, context: HandlerContext): Out | Promise<Out>;
}
declare abstract class LLMContentHandler extends BaseSageMakerContentHandler<string, string | TextReply> {}
declare abstract class ChatModelContentHandler extends BaseSageMakerContentHandler<BaseMessage[], string | AIMessage | ChatReply> {}
declare abstract class EmbeddingsContentHandler extends BaseSageMakerContentHandler<string[], number[][]> {}
type TextHandler = ContentHandler<string, string | TextReply | ChatReply>;
type ChatHandler = ContentHandler<BaseMessage[], string | AIMessage | ChatReply>;
type EmbeddingsHandler = ContentHandler<string[], number[][]>;
type TextHandlerName = "tgi" | "lmi" | "jumpstart" | "openai-completions" | "openai-chat" | "text";
type ChatHandlerName = "openai-chat" | "jumpstart-llama2-chat";
type EmbeddingsHandlerName = "auto" | "tei" | "lmi-embedding" | "openai-embedding" | "jumpstart-embedding" | "hf-feature-extraction";
type EndpointKwargs = Partial<Omit<InvokeEndpointInput, "Body">>;
interface SagemakerFields extends AwsClientFields<AwsClientLike, SageMakerRuntimeClientConfig> {
  endpointName?: string;
  inferenceComponentName?: string;
  modelKwargs?: Record<string, unknown>;
  endpointKwargs?: EndpointKwargs;
  requestTimeoutMs?: number;
  streamIdleTimeoutMs?: number;
  maxLineBytes?: number;
  maxConcurrency?: number;
  onFailedAttempt?: (error: Error) => unknown;
}
interface SagemakerCallFields {
  modelKwargs?: Record<string, unknown>;
  endpointKwargs?: EndpointKwargs;
  timeout?: number;
  maxRetries?: number;
}
interface ChatSagemakerInput extends SagemakerFields, Omit<BaseChatModelParams, keyof SagemakerFields> {
  contentHandler?: ChatHandlerName | ChatHandler;
  streaming?: boolean;
}
interface ChatSagemakerCallOptions extends Omit<BaseChatModelCallOptions, "timeout">, SagemakerCallFields {
  timeout?: number;
  tools?: BindToolsInput[];
  response_format?: PlainRecord;
}
declare class ChatSagemaker extends BaseChatModel<ChatSagemakerCallOptions> {
  #private;
  static override lc_name(): string;
  override lc_serializable: boolean;
  override lc_namespace: string[];
  readonly endpointName: string;
  readonly streaming: boolean;
  constructor(fields: ChatSagemakerInput);
  override get lc_secrets(): Record<string, string>;
  override get lc_serializable_keys(): string[];
  override get callKeys(): string[];
  override _llmType(): string;
  override _identifyingParams(): Record<string, unknown>;
  override getLsParams(call: this["ParsedCallOptions"]): LangSmithParams;
  override invocationParams(call?: this["ParsedCallOptions"]): Record<string, unknown>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  createSession(call?: Partial<ChatSagemakerCallOptions>): Promise<string>;
  closeSession(id: string, call?: Partial<ChatSagemakerCallOptions>): Promise<string>;
  override bindTools(tools: BindToolsInput[], kwargs?: Partial<ChatSagemakerCallOptions>): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatSagemakerCallOptions>;
  override _generate(messages: BaseMessage[], call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): Promise<ChatResult>;
  override _streamResponseChunks(messages: BaseMessage[], call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): AsyncGenerator<ChatGenerationChunk>;
  override withStructuredOutput<RunOutput extends Record<string, any> = Record<string, any>>(outputSchema: InteropZodType<RunOutput> | SerializableSchema<RunOutput> | Record<string, any>, config?: StructuredOutputMethodOptions): Runnable<BaseLanguageModelInput, RunOutput>;
  override withStructuredOutput<RunOutput extends Record<string, any> = Record<string, any>>(outputSchema: InteropZodType<RunOutput> | SerializableSchema<RunOutput> | Record<string, any>, config?: StructuredOutputMethodOptions<true>): Runnable<BaseLanguageModelInput, {
    raw: BaseMessage;
    parsed: RunOutput;
  }>;
}
type Pooling = "mean" | "cls";
declare class AutoEmbeddingsHandler extends EmbeddingsContentHandler {
  protected readonly pooling: Pooling;
  override transformInput(inputs: string[], modelKwargs: Record<string, unknown>): Uint8Array;
  override transformOutput(output: Uint8Array): number[][];
}
declare class TeiEmbeddingsHandler extends AutoEmbeddingsHandler {}
declare class LmiEmbeddingsHandler extends AutoEmbeddingsHandler {}
declare class OpenAIEmbeddingsHandler extends AutoEmbeddingsHandler {
  override transformInput(input: string[], modelKwargs: Record<string, unknown>): Uint8Array;
}
declare class JumpStartEmbeddingsHandler extends AutoEmbeddingsHandler {
  override transformInput(text_inputs: string[], modelKwargs: Record<string, unknown>): Uint8Array;
}
declare class HfFeatureExtractionHandler extends AutoEmbeddingsHandler {
  protected override readonly pooling: Pooling;
  constructor({
    pooling
  }?: {
    pooling?: Pooling;
  });
}
interface SagemakerErrorFields extends AwsErrorFields {
  endpointName?: string;
  inferenceComponentName?: string;
}
declare const Root: typeof AwsLangChainError;
declare class SagemakerError extends Root {
  static override readonly defaults: AwsErrorDefaults;
  readonly endpointName?: string;
  readonly inferenceComponentName?: string;
  constructor(message: string, fields?: SagemakerErrorFields);
}
interface SagemakerModelErrorFields extends SagemakerErrorFields {
  originalStatusCode?: number;
  originalMessage?: unknown;
  logStreamArn?: string;
  origin?: "service" | "body";
}
declare const Model: typeof SagemakerError;
declare class SagemakerModelError extends Model {
  static override readonly defaults: AwsErrorDefaults;
  readonly originalStatusCode?: number;
  readonly originalMessage?: unknown;
  readonly logStreamArn?: string;
  readonly origin: "service" | "body";
  constructor(message: string, fields?: SagemakerModelErrorFields);
}
declare const Timeout: typeof SagemakerError;
declare class SagemakerModelTimeoutError extends Timeout {
  static override readonly defaults: AwsErrorDefaults;
}
interface SagemakerStreamErrorFields extends SagemakerErrorFields {
  errorCode?: string;
  partialText?: string;
}
declare const Stream: typeof SagemakerError;
declare class SagemakerStreamError extends Stream {
  static override readonly defaults: AwsErrorDefaults;
  readonly errorCode?: string;
  readonly partialText: string;
  constructor(message: string, fields?: SagemakerStreamErrorFields);
}
declare const NotReady: typeof SagemakerError;
declare class SagemakerModelNotReadyError extends NotReady {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Validation: typeof SagemakerError;
declare class SagemakerValidationError extends Validation {
  static override readonly defaults: AwsErrorDefaults;
}
declare const NotFound: typeof SagemakerError;
declare class SagemakerEndpointNotFoundError extends NotFound {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Access: typeof SagemakerError;
declare class SagemakerAccessDeniedError extends Access {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Throttled: typeof SagemakerError;
declare class SagemakerThrottledError extends Throttled {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Service: typeof SagemakerError;
declare class SagemakerServiceError extends Service {
  static override readonly defaults: AwsErrorDefaults;
}
type SagemakerPhase = "transformInput" | "transformOutput" | "decode" | "transformStreamRecord";
interface SagemakerPhaseErrorFields extends SagemakerErrorFields {
  phase: SagemakerPhase;
}
declare const Format: typeof SagemakerError;
declare class SagemakerStreamFormatError extends Format {
  static override readonly defaults: AwsErrorDefaults;
  readonly phase: SagemakerPhase;
  constructor(message: string, fields: SagemakerPhaseErrorFields);
}
declare const Handler: typeof SagemakerError;
declare class SagemakerHandlerError extends Handler {
  static override readonly defaults: AwsErrorDefaults;
  readonly phase: SagemakerPhase;
  readonly handlerName?: string;
  constructor(message: string, fields: SagemakerPhaseErrorFields & {
    handlerName?: string;
  });
}
declare const Config: typeof SagemakerError;
declare class SagemakerConfigError extends Config {
  static override readonly defaults: AwsErrorDefaults;
}
declare class JumpStartLlama2ChatHandler extends ChatModelContentHandler {
  override transformInput(messages: BaseMessage[], modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array;
  override transformOutput(output: Uint8Array): AIMessage;
}
interface JumpStartTextHandlerOptions {
  flavor?: "tgi" | "lmi";
}
declare class JumpStartTextHandler extends LLMContentHandler {
  #private;
  constructor({
    flavor
  }?: JumpStartTextHandlerOptions);
  override transformInput(inputs: string, modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array;
  override transformOutput(output: Uint8Array): TextReply;
  transformStreamRecord(record: StreamRecord): StreamPiece | null;
  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown>;
}
interface LmiTextHandlerOptions {
  doSample?: boolean;
}
declare class LmiTextHandler extends LLMContentHandler {
  #private;
  constructor({
    doSample
  }?: LmiTextHandlerOptions);
  override transformInput(inputs: string, modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array;
  override transformOutput(output: Uint8Array, context: HandlerContext): TextReply;
  transformStreamRecord(record: StreamRecord, context: HandlerContext): StreamPiece | null;
  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown>;
}
interface OpenAIChatHandlerOptions {
  model?: string;
  includeUsage?: boolean;
  mergeConsecutive?: boolean;
}
declare class OpenAIChatHandler extends BaseSageMakerContentHandler<BaseMessage[] | string, ChatReply> {
  #private;
  constructor(options?: OpenAIChatHandlerOptions);
  override transformInput(input: BaseMessage[] | string, modelKwargs: Record<string, unknown>, {
    streaming,
    tools,
    toolChoice,
    responseFormat
  }: HandlerContext): Uint8Array;
  override transformOutput(output: Uint8Array): ChatReply;
  transformStreamRecord(record: StreamRecord): StreamPiece | null;
  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown>;
}
declare class OpenAICompletionsHandler extends LLMContentHandler {
  #private;
  constructor(options?: Pick<OpenAIChatHandlerOptions, "model" | "includeUsage">);
  override transformInput(prompt: string, modelKwargs: Record<string, unknown>, {
    streaming
  }: HandlerContext): Uint8Array;
  override transformOutput(output: Uint8Array): TextReply;
  transformStreamRecord(record: StreamRecord): StreamPiece | null;
  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown>;
}
declare class PlainTextHandler extends LLMContentHandler {
  override readonly contentType: string;
  override readonly accepts: string;
  override readonly framing: Framing;
  override transformInput(input: string): Uint8Array;
  override transformOutput(output: Uint8Array): string;
  transformStreamRecord({
    text
  }: StreamRecord): StreamPiece;
}
declare class TgiTextHandler extends LLMContentHandler {
  override transformInput(inputs: string, modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array;
  override transformOutput(output: Uint8Array): TextReply;
  transformStreamRecord(record: StreamRecord): StreamPiece | null;
  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown>;
}
interface SagemakerEmbeddingsInput extends SagemakerFields, Omit<EmbeddingsParams, keyof SagemakerFields> {
  contentHandler?: EmbeddingsHandlerName | EmbeddingsHandler;
  chunkSize?: number;
  stripNewLines?: boolean;
  dimensions?: number;
}
interface SagemakerEmbeddingsCallOptions extends SagemakerCallFields {
  signal?: AbortSignal;
}
declare class SagemakerEmbeddings extends Embeddings {
  #private;
  readonly endpointName: string;
  constructor(fields: SagemakerEmbeddingsInput);
  override embedDocuments(documents: string[], call?: SagemakerEmbeddingsCallOptions): Promise<number[][]>;
  override embedQuery(document: string, call?: SagemakerEmbeddingsCallOptions): Promise<number[]>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
}
interface SagemakerEndpointInput extends SagemakerFields, Omit<BaseLLMParams, keyof SagemakerFields> {
  contentHandler?: TextHandlerName | TextHandler;
  streaming?: boolean;
}
interface SagemakerEndpointCallOptions extends BaseLLMCallOptions, SagemakerCallFields {
  timeout?: number;
}
declare class SagemakerEndpoint extends BaseLLM<SagemakerEndpointCallOptions> {
  #private;
  static override lc_name(): string;
  override lc_serializable: boolean;
  override lc_namespace: string[];
  readonly endpointName: string;
  readonly streaming: boolean;
  constructor(fields: SagemakerEndpointInput);
  override get lc_secrets(): Record<string, string>;
  override get lc_serializable_keys(): string[];
  override get callKeys(): string[];
  override _llmType(): string;
  override _identifyingParams(): Record<string, unknown>;
  override invocationParams(call?: this["ParsedCallOptions"]): Record<string, unknown>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  createSession(call?: Partial<SagemakerEndpointCallOptions>): Promise<string>;
  closeSession(id: string, call?: Partial<SagemakerEndpointCallOptions>): Promise<string>;
  _call(prompt: string, call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): Promise<string>;
  override _generate(prompts: string[], call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): Promise<LLMResult>;
  override _streamResponseChunks(prompt: string, call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): AsyncGenerator<GenerationChunk>;
}
type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
declare function iterateLines(source: ByteSource, options?: RecordReaderOptions): AsyncGenerator<StreamRecord>;
declare function iterateSse(source: ByteSource, options?: RecordReaderOptions): AsyncGenerator<StreamRecord>;
declare function iterateJson(source: ByteSource, options?: RecordReaderOptions): AsyncGenerator<StreamRecord>;
declare function iterateRecords(source: ByteSource, framing: Framing, options?: RecordReaderOptions): AsyncGenerator<StreamRecord>;
declare class StopSequenceFilter {
  #private;
  constructor(stops?: readonly string[]);
  get isStopped(): boolean;
  push(text: string): string;
  end(): string;
}
export { AutoEmbeddingsHandler, BaseSageMakerContentHandler, type ByteSource, type ChatHandler, type ChatHandlerName, ChatModelContentHandler, type ChatReply, ChatSagemaker as ChatSageMakerEndpoint, ChatSagemaker, ChatSagemaker as ChatSagemakerEndpoint, type ChatSagemakerCallOptions, type ChatSagemakerInput, type ContentHandler, EmbeddingsContentHandler, type EmbeddingsHandler, type EmbeddingsHandlerName, type EndpointKwargs, type Framing, type HandlerContext, HfFeatureExtractionHandler, JumpStartEmbeddingsHandler, JumpStartLlama2ChatHandler, JumpStartTextHandler, type JumpStartTextHandlerOptions, LLMContentHandler, LmiEmbeddingsHandler, LmiTextHandler, type LmiTextHandlerOptions, OpenAIChatHandler, type OpenAIChatHandlerOptions, OpenAICompletionsHandler, OpenAIEmbeddingsHandler, PlainTextHandler, type Pooling, type RecordReaderOptions, SagemakerEndpoint as SageMakerEndpoint, SagemakerEndpoint, SagemakerEmbeddings as SageMakerEndpointEmbeddings, SagemakerEmbeddings, SagemakerEmbeddings as SagemakerEndpointEmbeddings, SagemakerAccessDeniedError, type SagemakerCallFields, SagemakerConfigError, type SagemakerEmbeddingsCallOptions, type SagemakerEmbeddingsInput, type SagemakerEndpointCallOptions, type SagemakerEndpointInput, SagemakerEndpointNotFoundError, SagemakerError, type SagemakerErrorFields, type SagemakerFields, SagemakerHandlerError, SagemakerModelError, type SagemakerModelErrorFields, SagemakerModelNotReadyError, SagemakerModelTimeoutError, type SagemakerPhase, type SagemakerPhaseErrorFields, SagemakerServiceError, SagemakerStreamError, type SagemakerStreamErrorFields, SagemakerStreamFormatError, SagemakerThrottledError, SagemakerValidationError, StopSequenceFilter, type StreamPiece, type StreamRecord, TeiEmbeddingsHandler, type TextHandler, type TextHandlerName, type TextReply, TgiTextHandler, iterateJson, iterateLines, iterateRecords, iterateSse };
