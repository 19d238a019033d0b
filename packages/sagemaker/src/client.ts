import type {
  InvokeEndpointCommandOutput as WireOutput,
  InvokeEndpointCommandInput as WireInput,
  InvokeEndpointWithResponseStreamCommandOutput as WireStreamOutput,
} from "@aws-sdk/client-sagemaker-runtime";
import {
  type AwsClientLike,
  type AwsCommand,
  type AwsOptions,
  type ClientSource,
  createClientSource,
  openWatchedStream,
  sendCommand,
  sendForEvents,
  type SendOptions,
  type StreamStart,
  warmUp,
} from "@langchain-aws/aws-auth";
import { createCaller, isAbortError, omitUndefined, recordOf, runLimited } from "@langchain-aws/core";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import type { ContentHandler } from "./content-handler.ts";
import { SagemakerServiceError } from "./errors.ts";
import {
  callTimeout,
  mapSagemakerError,
  retryableOriginalStatuses,
  type SagemakerErrorContext,
  toAwsErrorContext,
} from "./map-sagemaker-error.ts";
import { partsOfEvents, payloadReaders } from "./payload-parts.ts";
import type { SagemakerSettings } from "./resolve-options.ts";
import { packageName, packageVersion } from "./version.ts";

/** What a client is made from. */
export interface SagemakerClientSettings {
  readonly aws: AwsOptions;
  readonly settings: SagemakerSettings;
  readonly defaultConcurrency: number;
  readonly onFailedAttempt?: ((error: Error) => unknown) | undefined;
  readonly mapError?: ContentHandler<never, unknown>["mapError"];
}

/** What one call says about its sending. */
export interface CallSettings {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  readonly maxRetries?: number | undefined;
}

/** A stream whose response has begun. */
export interface OpenStream {
  readonly output: WireStreamOutput;
  /** The next parts of the body; nothing at the end. Fails when it falls silent or the signal is aborted. */
  read(): Promise<readonly Uint8Array[] | undefined>;
  /** Gives the rest up and closes the connection. */
  close(): void;
  /** The error to throw for one that came out of the stream. */
  explain(error: unknown, partialText: string): Error;
}

type Operation = SagemakerErrorContext["operation"];

/** The only file that talks to AWS. Errors come out mapped. */
export class SagemakerClient {
  readonly #settings: SagemakerClientSettings;
  readonly #source: ClientSource<AwsClientLike>;
  readonly #caller: AsyncCaller;
  #region: string | undefined;

  /** @throws AwsConfigurationError for a `maxConcurrency` that is no count */
  constructor(settings: SagemakerClientSettings) {
    this.#settings = settings;
    const { maxConcurrency = settings.defaultConcurrency } = settings.settings;
    this.#caller = createCaller({ maxConcurrency });
    this.#source = createClientSource<AwsClientLike>({
      service: "sagemaker-runtime",
      options: settings.aws,
      userAgent: [packageName, packageVersion],
      create: async (config) => {
        const { SageMakerRuntimeClient } = await import("./sdk.ts");
        return new SageMakerRuntimeClient(config);
      },
    });
  }

  /** For a signal that is aborted: then nothing is made and nothing is sent. @throws an `AbortError`, or that of a timeout */
  checkSignal(signal: AbortSignal | undefined, operation: Operation): void {
    if (signal?.aborted === true) throw this.#explain(signal.reason, operation, signal);
  }

  /** One answer. */
  async invoke(input: WireInput, call: CallSettings): Promise<WireOutput> {
    const { InvokeEndpointCommand } = await import("./sdk.ts");
    const operation = "InvokeEndpoint";
    const { requestTimeoutMs } = this.#settings.settings;
    try {
      return await runLimited(this.#caller, call.signal, async () => {
        const client = await this.#source.get();
        await this.#findRegion();
        const options = { ...this.#sendOptions(operation, call), timeout: call.timeout ?? requestTimeoutMs };
        return sendCommand<WireOutput>(client, new InvokeEndpointCommand(input), options);
      });
    } catch (error) {
      throw this.#explain(error, operation, call.signal);
    }
  }

  /** Opens a stream. It is never opened again after its first part. */
  async openStream(input: WireInput, call: CallSettings): Promise<OpenStream> {
    const operation = "InvokeEndpointWithResponseStream";
    const { signal } = call;
    try {
      // Before the watch begins: what is loaded and built at the first request is not the endpoint's silence.
      const { InvokeEndpointWithResponseStreamCommand } = await import("./sdk.ts");
      await this.#source.get();
      await this.#findRegion();
      const stream = await openWatchedStream({
        open: (either) =>
          this.#sendStream(new InvokeEndpointWithResponseStreamCommand(input), { ...call, signal: either }),
        idleTimeoutMs: this.#settings.settings.streamIdleTimeoutMs,
        signal,
        caller: this.#caller,
        context: toAwsErrorContext(this.#context(operation)),
      });
      return {
        output: stream.exchange,
        read: () => stream.read(),
        close: () => stream.close(),
        explain: (error, partialText) => this.#explain(error, operation, signal, partialText),
      };
    } catch (error) {
      throw this.#explain(error, operation, signal);
    }
  }

  /** Builds the client and asks for credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await warmUp(this.#source);
  }

  /** Gives the shared client up. */
  async dispose(): Promise<void> {
    await this.#source.dispose();
  }

  async #sendStream(
    command: AwsCommand<WireStreamOutput>,
    call: CallSettings,
  ): Promise<StreamStart<WireStreamOutput, Uint8Array>> {
    const { output, events } = await sendForEvents<WireStreamOutput, Uint8Array>(this.#source, command, {
      ...this.#sendOptions("InvokeEndpointWithResponseStream", call),
      timeout: call.timeout,
      readers: payloadReaders,
      fromSdk: ({ Body }) => Body && partsOfEvents(Body),
    });
    if (events !== undefined) return { exchange: output, events };
    throw new SagemakerServiceError("The reply holds no stream. Check endpointUrl and region.", { retryable: false });
  }

  /** Only for the texts of errors; an injected client may not say. */
  async #findRegion(): Promise<void> {
    this.#region ??= this.#settings.aws.region ?? (await this.#source.region().catch(() => undefined));
  }

  #sendOptions(operation: Operation, { signal, maxRetries }: CallSettings): SendOptions {
    const { onFailedAttempt } = this.#settings;
    return {
      signal,
      maxRetries,
      isRetryable: isWorthRepeating,
      context: toAwsErrorContext(this.#context(operation)),
      ...(onFailedAttempt !== undefined && {
        onFailedAttempt: (error: Error) => onFailedAttempt(mapSagemakerError(error, this.#context(operation))),
      }),
    };
  }

  #explain(error: unknown, operation: Operation, signal: AbortSignal | undefined, partialText?: string): Error {
    const context = this.#context(operation, partialText);
    if (signal?.aborted !== true) return mapSagemakerError(error, context);
    // LangChain makes a signal of this kind out of a call's `timeout`.
    const { reason }: { reason: unknown } = signal;
    return recordOf(reason)["name"] === "TimeoutError" ? callTimeout(reason, context) : abortError(reason);
  }

  #context(operation: Operation, partialText?: string): SagemakerErrorContext {
    const { aws, settings, mapError } = this.#settings;
    const { endpointName, inferenceComponentName } = settings;
    return omitUndefined({
      operation,
      endpointName,
      inferenceComponentName,
      region: this.#region ?? aws.region,
      profile: aws.profile,
      secrets: aws.secrets,
      partialText,
      mapError,
    });
  }
}

/**
 * What the AWS SDK takes for final and is not: a container that answered 429, 502 or 503, which SageMaker reports as 424,
 * and the status 530 of SageMaker itself.
 */
function isWorthRepeating(error: unknown): boolean {
  const { name, OriginalStatusCode } = recordOf(error);
  if (name === "InternalDependencyException") return true;
  return name === "ModelError" && retryableOriginalStatuses.has(Number(OriginalStatusCode));
}

/** An aborted request ends in various errors; callers look for this name. */
function abortError(reason: unknown): Error {
  if (reason instanceof Error && isAbortError(reason)) return reason;
  return Object.assign(new Error("The request was aborted.", { cause: reason }), { name: "AbortError" });
}
