import { type AwsOptions, awsSerialization } from "@langchain-aws/aws-auth";
import { AwsConfigurationError, type PlainRecord, requireLangchainCore, warnOnce } from "@langchain-aws/core";
import { assemble, type RawAndParsed } from "@langchain-aws/core/structured-output";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import { BaseChatModel, type LangSmithParams } from "@langchain/core/language_models/chat_models";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { AIMessageChunk, BaseMessage, MessageContent } from "@langchain/core/messages";
import type { ChatGenerationChunk, ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import type { SerializableSchema } from "@langchain/core/utils/standard_schema";
import type { InteropZodType } from "@langchain/core/utils/types";
import { buildParameters, checkTools } from "./build-request.ts";
import type { InvokeClient } from "./client.ts";
import {
  type ConverseModel,
  createConverseModel,
  interventionIn,
  toConverseCall,
  toConverseFields,
} from "./converse-delegate.ts";
import { countTokens } from "./count-tokens.ts";
import { estimateConversation, estimateTokens } from "./estimate-tokens.ts";
import { checkForcedTools } from "./formats/anthropic-messages.ts";
import { readGuardrail } from "./guardrail.ts";
import { aliases, chatCallKeys, chatOptionNames, identifyingParams, lsParams, serializableKeys } from "./identity.ts";
import { Invocation, startInvocation } from "./invocation.ts";
import { combineLlmOutputs, toLlmOutput } from "./llm-output.ts";
import { modelProfile } from "./model-profile.ts";
import type { ChatBedrockCallOptions, ChatBedrockInput, InvokeToolChoice } from "./options.ts";
import { asWire } from "./record.ts";
import { reportIntervention } from "./reply/guardrail-notice.ts";
import { ChunkRenderer } from "./reply/render-chunks.ts";
import type { ReplyParser } from "./reply/reply-parser.ts";
import { type InvokeSettings, resolveSettings, warnAboutMoved } from "./resolve-options.ts";
import { structuredCall } from "./structured-output.ts";
import { joinArguments, takeFields } from "./take-fields.ts";
import { functionsOnly, readTools } from "./tools/bound-tools.ts";
import { toBoundForm } from "./tools/bound-form.ts";
import { isForced } from "./tools/tool-choice.ts";
import { requireTokenizer } from "./tokenizer.ts";
import { packageName, packageVersion } from "./version.ts";

const serialization = /* @__PURE__ */ awsSerialization(serializableKeys);

/** Call options that are bound with tools. */
type BindOptions = Partial<Omit<ChatBedrockCallOptions, "tool_choice">> & { tool_choice?: InvokeToolChoice | boolean };

/** Tools in any form {@link ChatBedrock.bindTools} takes. */
type AnyTools = NonNullable<ChatBedrockCallOptions["tools"]>;

/**
 * A chat model on the Amazon Bedrock InvokeModel API: bodies in each model family's own format.
 *
 * ```ts
 * const model = new ChatBedrock({ model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0", region: "us-east-1" });
 * const reply = await model.invoke("Why is the sky blue?");
 * ```
 *
 * Nothing is loaded or connected before the first call.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export class ChatBedrock extends BaseChatModel<ChatBedrockCallOptions> {
  static override lc_name(): string {
    return "ChatBedrock";
  }

  override lc_serializable = true;
  override lc_namespace: string[] = ["langchain", "chat_models", "bedrock"];
  /** The model id, as it was given. */
  readonly model: string;
  readonly #given: object;
  readonly #fields: PlainRecord;
  readonly #givenAws: PlainRecord;
  readonly #aws: AwsOptions;
  readonly #client: InvokeClient;
  #settings: InvokeSettings;
  #invocation: Invocation;
  /** The models behind Converse: with the constructor's guardrail, and for calls that switch it off. */
  #converseModels: { usual?: Promise<ConverseModel>; unguarded?: Promise<ConverseModel> } = {};

  /**
   * @throws AwsConfigurationError for options that cannot work
   * @throws ModelProviderError when the body format of the model is not known, and no look-up could tell
   */
  constructor(fields: ChatBedrockInput & Record<string, unknown>);
  constructor(model: string, fields?: Omit<ChatBedrockInput, "model"> & Record<string, unknown>);
  constructor(modelOrFields: string | ChatBedrockInput, more: object = {}) {
    const given = joinArguments(modelOrFields, more);
    const taken = takeFields(given, chatOptionNames);
    const moved = Object.keys(taken.unknown);
    if (moved.length > 0) warnAboutMoved(moved);
    const modelKwargs = { ...taken.unknown, ...taken.fields.modelKwargs };
    const fields = moved.length > 0 ? { ...taken.fields, modelKwargs } : taken.fields;
    const settings = resolveSettings(fields);
    const { converseFactory: _factory, rateLimiter: _limiter, ...shown } = taken.shown;
    super({
      ...shown,
      ...(moved.length > 0 && { modelKwargs }),
      disableStreaming: settings.disableStreaming === true,
    });
    this.#given = given;
    this.#fields = { ...fields };
    this.#givenAws = taken.givenAws;
    this.#aws = taken.aws;
    this.#settings = settings;
    this.model = settings.hints.model;
    this.outputVersion = settings.outputVersion;
    const { caller, client, invocation } = startInvocation(fields, settings, taken.aws, "chat");
    this.caller = caller;
    this.#client = client;
    this.#invocation = invocation;
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
    return { ...aliases };
  }

  override get callKeys(): string[] {
    return [...super.callKeys, ...chatCallKeys];
  }

  /** What the model can do; LangChain's agents choose by it. */
  override get profile(): ModelProfile {
    return modelProfile(this.#invocation.resolveNow()?.model);
  }

  /** The system text that describes tools to the model. */
  get systemPromptWithTools(): string {
    return this.#settings.systemPromptWithTools;
  }

  override _llmType(): string {
    return "amazon_bedrock_chat";
  }

  override _identifyingParams(): Record<string, unknown> {
    return identifyingParams(this.#settings, this.#aws);
  }

  override getLsParams(call: this["ParsedCallOptions"]): LangSmithParams {
    return lsParams(this.#settings, call, "chat");
  }

  /** The parameters of a request: what traces show. */
  override invocationParams(call?: this["ParsedCallOptions"]): Record<string, unknown> {
    const options = this.#invocation.resolveNow(call);
    return { model: this.#settings.modelName, ...(options !== undefined && buildParameters(options)) };
  }

  override _combineLLMOutput(...outputs: (Record<string, unknown> | undefined)[]): Record<string, unknown> {
    return combineLlmOutputs(outputs);
  }

  /** An estimate of four characters a token, or what `customGetTokenIds` says. Nothing is downloaded. */
  override async getNumTokens(content: MessageContent): Promise<number> {
    return estimateTokens(content, this.#settings.customGetTokenIds);
  }

  /**
   * The tokens of a conversation with its tools: counted by the service for Claude models that can, else estimated.
   *
   * @throws AwsConfigurationError for what the model cannot take
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
   */
  async getNumTokensFromMessages(
    messages: BaseMessage[],
    tools: AnyTools = [],
    call: Partial<ChatBedrockCallOptions> = {},
  ): Promise<number> {
    if (await this.#usesConverse(call.signal)) {
      return estimateConversation(messages, tools, this.#settings.customGetTokenIds);
    }
    return countTokens(messages, await this.#invocation.resolve({ ...call, tools }), this.#client, call);
  }

  /**
   * The tokens of a text, as numbers.
   *
   * @throws AwsConfigurationError without `customGetTokenIds`: there is no tokenizer here
   */
  getTokenIds(text: string): number[] {
    return requireTokenizer(this.#settings)(text);
  }

  /** Python's mutator: replaces the system text that describes tools. */
  setSystemPromptWithTools(text: string): void {
    this.#settings = { ...this.#settings, systemPromptWithTools: text };
    this.#invocation = new Invocation(this.#settings, "chat", this.#client);
    this.#converseModels = {};
  }

  /** Builds the client and asks for credentials, so that what is missing shows before the first call. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connection pool this model shares with its equals. */
  async dispose(): Promise<void> {
    const models = await Promise.allSettled(Object.values(this.#converseModels));
    await this.#client.dispose();
    for (const model of models) if (model.status === "fulfilled") await model.value.dispose?.();
  }

  /**
   * Binds tools in any form: LangChain tools, `{name, description, schema}` with Zod, Standard Schema or JSON schema, a
   * JSON schema with a title, OpenAI, Anthropic and Converse definitions, and the tools Anthropic defines. This model itself stays as it is.
   *
   * @param kwargs - call options; `tool_choice: true` means `any`, `false` says nothing
   * @throws AwsConfigurationError for what is no tool, for a choice of a tool that is not bound, and for models whose
   * format has no tools
   */
  override bindTools(
    tools: AnyTools,
    { tool_choice, ...kwargs }: BindOptions = {},
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatBedrockCallOptions> {
    const choice = tool_choice === true ? "any" : tool_choice === false ? undefined : tool_choice;
    const bound = {
      ...kwargs,
      ...(choice !== undefined && { tool_choice: choice }),
      tools: readTools(tools).map(toBoundForm),
    };
    const options = this.#knownRoute() === false ? this.#invocation.resolveNow(bound) : undefined;
    if (options === undefined) return this.withConfig(bound);
    const { family, format } = options.model;
    if (family.toolsInPrompt === true && format.name === "anthropic-messages") {
      const { strict: _strict, ...rest } = kwargs;
      if (options.toolChoice?.kind === "none") return this.withConfig(rest);
      if (isForced(options.toolChoice)) warnAboutUnforced(this.model);
      return this.withToolsInPrompt(tools).withConfig(rest);
    }
    checkTools(options);
    if (format.name === "anthropic-messages") checkForcedTools(buildParameters(options), options);
    return this.withConfig(bound);
  }

  /**
   * A model like this one that describes tools in its system text and reads calls from the answer, as Claude did before
   * version 3: `<function_calls>`. For models whose format has no tools; how well one follows is up to the model.
   *
   * @throws AwsConfigurationError for what is no tool
   */
  withToolsInPrompt(tools: AnyTools): ChatBedrock {
    const model = new ChatBedrock(asWire<ChatBedrockInput & Record<string, unknown>>(this.#given));
    model.#settings = { ...this.#settings, promptTools: functionsOnly(readTools(tools), "a prompt") };
    model.#invocation = new Invocation(model.#settings, "chat", model.#client);
    return model;
  }

  override async _generate(
    messages: BaseMessage[],
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const converse = await this.#converse(call);
    if (converse !== undefined) {
      const result = await converse._generate(messages, toConverseCall(call), runManager);
      await this.#reportThroughConverse(result.generations[0]?.message.response_metadata ?? {}, call, runManager);
      return result;
    }
    if (!this.#settings.streaming) return this.#toResult(await this.#invocation.whole(messages, call, runManager));
    const { parser, context, pieces } = await this.#invocation.stream(messages, call, runManager);
    const renderer = new ChunkRenderer(context);
    for await (const batch of pieces) {
      for (const piece of batch) await reportChunk(renderer.render(piece), runManager);
    }
    return this.#toResult(parser);
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const converse = await this.#converse(call);
    if (converse !== undefined) {
      const said: Record<string, unknown> = {};
      for await (const chunk of converse._streamResponseChunks(messages, toConverseCall(call), runManager)) {
        Object.assign(said, chunk.message.response_metadata);
        yield chunk;
      }
      await this.#reportThroughConverse(said, call, runManager);
      return;
    }
    const { parser, context, pieces } = await this.#invocation.stream(messages, call, runManager);
    const renderer = new ChunkRenderer(context);
    const isHeard = (runManager?.handlers.length ?? 0) > 0;
    for await (const batch of pieces) {
      for (const piece of batch) {
        const chunk = renderer.render(piece);
        if (isHeard) await reportChunk(chunk, runManager);
        yield chunk;
      }
    }
    for (const chunk of renderer.end(parser.end())) {
      if (isHeard) await reportChunk(chunk, runManager);
      yield chunk;
    }
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
   * @param config - `method`: `functionCalling` (a tool the model is made to call) or `jsonSchema` (Claude's structured
   * output); `includeRaw`: gives `{raw, parsed}`, and `parsing_error` when parsing failed
   * @throws AwsConfigurationError for another method, and for models whose format has no tools
   */
  override withStructuredOutput(
    outputSchema: PlainRecord,
    config: StructuredOutputMethodOptions<boolean> = {},
  ): Runnable<BaseLanguageModelInput, Record<string, unknown> | RawAndParsed<Record<string, unknown>>> {
    const options = this.#knownRoute() === false ? this.#invocation.resolveNow() : undefined;
    const { call, parser } = structuredCall(outputSchema, config, options);
    const { tools, ...rest } = call;
    const model = tools === undefined ? this.withConfig(rest) : this.bindTools(tools, rest);
    return assemble(model, parser, config.includeRaw === true);
  }

  #toResult(parser: ReplyParser): ChatResult {
    const message = parser.message();
    // LangChain's `text` goes through its readers of blocks, which a text alone does not need.
    const text = typeof message.content === "string" ? message.content : message.text;
    return { generations: [{ text, message }], llmOutput: toLlmOutput(parser, this.model) };
  }

  /** Whether calls go through Converse, by what is known without asking anybody; nothing when that does not tell. */
  #knownRoute(): boolean | undefined {
    const { betaUseConverseApi } = this.#fields;
    if (typeof betaUseConverseApi === "boolean") return betaUseConverseApi;
    const { model, baseModelId } = this.#settings.hints;
    if (isNova(model) || isNova(baseModelId)) return true;
    const known = this.#invocation.resolveNow()?.model;
    return known === undefined ? undefined : isNova(known.baseModelId);
  }

  async #usesConverse(signal: AbortSignal | undefined): Promise<boolean> {
    return this.#knownRoute() ?? isNova((await this.#invocation.findModel(signal))?.baseModelId);
  }

  /** The model behind Converse, when it is its turn; nothing when this one invokes. */
  async #converse(call: this["ParsedCallOptions"]): Promise<ConverseModel | undefined> {
    if (!(await this.#usesConverse(call.signal))) return undefined;
    if (this.#settings.promptTools.length > 0) {
      throw new AwsConfigurationError(
        `${this.model} goes through Converse, which has tools of its own. Use bindTools in place of withToolsInPrompt.`,
        { code: "CONFIG_TOOLS_UNSUPPORTED" },
      );
    }
    await this.#client.awaitTurn(call.signal);
    const isOff = call.guardrails !== undefined && readGuardrail(call.guardrails) === undefined;
    if (!isOff || this.#settings.guardrail === undefined) {
      return (this.#converseModels.usual ??= this.#makeConverse(this.#fields));
    }
    // Converse has no word for a call without the guardrail of its constructor.
    return (this.#converseModels.unguarded ??= this.#makeConverse({ ...this.#fields, guardrails: null }));
  }

  async #makeConverse(given: PlainRecord): Promise<ConverseModel> {
    const fields = { ...given, systemPromptWithTools: this.#settings.systemPromptWithTools };
    const { converseFactory } = asWire<Pick<ChatBedrockInput, "converseFactory">>(given);
    return createConverseModel(toConverseFields(fields, this.#givenAws), converseFactory);
  }

  /** Tells of an intervention as the answers of InvokeModel do. */
  async #reportThroughConverse(
    metadata: PlainRecord,
    call: this["ParsedCallOptions"],
    runManager: CallbackManagerForLLMRun | undefined,
  ): Promise<void> {
    const guardrail = call.guardrails === undefined ? this.#settings.guardrail : readGuardrail(call.guardrails);
    await reportIntervention(interventionIn(metadata), guardrail, runManager);
  }
}

function isNova(modelId: string | undefined): boolean {
  return modelId?.includes("amazon.nova") ?? false;
}

function warnAboutUnforced(modelId: string): void {
  warnOnce(
    "bedrock-invoke:unforced-tools-in-prompt",
    `${modelId} cannot be made to call a tool, so \`tool_choice\` is left out and it may answer in prose.`,
  );
}

async function reportChunk(
  chunk: ChatGenerationChunk,
  runManager: CallbackManagerForLLMRun | undefined,
): Promise<void> {
  await runManager?.handleLLMNewToken(chunk.text, undefined, undefined, undefined, undefined, { chunk });
}
