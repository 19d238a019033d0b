import type {
  AgenticRetrieveStreamCommandInput as WireAgenticInput,
  AgenticRetrieveStreamCommandOutput as WireAgenticOutput,
  RetrieveCommandInput as WireRetrieveInput,
  RetrieveCommandOutput as WireRetrieveOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { type AwsOptions, ServiceClient } from "@langchain-aws/aws-auth";
import { createCaller, type MapAwsErrorContext } from "@langchain-aws/core";
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
export class KnowledgeBasesClient extends ServiceClient<typeof Sdk> {
  constructor({ aws, maxConcurrency, onFailedAttempt }: KnowledgeBasesClientSettings) {
    super({
      service: "bedrock-agent-runtime",
      options: aws,
      userAgent: [packageName, packageVersion],
      load: () => import("./sdk.ts"),
      create: ({ BedrockAgentRuntimeClient }, config) => new BedrockAgentRuntimeClient(config),
      caller: createCaller({ ...(maxConcurrency !== undefined && { maxConcurrency }) }),
      hints,
      onFailedAttempt,
    });
  }

  /** One page of results. */
  async retrieve(input: WireRetrieveInput, signal?: AbortSignal): Promise<WireRetrieveOutput> {
    return this.send<WireRetrieveOutput>("Retrieve", ({ RetrieveCommand }) => new RetrieveCommand(input), {
      signal,
      texts: () => [input.retrievalQuery?.text],
    });
  }

  /** Opens a stream of agentic retrieval. */
  async agenticRetrieve(input: WireAgenticInput, signal?: AbortSignal): Promise<WireAgenticOutput> {
    return this.send<WireAgenticOutput>(
      agenticOperation,
      ({ AgenticRetrieveStreamCommand }) => new AgenticRetrieveStreamCommand(input),
      { signal, texts: () => agenticTexts(input) },
    );
  }

  /** What the texts of errors out of the stream say, and what they must not. */
  agenticContext(input: WireAgenticInput): MapAwsErrorContext {
    return this.context(agenticOperation, () => agenticTexts(input));
  }
}

const agenticOperation = "AgenticRetrieveStream";

/** The texts of an agentic request's messages. */
const agenticTexts = ({ messages }: WireAgenticInput): (string | undefined)[] =>
  messages?.map(({ content }) => content?.text) ?? [];
