import type {
  CountTokensCommandOutput as WireCountTokensOutput,
  InvokeModelCommandInput as WireInvokeInput,
  InvokeModelCommandOutput as WireInvokeOutput,
  InvokeModelWithResponseStreamCommandOutput as WireStreamOutput,
} from "@aws-sdk/client-bedrock-runtime";
import {
  type AwsOptions,
  BedrockModelClient,
  openWatchedStream,
  sendCommand,
  sendForEvents,
  type SendOptions,
  sendWithHeaders,
  type StreamStart,
  type WatchedStream,
} from "@langchain-aws/aws-auth";
import {
  BedrockServiceError,
  type MapAwsErrorContext,
  omitUndefined,
  type PlainRecord,
  runLimited,
  stringOf,
  utf8Encode,
} from "@langchain-aws/core";
import { batchesOf, type EventReaders } from "@langchain-aws/core/event-stream";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import type { Body } from "./formats/body-format.ts";
import type { BodyFormatName } from "./options.ts";
import { asWire } from "./record.ts";
import type { ExchangeFacts } from "./reply/reply-parser.ts";
import type { HeaderOptions } from "./resolve-options.ts";
import type { FoundModel } from "./resolve-model.ts";
import type * as Sdk from "./sdk.ts";
import { readSdkEvent, streamReaders } from "./stream-readers.ts";
import { validationHints } from "./validation-hints.ts";
import { packageName, packageVersion } from "./version.ts";

/** What a client is made from. */
export interface InvokeClientSettings {
  readonly aws: AwsOptions;
  /** Limits how many requests are under way; absent when there is no limit. */
  readonly caller?: AsyncCaller;
  /** The model id of the constructor; the region inside an ARN counts. */
  readonly modelId: string;
  readonly rateLimiter?: { acquire(signal?: AbortSignal): Promise<void> };
  readonly onFailedAttempt?: (error: Error) => unknown;
}

/** What one call says about its sending. */
export interface CallSettings {
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number | undefined;
  readonly maxRetries?: number | undefined;
}

/** One request: the model of the path, the body, and what goes into headers. */
export interface InvokeRequest extends HeaderOptions {
  readonly modelId: string;
  readonly format: BodyFormatName;
  readonly body: Body;
}

/** A whole reply as it came. */
export interface WholeReply {
  readonly body: Uint8Array;
  readonly exchange: ExchangeFacts;
}

/** A stream whose response has begun. */
export type OpenStream = WatchedStream<ExchangeFacts, PlainRecord>;

const streamOperation = "InvokeModelWithResponseStream";

/** The only file that talks to AWS. Errors come out mapped. */
export class InvokeClient extends BedrockModelClient<typeof Sdk> {
  readonly #settings: InvokeClientSettings;
  readonly #secrets: readonly string[];
  #readers: EventReaders<PlainRecord> | undefined;

  constructor(settings: InvokeClientSettings) {
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

  /** One whole reply. */
  async invoke(request: InvokeRequest, call: CallSettings): Promise<WholeReply> {
    const { InvokeModelCommand } = await this.loadSdk();
    const { output, headers } = await this.#limited(call, async () =>
      sendWithHeaders<WireInvokeOutput>(
        await this.source.get(),
        new InvokeModelCommand(toInput(request)),
        this.#sendOptions(call, this.#context("InvokeModel", request.modelId, request.format)),
      ),
    );
    return { body: bytesOf(output.body), exchange: toFacts(output, headers) };
  }

  /**
   * Opens a stream.
   *
   * @param idleTimeoutMs - how long it may be silent, before the response and between events
   */
  async openStream(request: InvokeRequest, call: CallSettings, idleTimeoutMs: number): Promise<OpenStream> {
    await this.awaitTurn(call.signal);
    return openWatchedStream({
      open: (signal) => this.#sendStream(request, { ...call, signal }),
      idleTimeoutMs,
      signal: call.signal,
      caller: this.#settings.caller,
      context: this.#context(streamOperation, request.modelId, request.format),
    });
  }

  /** The tokens of a body, as a foundation model counts them. */
  async countTokens(modelId: string, body: Body, call: CallSettings): Promise<number> {
    const { CountTokensCommand } = await this.loadSdk();
    const { inputTokens } = await this.#limited(call, async () =>
      sendCommand<WireCountTokensOutput>(
        await this.source.get(),
        new CountTokensCommand({ modelId, input: { invokeModel: { body: utf8Encode(JSON.stringify(body)) } } }),
        this.#sendOptions(call, this.#context("CountTokens", modelId, "anthropic-messages")),
      ),
    );
    if (inputTokens !== undefined) return inputTokens;
    throw new BedrockServiceError("The reply holds no count. Check endpoint and region.", { operation: "CountTokens" });
  }

  /**
   * The foundation model behind an ARN that does not name it.
   *
   * @param isOptional - the caller knows enough to go on without an answer
   */
  async findModel(modelId: string, isOptional: boolean, signal: AbortSignal | undefined): Promise<FoundModel> {
    return this.lookUp(modelId, { optional: isOptional, ...(signal !== undefined && { signal }) });
  }

  async #sendStream(request: InvokeRequest, call: CallSettings): Promise<StreamStart<ExchangeFacts, PlainRecord>> {
    const sdk = await this.loadSdk();
    const command = new sdk.InvokeModelWithResponseStreamCommand(toInput(request));
    const context: MapAwsErrorContext = {
      ...this.#context(streamOperation, request.modelId, request.format),
      stream: "opening",
    };
    const { output, events } = await sendForEvents<WireStreamOutput, PlainRecord>(this.source, command, {
      ...this.#sendOptions(call, context),
      readers: (this.#readers ??= streamReaders(sdk)),
      fromSdk: ({ body }) => body && batchesOf(body, readSdkEvent),
    });
    if (events === undefined) {
      throw new BedrockServiceError("The reply holds no stream. Check endpoint and region.", {
        operation: streamOperation,
        retryable: false,
      });
    }
    return { exchange: toFacts(output, {}), events };
  }

  /**
   * Asks the caller's rate limiter, where there is one: before each request, those of the Converse model among them.
   *
   * @throws the signal's reason when it is aborted already
   */
  async awaitTurn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    await this.#settings.rateLimiter?.acquire(signal);
  }

  /** Waits for its turn, and leaves the queue when the signal is aborted. */
  async #limited<T>({ signal }: CallSettings, send: () => Promise<T>): Promise<T> {
    await this.awaitTurn(signal);
    return runLimited(this.#settings.caller, signal, send);
  }

  #sendOptions({ signal, timeout, maxRetries }: CallSettings, context: MapAwsErrorContext): SendOptions {
    const { onFailedAttempt } = this.#settings;
    return { signal, timeout: this.timeoutFor(timeout), maxRetries, onFailedAttempt, context };
  }

  #context(operation: string, model: string, format: BodyFormatName): MapAwsErrorContext {
    const { aws } = this.#settings;
    return omitUndefined({
      service: "bedrock-runtime",
      operation,
      secrets: this.#secrets,
      hints: validationHints(format),
      model,
      region: aws.region,
      profile: aws.profile,
    });
  }
}

/** The command's input. Without a content type the SDK would say `application/octet-stream`. */
function toInput({ modelId, body, guardrail, serviceTier, latency, requestMetadata }: InvokeRequest): WireInvokeInput {
  return omitUndefined<WireInvokeInput>({
    modelId,
    body: JSON.stringify(body),
    contentType: "application/json",
    accept: "application/json",
    guardrailIdentifier: guardrail?.identifier,
    guardrailVersion: guardrail?.version,
    trace: asWire<WireInvokeInput["trace"]>(guardrail?.trace),
    serviceTier: asWire<WireInvokeInput["serviceTier"]>(serviceTier),
    performanceConfigLatency: asWire<WireInvokeInput["performanceConfigLatency"]>(latency),
    // A JSON text here, a map in Converse.
    requestMetadata: requestMetadata === undefined ? undefined : JSON.stringify(requestMetadata),
  });
}

function toFacts(
  output: {
    readonly $metadata?: { readonly requestId?: string | undefined };
    readonly serviceTier?: string | undefined;
  },
  headers: Readonly<Record<string, string>>,
): ExchangeFacts {
  return omitUndefined({
    requestId: output.$metadata?.requestId ?? headers["x-amzn-requestid"],
    serviceTier: stringOf(output.serviceTier),
    headers,
  });
}

/** The AWS SDK gives bytes; a test double may give a text, or nothing. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return utf8Encode(typeof body === "string" ? body : "");
}

/** An optional peer. With a `catch`, bundlers take it for one, and build without it. */
const loadControlPlane = async () =>
  import("@aws-sdk/client-bedrock").catch((error: unknown) => {
    throw error;
  });
