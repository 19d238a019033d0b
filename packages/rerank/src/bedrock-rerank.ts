import { takeAwsFields } from "@langchain-aws/aws-auth";
import { inParallel } from "@langchain-aws/core";
import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { Document, DocumentInterface } from "@langchain/core/documents";
import { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { RerankClient } from "./client.ts";
import { checkDocuments, toCompressedDocument } from "./compressed-document.ts";
import type { BedrockRerankInput, RerankDocument, RerankOptions, RerankResult } from "./options.ts";
import { rankChunk } from "./rank-chunk.ts";
import { checkQuery } from "./request/query.ts";
import { type Source, toSources } from "./request/sources.ts";
import { splitSources } from "./request/split-sources.ts";
import { type RerankSettings, type ResolvedCall, resolveCall, resolveSettings } from "./resolve-options.ts";
import { mergeResults } from "./response/merge-results.ts";
import type { RankedSource } from "./response/parse-response.ts";

/** Requests in flight for one call, unless said otherwise. */
const defaultConcurrency = 4;

/**
 * Puts documents into order of relevance to a query, with a reranking model on Amazon Bedrock. A LangChain document
 * compressor.
 *
 * ```ts
 * const reranker = new BedrockRerank({ model: "cohere.rerank-v3-5:0", region: "us-west-2", topN: 5 });
 * const best = await reranker.compressDocuments(documents, "Which streets are wet?");
 * ```
 *
 * Nothing is loaded or connected before the first call.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html
 */
export class BedrockRerank extends BaseDocumentCompressor {
  /** The model, as it was given: an ARN or a bare id. */
  readonly modelArn: string;
  /** How many results a call returns at most, unless it says otherwise; `null` is all. */
  readonly topN: number | null;
  readonly #settings: RerankSettings;
  readonly #client: RerankClient;

  /** @throws AwsConfigurationError for a missing model and for options that cannot work */
  constructor(fields: BedrockRerankInput = {}) {
    super();
    const { options, rest } = takeAwsFields(fields, { service: "bedrock-agent-runtime" });
    const settings = resolveSettings(rest);
    const { maxConcurrency } = settings;
    const { onFailedAttempt } = fields;
    this.modelArn = settings.model;
    this.topN = settings.topN;
    this.#settings = settings;
    this.#client = new RerankClient({
      aws: options,
      model: settings.model,
      ...(maxConcurrency !== undefined && { maxConcurrency }),
      ...(onFailedAttempt !== undefined && { onFailedAttempt }),
    });
  }

  /**
   * Ranks texts, documents and JSON objects, which may be mixed.
   *
   * Blank texts are never ranked, texts above 32,000 characters are cut, and more than 1,000 documents become several
   * requests whose results are merged by score.
   *
   * @param query - not blank, at most 32,000 characters
   * @returns best first; `index` counts in `documents` as it was passed
   * @throws TypeError or RangeError before any request, with the index of a document that cannot be sent; an error of
   *   `@langchain-aws/core` when the service refuses. No text of a document or the query is in either.
   */
  async rerank<T extends RerankDocument>(
    documents: readonly T[],
    query: string,
    options: RerankOptions = {},
  ): Promise<RerankResult<T>[]> {
    const call = resolveCall(this.#settings, options);
    if (documents?.length === 0) return [];
    checkQuery(query);
    const sources = toSources(documents);
    if (sources.length === 0) return [];
    // A copy of the references: what the caller does to the list meanwhile moves no document to another's score.
    const kept = call.returnDocuments ? [...documents] : undefined;
    const results = await this.#rank(sources, query, call);
    if (kept === undefined) return results;
    return results.map((result) => ({ ...result, document: kept[result.index] }));
  }

  /**
   * The most relevant documents, best first: new documents, whose metadata has the score as `relevanceScore` and
   * `relevance_score`.
   *
   * @param documents - not changed; nothing or none gives `[]`
   * @param _callbacks - accepted and not used
   * @throws as {@link BedrockRerank.rerank}
   */
  override async compressDocuments(
    documents: DocumentInterface[],
    query: string,
    _callbacks?: Callbacks,
  ): Promise<Document[]> {
    checkDocuments(documents ?? []);
    const results = await this.rerank(documents ?? [], query, { returnDocuments: true });
    if (results.length === 0) return [];
    const { Document } = await import("./document.ts");
    return results.flatMap(({ document, relevanceScore }) =>
      document === undefined ? [] : [toCompressedDocument(Document, document, relevanceScore)],
    );
  }

  /** Builds the client and asks for credentials, so that what is missing shows before the first call. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connection pool this object shares with its equals. */
  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  async #rank(sources: readonly Source[], query: string, call: ResolvedCall): Promise<RankedSource[]> {
    const { topN, modelFields, signal } = call;
    signal?.throwIfAborted();
    const question = { query, modelArn: await this.#client.modelArn(), modelFields };
    const parts = await inParallel(
      splitSources(sources, topN),
      { limit: this.#settings.maxConcurrency ?? defaultConcurrency, ...(signal !== undefined && { signal }) },
      (chunk, signal) => rankChunk(question, chunk, (input) => this.#client.rerank(input, signal)),
    );
    return mergeResults(parts, topN);
  }
}
