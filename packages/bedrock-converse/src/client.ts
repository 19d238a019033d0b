import type {
  BedrockRuntimeClient,
  ConverseCommandOutput as WireConverseOutput,
  ConverseStreamCommandOutput as WireStreamOutput,
  ConverseStreamOutput as WireEvent,
  CountTokensCommandOutput as WireCountTokensOutput,
} from "@aws-sdk/client-bedrock-runtime";
import {
  type AwsOptions,
  type ClientSource,
  type ControlPlane,
  createClientSource,
  createControlPlane,
  lookUpBaseModel,
  openWatchedStream,
  sendCommand,
  sendForEvents,
  type SendOptions,
  type StreamStart,
  warmUp,
  type WatchedStream,
} from "@langchain-aws/aws-auth";
import {
  BedrockServiceError,
  type MapAwsErrorContext,
  omitUndefined,
  parseModelId,
  runLimited,
} from "@langchain-aws/core";
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
export class ConverseClient {
  readonly #settings: ConverseClientSettings;
  readonly #secrets: readonly string[];
  readonly #source: ClientSource<BedrockRuntimeClient>;
  readonly #controlPlane: ControlPlane;
  #sdk: Promise<typeof Sdk> | undefined;
  #readers: EventReaders<WireEvent> | undefined;

  constructor(settings: ConverseClientSettings) {
    this.#settings = settings;
    this.#secrets = settings.aws.secrets;
    const modelArnRegion = parseModelId(settings.modelId).region;
    const shared = {
      options: settings.aws,
      userAgent: [packageName, packageVersion] as [string, string],
      ...(modelArnRegion !== undefined && { modelArnRegion }),
    };
    this.#source = createClientSource<BedrockRuntimeClient>({
      ...shared,
      service: "bedrock-runtime",
      create: async (config) => {
        const { BedrockRuntimeClient } = await this.#loadSdk();
        return new BedrockRuntimeClient(config);
      },
    });
    this.#controlPlane = createControlPlane({ ...shared, load: loadControlPlane });
  }

  /** One reply. */
  async converse(input: ConverseInput, call: CallSettings): Promise<WireConverseOutput> {
    const { ConverseCommand } = await this.#loadSdk();
    return this.#limited(call, async () =>
      sendCommand<WireConverseOutput>(
        await this.#source.get(),
        new ConverseCommand(input),
        this.#sendOptions(call, this.#context("Converse", input)),
      ),
    );
  }

  /** The tokens of a request, as a foundation model counts them. */
  async countTokens(modelId: string, input: ConverseInput, call: CallSettings): Promise<number> {
    const { CountTokensCommand } = await this.#loadSdk();
    const { messages, system, toolConfig, additionalModelRequestFields } = input;
    const converse = omitUndefined({ messages, system, toolConfig, additionalModelRequestFields });
    const { inputTokens } = await this.#limited(call, async () =>
      sendCommand<WireCountTokensOutput>(
        await this.#source.get(),
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

  /** Who asks, and where: equal for equal credentials and regions, and no secret. */
  async identity(): Promise<string> {
    return `${await this.#source.region()} ${await this.#source.identity()}`;
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
      return await lookUpBaseModel(parseModelId(modelId), this.#controlPlane, {
        optional: true,
        ...(signal !== undefined && { signal }),
      });
    } catch {
      // Only the family's rules are lost; whatever is wrong will show, or not, in the request itself.
      signal?.throwIfAborted();
      return {};
    }
  }

  /** Builds the client and asks for credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await warmUp(this.#source);
  }

  /** Gives the shared client up. */
  async dispose(): Promise<void> {
    await Promise.all([this.#source.dispose(), this.#controlPlane.dispose()]);
  }

  /** Loads the SDK with the first request; looking it up again for each would cost more than the rest of this file. */
  #loadSdk(): Promise<typeof Sdk> {
    this.#sdk ??= import("./sdk.ts");
    return this.#sdk;
  }

  async #sendStream(input: ConverseInput, call: CallSettings): Promise<StreamStart<ExchangeFacts, WireEvent>> {
    const sdk = await this.#loadSdk();
    const command = new sdk.ConverseStreamCommand(input);
    const { output, events } = await sendForEvents<WireStreamOutput, WireEvent>(this.#source, command, {
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
    return { signal, maxRetries, headers, onFailedAttempt, context };
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
