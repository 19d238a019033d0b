import type { Document, DocumentInterface } from "@langchain/core/documents";
import { BaseRetriever, type BaseRetrieverInput } from "@langchain/core/retrievers";
import type { RunnableConfig } from "@langchain/core/runnables";
import { RetrieverClient } from "./client.ts";
import type { AmazonKendraRetrieverInput, RetrieverOverrides } from "./options.ts";
import { buildQuery, buildRequest } from "./request/build-request.ts";
import { toQueryText } from "./request/query-text.ts";
import { overrideSettings, resolveSettings, type RetrieverSettings } from "./resolve-options.ts";
import { queryItems, retrieveItems, type UnreadItem } from "./response/result-items.ts";
import { toDocuments } from "./response/to-documents.ts";
import { takeFields } from "./take-fields.ts";
import { traceRetrieval } from "./trace-retrieval.ts";

/**
 * Finds passages and answers in an index of Amazon Kendra. A LangChain retriever.
 *
 * ```ts
 * const retriever = new AmazonKendraRetriever({ indexId: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03", topK: 5 });
 * const documents = await retriever.invoke("How many days of vacation are there?");
 * ```
 *
 * Retrieve is asked first; Query only when it finds nothing. Nothing is loaded or connected before the first call.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_Retrieve.html
 */
export class AmazonKendraRetriever extends BaseRetriever {
  static override lc_name(): string {
    return "AmazonKendraRetriever";
  }

  override lc_namespace: string[] = ["langchain", "retrievers", "amazon_kendra"];
  /** Id of the index that is searched. */
  readonly indexId: string;
  #settings: RetrieverSettings;
  #client: RetrieverClient;

  /** @throws AwsConfigurationError for a missing id, for options that cannot work, and for a filter that is none */
  constructor(fields: AmazonKendraRetrieverInput) {
    const { options, rest } = takeFields(fields ?? {});
    const settings = resolveSettings(rest);
    super(baseFields(fields));
    const { indexId, maxConcurrency, onFailedAttempt } = settings;
    this.indexId = indexId;
    this.#settings = settings;
    this.#client = new RetrieverClient({ aws: options, maxConcurrency, onFailedAttempt });
  }

  /** How many results are asked for at most. */
  get topK(): number {
    return this.#settings.topK;
  }

  /**
   * What answers a query, in the service's order, less what the floor of confidence drops.
   *
   * @param query - a text that is not blank; it is sent without the white space around it, and up to its 999th character
   * @throws TypeError or RangeError before any request; an error of `@langchain-aws/core` when the service refuses. No text
   *   of the query is in either.
   */
  override async invoke(query: string, config?: Partial<RunnableConfig>): Promise<DocumentInterface[]> {
    return traceRetrieval(this, query, config, (signal) => this.#search(query, signal));
  }

  /**
   * A retriever that differs in how it searches and shares everything else, its client too: for the user of a request, the
   * filter of a tenant, the next page. This one stays as it is.
   *
   * @param overrides - each replaces the value that was there
   * @throws AwsConfigurationError as the constructor; and for an `attributeFilter` or `userContext` that is named but
   *   undefined
   */
  with(overrides: RetrieverOverrides): AmazonKendraRetriever {
    const settings = overrideSettings(this.#settings, overrides);
    const retriever = new AmazonKendraRetriever({ indexId: this.indexId, ...baseFields(this) });
    retriever.#settings = settings;
    retriever.#client = this.#client;
    return retriever;
  }

  /**
   * The method that `@langchain/aws` has for this. Not traced.
   *
   * @param topK - how many results to ask for
   * @param attributeFilter - in place of the retriever's own
   * @throws as `invoke`; AwsConfigurationError for a filter that is none
   */
  async queryKendra(
    query: string,
    topK: number,
    attributeFilter?: RetrieverOverrides["attributeFilter"],
  ): Promise<Document[]> {
    return this.with({ topK, ...(attributeFilter !== undefined && { attributeFilter }) }).#search(query, undefined);
  }

  /** Builds the client and asks for credentials, so that what is missing shows before the first call. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connection pool this retriever shares with its equals. */
  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  /** For those who call the base class's hook; `invoke` does not. */
  override async _getRelevantDocuments(query: string): Promise<DocumentInterface[]> {
    return this.#search(query, undefined);
  }

  async #search(query: string, signal: AbortSignal | undefined): Promise<Document[]> {
    const text = toQueryText(query);
    return this.#settings.topK === 0 ? [] : toDocuments(await this.#items(text, signal), this.#settings);
  }

  async #items(text: string, signal: AbortSignal | undefined): Promise<UnreadItem[]> {
    const request = buildRequest(this.#settings, text);
    const passages = retrieveItems(await this.#client.retrieve(request, signal));
    if (passages.length > 0 || !this.#settings.fallbackToQuery) return passages;
    return queryItems(await this.#client.query(buildQuery(request, this.#settings), signal));
  }
}

// What is handed to the base class is kept and printed by it, so it gets nothing else.
function baseFields({ callbacks, tags, metadata, verbose }: BaseRetrieverInput): BaseRetrieverInput {
  return {
    ...(callbacks !== undefined && { callbacks }),
    ...(tags !== undefined && { tags }),
    ...(metadata !== undefined && { metadata }),
    ...(verbose !== undefined && { verbose }),
  };
}
