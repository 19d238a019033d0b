import type { Document, DocumentInterface } from "@langchain/core/documents";
import { CallbackManager, parseCallbackConfigArg } from "@langchain/core/callbacks/manager";
import { BaseRetriever, type BaseRetrieverInput } from "@langchain/core/retrievers";
import { ensureConfig, type RunnableConfig } from "@langchain/core/runnables";
import { KnowledgeBasesClient } from "./client.ts";
import type {
  AmazonKnowledgeBasesRetrieverInput,
  RetrievalQuery,
  RetrievedPage,
  RetrievePageOptions,
  RetrieverOverrides,
} from "./options.ts";
import { buildRequest } from "./request/build-request.ts";
import { buildQuery, queryText } from "./request/query.ts";
import { overrideSettings, resolveSettings, type RetrieverSettings } from "./resolve-options.ts";
import { parseResponse } from "./response/parse-response.ts";
import { takeFields } from "./take-fields.ts";

/**
 * Finds passages in a knowledge base of Amazon Bedrock. A LangChain retriever.
 *
 * ```ts
 * const retriever = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId: "KB12345678", topK: 5 });
 * const documents = await retriever.invoke("How many days of vacation are there?");
 * ```
 *
 * Nothing is loaded or connected before the first call.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Retrieve.html
 */
export class AmazonKnowledgeBasesRetriever extends BaseRetriever {
  static override lc_name(): string {
    return "AmazonKnowledgeBasesRetriever";
  }

  override lc_namespace: string[] = ["langchain", "retrievers", "amazon_bedrock_knowledge_base"];
  /** Id of the knowledge base that is searched. */
  readonly knowledgeBaseId: string;
  #settings: RetrieverSettings;
  #client: KnowledgeBasesClient;

  /** @throws AwsConfigurationError for a missing id, for options that cannot work, and for a filter that is none */
  constructor(fields: AmazonKnowledgeBasesRetrieverInput) {
    const { options, rest } = takeFields(fields ?? {});
    const settings = resolveSettings(rest);
    super(baseFields(fields));
    const { maxConcurrency, onFailedAttempt } = settings;
    this.knowledgeBaseId = settings.knowledgeBaseId;
    this.#settings = settings;
    this.#client = new KnowledgeBasesClient({ aws: options, maxConcurrency, onFailedAttempt });
  }

  /**
   * The passages that answer a query, in the service's order, less those that the score filters drop.
   *
   * @param query - a text that is not blank; white space around it is not sent
   * @throws TypeError or RangeError before any request; an error of `@langchain-aws/core` when the service refuses. No text
   *   of the query is in either.
   */
  override async invoke(query: string, config?: Partial<RunnableConfig>): Promise<DocumentInterface[]> {
    return this.#traced({ text: query }, config);
  }

  /**
   * As {@link AmazonKnowledgeBasesRetriever.invoke}, with an image in the query.
   *
   * @throws as `invoke`; RangeError for an image above 5 MiB
   */
  async retrieve(query: RetrievalQuery, config?: Partial<RunnableConfig>): Promise<DocumentInterface[]> {
    return this.#traced(query, config);
  }

  /**
   * One page of results, for those who turn pages themselves. Not traced.
   *
   * @throws as `invoke`
   */
  async retrievePage(query: string, options: RetrievePageOptions = {}): Promise<RetrievedPage> {
    const wireQuery = buildQuery({ text: queryText(query) });
    const input = buildRequest(this.#settings, wireQuery, options.nextToken);
    return parseResponse(await this.#client.retrieve(input, options.signal), this.#settings);
  }

  /**
   * A retriever that differs in how it searches and shares everything else, its client too: for the filter of a tenant or
   * the user of a request. This one stays as it is.
   *
   * @param overrides - each replaces the value that was there
   * @throws AwsConfigurationError as the constructor; and for a `filter` or `userContext` that is named but undefined
   */
  with(overrides: RetrieverOverrides): AmazonKnowledgeBasesRetriever {
    const settings = overrideSettings(this.#settings, overrides);
    const { knowledgeBaseId } = settings;
    const retriever = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, ...baseFields(this) });
    retriever.#settings = settings;
    retriever.#client = this.#client;
    return retriever;
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
    return this.#search({ text: query }, undefined);
  }

  // The base class's `invoke` does not hand the signal on, so this is its order of callbacks with the signal added.
  async #traced(query: RetrievalQuery, options: Partial<RunnableConfig> | undefined): Promise<DocumentInterface[]> {
    const config: RunnableConfig = ensureConfig<RunnableConfig>(parseCallbackConfigArg(options));
    const manager = CallbackManager.configure(
      config.callbacks,
      this.callbacks,
      config.tags,
      this.tags,
      config.metadata,
      this.metadata,
      { verbose: this.verbose ?? false },
    );
    const run = await manager?.handleRetrieverStart(
      this.toJSON(),
      typeof query?.text === "string" ? query.text : "",
      config.runId,
      undefined,
      undefined,
      undefined,
      config.runName,
    );
    try {
      const documents = await this.#search(query, config.signal);
      await run?.handleRetrieverEnd(documents);
      return documents;
    } catch (error) {
      await run?.handleRetrieverError(error);
      throw error;
    }
  }

  async #search(query: RetrievalQuery, signal: AbortSignal | undefined): Promise<Document[]> {
    const wireQuery = buildQuery(query);
    const documents: Document[] = [];
    const tokens = new Set<string | undefined>();
    let { nextToken } = this.#settings;
    for (let page = 0; page < this.#settings.maxPages; page += 1) {
      tokens.add(nextToken);
      const output = await this.#client.retrieve(buildRequest(this.#settings, wireQuery, nextToken), signal);
      const parsed = parseResponse(output, this.#settings);
      for (const document of parsed.documents) documents.push(document);
      nextToken = parsed.nextToken;
      // A token that comes twice would never end.
      if (nextToken === undefined || tokens.has(nextToken)) break;
    }
    return documents;
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
