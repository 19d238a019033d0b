import type {
  AgenticRetrieveStreamCommandInput as WireAgenticInput,
  AgenticRetrieveStreamCommandOutput as WireAgenticOutput,
  RetrieveCommandInput as WireRetrieveInput,
  RetrieveCommandOutput as WireRetrieveOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";
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
export interface KnowledgeBasesClientSettings {
  readonly aws: AwsOptions;
  /** Requests in flight at a time, of all calls together. */
  readonly maxConcurrency?: number | undefined;
  readonly onFailedAttempt?: ((error: Error) => unknown) | undefined;
}

/** The only file that talks to AWS. Errors come out mapped. */
export class KnowledgeBasesClient {
  readonly #settings: KnowledgeBasesClientSettings;
  readonly #source: ClientSource<AwsClientLike>;
  readonly #caller: AsyncCaller;

  constructor(settings: KnowledgeBasesClientSettings) {
    this.#settings = settings;
    const { aws, maxConcurrency } = settings;
    this.#caller = createCaller({ ...(maxConcurrency !== undefined && { maxConcurrency }) });
    this.#source = createClientSource<AwsClientLike>({
      service: "bedrock-agent-runtime",
      options: aws,
      userAgent: [packageName, packageVersion],
      create: async (config) => {
        const { BedrockAgentRuntimeClient } = await import("./sdk.ts");
        return new BedrockAgentRuntimeClient(config);
      },
    });
  }

  /** One page of results. */
  async retrieve(input: WireRetrieveInput, signal?: AbortSignal): Promise<WireRetrieveOutput> {
    const context = this.context("Retrieve", [input.retrievalQuery?.text]);
    return this.#send(({ RetrieveCommand }) => new RetrieveCommand(input), context, signal);
  }

  /** Opens a stream of agentic retrieval. */
  async agenticRetrieve(input: WireAgenticInput, signal?: AbortSignal): Promise<WireAgenticOutput> {
    const context = this.context("AgenticRetrieveStream", agenticTexts(input));
    return this.#send(({ AgenticRetrieveStreamCommand }) => new AgenticRetrieveStreamCommand(input), context, signal);
  }

  /** What error texts say, and what they must not. */
  context(operation: string, texts: readonly (string | undefined)[]): MapAwsErrorContext {
    const { aws } = this.#settings;
    return {
      service: "bedrock-agent-runtime",
      operation,
      ...(aws.region !== undefined && { region: aws.region }),
      ...(aws.profile !== undefined && { profile: aws.profile }),
      hints: hints(),
      // A getter: needed only when there is an error that may quote them.
      get secrets() {
        return [...aws.secrets, ...texts.filter((text) => text !== undefined)];
      },
    };
  }

  /** Builds the client and asks for credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await warmUp(this.#source);
  }

  /** Gives the shared client up. */
  async dispose(): Promise<void> {
    await this.#source.dispose();
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

/** The texts of an agentic request's messages. */
export const agenticTexts = ({ messages }: WireAgenticInput): (string | undefined)[] =>
  messages?.map(({ content }) => content?.text) ?? [];
