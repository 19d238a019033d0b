/** A value that filters compare with. */
export type S3VectorsFilterValue = string | number | boolean;

/**
 * What a metadata key is compared with. Several operators must all hold: `{ $gte: 2020, $lte: 2024 }`.
 *
 * `$startsWith` needs an index of the mode `ENHANCED`, which those in buckets made since 30 September 2026 have.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-metadata-filtering.html
 */
export interface S3VectorsFilterOperators {
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

/** The name of an operator on a metadata key. */
export type S3VectorsFilterOperator = keyof S3VectorsFilterOperators;

/**
 * A filter over metadata, as the service takes it: keys with a value or operators, all of which must hold, and `$and`
 * and `$or` of filters. A member that is `undefined` is refused: the search would find more than was meant.
 */
export interface S3VectorsFilter {
  $and?: readonly S3VectorsFilter[];
  $or?: readonly S3VectorsFilter[];
  readonly [key: string]: S3VectorsFilterValue | S3VectorsFilterOperators | readonly S3VectorsFilter[] | undefined;
}

/** A filter that the builder made. */
export interface S3VectorsFilterExpression {
  /** The filter as a plain object. */
  toJSON(): S3VectorsFilter;
}

/** What is taken for a filter everywhere. */
export type S3VectorsFilterInput = S3VectorsFilter | S3VectorsFilterExpression;
