import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { Document, DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import {
  type MaxMarginalRelevanceSearchOptions,
  VectorStore,
  type VectorStoreInterface,
  type VectorStoreRetrieverInput,
} from "@langchain/core/vectorstores";
import { isPlainRecord, isRecord, warnOnce } from "@langchain-aws/core";
import { Connection } from "./connection/connection.ts";
import type { MemoryDBConnectionFields } from "./connection/connection-fields.ts";
import { resolveConnection, spellFields } from "./connection/resolve-connection.ts";
import { addDocuments } from "./documents/add-documents.ts";
import { type AddableDocuments, checkLength } from "./documents/add-items.ts";
import { deleteByFilter, deleteKeys } from "./documents/delete-documents.ts";
import { getDocuments } from "./documents/get-documents.ts";
import { randomId, toKey } from "./documents/keys.ts";
import type { VectorLike } from "./documents/vector-bytes.ts";
import { MemoryDBConfigError, MemoryDBIndexNotFoundError, MemoryDBSchemaError } from "./errors.ts";
import type { InMemoryDBFilterExpression } from "./filter/filter-expression.ts";
import { type DropResult, IndexKeeper } from "./index-keeper.ts";
import type {
  AddOptions,
  DeleteParams,
  InMemoryVectorStoreFields,
  MarginalSearchOptions,
  RelevanceSearchOptions,
  SearchOptions,
} from "./options.ts";
import { resolveStore, type StoreSettings } from "./resolve-store.ts";
import { type InMemoryRetrieverFields, InMemoryVectorStoreRetriever } from "./retriever.ts";
import { generateSchema } from "./schema/generate-schema.ts";
import { type IndexInfo, parseIndexInfo, schemaFromInfo } from "./schema/index-info.ts";
import { type IndexSchema, metadataField, type ResolvedSchema, type VectorFieldSchema } from "./schema/index-schema.ts";
import { resolveSchema, toPlainSchema } from "./schema/resolve-schema.ts";
import { readSchema, writeSchemaFile } from "./schema/schema-files.ts";
import { relevanceScores } from "./search/relevance.ts";
import { searchDiverse, searchNearest, type SearchSettings } from "./search/search.ts";

/** A store, and the keys of what it was made from. It can be taken apart like a pair. */
export interface StoreWithKeys extends Iterable<InMemoryVectorStore | string[]> {
  readonly store: InMemoryVectorStore;
  readonly keys: string[];
}

/** Options of {@link InMemoryVectorStore.fromExistingIndex}. */
export interface ExistingIndexFields extends InMemoryVectorStoreFields {
  indexName: string;
  /** Same as `indexSchema`. @defaultValue what FT.INFO shows */
  schema?: IndexSchema | string;
}

/**
 * Documents and their vectors in Amazon MemoryDB, in ElastiCache for Valkey (8.2 and later), or in Redis with search.
 *
 * Nothing is connected before the first call. Equal code runs on all engines: where they differ, the server is asked once.
 */
export class InMemoryVectorStore extends VectorStore {
  declare FilterType: InMemoryDBFilterExpression;

  readonly #settings: StoreSettings;
  readonly #connection: Connection;
  readonly #index: IndexKeeper;
  readonly #vectorSchema: InMemoryVectorStoreFields["vectorSchema"];
  #schema: ResolvedSchema | string;

  static override lc_name(): string {
    return "InMemoryVectorStore";
  }

  /** @throws MemoryDBConfigError or MemoryDBSchemaError naming what is wrong */
  constructor(embeddings: EmbeddingsInterface, fields: InMemoryVectorStoreFields) {
    super(embeddings, {});
    const { indexSchema, vectorSchema, ...spelled } = spellFields(fields);
    this.#settings = resolveStore(spelled);
    this.#connection = new Connection(this.#settings.connection);
    this.#index = new IndexKeeper(this.#connection, this.#settings.indexName, this.#settings.prefix);
    this.#vectorSchema = vectorSchema;
    this.#schema = typeof indexSchema === "string" ? indexSchema : this.#resolve(indexSchema);
  }

  _vectorstoreType(): string {
    return "memorydb";
  }

  get indexName(): string {
    return this.#settings.indexName;
  }

  /** What keys begin with, without the colon. */
  get keyPrefix(): string {
    return this.#settings.prefix.slice(0, -1);
  }

  /**
   * The schema as a plain object.
   *
   * @throws MemoryDBSchemaError while a file that was given has not been read: `await store.ready()` first
   */
  get schema(): IndexSchema {
    if (typeof this.#schema === "string")
      throw new MemoryDBSchemaError("The schema's file has not been read yet. Call `await store.ready()` first.");
    return toPlainSchema(this.#schema);
  }

  /** Reads the schema's file and connects, so that what is wrong shows before the first call. */
  async ready(): Promise<void> {
    await this.#readySchema();
    await this.#index.exists();
  }

  /** Writes the schema to a `.yaml`, `.yml` or `.json` file, in one step. YAML needs the package `yaml`. */
  async writeSchema(path: string): Promise<void> {
    await this.#readySchema();
    await writeSchemaFile(this.schema, path);
  }

  /**
   * Embeds and stores documents.
   *
   * @returns their keys: Python's class gives keys, too
   * @throws MemoryDBConfigError for an option that cannot work; MemoryDBVectorError, MemoryDBWriteError with the input's
   *   index; `readPartialAdd` tells what was stored
   */
  override async addDocuments(documents: AddableDocuments, options: AddOptions = {}): Promise<string[]> {
    const schema = await this.#readySchema();
    return await addDocuments(documents, options, {
      ...this.#settings,
      connection: this.#connection,
      index: this.#index,
      embeddings: this.embeddings,
      schema,
    });
  }

  /** Stores documents whose vectors are there already. Float32Arrays are sent without a copy. */
  override async addVectors(
    vectors: readonly VectorLike[],
    documents: DocumentInterface[],
    options: AddOptions = {},
  ): Promise<string[]> {
    return await this.addDocuments(documents, { ...options, embeddings: vectors });
  }

  /** Embeds and stores texts. */
  async addTexts(
    texts: readonly string[],
    metadatas: readonly Record<string, unknown>[] = [],
    options: AddOptions = {},
  ): Promise<string[]> {
    return await this.addDocuments(toDocuments(texts, metadatas), options);
  }

  override async similaritySearch(
    query: string,
    k = 4,
    filter?: InMemoryDBFilterExpression,
    options?: SearchOptions | Callbacks,
  ): Promise<Document[]> {
    return await this.similaritySearchByVector(await this.embeddings.embedQuery(query), k, filter, options);
  }

  /** The documents whose vectors are nearest. */
  async similaritySearchByVector(
    vector: VectorLike,
    k = 4,
    filter?: InMemoryDBFilterExpression,
    options?: SearchOptions | Callbacks,
  ): Promise<Document[]> {
    const found = await this.similaritySearchVectorWithScore(vector, k, filter, options);
    return found.map(([document]) => document);
  }

  /** Documents with their **distance**, nearest first: the smaller, the nearer. */
  override async similaritySearchWithScore(
    query: string,
    k = 4,
    filter?: InMemoryDBFilterExpression,
    options?: SearchOptions | Callbacks,
  ): Promise<[Document, number][]> {
    return await this.similaritySearchVectorWithScore(await this.embeddings.embedQuery(query), k, filter, options);
  }

  /** The same for a vector. One round trip. */
  override async similaritySearchVectorWithScore(
    vector: VectorLike,
    k: number,
    filter?: InMemoryDBFilterExpression,
    options?: SearchOptions | Callbacks,
  ): Promise<[Document, number][]> {
    return await searchNearest(vector, k, { ...toSearchOptions(options), filter }, await this.#searchSettings());
  }

  /** Documents with a score from 0 to 1: the larger, the nearer. */
  async similaritySearchWithRelevanceScores(
    query: string,
    k = 4,
    { filter, scoreThreshold, ...options }: RelevanceSearchOptions = {},
  ): Promise<[Document, number][]> {
    const { vector } = await this.#readySchema();
    const toScore = this.#settings.relevanceScoreFn ?? relevanceScores[vector.distanceMetric];
    const found = await this.similaritySearchWithScore(query, k, filter, options);
    return found
      .map(([document, distance]): [Document, number] => [document, toScore(distance)])
      .filter(([, score]) => scoreThreshold === undefined || score >= scoreThreshold);
  }

  /** Documents near the query and unlike each other, in one round trip. */
  override async maxMarginalRelevanceSearch(
    query: string,
    options: MarginalSearchOptions | MaxMarginalRelevanceSearchOptions<string | object> = {},
  ): Promise<Document[]> {
    return await this.maxMarginalRelevanceSearchByVector(
      await this.embeddings.embedQuery(query),
      toMarginalOptions(options),
    );
  }

  /** The same for a vector. */
  async maxMarginalRelevanceSearchByVector(
    vector: VectorLike,
    options: MarginalSearchOptions = {},
  ): Promise<Document[]> {
    return await searchDiverse(vector, options, await this.#searchSettings());
  }

  /** The documents with these ids, or keys, in their order; those that are not there are left out. No vector is moved. */
  async getByIds(ids: readonly string[], options: { signal?: AbortSignal } = {}): Promise<Document[]> {
    const schema = await this.#readySchema();
    const keys = ids.map((id) => toKey(this.#settings.prefix, id));
    return await getDocuments(keys, {
      connection: this.#connection,
      schema,
      keyInMetadata: this.#settings.keyInMetadata,
      ...options,
    });
  }

  /**
   * Deletes documents: by `ids`, by a `filter`, or all of them.
   *
   * @throws MemoryDBConfigError without any of the three
   */
  override async delete(params: DeleteParams = {}): Promise<void> {
    const { ids, filter, deleteAll = false, signal, onProgress } = params;
    if (ids !== undefined)
      await deleteKeys(
        this.#index,
        ids.map((id) => toKey(this.#settings.prefix, id)),
        { signal, onProgress },
      );
    else if (filter !== undefined)
      await deleteByFilter(this.#index, filter, await this.#readySchema(), {
        signal,
        onProgress,
        readyTimeoutMs: this.#settings.indexReadyTimeoutMs,
      });
    else if (deleteAll)
      await this.#index.deleteAll({ signal, onDeleted: (done) => onProgress?.({ done, total: undefined }) });
    else throw new MemoryDBConfigError("`delete` needs `ids`, a `filter`, or `deleteAll: true`.");
  }

  /** Deletes documents by id or key, and tells how many there were. */
  async deleteByIds(ids: readonly string[]): Promise<number> {
    return await deleteKeys(
      this.#index,
      ids.map((id) => toKey(this.#settings.prefix, id)),
      {},
    );
  }

  /** Drops the index, and its documents if that is wanted. @returns false when there was no index */
  async dropIndex(deleteDocuments = false): Promise<boolean> {
    const { dropped } = await this.dropIndexWithStats(deleteDocuments);
    return dropped;
  }

  /** The same, with the number of documents that were deleted. */
  async dropIndexWithStats(deleteDocuments = false): Promise<DropResult> {
    return await this.#index.drop(deleteDocuments);
  }

  override asRetriever(
    kOrFields:
      | number
      | Partial<InMemoryRetrieverFields>
      | Partial<VectorStoreRetrieverInput<VectorStoreInterface>> = {},
    filter?: InMemoryDBFilterExpression,
    callbacks?: Callbacks,
    tags: string[] = [],
    metadata?: Record<string, unknown>,
    verbose?: boolean,
  ): InMemoryVectorStoreRetriever<this> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- core's type of the same fields knows two search types
    const fields = typeof kOrFields === "number" ? { k: kOrFields } : (kOrFields as Partial<InMemoryRetrieverFields>);
    return new InMemoryVectorStoreRetriever<this>({
      ...fields,
      vectorStore: this,
      filter: fields.filter ?? filter,
      callbacks: fields.callbacks ?? callbacks,
      tags: [...(fields.tags ?? []), ...tags, this._vectorstoreType(), this.embeddings.constructor.name],
      metadata: fields.metadata ?? metadata,
      verbose: fields.verbose ?? verbose,
    });
  }

  /** Closes the connection that was opened here; a `client` of the caller's stays open. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** A store with these texts in it. Without an `indexSchema` one is made from all the metadata. */
  static override async fromTexts(
    texts: readonly string[],
    metadatas: readonly Record<string, unknown>[] | Record<string, unknown>,
    embeddings: EmbeddingsInterface,
    fields: InMemoryVectorStoreFields & AddOptions = {},
  ): Promise<InMemoryVectorStore> {
    const { store } = await InMemoryVectorStore.fromTextsReturnKeys(texts, metadatas, embeddings, fields);
    return store;
  }

  /** A store with these documents in it. */
  static override async fromDocuments(
    documents: readonly DocumentInterface[],
    embeddings: EmbeddingsInterface,
    fields: InMemoryVectorStoreFields & AddOptions = {},
  ): Promise<InMemoryVectorStore> {
    const { store } = await create(documents, embeddings, fields);
    return store;
  }

  /** A store with these texts in it, and their keys. */
  static async fromTextsReturnKeys(
    texts: readonly string[],
    metadatas: readonly Record<string, unknown>[] | Record<string, unknown>,
    embeddings: EmbeddingsInterface,
    fields: InMemoryVectorStoreFields & AddOptions = {},
  ): Promise<StoreWithKeys> {
    return await create(toDocuments(texts, metadatas), embeddings, fields);
  }

  /**
   * A store over an index that is there. Without a schema the fields, separators and the prefix are read from FT.INFO as
   * far as the engine shows them; MemoryDB shows neither dimensions nor separators. Where the index has no field for the
   * lossless copy of the metadata, as those of Python's class, and the engine returns declared fields alone, metadata is
   * what the fields give.
   *
   * @throws MemoryDBIndexNotFoundError when there is no such index
   */
  static async fromExistingIndex(
    embeddings: EmbeddingsInterface,
    fields: ExistingIndexFields,
  ): Promise<InMemoryVectorStore> {
    const { schema, ...rest } = spellFields(fields);
    const given = rest.indexSchema ?? schema;
    const indexSchema = typeof given === "string" ? await readSchema(given) : given;
    const probe = new InMemoryVectorStore(
      embeddings,
      rest.indexSchema === undefined ? rest : { ...rest, indexSchema: {} },
    );
    try {
      if (!(await probe.#index.exists())) {
        throw new MemoryDBIndexNotFoundError(
          `There is no index ${fields.indexName}. Make one with fromTexts or fromDocuments.`,
          { index: fields.indexName },
        );
      }
      const needsFields = rest.metadataJson === undefined && !(await probe.#index.engine()).returnsUndeclared;
      const needsInfo = indexSchema === undefined || rest.keyPrefix === undefined || needsFields;
      const info = needsInfo ? await probe.#index.info() : undefined;
      const [prefix] = info?.prefixes ?? [];
      // An index of Python's class has no field for the copy of the metadata.
      const keepsCopy = info?.fields.some(({ name }) => name === metadataField) ?? true;
      return new InMemoryVectorStore(embeddings, {
        ...rest,
        ...(needsFields && { metadataJson: keepsCopy }),
        ...(indexSchema === undefined && info !== undefined ? shownSchema(info, rest.vectorSchema) : { indexSchema }),
        ...(rest.keyPrefix === undefined && prefix !== undefined && prefix !== ""
          ? { keyPrefix: prefix.replace(/:$/, "") }
          : {}),
      });
    } finally {
      await probe.close();
    }
  }

  /** Deletes keys, as Python's static method does. @returns true once all commands ran */
  static async deleteKeys(keys: readonly string[], connection: MemoryDBConnectionFields): Promise<boolean> {
    return await withConnection(connection, async (open) => {
      await deleteKeys(new IndexKeeper(open, "", ""), keys, {});
      return true;
    });
  }

  /** Drops an index, and its documents if that is wanted. @returns false when there was no index */
  static async dropIndex(
    indexName: string,
    deleteDocuments: boolean,
    connection: MemoryDBConnectionFields & { keyPrefix?: string },
  ): Promise<boolean> {
    return await withConnection(connection, async (open) => {
      const probe = new IndexKeeper(open, indexName, `${connection.keyPrefix ?? `doc:${indexName}`}:`);
      if (!(await probe.exists())) return false;
      const [prefix] =
        connection.keyPrefix === undefined ? parseIndexInfo(await probe.send(["FT.INFO", indexName])).prefixes : [];
      const index = prefix === undefined || prefix === "" ? probe : new IndexKeeper(open, indexName, prefix);
      const { dropped } = await index.drop(deleteDocuments);
      return dropped;
    });
  }

  #resolve(schema: unknown): ResolvedSchema {
    return resolveSchema({ schema, vector: this.#vectorSchema, metadataJson: this.#settings.metadataJson });
  }

  async #readySchema(): Promise<ResolvedSchema> {
    if (typeof this.#schema === "string") this.#schema = this.#resolve(await readSchema(this.#schema));
    return this.#schema;
  }

  async #searchSettings(): Promise<SearchSettings> {
    const { efRuntime, timeoutMs, indexReadyTimeoutMs, keyInMetadata } = this.#settings;
    return {
      index: this.#index,
      schema: await this.#readySchema(),
      efRuntime,
      timeoutMs,
      indexReadyTimeoutMs,
      keyInMetadata,
    };
  }
}

/** The schema that a server shows; what it does not show of the vector field is what the caller says. */
function shownSchema(
  info: IndexInfo,
  vectorSchema: VectorFieldSchema | undefined,
): Pick<InMemoryVectorStoreFields, "indexSchema" | "vectorSchema"> {
  const shown = schemaFromInfo(info);
  const vector = shown.vector?.map((field) => ({ ...vectorSchema, ...field }));
  return { indexSchema: vector === undefined ? shown : { ...shown, vector }, vectorSchema: undefined };
}

/** Makes a store, its schema from the documents where none is given, and fills it. */
async function create(
  documents: readonly DocumentInterface[],
  embeddings: EmbeddingsInterface,
  fields: InMemoryVectorStoreFields & AddOptions,
): Promise<StoreWithKeys> {
  const {
    ids,
    keys: givenKeys,
    embeddings: vectors,
    cleanMetadata,
    signal,
    onProgress,
    resume,
    ...store
  } = spellFields(fields);
  const named = { ...store, indexName: store.indexName ?? randomId() };
  const indexSchema = await findSchema(documents, named);
  const made = new InMemoryVectorStore(embeddings, { ...named, indexSchema });
  try {
    const options: AddOptions = {
      ids,
      keys: givenKeys,
      embeddings: vectors,
      cleanMetadata,
      signal,
      onProgress,
      resume,
    };
    const keys = await made.addDocuments(documents, withoutUndefined(options));
    return { store: made, keys, [Symbol.iterator]: () => [made, keys][Symbol.iterator]() };
  } catch (error) {
    await made.close();
    throw error;
  }
}

async function findSchema(
  documents: readonly DocumentInterface[],
  fields: InMemoryVectorStoreFields & { indexName: string },
): Promise<IndexSchema> {
  const metadatas = documents.map(({ metadata }) => metadata ?? {});
  const stringFields = fields.stringFields ?? "text";
  const { indexSchema: given } = fields;
  if (given !== undefined) {
    const schema = typeof given === "string" ? await readSchema(given) : given;
    warnOfDifference(fields.indexName, schema, generateSchema(metadatas, stringFields));
    return schema;
  }
  const generated = generateSchema(metadatas, stringFields);
  if (generated.text === undefined) return generated;
  const hasText = await withConnection(fields, async (open) => (await open.engine()).hasText);
  return hasText ? generated : generateSchema(metadatas, "tag");
}

function warnOfDifference(indexName: string, given: IndexSchema, generated: IndexSchema): void {
  const namesOf = (schema: IndexSchema): string =>
    (["text", "tag", "numeric"] as const)
      .map(
        (kind) =>
          `${kind}: ${
            (schema[kind] ?? [])
              .map(({ name }) => name)
              .filter((name) => name !== "content")
              .toSorted()
              .join(", ") || "-"
          }`,
      )
      .join("; ");
  const [theirs, ours] = [namesOf(given), namesOf(generated)];
  if (theirs === ours) return;
  warnOnce(
    `memorydb/schema-differs/${indexName}`,
    `The schema of ${indexName} is not the one that the metadata gives. Given: ${theirs}. From the metadata: ${ours}. The given one is used.`,
  );
}

async function withConnection<Result>(
  fields: MemoryDBConnectionFields,
  use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = new Connection(resolveConnection(spellFields(fields)));
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

function toDocuments(
  texts: readonly string[],
  metadatas: readonly Record<string, unknown>[] | Record<string, unknown>,
): DocumentInterface[] {
  const list: readonly Record<string, unknown>[] | undefined = Array.isArray(metadatas) ? metadatas : undefined;
  // None at all is said by an empty list.
  if (list !== undefined && list.length > 0) checkLength("metadatas", list, texts.length);
  const one = isRecord(metadatas) ? metadatas : {};
  return texts.map((pageContent, index) => ({ pageContent, metadata: list === undefined ? one : (list[index] ?? {}) }));
}

const searchOptionNames: readonly string[] = ["returnMetadata", "distanceThreshold", "efRuntime", "signal"];

/** Core passes callbacks where this store takes options: a list, or an object of a class. */
function toSearchOptions(options: SearchOptions | Callbacks | undefined): SearchOptions {
  if (!isPlainRecord(options)) return {};
  const unknown = Object.keys(options).find((name) => !searchOptionNames.includes(name));
  if (unknown === undefined) return options;
  throw new MemoryDBConfigError(`A search takes no option \`${unknown}\`. It takes ${searchOptionNames.join(", ")}.`);
}

/** Core's type of the same options knows no filter of ours; what it is is checked when it is written. */
function toMarginalOptions(
  options: MarginalSearchOptions | MaxMarginalRelevanceSearchOptions<string | object>,
): MarginalSearchOptions {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return options as MarginalSearchOptions;
}

function withoutUndefined(options: AddOptions): AddOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
