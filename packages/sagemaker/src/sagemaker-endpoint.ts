import { awsSerialization } from "@langchain-aws/aws-auth";
import { createCaller, requireLangchainCore } from "@langchain-aws/core";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseLLM, type BaseLLMCallOptions, type BaseLLMParams } from "@langchain/core/language_models/llms";
import { GenerationChunk, type LLMResult } from "@langchain/core/outputs";
import type { SagemakerClient } from "./client.ts";
import type { EndpointCall } from "./endpoint.ts";
import type { StreamOutcome } from "./piece-reader.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { type TextHandler, type TextHandlerName, toTextHandler } from "./handler-names.ts";
import { identifyingParams, serializableKeys } from "./identity.ts";
import type { SagemakerCallFields, SagemakerFields } from "./options.ts";
import { toTextReply } from "./reply.ts";
import { resolveCall, type SagemakerSettings } from "./resolve-options.ts";
import { untilStop } from "./stop-pieces.ts";
import { StreamingEndpoint } from "./streaming-endpoint.ts";
import { connect, takeFields } from "./take-fields.ts";
import { firstStop } from "./stream/stop-sequence-filter.ts";
import type { TextReply } from "./content-handler.ts";
import { packageName, packageVersion } from "./version.ts";

/** Constructor fields of `SagemakerEndpoint`. */
export interface SagemakerEndpointInput extends SagemakerFields, Omit<BaseLLMParams, keyof SagemakerFields> {
  /** Makes the requests and reads the answers: the name of a ready-made handler, or your own. Required. */
  contentHandler?: TextHandlerName | TextHandler;
  /**
   * `invoke` streams the answer and joins its pieces.
   *
   * @defaultValue false
   */
  streaming?: boolean;
}

/** Call options of `SagemakerEndpoint`. */
export interface SagemakerEndpointCallOptions extends BaseLLMCallOptions, SagemakerCallFields {
  timeout?: number;
}

const serialization = /* @__PURE__ */ awsSerialization(serializableKeys);

/**
 * A text model behind an Amazon SageMaker real-time endpoint.
 *
 * ```ts
 * const model = new SagemakerEndpoint({ endpointName: "my-tgi", contentHandler: "tgi", region: "us-east-1" });
 * const text = await model.invoke("Why is the sky blue?");
 * ```
 *
 * Nothing is loaded or connected before the first call.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export class SagemakerEndpoint extends BaseLLM<SagemakerEndpointCallOptions> {
  static override lc_name(): string {
    return "SagemakerEndpoint";
  }

  override lc_serializable = true;
  override lc_namespace: string[] = ["langchain_aws", "llms"];
  /** The endpoint, as it was given. */
  readonly endpointName: string;
  readonly streaming: boolean;
  readonly #settings: SagemakerSettings;
  readonly #client: SagemakerClient;
  readonly #endpoint: StreamingEndpoint<string, string | TextReply | object>;

  /** @throws SagemakerConfigError or AwsConfigurationError for options that cannot work */
  constructor(fields: SagemakerEndpointInput) {
    const taken = takeFields(fields, "SagemakerEndpoint");
    super(taken.shown);
    const parts = connect<string, string | TextReply | object>(toTextHandler(taken.own.contentHandler), taken, 10);
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
    return [...super.callKeys, "modelKwargs", "endpointKwargs"];
  }

  override _llmType(): string {
    return "sagemaker_endpoint";
  }

  override _identifyingParams(): Record<string, unknown> {
    return identifyingParams(this.#settings);
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
  async createSession(call: Partial<SagemakerEndpointCallOptions> = {}): Promise<string> {
    return this.#endpoint.createSession(this.#call(call));
  }

  /** Ends a session of a stateful model, and returns the id of what was closed. */
  async closeSession(id: string, call: Partial<SagemakerEndpointCallOptions> = {}): Promise<string> {
    return this.#endpoint.closeSession(id, this.#call(call));
  }

  /** The text of one answer. */
  async _call(prompt: string, call: this["ParsedCallOptions"], runManager?: CallbackManagerForLLMRun): Promise<string> {
    return (await this.#answer(prompt, call, runManager)).text;
  }

  override async _generate(
    prompts: string[],
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<LLMResult> {
    const answers = await Promise.all(prompts.map((prompt) => this.#answer(prompt, call, runManager)));
    return { generations: answers.map((answer) => [answer]) };
  }

  override async *_streamResponseChunks(
    prompt: string,
    call: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<GenerationChunk> {
    const { pieces, outcome } = untilStop(await this.#endpoint.stream(prompt, this.#call(call)), call.stop);
    const listened = (runManager?.handlers.length ?? 0) > 0;
    for await (const { text = "", message } of pieces) {
      const shown = text + (message?.text ?? "");
      if (shown === "") continue;
      const chunk = new GenerationChunk({ text: shown });
      yield chunk;
      if (listened) await runManager?.handleLLMNewToken(shown, undefined, undefined, undefined, undefined, { chunk });
    }
    yield new GenerationChunk({ text: "", generationInfo: toGenerationInfo(outcome()) });
  }

  async #answer(
    prompt: string,
    call: this["ParsedCallOptions"],
    runManager: CallbackManagerForLLMRun | undefined,
  ): Promise<GenerationChunk> {
    if (this.streaming) return this.#joined(prompt, call, runManager);
    const { reply, metadata } = await this.#endpoint.invoke(prompt, this.#call(call), toTextReply);
    const { text, usage, finishReason, metadata: own } = reply;
    const stops = (call.stop ?? []).filter((stop) => stop !== "");
    const end = firstStop(text, stops);
    const generationInfo = toGenerationInfo({
      metadata: { ...metadata, ...own },
      ...(usage !== undefined && { usage }),
      ...(end >= 0 ? { finishReason: "stop" } : finishReason !== undefined && { finishReason }),
    });
    return new GenerationChunk({ text: end < 0 ? text : text.slice(0, end), generationInfo });
  }

  async #joined(
    prompt: string,
    call: this["ParsedCallOptions"],
    runManager: CallbackManagerForLLMRun | undefined,
  ): Promise<GenerationChunk> {
    let whole = new GenerationChunk({ text: "" });
    for await (const chunk of this._streamResponseChunks(prompt, call, runManager)) whole = whole.concat(chunk);
    return whole;
  }

  #call(call: Partial<SagemakerEndpointCallOptions>): EndpointCall {
    return { ...resolveCall(this.#settings, call), signal: call.signal, stop: call.stop };
  }
}

function toGenerationInfo({ usage, finishReason, metadata }: StreamOutcome): Record<string, unknown> {
  return { ...metadata, ...finishReasonOf(finishReason), ...(usage !== undefined && { usage_metadata: usage }) };
}
