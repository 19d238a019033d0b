import type { BedrockAgentRuntimeClientConfig } from "@aws-sdk/client-bedrock-agent-runtime";
import type { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import type { DocumentInterface } from "@langchain/core/documents";

/** A JSON object that goes to the model as it is. */
export type JsonObject = Record<string, unknown>;

/**
 * What can be ranked: a text; a LangChain document, or anything else with a string `pageContent`, of which that text
 * alone is sent; any other plain object, sent as JSON.
 */
export type RerankDocument = string | DocumentInterface | JsonObject;

/** What the constructor and a single call can both say. A call's value wins; `undefined` says nothing. */
export interface RerankRequestOptions {
  /**
   * How many results to return at most, best first; `null` returns all.
   *
   * @defaultValue 3
   */
  topN?: number | null;
  /** Fields of the model's own, as JSON. A call's fields are merged over the constructor's, key by key. */
  additionalModelRequestFields?: JsonObject;
}

/** Options of one call of `rerank`. */
export interface RerankOptions extends RerankRequestOptions {
  /**
   * Puts the caller's own document into each result. The service never sends documents back.
   *
   * @defaultValue false
   */
  returnDocuments?: boolean;
  /** Ends the requests of this call. */
  signal?: AbortSignal;
}

/** One ranked document. */
export interface RerankResult<T = RerankDocument> {
  /** Its place in the array that was passed, blank documents counted. */
  index: number;
  /** How well it answers the query: higher is better. Comparable within one query and model. */
  relevanceScore: number;
  /** The very document that was passed, with `returnDocuments`. */
  document?: T;
}

/** Constructor fields of `BedrockRerank`. Every name is also taken in the snake_case of Python's. */
export interface BedrockRerankInput
  extends AwsClientFields<AwsClientLike, BedrockAgentRuntimeClientConfig>, RerankRequestOptions {
  /**
   * The reranking model, required: the ARN of a foundation model, or its bare id such as `cohere.rerank-v3-5:0`, which
   * becomes an ARN in the region of the client.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/rerank-supported.html
   */
  modelArn?: string;
  /** Same as {@link BedrockRerankInput.modelArn}. */
  model?: string;
  /** Same as {@link BedrockRerankInput.modelArn}. */
  modelId?: string;
  /**
   * How many requests one call has in flight when its documents do not fit into one request; when set, it also limits
   * all calls of this object together.
   *
   * @defaultValue 4 for one call, no limit for all of them together
   */
  maxConcurrency?: number;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
}
