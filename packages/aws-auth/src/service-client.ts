import { type MapAwsErrorContext, runLimited, type ValidationHint } from "@langchain-aws/core";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import type { AwsOptions } from "./aws-options.ts";
import { createClientSource, type ClientSource } from "./client-source.ts";
import type { AwsClientLike, AwsCommand } from "./client.ts";
import type { AwsService } from "./options.ts";
import type { ResolvedClientConfig } from "./resolve-client-config.ts";
import { sendCommand } from "./send.ts";
import { warmUp } from "./surface.ts";

/** What a {@link ServiceClient} is made from. */
export interface ServiceClientSettings<Sdk> {
  readonly service: AwsService;
  readonly options: AwsOptions;
  /** The package and its version, for the user agent. */
  readonly userAgent: readonly [name: string, version: string];
  /** Loads the AWS SDK, at the first request: `() => import("./sdk.ts")`. */
  readonly load: () => Promise<Sdk>;
  /** Builds the client. */
  readonly create: (sdk: Sdk, config: ResolvedClientConfig) => AwsClientLike;
  /** The region inside a resource's ARN, which beats the environment's. */
  readonly arnRegion?: string | undefined;
  /** The model that is asked, for the texts of errors. */
  readonly model?: string | undefined;
  /** Limits the requests that are under way, of all calls together. @defaultValue no limit */
  readonly caller?: AsyncCaller | undefined;
  /** What the texts of an operation's errors advise, before what they advise for every service. */
  readonly hints?: ((operation: string) => readonly ValidationHint[]) | undefined;
  /** As in `SendOptions`. */
  readonly onFailedAttempt?: ((error: Error) => unknown) | undefined;
}

/** What one request says about itself. */
export interface ServiceCall {
  readonly signal?: AbortSignal | undefined;
  /** Texts of the request that no error may quote; asked for only when there is an error. */
  readonly texts?: (() => readonly (string | undefined)[]) | undefined;
}

/**
 * Sends the commands of one object to one AWS service. A surface extends it by its operations. The client is built or
 * shared at the first of them, each waits for a free place, and errors come out mapped.
 */
export class ServiceClient<Sdk> {
  readonly #settings: ServiceClientSettings<Sdk>;
  readonly #source: ClientSource<AwsClientLike>;

  constructor(settings: ServiceClientSettings<Sdk>) {
    const { service, options, userAgent, arnRegion, load, create } = settings;
    this.#settings = settings;
    this.#source = createClientSource<AwsClientLike>({
      service,
      options,
      userAgent: [...userAgent],
      ...(arnRegion !== undefined && { modelArnRegion: arnRegion }),
      create: async (config) => create(await load(), config),
    });
  }

  /**
   * Sends one command. Waits for a free place, and leaves the queue when the signal is aborted.
   *
   * @param operation in the service's words, for errors: `Retrieve`
   * @throws the mapped error of the last attempt; the signal's reason
   */
  async send<Output>(
    operation: string,
    build: (sdk: Sdk) => AwsCommand<Output>,
    call: ServiceCall = {},
  ): Promise<Output> {
    const { options, caller, load, onFailedAttempt } = this.#settings;
    const { signal } = call;
    signal?.throwIfAborted();
    const command = build(await load());
    return runLimited(caller, signal, async () =>
      sendCommand<Output>(await this.#source.get(), command, {
        signal,
        timeout: options.timeout,
        onFailedAttempt,
        context: this.context(operation, call.texts),
      }),
    );
  }

  /** What the texts of an operation's errors say, and what they must not. */
  context(operation: string, texts: ServiceCall["texts"] = noTexts): MapAwsErrorContext {
    const { service, options, model, hints } = this.#settings;
    return {
      service,
      operation,
      model,
      region: options.region,
      profile: options.profile,
      hints: hints?.(operation),
      // A getter: needed only when there is an error that may quote them.
      get secrets() {
        return [...options.secrets, ...texts().filter((text) => text !== undefined)];
      },
    };
  }

  /**
   * The region that requests go to.
   *
   * @throws AwsRegionError when there is none
   */
  async region(): Promise<string> {
    return this.#source.region();
  }

  /** Builds the client and asks for credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await warmUp(this.#source);
  }

  /** Gives the shared client up. */
  async dispose(): Promise<void> {
    await this.#source.dispose();
  }
}

const noTexts = (): readonly string[] => [];
