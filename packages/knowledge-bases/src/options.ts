import type {
  BedrockAgentRuntimeClientConfig,
  ImplicitFilterConfiguration as WireImplicitFilter,
  ManagedSearchRerankingConfiguration as WireManagedReranking,
  VectorSearchRerankingConfiguration as WireVectorReranking,
} from "@aws-sdk/client-bedrock-agent-runtime";
import type { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import type { DocumentInterface } from "@langchain/core/documents";
import type { BaseRetrieverInput } from "@langchain/core/retrievers";
import type { SearchFilter } from "./filter/search-filter.ts";

/** Reranking in the service, in short. */
export interface RerankShorthand {
  /** ARN of the reranking model. */
  modelArn: string;
  /** How many results are left, 1 to 100. */
  topN?: number;
  /** Fields of the model's own. */
  additionalModelRequestFields?: Record<string, unknown>;
}

/** How a vector knowledge base is searched. */
export interface VectorSearchConfig {
  /**
   * How many results to ask for, 1 to 100.
   *
   * @defaultValue 4, once there is a search configuration at all
   */
  numberOfResults?: number;
  /** Which documents are searched. */
  filter?: SearchFilter;
  /** Text and vectors together, or vectors alone. Not every vector store knows `HYBRID`. */
  overrideSearchType?: "HYBRID" | "SEMANTIC";
  /** A model that puts the results into order, as the API has it. */
  rerankingConfiguration?: WireVectorReranking;
  /** The same in short; one of the two. */
  rerank?: RerankShorthand;
  /** A model that makes a filter out of the query. */
  implicitFilterConfiguration?: WireImplicitFilter;
}

/** How a managed knowledge base is searched. */
export interface ManagedSearchConfig {
  /**
   * How many results to ask for, 1 to 100.
   *
   * @defaultValue 4
   */
  numberOfResults?: number;
  /** Which documents are searched. */
  filter?: SearchFilter;
  /** Whose model puts the results into order. */
  rerankingModelType?: "CUSTOM" | "MANAGED" | "NONE";
  /** A model of your own, as the API has it. */
  rerankingConfiguration?: WireManagedReranking;
  /** The same in short; one of the two. */
  rerank?: RerankShorthand;
}

/**
 * `retrievalConfiguration` of the Retrieve operation: one of the two searches.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_KnowledgeBaseRetrievalConfiguration.html
 */
export interface RetrievalConfig {
  /** For knowledge bases with a vector store. */
  vectorSearchConfiguration?: VectorSearchConfig;
  /** For managed knowledge bases. */
  managedSearchConfiguration?: ManagedSearchConfig;
  /** Where to go on; sent beside the configuration, where the service wants it. */
  nextToken?: string;
}

/** A guardrail that looks at query and results. */
export interface GuardrailConfig {
  /** Its id or ARN. */
  guardrailId?: string;
  /** Same as {@link GuardrailConfig.guardrailId}. */
  guardrailIdentifier?: string;
  /** Its version, or `DRAFT`. */
  guardrailVersion: string;
}

/** On whose behalf is searched, for knowledge bases with access control on documents. */
export interface UserContext {
  /** The user, as the data source knows them. */
  userId: string;
}

/** What `with` can change. */
export interface RetrieverOverrides {
  /** How many results to ask for, 1 to 100. */
  topK?: number;
  /** Which documents are searched. */
  filter?: SearchFilter;
  /** Text and vectors together, or vectors alone; for vector knowledge bases. */
  overrideSearchType?: "HYBRID" | "SEMANTIC";
  /** On whose behalf is searched. */
  userContext?: UserContext;
  /** Keeps only results with at least this score, 0 to 1; 0 keeps all. A missing score counts as 0. */
  minScoreConfidence?: number;
  /** Keeps only results that have a score of at most this: for stores whose score is a distance, where 0 is best. */
  maxScore?: number;
}

/** Constructor fields of `AmazonKnowledgeBasesRetriever`. Every name is also taken in the snake_case of Python's. */
export interface AmazonKnowledgeBasesRetrieverInput
  extends
    Omit<AwsClientFields<AwsClientLike, BedrockAgentRuntimeClientConfig>, "timeout">,
    BaseRetrieverInput,
    RetrieverOverrides {
  /** Id of the knowledge base. */
  knowledgeBaseId: string;
  /** The whole search configuration. `topK`, `filter` and `overrideSearchType` are added to it. */
  retrievalConfig?: RetrievalConfig;
  /** Same as {@link AmazonKnowledgeBasesRetrieverInput.retrievalConfig}. */
  retrievalConfiguration?: RetrievalConfig;
  /** A guardrail for query and results. An intervention is no error: documents have `guardrailAction` then. */
  guardrailConfig?: GuardrailConfig;
  /** Same as {@link AmazonKnowledgeBasesRetrieverInput.guardrailConfig}. */
  guardrails?: GuardrailConfig;
  /**
   * Copies the metadata of the source to the top level of a document's metadata, where it never replaces anything.
   *
   * @defaultValue false
   */
  flattenMetadata?: boolean;
  /**
   * How many pages, hence requests, one `invoke` takes at most.
   *
   * @defaultValue 1
   */
  maxPages?: number;
  /**
   * Members of the service's API that are newer than this package: merged deeply over the request, and not checked. The
   * AWS SDK drops what it does not know.
   */
  extraRequest?: Record<string, unknown>;
  /** Same as `client`. */
  bedrockAgentRuntimeClient?: AwsClientLike;
  /**
   * Milliseconds to wait for an answer, for each attempt. Python counts in seconds.
   *
   * @defaultValue 120,000; none beside a client or a request handler of your own
   */
  timeout?: number;
  /**
   * How many requests of this object are under way at a time.
   *
   * @defaultValue no limit
   */
  maxConcurrency?: number;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
}

/** An image to search with. */
export interface QueryImage {
  format: "png" | "jpeg" | "gif" | "webp";
  /** Bytes, base64, or a `data:` URI; at most 5 MiB. */
  data: Uint8Array | string;
}

/** A query of text, image or both. */
export interface RetrievalQuery {
  text?: string;
  image?: QueryImage;
}

/** Options of `retrievePage`. */
export interface RetrievePageOptions {
  /** From the page before. */
  nextToken?: string;
  /** Ends the request. */
  signal?: AbortSignal;
}

/** One page of results. */
export interface RetrievedPage {
  /** What passed the score filters, in the service's order. */
  documents: DocumentInterface[];
  /** Missing on the last page. */
  nextToken?: string;
  /** What the guardrail did, if the service says so: `INTERVENED` or `NONE`. */
  guardrailAction?: string;
}
