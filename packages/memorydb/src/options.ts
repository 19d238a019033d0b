import type { DocumentInterface } from "@langchain/core/documents";
import type { MemoryDBConnectionFields } from "./connection/connection-fields.ts";
import type { VectorLike } from "./documents/vector-bytes.ts";
import type { InMemoryDBFilterExpression } from "./filter/filter-expression.ts";
import type { IndexSchema, VectorFieldSchema } from "./schema/index-schema.ts";
import type { RelevanceScoreFn } from "./search/relevance.ts";

/** Options of {@link InMemoryVectorStore}; all but `indexName` have a default, each is also taken under its Python name. */
export interface InMemoryVectorStoreFields extends MemoryDBConnectionFields {
  /** The name of the index. `fromTexts` and `fromDocuments` make a random one. */
  indexName?: string;
  /** The fields that filters may name: an object, or the path of a YAML or JSON file. @defaultValue the content only */
  indexSchema?: IndexSchema | string;
  /** How vectors are kept and compared. */
  vectorSchema?: VectorFieldSchema;
  /** How near a distance is, in place of the metric's own way; its result is not clamped. */
  relevanceScoreFn?: RelevanceScoreFn;
  /** Keys are `<keyPrefix>:<id>`. @defaultValue `doc:<indexName>` */
  keyPrefix?: string;
  /** Documents of one pipeline. @defaultValue 1000 */
  batchSize?: number;
  /** Batches that are there at one time: one is written while the next is embedded. @defaultValue 2 */
  maxConcurrency?: number;
  /** How long documents live, in seconds. @defaultValue for ever */
  ttl?: number;
  /** Keeps a lossless copy of the metadata beside its fields. @defaultValue true */
  metadataJson?: boolean;
  /** What texts become in a schema that is made from metadata. @defaultValue `"text"`; `"tag"` where texts cannot be indexed */
  stringFields?: "text" | "tag";
  /** HNSW: candidates while searching. @defaultValue the index's own */
  efRuntime?: number;
  /** After how long the server gives a search up, in milliseconds. @defaultValue the server's own */
  timeoutMs?: number;
  /** How long a search waits for an index that is being filled, in milliseconds. @defaultValue 30,000 */
  indexReadyTimeoutMs?: number;
  /** Adds the key to the metadata of documents that are read, as `id`. @defaultValue false */
  keyInMetadata?: boolean;
}

/** What a document must be to be added. */
export type AddableDocument = Pick<DocumentInterface, "pageContent"> & {
  id?: string | undefined;
  metadata?: Record<string, unknown>;
};

/** How far an add has come; see {@link AddOptions.onProgress}. */
export interface AddProgress {
  /** Inputs that are stored, those of `resume` included. */
  readonly done: number;
  /** How many there are; `undefined` while an iterable has not come to its end. */
  readonly total: number | undefined;
  /** The inputs that the latest pipeline was about. */
  readonly indexes: readonly number[];
  /** The keys of what is stored so far, by input. It is filled while the call runs, and stays readable after an abort. */
  readonly ids: readonly (string | undefined)[];
}

/** Options of a call that adds. */
export interface AddOptions {
  /** An id for each input. Where an iterable has more inputs, and without it: the document's own, else a random one. */
  ids?: readonly string[];
  /** Same as {@link AddOptions.ids}. */
  keys?: readonly string[];
  /** Vectors that are there already, by input: nothing is embedded. */
  embeddings?: readonly VectorLike[];
  batchSize?: number;
  /** Metadata that cannot be a field is kept in the lossless copy alone; otherwise it is an error. @defaultValue true */
  cleanMetadata?: boolean;
  /** Seconds, in place of the store's. */
  ttl?: number;
  /** Ends the call: no further pipeline leaves. */
  signal?: AbortSignal;
  /** Called after each pipeline. What it throws ends the call. */
  onProgress?: (progress: AddProgress) => void;
  /**
   * Keys of what is stored already, by input: these inputs are neither embedded nor sent. What a failed call came to
   * stands in its error, see `readPartialAdd`.
   */
  resume?: readonly (string | undefined)[];
}

/** Options of a search. */
export interface SearchOptions {
  /** @defaultValue true; without metadata a document has its text alone */
  returnMetadata?: boolean;
  /** Documents further away than this are left out. 0 keeps what is equal. */
  distanceThreshold?: number;
  /** HNSW: candidates of this search. */
  efRuntime?: number;
  signal?: AbortSignal;
}

/** Options of a search by marginal relevance. */
export interface MarginalSearchOptions extends Omit<SearchOptions, "signal"> {
  /** @defaultValue 4 */
  k?: number;
  /** Candidates that are chosen from. @defaultValue 20 */
  fetchK?: number;
  /** 1: as near as can be; 0: as unlike each other as can be. @defaultValue 0.5 */
  lambda?: number;
  filter?: InMemoryDBFilterExpression | undefined;
  signal?: AbortSignal;
}

/** Options of a search with relevance scores. */
export interface RelevanceSearchOptions extends SearchOptions {
  filter?: InMemoryDBFilterExpression | undefined;
  /** Documents of a lower score are left out. */
  scoreThreshold?: number;
}

/** How far a delete has come. */
export interface DeleteProgress {
  /** Keys that are gone. */
  readonly done: number;
  /** `undefined` where keys are looked for meanwhile. */
  readonly total: number | undefined;
}

/** What is deleted. */
export interface DeleteParams {
  /** Ids or keys. */
  ids?: readonly string[];
  /** All documents that match; not on valkey-search before 1.2. */
  filter?: InMemoryDBFilterExpression;
  /** All documents of the store. The index stays. */
  deleteAll?: boolean;
  signal?: AbortSignal;
  /** Called after each pipeline. What it throws ends the call. */
  onProgress?: (progress: DeleteProgress) => void;
}
