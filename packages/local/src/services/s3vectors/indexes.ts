import type { Operation } from "../../operation.ts";
import type { VectorBucket } from "../../s3-vectors/s3-vectors-account.ts";
import type { IndexSettings } from "../../s3-vectors/stored-index.ts";
import { define, toRecord, toSeconds } from "./define.ts";
import { namedPage } from "./named-page.ts";
import { requests } from "./requests.ts";

/** Vector indexes. Tags on creation need the action for tags as well. */
export const indexOperations: readonly Operation[] = [
  define({
    name: "CreateIndex",
    request: requests.createIndex,
    alsoNeeds: (body) => (toRecord(body)["tags"] === undefined ? [] : ["s3vectors:TagResource"]),
    run: (request, { s3Vectors }) => {
      const { indexName: name, dimension, distanceMetric, tags = {} } = request;
      const { settings } = s3Vectors.createIndex(s3Vectors.bucket(request), {
        name,
        dimension,
        distanceMetric,
        nonFilterableMetadataKeys: request.metadataConfiguration?.nonFilterableMetadataKeys ?? [],
        ...(request.encryptionConfiguration !== undefined && { encryption: request.encryptionConfiguration }),
      });
      s3Vectors.tag(settings.arn, tags);
      return { indexArn: settings.arn };
    },
  }),
  define({
    name: "GetIndex",
    request: requests.index,
    run: (request, { s3Vectors }) => {
      const { bucket, index } = s3Vectors.index(request);
      const { dimension, distanceMetric, nonFilterableMetadataKeys, encryption } = index.settings;
      return {
        index: {
          ...toSummary(bucket, index.settings),
          dataType: "float32",
          dimension,
          distanceMetric,
          ...(nonFilterableMetadataKeys.length > 0 && { metadataConfiguration: { nonFilterableMetadataKeys } }),
          encryptionConfiguration: encryption,
        },
      };
    },
  }),
  define({
    name: "ListIndexes",
    request: requests.listIndexes,
    run: (request, { s3Vectors }) => {
      const bucket = s3Vectors.bucket(request);
      const { items, nextToken } = namedPage(s3Vectors.indexesOf(bucket), ({ settings }) => settings.name, request);
      return {
        indexes: items.map(({ settings }) => toSummary(bucket, settings)),
        ...(nextToken !== undefined && { nextToken }),
      };
    },
  }),
  define({
    name: "DeleteIndex",
    request: requests.index,
    run: (request, { s3Vectors }) => s3Vectors.deleteIndex(s3Vectors.index(request)),
  }),
];

function toSummary(bucket: VectorBucket, { name, arn, createdAt }: IndexSettings): Record<string, unknown> {
  return { vectorBucketName: bucket.name, indexName: name, indexArn: arn, creationTime: toSeconds(createdAt) };
}
