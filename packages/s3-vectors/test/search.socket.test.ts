import { disposeAllClients } from "@langchain-aws/aws-auth";
import type { Document } from "@langchain/core/documents";
import { afterEach, describe, expect, test } from "vitest";
import {
  AmazonS3Vectors,
  cosineRelevance,
  euclideanRelevance,
  reciprocalEuclideanRelevance,
  s3VectorsFilter,
  S3VectorsAccessError,
  S3VectorsConfigError,
  S3VectorsFilterError,
  S3VectorsIndexNotFoundError,
  S3VectorsVectorError,
} from "../src/index.ts";
import { maximalMarginalRelevance } from "../src/search/maximal-marginal-relevance.ts";
import {
  bodies,
  connect,
  NumberEmbeddings,
  operations,
  reaching,
  thrownBy,
  thrownIn,
  useBucket,
} from "./support/store.ts";

const aws = useBucket();

afterEach(() => disposeAllClients());

const movies = [
  ["alien", [1, 0], { genre: "scifi", year: 1979 }],
  ["brazil", [1, 0.5], { genre: "comedy", year: 1985 }],
  ["casablanca", [0, 1], { genre: "drama", year: 1942 }],
  ["dune", [-1, 0], { genre: "scifi", year: 2021 }],
] as const;

/** A store with four films, the log emptied of what it took to fill it. */
async function filled(fields: Parameters<typeof connect>[1] = {}): Promise<ReturnType<typeof connect>> {
  const connected = connect(aws, fields);
  await connected.store.addVectors(
    movies.map(([, vector]) => [...vector]),
    movies.map(([id, , metadata]) => ({ id, pageContent: `About ${id}`, metadata: { ...metadata } })),
  );
  return connected;
}

const idsOf = (documents: readonly Document[]): (string | undefined)[] => documents.map(({ id }) => id);
const queries = (): Record<string, unknown>[] => bodies(aws, "QueryVectors");

describe("similarity search", () => {
  test("[29] asks for metadata and no distance", async () => {
    const { store } = await filled();
    const found = await store.similaritySearch("[1,0]", 2);
    expect(idsOf(found)).toEqual(["alien", "brazil"]);
    expect(found[0]?.metadata).toEqual({ genre: "scifi", year: 1979 });
    expect(queries()).toEqual([
      {
        vectorBucketName: "docs",
        indexName: "manuals",
        topK: 2,
        queryVector: { float32: [1, 0] },
        returnMetadata: true,
        returnDistance: false,
      },
    ]);
    expect(idsOf(await store.similaritySearchByVector(Float32Array.of(0, 1), 1))).toEqual(["casablanca"]);
    await store.similaritySearchByVector([0.1, 1 / 3], 1);
    expect(queries().at(-1)).toMatchObject({ queryVector: { float32: [Math.fround(0.1), Math.fround(1 / 3)] } });
  });

  test("[29] with scores gives distances, the smallest first", async () => {
    const { store } = await filled();
    const found = await store.similaritySearchWithScore("[1,0]");
    expect(found.map(([{ id }]) => id)).toEqual(["alien", "brazil", "casablanca", "dune"]);
    const distances = found.map(([, distance]) => distance);
    expect(distances[0]).toBe(0);
    expect(distances[2]).toBe(1);
    expect(distances[3]).toBe(2);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(queries()[0]).toMatchObject({ topK: 4, returnDistance: true, returnMetadata: true });
    expect((await store.similaritySearchVectorWithScore([0, 1], 1))[0]?.[0].id).toBe("casablanca");
  });

  test("[30] fetches the pages of what is more than one page", async () => {
    const { store } = connect(aws);
    const vectors = Array.from({ length: 160 }, (_, at) => [1, at / 100]);
    await store.addVectors(
      vectors,
      vectors.map((_, at) => ({ id: `v${at}`, pageContent: "", metadata: { even: at < 155 } })),
    );
    const found = await store.similaritySearchByVector([1, 0], 150, { even: true });
    expect(idsOf(found)).toEqual(Array.from({ length: 150 }, (_, at) => `v${at}`));
    const [first, second, ...others] = queries();
    expect(others).toEqual([]);
    expect(first).not.toHaveProperty("nextToken");
    expect(second).toEqual({ ...first, nextToken: expect.any(String) });
  });

  test("is one request for up to a page, and finds fewer where a filter leaves fewer", async () => {
    const { store } = await filled();
    expect(await store.similaritySearch("[1,0]", 100, { genre: "scifi" })).toHaveLength(2);
    expect(queries()).toHaveLength(1);
    expect(operations(aws).filter((operation) => operation === "GetIndex")).toHaveLength(1);
  });

  test("[31] sends no filter that says nothing, and refuses one that is none before it embeds", async () => {
    const { store, embeddings } = await filled();
    await store.similaritySearch("[1,0]", 1, {});
    expect(queries()[0]).not.toHaveProperty("filter");
    const error = await thrownBy(store.similaritySearch("[1,0]", 1, { genre: { $in: [] } }));
    expect(S3VectorsFilterError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ bucket: "docs", index: "manuals", message: expect.stringContaining("genre.$in") });
    expect([queries().length, embeddings.queries.length]).toEqual([1, 1]);
  });

  test("finds by filters of the builder and by plain ones", async () => {
    const { store } = await filled();
    const { field, or } = s3VectorsFilter;
    const filter = or(field("year").gte(2000), field("genre").eq("comedy"));
    expect(idsOf(await store.similaritySearch("[1,0]", 4, filter))).toEqual(["brazil", "dune"]);
    expect(idsOf(await store.similaritySearch("[1,0]", 4, { year: { $gte: 1980, $lte: 1990 } }))).toEqual(["brazil"]);
  });

  test("[33] joins the base filter with the search's, the base first", async () => {
    const baseFilter = { genre: "scifi" };
    const { store } = await filled({ baseFilter });
    const filter = { year: { $gt: 2000 } };
    expect(idsOf(await store.similaritySearch("[1,0]", 4, filter))).toEqual(["dune"]);
    expect(idsOf(await store.similaritySearch("[1,0]"))).toEqual(["alien", "dune"]);
    const retriever = store.asRetriever({ baseFilter: { year: { $lt: 2100 } }, filter });
    expect(idsOf((await retriever.invoke("[1,0]")) as Document[])).toEqual(["dune"]);
    expect(queries().map((query) => query["filter"])).toEqual([
      { $and: [baseFilter, filter] },
      baseFilter,
      { $and: [baseFilter, { $and: [{ year: { $lt: 2100 } }, filter] }] },
    ]);
  });

  test("[34] refuses to filter by the text once the index is known, and sends nothing", async () => {
    const { store } = await filled();
    const before = operations(aws).length;
    const error = await thrownBy(store.similaritySearch("[1,0]", 1, { _page_content: "About alien" }));
    expect(S3VectorsFilterError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("_page_content is not filterable in this index");
    expect(operations(aws)).toHaveLength(before);
    // Before anything is known of the index the service decides.
    const unaware = connect(aws).store;
    const refusal = await thrownBy(unaware.similaritySearch("[1,0]", 1, { _page_content: "x" }));
    expect(S3VectorsFilterError.isInstance(refusal)).toBe(true);
    expect(refusal).toMatchObject({
      awsCode: "ValidationException",
      operation: "QueryVectors",
      hint: expect.stringContaining("Filter by keys that the index can filter by"),
    });
  });

  test("[33] refuses a filter whose value got lost, in place of searching wider", async () => {
    const { store } = await filled();
    const lost = { genre: undefined };
    for (const call of [
      store.similaritySearch("[1,0]", 4, lost),
      store.maxMarginalRelevanceSearch("[1,0]", { k: 1, filter: { $and: [{ year: 1 }, lost] } }),
    ]) {
      expect(S3VectorsFilterError.isInstance(await thrownBy(call))).toBe(true);
    }
    for (const build of [() => connect(aws, { baseFilter: lost }), () => store.asRetriever({ baseFilter: lost })]) {
      expect(S3VectorsFilterError.isInstance(thrownIn(build))).toBe(true);
    }
    expect(queries()).toEqual([]);
  });

  test.each([0, 1.5, -1, Number.NaN])("refuses %d as k", async (k) => {
    const { store } = connect(aws);
    expect(String(await thrownBy(store.similaritySearch("x", k)))).toContain("k must be a whole number above 0");
    expect(operations(aws)).toEqual([]);
  });

  test("refuses a query vector that cannot be searched with", async () => {
    const { store } = await filled();
    for (const vector of [[1], [Number.NaN, 1], [0, 0]]) {
      expect(S3VectorsVectorError.isInstance(await thrownBy(store.similaritySearchByVector(vector)))).toBe(true);
    }
    expect(queries()).toEqual([]);
  });

  test("an index that is not there is an error of that name", async () => {
    const error = await thrownBy(connect(aws).store.similaritySearch("x"));
    expect(S3VectorsIndexNotFoundError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ httpStatusCode: 404, operation: "QueryVectors", awsCode: "NotFoundException" });
  });

  test("[48] what may not be read says which permissions it takes", async () => {
    const { store } = await filled();
    aws.faults.add({ match: { operation: "QueryVectors" }, do: { accessDenied: true } });
    const error = await thrownBy(store.similaritySearch("[1,0]", 1, { genre: "scifi" }));
    expect(S3VectorsAccessError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ httpStatusCode: 403, requestId: expect.any(String), index: "manuals" });
    expect(String(error)).toMatch(/s3vectors:QueryVectors.*s3vectors:GetVectors/s);
  });
});

describe("embeddings", () => {
  test("[42] for queries are used for queries alone, the others for documents alone", async () => {
    const queryEmbeddings = new NumberEmbeddings();
    const { store, embeddings } = connect(aws, { queryEmbeddings });
    await store.addTexts(["[1,0]"]);
    await store.similaritySearch("[1,0]");
    await store.maxMarginalRelevanceSearch("[0,1]", { k: 1 });
    expect([embeddings.documents, embeddings.queries]).toEqual([[["[1,0]"]], []]);
    expect([queryEmbeddings.documents, queryEmbeddings.queries]).toEqual([[], ["[1,0]", "[0,1]"]]);
  });

  test("[42] may be missing where vectors are given", async () => {
    const store = new AmazonS3Vectors(undefined, reaching(aws));
    await store.addVectors([[1, 0]], [{ id: "a", pageContent: "text", metadata: {} }]);
    expect(idsOf(await store.similaritySearchByVector([1, 0]))).toEqual(["a"]);
    expect(idsOf(await store.getByIds(["a"]))).toEqual(["a"]);
    for (const call of [store.similaritySearch("x"), store.addTexts(["x"])]) {
      const error = await thrownBy(call);
      expect(S3VectorsConfigError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({
        code: "CONFIG_MISSING_EMBEDDINGS",
        message: expect.stringContaining("`embeddings`"),
      });
    }
    expect(store.asRetriever().tags).toEqual(["amazon_s3_vectors"]);
  });
});

describe("relevance", () => {
  test("[35] of a distance, by metric", () => {
    expect(cosineRelevance(0.4)).toBeCloseTo(0.6, 12);
    expect([cosineRelevance(1.3), cosineRelevance(0), cosineRelevance(2)]).toEqual([0, 1, 0]);
    // Single precision may put a vector a little closer to itself than it can be.
    expect([cosineRelevance(-1e-7), euclideanRelevance(-1e-7)]).toEqual([1, 1]);
    expect([euclideanRelevance(64), euclideanRelevance(100), euclideanRelevance(0)]).toEqual([0, 0, 1]);
    expect(euclideanRelevance(6.4)).toBeCloseTo(0.9, 12);
    expect([reciprocalEuclideanRelevance(0), reciprocalEuclideanRelevance(1)]).toEqual([1, 0.5]);
  });

  test("[35] of search results, by the index's metric or by a function of the caller's, unclamped", async () => {
    const { store } = await filled({ distanceMetric: "euclidean" });
    const [best] = await store.similaritySearchWithRelevanceScores("[4,4]", 1);
    expect(best?.[1]).toBeCloseTo(1 - Math.hypot(3, 3.5) / 64, 6);
    const own = connect(aws, {
      distanceMetric: "euclidean",
      relevanceScoreFn: (distance: number) => -10 * distance,
    }).store;
    const [found] = await own.similaritySearchWithRelevanceScores("[1,1]", 1, undefined, { scoreThreshold: -20 });
    expect(found?.[1]).toBeCloseTo(-5, 5);
  });

  test("[35] of an index that is there is by its own metric, whatever the options say", async () => {
    await filled({ distanceMetric: "euclidean" });
    const { store } = connect(aws);
    const [best] = await store.similaritySearchWithRelevanceScores("[4,4]", 1);
    expect(best?.[1]).toBeCloseTo(1 - Math.hypot(3, 3.5) / 64, 6);
    expect(operations(aws).slice(3)).toEqual(["QueryVectors"]);
  });

  test("[36] at the threshold is kept, below it is not", async () => {
    const { store } = connect(aws);
    // 60 and 61 degrees from the query.
    await store.addVectors(
      [
        [0.5, Math.sqrt(0.75)],
        [Math.cos(1.065), Math.sin(1.065)],
      ],
      [
        { id: "at", pageContent: "", metadata: {} },
        { id: "below", pageContent: "", metadata: {} },
      ],
    );
    const all = await store.similaritySearchWithRelevanceScores("[1,0]");
    const scoreThreshold = all[0]?.[1] ?? Number.NaN;
    expect(scoreThreshold).toBeCloseTo(0.5, 6);
    const kept = await store.similaritySearchWithRelevanceScores("[1,0]", 4, undefined, { scoreThreshold });
    expect(kept.map(([{ id }]) => id)).toEqual(["at"]);
    for (const wrong of [-0.1, 1.1, Number.NaN]) {
      const call = store.similaritySearchWithRelevanceScores("[1,0]", 4, undefined, { scoreThreshold: wrong });
      expect(String(await thrownBy(call))).toContain("scoreThreshold must be a number from 0 to 1");
    }
  });
});

describe("maximal marginal relevance", () => {
  async function circle(count = 12): Promise<AmazonS3Vectors> {
    const { store } = connect(aws);
    const vectors = Array.from({ length: count }, (_, at) => [Math.cos(at / 4), Math.sin(at / 4)]);
    await store.addVectors(
      vectors,
      vectors.map((_, at) => ({ id: `v${at}`, pageContent: `at ${at}`, metadata: { at } })),
    );
    return store;
  }

  test("[37] takes a query and one request for vectors", async () => {
    const store = await circle(40);
    const before = operations(aws).length;
    const found = await store.maxMarginalRelevanceSearch("[1,0]", { k: 3, fetchK: 20 });
    expect(operations(aws).slice(before)).toEqual(["QueryVectors", "GetVectors"]);
    expect(queries()[0]).toMatchObject({ topK: 20, returnMetadata: true, returnDistance: false });
    expect(bodies(aws, "GetVectors")[0]).toMatchObject({ returnData: true, returnMetadata: false });
    expect(found[0]).toMatchObject({ id: "v0", pageContent: "at 0", metadata: { at: 0 } });
  });

  test("[37] with lambda 1 is the order of similarity, with 0 the farthest comes second", async () => {
    const store = await circle();
    const near = await store.maxMarginalRelevanceSearch("[1,0]", { k: 5, fetchK: 12, lambda: 1 });
    expect(idsOf(near)).toEqual(idsOf(await store.similaritySearch("[1,0]", 5)));
    const far = await store.maxMarginalRelevanceSearchByVector([1, 0], { k: 2, fetchK: 12, lambda: 0 });
    // 11 quarters of a radian are nearest to the half circle.
    expect(idsOf(far)).toEqual(["v0", "v11"]);
  });

  test("[37] chooses from 20 with lambda 0.5 unless it is told", async () => {
    const store = await circle(40);
    const found = await store.maxMarginalRelevanceSearch("[1,0]", { k: 4 });
    const told = await store.maxMarginalRelevanceSearch("[1,0]", { k: 4, fetchK: 20, lambda: 0.5 });
    const other = await store.maxMarginalRelevanceSearch("[1,0]", { k: 4, fetchK: 20, lambda: 0.9 });
    expect(idsOf(found)).toEqual(idsOf(told));
    expect(idsOf(found)).not.toEqual(idsOf(other));
    expect(queries()[0]).toMatchObject({ topK: 20 });
  });

  test("[38] passes over what was deleted between the two requests", async () => {
    const store = await circle(4);
    let hasDeleted = false;
    const stop = aws.onRequest(({ operation }) => {
      if (operation === "QueryVectors") hasDeleted = true;
    });
    aws.faults.add({ match: { operation: "GetVectors" }, do: { latencyMs: 100 } });
    const search = store.maxMarginalRelevanceSearch("[1,0]", { k: 4, fetchK: 4 });
    await aws.waitForRequest({ operation: "GetVectors" });
    await store.delete({ ids: ["v1"] });
    expect(hasDeleted).toBe(true);
    expect(new Set(idsOf(await search))).toEqual(new Set(["v0", "v2", "v3"]));
    stop();
  });

  test("reads vectors by the hundred", async () => {
    const store = await circle(250);
    expect(await store.maxMarginalRelevanceSearch("[1,0]", { k: 250 })).toHaveLength(250);
    const sizes = bodies<{ keys: string[] }>(aws, "GetVectors").map(({ keys }) => keys.length);
    expect(sizes.toSorted((a, b) => b - a)).toEqual([100, 100, 50]);
  });

  test.each([
    [{ k: 4, lambda: 1.5 }, "lambda must be a number from 0 to 1"],
    [{ k: 4, fetchK: 3 }, "fetchK (3) must not be less than k (4)"],
    [{ k: 0 }, "k must be a whole number above 0"],
  ])("refuses %j", async (options, message) => {
    expect(String(await thrownBy(connect(aws).store.maxMarginalRelevanceSearch("x", options)))).toContain(message);
  });

  test("chooses the earlier of equals", () => {
    const same = [1, 0];
    expect(maximalMarginalRelevance([1, 0], [same, same, same], { k: 3, lambda: 0.5 })).toEqual([0, 1, 2]);
    expect(maximalMarginalRelevance([1, 0], [], { k: 3, lambda: 0.5 })).toEqual([]);
  });
});
