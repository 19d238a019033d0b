import {
  CreateIndexCommand,
  type CreateIndexCommandInput,
  CreateVectorBucketCommand,
  DeleteIndexCommand,
  DeleteVectorBucketCommand,
  DeleteVectorBucketPolicyCommand,
  DeleteVectorsCommand,
  GetIndexCommand,
  GetVectorBucketCommand,
  GetVectorBucketPolicyCommand,
  GetVectorsCommand,
  ListIndexesCommand,
  ListTagsForResourceCommand,
  ListVectorBucketsCommand,
  ListVectorsCommand,
  PutVectorBucketPolicyCommand,
  PutVectorsCommand,
  QueryVectorsCommand,
  type QueryVectorsCommandInput,
  type S3VectorsClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-s3vectors";
import { describe, expect, it } from "vitest";

import { createLocalAws, type S3VectorsOptions } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { errorOf } from "./support/clients.ts";
import { createS3VectorsClient, inIndex, put, randomVectors } from "./support/s3-vectors.ts";

// The clients retry what comes from a server whose clock is far from theirs.
let now = Math.floor(Date.now() / 1_000) * 1_000;
const s3Vectors: S3VectorsOptions = {
  buckets: [
    {
      name: "media",
      indexes: [
        { name: "movies", dimension: 2, nonFilterableMetadataKeys: ["plot"] },
        { name: "maps", dimension: 2, distanceMetric: "euclidean" },
        { name: "wide", dimension: 64 },
      ],
    },
  ],
};
const aws = useLocalAws({ s3Vectors, clock: () => now });
const indexArn = "arn:aws:s3vectors:us-east-1:000000000000:bucket/media/index/movies";

describe("vector buckets", () => {
  it("[45] are created, described, listed page by page, and deleted when they are empty", async () => {
    const client = createS3VectorsClient(aws);
    const created = await client.send(
      new CreateVectorBucketCommand({ vectorBucketName: "archive", tags: { team: "search" } }),
    );
    const vectorBucketArn = "arn:aws:s3vectors:us-east-1:000000000000:bucket/archive";
    expect(created.vectorBucketArn).toBe(vectorBucketArn);
    const { vectorBucket } = await client.send(new GetVectorBucketCommand({ vectorBucketArn }));
    expect(vectorBucket).toEqual({
      vectorBucketName: "archive",
      vectorBucketArn,
      creationTime: new Date(now),
      encryptionConfiguration: { sseType: "AES256" },
    });
    const first = await client.send(new ListVectorBucketsCommand({ maxResults: 1 }));
    const second = await client.send(new ListVectorBucketsCommand({ maxResults: 1, nextToken: first.nextToken }));
    expect([first, second].map(({ vectorBuckets }) => vectorBuckets?.map((each) => each.vectorBucketName))).toEqual([
      ["archive"],
      ["media"],
    ]);
    expect(second.nextToken).toBeUndefined();
    const { vectorBuckets } = await client.send(new ListVectorBucketsCommand({ prefix: "med" }));
    expect(vectorBuckets?.map((each) => each.vectorBucketName)).toEqual(["media"]);
    await client.send(new DeleteVectorBucketCommand({ vectorBucketName: "archive" }));
    await expect(client.send(new GetVectorBucketCommand({ vectorBucketName: "archive" }))).rejects.toMatchObject({
      name: "NotFoundException",
      message: "The specified vector bucket could not be found",
      $metadata: { httpStatusCode: 404, attempts: 1 },
    });
  });

  it("[45] keep a policy", async () => {
    const client = createS3VectorsClient(aws);
    const vectorBucketName = "media";
    const absent = {
      name: "NotFoundException",
      message: "The specified vector bucket policy could not be found",
    };
    await expect(client.send(new GetVectorBucketPolicyCommand({ vectorBucketName }))).rejects.toMatchObject(absent);
    await client.send(new PutVectorBucketPolicyCommand({ vectorBucketName, policy: '{"Version":"2012-10-17"}' }));
    const { policy } = await client.send(new GetVectorBucketPolicyCommand({ vectorBucketName }));
    expect(policy).toBe('{"Version":"2012-10-17"}');
    await client.send(new DeleteVectorBucketPolicyCommand({ vectorBucketName }));
    await expect(client.send(new GetVectorBucketPolicyCommand({ vectorBucketName }))).rejects.toMatchObject(absent);
  });

  it("[45] and indexes have tags", async () => {
    const client = createS3VectorsClient(aws);
    await client.send(new TagResourceCommand({ resourceArn: indexArn, tags: { team: "search", stage: "test" } }));
    await client.send(new UntagResourceCommand({ resourceArn: indexArn, tagKeys: ["stage"] }));
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: indexArn }));
    expect(tags).toEqual({ team: "search" });
    await expect(client.send(new ListTagsForResourceCommand({ resourceArn: `${indexArn}-2` }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });

  it.each([
    ["under_score", "Invalid vector bucket name"],
    [
      "ab",
      "1 validation error detected. Value with length 2 at '/vectorBucketName' failed to satisfy constraint: Member must have length between 3 and 63, inclusive",
    ],
  ])("[45] cannot be named %s (V46)", async (vectorBucketName, message) => {
    const command = new CreateVectorBucketCommand({ vectorBucketName });
    await expect(createS3VectorsClient(aws).send(command)).rejects.toMatchObject({
      name: "ValidationException",
      message,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("[45] refuse what is there already, what is in the way, and two names at once (V49)", async () => {
    const client = createS3VectorsClient(aws);
    await expect(client.send(new CreateVectorBucketCommand({ vectorBucketName: "media" }))).rejects.toMatchObject({
      name: "ConflictException",
      message: "A vector bucket with the specified name already exists",
      $metadata: { httpStatusCode: 409 },
    });
    await expect(client.send(new DeleteVectorBucketCommand({ vectorBucketName: "media" }))).rejects.toMatchObject({
      name: "ConflictException",
      message: "The specified vector bucket is not empty",
    });
    const both = { vectorBucketName: "media", vectorBucketArn: indexArn.split("/index")[0] };
    await expect(client.send(new ListIndexesCommand(both))).rejects.toMatchObject({
      name: "ValidationException",
      message: "Must specify either vectorBucketName or vectorBucketArn but not both",
    });
  });
});

describe("vector indexes", () => {
  const settings = {
    vectorBucketName: "media",
    indexName: "books.v2",
    dataType: "float32",
    dimension: 3,
    distanceMetric: "euclidean",
  } as const;

  it("[45] are created, described by name and ARN, listed and deleted", async () => {
    const client = createS3VectorsClient(aws);
    const { indexArn: arn } = await client.send(
      new CreateIndexCommand({ ...settings, metadataConfiguration: { nonFilterableMetadataKeys: ["text"] } }),
    );
    const byName = await client.send(new GetIndexCommand({ vectorBucketName: "media", indexName: "books.v2" }));
    const byArn = await client.send(new GetIndexCommand({ indexArn: arn }));
    expect(byName.index).toEqual({
      ...settings,
      indexArn: "arn:aws:s3vectors:us-east-1:000000000000:bucket/media/index/books.v2",
      creationTime: new Date(now),
      metadataConfiguration: { nonFilterableMetadataKeys: ["text"] },
      encryptionConfiguration: { sseType: "AES256" },
    });
    expect(byArn.index).toEqual(byName.index);
    const { indexes } = await client.send(new ListIndexesCommand({ vectorBucketName: "media", prefix: "boo" }));
    expect(indexes).toEqual([
      { vectorBucketName: "media", indexName: "books.v2", indexArn: arn, creationTime: new Date(now) },
    ]);
    await client.send(new DeleteIndexCommand({ indexArn: arn }));
    await expect(client.send(new GetIndexCommand({ indexArn: arn }))).rejects.toMatchObject({
      name: "NotFoundException",
      message: "The specified index could not be found",
    });
  });

  it.each<[object, string, string]>([
    [{ dimension: 99_999 }, "/dimension", "Member must be between 1 and 4096, inclusive"],
    [{ dataType: "int" }, "/dataType", "Member must satisfy enum value set: [float32]"],
    [{ distanceMetric: "what" }, "/distanceMetric", "Member must satisfy enum value set: [euclidean, cosine]"],
    [
      { metadataConfiguration: { nonFilterableMetadataKeys: Array.from({ length: 11 }, (_, at) => `key${at}`) } },
      "/metadataConfiguration/nonFilterableMetadataKeys",
      "Member must have length between 1 and 10, inclusive",
    ],
  ])("[45] refuse %j (V46)", async (change, path, unmet) => {
    const input: CreateIndexCommandInput = { ...settings, ...change };
    const error = await errorOf(createS3VectorsClient(aws).send(new CreateIndexCommand(input)));
    expect(error.message).toMatch(/^1 validation error detected\. Value/);
    expect(error.message).toContain(` at '${path}' failed to satisfy constraint: ${unmet}`);
    expect(error).toMatchObject({
      name: "ValidationException",
      fieldList: [{ path, message: error.message.slice("1 validation error detected. ".length) }],
    });
  });

  it("[45] tell a bucket that is not there from an index that is", async () => {
    const client = createS3VectorsClient(aws);
    const elsewhere = { ...settings, vectorBucketName: "nowhere" };
    await expect(client.send(new CreateIndexCommand(elsewhere))).rejects.toMatchObject({
      name: "NotFoundException",
      message: "The specified vector bucket could not be found",
    });
    await expect(client.send(new CreateIndexCommand({ ...settings, indexName: "movies" }))).rejects.toMatchObject({
      name: "ConflictException",
      message: "An index with the specified name already exists",
    });
    await expect(
      client.send(new GetIndexCommand({ vectorBucketName: "nowhere", indexName: "movies" })),
    ).rejects.toMatchObject({ message: "The specified index could not be found" });
    await expect(client.send(new GetIndexCommand({ indexArn, vectorBucketName: "media" }))).rejects.toMatchObject({
      name: "ValidationException",
      message: "Must specify either indexArn or both vectorBucketName and indexName",
    });
  });
});

describe("vectors", () => {
  it("[45] are put, got, overwritten whole and deleted", async () => {
    const client = createS3VectorsClient(aws);
    await put(client, [
      ["a", [0.1, 0.9], { genre: "drama" }],
      ["b", [1, 0]],
    ]);
    const get = new GetVectorsCommand({
      ...inIndex,
      keys: ["b", "a", "a", "z"],
      returnData: true,
      returnMetadata: true,
    });
    expect((await client.send(get)).vectors).toEqual([
      { key: "a", data: { float32: [Math.fround(0.1), Math.fround(0.9)] }, metadata: { genre: "drama" } },
      { key: "b", data: { float32: [1, 0] }, metadata: {} },
    ]);
    await put(client, [["a", [0, 1], { year: 1999 }]]);
    const { vectors } = await client.send(get);
    expect(vectors?.[0]).toEqual({ key: "a", data: { float32: [0, 1] }, metadata: { year: 1999 } });
    await client.send(new DeleteVectorsCommand({ indexArn, keys: ["a", "unknown"] }));
    await put(client, [["c", [1, 1]]]);
    const left = await client.send(new ListVectorsCommand({ indexArn }));
    expect(left.vectors).toEqual([{ key: "c" }, { key: "b" }]);
    const found = await client.send(new QueryVectorsCommand({ ...inIndex, topK: 5, queryVector: { float32: [1, 1] } }));
    expect(found.vectors?.map(({ key }) => key)).toEqual(["c", "b"]);
  });

  it.each<[string, { numbers?: number[]; metadata?: Record<string, unknown> }, string]>([
    ["length", { numbers: [1] }, "vector must have length 2, but has length 1"],
    ["zero norm", { numbers: [0, -0] }, "cosine distance does not support vectors with zero norm"],
    ["not a number", { numbers: [Number.NaN, 1] }, "vector must not contain NaN or infinite values"],
    ["beyond single precision", { numbers: [1e39, 1] }, "vector must not contain NaN or infinite values"],
    [
      "filterable bytes",
      { metadata: { title: "ü".repeat(1_022) } },
      "Filterable metadata must have at most 2048 bytes",
    ],
    ["all bytes", { metadata: { plot: "p".repeat(40_957) } }, "Metadata must have at most 40960 bytes"],
    [
      "keys",
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, true])) },
      "Metadata object must have at most 50 keys",
    ],
    [
      "nested",
      { metadata: { loc: { from: 1 } } },
      "Metadata value for key 'loc' must be a string, number, boolean or a list of these",
    ],
  ])("[45] are refused for their %s, and the whole request with them (V48)", async (_name, wrong, problem) => {
    const client = createS3VectorsClient(aws);
    const { numbers: float32 = [1, 0], metadata = {} } = wrong;
    const vectors = [
      { key: "good", data: { float32: [1, 0] } },
      { key: "bad", data: { float32 }, metadata: JSON.parse(JSON.stringify(metadata)) },
    ];
    await expect(client.send(new PutVectorsCommand({ ...inIndex, vectors }))).rejects.toMatchObject({
      name: "ValidationException",
      message: `Invalid record for key 'bad': ${problem}`,
      fieldList: [{ path: "vectors[1]", message: problem }],
    });
    expect((await client.send(new ListVectorsCommand(inIndex))).vectors).toEqual([]);
  });

  it("[45] have metadata up to the limits (V48)", async () => {
    const client = createS3VectorsClient(aws);
    const filterable = { title: "ü".repeat(1_017), n: 1 };
    const plot = "p".repeat(40_960 - 2_048 - 4);
    await put(client, [["full", [1, 0], { ...filterable, plot }]]);
    const { vectors } = await client.send(new GetVectorsCommand({ ...inIndex, keys: ["full"], returnMetadata: true }));
    expect(vectors?.[0]?.metadata).toEqual({ ...filterable, plot });
  });

  it.each([
    ["PutVectors", 501, 500, "vectors"],
    ["GetVectors", 101, 100, "keys"],
    ["DeleteVectors", 501, 500, "keys"],
  ])("[45] %s takes no %d at once (V47)", async (operation, count, limit, member) => {
    const client = createS3VectorsClient(aws);
    const keys = Array.from({ length: count }, (_, at) => `k${at}`);
    const commands: Record<string, () => Promise<unknown>> = {
      PutVectors: async () =>
        await client.send(
          new PutVectorsCommand({ ...inIndex, vectors: keys.map((key) => ({ key, data: { float32: [1, 0] } })) }),
        ),
      GetVectors: async () => await client.send(new GetVectorsCommand({ ...inIndex, keys })),
      DeleteVectors: async () => await client.send(new DeleteVectorsCommand({ ...inIndex, keys })),
    };
    await expect(commands[operation]?.()).rejects.toMatchObject({
      name: "ValidationException",
      message: `1 validation error detected. Value with length ${count} at '/${member}' failed to satisfy constraint: Member must have length between 1 and ${limit}, inclusive`,
    });
  });

  it("[45] all that is wrong with a request comes in one message (V47)", async () => {
    const client = createS3VectorsClient(aws);
    const request = new ListVectorsCommand({ ...inIndex, maxResults: 1_001, segmentCount: 17, segmentIndex: 3 });
    const error = await errorOf(client.send(request));
    expect(error.message).toBe(
      "2 validation errors detected. Value at '/maxResults' failed to satisfy constraint: Member must be between 1 and 1000, inclusive; Value at '/segmentCount' failed to satisfy constraint: Member must be between 1 and 16, inclusive",
    );
    const key = "k".repeat(1_025);
    await expect(
      client.send(new PutVectorsCommand({ ...inIndex, vectors: [{ key, data: { float32: [1, 0] } }] })),
    ).rejects.toThrow("Value with length 1025 at '/vectors/0/key' failed to satisfy constraint");
  });

  it("[45] a body over 20 MiB is refused", async () => {
    const client = createS3VectorsClient(aws, { maxAttempts: 1 });
    const vectors = [{ key: "k".repeat(21_000_000), data: { float32: [1, 0] } }];
    const error = await errorOf(client.send(new PutVectorsCommand({ ...inIndex, vectors })));
    expect(error).toMatchObject({ name: "RequestEntityTooLargeException", $metadata: { httpStatusCode: 413 } });
  });
});

describe("ListVectors", () => {
  const keys = Array.from({ length: 1_200 }, (_, at) => `vector-${at}`);

  async function pages(client: S3VectorsClient, input: object): Promise<string[][]> {
    const found: string[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new ListVectorsCommand({ ...inIndex, ...input, ...(nextToken !== undefined && { nextToken }) }),
      );
      found.push(page.vectors?.map(({ key }) => key ?? "") ?? []);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return found;
  }

  it("[45] goes on with its token, 500 vectors a page unless another number is asked for", async () => {
    const client = createS3VectorsClient(aws);
    await put(
      client,
      keys.map((key) => [key, [1, 0]]),
    );
    const found = await pages(client, {});
    expect(found.map(({ length }) => length)).toEqual([500, 500, 200]);
    expect(found.flat()).toEqual(keys);
    expect((await pages(client, { maxResults: 1_000 })).map(({ length }) => length)).toEqual([1_000, 200]);
  });

  it("[45] covers all vectors once in parallel segments, with deleted ones among them", async () => {
    const client = createS3VectorsClient(aws);
    await put(
      client,
      keys.map((key) => [key, [1, 0]]),
    );
    const gone = keys.filter((_, at) => at % 7 === 3);
    await client.send(new DeleteVectorsCommand({ ...inIndex, keys: gone }));
    const segmentCount = 5;
    const segments = await Promise.all(
      Array.from({ length: segmentCount }, async (_, segmentIndex) => {
        return (await pages(client, { segmentCount, segmentIndex, maxResults: 100 })).flat();
      }),
    );
    const rest = keys.filter((key) => !gone.includes(key));
    expect(segments.flat().toSorted()).toEqual(rest.toSorted());
    expect(Math.min(...segments.map(({ length }) => length))).toBeGreaterThan(100);
  });

  it("[45] ends a page at 1 MB", async () => {
    const client = createS3VectorsClient(aws);
    const plot = "p".repeat(40_000);
    await put(
      client,
      keys.slice(0, 30).map((key) => [key, [1, 0], { plot }]),
    );
    const found = await pages(client, { returnMetadata: true });
    expect(found.map(({ length }) => length)).toEqual([26, 4]);
  });

  it("[45] refuses a token of another segment, and half a segment", async () => {
    const client = createS3VectorsClient(aws);
    await put(
      client,
      keys.slice(0, 10).map((key) => [key, [1, 0]]),
    );
    const { nextToken } = await client.send(new ListVectorsCommand({ ...inIndex, maxResults: 3 }));
    const ask = async (input: object): Promise<unknown> =>
      await client.send(new ListVectorsCommand({ ...inIndex, ...input }));
    const refused = { name: "ValidationException", $metadata: { httpStatusCode: 400 } };
    await expect(ask({ nextToken, segmentCount: 2, segmentIndex: 0 })).rejects.toMatchObject(refused);
    await expect(ask({ nextToken: "bogus" })).rejects.toMatchObject(refused);
    await expect(ask({ segmentCount: 2 })).rejects.toMatchObject(refused);
    await expect(ask({ segmentCount: 2, segmentIndex: 2 })).rejects.toMatchObject(refused);
  });
});

describe("QueryVectors", () => {
  async function query(client: S3VectorsClient, input: Partial<QueryVectorsCommandInput>): Promise<string[]> {
    const command = new QueryVectorsCommand({
      ...inIndex,
      topK: 100,
      queryVector: { float32: [1, 0] },
      ...input,
    });
    return (await client.send(command)).vectors?.map(({ key }) => key ?? "") ?? [];
  }

  it("[45] answers cosine distances, ascending, and the parts that are asked for", async () => {
    const client = createS3VectorsClient(aws);
    await put(client, [
      ["away", [-2, 0], { genre: "drama" }],
      ["aside", [0, 3]],
      ["same", [5, 0]],
    ]);
    const request = { ...inIndex, topK: 3, queryVector: { float32: [1, 0] } };
    const plain = await client.send(new QueryVectorsCommand(request));
    expect(plain.distanceMetric).toBe("cosine");
    expect(plain.vectors).toEqual([{ key: "same" }, { key: "aside" }, { key: "away" }]);
    const full = await client.send(new QueryVectorsCommand({ ...request, returnDistance: true, returnMetadata: true }));
    expect(full.vectors).toEqual([
      { key: "same", distance: 0, metadata: {} },
      { key: "aside", distance: 1, metadata: {} },
      { key: "away", distance: 2, metadata: { genre: "drama" } },
    ]);
    expect(await query(client, { topK: 1 })).toEqual(["same"]);
  });

  it("[45] answers euclidean distances as lengths", async () => {
    const client = createS3VectorsClient(aws);
    const maps = { vectorBucketName: "media", indexName: "maps" };
    const vectors = [
      { key: "far", data: { float32: [3, 4] } },
      { key: "near", data: { float32: [0, 1] } },
      { key: "origin", data: { float32: [0, 0] } },
    ];
    await client.send(new PutVectorsCommand({ ...maps, vectors }));
    const found = await client.send(
      new QueryVectorsCommand({ ...maps, topK: 9, queryVector: { float32: [0, 0] }, returnDistance: true }),
    );
    expect(found.distanceMetric).toBe("euclidean");
    expect(found.vectors).toEqual([
      { key: "origin", distance: 0 },
      { key: "near", distance: 1 },
      { key: "far", distance: 5 },
    ]);
  });

  it("[45] pages what is beyond the page size, and holds a token to its request and its time", async () => {
    const client = createS3VectorsClient(aws);
    await put(
      client,
      Array.from({ length: 230 }, (_, at) => [`v${at}`, [1, at / 100]]),
    );
    const request = { ...inIndex, topK: 205, queryVector: { float32: [1, 0] }, returnDistance: true };
    const first = await client.send(new QueryVectorsCommand(request));
    await put(client, [["late", [1, 0.001]]]);
    await client.send(new DeleteVectorsCommand({ ...inIndex, keys: ["v150"] }));
    const second = await client.send(new QueryVectorsCommand({ ...request, nextToken: first.nextToken }));
    const third = await client.send(new QueryVectorsCommand({ ...request, nextToken: second.nextToken }));
    const found = [first, second, third].map(({ vectors }) => vectors?.map(({ key }) => key));
    expect(found.map((keys) => keys?.length)).toEqual([100, 99, 5]);
    expect(found.flat()).toEqual(Array.from({ length: 205 }, (_, at) => `v${at}`).filter((key) => key !== "v150"));
    expect(third.nextToken).toBeUndefined();
    const refused = { name: "ValidationException", message: "The provided nextToken is invalid." };
    const again = { ...request, nextToken: first.nextToken };
    await expect(client.send(new QueryVectorsCommand({ ...again, topK: 204 }))).rejects.toMatchObject(refused);
    now += 5 * 60_000 + 1;
    await expect(client.send(new QueryVectorsCommand(again))).rejects.toMatchObject(refused);
  });

  it("[45] refuses a query vector that does not fit the index, and too large a topK", async () => {
    const client = createS3VectorsClient(aws);
    await expect(query(client, { queryVector: { float32: [1, 2, 3, 4] } })).rejects.toMatchObject({
      name: "ValidationException",
      message: "Query vector contains invalid values or is invalid for this index",
      fieldList: [{ path: "vector", message: "Invalid input: vector must have length 2, but has length 4" }],
    });
    await expect(query(client, { topK: 10_001 })).rejects.toThrow("Member must be between 1 and 10000, inclusive");
  });

  const movies = [
    ["alien", [1, 0], { genre: ["horror", "scifi"], year: 1979, rated: true, plot: "A ship" }],
    ["brazil", [1, 0.1], { genre: "comedy", year: 1985, rated: false }],
    ["casablanca", [1, 0.2], { year: 1942, path: "/drama/1942" }],
  ] as const;

  it.each<[QueryVectorsCommandInput["filter"], string[]]>([
    [{ genre: "comedy" }, ["brazil"]],
    [{ genre: { $eq: "scifi" } }, ["alien"]],
    [{ rated: true }, ["alien"]],
    [{ genre: { $ne: "scifi" } }, ["brazil", "casablanca"]],
    [{ year: { $gt: 1979 } }, ["brazil"]],
    [{ year: { $gte: 1979, $lt: 1985 } }, ["alien"]],
    [{ year: { $lte: 1942 } }, ["casablanca"]],
    [{ genre: { $gt: 1 } }, []],
    [{ genre: { $in: ["horror", "comedy"] } }, ["alien", "brazil"]],
    [{ year: { $nin: [1979, 1985] } }, ["casablanca"]],
    [{ genre: { $exists: false } }, ["casablanca"]],
    [{ genre: { $exists: true } }, ["alien", "brazil"]],
    [{ path: { $startsWith: "/drama/" } }, ["casablanca"]],
    [{ genre: "comedy", year: 1985 }, ["brazil"]],
    [{ $or: [{ year: 1942 }, { $and: [{ genre: "horror" }, { year: 1979 }] }] }, ["alien", "casablanca"]],
    [{}, ["alien", "brazil", "casablanca"]],
  ])("[45] finds by the filter %j", async (filter, expected) => {
    const client = createS3VectorsClient(aws);
    await put(
      client,
      movies.map(([key, [x, y], metadata]) => [key, [x, y], JSON.parse(JSON.stringify(metadata))]),
    );
    expect(await query(client, { filter })).toEqual(expected);
  });

  it.each<[QueryVectorsCommandInput["filter"], string]>([
    [{ plot: "A ship" }, "metadata key 'plot' is not filterable"],
    [{ $and: [{ plot: { $exists: true } }] }, "metadata key 'plot' is not filterable"],
    [{ genre: { $in: [] } }, "$in for 'genre' must be a non-empty array"],
    [{ genre: { $like: "a" } }, "unknown operator '$like'"],
    [{ $not: [{ genre: "a" }] }, "unknown operator '$not'"],
    [{ $or: [] }, "$or must be a non-empty array"],
    [{ year: { $gt: "1979" } }, "$gt for 'year' must be a number"],
    [{ genre: ["a"] }, "$eq for 'genre' must be a string, number or boolean"],
    [{ genre: {} }, "the filter for 'genre' has no operator"],
    [{ year: { $in: Array.from({ length: 101 }, (_, at) => at) } }, "at most 100 constraints, but has 101"],
  ])("[45] refuses the filter %j", async (filter, problem) => {
    const error = await errorOf(query(createS3VectorsClient(aws), { filter }));
    expect(error).toMatchObject({ name: "ValidationException", $metadata: { httpStatusCode: 400 } });
    expect(error.message).toContain(problem);
  });

  it("[45] finds exactly among 10,000 vectors, and the log keeps no numbers of large requests", async () => {
    const client = createS3VectorsClient(aws);
    const wide = { vectorBucketName: "media", indexName: "wide" };
    const vectors = randomVectors(10_000, 64);
    for (let start = 0; start < vectors.length; start += 500) {
      const part = vectors.slice(start, start + 500);
      await client.send(
        new PutVectorsCommand({
          ...wide,
          vectors: part.map((vector, at) => ({ key: `v${start + at}`, data: { float32: [...vector] } })),
        }),
      );
    }
    const logged = aws.lastRequest()?.body;
    expect(logged).toMatchObject({
      vectors: expect.arrayContaining([{ key: "v9999", data: { float32: { numbers: 64 } } }]),
    });
    for (const asked of randomVectors(5, 64, 7)) {
      const { vectors: found } = await client.send(
        new QueryVectorsCommand({ ...wide, topK: 10, queryVector: { float32: [...asked] }, returnDistance: true }),
      );
      const expected = vectors
        .map((vector, at) => ({ key: `v${at}`, distance: 1 - cosine(asked, vector) }))
        .toSorted((left, right) => left.distance - right.distance)
        .slice(0, 10);
      expect(found?.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
      for (const [at, { distance }] of expected.entries()) expect(found?.[at]?.distance).toBeCloseTo(distance, 12);
    }
  });
});

describe("access and state", () => {
  const query = { ...inIndex, topK: 1, queryVector: { float32: [1, 0] } };

  it.each<[string, object]>([
    ["QueryVectors", { filter: { a: 1 } }],
    ["QueryVectors", { returnMetadata: true }],
    ["ListVectors", { returnData: true }],
    ["ListVectors", { returnMetadata: true }],
  ])("[45] %s that reads metadata or data also needs GetVectors: %j", async (operation, reading) => {
    await using own = await createLocalAws({
      s3Vectors,
      auth: { keys: { AKIAREADER: { secretAccessKey: "local", allow: [`s3vectors:${operation}`] } } },
    });
    const client = createS3VectorsClient(own);
    const send = async (more: object): Promise<unknown> =>
      operation === "QueryVectors"
        ? await client.send(new QueryVectorsCommand({ ...query, ...more }))
        : await client.send(new ListVectorsCommand({ ...inIndex, ...more }));
    await expect(send({})).resolves.toBeDefined();
    await expect(send(reading)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User: arn:aws:iam::000000000000:user/AKIAREADER is not authorized to perform: s3vectors:GetVectors on resource: ${indexArn} because no identity-based policy allows the s3vectors:GetVectors action`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("[53] reset empties the indexes of the options and takes the rest away", async () => {
    const client = createS3VectorsClient(aws);
    await put(client, [["a", [1, 0]]]);
    await client.send(new CreateVectorBucketCommand({ vectorBucketName: "other" }));
    aws.reset();
    expect((await client.send(new ListVectorsCommand(inIndex))).vectors).toEqual([]);
    const { vectorBuckets } = await client.send(new ListVectorBucketsCommand({}));
    expect(vectorBuckets?.map((each) => each.vectorBucketName)).toEqual(["media"]);
  });

  it.each<[object, string]>([
    [{ buckets: [{ name: "UPPER" }] }, "s3Vectors.buckets[0].name must be 3 to 63"],
    [{ buckets: [{ name: "good", indexes: [{ name: "index" }] }] }, "indexes[0].dimension must be a whole number"],
    [{ queryPageSize: 0 }, "s3Vectors.queryPageSize must be a whole number from 1 to 10000"],
    [{ pages: 1 }, "unknown member `pages`"],
  ])("refuses the option %j", async (options, message) => {
    await expect(createLocalAws({ s3Vectors: Object.assign({}, options) })).rejects.toThrow(message);
  });
});

function cosine(left: Float32Array, right: Float32Array): number {
  let [product, a, b] = [0, 0, 0];
  for (const [at, value] of left.entries()) {
    const other = right[at] ?? 0;
    product += value * other;
    a += value * value;
    b += other * other;
  }
  return product / Math.sqrt(a * b);
}
