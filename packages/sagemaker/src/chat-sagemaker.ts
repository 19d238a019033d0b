import { awsSerialization } from "@langchain-aws/aws-auth";
import { createCaller, numberOf, type PlainRecord, requireLangchainCore } from "@langchain-aws/core";
import { toToolDefinition } from "@langchain-aws/core/tools";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BaseChatModelParams,
  type BindToolsInput,
  type LangSmithParams,
} from "@langchain/core/language_models/chat_models";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import type { SerializableSchema } from "@langchain/core/utils/standard_schema";
import type { InteropZodType } from "@langchain/core/utils/types";
import { toAiMessage } from "./chat/reply-message.ts";
import { type RawAndParsed, structuredOutput } from "./chat/structured-output.ts";
import type { SagemakerClient } from "./client.ts";
import type { StreamPiece } from "./content-handler.ts";
import type { EndpointCall } from "./endpoint.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { type ChatHandler, type ChatHandlerName, toChatHandler } from "./handler-names.ts";
import { identifyingParams, serializableKeys } from "./identity.ts";
import type { SagemakerCallFields, SagemakerFields } from "./options.ts";
import { toChatReply } from "./reply.ts";
import { resolveCall, type SagemakerSettings } from "./resolve-options.ts";
import { untilStop } from "./stop-pieces.ts";
import { StreamingEndpoint } from "./streaming-endpoint.ts";
import { connect, takeFields } from "./take-fields.ts";
import { packageName, packageVersion } from "./version.ts";

/** Constructor fields of `ChatSagemaker`. */
export interface ChatSagemakerInput extends SagemakerFields, Omit<BaseChatModelParams, keyof SagemakerFields> {
  /**
   * Makes the requests and reads the answers: the name of a ready-made handler, or your own.
   *
   * @defaultValue "openai-chat"
   */
  contentHandler?: ChatHandlerName | ChatHandler;
  /**
   * `invoke` streams the answer and joins its pieces.
   *
   * @defaultValue false
   */
  streaming?: boolean;
}

/** Call options of `ChatSagemaker`. */
export interface ChatSagemakerCallOptions extends Omit<BaseChatModelCallOptions, "timeout">, SagemakerCallFields {
  timeout?: number;
  /** Tools in any form that LangChain knows. */
  tools?: BindToolsInput[];
  /** OpenAI's `response_format`. */
  response_format?: PlainRecord;
}

const serialization = /* @__PURE__ */ awsSerialization(serializableKeys);

/**
 * A chat model behind an Amazon SageMaker real-time endpoint.
 *
 * ```ts
 * const model = new ChatSagemaker({ endpointName: "my-vllm", region: "us-east-1" });
 * const reply = await model.invoke("Why is the sky blue?");
 * ```
 *
 * Nothing is loaded or connected before the first call.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export class ChatSagemaker extends BaseChatModel<ChatSagemakerCallOptions> {
  static override lc_name(): string {
    return "ChatSagemaker";
  }

  override lc_serializable = true;
  override lc_namespace: string[] = ["langchain_aws", "chat_models"];
  /** The endpoint, as it was given. */
  readonly endpointName: string;
  readonly streaming: boolean;
  readonly #settings: SagemakerSettings;
  readonly #client: SagemakerClient;
  readonly #endpoint: StreamingEndpoint<BaseMessage[], unknown>;

  /** @throws SagemakerConfigError or AwsConfigurationError for options that cannot work */
  constructor(fields: ChatSagemakerInput) {
    const taken = takeFields(fields, "ChatSagemaker");
    super(taken.shown);
    const parts = connect<BaseMessage[], unknown>(toChatHandler(taken.own.contentHandler), taken, 10);
    this.endpointName = taken.settings.endpointName;
    this.streaming = taken.own.streaming === true;
    this.caller = createCaller();
    this.#settings = taken.settings;
    this.#client = parts.client;
    this.#endpoint = new StreamingEndpoint(parts);
    requireLangchainCore(this);
    this._addVersion(packageName, packageVersion);
  }

  override get lc_secrets(): Record<string, string> {
    return serialization.secrets;
  }

  override get lc_serializable_keys(): string[] {
    return serialization.serializableKeys;
  }

  override get callKeys(): string[] {
    return [...super.callKeys, "modelKwargs", "endpointKwargs", "tools", "tool_choice", "response_format"];
  }

  override _llmType(): string {
    return "amazon_sagemaker_chat";
  }

  override _identifyingParams(): Record<string, unknown> {
    return identifyingParams(this.#settings);
  }

  override getLsParams(call: this["ParsedCallOptions"]): LangSmithParams {
    const { modelKwargs } = resolveCall(this.#settings, call);
    const temperature = numberOf(modelKwargs["temperature"]);
    const maxTokens = numberOf(modelKwargs["max_tokens"]) ?? numberOf(modelKwargs["max_new_tokens"]);
    return {
      ls_provider: "amazon_sagemaker",
      ls_model_name: this.#settings.inferenceComponentName ?? this.endpointName,
      ls_model_type: "chat",
      ...(temperature !== undefined && { ls_temperature: temperature }),
      ...(maxTokens !== undefined && { ls_max_tokens: maxTokens }),
      ...(call.stop !== undefined && { ls_stop: call.stop }),
    };
  }

  override invocationParams(call?: this["ParsedCallOptions"]): Record<string, unknown> {
    const { modelKwargs } = resolveCall(this.#settings, call ?? {});
    return { ...identifyingParams(this.#settings), modelKwargs };
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
   * Begins a session of a stateful model.
   *
   * @returns its id, for `endpointKwargs: { SessionId: id }`
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/stateful-sessions.html
   */
  async createSession(call: Partial<ChatSagemakerCallOptions> = {}): Promise<string> {
    return this.#endpoint.createSession(this.#call(call));
  }

  /** Ends a session of a stateful model, and returns the id of what was closed. */
  async closeSession(id: string, call: Partial<ChatSagemakerCallOptions> = {}): Promise<string> {
    return this.#endpoint.closeSession(id, this.#call(call));
  }

  /** Binds tools in any form. @throws AwsConfigurationError naming the index of what is no tool */
  override bindTools(
    tools: BindToolsInput[],
    kwargs: Partial<ChatSagemakerCallOptions> = {},
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatSagemakerCallOptions> {
    for (const [index, tool] of tools.entries()) toToolDefinition(tool, index);
    return this.withConfig({ ...kwargs, tools });
  }

  override async _generate(
    messages: BaseMessage[],
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    if (this.streaming) return this.#joined(messages, call, runManager);
    const { reply, metadata } = await this.#endpoint.invoke(messages, this.#call(call), toChatReply);
    const message = toAiMessage(reply, metadata, call.stop);
    return { generations: [{ text: message.text, message }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { pieces, outcome } = untilStop(await this.#endpoint.stream(messages, this.#call(call)), call.stop);
    const listened = (runManager?.handlers.length ?? 0) > 0;
    let id: string | undefined;
    for await (const piece of pieces) {
      id ??= piece.message?.id ?? piece.id;
      const chunk = toChunk(piece, id);
      yield chunk;
      if (listened)
        await runManager?.handleLLMNewToken(chunk.text, undefined, undefined, undefined, undefined, { chunk });
    }
    const { usage, finishReason, metadata } = outcome();
    const message = new AIMessageChunk({
      content: "",
      ...(id !== undefined && { id }),
      ...(usage !== undefined && { usage_metadata: usage }),
      response_metadata: { ...metadata, ...finishReasonOf(finishReason) },
    });
    yield new ChatGenerationChunk({ message, text: "" });
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
   * A model that answers in a schema: Zod, Standard Schema or JSON schema.
   *
   * @param config - `method`: `functionCalling` (default), `jsonSchema` or `jsonMode`; `includeRaw`: gives
   *   `{raw, parsed}`
   * @throws SagemakerConfigError for another method
   */
  override withStructuredOutput(
    outputSchema: PlainRecord,
    config: StructuredOutputMethodOptions<boolean> = {},
  ): Runnable<BaseLanguageModelInput, Record<string, unknown> | RawAndParsed> {
    const { call, parse } = structuredOutput(outputSchema, config);
    return this.withConfig(call).pipe(parse);
  }

  async #joined(
    messages: BaseMessage[],
    call: this["ParsedCallOptions"],
    runManager: CallbackManagerForLLMRun | undefined,
  ): Promise<ChatResult> {
    let whole: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(messages, call, runManager)) {
      whole = whole === undefined ? chunk : whole.concat(chunk);
    }
    return { generations: whole === undefined ? [] : [whole] };
  }

  #call(call: Partial<ChatSagemakerCallOptions>): EndpointCall {
    const { tools = [], tool_choice, response_format, signal, stop } = call;
    return {
      ...resolveCall(this.#settings, call),
      signal,
      stop,
      context: {
        ...(tools.length > 0 && { tools: tools.map((tool, index) => toToolDefinition(tool, index)) }),
        ...(tool_choice !== undefined && { toolChoice: tool_choice }),
        ...(response_format !== undefined && { responseFormat: response_format }),
      },
    };
  }
}

function toChunk({ message, text = "" }: StreamPiece, id: string | undefined): ChatGenerationChunk {
  if (message !== undefined) return new ChatGenerationChunk({ message, text: message.text });
  // All members are given, and the text is not asked of the message: that is what takes LangChain longest.
  const fields = {
    content: text,
    ...(id !== undefined && { id }),
    tool_calls: [],
    invalid_tool_calls: [],
    tool_call_chunks: [],
    additional_kwargs: {},
    response_metadata: {},
  };
  return new ChatGenerationChunk({ message: new AIMessageChunk(fields), text });
}
