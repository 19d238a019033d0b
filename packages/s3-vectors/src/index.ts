export { AmazonS3Vectors, type S3VectorsDocuments, type S3VectorsFromFields } from "./amazon-s3-vectors.ts";
export {
  AmazonS3VectorsRetriever,
  type AmazonS3VectorsRetrieverFields,
  type S3VectorsSearchKwargs,
} from "./amazon-s3-vectors-retriever.ts";
export {
  S3VectorsAccessError,
  S3VectorsConfigError,
  S3VectorsError,
  type S3VectorsErrorFields,
  S3VectorsFilterError,
  S3VectorsIndexMismatchError,
  S3VectorsIndexNotFoundError,
  S3VectorsMetadataError,
  S3VectorsMissingIdsError,
  S3VectorsVectorError,
  S3VectorsWriteError,
  type S3VectorsWriteErrorFields,
} from "./errors.ts";
export {
  type NonEmpty,
  s3VectorsFilter,
  type S3VectorsFilterBuilder,
  type S3VectorsFilterField,
} from "./filter/filter-builder.ts";
export type {
  S3VectorsFilter,
  S3VectorsFilterExpression,
  S3VectorsFilterInput,
  S3VectorsFilterOperator,
  S3VectorsFilterOperators,
  S3VectorsFilterValue,
} from "./filter/search-filter.ts";
export type {
  AmazonS3VectorsFields,
  S3VectorsAddOptions,
  S3VectorsAddProgress,
  S3VectorsBatchOptions,
  S3VectorsDeleteParams,
  S3VectorsDeleteProgress,
  S3VectorsDistanceMetric,
  S3VectorsEncryption,
  S3VectorsGetOptions,
  S3VectorsIndexInfo,
  S3VectorsListOptions,
  S3VectorsMetadataValue,
  S3VectorsMmrOptions,
  S3VectorsNestedMetadata,
  S3VectorsRelevanceOptions,
  S3VectorsSearchType,
  S3VectorsVector,
} from "./options.ts";
export { cosineRelevance, euclideanRelevance, reciprocalEuclideanRelevance } from "./search/scores.ts";
export { readPartialAdd, type S3VectorsPartialAdd } from "./write/partial-add.ts";
