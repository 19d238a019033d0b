import { disposeAllClients } from "@langchain-aws/aws-auth";
import { CreateIndexCommand, S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { afterEach, describe, expect, test } from "vitest";
import { S3VectorsIndexMismatchError, S3VectorsIndexNotFoundError, S3VectorsWriteError } from "../src/index.ts";
import { bodies, connect, operations, thrownBy, useBucket } from "./support/store.ts";

const aws = useBucket();

afterEach(() => disposeAllClients());

/** An index that somebody else made. */
async function makeIndex(
  settings: { dimension?: number; distanceMetric?: "cosine" | "euclidean" } = {},
): Promise<void> {
  const client = new S3VectorsClient(aws.clientConfig("s3vectors"));
  await client.send(
    new CreateIndexCommand({
      vectorBucketName: "docs",
      indexName: "manuals",
      dataType: "float32",
      dimension: 2,
      distanceMetric: "cosine",
      ...settings,
    }),
  );
  client.destroy();
}

describe("the index", () => {
  test("[5] is looked up and created at the first write, and only then", async () => {
    const { store } = connect(aws);
    await store.addTexts(["a page"]);
    expect(operations(aws)).toEqual(["GetIndex", "CreateIndex", "PutVectors"]);
    await store.addTexts(["another"]);
    expect(operations(aws).slice(3)).toEqual(["PutVectors"]);
  });

  test("[6] cannot filter by the text and by this package's key, unless it is told to", async () => {
    await connect(aws, { nonFilterableMetadataKeys: ["url"] }).store.addTexts(["a"]);
    await connect(aws, { indexName: "plain", pageContentFilterable: true, nestedMetadata: "error" }).store.addTexts([
      "a",
    ]);
    const [first, second] = bodies(aws, "CreateIndex");
    expect(first).toEqual({
      vectorBucketName: "docs",
      indexName: "manuals",
      dataType: "float32",
      dimension: 2,
      distanceMetric: "cosine",
      metadataConfiguration: { nonFilterableMetadataKeys: ["url", "_page_content", "_lc_json"] },
    });
    expect(second).not.toHaveProperty("metadataConfiguration");
  });

  test("is created with encryption, tags and metric", async () => {
    const encryption = { sseType: "aws:kms" as const, kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/k" };
    await connect(aws, { encryption, tags: { team: "search" }, distanceMetric: "euclidean" }).store.addTexts(["a"]);
    expect(bodies(aws, "CreateIndex")[0]).toMatchObject({
      encryptionConfiguration: encryption,
      tags: { team: "search" },
      distanceMetric: "euclidean",
    });
  });

  test("[8] is looked up and created once for writes at the same time", async () => {
    const { store } = connect(aws);
    await Promise.all([store.addTexts(["a"]), store.addTexts(["b"]), store.addTexts(["c"])]);
    expect(operations(aws)).toEqual(["GetIndex", "CreateIndex", "PutVectors", "PutVectors", "PutVectors"]);
  });

  test("tries again after a failure", async () => {
    aws.faults.add({ match: { operation: "GetIndex" }, when: { times: 1 }, do: { accessDenied: true } });
    const { store } = connect(aws);
    await thrownBy(store.addTexts(["a"]));
    expect(await store.addTexts(["a"])).toHaveLength(1);
  });

  test("[9] is read again when another process was faster", async () => {
    const { store } = connect(aws);
    aws.faults.add({
      match: { operation: "GetIndex" },
      when: { times: 1 },
      do: { error: { status: 404, type: "NotFoundException", message: "The specified index could not be found" } },
    });
    await makeIndex();
    expect(await store.addTexts(["a"])).toHaveLength(1);
    expect(operations(aws).slice(1)).toEqual(["GetIndex", "CreateIndex", "GetIndex", "PutVectors"]);
    expect(aws.requests({ operation: "CreateIndex" }).map(({ status }) => status)).toEqual([200, 409]);
  });

  test.each([
    ["dimension", { dimension: 3 }, "its dimension is 3, and 2 is needed"],
    ["metric", { distanceMetric: "euclidean" as const }, "its distanceMetric is euclidean, and cosine is needed"],
  ])("[10] of another %s is refused before any vector is sent", async (_name, settings, text) => {
    await makeIndex(settings);
    const error = await thrownBy(connect(aws).store.addTexts(["a page"]));
    expect(S3VectorsIndexMismatchError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ bucket: "docs", index: "manuals", message: expect.stringContaining(text) });
    expect(operations(aws)).not.toContain("PutVectors");
  });

  test("[11] that is not there and is not to be created is an error", async () => {
    const { store, embeddings } = connect(aws, { createIndexIfNotExist: false });
    const error = await thrownBy(store.addTexts(["a page"]));
    expect(S3VectorsIndexNotFoundError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("There is no index manuals in docs");
    expect(embeddings.documents).toEqual([]);
    expect(operations(aws)).toEqual(["GetIndex"]);
  });

  test("[11] in a bucket that is not there: the error speaks of the bucket", async () => {
    const error = await thrownBy(connect(aws, { vectorBucketName: "nowhere" }).store.addTexts(["a page"]));
    expect(S3VectorsIndexNotFoundError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ operation: "CreateIndex", httpStatusCode: 404, bucket: "nowhere" });
    expect(String(error)).toContain(
      "the vector bucket nowhere does not exist; buckets are never created by this class",
    );
  });

  test("is described, created on request, and deleted without regard to whether it is there", async () => {
    const { store } = connect(aws);
    expect(S3VectorsIndexNotFoundError.isInstance(await thrownBy(store.indexInfo()))).toBe(true);
    await store.createIndex({ dimension: 2 });
    await store.createIndex({ dimension: 2 });
    expect(S3VectorsIndexMismatchError.isInstance(await thrownBy(store.createIndex({ dimension: 3 })))).toBe(true);
    expect(await store.indexInfo()).toEqual({
      indexName: "manuals",
      vectorBucketName: "docs",
      indexArn: "arn:aws:s3vectors:us-east-1:000000000000:bucket/docs/index/manuals",
      dimension: 2,
      dataType: "float32",
      distanceMetric: "cosine",
      nonFilterableMetadataKeys: ["_page_content", "_lc_json"],
      creationTime: expect.any(Date),
    });
    await store.deleteIndex();
    await store.deleteIndex();
  });

  test("[47] is named by its ARN alone in every request", async () => {
    const indexArn = "arn:aws:s3vectors:us-east-1:000000000000:bucket/docs/index/manuals";
    const { store } = connect(aws, { vectorBucketName: undefined, indexName: undefined, indexArn });
    const [id = ""] = await store.addTexts(["a page"]);
    await store.similaritySearch("a page");
    await store.maxMarginalRelevanceSearch("a page", { k: 1 });
    await store.getByIds([id]);
    for await (const document of store.listDocuments()) expect(document.id).toBe(id);
    await store.delete({ ids: [id] });
    const named = new Set(operations(aws));
    named.delete("CreateIndex");
    expect(named).toEqual(
      new Set(["GetIndex", "PutVectors", "QueryVectors", "GetVectors", "ListVectors", "DeleteVectors"]),
    );
    for (const operation of named) {
      for (const body of bodies(aws, String(operation))) {
        expect(body).toMatchObject({ indexArn });
        expect(body).not.toHaveProperty("indexName");
        expect(body).not.toHaveProperty("vectorBucketName");
      }
    }
    expect(bodies(aws, "CreateIndex")[0]).toMatchObject({
      vectorBucketArn: indexArn.split("/index/")[0],
      indexName: "manuals",
    });
  });

  test("[41] that somebody else deleted is looked up again after the write that failed", async () => {
    const { store } = connect(aws);
    await store.addTexts(["a page"]);
    await connect(aws).store.deleteIndex();
    expect(S3VectorsWriteError.isInstance(await thrownBy(store.addTexts(["lost"])))).toBe(true);
    expect(await store.addTexts(["a page"])).toHaveLength(1);
    expect(operations(aws).slice(-3)).toEqual(["GetIndex", "CreateIndex", "PutVectors"]);
  });

  test("[41] that was deleted is created again by the next write", async () => {
    const { store } = connect(aws);
    await store.addTexts(["a page"]);
    await store.delete({ deleteIndex: true });
    await store.addTexts(["a page"]);
    expect(operations(aws).slice(3)).toEqual(["DeleteIndex", "GetIndex", "CreateIndex", "PutVectors"]);
  });
});
