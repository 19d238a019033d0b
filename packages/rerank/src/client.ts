import type {
  RerankCommandInput as WireRerankInput,
  RerankCommandOutput as WireRerankOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { type AwsOptions, ServiceClient } from "@langchain-aws/aws-auth";
import { createCaller, parseModelId } from "@langchain-aws/core";
import { hintsFor } from "./error-hints.ts";
import { isArn, toModelArn } from "./model-arn.ts";
import { textsOf } from "./request/texts.ts";
import type * as Sdk from "./sdk.ts";
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
export class RerankClient extends ServiceClient<typeof Sdk> {
  readonly #model: string;

  /** @throws AwsConfigurationError for a `maxConcurrency` that is no count */
  constructor({ aws, model, maxConcurrency, onFailedAttempt }: RerankClientSettings) {
    super({
      service: "bedrock-agent-runtime",
      options: aws,
      userAgent: [packageName, packageVersion],
      load: () => import("./sdk.ts"),
      create: ({ BedrockAgentRuntimeClient }, config) => new BedrockAgentRuntimeClient(config),
      arnRegion: parseModelId(model).region,
      model,
      caller: createCaller({ ...(maxConcurrency !== undefined && { maxConcurrency }) }),
      hints: () => hintsFor(model),
      onFailedAttempt,
    });
    this.#model = model;
  }

  /**
   * The model's ARN; a bare id gets the region that requests go to.
   *
   * @throws AwsRegionError when there is none
   */
  async modelArn(): Promise<string> {
    return isArn(this.#model) ? this.#model : toModelArn(this.#model, await this.region());
  }

  /** One request. Waits for a free place, and leaves the queue when the signal is aborted. */
  async rerank(input: WireRerankInput, signal: AbortSignal): Promise<WireRerankOutput> {
    return this.send<WireRerankOutput>("Rerank", ({ RerankCommand }) => new RerankCommand(input), {
      signal,
      texts: () => textsOf(input),
    });
  }
}
