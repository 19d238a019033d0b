import { inspect } from "node:util";
import { S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { AwsConfigurationError, AwsLangChainError } from "@langchain-aws/core";
import { describe, expect, test } from "vitest";
import { AmazonS3Vectors, type AmazonS3VectorsFields, S3VectorsConfigError } from "../src/index.ts";
import { NumberEmbeddings, thrownIn, useBucket } from "./support/store.ts";

const aws = useBucket();
const place = { vectorBucketName: "docs-bucket", indexName: "manuals" };
const indexArn = "arn:aws:s3vectors:us-east-1:123456789012:bucket/docs-bucket/index/manuals";

function create(fields: AmazonS3VectorsFields & Record<string, unknown>): AmazonS3Vectors {
  return new AmazonS3Vectors(new NumberEmbeddings(), fields);
}

describe("the constructor", () => {
  test("[1] takes bucket and index, and connects to nothing", () => {
    const store = create(place);
    expect(store._vectorstoreType()).toBe("amazon_s3_vectors");
    expect(store.distanceMetric).toBe("cosine");
    expect(aws.requests()).toEqual([]);
  });

  test("takes Python's names", () => {
    const store = create({ vector_bucket_name: "docs-bucket", index_name: "manuals", distance_metric: "euclidean" });
    expect(store.distanceMetric).toBe("euclidean");
  });

  test.each([["Ab_"], ["ab"], ["manuals-"], ["-manuals"], ["a".repeat(64)], ["manuals/x"]])(
    "[2] refuses the index name %s",
    (indexName) => {
      const error = thrownIn(() => create({ ...place, indexName }));
      expect(S3VectorsConfigError.isInstance(error)).toBe(true);
      expect(String(error)).toContain("indexName must be 3 to 63 lower-case letters");
    },
  );

  test.each<[Record<string, unknown>, string]>([
    [{ vectorBucketName: "Docs" }, "vectorBucketName must be"],
    [{ vectorBucketName: "docs.bucket" }, "vectorBucketName must be"],
    [{ vectorBucketName: undefined }, "No vector bucket"],
    [{ indexName: undefined }, "No vector index"],
    [{ indexArn: "arn:aws:s3:::bucket" }, "indexArn must be"],
    [{ indexArn, indexName: "others" }, '"indexName" and "indexArn" name different things'],
    [{ vectorBucketArn: indexArn }, "vectorBucketArn must be"],
    [{ vectorBucketArn: "arn:aws:s3vectors:us-east-1:123456789012:bucket/other-bucket" }, "name different buckets"],
    [{ dataType: "float64" }, 'dataType must be "float32"'],
    [{ distanceMetric: "dot" }, 'distanceMetric must be "cosine" or "euclidean"'],
    [{ batchSize: 501 }, "batchSize must be a whole number from 1 to 500"],
    [{ maxConcurrency: 0 }, "maxConcurrency must be a whole number above 0"],
    [{ maxRequestBytes: 21 * 1_048_576 }, "maxRequestBytes must be a whole number from 1 to 20971520"],
    [{ nestedMetadata: "yaml" }, "nestedMetadata must be"],
    [{ pageContentMetadataKey: "_lc_json" }, "pageContentMetadataKey must be"],
    [{ nonFilterableMetadataKeys: [""] }, "nonFilterableMetadataKeys must be"],
    [{ encryption: { sseType: "aws:kms" } }, "encryption must be"],
    [{ tags: { team: 1 } }, "tags must be"],
    [{ relevanceScoreFn: 1 }, "relevanceScoreFn must be a function"],
    [{ queryEmbeddings: {} }, "queryEmbeddings must be LangChain embeddings"],
    [
      { queryEmbeddings: new NumberEmbeddings(), queryEmbedding: new NumberEmbeddings() },
      "two spellings of one option",
    ],
    [{ base_filter: { $like: 1 } }, "The filter at $like"],
    [{ baseFitler: {} }, 'takes no option "baseFitler"'],
  ])("refuses %j", (fields, message) => {
    expect(String(thrownIn(() => create({ ...place, ...fields })))).toContain(message);
  });

  test("refuses what is no embeddings", () => {
    const embeddings: NumberEmbeddings = JSON.parse("{}");
    expect(thrownIn(() => new AmazonS3Vectors(embeddings, place))).toBeInstanceOf(S3VectorsConfigError);
  });

  test.each([
    ["an access key without its secret", { awsAccessKeyId: "AKIDEXAMPLE" }],
    ["a session token alone", { awsSessionToken: "token" }],
  ])("[3] refuses %s", (_name, fields) => {
    const error = thrownIn(() => create({ ...place, ...fields }));
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    expect(String(error)).not.toContain("AKIDEXAMPLE");
  });

  test("[4] refuses settings beside a client, and takes the client alone", async () => {
    const client = new S3VectorsClient(aws.clientConfig("s3vectors"));
    const error = thrownIn(() => create({ ...place, client, region: "us-east-1", timeout: 5 }));
    expect(S3VectorsConfigError.isInstance(error)).toBe(true);
    expect(String(error)).toContain('"region", "timeout"');
    const before = client.middlewareStack.identify();
    const store = create({ vectorBucketName: "docs", indexName: "manuals", client });
    await store.addTexts(["a page"]);
    await store.dispose();
    expect(client.middlewareStack.identify()).toEqual(before);
    expect((await store.similaritySearch("a page")).length).toBe(1);
    client.destroy();
  });

  test("[7] counts the reserved keys among the ten that cannot be filtered by", () => {
    const keys = Array.from({ length: 9 }, (_, at) => `key${at}`);
    expect(create({ ...place, nonFilterableMetadataKeys: keys.slice(1) })).toBeInstanceOf(AmazonS3Vectors);
    const error = thrownIn(() => create({ ...place, nonFilterableMetadataKeys: keys }));
    expect(String(error)).toContain("these are 11, _page_content and _lc_json included");
    expect(create({ ...place, nonFilterableMetadataKeys: keys, pageContentMetadataKey: null })).toBeInstanceOf(
      AmazonS3Vectors,
    );
    expect(aws.requests()).toEqual([]);
  });

  test("[50] shows no secret when it is printed", () => {
    const secrets = { awsAccessKeyId: "AKIDEXAMPLE", awsSecretAccessKey: "s3cr3t-key", awsSessionToken: "t0ken" };
    const store = create({ ...place, ...secrets });
    for (const text of [
      JSON.stringify(store),
      inspect(store, { depth: 8, showHidden: true }),
      inspect(store.asRetriever()),
    ]) {
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    }
  });

  test("errors are recognised below the root of all packages", () => {
    const error = thrownIn(() => create({}));
    expect(AwsLangChainError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ name: "S3VectorsConfigError", code: "CONFIG_MISSING_NAME", retryable: false });
  });
});
