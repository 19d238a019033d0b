// @langchain-aws/s3-vectors

import { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import { AwsErrorDefaults, AwsErrorFields, AwsLangChainError } from "@langchain-aws/core";
import { BaseRetrieverInput } from "@langchain/core/retrievers";
import { CallbackManagerForRetrieverRun, Callbacks } from "@langchain/core/callbacks/manager";
import { Document, DocumentInterface } from "@langchain/core/documents";
import { EmbeddingsInterface } from "@langchain/core/embeddings";
import { S3VectorsClientConfig } from "@aws-sdk/client-s3vectors";
import { VectorStore, VectorStoreRetriever, VectorStoreRetrieverInput } from "@langchain/core/vectorstores";
type S3VectorsFilterValue = string | number | boolean;
interface S3VectorsFilterOperators {
  $eq?: S3VectorsFilterValue;
  $ne?: S3VectorsFilterValue;
  $gt?: number;
  $gte?: number;
  $lt?: number;
  $lte?: number;
  $startsWith?: string;
  $in?: readonly S3VectorsFilterValue[];
  $nin?: readonly S3VectorsFilterValue[];
  $exists?: boolean;
}
type S3VectorsFilterOperator = keyof S3VectorsFilterOperators;
interface S3VectorsFilter {
  $and?: readonly S3VectorsFilter[];
  $or?: readonly S3VectorsFilter[];
  readonly [key: string]: S3VectorsFilterValue | S3VectorsFilterOperators | readonly S3VectorsFilter[] | undefined;
}
interface S3VectorsFilterExpression {
  toJSON(): S3VectorsFilter;
}
type S3VectorsFilterInput = S3VectorsFilter | S3VectorsFilterExpression;
type S3VectorsDistanceMetric = "cosine" | "euclidean";
type S3VectorsMetadataValue = string | number | boolean | readonly (string | number | boolean)[];
type S3VectorsNestedMetadata = "json" | "flatten" | "drop" | "error";
type S3VectorsSearchType = "similarity" | "mmr" | "similarity_score_threshold";
type S3VectorsVector = readonly number[] | Float32Array | Float64Array;
interface S3VectorsEncryption {
  sseType: "AES256" | "aws:kms";
  kmsKeyArn?: string;
}
interface S3VectorsBatchOptions {
  batchSize?: number;
  maxConcurrency?: number;
}
interface AmazonS3VectorsFields extends AwsClientFields<AwsClientLike, S3VectorsClientConfig>, S3VectorsBatchOptions {
  vectorBucketName?: string;
  vectorBucketArn?: string;
  indexName?: string;
  indexArn?: string;
  dataType?: "float32";
  distanceMetric?: S3VectorsDistanceMetric;
  nonFilterableMetadataKeys?: readonly string[];
  pageContentMetadataKey?: string | null;
  pageContentFilterable?: boolean;
  createIndexIfNotExist?: boolean;
  encryption?: S3VectorsEncryption;
  tags?: Readonly<Record<string, string>>;
  relevanceScoreFn?: (distance: number) => number;
  queryEmbeddings?: EmbeddingsInterface;
  queryEmbedding?: EmbeddingsInterface;
  baseFilter?: S3VectorsFilterInput;
  maxRequestBytes?: number;
  nestedMetadata?: S3VectorsNestedMetadata;
  compactFloats?: boolean;
  onFailedAttempt?: (error: Error) => unknown;
}
interface S3VectorsAddProgress {
  readonly done: number;
  readonly total: number | undefined;
  readonly indexes: readonly number[];
  readonly ids: readonly (string | undefined)[];
}
interface S3VectorsAddOptions extends S3VectorsBatchOptions {
  ids?: readonly (string | null | undefined)[];
  signal?: AbortSignal;
  onProgress?: (progress: S3VectorsAddProgress) => void;
  resume?: readonly (string | undefined)[];
}
interface S3VectorsGetOptions {
  batchSize?: number;
  onMissing?: "omit" | "throw";
  signal?: AbortSignal;
}
interface S3VectorsDeleteProgress {
  readonly done: number;
  readonly total: number;
}
interface S3VectorsDeleteParams {
  ids?: readonly string[];
  deleteIndex?: boolean;
  batchSize?: number;
  signal?: AbortSignal;
  onProgress?: (progress: S3VectorsDeleteProgress) => void;
}
interface S3VectorsListOptions {
  segments?: number;
  pageSize?: number;
  returnData?: boolean;
  signal?: AbortSignal;
}
interface S3VectorsMmrOptions {
  k: number;
  fetchK?: number;
  lambda?: number;
  filter?: S3VectorsFilterInput;
}
interface S3VectorsRelevanceOptions {
  scoreThreshold?: number;
}
interface S3VectorsIndexInfo {
  indexName: string;
  indexArn: string;
  vectorBucketName: string;
  dimension: number;
  dataType: string;
  distanceMetric: S3VectorsDistanceMetric;
  nonFilterableMetadataKeys: string[];
  creationTime?: Date;
}
type S3VectorsDocuments = readonly DocumentInterface[] | AsyncIterable<DocumentInterface> | Iterable<DocumentInterface>;
type S3VectorsFromFields = AmazonS3VectorsFields & S3VectorsAddOptions;
type StoreClass<T> = new (embeddings: EmbeddingsInterface | undefined, fields: AmazonS3VectorsFields) => T;
declare class AmazonS3Vectors extends VectorStore {
  #private;
  FilterType: S3VectorsFilterInput;
  constructor(embeddings: EmbeddingsInterface | undefined, fields: AmazonS3VectorsFields);
  static override lc_name(): string;
  _vectorstoreType(): string;
  get distanceMetric(): S3VectorsDistanceMetric;
  override addDocuments(documents: S3VectorsDocuments, options?: S3VectorsAddOptions): Promise<string[]>;
  override addVectors(vectors: S3VectorsVector[], documents: readonly DocumentInterface[], options?: S3VectorsAddOptions): Promise<string[]>;
  addTexts(texts: readonly string[], metadatas?: readonly object[] | object, options?: S3VectorsAddOptions): Promise<string[]>;
  override similaritySearch(query: string, k?: number, filter?: S3VectorsFilterInput, _callbacks?: Callbacks): Promise<Document[]>;
  override similaritySearchWithScore(query: string, k?: number, filter?: S3VectorsFilterInput, _callbacks?: Callbacks): Promise<[Document, number][]>;
  similaritySearchByVector(vector: S3VectorsVector, k?: number, filter?: S3VectorsFilterInput): Promise<Document[]>;
  override similaritySearchVectorWithScore(vector: S3VectorsVector, k: number, filter?: S3VectorsFilterInput): Promise<[Document, number][]>;
  similaritySearchWithRelevanceScores(query: string, k?: number, filter?: S3VectorsFilterInput, {
    scoreThreshold
  }?: S3VectorsRelevanceOptions): Promise<[Document, number][]>;
  override maxMarginalRelevanceSearch(query: string, options: S3VectorsMmrOptions, _callbacks?: Callbacks): Promise<Document[]>;
  maxMarginalRelevanceSearchByVector(vector: S3VectorsVector, options: S3VectorsMmrOptions): Promise<Document[]>;
  getByIds(ids: readonly string[], options?: S3VectorsGetOptions): Promise<Document[]>;
  override delete(params?: S3VectorsDeleteParams): Promise<void>;
  listDocuments(options?: S3VectorsListOptions & {
    returnData?: false;
  }): AsyncGenerator<Document>;
  listDocuments(options: S3VectorsListOptions & {
    returnData: true;
  }): AsyncGenerator<[Document, number[]]>;
  createIndex({
    dimension
  }: {
    dimension: number;
  }): Promise<void>;
  indexInfo(): Promise<S3VectorsIndexInfo>;
  deleteIndex(): Promise<void>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  override asRetriever(kOrFields?: number | Omit<AmazonS3VectorsRetrieverFields<this>, "vectorStore">, filter?: S3VectorsFilterInput, callbacks?: Callbacks, tags?: string[], metadata?: Record<string, unknown>, verbose?: boolean): AmazonS3VectorsRetriever<this>;
  override asRetriever(kOrFields?: number | Partial<VectorStoreRetrieverInput<this>>, filter?: S3VectorsFilterInput, callbacks?: Callbacks, tags?: string[], metadata?: Record<string, unknown>, verbose?: boolean): AmazonS3VectorsRetriever<this>;
  static override fromTexts<T extends AmazonS3Vectors>(this: StoreClass<T>, texts: string[], metadatas: object[] | object, embeddings: EmbeddingsInterface, fields: S3VectorsFromFields): Promise<T>;
  static override fromDocuments<T extends AmazonS3Vectors>(this: StoreClass<T>, documents: S3VectorsDocuments, embeddings: EmbeddingsInterface, fields: S3VectorsFromFields): Promise<T>;
  static fromExistingIndex<T extends AmazonS3Vectors>(this: StoreClass<T>, embeddings: EmbeddingsInterface | undefined, fields: AmazonS3VectorsFields): Promise<T>;
}
interface S3VectorsSearchKwargs {
  fetchK?: number;
  lambda?: number;
  scoreThreshold?: number;
}
interface AmazonS3VectorsRetrieverFields<V extends AmazonS3Vectors = AmazonS3Vectors> extends BaseRetrieverInput {
  vectorStore: V;
  k?: number | undefined;
  filter?: S3VectorsFilterInput | undefined;
  baseFilter?: S3VectorsFilterInput | undefined;
  searchType?: S3VectorsSearchType | undefined;
  searchKwargs?: S3VectorsSearchKwargs | undefined;
}
declare class AmazonS3VectorsRetriever<V extends AmazonS3Vectors = AmazonS3Vectors> extends VectorStoreRetriever<V> {
  #private;
  searchKwargs?: S3VectorsSearchKwargs;
  constructor({
    baseFilter,
    searchType,
    searchKwargs,
    k,
    ...fields
  }: AmazonS3VectorsRetrieverFields<V>);
  static override lc_name(): string;
  override _getRelevantDocuments(query: string, _runManager?: CallbackManagerForRetrieverRun): Promise<DocumentInterface[]>;
  override addDocuments(documents: S3VectorsDocuments, options?: S3VectorsAddOptions): Promise<string[]>;
}
interface S3VectorsErrorFields extends AwsErrorFields {
  bucket?: string;
  index?: string;
}
declare const Branded: typeof AwsLangChainError;
declare class S3VectorsError extends Branded {
  static override readonly defaults: AwsErrorDefaults;
  readonly bucket?: string;
  readonly index?: string;
  constructor(message: string, {
    bucket,
    index,
    ...fields
  }?: S3VectorsErrorFields);
}
declare const Config: typeof S3VectorsError;
declare class S3VectorsConfigError extends Config {
  static override readonly defaults: AwsErrorDefaults;
}
declare const IndexNotFound: typeof S3VectorsError;
declare class S3VectorsIndexNotFoundError extends IndexNotFound {
  static override readonly defaults: AwsErrorDefaults;
}
declare const IndexMismatch: typeof S3VectorsError;
declare class S3VectorsIndexMismatchError extends IndexMismatch {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Metadata: typeof S3VectorsError;
declare class S3VectorsMetadataError extends Metadata {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Filter: typeof S3VectorsError;
declare class S3VectorsFilterError extends Filter {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Vector: typeof S3VectorsError;
declare class S3VectorsVectorError extends Vector {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Access: typeof S3VectorsError;
declare class S3VectorsAccessError extends Access {
  static override readonly defaults: AwsErrorDefaults;
}
declare const MissingIds: typeof S3VectorsError;
declare class S3VectorsMissingIdsError extends MissingIds {
  static override readonly defaults: AwsErrorDefaults;
  readonly missingIds: readonly string[];
  constructor(message: string, {
    missingIds,
    ...fields
  }?: S3VectorsErrorFields & {
    missingIds?: readonly string[];
  });
}
interface S3VectorsWriteErrorFields extends S3VectorsErrorFields {
  writtenIds?: readonly string[];
  failedIds?: readonly string[];
  notAttemptedIds?: readonly string[];
}
declare const Write: typeof S3VectorsError;
declare class S3VectorsWriteError extends Write {
  static override readonly defaults: AwsErrorDefaults;
  readonly writtenIds: readonly string[];
  readonly failedIds: readonly string[];
  readonly notAttemptedIds: readonly string[];
  constructor(message: string, fields?: S3VectorsWriteErrorFields);
}
type NonEmpty<T> = readonly [first: T, ...others: T[]];
interface S3VectorsFilterField {
  eq(value: S3VectorsFilterValue): S3VectorsFilterExpression;
  ne(value: S3VectorsFilterValue): S3VectorsFilterExpression;
  gt(value: number): S3VectorsFilterExpression;
  gte(value: number): S3VectorsFilterExpression;
  lt(value: number): S3VectorsFilterExpression;
  lte(value: number): S3VectorsFilterExpression;
  startsWith(beginning: string): S3VectorsFilterExpression;
  in(values: NonEmpty<S3VectorsFilterValue> | readonly S3VectorsFilterValue[]): S3VectorsFilterExpression;
  nin(values: NonEmpty<S3VectorsFilterValue> | readonly S3VectorsFilterValue[]): S3VectorsFilterExpression;
  exists(exists?: boolean): S3VectorsFilterExpression;
}
interface S3VectorsFilterBuilder {
  readonly field: (key: string) => S3VectorsFilterField;
  readonly and: (...filters: NonEmpty<S3VectorsFilterInput>) => S3VectorsFilterExpression;
  readonly or: (...filters: NonEmpty<S3VectorsFilterInput>) => S3VectorsFilterExpression;
  readonly not: (filter: S3VectorsFilterInput) => S3VectorsFilterExpression;
}
declare const s3VectorsFilter: S3VectorsFilterBuilder;
declare function cosineRelevance(distance: number): number;
declare function euclideanRelevance(distance: number): number;
declare function reciprocalEuclideanRelevance(distance: number): number;
interface S3VectorsPartialAdd {
  readonly ids: readonly (string | undefined)[];
  readonly assignedIds: readonly string[];
  readonly done: number;
  readonly total: number | undefined;
  readonly failedIndex: number;
  readonly failedIndexes: readonly number[];
}
declare function readPartialAdd(error: unknown): S3VectorsPartialAdd | undefined;
export { AmazonS3Vectors, type AmazonS3VectorsFields, AmazonS3VectorsRetriever, type AmazonS3VectorsRetrieverFields, type NonEmpty, S3VectorsAccessError, type S3VectorsAddOptions, type S3VectorsAddProgress, type S3VectorsBatchOptions, S3VectorsConfigError, type S3VectorsDeleteParams, type S3VectorsDeleteProgress, type S3VectorsDistanceMetric, type S3VectorsDocuments, type S3VectorsEncryption, S3VectorsError, type S3VectorsErrorFields, type S3VectorsFilter, type S3VectorsFilterBuilder, S3VectorsFilterError, type S3VectorsFilterExpression, type S3VectorsFilterField, type S3VectorsFilterInput, type S3VectorsFilterOperator, type S3VectorsFilterOperators, type S3VectorsFilterValue, type S3VectorsFromFields, type S3VectorsGetOptions, type S3VectorsIndexInfo, S3VectorsIndexMismatchError, S3VectorsIndexNotFoundError, type S3VectorsListOptions, S3VectorsMetadataError, type S3VectorsMetadataValue, S3VectorsMissingIdsError, type S3VectorsMmrOptions, type S3VectorsNestedMetadata, type S3VectorsPartialAdd, type S3VectorsRelevanceOptions, type S3VectorsSearchKwargs, type S3VectorsSearchType, type S3VectorsVector, S3VectorsVectorError, S3VectorsWriteError, type S3VectorsWriteErrorFields, cosineRelevance, euclideanRelevance, readPartialAdd, reciprocalEuclideanRelevance, s3VectorsFilter };
