import type { S3VectorsClientConfig } from "@aws-sdk/client-s3vectors";
import type { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { S3VectorsFilterInput } from "./filter/search-filter.ts";

/** How near two vectors are. An index has one of them for good. */
export type S3VectorsDistanceMetric = "cosine" | "euclidean";

/** A value that the service stores as metadata. */
export type S3VectorsMetadataValue = string | number | boolean | readonly (string | number | boolean)[];

/**
 * What becomes of metadata that the service has no type for: objects, and lists with objects in them.
 *
 * `"json"` stores a JSON text that is turned back when it is read; `"flatten"` stores `loc.lines.from`, which filters
 * can name; `"drop"` leaves it out; `"error"` throws.
 */
export type S3VectorsNestedMetadata = "json" | "flatten" | "drop" | "error";

/** How a retriever searches. */
export type S3VectorsSearchType = "similarity" | "mmr" | "similarity_score_threshold";

/** Numbers of a vector, of any array type. */
export type S3VectorsVector = readonly number[] | Float32Array | Float64Array;

/** How an index that does not exist yet is encrypted. */
export interface S3VectorsEncryption {
  sseType: "AES256" | "aws:kms";
  /** The ARN of the key, with `aws:kms` alone. */
  kmsKeyArn?: string;
}

/** How requests that write are cut. */
export interface S3VectorsBatchOptions {
  /**
   * Most vectors of a request, 1 to 500. Requests are also cut where the body would pass `maxRequestBytes`.
   *
   * @defaultValue 200
   */
  batchSize?: number;
  /**
   * Most requests of a call at the same time.
   *
   * @defaultValue 4
   */
  maxConcurrency?: number;
}

/** Fields of the constructor of `AmazonS3Vectors`. Each is also taken under its snake_case Python name. */
export interface AmazonS3VectorsFields
  extends AwsClientFields<AwsClientLike, S3VectorsClientConfig>, S3VectorsBatchOptions {
  /** The vector bucket. It must exist: buckets are never created here. Not needed beside an ARN. */
  vectorBucketName?: string;
  /** The ARN of the vector bucket, in place of its name. */
  vectorBucketArn?: string;
  /** The index. Not needed beside `indexArn`. */
  indexName?: string;
  /** The ARN of the index; requests then carry it alone. */
  indexArn?: string;
  /** The service knows one. @defaultValue `"float32"` */
  dataType?: "float32";
  /** Of an index that is created; one that exists must have it. @defaultValue `"cosine"` */
  distanceMetric?: S3VectorsDistanceMetric;
  /**
   * Metadata that no filter needs: it may be up to 40 KB, where all filterable metadata of a vector together is 2 KB.
   * Fixed when the index is created. The text of the documents and this package's own key are added.
   *
   * @defaultValue `[]`
   */
  nonFilterableMetadataKeys?: readonly string[];
  /**
   * The metadata key that holds the text of a document; `null` stores no text.
   *
   * @defaultValue `"_page_content"`
   */
  pageContentMetadataKey?: string | null;
  /**
   * Keeps the text filterable, as Python's class does; it must then fit into 2 KB.
   *
   * @defaultValue false
   */
  pageContentFilterable?: boolean;
  /** Creates the index at the first write if it is not there. @defaultValue true */
  createIndexIfNotExist?: boolean;
  /** Of an index that is created. @defaultValue the bucket's */
  encryption?: S3VectorsEncryption;
  /** Of an index that is created. They need the permission `s3vectors:TagResource`. */
  tags?: Readonly<Record<string, string>>;
  /**
   * Turns a distance into a relevance, in place of the metric's own function; its result is not clamped.
   *
   * @defaultValue `cosineRelevance` or `euclideanRelevance`
   */
  relevanceScoreFn?: (distance: number) => number;
  /** Embeds queries. @defaultValue the store's `embeddings` */
  queryEmbeddings?: EmbeddingsInterface;
  /** Same as {@link AmazonS3VectorsFields.queryEmbeddings}. */
  queryEmbedding?: EmbeddingsInterface;
  /** Holds for every search besides the search's own filter: `$and` of both, this one first. */
  baseFilter?: S3VectorsFilterInput;
  /**
   * Most bytes of a request that writes. The service takes 20 MiB.
   *
   * @defaultValue 18 MiB
   */
  maxRequestBytes?: number;
  /** @defaultValue `"json"` */
  nestedMetadata?: S3VectorsNestedMetadata;
  /**
   * Writes numbers with nine digits: all that single precision has, in a third less bytes.
   *
   * @defaultValue true
   */
  compactFloats?: boolean;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
}

/** How far an add has come; see {@link S3VectorsAddOptions.onProgress}. */
export interface S3VectorsAddProgress {
  /** Inputs that are stored, those of `resume` included. */
  readonly done: number;
  /** How many there are; `undefined` while an iterable has not come to its end. */
  readonly total: number | undefined;
  /** The inputs that the latest request was about. */
  readonly indexes: readonly number[];
  /** The ids of what is stored so far, by input. It is filled while the call runs, and stays readable after an abort. */
  readonly ids: readonly (string | undefined)[];
}

/** Options of a call that adds. */
export interface S3VectorsAddOptions extends S3VectorsBatchOptions {
  /**
   * An id for each input; `undefined` leaves it to the document's own `id`, or else to chance. An id that is there
   * already is replaced. Of two inputs with one id the later is stored.
   */
  ids?: readonly (string | null | undefined)[];
  /** Ends the call: no further request is made, those in flight are aborted, and the reason is thrown. */
  signal?: AbortSignal;
  /** Called after each request. What it throws ends the call. */
  onProgress?: (progress: S3VectorsAddProgress) => void;
  /**
   * Ids of what is stored already, by input: these inputs are neither embedded nor sent. What a failed call came to
   * stands in its error, see `readPartialAdd`.
   */
  resume?: readonly (string | undefined)[];
}

/** Options of `getByIds`. */
export interface S3VectorsGetOptions {
  /** Most ids of a request, 1 to 100. @defaultValue 100 */
  batchSize?: number;
  /** What an id that is not there gives: nothing, or an error that lists all of them. @defaultValue `"omit"` */
  onMissing?: "omit" | "throw";
  signal?: AbortSignal;
}

/** How far a delete has come. */
export interface S3VectorsDeleteProgress {
  /** Ids that are gone. */
  readonly done: number;
  readonly total: number;
}

/** What is deleted: vectors by their ids, or the index with all that is in it. */
export interface S3VectorsDeleteParams {
  ids?: readonly string[];
  /** Deletes the whole index. The next write creates it again. */
  deleteIndex?: boolean;
  /** Most ids of a request, 1 to 500. @defaultValue 500 */
  batchSize?: number;
  signal?: AbortSignal;
  /** Called after each request. What it throws ends the call. */
  onProgress?: (progress: S3VectorsDeleteProgress) => void;
}

/** Options of `listDocuments`. */
export interface S3VectorsListOptions {
  /** Reads so many parts of the index at the same time, 1 to 16. @defaultValue 1 */
  segments?: number;
  /** Most vectors of a page, 1 to 1,000. @defaultValue 500 */
  pageSize?: number;
  /** Gives `[document, vector]` in place of the document. @defaultValue false */
  returnData?: boolean;
  signal?: AbortSignal;
}

/** Options of `maxMarginalRelevanceSearch`. */
export interface S3VectorsMmrOptions {
  /** How many documents to choose. */
  k: number;
  /** How many of the nearest to choose from. @defaultValue 20, or `k` where that is more */
  fetchK?: number;
  /** 1 looks at relevance alone, 0 at variety alone. @defaultValue 0.5 */
  lambda?: number;
  filter?: S3VectorsFilterInput;
}

/** Options of `similaritySearchWithRelevanceScores`. */
export interface S3VectorsRelevanceOptions {
  /** Leaves out what is less relevant; 0 to 1, unless a `relevanceScoreFn` says otherwise. */
  scoreThreshold?: number;
}

/** What the service knows about an index. */
export interface S3VectorsIndexInfo {
  indexName: string;
  indexArn: string;
  vectorBucketName: string;
  dimension: number;
  dataType: string;
  distanceMetric: S3VectorsDistanceMetric;
  nonFilterableMetadataKeys: string[];
  creationTime?: Date;
}
