import { bucketArnPattern, indexArnPattern } from "../../s3-vectors/resource-names.ts";
import {
  document,
  flag,
  floats,
  integer,
  list,
  map,
  type RequestOf,
  structure,
  text,
} from "../../validation/smithy-schema.ts";

const name = text({ min: 3, max: 63 });
const bucketArn = text({ pattern: bucketArnPattern });
const inBucket = { vectorBucketName: name, vectorBucketArn: bucketArn };
const inIndex = { vectorBucketName: name, indexName: name, indexArn: text({ pattern: indexArnPattern }) };
const encryptionConfiguration = structure(
  {},
  { sseType: text({ values: ["AES256", "aws:kms"] }), kmsKeyArn: text({ min: 1, max: 2_048 }) },
);
const tags = map(text({ max: 256 }));
const key = text({ min: 1, max: 1_024 });
const vectorData = structure({ float32: floats() }, {});
const returned = { returnData: flag(), returnMetadata: flag() };
const page = { maxResults: integer({ min: 1, max: 500 }), nextToken: text({ min: 1, max: 512 }) };

/**
 * What each request may hold (V46, V47).
 *
 * Source: the actions of S3 Vectors, Amazon S3 API Reference; read November 2026. `topK` goes to 10,000 since June
 * 2026.
 */
export const requests = {
  createVectorBucket: structure({ vectorBucketName: name }, { encryptionConfiguration, tags }),
  bucket: structure({}, inBucket),
  listVectorBuckets: structure({}, { ...page, prefix: name }),
  putVectorBucketPolicy: structure({ policy: text() }, inBucket),
  createIndex: structure(
    {
      indexName: name,
      dataType: text({ values: ["float32"] }),
      dimension: integer({ min: 1, max: 4_096 }),
      distanceMetric: text({ values: ["euclidean", "cosine"] }),
    },
    {
      ...inBucket,
      metadataConfiguration: structure(
        { nonFilterableMetadataKeys: list(text({ min: 1, max: 63 }), { min: 1, max: 10 }) },
        {},
      ),
      encryptionConfiguration,
      tags,
    },
  ),
  index: structure({}, inIndex),
  listIndexes: structure({}, { ...inBucket, ...page, prefix: text({ min: 1, max: 63 }) }),
  putVectors: structure(
    { vectors: list(structure({ key, data: vectorData }, { metadata: document() }), { min: 1, max: 500 }) },
    inIndex,
  ),
  getVectors: structure({ keys: list(key, { min: 1, max: 100 }) }, { ...inIndex, ...returned }),
  deleteVectors: structure({ keys: list(key, { min: 1, max: 500 }) }, inIndex),
  listVectors: structure(
    {},
    {
      ...inIndex,
      ...returned,
      maxResults: integer({ min: 1, max: 1_000 }),
      nextToken: text({ min: 1, max: 2_048 }),
      segmentCount: integer({ min: 1, max: 16 }),
      segmentIndex: integer({ min: 0, max: 15 }),
    },
  ),
  queryVectors: structure(
    { topK: integer({ min: 1, max: 10_000 }), queryVector: vectorData },
    {
      ...inIndex,
      filter: document(),
      returnMetadata: flag(),
      returnDistance: flag(),
      nextToken: text({ min: 1, max: 2_048 }),
    },
  ),
  tagResource: structure({ tags }, {}),
} as const;

/** The vectors of a PutVectors request. */
export type PutVectorsRequest = RequestOf<typeof requests.putVectors>;
/** A page of the vectors of an index. */
export type ListVectorsRequest = RequestOf<typeof requests.listVectors>;
/** A search. */
export type QueryVectorsRequest = RequestOf<typeof requests.queryVectors>;
