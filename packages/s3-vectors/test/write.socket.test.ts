import { disposeAllClients } from "@langchain-aws/aws-auth";
import { GetVectorsCommand, S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  readPartialAdd,
  S3VectorsConfigError,
  S3VectorsMetadataError,
  S3VectorsVectorError,
  S3VectorsWriteError,
} from "../src/index.ts";
import {
  bodies,
  connect,
  manyDocuments,
  NumberEmbeddings,
  operations,
  putSizes,
  reaching,
  thrownBy,
  useBucket,
} from "./support/store.ts";
import { AmazonS3Vectors } from "../src/index.ts";

const aws = useBucket();

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAllClients();
});

/** The SDK's own handler, which counts what is under way. */
class CountingHandler extends NodeHttpHandler {
  most = 0;
  readonly bodies: unknown[] = [];
  #now = 0;

  override async handle(...parameters: Parameters<NodeHttpHandler["handle"]>): ReturnType<NodeHttpHandler["handle"]> {
    const [{ body, path }] = parameters;
    if (path === "/PutVectors") this.bodies.push(body);
    this.#now += 1;
    this.most = Math.max(this.most, this.#now);
    try {
      return await super.handle(...parameters);
    } finally {
      this.#now -= 1;
    }
  }
}

interface PutBody {
  vectors: { key: string; data: { float32: number[] }; metadata?: Record<string, unknown> }[];
}

const refusal = { status: 400, type: "ValidationException", message: "Nothing of that." };

describe("batches", () => {
  test("[12] have as many vectors as they are told, and ids come back in order", async () => {
    const { store, embeddings } = connect(aws);
    const documents = manyDocuments(1_001);
    expect(await store.addDocuments(documents, { batchSize: 200 })).toEqual(documents.map(({ id }) => id));
    expect(putSizes(aws).toSorted((a, b) => b - a)).toEqual([200, 200, 200, 200, 200, 1]);
    expect(embeddings.documents.map(({ length }) => length)).toEqual([200, 200, 200, 200, 200, 1]);
  });

  test("[12] have 200 unless they are told", async () => {
    const { store } = connect(aws);
    await store.addDocuments(manyDocuments(201));
    expect(putSizes(aws).toSorted((a, b) => b - a)).toEqual([200, 1]);
  });

  test("[13] are cut where the body would be too large, and numbers arrive as single precision has them", async () => {
    const dimension = 4_096;
    const vectors = Array.from({ length: 500 }, (_, row) =>
      Float64Array.from({ length: dimension }, (_each, column) => Math.sin(row * dimension + column) / 3),
    );
    const documents = vectors.map((_, index) => ({ pageContent: "", metadata: {}, id: `v${index}` }));
    const { store } = connect(aws);
    await store.addVectors(vectors, documents, { batchSize: 500 });
    const sizes = aws.requests({ operation: "PutVectors" }).map(({ headers }) => Number(headers["content-length"]));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(18 * 1_048_576);
    expect(sizes).toHaveLength(2);
    const client = new S3VectorsClient(aws.clientConfig("s3vectors"));
    for (const key of ["v0", "v249", "v499"]) {
      const { vectors: found } = await client.send(
        new GetVectorsCommand({ vectorBucketName: "docs", indexName: "manuals", keys: [key], returnData: true }),
      );
      expect(found?.[0]?.data?.float32).toEqual([...Float32Array.from(vectors[Number(key.slice(1))] ?? [])]);
    }
    client.destroy();
    let stored = 0;
    for await (const document of store.listDocuments({ segments: 4 })) stored += document.id === undefined ? 0 : 1;
    expect(stored).toBe(500);
  });

  test("are filled to the limit when it is a small one", async () => {
    const { store } = connect(aws, { maxRequestBytes: 1_000 });
    await store.addDocuments(manyDocuments(40));
    const lengths = aws.requests({ operation: "PutVectors" }).map(({ headers }) => Number(headers["content-length"]));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_000);
    // All but the last have no room for one more.
    expect(
      lengths
        .toSorted((a, b) => b - a)
        .slice(0, -1)
        .every((length) => length > 880),
    ).toBe(true);
    expect(putSizes(aws).reduce((sum, size) => sum + size, 0)).toBe(40);
  });

  test("refuse a vector that no request has room for", async () => {
    const { store } = connect(aws, { maxRequestBytes: 200 });
    const error = await thrownBy(store.addTexts(["x".repeat(200)]));
    expect(S3VectorsVectorError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("larger than a request of 200 bytes");
  });

  test("[14] never are more at a time than they may", async () => {
    const requestHandler = new CountingHandler();
    aws.faults.add({ match: { operation: "PutVectors" }, do: { latencyMs: 20 } });
    const { store } = connect(aws, { clientOptions: { requestHandler }, maxConcurrency: 3 });
    await store.addDocuments(manyDocuments(60), { batchSize: 5 });
    expect(requestHandler.most).toBe(3);
    await store.addDocuments(manyDocuments(20), { batchSize: 5, maxConcurrency: 1 });
    expect(putSizes(aws)).toHaveLength(16);
    const four = new CountingHandler();
    await connect(aws, { clientOptions: { requestHandler: four } }).store.addDocuments(manyDocuments(60), {
      batchSize: 5,
    });
    expect(four.most).toBe(4);
  });

  test("reach the socket as the bytes that the numbers were written into", async () => {
    const requestHandler = new CountingHandler();
    const embeddings = Object.assign(new NumberEmbeddings(), {
      embedDocumentsFloat32: async (texts: string[]) => texts.map(() => Float32Array.of(0.1, -2.5)),
    });
    const store = new AmazonS3Vectors(embeddings, { ...reaching(aws), clientOptions: { requestHandler } });
    await store.addDocuments([{ id: "ä", pageContent: 'say "hi"', metadata: {} }]);
    const [body] = requestHandler.bodies;
    expect(body).toBeInstanceOf(Uint8Array);
    expect(new TextDecoder().decode(body as Uint8Array)).toBe(
      '{"vectorBucketName":"docs","indexName":"manuals","vectors":[{"key":"ä","data":{"float32":[0.100000001,-2.5]},"metadata":{"_page_content":"say \\"hi\\""}}]}',
    );
    expect(embeddings.documents).toEqual([]);
  });

  test("have plain numbers with compactFloats: false", async () => {
    const { store } = connect(aws, { compactFloats: false });
    await store.addVectors([[0.1, 1 / 3]], [{ pageContent: "", metadata: {} }]);
    expect(bodies<PutBody>(aws, "PutVectors")[0]?.vectors[0]?.data.float32).toEqual([0.1, 1 / 3]);
  });

  test("embed the next batch while the one before is sent, and hold a few at most", async () => {
    const { store, embeddings } = connect(aws, { maxConcurrency: 1 });
    aws.faults.add({ match: { operation: "PutVectors" }, when: { first: 1 }, do: { latencyMs: 150 } });
    let embeddedAtFirstAnswer = 0;
    await store.addDocuments(manyDocuments(100), {
      batchSize: 10,
      onProgress: ({ done }) => {
        if (done === 10) embeddedAtFirstAnswer = embeddings.documents.length;
      },
    });
    // The one that was sent, and the two that may wait.
    expect(embeddedAtFirstAnswer).toBe(3);
  });
});

describe("ids", () => {
  test("[15] are the call's, else the document's, else 32 hex digits", async () => {
    const { store } = connect(aws);
    const documents = [
      { pageContent: "a", metadata: {}, id: "own" },
      { pageContent: "b", metadata: {}, id: "other" },
      { pageContent: "c", metadata: {} },
    ];
    const ids = await store.addDocuments(documents, { ids: [undefined, "given", null] });
    expect(ids).toEqual(["own", "given", expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect((await store.getByIds(ids)).map(({ pageContent }) => pageContent)).toEqual(["a", "b", "c"]);
  });

  test.each([
    ["empty", { ids: ["a", ""] }, "ids[1] has 0 characters"],
    ["too long", { ids: ["a", "x".repeat(1_025)] }, "ids[1] has 1025 characters"],
    ["no text", { ids: ["a", 7 as unknown as string] }, "ids[1] must be a text"],
    ["too few", { ids: ["a"] }, "ids: 1 given for 2 documents"],
  ])("[15] that are %s are refused before anything is embedded", async (_name, options, message) => {
    const { store, embeddings } = connect(aws);
    const error = await thrownBy(store.addDocuments(manyDocuments(2), options));
    expect(S3VectorsConfigError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(message);
    expect([embeddings.documents, operations(aws)]).toEqual([[], []]);
  });

  test("[15] an empty id of a document is refused", async () => {
    const error = await thrownBy(connect(aws).store.addDocuments([{ pageContent: "a", metadata: {}, id: "" }]));
    expect(String(error)).toContain("documents[0].id has 0 characters");
  });

  test("[16] that come twice: the last document is stored, and each input has its id", async () => {
    const { store, embeddings } = connect(aws);
    const progress: number[] = [];
    const ids = await store.addTexts(["first", "second", "third"], undefined, {
      ids: ["same", "other", "same"],
      onProgress: ({ done }) => progress.push(done),
    });
    expect(ids).toEqual(["same", "other", "same"]);
    expect((await store.getByIds(["same"]))[0]?.pageContent).toBe("third");
    expect([putSizes(aws), embeddings.documents, progress]).toEqual([[2], [["third", "second"]], [3]]);
  });
});

describe("inputs", () => {
  test("[17] that are none send nothing", async () => {
    const { store } = connect(aws);
    expect(await store.addDocuments([])).toEqual([]);
    expect(await store.addTexts([])).toEqual([]);
    expect(await store.addVectors([], [])).toEqual([]);
    expect(operations(aws)).toEqual([]);
  });

  test("[18] of other lengths are refused before anything is embedded", async () => {
    const { store, embeddings } = connect(aws);
    expect(String(await thrownBy(store.addTexts(["a", "b"], [{}])))).toContain("metadatas: 1 given for 2 documents");
    expect(String(await thrownBy(store.addVectors([[1, 2]], [])))).toContain("vectors: 1 given for 0 documents");
    expect([embeddings.documents, operations(aws)]).toEqual([[], []]);
  });

  test("[19] are not changed", async () => {
    const { store } = connect(aws);
    const metadata = Object.freeze({ a: 1, when: new Date(0), loc: Object.freeze({ lines: { from: 1 } }), none: null });
    const document = Object.freeze({ pageContent: "page", metadata, id: "id" });
    const before = structuredClone(document);
    await store.addDocuments([document]);
    expect(document).toEqual(before);
  });

  test.each([
    ["no list", 7, "documents must be a list"],
    ["no documents", [{}], "documents[0] has no text as `pageContent`"],
    ["a number", [7], "documents[0] is no document"],
  ])("that are %s are refused", async (_name, documents, message) => {
    const error = await thrownBy(connect(aws).store.addDocuments(documents as never[]));
    expect(String(error)).toContain(message);
    expect(operations(aws)).toEqual([]);
  });

  test.each([
    [
      "not a number",
      [
        [1, 0],
        [1, Number.NaN],
      ],
      "number 1 of the vector is not finite",
    ],
    [
      "beyond single precision",
      [
        [1, 0],
        [1e39, 0],
      ],
      "number 0 of the vector is not finite",
    ],
    ["a text", [[1, 0], ["1", 0] as unknown as number[]], "number 0 of the vector is not finite"],
    [
      "all zero",
      [
        [1, 0],
        [0, 1e-60],
      ],
      "all numbers of the vector are zero",
    ],
    [
      "of another length",
      [
        [1, 0],
        [1, 0, 0],
      ],
      "the vector has 3 numbers, and the index takes 2",
    ],
    ["no list", [[1, 0], {} as unknown as number[]], "a vector must be an array of numbers"],
  ])("[23] a vector that is %s is refused with its id, and nothing is sent", async (_name, vectors, message) => {
    const { store } = connect(aws);
    const error = await thrownBy(store.addVectors(vectors, manyDocuments(2)));
    expect(S3VectorsVectorError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(`vectors[1], id "id-1": ${message}`);
    expect(operations(aws)).not.toContain("PutVectors");
    expect(readPartialAdd(error)).toMatchObject({ done: 0, total: 2, failedIndex: 1, assignedIds: ["id-0", "id-1"] });
  });

  test("[23] a vector of zeros is one by the euclidean metric", async () => {
    const { store } = connect(aws, { distanceMetric: "euclidean" });
    expect(await store.addVectors([[0, 0]], [{ pageContent: "", metadata: {} }])).toHaveLength(1);
  });

  test("[22] a title of 3,000 bytes is refused with its key, unless it need not be filtered by", async () => {
    const documents = [{ pageContent: "page", metadata: { title: "ü".repeat(1_500), page: 1 }, id: "long" }];
    const { store, embeddings } = connect(aws);
    const error = await thrownBy(store.addDocuments(documents));
    expect(S3VectorsMetadataError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(
      /documents\[0\], id "long".*3017 bytes.*Largest: "title" \(3005\), "page" \(12\).*nonFilterableMetadataKeys/s,
    );
    expect(String(error)).not.toContain("üü");
    expect([operations(aws), embeddings.documents]).toEqual([["GetIndex"], []]);
    await connect(aws, { nonFilterableMetadataKeys: ["title"] }).store.addDocuments(documents);
    expect(operations(aws)).toContain("PutVectors");
  });

  test("[22] sizes are judged by what the index can filter by, not by the options", async () => {
    await connect(aws, { nonFilterableMetadataKeys: ["title"] }).store.createIndex({ dimension: 2 });
    const documents = [{ pageContent: "page", metadata: { title: "t".repeat(3_000) } }];
    expect(await connect(aws).store.addDocuments(documents)).toHaveLength(1);
  });

  test("the service's own refusal of metadata is of the same class", async () => {
    const message = "Invalid record for key 'id-0': Filterable metadata must have at most 2048 bytes";
    aws.faults.add({ match: { operation: "PutVectors" }, do: { error: { ...refusal, message } } });
    const error = await thrownBy(connect(aws).store.addDocuments(manyDocuments(1)));
    expect(error).toBeInstanceOf(S3VectorsWriteError);
    expect(S3VectorsMetadataError.isInstance((error as Error).cause)).toBe(true);
  });
});

describe("failures", () => {
  test("[24] tell what was written, what failed and what was not tried", async () => {
    aws.faults.add({ match: { operation: "PutVectors" }, when: { nth: 3 }, do: { error: refusal } });
    const { store } = connect(aws);
    const documents = manyDocuments(50);
    const error = await thrownBy(store.addDocuments(documents, { batchSize: 10, maxConcurrency: 1 }));
    const ids = documents.map(({ id }) => id);
    if (!S3VectorsWriteError.isInstance(error)) throw error;
    expect(error.writtenIds).toEqual(ids.slice(0, 20));
    expect(error.failedIds).toEqual(ids.slice(20, 30));
    expect(error.notAttemptedIds).toEqual(ids.slice(30));
    expect(error).toMatchObject({
      code: "WRITE_FAILED",
      operation: "PutVectors",
      httpStatusCode: 400,
      retryable: false,
    });
    expect(error.cause).toMatchObject({ awsCode: "ValidationException" });
    expect(String(error)).toContain("20 vectors are, 10 failed, 20 were not sent");
    expect(JSON.stringify(error)).not.toContain("id-1");
  });

  test("[24] wait for what is in flight", async () => {
    aws.faults.add({ match: { operation: "PutVectors" }, when: { nth: 2 }, do: { error: refusal } });
    aws.faults.add({ match: { operation: "PutVectors" }, do: { latencyMs: 60 } });
    const error = await thrownBy(
      connect(aws).store.addDocuments(manyDocuments(60), { batchSize: 10, maxConcurrency: 3 }),
    );
    if (!S3VectorsWriteError.isInstance(error)) throw error;
    expect([error.writtenIds.length, error.failedIds.length, error.notAttemptedIds.length]).toEqual([20, 10, 30]);
    const all = [...error.writtenIds, ...error.failedIds, ...error.notAttemptedIds];
    expect(new Set(all).size).toBe(60);
    expect(aws.requests({ operation: "PutVectors", status: 200 })).toHaveLength(2);
  });

  test("in the middle of a job report a document that cannot be stored with its place", async () => {
    const documents = manyDocuments(30);
    Object.assign(documents[25] ?? {}, { metadata: { f: () => 1 } });
    const { store } = connect(aws);
    const error = await thrownBy(store.addDocuments(documents, { batchSize: 10, maxConcurrency: 1 }));
    if (!S3VectorsWriteError.isInstance(error)) throw error;
    expect(S3VectorsMetadataError.isInstance(error.cause)).toBe(true);
    expect(String(error)).toContain('documents[25], id "id-25"');
    expect(readPartialAdd(error)).toMatchObject({ failedIndex: 25, failedIndexes: [25], total: 30 });
    expect(error.failedIds).toEqual([]);
  });

  test("can be gone on from: nothing is stored or embedded twice", async () => {
    aws.faults.add({ match: { operation: "PutVectors" }, when: { nth: 2 }, do: { error: refusal } });
    const { store, embeddings } = connect(aws, { maxConcurrency: 1 });
    const texts = Array.from({ length: 30 }, (_, index) => `page ${index}`);
    const error = await thrownBy(store.addTexts(texts, undefined, { batchSize: 10 }));
    const partial = readPartialAdd(error);
    if (partial === undefined) throw error;
    expect(partial).toMatchObject({ done: 10, total: 30, failedIndex: 10 });
    expect(partial.failedIndexes).toEqual(Array.from({ length: 10 }, (_, at) => 10 + at));
    embeddings.documents.length = 0;
    const progress: number[] = [];
    const ids = await store.addTexts(texts, undefined, {
      ids: partial.assignedIds,
      resume: partial.ids,
      batchSize: 10,
      onProgress: ({ done }) => progress.push(done),
    });
    expect(ids).toEqual(partial.assignedIds);
    expect(embeddings.documents.flat()).toEqual(texts.slice(10));
    expect(progress).toEqual([20, 30]);
    expect((await store.getByIds(ids)).map(({ pageContent }) => pageContent)).toEqual(texts);
  });

  test("[25] of throttling are tried again by the SDK", async () => {
    const error = { status: 429, type: "TooManyRequestsException", message: "Slow down." };
    aws.faults.add({ match: { operation: "PutVectors" }, when: { times: 2 }, do: { error } });
    const failed: string[] = [];
    const { store } = connect(aws, { onFailedAttempt: ({ name }: Error) => failed.push(name) });
    expect(await store.addTexts(["a"])).toHaveLength(1);
    expect(aws.requests({ operation: "PutVectors" }).map(({ status, attempt }) => [status, attempt])).toEqual([
      [429, 1],
      [429, 2],
      [200, 3],
    ]);
    expect(failed).toEqual(["S3VectorsIndexNotFoundError", "BedrockThrottlingError", "BedrockThrottlingError"]);
  });

  test("of the embeddings come out as they are when nothing was written", async () => {
    const { store, embeddings } = connect(aws);
    const failure = new Error("The model is on holiday.");
    vi.spyOn(embeddings, "embedDocuments").mockRejectedValue(failure);
    expect(await thrownBy(store.addTexts(["a"]))).toBe(failure);
    expect(operations(aws)).toEqual(["GetIndex"]);
  });

  test("[26] an abort rejects with its reason, and no further request is begun", async () => {
    aws.faults.add({ match: { operation: "PutVectors" }, do: { latencyMs: 30 } });
    const controller = new AbortController();
    const reason = new Error("The user has left.");
    let ids: readonly (string | undefined)[] = [];
    const error = await thrownBy(
      connect(aws).store.addDocuments(manyDocuments(100), {
        batchSize: 5,
        maxConcurrency: 2,
        signal: controller.signal,
        onProgress: (progress) => {
          ({ ids } = progress);
          controller.abort(reason);
        },
      }),
    );
    expect(error).toBe(reason);
    const begun = aws.requests({ operation: "PutVectors" }).length;
    expect(begun).toBeLessThanOrEqual(4);
    expect(ids.filter((id) => id !== undefined).length).toBeGreaterThanOrEqual(5);
  });

  test("[26] an abort before the call sends nothing", async () => {
    const reason = new Error("Never mind.");
    const call = connect(aws).store.addTexts(["a"], undefined, { signal: AbortSignal.abort(reason) });
    expect(await thrownBy(call)).toBe(reason);
    expect(operations(aws)).toEqual([]);
  });

  test("[26] an abort does not wait for embeddings that know nothing of it", async () => {
    const { store, embeddings } = connect(aws);
    const controller = new AbortController();
    const reason = new Error("Too slow.");
    vi.spyOn(embeddings, "embedDocuments").mockImplementation(async () => {
      controller.abort(reason);
      return await new Promise(() => {});
    });
    expect(await thrownBy(store.addTexts(["a"], undefined, { signal: controller.signal }))).toBe(reason);
  });

  test("what onProgress throws ends the call and comes out as it is", async () => {
    const failure = new Error("Enough.");
    const call = connect(aws).store.addDocuments(manyDocuments(50), {
      batchSize: 5,
      maxConcurrency: 1,
      onProgress: () => {
        throw failure;
      },
    });
    expect(await thrownBy(call)).toBe(failure);
    expect(putSizes(aws)).toEqual([5]);
  });
});

describe("iterables", () => {
  async function* pages(count: number, onPull: (index: number) => void = () => {}) {
    for (let index = 0; index < count; index += 1) {
      onPull(index);
      yield { pageContent: `page ${index}`, metadata: {}, id: `id-${index}` };
    }
  }

  test("are read as they are stored, not before", async () => {
    aws.faults.add({ match: { operation: "PutVectors" }, do: { latencyMs: 10 } });
    let pulled = 0;
    let most = 0;
    const totals = new Set<number | undefined>();
    const ids = await connect(aws).store.addDocuments(
      pages(200, () => (pulled += 1)),
      {
        batchSize: 10,
        maxConcurrency: 2,
        onProgress: ({ done, total }) => {
          most = Math.max(most, pulled - done);
          totals.add(total);
        },
      },
    );
    expect(ids).toEqual(Array.from({ length: 200 }, (_, index) => `id-${index}`));
    // Two in flight, two waiting, and one that is being read.
    expect(most).toBeLessThanOrEqual(50);
    expect([...totals][0]).toBeUndefined();
    expect(putSizes(aws)).toHaveLength(20);
  });

  test("with an id twice store the later document", async () => {
    async function* twice() {
      for (const text of ["one", "two", "three"]) yield { pageContent: text, metadata: {}, id: "same" };
    }
    const { store } = connect(aws);
    expect(await store.addDocuments(twice(), { batchSize: 2 })).toEqual(["same", "same", "same"]);
    expect((await store.getByIds(["same"]))[0]?.pageContent).toBe("three");
  });

  test("are left when a request fails", async () => {
    aws.faults.add({ match: { operation: "PutVectors" }, when: { nth: 2 }, do: { error: refusal } });
    let pulled = 0;
    const error = await thrownBy(
      connect(aws).store.addDocuments(
        pages(1_000, () => (pulled += 1)),
        { batchSize: 10, maxConcurrency: 1 },
      ),
    );
    expect(S3VectorsWriteError.isInstance(error)).toBe(true);
    expect(pulled).toBeLessThanOrEqual(60);
    expect(readPartialAdd(error)).toMatchObject({ done: 10, total: undefined });
  });
});
