import type { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { createCaller, mapAwsError, parseModelId } from "@langchain-aws/core";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel, type BaseChatModelParams } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import {
  awsSerialization,
  createClientSource,
  createControlPlane,
  lookUpBaseModel,
  sendCommand,
  takeAwsFields,
  warmUp,
  type AwsClientFields,
  type AwsOptions,
  type ClientSource,
  type ControlPlane,
  type SendOptions,
} from "../../src/index.ts";

const serialization = awsSerialization(["model", "provider"]);
const userAgent: [string, string] = ["tiny-chat", "1.2.3"];

export interface TinyChatFields extends BaseChatModelParams, AwsClientFields<BedrockRuntimeClient> {
  model?: string;
  provider?: string;
}

type TinyCall = BaseChatModel["ParsedCallOptions"] & { maxRetries?: number; timeout?: number };

/** The smallest chat model that a package could be: what it knows of AWS comes through this package's public names. */
export class TinyChat extends BaseChatModel {
  static override lc_name(): string {
    return "TinyChat";
  }

  override lc_serializable = true;
  override lc_namespace: string[] = ["langchain_aws", "test"];
  readonly model: string;
  readonly provider: string | undefined;
  readonly awsOptions: AwsOptions;
  readonly #source: ClientSource<BedrockRuntimeClient>;
  readonly #controlPlane: ControlPlane;
  readonly #onFailedAttempt: SendOptions["onFailedAttempt"];

  constructor(fields: TinyChatFields = {}) {
    const { options, rest, marks } = takeAwsFields(fields, { service: "bedrock-runtime" });
    super({ ...rest, ...marks });
    const { model = "anthropic.claude-3-5-haiku-20241022-v1:0", provider, maxConcurrency, onFailedAttempt } = fields;
    this.model = model;
    this.provider = provider;
    this.awsOptions = options;
    this.caller = createCaller({ maxConcurrency });
    this.#onFailedAttempt = onFailedAttempt;
    const modelArnRegion = parseModelId(model).region;
    this.#source = createClientSource({
      service: "bedrock-runtime",
      options,
      modelArnRegion,
      userAgent,
      create: async (config) => {
        const { BedrockRuntimeClient } = await import("@aws-sdk/client-bedrock-runtime");
        return new BedrockRuntimeClient(config);
      },
    });
    this.#controlPlane = createControlPlane({
      options,
      modelArnRegion,
      userAgent,
      load: () => import("@aws-sdk/client-bedrock"),
    });
  }

  override get lc_secrets(): Record<string, string> {
    return serialization.secrets;
  }

  override get lc_serializable_keys(): string[] {
    return serialization.serializableKeys;
  }

  override _llmType(): string {
    return "tiny";
  }

  client(): Promise<BedrockRuntimeClient> {
    return this.#source.get();
  }

  ready(): Promise<void> {
    return warmUp(this.#source);
  }

  async dispose(): Promise<void> {
    await this.#source.dispose();
    await this.#controlPlane.dispose();
  }

  /** The provider, looked up when neither the option nor the identifier says it. */
  async findProvider(): Promise<string | undefined> {
    const parsed = parseModelId(this.model);
    const found = await lookUpBaseModel(parsed, this.#controlPlane, { optional: this.provider !== undefined });
    return this.provider ?? found.provider;
  }

  override async _generate(messages: BaseMessage[], call: TinyCall): Promise<ChatResult> {
    const { ConverseCommand } = await import("@aws-sdk/client-bedrock-runtime");
    const output = await this.#send(call, (client, options) =>
      sendCommand(client, new ConverseCommand({ modelId: this.model, messages: toWire(messages) }), options),
    );
    const text = output.output?.message?.content?.map((block) => block.text ?? "").join("") ?? "";
    return { generations: [{ text, message: new AIMessage(text) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    call: TinyCall,
    run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { ConverseStreamCommand } = await import("@aws-sdk/client-bedrock-runtime");
    const output = await this.#send(call, (client, options) =>
      sendCommand(client, new ConverseStreamCommand({ modelId: this.model, messages: toWire(messages) }), options),
    );
    let stream: "opening" | "open" = "opening";
    try {
      for await (const event of output.stream ?? []) {
        const text = event.contentBlockDelta?.delta?.text;
        if (text === undefined) continue;
        stream = "open";
        yield new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
        await run?.handleLLMNewToken(text);
      }
    } catch (error) {
      throw mapAwsError(error, { ...this.#context("ConverseStream"), stream });
    }
  }

  #send<Output>(
    call: TinyCall,
    send: (client: BedrockRuntimeClient, options: SendOptions) => Promise<Output>,
  ): Promise<Output> {
    return this.caller.callWithOptions({ signal: call.signal }, async () => {
      const client = await this.#source.get();
      return send(client, {
        signal: call.signal,
        timeout: call.timeout,
        maxRetries: call.maxRetries,
        onFailedAttempt: this.#onFailedAttempt,
        context: this.#context("Converse"),
      });
    });
  }

  #context(operation: string): SendOptions["context"] {
    return {
      service: "bedrock-runtime",
      operation,
      model: this.model,
      profile: this.awsOptions.profile,
      secrets: this.awsOptions.secrets,
    };
  }
}

const toWire = (messages: readonly BaseMessage[]): { role: "user"; content: { text: string }[] }[] => [
  { role: "user", content: messages.map((message) => ({ text: message.text })) },
];
