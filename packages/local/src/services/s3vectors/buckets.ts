import type { Operation } from "../../operation.ts";
import { notFound } from "../../s3-vectors/refusals.ts";
import type { VectorBucket } from "../../s3-vectors/s3-vectors-account.ts";
import { define, toRecord, toSeconds } from "./define.ts";
import { namedPage } from "./named-page.ts";
import { requests } from "./requests.ts";

/** Vector buckets and their policies. Tags on creation need the action for tags as well. */
export const bucketOperations: readonly Operation[] = [
  define({
    name: "CreateVectorBucket",
    request: requests.createVectorBucket,
    alsoNeeds: (body) => (toRecord(body)["tags"] === undefined ? [] : ["s3vectors:TagResource"]),
    run: ({ vectorBucketName, encryptionConfiguration, tags = {} }, { s3Vectors }) => {
      const { arn } = s3Vectors.createBucket(vectorBucketName, encryptionConfiguration);
      s3Vectors.tag(arn, tags);
      return { vectorBucketArn: arn };
    },
  }),
  define({
    name: "GetVectorBucket",
    request: requests.bucket,
    run: (request, { s3Vectors }) => {
      const bucket = s3Vectors.bucket(request);
      return { vectorBucket: { ...toSummary(bucket), encryptionConfiguration: bucket.encryption } };
    },
  }),
  define({
    name: "ListVectorBuckets",
    request: requests.listVectorBuckets,
    run: (request, { s3Vectors }) => {
      const { items, nextToken } = namedPage(s3Vectors.buckets(), ({ name }) => name, request);
      return { vectorBuckets: items.map(toSummary), ...(nextToken !== undefined && { nextToken }) };
    },
  }),
  define({
    name: "DeleteVectorBucket",
    request: requests.bucket,
    run: (request, { s3Vectors }) => s3Vectors.deleteBucket(s3Vectors.bucket(request)),
  }),
  define({
    name: "PutVectorBucketPolicy",
    request: requests.putVectorBucketPolicy,
    run: ({ policy, ...reference }, { s3Vectors }) => {
      s3Vectors.setPolicy(s3Vectors.bucket(reference), policy);
    },
  }),
  define({
    name: "GetVectorBucketPolicy",
    request: requests.bucket,
    run: (request, { s3Vectors }) => {
      const { policy } = s3Vectors.bucket(request);
      if (policy === undefined) throw notFound("vector bucket policy");
      return { policy };
    },
  }),
  define({
    name: "DeleteVectorBucketPolicy",
    request: requests.bucket,
    run: (request, { s3Vectors }) => {
      s3Vectors.setPolicy(s3Vectors.bucket(request), undefined);
    },
  }),
];

function toSummary({ name, arn, createdAt }: VectorBucket): Record<string, unknown> {
  return { vectorBucketName: name, vectorBucketArn: arn, creationTime: toSeconds(createdAt) };
}
