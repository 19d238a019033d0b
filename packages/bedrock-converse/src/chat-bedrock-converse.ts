import { type AwsOptions, awsSerialization, takeAwsFields } from "@langchain-aws/aws-auth";
import { createCaller, isRecord, type PlainRecord, requireLangchainCore } from "@langchain-aws/core";
import { assemble, type RawAndParsed } from "@langchain-aws/core/structured-output";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import { BaseChatModel, type LangSmithParams } from "@langchain/core/language_models/chat_models";
import type { ChatModelStreamEvent } from "@langchain/core/language_models/event";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { AIMessage, AIMessageChunk, BaseMessage, MessageContent } from "@langchain/core/messages";
import type { ChatGenerationChunk, ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import type { InteropZodType } from "@langchain/core/utils/types";
import type { SerializableSchema } from "@langchain/core/utils/standard_schema";
import { asWire } from "./as-wire.ts";
import { ConverseClient } from "./client.ts";
import { Conversation } from "./conversation.ts";
import { estimateTextTokens } from "./estimate-tokens.ts";
import { callKeys, identifyingParams, lsParams, serializableKeys } from "./identity.ts";
import type { ChatBedrockConverseCallOptions, ChatBedrockConverseInput, ConverseModelProfile } from "./options.ts";
import { buildSharedFields, type ConverseInput } from "./request/build-request.ts";
import { type CachePoint, createCachePoint } from "./request/cache-point.ts";
import { toWireTools } from "./request/tools.ts";
import { type ConverseSettings, resolveOptions, resolveSettings } from "./resolve-options.ts";
import { createChunkRenderer } from "./response/render-chunks.ts";
import { createEventRenderer } from "./response/render-events.ts";
import { toCanonicalNames } from "./spellings.ts";
import { structuredCall } from "./structured-output.ts";
import { packageName, packageVersion } from "./version.ts";

const serialization = /* @__PURE__ */ awsSerialization(serializableKeys);

/**
 * A chat model on the Amazon Bedrock Converse API.
 *
 * ```ts
 * const model = new ChatBedrockConverse({ model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0", region: "us-east-1" });
 * const reply = await model.invoke("Why is the sky blue?");
 * ```
 *
 * Nothing is loaded or connected before the first call.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export class ChatBedrockConverse extends BaseChatModel<ChatBedrockConverseCallOptions> {
  static override lc_name(): string {
    return "ChatBedrockConverse";
  }

  /**
   * A cache point, to put behind what the service should keep: system text, messages, tools.
   *
   * @param cacheType - the service knows `default`
   * @param options - `ttl`: `5m` or `1h`
   */
  static createCachePoint<Type extends string = "default", Ttl extends string = never>(
    cacheType?: Type,
    options: { ttl?: Ttl } = {},
  ): CachePoint<Type, Ttl> {
    return createCachePoint(cacheType ?? asWire<Type>("default"), options.ttl);
  }

  /** Python's name of {@link ChatBedrockConverse.createCachePoint}. */
  static create_cache_point<Type extends string = "default", Ttl extends string = never>(
    cacheType?: Type,
    options?: { ttl?: Ttl },
  ): CachePoint<Type, Ttl> {
    return ChatBedrockConverse.createCachePoint(cacheType, options);
  }

  override lc_serializable = true;
  override lc_namespace: string[] = ["langchain_aws", "chat_models"];
  /** The model id, as it was given. */
  readonly model: string;
  readonly #settings: ConverseSettings;
  readonly #aws: AwsOptions;
  readonly #conversation: Conversation;
  readonly #client: ConverseClient;

  /** @throws AwsConfigurationError for options that cannot work */
  constructor(fields?: ChatBedrockConverseInput);
  constructor(model: string, fields?: Omit<ChatBedrockConverseInput, "model">);
  constructor(modelOrFields: string | ChatBedrockConverseInput = {}, more: ChatBedrockConverseInput = {}) {
    const given = typeof modelOrFields === "string" ? { ...more, model: modelOrFields } : modelOrFields;
    const taken = takeAwsFields(given, {
      service: "bedrock-runtime",
      legacyBedrockEnv: true,
      // An object under this name is the model's profile, and ours.
      stringAliases: { profile: "credentialsProfileName" },
    });
    const fields: ChatBedrockConverseInput = toCanonicalNames(taken.rest);
    const settings = resolveSettings(fields);
    super({ ...fields, ...taken.marks, disableStreaming: settings.disableStreaming === true });
    this.#settings = settings;
    this.#aws = taken.options;
    this.model = settings.model;
    this.outputVersion = settings.outputVersion;
    this.disableStreaming = settings.disableStreaming === true;
    this.caller = createCaller({
      ...(fields.maxConcurrency !== undefined && { maxConcurrency: fields.maxConcurrency }),
    });
    this.#client = new ConverseClient({
      aws: taken.options,
      ...(fields.maxConcurrency !== undefined && { caller: this.caller }),
      modelId: settings.applicationInferenceProfile ?? settings.model,
      ...(fields.defaultHeaders !== undefined && { headers: fields.defaultHeaders }),
      ...(fields.onFailedAttempt !== undefined && { onFailedAttempt: fields.onFailedAttempt }),
    });
    this.#conversation = new Conversation(settings, this.#client);
    requireLangchainCore(this);
    this._addVersion(packageName, packageVersion);
  }

  override get lc_secrets(): Record<string, string> {
    return serialization.secrets;
  }

  override get lc_serializable_keys(): string[] {
    return serialization.serializableKeys;
  }

  override get lc_aliases(): Record<string, string> {
    return { model: "model_id", regionName: "region_name" };
  }

  /** LangChain's own field is a boolean, which cannot say `"tool_calling"`; what was passed is kept here. */
  override get lc_attributes(): Record<string, undefined> {
    const { disableStreaming } = this.#settings;
    const attributes = { ...super.lc_attributes, ...(disableStreaming !== undefined && { disableStreaming }) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- core types the values of attributes as `undefined`
    return attributes as Record<string, undefined>;
  }

  override get callKeys(): string[] {
    return [...super.callKeys, ...callKeys];
  }

  /** What the model can do; LangChain's agents choose by it. */
  override get profile(): ModelProfile & ConverseModelProfile {
    return { ...this.#settings.profile };
  }

  override _llmType(): string {
    return "chat_bedrock_converse";
  }

  override _identifyingParams(): Record<string, unknown> {
    return identifyingParams(this.#settings, this.#aws);
  }

  override getLsParams(call: this["ParsedCallOptions"]): LangSmithParams {
    return lsParams(this.#conversation.resolveNow(call));
  }

  /** The request without its messages: what traces show. */
  override invocationParams(call?: this["ParsedCallOptions"]): ConverseInput {
    return buildSharedFields(this.#conversation.resolveNow(call ?? {}), false);
  }

  protected override _filterInvocationParamsForTracing(params: Record<string, unknown>): Record<string, unknown> {
    const { toolConfig: _tools, outputConfig: _schema, ...rest } = params;
    return super._filterInvocationParamsForTracing(rest);
  }

  /** An estimate of four characters a token, made here: LangChain's own would download a tokenizer of another vendor. */
  override async getNumTokens(content: MessageContent): Promise<number> {
    const text = typeof content === "string" ? content : content.map(textOf).join("");
    return estimateTextTokens(text);
  }

  /**
   * The tokens of a conversation with its system text and tools: counted by the service for models that can, else, and
   * whenever the service does not answer, estimated. Models that have refused to count are not asked again.
   *
   * @param call - `tools` to count with, and any other call option
   * @throws AwsConfigurationError for what Converse cannot take
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
   */
  async getNumTokensFromMessages(
    messages: BaseMessage[],
    call: Partial<ChatBedrockConverseCallOptions> = {},
  ): Promise<number> {
    return this.#conversation.countTokens(messages, call);
  }

  /** Builds the client and asks for credentials, so that what is missing shows before the first call. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connection pool this model shares with its equals. */
  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  /**
   * Binds tools in any form: LangChain tools, `{name, description, schema}` with Zod, Standard Schema or JSON schema,
   * OpenAI and Anthropic definitions, Converse's own, the names of the service's own tools.
   *
   * @throws AwsConfigurationError naming the index of what is no tool
   */
  override bindTools(
    tools: NonNullable<ChatBedrockConverseCallOptions["tools"]>,
    kwargs: Partial<ChatBedrockConverseCallOptions> = {},
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatBedrockConverseCallOptions> {
    return this.withConfig({ ...kwargs, tools: [...toWireTools(tools)] });
  }

  override async _generate(
    messages: BaseMessage[],
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    if (!this.#settings.streaming) return toChatResult(await this.#conversation.reply(messages, call));
    const stream = await this.#conversation.stream(messages, call);
    const render = createChunkRenderer(stream.exchange, stream.context, stream.isIndexed);
    for await (const parts of stream.parts) {
      for (const part of parts) await reportChunk(render(part), runManager);
    }
    return toChatResult(stream.message());
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const stream = await this.#conversation.stream(messages, call);
    const render = createChunkRenderer(stream.exchange, stream.context, stream.isIndexed);
    const listened = (runManager?.handlers.length ?? 0) > 0;
    for await (const parts of stream.parts) {
      for (const part of parts) {
        const chunk = render(part);
        if (chunk === undefined) continue;
        if (listened) await reportChunk(chunk, runManager);
        yield chunk;
      }
    }
  }

  override async *_streamChatModelEvents(
    messages: BaseMessage[],
    call: this["ParsedCallOptions"],
  ): AsyncGenerator<ChatModelStreamEvent> {
    const stream = await this.#conversation.stream(messages, call);
    const renderer = createEventRenderer(stream.exchange, stream.context);
    for await (const parts of stream.parts) {
      for (const part of parts) yield* renderer.render(part);
    }
    yield renderer.finish();
  }

  /* oxlint-disable typescript/no-explicit-any -- the base class's own signatures, which these must fit */
  override withStructuredOutput<RunOutput extends Record<string, any> = Record<string, any>>(
    outputSchema: InteropZodType<RunOutput> | SerializableSchema<RunOutput> | Record<string, any>,
    config?: StructuredOutputMethodOptions,
  ): Runnable<BaseLanguageModelInput, RunOutput>;
  override withStructuredOutput<RunOutput extends Record<string, any> = Record<string, any>>(
    outputSchema: InteropZodType<RunOutput> | SerializableSchema<RunOutput> | Record<string, any>,
    config?: StructuredOutputMethodOptions<true>,
  ): Runnable<BaseLanguageModelInput, { raw: BaseMessage; parsed: RunOutput }>;
  /* oxlint-enable typescript/no-explicit-any */
  /**
   * A model that answers in a schema: Zod, Standard Schema, JSON schema or an OpenAI function.
   *
   * @param config - `method`: `functionCalling` (a tool the model is made to call), `jsonSchema` (structured output of
   *   the service), `jsonMode` (the model is asked in words) or `promptPrefill` (asked, and the answer is begun for it);
   *   `includeRaw`: gives `{raw, parsed}`, and `parsing_error` when parsing failed
   * @throws AwsConfigurationError for another method, and for `promptPrefill` where the model does not take it
   */
  override withStructuredOutput(
    outputSchema: PlainRecord,
    config: StructuredOutputMethodOptions<boolean> = {},
  ): Runnable<BaseLanguageModelInput, Record<string, unknown> | RawAndParsed<Record<string, unknown>>> {
    const { call, parser } = structuredCall(outputSchema, config, resolveOptions(this.#settings));
    return assemble(this.withConfig(call), parser, config.includeRaw === true);
  }
}

function toChatResult(message: AIMessage): ChatResult {
  return { generations: [{ text: typeof message.content === "string" ? message.content : message.text, message }] };
}

async function reportChunk(
  chunk: ChatGenerationChunk | undefined,
  runManager: CallbackManagerForLLMRun | undefined,
): Promise<void> {
  if (chunk === undefined || (chunk.message.content.length === 0 && !hasToolCall(chunk))) return;
  await runManager?.handleLLMNewToken(chunk.text, undefined, undefined, undefined, undefined, { chunk });
}

function hasToolCall({ message }: ChatGenerationChunk): boolean {
  return (
    "tool_call_chunks" in message && Array.isArray(message.tool_call_chunks) && message.tool_call_chunks.length > 0
  );
}

function textOf(block: unknown): string {
  return isRecord(block) && typeof block["text"] === "string" ? block["text"] : "";
}
