import { type AwsOptions, awsSerialization } from "@langchain-aws/aws-auth";
import { AwsConfigurationError, requireLangchainCore } from "@langchain-aws/core";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { LLM } from "@langchain/core/language_models/llms";
import type { MessageContent } from "@langchain/core/messages";
import { type Generation, GenerationChunk, type LLMResult } from "@langchain/core/outputs";
import { buildParameters } from "./build-request.ts";
import type { InvokeClient } from "./client.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { aliases, identifyingParams, llmCallKeys, llmOptionNames, lsParams, serializableKeys } from "./identity.ts";
import { type Invocation, startInvocation } from "./invocation.ts";
import { combineLlmOutputs, toLlmOutput } from "./llm-output.ts";
import type { BedrockLLMCallOptions, BedrockLLMInput } from "./options.ts";
import type { ReplyEnd, ReplyParser } from "./reply/reply-parser.ts";
import { type InvokeSettings, resolveSettings } from "./resolve-options.ts";
import { joinArguments, takeFields } from "./take-fields.ts";
import { requireTokenizer } from "./tokenizer.ts";
import { packageName, packageVersion } from "./version.ts";

const serialization = /* @__PURE__ */ awsSerialization(serializableKeys.filter((name) => llmOptionNames.has(name)));

/**
 * A model that completes a text, on the Amazon Bedrock InvokeModel API. Models that only chat get the prompt as one user
 * message; Claude 3 and later are refused, since `ChatBedrock` does more for them.
 *
 * ```ts
 * const model = new BedrockLLM({ model: "meta.llama3-8b-instruct-v1:0", region: "us-east-1" });
 * const text = await model.invoke("The sky is blue because");
 * ```
 *
 * Nothing is loaded or connected before the first call.
 */
export class BedrockLLM extends LLM<BedrockLLMCallOptions> {
  static override lc_name(): string {
    return "BedrockLLM";
  }

  override lc_serializable = true;
  override lc_namespace: string[] = ["langchain", "llms", "bedrock"];
  /** The model id, as it was given. */
  readonly model: string;
  readonly #aws: AwsOptions;
  readonly #settings: InvokeSettings;
  readonly #client: InvokeClient;
  readonly #invocation: Invocation;

  /**
   * @throws AwsConfigurationError for options that cannot work or do not exist, and for Claude 3 and later
   * @throws ModelProviderError when the body format of the model is not known, and no look-up could tell
   */
  constructor(fields: BedrockLLMInput);
  constructor(model: string, fields?: Omit<BedrockLLMInput, "model">);
  constructor(modelOrFields: string | BedrockLLMInput, more: object = {}) {
    const { aws, fields, shown, unknown } = takeFields(joinArguments(modelOrFields, more), llmOptionNames);
    const [stray] = Object.keys(unknown);
    if (stray !== undefined) {
      throw new AwsConfigurationError(
        `BedrockLLM has no option "${stray}". Pass parameters of the model's own in \`modelKwargs\`.`,
        { code: "CONFIG_UNKNOWN_OPTION" },
      );
    }
    const settings = resolveSettings(fields);
    const { rateLimiter: _limiter, ...plain } = shown;
    super(plain);
    this.#aws = aws;
    this.#settings = settings;
    this.model = settings.hints.model;
    const { caller, client, invocation } = startInvocation(fields, settings, aws, "llm");
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
    return [...super.callKeys, ...llmCallKeys];
  }

  override _llmType(): string {
    return "amazon_bedrock";
  }

  override _identifyingParams(): Record<string, unknown> {
    return identifyingParams(this.#settings, this.#aws);
  }

  /** What LangSmith files a run under. */
  getLsParams(call: this["ParsedCallOptions"]): Record<string, unknown> {
    return { ...lsParams(this.#settings, call, "llm") };
  }

  /** The parameters of a request: what traces show. */
  override invocationParams(call?: this["ParsedCallOptions"]): Record<string, unknown> {
    const options = this.#invocation.resolveNow(call);
    return { model: this.#settings.modelName, ...(options !== undefined && buildParameters(options)) };
  }

  /** An estimate of four characters a token, or what `customGetTokenIds` says. Nothing is downloaded. */
  override async getNumTokens(content: MessageContent): Promise<number> {
    return estimateTokens(content, this.#settings.customGetTokenIds);
  }

  /**
   * The tokens of a text, as numbers.
   *
   * @throws AwsConfigurationError without `customGetTokenIds`: there is no tokenizer here
   */
  getTokenIds(text: string): number[] {
    return requireTokenizer(this.#settings)(text);
  }

  /** Builds the client and asks for credentials, so that what is missing shows before the first call. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connection pool this model shares with its equals. */
  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  override async _call(
    prompt: string,
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<string> {
    return (await this.#complete(prompt, call, runManager)).message().text;
  }

  override async _generate(
    prompts: string[],
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<LLMResult> {
    const parsers = await Promise.all(prompts.map((prompt) => this.#complete(prompt, call, runManager)));
    const generations = parsers.map((parser): Generation[] => [
      { text: parser.message().text, generationInfo: toInfo(parser.end()) },
    ]);
    return { generations, llmOutput: combineLlmOutputs(parsers.map((parser) => toLlmOutput(parser, this.model))) };
  }

  override async *_streamResponseChunks(
    prompt: string,
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<GenerationChunk> {
    const { parser, pieces } = await this.#invocation.stream(prompt, call, runManager);
    for await (const batch of pieces) {
      for (const { text } of batch) {
        if (text === "") continue;
        await runManager?.handleLLMNewToken(text);
        yield new GenerationChunk({ text });
      }
    }
    yield new GenerationChunk({ text: "", generationInfo: toInfo(parser.end()) });
  }

  async #complete(
    prompt: string,
    call: this["ParsedCallOptions"],
    runManager: CallbackManagerForLLMRun | undefined,
  ): Promise<ReplyParser> {
    if (!this.#settings.streaming) return this.#invocation.whole(prompt, call, runManager);
    const { parser, pieces } = await this.#invocation.stream(prompt, call, runManager);
    for await (const batch of pieces) {
      for (const { text } of batch) if (text !== "") await runManager?.handleLLMNewToken(text);
    }
    return parser;
  }
}

function toInfo({ metadata, usage }: ReplyEnd): Record<string, unknown> {
  return { ...metadata, ...(usage !== undefined && { usage_metadata: usage }) };
}
