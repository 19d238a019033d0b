import type { VectorMetric } from "../engines/vector-index.ts";

/** A vector index that is there from the start, and again, empty, after `reset`. */
export interface VectorIndexOptions {
  name: string;
  /** How many numbers each vector has: 1 to 4,096. */
  dimension: number;
  /** @defaultValue `cosine` */
  distanceMetric?: VectorMetric;
  /** Metadata that filters cannot name. @defaultValue none */
  nonFilterableMetadataKeys?: readonly string[];
}

/** A vector bucket that is there from the start. */
export interface VectorBucketOptions {
  name: string;
  indexes?: readonly VectorIndexOptions[];
}

/** S3 Vectors of the account. */
export interface S3VectorsOptions {
  /** @defaultValue none: requests create them */
  buckets?: readonly VectorBucketOptions[];
  /** The most results on one page of a query; what is asked for beyond comes with `nextToken`. @defaultValue 100 */
  queryPageSize?: number;
}
