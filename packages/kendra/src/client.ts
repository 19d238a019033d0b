import type {
  QueryCommandInput as WireQueryInput,
  QueryCommandOutput as WireQueryOutput,
  RetrieveCommandInput as WireRetrieveInput,
  RetrieveCommandOutput as WireRetrieveOutput,
} from "@aws-sdk/client-kendra";
import {
  type AwsClientLike,
  type AwsCommand,
  type AwsOptions,
  type ClientSource,
  createClientSource,
  sendCommand,
  warmUp,
} from "@langchain-aws/aws-auth";
import { createCaller, type MapAwsErrorContext } from "@langchain-aws/core";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import { hints } from "./error-hints.ts";
import type * as Sdk from "./sdk.ts";
import { packageName, packageVersion } from "./version.ts";

/** What a client is made from. */
export interface RetrieverClientSettings {
  readonly aws: AwsOptions;
  /** Requests in flight at a time, of all calls together. */
  readonly maxConcurrency?: number | undefined;
  readonly onFailedAttempt?: ((error: Error) => unknown) | undefined;
}

/** The only file that talks to AWS. Errors come out mapped. */
export class RetrieverClient {
  readonly #settings: RetrieverClientSettings;
  readonly #source: ClientSource<AwsClientLike>;
  readonly #caller: AsyncCaller;

  constructor(settings: RetrieverClientSettings) {
    this.#settings = settings;
    const { aws, maxConcurrency } = settings;
    this.#caller = createCaller({ ...(maxConcurrency !== undefined && { maxConcurrency }) });
    this.#source = createClientSource<AwsClientLike>({
      service: "kendra",
      options: aws,
      userAgent: [packageName, packageVersion],
      create: async (config) => {
        const { KendraClient } = await import("./sdk.ts");
        return new KendraClient(config);
      },
    });
  }

  /** Passages. */
  async retrieve(input: WireRetrieveInput, signal: AbortSignal | undefined): Promise<WireRetrieveOutput> {
    const context = this.#context("Retrieve", input);
    return this.#send(({ RetrieveCommand }) => new RetrieveCommand(input), context, signal);
  }

  /** Answers, questions and documents. */
  async query(input: WireQueryInput, signal: AbortSignal | undefined): Promise<WireQueryOutput> {
    return this.#send(({ QueryCommand }) => new QueryCommand(input), this.#context("Query", input), signal);
  }

  /** Builds the client and asks for credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await warmUp(this.#source);
  }

  /** Gives the shared client up. */
  async dispose(): Promise<void> {
    await this.#source.dispose();
  }

  /** What error texts say, and what they must not. */
  #context(operation: string, { QueryText, UserContext }: WireQueryInput): MapAwsErrorContext {
    const { aws } = this.#settings;
    return {
      service: "kendra",
      operation,
      ...(aws.region !== undefined && { region: aws.region }),
      ...(aws.profile !== undefined && { profile: aws.profile }),
      hints: hints(),
      // A getter: needed only when there is an error that may quote them.
      get secrets() {
        return [...aws.secrets, ...[QueryText, UserContext?.Token].filter((secret) => secret !== undefined)];
      },
    };
  }

  /** Waits for a free place, and leaves the queue when the signal is aborted. */
  async #send<Output>(
    build: (sdk: typeof Sdk) => AwsCommand<Output>,
    context: MapAwsErrorContext,
    signal: AbortSignal | undefined,
  ): Promise<Output> {
    signal?.throwIfAborted();
    const command = build(await import("./sdk.ts"));
    const { aws, onFailedAttempt } = this.#settings;
    const send = async (): Promise<Output> =>
      sendCommand<Output>(await this.#source.get(), command, {
        context,
        ...(signal !== undefined && { signal }),
        ...(aws.timeout !== undefined && { timeout: aws.timeout }),
        ...(onFailedAttempt !== undefined && { onFailedAttempt }),
      });
    return signal === undefined ? this.#caller.call(send) : this.#caller.callWithOptions({ signal }, send);
  }
}
