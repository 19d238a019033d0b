import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { Document, DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { VectorStore, type VectorStoreRetrieverInput } from "@langchain/core/vectorstores";
import { AmazonS3VectorsRetriever, type AmazonS3VectorsRetrieverFields } from "./amazon-s3-vectors-retriever.ts";
import { VectorsClient, type WireRecord } from "./client.ts";
import { embedTexts, untilAborted } from "./embed-texts.ts";
import {
  S3VectorsConfigError,
  S3VectorsError,
  S3VectorsIndexNotFoundError,
  S3VectorsMissingIdsError,
} from "./errors.ts";
import { checkFilter } from "./filter/check-filter.ts";
import { combineFilters } from "./filter/combine-filters.ts";
import type { S3VectorsFilter, S3VectorsFilterInput } from "./filter/search-filter.ts";
import { indexNotFound, IndexState } from "./index-state.ts";
import { toDocument } from "./metadata/to-document.ts";
import { MissingEmbeddings } from "./missing-embeddings.ts";
import { placeFields } from "./names.ts";
import type {
  AmazonS3VectorsFields,
  S3VectorsAddOptions,
  S3VectorsDeleteParams,
  S3VectorsDistanceMetric,
  S3VectorsGetOptions,
  S3VectorsIndexInfo,
  S3VectorsListOptions,
  S3VectorsMmrOptions,
  S3VectorsRelevanceOptions,
  S3VectorsVector,
} from "./options.ts";
import { getVectors, mostKeys } from "./read/get-vectors.ts";
import { listVectors } from "./read/list-vectors.ts";
import { checkCount, isEmbeddings, mostVectors, type StoreSettings } from "./resolve-options.ts";
import { maximalMarginalRelevance } from "./search/maximal-marginal-relevance.ts";
import { type FoundVector, queryPages } from "./search/query-pages.ts";
import { checkShare } from "./search/check-share.ts";
import { relevanceOf } from "./search/scores.ts";
import { takeStoreFields } from "./take-fields.ts";
import { addAll, type AddTarget } from "./write/add.ts";
import { type AddableDocument, type AddInputs, isList } from "./write/add-items.ts";
import { checkVector } from "./write/check-vector.ts";
import { deleteVectors, mostDeletedKeys } from "./write/delete-vectors.ts";
import { checkId } from "./write/ids.ts";
import { compactForm, plainForm } from "./write/number-form.ts";
import { putFrame } from "./write/put-body.ts";

/** Documents that are added: a list, or anything that gives one after the other and is not collected. */
export type S3VectorsDocuments =
  | readonly DocumentInterface[]
  | AsyncIterable<DocumentInterface>
  | Iterable<DocumentInterface>;

/** How `fromTexts` and `fromDocuments` make a store and fill it. */
export type S3VectorsFromFields = AmazonS3VectorsFields & S3VectorsAddOptions;

type StoreClass<T> = new (embeddings: EmbeddingsInterface | undefined, fields: AmazonS3VectorsFields) => T;

const defaultFetchK = 20;

/**
 * A vector store on Amazon S3 Vectors.
 *
 * ```ts
 * const store = new AmazonS3Vectors(embeddings, { vectorBucketName: "docs-bucket", indexName: "manuals" });
 * await store.addDocuments(documents);
 * const found = await store.similaritySearch("How do I reset it?", 4, { product: "router" });
 * ```
 *
 * The index is looked up, and created if need be, at the first write; a search never asks for it. Nothing is loaded or
 * connected before the first call.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors.html
 */
export class AmazonS3Vectors extends VectorStore {
  declare FilterType: S3VectorsFilterInput;

  readonly #settings: StoreSettings;
  readonly #client: VectorsClient;
  readonly #index: IndexState;
  readonly #queryEmbeddings: EmbeddingsInterface;

  /**
   * @param embeddings - `undefined` makes a store that takes and searches vectors, and embeds nothing
   * @throws S3VectorsConfigError or AwsConfigurationError naming the option that cannot work
   */
  constructor(embeddings: EmbeddingsInterface | undefined, fields: AmazonS3VectorsFields) {
    const { aws, settings } = takeStoreFields(fields ?? {});
    if (embeddings !== undefined && embeddings !== null && !isEmbeddings(embeddings)) {
      throw new S3VectorsConfigError("The first argument must be LangChain embeddings, or undefined.", {
        code: "CONFIG_INVALID_OPTION",
      });
    }
    // Nothing of the fields is handed on: LangChain prints what it is given.
    super(embeddings ?? new MissingEmbeddings(), {});
    this.#settings = settings;
    this.#client = new VectorsClient(settings, aws);
    this.#index = new IndexState(settings, this.#client);
    this.#queryEmbeddings = settings.queryEmbeddings ?? this.embeddings;
  }

  static override lc_name(): string {
    return "AmazonS3Vectors";
  }

  _vectorstoreType(): string {
    return "amazon_s3_vectors";
  }

  /** The metric that distances are measured by: the option's, or that of the index once `fromExistingIndex` has read it. */
  get distanceMetric(): S3VectorsDistanceMetric {
    return this.#index.distanceMetric;
  }

  /**
   * Embeds documents and stores them; those whose ids are there are replaced.
   *
   * The next batch is embedded while the ones before are sent, so that a job of any size holds a few batches at a time. A
   * document that cannot be stored is refused before its batch is sent.
   *
   * @param documents - not changed. Of an iterable nothing is read ahead.
   * @returns an id for each document, in order
   * @throws S3VectorsWriteError when something was stored and something was not: it has the ids, and `readPartialAdd`
   *   tells how to go on. S3VectorsMetadataError, S3VectorsVectorError, S3VectorsIndexMismatchError,
   *   S3VectorsIndexNotFoundError, or what the embeddings throw, when nothing was sent. The reason of `signal`.
   */
  override async addDocuments(documents: S3VectorsDocuments, options: S3VectorsAddOptions = {}): Promise<string[]> {
    return await this.#located(async () => await this.#add({ documents }, options));
  }

  /**
   * Stores vectors that were made elsewhere, with their documents.
   *
   * @param vectors - one for each document, of one length; lists or typed arrays
   * @throws as {@link AmazonS3Vectors.addDocuments}
   */
  override async addVectors(
    vectors: S3VectorsVector[],
    documents: readonly DocumentInterface[],
    options: S3VectorsAddOptions = {},
  ): Promise<string[]> {
    return await this.#located(async () => {
      if (!Array.isArray(vectors) || !Array.isArray(documents) || vectors.length !== documents.length) {
        throw lengthError("vectors", vectors, documents);
      }
      return await this.#add({ documents, vectors }, options);
    });
  }

  /**
   * Embeds texts and stores them.
   *
   * @param metadatas - one object for each text, or one for all
   * @throws as {@link AmazonS3Vectors.addDocuments}
   */
  async addTexts(
    texts: readonly string[],
    metadatas?: readonly object[] | object,
    options: S3VectorsAddOptions = {},
  ): Promise<string[]> {
    return await this.#located(async () => await this.#add({ documents: documentsOf(texts, metadatas) }, options));
  }

  /**
   * The documents nearest to a text.
   *
   * @param k - how many; a filter may leave fewer
   * @throws S3VectorsFilterError for a filter that is none, before anything is sent
   */
  override async similaritySearch(
    query: string,
    k = 4,
    filter?: S3VectorsFilterInput,
    _callbacks?: Callbacks,
  ): Promise<Document[]> {
    return await this.#located(async () => {
      const search = this.#prepare(k, filter);
      return this.#toDocuments(await search(await this.#embedQuery(query), false));
    });
  }

  /** The documents nearest to a text, each with its **distance**: smaller is nearer. */
  override async similaritySearchWithScore(
    query: string,
    k = 4,
    filter?: S3VectorsFilterInput,
    _callbacks?: Callbacks,
  ): Promise<[Document, number][]> {
    return await this.#located(async () => {
      const search = this.#prepare(k, filter);
      return this.#withDistances(await search(await this.#embedQuery(query), true));
    });
  }

  /** The documents nearest to a vector. */
  async similaritySearchByVector(vector: S3VectorsVector, k = 4, filter?: S3VectorsFilterInput): Promise<Document[]> {
    return await this.#located(async () => this.#toDocuments(await this.#prepare(k, filter)(vector, false)));
  }

  /** The documents nearest to a vector, each with its **distance**: smaller is nearer. */
  override async similaritySearchVectorWithScore(
    vector: S3VectorsVector,
    k: number,
    filter?: S3VectorsFilterInput,
  ): Promise<[Document, number][]> {
    return await this.#located(async () => this.#withDistances(await this.#prepare(k, filter)(vector, true)));
  }

  /**
   * The documents nearest to a text, each with its **relevance**: 1 is the same, 0 is unrelated. See `cosineRelevance`,
   * `euclideanRelevance` and the option `relevanceScoreFn`. The metric is that of the index, as the service says with the
   * distances.
   *
   * @throws S3VectorsConfigError for a `scoreThreshold` outside 0 to 1, unless a `relevanceScoreFn` says what scores are
   */
  async similaritySearchWithRelevanceScores(
    query: string,
    k = 4,
    filter?: S3VectorsFilterInput,
    { scoreThreshold }: S3VectorsRelevanceOptions = {},
  ): Promise<[Document, number][]> {
    return await this.#located(async () => {
      this.#checkThreshold(scoreThreshold);
      const found = await this.similaritySearchWithScore(query, k, filter);
      const { relevanceScoreFn = relevanceOf[this.#index.searchedMetric] } = this.#settings;
      return found
        .map(([document, distance]): [Document, number] => [document, relevanceScoreFn(distance)])
        .filter(([, score]) => scoreThreshold === undefined || score >= scoreThreshold);
    });
  }

  /**
   * Documents that are near a text and far from each other: the nearest `fetchK` are found, and `k` of them chosen by
   * maximal marginal relevance. Two requests one after the other for up to 100 candidates.
   */
  override async maxMarginalRelevanceSearch(
    query: string,
    options: S3VectorsMmrOptions,
    _callbacks?: Callbacks,
  ): Promise<Document[]> {
    return await this.#located(async () => {
      const choose = this.#prepareMmr(options);
      return await choose(await this.#embedQuery(query));
    });
  }

  /** {@link AmazonS3Vectors.maxMarginalRelevanceSearch} for a vector. */
  async maxMarginalRelevanceSearchByVector(vector: S3VectorsVector, options: S3VectorsMmrOptions): Promise<Document[]> {
    return await this.#located(async () => await this.#prepareMmr(options)(vector));
  }

  /**
   * Documents by their ids, in the order of the ids; an id that is named twice gives two documents.
   *
   * @throws S3VectorsMissingIdsError with `onMissing: "throw"`, with every id that is not there
   */
  async getByIds(ids: readonly string[], options: S3VectorsGetOptions = {}): Promise<Document[]> {
    return await this.#located(async () => {
      const { onMissing = "omit", signal } = options;
      const batchSize = checkCount("batchSize", options.batchSize, mostKeys) ?? mostKeys;
      checkIds(ids);
      const found = await getVectors(this.#client, ids, {
        batchSize,
        limit: this.#settings.maxConcurrency,
        returnData: false,
        returnMetadata: true,
        signal,
      });
      const missing = [...new Set(ids)].filter((id) => !found.has(id));
      if (onMissing === "throw" && missing.length > 0) {
        const message = `${missing.length} of the ids are not in the index: ${missing.join(", ")}`;
        throw new S3VectorsMissingIdsError(message, { operation: "GetVectors", missingIds: missing });
      }
      return ids.flatMap((id) => {
        const record = found.get(id);
        return record === undefined ? [] : [toDocument(record, this.#settings.pageContentKey)];
      });
    });
  }

  /**
   * Deletes vectors by their ids, or with `deleteIndex: true` the index and all that is in it.
   *
   * Neither is an error here, where Python's class drops the whole index.
   *
   * @throws S3VectorsWriteError with what is gone and what is not, when a request failed
   */
  override async delete(params: S3VectorsDeleteParams = {}): Promise<void> {
    await this.#located(async () => {
      const { ids, deleteIndex = false, signal, onProgress } = params;
      const batchSize = checkCount("batchSize", params.batchSize, mostDeletedKeys) ?? mostDeletedKeys;
      if (deleteIndex === (ids !== undefined)) {
        throw new S3VectorsConfigError("Pass `ids`, or `deleteIndex: true` for the index with all that is in it.", {
          code: "DELETE_WHAT",
        });
      }
      if (ids === undefined) {
        await this.deleteIndex();
        return;
      }
      checkIds(ids);
      const { place, maxConcurrency } = this.#settings;
      await deleteVectors(this.#client, ids, {
        batchSize,
        limit: maxConcurrency,
        place: placeFields(place),
        signal,
        onProgress,
      });
    });
  }

  /** Every document of the index, in no order. When the loop is left, what is being read is aborted. */
  listDocuments(options?: S3VectorsListOptions & { returnData?: false }): AsyncGenerator<Document>;
  /** Every document of the index with its vector, in no order. */
  listDocuments(options: S3VectorsListOptions & { returnData: true }): AsyncGenerator<[Document, number[]]>;
  async *listDocuments(options: S3VectorsListOptions = {}): AsyncGenerator<Document | [Document, number[]]> {
    const { returnData = false, signal } = options;
    const records = listVectors(this.#client, {
      segments: checkCount("segments", options.segments, 16) ?? 1,
      pageSize: checkCount("pageSize", options.pageSize, 1_000) ?? 500,
      returnData,
      returnMetadata: true,
      signal,
    });
    for await (const record of records) {
      const document = toDocument(record, this.#settings.pageContentKey);
      yield returnData ? [document, numbersOf(record)] : document;
    }
  }

  /**
   * Creates the index now, with the options of this store. When it is there already nothing happens.
   *
   * @throws S3VectorsIndexNotFoundError when there is no such bucket, S3VectorsIndexMismatchError when the index that is
   *   there does not fit
   */
  async createIndex({ dimension }: { dimension: number }): Promise<void> {
    await this.#located(async () => {
      const checked = checkCount("dimension", dimension, 4_096);
      if (checked === undefined) throw new S3VectorsConfigError("createIndex needs a `dimension`.");
      await this.#index.create(checked);
      await this.#index.ensure(checked);
    });
  }

  /**
   * What the service says of the index.
   *
   * @throws S3VectorsIndexNotFoundError when it is not there
   */
  async indexInfo(): Promise<S3VectorsIndexInfo> {
    return await this.#located(async () => {
      const info = await this.#client.findIndex();
      if (info === undefined) throw indexNotFound(this.#settings);
      return info;
    });
  }

  /** Deletes the index with all that is in it; one that is not there is no error. The next write creates it again. */
  async deleteIndex(): Promise<void> {
    await this.#located(async () => {
      await this.#client.deleteIndex();
      this.#index.forget();
    });
  }

  /** Builds the client and asks for credentials, so that what is missing shows before the first call. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connection pool this object shares with its equals. */
  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  /** A retriever over this store: by similarity, with a score threshold, or by maximal marginal relevance. */
  override asRetriever(
    kOrFields?: number | Omit<AmazonS3VectorsRetrieverFields<this>, "vectorStore">,
    filter?: S3VectorsFilterInput,
    callbacks?: Callbacks,
    tags?: string[],
    metadata?: Record<string, unknown>,
    verbose?: boolean,
  ): AmazonS3VectorsRetriever<this>;
  override asRetriever(
    kOrFields?: number | Partial<VectorStoreRetrieverInput<this>>,
    filter?: S3VectorsFilterInput,
    callbacks?: Callbacks,
    tags?: string[],
    metadata?: Record<string, unknown>,
    verbose?: boolean,
  ): AmazonS3VectorsRetriever<this>;
  override asRetriever(
    kOrFields?: number | Omit<AmazonS3VectorsRetrieverFields<this>, "vectorStore">,
    filter?: S3VectorsFilterInput,
    callbacks?: Callbacks,
    tags?: string[],
    metadata?: Record<string, unknown>,
    verbose?: boolean,
  ): AmazonS3VectorsRetriever<this> {
    const fields =
      typeof kOrFields === "object" ? kOrFields : { k: kOrFields, filter, callbacks, tags, metadata, verbose };
    const { embeddings } = this;
    const names = embeddings instanceof MissingEmbeddings ? [] : [embeddings.constructor.name];
    return new AmazonS3VectorsRetriever<this>({
      ...fields,
      vectorStore: this,
      tags: [...(fields.tags ?? []), this._vectorstoreType(), ...names],
    });
  }

  /** A store of the class that this is called on, filled with texts. Options of a write may stand among the fields. */
  static override async fromTexts<T extends AmazonS3Vectors>(
    this: StoreClass<T>,
    texts: string[],
    metadatas: object[] | object,
    embeddings: EmbeddingsInterface,
    fields: S3VectorsFromFields,
  ): Promise<T> {
    const { store, options } = begin(this, embeddings, fields);
    await store.addTexts(texts, metadatas, options);
    return store;
  }

  /** A store of the class that this is called on, filled with documents. */
  static override async fromDocuments<T extends AmazonS3Vectors>(
    this: StoreClass<T>,
    documents: S3VectorsDocuments,
    embeddings: EmbeddingsInterface,
    fields: S3VectorsFromFields,
  ): Promise<T> {
    const { store, options } = begin(this, embeddings, fields);
    await store.addDocuments(documents, options);
    return store;
  }

  /**
   * A store on an index that is there, whose metric and non-filterable keys are taken over whatever the fields say.
   *
   * @throws S3VectorsIndexNotFoundError when it is not there
   */
  static async fromExistingIndex<T extends AmazonS3Vectors>(
    this: StoreClass<T>,
    embeddings: EmbeddingsInterface | undefined,
    fields: AmazonS3VectorsFields,
  ): Promise<T> {
    const store = new this(embeddings, { ...fields, createIndexIfNotExist: false });
    store.#index.adopt(await store.indexInfo());
    return store;
  }

  async #add(
    { documents, vectors }: Pick<AddInputs, "documents" | "vectors">,
    options: S3VectorsAddOptions,
  ): Promise<string[]> {
    const { ids = [], resume = [], signal, onProgress } = options;
    const { maxRequestBytes, compactFloats, place } = this.#settings;
    const batchSize = checkCount("batchSize", options.batchSize, mostVectors) ?? this.#settings.batchSize;
    const maxConcurrency =
      checkCount("maxConcurrency", options.maxConcurrency, Number.MAX_SAFE_INTEGER) ?? this.#settings.maxConcurrency;
    checkLengths(documents, options);
    return await addAll({ documents, ids, resume, ...(vectors !== undefined && { vectors }) }, this.#target(), {
      batchSize,
      maxConcurrency,
      maxRequestBytes,
      form: compactFloats ? compactForm : plainForm,
      frame: putFrame(place.reference),
      signal,
      onProgress,
    });
  }

  #target(): AddTarget {
    const index = this.#index;
    const { nestedMetadata, pageContentKey } = this.#settings;
    return {
      describeIndex: async (signal) => void (await untilAborted(index.look(), signal)),
      ensureIndex: async (dimension, signal) => await untilAborted(index.ensure(dimension), signal),
      embed: async (texts, signal) => await embedTexts(this.embeddings, texts, signal),
      put: async (body, signal) => await this.#put(body, signal),
      get metadataRules() {
        return { nestedMetadata, pageContentKey, nonFilterableKeys: index.nonFilterableKeys };
      },
      get vectorRules() {
        return { dimension: index.known?.dimension, distanceMetric: index.distanceMetric };
      },
    };
  }

  async #put(body: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#client.put(body, signal);
    } catch (error) {
      // Somebody else has deleted the index: the next write looks again.
      if (S3VectorsIndexNotFoundError.isInstance(error)) this.#index.forget();
      throw error;
    }
  }

  async #embedQuery(query: string): Promise<S3VectorsVector> {
    return await this.#queryEmbeddings.embedQuery(query);
  }

  /** Checks a search before anything is embedded. */
  #prepare(
    k: number,
    filter: S3VectorsFilterInput | undefined,
  ): (vector: S3VectorsVector, returnDistance: boolean) => Promise<FoundVector[]> {
    const count = checkCount("k", k, Number.MAX_SAFE_INTEGER) ?? 4;
    const combined = this.#filter(filter);
    return async (vector, returnDistance) => {
      const { vectors, distanceMetric } = await queryPages(this.#client, {
        vector: this.#checkedQuery(vector),
        k: count,
        filter: combined,
        returnDistance,
      });
      this.#index.noteSearch(distanceMetric);
      return vectors;
    };
  }

  #prepareMmr({
    k,
    fetchK,
    lambda = 0.5,
    filter,
  }: S3VectorsMmrOptions): (vector: S3VectorsVector) => Promise<Document[]> {
    const count = checkCount("k", k, Number.MAX_SAFE_INTEGER) ?? 4;
    const candidates = checkCount("fetchK", fetchK, Number.MAX_SAFE_INTEGER) ?? Math.max(defaultFetchK, count);
    if (candidates < count) {
      throw new S3VectorsConfigError(`fetchK (${candidates}) must not be less than k (${count}).`);
    }
    checkShare("lambda", lambda);
    const search = this.#prepare(candidates, filter);
    return async (vector) => {
      const found = await search(vector, false);
      const keys = found.map(({ key }) => key);
      const vectors = await getVectors(this.#client, keys, {
        batchSize: mostKeys,
        limit: this.#settings.maxConcurrency,
        returnData: true,
        returnMetadata: false,
      });
      // What was deleted between the two requests is left out.
      const present = found.flatMap((each) => {
        const record = vectors.get(each.key);
        return record === undefined ? [] : [{ found: each, numbers: numbersOf(record) }];
      });
      const numbers = present.map((each) => each.numbers);
      const chosen = maximalMarginalRelevance(vector, numbers, { k: count, lambda });
      return this.#toDocuments(chosen.flatMap((place) => present[place]?.found ?? []));
    };
  }

  #filter(filter: S3VectorsFilterInput | undefined): S3VectorsFilter | undefined {
    const { baseFilter } = this.#settings;
    const nonFilterable = new Set(this.#index.known?.nonFilterableMetadataKeys);
    return combineFilters(checkFilter(baseFilter, nonFilterable), checkFilter(filter, nonFilterable));
  }

  #checkedQuery(vector: S3VectorsVector): S3VectorsVector {
    const { known, distanceMetric } = this.#index;
    return checkVector(vector, { dimension: known?.dimension, distanceMetric }, "The query");
  }

  #checkThreshold(scoreThreshold: number | undefined): void {
    if (scoreThreshold === undefined) return;
    if (this.#settings.relevanceScoreFn === undefined) checkShare("scoreThreshold", scoreThreshold);
    else if (!Number.isFinite(scoreThreshold)) throw new S3VectorsConfigError("scoreThreshold must be a number.");
  }

  #toDocuments(found: readonly FoundVector[]): Document[] {
    return found.map((each) => toDocument(each, this.#settings.pageContentKey));
  }

  #withDistances(found: readonly FoundVector[]): [Document, number][] {
    return found.map((each) => [toDocument(each, this.#settings.pageContentKey), each.distance ?? Number.NaN]);
  }

  /** Notes on an error of this package which index it is about. */
  async #located<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (S3VectorsError.isInstance(error) && error.index === undefined) {
        Object.assign(error, placeFields(this.#settings.place));
      }
      throw error;
    }
  }
}

function begin<T extends AmazonS3Vectors>(
  Store: StoreClass<T>,
  embeddings: EmbeddingsInterface,
  { ids, signal, onProgress, resume, ...fields }: S3VectorsFromFields,
): { store: T; options: S3VectorsAddOptions } {
  return {
    store: new Store(embeddings, fields),
    options: {
      ...(ids !== undefined && { ids }),
      ...(signal !== undefined && { signal }),
      ...(onProgress !== undefined && { onProgress }),
      ...(resume !== undefined && { resume }),
    },
  };
}

function documentsOf(texts: readonly string[], metadatas: readonly object[] | object | undefined): AddableDocument[] {
  if (!Array.isArray(texts)) throw new S3VectorsConfigError("texts must be a list of texts.");
  if (Array.isArray(metadatas) && metadatas.length !== texts.length) throw lengthError("metadatas", metadatas, texts);
  return texts.map((pageContent, index) => {
    const metadata: unknown = Array.isArray(metadatas) ? metadatas[index] : metadatas;
    return { pageContent, metadata };
  });
}

function checkLengths(documents: AddInputs["documents"], { ids, resume }: S3VectorsAddOptions): void {
  if (!isIterable(documents)) {
    throw new S3VectorsConfigError("documents must be a list or an iterable of documents.", {
      code: "INVALID_DOCUMENT",
    });
  }
  if (ids !== undefined && isList(documents) && ids.length !== documents.length)
    throw lengthError("ids", ids, documents);
  if (resume !== undefined && isList(documents) && resume.length > documents.length) {
    throw lengthError("resume", resume, documents);
  }
}

function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

function lengthError(name: string, values: unknown, documents: unknown): S3VectorsConfigError {
  const [given, needed] = [values, documents].map((list) => (Array.isArray(list) ? String(list.length) : "no list"));
  return new S3VectorsConfigError(
    `${name}: ${given} given for ${needed} documents. Pass one for each, in their order.`,
    {
      code: "LENGTH_MISMATCH",
    },
  );
}

function checkIds(ids: readonly string[]): void {
  if (!Array.isArray(ids)) throw new S3VectorsConfigError("ids must be a list of texts.", { code: "INVALID_ID" });
  for (const [index, id] of ids.entries()) {
    if (typeof id !== "string") throw new S3VectorsConfigError(`ids[${index}] must be a text.`, { code: "INVALID_ID" });
    checkId(id, `ids[${index}]`);
  }
}

function numbersOf({ data }: WireRecord): number[] {
  return data?.float32 ?? [];
}
