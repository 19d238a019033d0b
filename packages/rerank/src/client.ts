import type {
  RerankCommandInput as WireRerankInput,
  RerankCommandOutput as WireRerankOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import {
  type AwsClientLike,
  type AwsOptions,
  type ClientSource,
  createClientSource,
  sendCommand,
  warmUp,
} from "@langchain-aws/aws-auth";
import { createCaller, type MapAwsErrorContext, parseModelId } from "@langchain-aws/core";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import { hintsFor } from "./error-hints.ts";
import { isArn, toModelArn } from "./model-arn.ts";
import { textsOf } from "./request/texts.ts";
import { packageName, packageVersion } from "./version.ts";

/** What a client is made from. */
export interface RerankClientSettings {
  readonly aws: AwsOptions;
  /** An ARN, or the bare id of a model. */
  readonly model: string;
  /** Requests in flight at a time, of all calls together. */
  readonly maxConcurrency?: number;
  readonly onFailedAttempt?: (error: Error) => unknown;
}

/** The only file that talks to AWS. Errors come out mapped. */
export class RerankClient {
  readonly #settings: RerankClientSettings;
  readonly #source: ClientSource<AwsClientLike>;
  readonly #caller: AsyncCaller;

  /** @throws AwsConfigurationError for a `maxConcurrency` that is no count */
  constructor(settings: RerankClientSettings) {
    this.#settings = settings;
    const { aws, model, maxConcurrency } = settings;
    this.#caller = createCaller({ ...(maxConcurrency !== undefined && { maxConcurrency }) });
    const modelArnRegion = parseModelId(model).region;
    this.#source = createClientSource<AwsClientLike>({
      service: "bedrock-agent-runtime",
      options: aws,
      userAgent: [packageName, packageVersion],
      ...(modelArnRegion !== undefined && { modelArnRegion }),
      create: async (config) => {
        const { BedrockAgentRuntimeClient } = await import("./sdk.ts");
        return new BedrockAgentRuntimeClient(config);
      },
    });
  }

  /**
   * The model's ARN; a bare id gets the region that requests go to.
   *
   * @throws AwsRegionError when there is none
   */
  async modelArn(): Promise<string> {
    const { model } = this.#settings;
    return isArn(model) ? model : toModelArn(model, await this.#source.region());
  }

  /** One request. Waits for a free place, and leaves the queue when the signal is aborted. */
  async rerank(input: WireRerankInput, signal: AbortSignal): Promise<WireRerankOutput> {
    const { RerankCommand } = await import("./sdk.ts");
    const { onFailedAttempt } = this.#settings;
    return this.#caller.callWithOptions({ signal }, async () =>
      sendCommand<WireRerankOutput>(await this.#source.get(), new RerankCommand(input), {
        signal,
        context: this.#context(input),
        ...(onFailedAttempt !== undefined && { onFailedAttempt }),
      }),
    );
  }

  /** Builds the client and asks for credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await warmUp(this.#source);
  }

  /** Gives the shared client up. */
  async dispose(): Promise<void> {
    await this.#source.dispose();
  }

  #context(input: WireRerankInput): MapAwsErrorContext {
    const { aws, model } = this.#settings;
    return {
      service: "bedrock-agent-runtime",
      operation: "Rerank",
      model,
      ...(aws.region !== undefined && { region: aws.region }),
      ...(aws.profile !== undefined && { profile: aws.profile }),
      hints: hintsFor(model),
      // A getter: the texts are collected only when there is an error that may quote them.
      get secrets() {
        return [...aws.secrets, ...textsOf(input)];
      },
    };
  }
}
