import type {
  ConverseCommandOutput as WireConverseOutput,
  ConverseStreamCommandOutput as WireStreamOutput,
  ConverseStreamOutput as WireEvent,
  CountTokensCommandOutput as WireCountTokensOutput,
} from "@aws-sdk/client-bedrock-runtime";
import {
  type AwsOptions,
  BedrockModelClient,
  openWatchedStream,
  sendCommand,
  sendForEvents,
  type SendOptions,
  type StreamStart,
  type WatchedStream,
} from "@langchain-aws/aws-auth";
import { BedrockServiceError, type MapAwsErrorContext, omitUndefined, runLimited } from "@langchain-aws/core";
import { batchesOf, type EventReaders } from "@langchain-aws/core/event-stream";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import type { ConverseInput } from "./request/build-request.ts";
import type * as Sdk from "./sdk.ts";
import type { FoundModel } from "./resolve-options.ts";
import type { ExchangeFacts } from "./response/metadata.ts";
import { streamReaders } from "./stream-readers.ts";
import { validationHints } from "./validation-hints.ts";
import { packageName, packageVersion } from "./version.ts";

/** What a client is made from. */
export interface ConverseClientSettings {
  readonly aws: AwsOptions;
  /** Limits how many requests are under way; absent when there is no limit. */
  readonly caller?: AsyncCaller;
  /** The model id of the constructor; the region inside an ARN counts. */
  readonly modelId: string;
  readonly headers?: Record<string, string>;
  readonly onFailedAttempt?: (error: Error) => unknown;
}

/** What one call says about its sending. */
export interface CallSettings {
  readonly signal?: AbortSignal | undefined;
  readonly maxRetries?: number | undefined;
}

/** A stream whose response has begun. */
export type OpenStream = WatchedStream<ExchangeFacts, WireEvent>;

/** The only file that talks to AWS. Errors come out mapped. */
export class ConverseClient extends BedrockModelClient<typeof Sdk> {
  readonly #settings: ConverseClientSettings;
  readonly #secrets: readonly string[];
  #readers: EventReaders<WireEvent> | undefined;

  constructor(settings: ConverseClientSettings) {
    const { aws: options, modelId } = settings;
    super({
      options,
      modelId,
      userAgent: [packageName, packageVersion],
      load: async () => import("./sdk.ts"),
      loadControlPlane,
    });
    this.#settings = settings;
    this.#secrets = settings.aws.secrets;
  }

  /** One reply. */
  async converse(input: ConverseInput, call: CallSettings): Promise<WireConverseOutput> {
    const { ConverseCommand } = await this.loadSdk();
    return this.#limited(call, async () =>
      sendCommand<WireConverseOutput>(
        await this.source.get(),
        new ConverseCommand(input),
        this.#sendOptions(call, this.#context("Converse", input)),
      ),
    );
  }

  /** The tokens of a request, as a foundation model counts them. */
  async countTokens(modelId: string, input: ConverseInput, call: CallSettings): Promise<number> {
    const { CountTokensCommand } = await this.loadSdk();
    const { messages, system, toolConfig, additionalModelRequestFields } = input;
    const converse = omitUndefined({ messages, system, toolConfig, additionalModelRequestFields });
    const { inputTokens } = await this.#limited(call, async () =>
      sendCommand<WireCountTokensOutput>(
        await this.source.get(),
        new CountTokensCommand({ modelId, input: { converse } }),
        this.#sendOptions(call, this.#context("CountTokens", { modelId })),
      ),
    );
    if (inputTokens === undefined) {
      throw new BedrockServiceError("The reply holds no count. Check endpoint and region.", {
        operation: "CountTokens",
      });
    }
    return inputTokens;
  }

  /**
   * Opens a stream.
   *
   * @param idleTimeoutMs - how long it may be silent, before the response and between events
   */
  async openStream(input: ConverseInput, call: CallSettings, idleTimeoutMs: number): Promise<OpenStream> {
    return openWatchedStream({
      open: (signal) => this.#sendStream(input, { ...call, signal }),
      idleTimeoutMs,
      signal: call.signal,
      caller: this.#settings.caller,
      context: this.#context("ConverseStream", input),
    });
  }

  /** The foundation model behind an ARN that does not name it; nothing when it cannot be found out. */
  async findModel(modelId: string, signal: AbortSignal | undefined): Promise<FoundModel> {
    try {
      return await this.lookUp(modelId, { optional: true, ...(signal !== undefined && { signal }) });
    } catch {
      // Only the family's rules are lost; whatever is wrong will show, or not, in the request itself.
      signal?.throwIfAborted();
      return {};
    }
  }

  async #sendStream(input: ConverseInput, call: CallSettings): Promise<StreamStart<ExchangeFacts, WireEvent>> {
    const sdk = await this.loadSdk();
    const command = new sdk.ConverseStreamCommand(input);
    const { output, events } = await sendForEvents<WireStreamOutput, WireEvent>(this.source, command, {
      ...this.#sendOptions(call, { ...this.#context("ConverseStream", input), stream: "opening" }),
      readers: (this.#readers ??= streamReaders(sdk)),
      fromSdk: ({ stream }) => stream && batchesOf(stream, (event) => event),
    });
    if (events === undefined) {
      throw new BedrockServiceError("The reply holds no stream. Check endpoint and region.", {
        operation: "ConverseStream",
        retryable: false,
      });
    }
    return { exchange: output.$metadata, events };
  }

  /** Waits for a free place when `maxConcurrency` is set, and leaves the queue when the signal is aborted. */
  #limited<T>({ signal }: CallSettings, send: () => Promise<T>): Promise<T> {
    return runLimited(this.#settings.caller, signal, send);
  }

  #sendOptions({ signal, maxRetries }: CallSettings, context: MapAwsErrorContext): SendOptions {
    const { headers, onFailedAttempt } = this.#settings;
    return { signal, timeout: this.timeoutFor(), maxRetries, headers, onFailedAttempt, context };
  }

  #context(operation: string, input: ConverseInput): MapAwsErrorContext {
    const { aws } = this.#settings;
    return {
      service: "bedrock-runtime",
      operation,
      secrets: this.#secrets,
      hints: validationHints,
      model: input.modelId,
      region: aws.region,
      profile: aws.profile,
    };
  }
}

/** An optional peer. With a `catch`, bundlers take it for one, and build without it. */
const loadControlPlane = async () =>
  import("@aws-sdk/client-bedrock").catch((error: unknown) => {
    throw error;
  });
