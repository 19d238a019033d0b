import type {
  AgenticRetrieveGeneratedResponse as WireGeneratedResponse,
  AgenticRetrieveResultItem as WireResultItem,
  AgenticRetrieveStreamResponseOutput as WireEvent,
  BedrockAgentRuntimeClientConfig,
} from "@aws-sdk/client-bedrock-agent-runtime";
import type { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import type { Document } from "@langchain/core/documents";
import type { SearchFilter } from "../filter/search-filter.ts";
import type { GuardrailConfig, UserContext } from "../options.ts";

/** Options of `agenticRetrieve` and `agenticRetrieveStream`. Every name is also taken in the snake_case of Python's. */
export interface AgenticRetrieveInput extends Omit<
  AwsClientFields<AwsClientLike, BedrockAgentRuntimeClientConfig>,
  "timeout"
> {
  /** Id of a managed knowledge base. */
  knowledgeBaseId: string;
  /** What is asked; not blank. */
  query: string;
  /**
   * Whether a model answers the query from what was found.
   *
   * @defaultValue false
   */
  generateResponse?: boolean;
  /**
   * How many results to ask for, 1 to 100.
   *
   * @defaultValue 4
   */
  numberOfResults?: number;
  /** Which documents are searched. */
  filter?: SearchFilter;
  /** On whose behalf is searched. */
  userContext?: UserContext;
  /** A guardrail. */
  guardrailConfig?: GuardrailConfig;
  /** Same as {@link AgenticRetrieveInput.guardrailConfig}. */
  guardrails?: GuardrailConfig;
  /** ARN of the model that plans and answers; without it the service's own. */
  foundationModelArn?: string;
  /**
   * Whose model puts the results into order.
   *
   * @defaultValue "MANAGED"
   */
  rerankingModelType?: "CUSTOM" | "MANAGED" | "NONE";
  /** How often the model may search again. */
  maxAgentIteration?: number;
  /** Same as `client`. */
  bedrockAgentRuntimeClient?: AwsClientLike;
  /**
   * Milliseconds until the stream is open, for each attempt, and then between its events.
   *
   * @defaultValue 120,000; none beside a client or a request handler of your own
   */
  timeout?: number;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
  /** Ends the request, and the stream. */
  signal?: AbortSignal;
}

/** An event of agentic retrieval, as the AWS SDK has it: `responseEvent`, `traceEvent` or `result`. */
export type AgenticRetrieveEvent = WireEvent;

/** What was found, and what was answered. */
export interface AgenticRetrieveOutput {
  /** The results as they came. They have no score. */
  results: WireResultItem[];
  /** The results as documents: metadata `type` (a MIME type), `source_metadata`, `source_retriever`. */
  documents: Document[];
  /** With `generateResponse`. */
  generatedResponse?: { answer: string; citations: NonNullable<WireGeneratedResponse["citations"]> };
  /** Where more results are. */
  nextToken?: string;
}
