// @langchain-aws/memorydb

import { AwsCredentials, AwsCredentialsProvider } from "@langchain-aws/aws-auth";
import { AwsErrorDefaults, AwsErrorFields, AwsLangChainError } from "@langchain-aws/core";
import { BaseCache } from "@langchain/core/caches";
import { BaseRetrieverInput } from "@langchain/core/retrievers";
import { CallbackManagerForRetrieverRun, Callbacks } from "@langchain/core/callbacks/manager";
import { Document, DocumentInterface } from "@langchain/core/documents";
import { EmbeddingsInterface } from "@langchain/core/embeddings";
import { Generation } from "@langchain/core/outputs";
import { MaxMarginalRelevanceSearchOptions, VectorStore, VectorStoreInterface, VectorStoreRetriever, VectorStoreRetrieverInput } from "@langchain/core/vectorstores";
type CommandArgument = string | Uint8Array;
interface MemoryDBCommand {
  readonly args: readonly CommandArgument[];
  readonly key?: string;
}
interface SendOptions {
  key?: string;
  write?: boolean;
  buffers?: boolean;
}
interface MemoryDBClient {
  send(args: readonly CommandArgument[], options?: SendOptions): Promise<unknown>;
  pipeline(commands: readonly MemoryDBCommand[], options?: {
    buffers?: boolean;
  }): Promise<unknown[]>;
  scan(pattern: string): AsyncIterable<string[]>;
  close(): Promise<void>;
  readonly owned: boolean;
}
interface IamFields {
  userName: string;
  clusterName: string;
  region?: string;
  service?: "memorydb" | "elasticache";
  serverless?: boolean;
  credentials?: AwsCredentials | AwsCredentialsProvider;
  profile?: string;
  reauthenticateEveryMs?: number;
}
interface TlsFields {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
}
interface MemoryDBConnectionFields {
  redisUrl?: string;
  url?: string;
  client?: object;
  cluster?: boolean | "auto";
  tls?: boolean | TlsFields;
  username?: string;
  password?: string;
  iam?: IamFields;
  connectTimeoutMs?: number;
  commandTimeoutMs?: number;
  readFrom?: "primary" | "replica";
  engine?: "auto" | "memorydb" | "valkey-search" | "redisearch";
  engineVersion?: string;
}
declare const TAG_SEPARATOR = ",";
interface TextFieldSchema {
  name: string;
  weight?: number;
  no_stem?: boolean;
  phonetic_matcher?: string;
  withsuffixtrie?: boolean;
  no_index?: boolean;
  sortable?: boolean;
}
interface TagFieldSchema {
  name: string;
  separator?: string;
  case_sensitive?: boolean;
  no_index?: boolean;
  sortable?: boolean;
}
interface NumericFieldSchema {
  name: string;
  no_index?: boolean;
  sortable?: boolean;
}
interface VectorFieldSchema {
  name?: string;
  algorithm?: string;
  dims?: number;
  datatype?: string;
  distance_metric?: string;
  initial_cap?: number;
  m?: number;
  ef_construction?: number;
  ef_runtime?: number;
}
interface IndexSchema {
  text?: readonly TextFieldSchema[];
  tag?: readonly TagFieldSchema[];
  numeric?: readonly NumericFieldSchema[];
  vector?: readonly VectorFieldSchema[];
  content_key?: string;
  content_vector_key?: string;
}
type DistanceMetric = "COSINE" | "IP" | "L2";
type VectorLike = readonly number[] | Float32Array | Float64Array;
interface Engine {
  readonly name: "memorydb" | "valkey-search" | "redisearch";
  readonly hasText: boolean;
  readonly searchesText: boolean;
  readonly hasPlainQueries: boolean;
  readonly takesFieldOptions: boolean;
  readonly hasFloat64: boolean;
  readonly tagEscapes: "none" | "without-braces" | "all";
  readonly endingStarIsPrefix: boolean;
  readonly returnsUndeclared: boolean;
}
type FilterNode = {
  readonly kind: "all";
} | {
  readonly kind: "absent";
} | {
  readonly kind: "raw";
  readonly text: string;
} | {
  readonly kind: "and" | "or";
  readonly members: readonly FilterNode[];
} | {
  readonly kind: "not";
  readonly member: FilterNode;
} | {
  readonly kind: "tag";
  readonly field: string;
  readonly values: readonly string[];
  readonly isPrefix: boolean;
} | {
  readonly kind: "range";
  readonly field: string;
  readonly low: Bound;
  readonly high: Bound;
} | {
  readonly kind: "text";
  readonly field: string;
  readonly text: string;
  readonly how: "phrase" | "pattern";
};
interface Bound {
  readonly value: number;
  readonly isExclusive: boolean;
}
declare class InMemoryDBFilterExpression {
  constructor(node: FilterNode);
  and(other: InMemoryDBFilterExpression): InMemoryDBFilterExpression;
  or(other: InMemoryDBFilterExpression): InMemoryDBFilterExpression;
  not(): InMemoryDBFilterExpression;
  toString(engine?: Engine["name"]): string;
}
type RelevanceScoreFn = (distance: number) => number;
interface InMemoryVectorStoreFields extends MemoryDBConnectionFields {
  indexName?: string;
  indexSchema?: IndexSchema | string;
  vectorSchema?: VectorFieldSchema;
  relevanceScoreFn?: RelevanceScoreFn;
  keyPrefix?: string;
  batchSize?: number;
  maxConcurrency?: number;
  ttl?: number;
  metadataJson?: boolean;
  stringFields?: "text" | "tag";
  efRuntime?: number;
  timeoutMs?: number;
  indexReadyTimeoutMs?: number;
  keyInMetadata?: boolean;
}
type AddableDocument = Pick<DocumentInterface, "pageContent"> & {
  id?: string | undefined;
  metadata?: Record<string, unknown>;
};
interface AddProgress {
  readonly done: number;
  readonly total: number | undefined;
  readonly indexes: readonly number[];
  readonly ids: readonly (string | undefined)[];
}
interface AddOptions {
  ids?: readonly string[];
  keys?: readonly string[];
  embeddings?: readonly VectorLike[];
  batchSize?: number;
  cleanMetadata?: boolean;
  ttl?: number;
  signal?: AbortSignal;
  onProgress?: (progress: AddProgress) => void;
  resume?: readonly (string | undefined)[];
}
interface SearchOptions {
  returnMetadata?: boolean;
  distanceThreshold?: number;
  efRuntime?: number;
  signal?: AbortSignal;
}
interface MarginalSearchOptions extends Omit<SearchOptions, "signal"> {
  k?: number;
  fetchK?: number;
  lambda?: number;
  filter?: InMemoryDBFilterExpression | undefined;
  signal?: AbortSignal;
}
interface RelevanceSearchOptions extends SearchOptions {
  filter?: InMemoryDBFilterExpression | undefined;
  scoreThreshold?: number;
}
interface DeleteProgress {
  readonly done: number;
  readonly total: number | undefined;
}
interface DeleteParams {
  ids?: readonly string[];
  filter?: InMemoryDBFilterExpression;
  deleteAll?: boolean;
  signal?: AbortSignal;
  onProgress?: (progress: DeleteProgress) => void;
}
type AddableDocuments = readonly AddableDocument[] | Iterable<AddableDocument> | AsyncIterable<AddableDocument>;
interface DropResult {
  dropped: boolean;
  deletedKeys: number;
}
interface StoreWithKeys extends Iterable<InMemoryVectorStore | string[]> {
  readonly store: InMemoryVectorStore;
  readonly keys: string[];
}
interface ExistingIndexFields extends InMemoryVectorStoreFields {
  indexName: string;
  schema?: IndexSchema | string;
}
declare class InMemoryVectorStore extends VectorStore {
  #private;
  FilterType: InMemoryDBFilterExpression;
  static override lc_name(): string;
  constructor(embeddings: EmbeddingsInterface, fields: InMemoryVectorStoreFields);
  _vectorstoreType(): string;
  get indexName(): string;
  get keyPrefix(): string;
  get schema(): IndexSchema;
  ready(): Promise<void>;
  writeSchema(path: string): Promise<void>;
  override addDocuments(documents: AddableDocuments, options?: AddOptions): Promise<string[]>;
  override addVectors(vectors: readonly VectorLike[], documents: DocumentInterface[], options?: AddOptions): Promise<string[]>;
  addTexts(texts: readonly string[], metadatas?: readonly Record<string, unknown>[], options?: AddOptions): Promise<string[]>;
  override similaritySearch(query: string, k?: number, filter?: InMemoryDBFilterExpression, options?: SearchOptions | Callbacks): Promise<Document[]>;
  similaritySearchByVector(vector: VectorLike, k?: number, filter?: InMemoryDBFilterExpression, options?: SearchOptions | Callbacks): Promise<Document[]>;
  override similaritySearchWithScore(query: string, k?: number, filter?: InMemoryDBFilterExpression, options?: SearchOptions | Callbacks): Promise<[Document, number][]>;
  override similaritySearchVectorWithScore(vector: VectorLike, k: number, filter?: InMemoryDBFilterExpression, options?: SearchOptions | Callbacks): Promise<[Document, number][]>;
  similaritySearchWithRelevanceScores(query: string, k?: number, {
    filter,
    scoreThreshold,
    ...options
  }?: RelevanceSearchOptions): Promise<[Document, number][]>;
  override maxMarginalRelevanceSearch(query: string, options?: MarginalSearchOptions | MaxMarginalRelevanceSearchOptions<string | object>): Promise<Document[]>;
  maxMarginalRelevanceSearchByVector(vector: VectorLike, options?: MarginalSearchOptions): Promise<Document[]>;
  getByIds(ids: readonly string[], options?: {
    signal?: AbortSignal;
  }): Promise<Document[]>;
  override delete(params?: DeleteParams): Promise<void>;
  deleteByIds(ids: readonly string[]): Promise<number>;
  dropIndex(deleteDocuments?: boolean): Promise<boolean>;
  dropIndexWithStats(deleteDocuments?: boolean): Promise<DropResult>;
  override asRetriever(kOrFields?: number | Partial<InMemoryRetrieverFields> | Partial<VectorStoreRetrieverInput<VectorStoreInterface>>, filter?: InMemoryDBFilterExpression, callbacks?: Callbacks, tags?: string[], metadata?: Record<string, unknown>, verbose?: boolean): InMemoryVectorStoreRetriever<this>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
  static override fromTexts(texts: readonly string[], metadatas: readonly Record<string, unknown>[] | Record<string, unknown>, embeddings: EmbeddingsInterface, fields?: InMemoryVectorStoreFields & AddOptions): Promise<InMemoryVectorStore>;
  static override fromDocuments(documents: readonly DocumentInterface[], embeddings: EmbeddingsInterface, fields?: InMemoryVectorStoreFields & AddOptions): Promise<InMemoryVectorStore>;
  static fromTextsReturnKeys(texts: readonly string[], metadatas: readonly Record<string, unknown>[] | Record<string, unknown>, embeddings: EmbeddingsInterface, fields?: InMemoryVectorStoreFields & AddOptions): Promise<StoreWithKeys>;
  static fromExistingIndex(embeddings: EmbeddingsInterface, fields: ExistingIndexFields): Promise<InMemoryVectorStore>;
  static deleteKeys(keys: readonly string[], connection: MemoryDBConnectionFields): Promise<boolean>;
  static dropIndex(indexName: string, deleteDocuments: boolean, connection: MemoryDBConnectionFields & {
    keyPrefix?: string;
  }): Promise<boolean>;
}
declare const searchTypes: readonly ["similarity", "similarity_distance_threshold", "similarity_score_threshold", "mmr"];
type InMemorySearchType = (typeof searchTypes)[number];
interface InMemorySearchKwargs {
  k?: number;
  distanceThreshold?: number;
  scoreThreshold?: number;
  fetchK?: number;
  lambda?: number;
  filter?: InMemoryDBFilterExpression | undefined;
}
interface InMemoryRetrieverFields extends BaseRetrieverInput {
  k?: number;
  filter?: InMemoryDBFilterExpression | undefined;
  searchType?: InMemorySearchType;
  searchKwargs?: InMemorySearchKwargs;
}
declare class InMemoryVectorStoreRetriever<Store extends InMemoryVectorStore = InMemoryVectorStore> extends VectorStoreRetriever<Store> {
  #private;
  static override lc_name(): string;
  override get lc_namespace(): string[];
  constructor(fields: InMemoryRetrieverFields & {
    vectorStore: Store;
  });
  override _getRelevantDocuments(query: string, _runManager?: CallbackManagerForRetrieverRun): Promise<DocumentInterface[]>;
  override addDocuments(documents: AddableDocuments, options?: AddOptions): Promise<string[]>;
}
interface TransformedPrompt {
  text: string;
  scope?: string;
}
interface InMemorySemanticCacheFields extends MemoryDBConnectionFields {
  embeddings?: EmbeddingsInterface;
  embedding?: EmbeddingsInterface;
  scoreThreshold?: number;
  distanceThreshold?: number;
  ttl?: number;
  refreshTtlOnHit?: boolean;
  indexName?: string;
  keyPrefix?: string;
  algorithm?: "FLAT" | "HNSW";
  dims?: number;
  exactMatch?: boolean;
  promptTransform?: (prompt: string, llmKey: string) => TransformedPrompt;
  shouldCache?: (generations: readonly Generation[], prompt: string, llmKey: string) => boolean;
  onError?: "warn" | "throw";
}
interface SemanticCacheStats {
  readonly exactHits: number;
  readonly semanticHits: number;
  readonly misses: number;
  readonly errors: number;
}
declare class InMemorySemanticCache extends BaseCache {
  #private;
  constructor(fields: InMemorySemanticCacheFields);
  stats(): SemanticCacheStats;
  override lookup(prompt: string, llmKey: string): Promise<Generation[] | null>;
  override update(prompt: string, llmKey: string, generations: Generation[]): Promise<void>;
  invalidate(prompt: string, llmKey: string): Promise<boolean>;
  clear({
    llmKey,
    scope
  }?: {
    llmKey?: string;
    scope?: string;
  }): Promise<number>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
interface WhenEmpty {
  whenEmpty?: "all";
}
type Maybe<Value> = Value | null | undefined;
declare class InMemoryDBTag {
  #private;
  constructor(field: string);
  eq(value: Maybe<string | readonly string[]>, options?: WhenEmpty): InMemoryDBFilterExpression;
  in(values: Maybe<readonly string[]>, options?: WhenEmpty): InMemoryDBFilterExpression;
  ne(value: Maybe<string | readonly string[]>, options?: WhenEmpty): InMemoryDBFilterExpression;
  nin(values: Maybe<readonly string[]>, options?: WhenEmpty): InMemoryDBFilterExpression;
  startsWith(prefix: Maybe<string>, options?: WhenEmpty): InMemoryDBFilterExpression;
}
declare class InMemoryDBNum {
  #private;
  constructor(field: string);
  eq(value: Maybe<number>, options?: WhenEmpty): InMemoryDBFilterExpression;
  ne(value: Maybe<number>, options?: WhenEmpty): InMemoryDBFilterExpression;
  gt(value: Maybe<number>, options?: WhenEmpty): InMemoryDBFilterExpression;
  gte(value: Maybe<number>, options?: WhenEmpty): InMemoryDBFilterExpression;
  lt(value: Maybe<number>, options?: WhenEmpty): InMemoryDBFilterExpression;
  lte(value: Maybe<number>, options?: WhenEmpty): InMemoryDBFilterExpression;
  between(from: Maybe<number>, to: Maybe<number>, options?: WhenEmpty & {
    exclusive?: boolean;
  }): InMemoryDBFilterExpression;
}
declare class InMemoryDBText {
  #private;
  constructor(field: string);
  eq(phrase: Maybe<string>, options?: WhenEmpty): InMemoryDBFilterExpression;
  ne(phrase: Maybe<string>, options?: WhenEmpty): InMemoryDBFilterExpression;
  like(pattern: Maybe<string>, options?: WhenEmpty): InMemoryDBFilterExpression;
}
declare const InMemoryDBFilter: {
  readonly tag: (field: string) => InMemoryDBTag;
  readonly num: (field: string) => InMemoryDBNum;
  readonly text: (field: string) => InMemoryDBText;
  readonly and: (...members: readonly InMemoryDBFilterExpression[]) => InMemoryDBFilterExpression;
  readonly or: (...members: readonly InMemoryDBFilterExpression[]) => InMemoryDBFilterExpression;
  readonly not: (member: InMemoryDBFilterExpression) => InMemoryDBFilterExpression;
  readonly all: () => InMemoryDBFilterExpression;
  readonly raw: (text: string) => InMemoryDBFilterExpression;
};
declare function createMemoryDBClient(fields?: MemoryDBConnectionFields): Promise<MemoryDBClient>;
interface MemoryDBIamCredentials {
  readonly username: string;
  readonly password: string;
}
declare function memoryDBIamCredentials(settings: IamFields & {
  date?: Date;
}): Promise<MemoryDBIamCredentials>;
declare function readSchema(objectOrPath: IndexSchema | string): Promise<IndexSchema>;
interface PartialAdd {
  readonly ids: readonly (string | undefined)[];
  readonly assignedIds: readonly string[];
  readonly done: number;
  readonly total: number | undefined;
  readonly failedIndex: number;
  readonly failedIndexes: readonly number[];
}
declare function readPartialAdd(error: unknown): PartialAdd | undefined;
interface MemoryDBErrorFields extends AwsErrorFields {
  command?: string;
  index?: string;
}
declare const Base: typeof AwsLangChainError;
declare class MemoryDBError extends Base {
  static override readonly defaults: AwsErrorDefaults;
  readonly command?: string;
  readonly index?: string;
  constructor(message: string, fields?: MemoryDBErrorFields);
}
declare const Config: typeof MemoryDBError;
declare class MemoryDBConfigError extends Config {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Connection: typeof MemoryDBError;
declare class MemoryDBConnectionError extends Connection {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Auth: typeof MemoryDBError;
declare class MemoryDBAuthError extends Auth {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Unsupported: typeof MemoryDBError;
declare class MemoryDBUnsupportedError extends Unsupported {
  static override readonly defaults: AwsErrorDefaults;
}
declare const IndexNotFound: typeof MemoryDBError;
declare class MemoryDBIndexNotFoundError extends IndexNotFound {
  static override readonly defaults: AwsErrorDefaults;
}
declare const IndexMismatch: typeof MemoryDBError;
declare class MemoryDBIndexMismatchError extends IndexMismatch {
  static override readonly defaults: AwsErrorDefaults;
}
declare const IndexLimit: typeof MemoryDBError;
declare class MemoryDBIndexLimitError extends IndexLimit {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Schema: typeof MemoryDBError;
declare class MemoryDBSchemaError extends Schema {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Filter: typeof MemoryDBError;
declare class MemoryDBFilterError extends Filter {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Query: typeof MemoryDBError;
declare class MemoryDBQueryError extends Query {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Vector: typeof MemoryDBError;
declare class MemoryDBVectorError extends Vector {
  static override readonly defaults: AwsErrorDefaults;
  readonly failedIndex?: number;
  constructor(message: string, fields?: MemoryDBErrorFields & {
    failedIndex?: number | undefined;
  });
}
interface MemoryDBWriteErrorFields extends MemoryDBErrorFields {
  failedIndex?: number;
  writtenKeys?: readonly string[];
  failedKeys?: readonly string[];
}
declare const Write: typeof MemoryDBError;
declare class MemoryDBWriteError extends Write {
  static override readonly defaults: AwsErrorDefaults;
  readonly failedIndex?: number;
  readonly writtenKeys: readonly string[];
  readonly failedKeys: readonly string[];
  constructor(message: string, fields?: MemoryDBWriteErrorFields);
}
declare const Cache: typeof MemoryDBError;
declare class MemoryDBCacheError extends Cache {
  static override readonly defaults: AwsErrorDefaults;
}
export { type AddOptions, type AddProgress, type AddableDocument, type AddableDocuments, type CommandArgument, type DeleteParams, type DeleteProgress, type DistanceMetric, type DropResult, type ExistingIndexFields, type IamFields, InMemoryDBFilter, InMemoryDBFilterExpression, InMemoryDBNum, InMemoryDBTag, InMemoryDBText, type InMemoryRetrieverFields, type InMemorySearchKwargs, type InMemorySearchType, InMemorySemanticCache, InMemorySemanticCache as MemoryDBSemanticCache, type InMemorySemanticCacheFields, InMemoryVectorStore, InMemoryVectorStore as MemoryDBVectorStore, type InMemoryVectorStoreFields, InMemoryVectorStoreRetriever, type IndexSchema, type MarginalSearchOptions, MemoryDBAuthError, MemoryDBCacheError, type MemoryDBClient, type MemoryDBCommand, MemoryDBConfigError, MemoryDBConnectionError, type MemoryDBConnectionFields, MemoryDBError, type MemoryDBErrorFields, MemoryDBFilterError, type MemoryDBIamCredentials, MemoryDBIndexLimitError, MemoryDBIndexMismatchError, MemoryDBIndexNotFoundError, MemoryDBQueryError, MemoryDBSchemaError, MemoryDBUnsupportedError, MemoryDBVectorError, MemoryDBWriteError, type MemoryDBWriteErrorFields, type NumericFieldSchema, type PartialAdd, type RelevanceScoreFn, type RelevanceSearchOptions, type SearchOptions, type SemanticCacheStats, type SendOptions, type StoreWithKeys, TAG_SEPARATOR, type TagFieldSchema, type TextFieldSchema, type TlsFields, type TransformedPrompt, type VectorFieldSchema, type VectorLike, type WhenEmpty, createMemoryDBClient, memoryDBIamCredentials, readPartialAdd, readSchema };
