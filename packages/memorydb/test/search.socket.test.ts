import { Document } from "@langchain/core/documents";
import { describe, expect, test } from "vitest";
import { InMemoryDBFilter, InMemoryVectorStore, MemoryDBQueryError } from "../src/index.ts";
import { parseReply } from "../src/search/parse-reply.ts";
import { failureOf } from "./support/failure.ts";
import { atDistance, TableEmbeddings } from "./support/table-embeddings.ts";
import { collectWarnings } from "./support/warnings.ts";
import { openStore, startServer } from "./support/with-store.ts";

const indexSchema = { tag: [{ name: "genre" }], numeric: [{ name: "year" }] };

/** The numbers of the query vector that a server received last. */
function sentVector(server: Awaited<ReturnType<typeof startServer>>): number[] {
  const args = server.commands("FT.SEARCH").at(-1)?.args ?? [];
  const bytes = args[args.indexOf("vector") + 1];
  return bytes instanceof Uint8Array ? [...new Float32Array(Uint8Array.from(bytes).buffer)] : [];
}

describe("the command", () => {
  test("[20] is word by word as it should be, and LIMIT lets 25 through", async () => {
    const server = await startServer();
    const store = openStore(server, { indexSchema });
    await store.addTexts(
      Array.from({ length: 30 }, (_, index) => `text ${index}`),
      Array.from({ length: 30 }, () => ({ genre: "scifi", year: 1990 })),
    );
    const filter = InMemoryDBFilter.tag("genre").eq("scifi").and(InMemoryDBFilter.num("year").gte(1980));
    expect(await store.similaritySearchByVector([0, 1], 25, filter)).toHaveLength(25);
    expect(server.commands("FT.SEARCH")[0]?.args).toEqual([
      "FT.SEARCH", "movies", "(@genre:{scifi} @year:[1980 +inf])=>[KNN 25 @content_vector $vector AS distance]",
      "RETURN", "5", "content", "_metadata", "genre", "year", "distance", "PARAMS", "2", "vector",
      new Uint8Array(Float32Array.of(0, 1).buffer), "LIMIT", "0", "25", "DIALECT", "2",
    ]); // prettier-ignore
  });

  test("wraps a single condition, says TIMEOUT and EF_RUNTIME when asked to, and returns less without metadata", async () => {
    const server = await startServer();
    const store = openStore(server, {
      indexSchema,
      vectorSchema: { algorithm: "HNSW" },
      timeoutMs: 500,
      efRuntime: 20,
    });
    await store.addTexts(["a"], [{ genre: "war" }]);
    await store.similaritySearch("a", 2, InMemoryDBFilter.tag("genre").eq("war"), {
      efRuntime: 50,
      returnMetadata: false,
    });
    const args = server.commands("FT.SEARCH")[0]?.args ?? [];
    expect(args.slice(2, 8)).toEqual([
      "(@genre:{war})=>[KNN 2 @content_vector $vector EF_RUNTIME 50 AS distance]",
      "RETURN",
      "2",
      "content",
      "distance",
      "TIMEOUT",
    ]);
  });

  test("names the distance otherwise when a field has that name", async () => {
    const server = await startServer();
    const store = openStore(server, { indexSchema: { numeric: [{ name: "distance" }] } });
    await store.addTexts(["a"], [{ distance: 7 }]);
    const [[document, distance] = [undefined, -1]] = await store.similaritySearchWithScore("a", 1);
    expect([document?.metadata, distance]).toEqual([{ distance: 7 }, 0]);
    expect(server.commands("FT.SEARCH")[0]?.args[2]).toContain("AS distance_]");
    const named = openStore(server, { indexName: "i", vectorSchema: { name: "distance" } });
    await named.addTexts(["a"]);
    expect(await named.maxMarginalRelevanceSearch("a", { k: 1 })).toHaveLength(1);
    expect(server.commands("FT.SEARCH").at(-1)?.args[2]).toBe("*=>[KNN 20 @distance $vector AS distance_]");
  });

  test("[54] holds a vector of length one, filtered or not", async () => {
    for (const engine of ["valkey-1.0", "memorydb"] as const) {
      const server = await startServer({ engine });
      const store = openStore(server, { indexSchema });
      await store.addVectors([[1, 0]], [new Document({ pageContent: "a", metadata: { genre: "war" } })]);
      const query = [9.5, 0.5];
      const [[, plain] = [0, -1]] = await store.similaritySearchVectorWithScore(query, 1);
      const [[, filtered] = [0, -2]] = await store.similaritySearchVectorWithScore(
        query,
        1,
        InMemoryDBFilter.tag("genre").eq("war"),
      );
      expect(Math.hypot(...sentVector(server))).toBeCloseTo(1, 6);
      expect(filtered).toBe(plain);
      expect(query).toEqual([9.5, 0.5]);
      expect(await failureOf(store.similaritySearchByVector([0, 0]))).toMatchObject({ name: "MemoryDBVectorError" });
    }
  });

  test("holds the vector as it is where lengths count", async () => {
    const server = await startServer();
    const store = openStore(server, { vectorSchema: { distance_metric: "IP" } });
    await store.addVectors([[1, 0]], [new Document({ pageContent: "a", metadata: {} })]);
    await store.similaritySearchByVector([9.5, 0.5]);
    expect(sentVector(server)).toEqual([9.5, 0.5]);
  });

  test.each([0, 1.5, 10_001, Number.NaN])("is not sent for k = %s", async (k) => {
    const server = await startServer();
    const store = openStore(server);
    expect(await failureOf(store.similaritySearch("a", k))).toMatchObject({ name: "MemoryDBConfigError" });
    expect(server.commands("FT.SEARCH")).toEqual([]);
  });
});

describe("the options", () => {
  test("that nobody knows are refused, since with them a threshold would be passed over", async () => {
    const server = await startServer();
    const store = openStore(server);
    await store.addTexts(["a"]);
    const options = { distanceThreshold: 0, efruntime: 5 } as object;
    for (const call of [
      store.similaritySearch("a", 1, undefined, options),
      store.similaritySearchWithScore("a", 1, undefined, options),
      store.similaritySearchWithRelevanceScores("a", 1, options),
    ]) {
      expect(await failureOf(call)).toMatchObject({
        name: "MemoryDBConfigError",
        message: expect.stringContaining("no option `efruntime`. It takes returnMetadata, distanceThreshold"),
      });
    }
    expect(await store.similaritySearch("a", 1, undefined, [{ handleLLMStart: () => undefined }])).toHaveLength(1);
  });

  test("hold numbers alone: nothing else gets into the query", async () => {
    const server = await startServer();
    const store = openStore(server, { vectorSchema: { algorithm: "HNSW" } });
    await store.addTexts(["a"]);
    for (const efRuntime of [0, 4097, 1.5, "5 AS x]" as unknown as number]) {
      expect(await failureOf(store.similaritySearch("a", 1, undefined, { efRuntime }))).toMatchObject({
        name: "MemoryDBConfigError",
      });
    }
    expect(server.commands("FT.SEARCH")).toEqual([]);
  });
});

describe("the reply", () => {
  test("[21] is read in either order, with fields missing, and without rows that are empty", () => {
    const expected = [{ key: "a", distance: 0.5, fields: new Map([["content", "x"]]), vector: undefined }];
    for (const row of [
      ["content", "x", "distance", "0.5"],
      ["distance", "0.5", "content", "x"],
    ]) {
      expect(parseReply([3, "a", row, "gone", [], "odd", ["content", "y"]], "distance", "v")).toEqual(expected);
    }
    expect(parseReply([1, "a", ["distance", "0.5"]], "distance", "v")[0]?.fields.size).toBe(0);
    expect(parseReply([0], "distance", "v")).toEqual([]);
  });

  test("[22] is put in order by distance, whatever order it has; equals stay as they came", () => {
    const rows = [
      ["c", 0.9],
      ["a", 0.1],
      ["b1", 0.5],
      ["b2", 0.5],
    ] as const;
    const reply = [4, ...rows.flatMap(([key, distance]) => [key, ["distance", String(distance)]])];
    expect(parseReply(reply, "distance", "v").map(({ key }) => key)).toEqual(["a", "b1", "b2", "c"]);
  });

  test("is the server's own words when it refuses, with the query and without the vector", async () => {
    const server = await startServer();
    const store = openStore(server);
    await store.addTexts(["a"]);
    const error = await failureOf(store.similaritySearch("a", 1, InMemoryDBFilter.raw("@nope:{x}")));
    expect(MemoryDBQueryError.isInstance(error)).toBe(true);
    expect(error.message).toContain("Query: (@nope:{x})=>[KNN 1 @content_vector $vector AS distance]");
    expect(error.message).not.toMatch(/\d{3},\d+,/);
  });
});

describe("a threshold", () => {
  test("[23] of 0 keeps what is equal, and a row at the very distance is within", async () => {
    const server = await startServer();
    const store = openStore(server);
    const vectors = [0, 0.3, 0.5].map(atDistance);
    await store.addVectors(
      vectors,
      vectors.map((_vector, index) => new Document({ pageContent: String(index), metadata: {} })),
    );
    const within = async (distanceThreshold: number): Promise<string[]> =>
      (await store.similaritySearchByVector([1, 0], 3, undefined, { distanceThreshold })).map(
        ({ pageContent }) => pageContent,
      );
    const [, [, distance] = [0, 0]] = await store.similaritySearchVectorWithScore([1, 0], 3);
    expect(await within(0)).toEqual(["0"]);
    expect(await within(distance)).toEqual(["0", "1"]);
    expect(await within(0.3)).toEqual(["0", "1"]);
    expect(await within(0.299)).toEqual(["0"]);
  });

  test("[24] of relevance is from 0 to 1 for each metric; a function of the caller's is not clamped", async () => {
    const scores = async (
      distance_metric: string,
      stored: number[],
      query: number[],
      relevanceScoreFn?: (distance: number) => number,
    ): Promise<number> => {
      const server = await startServer();
      const fields = {
        vectorSchema: { distance_metric },
        ...(relevanceScoreFn === undefined ? {} : { relevanceScoreFn }),
      };
      const store = openStore(server, fields, new TableEmbeddings({ q: query }));
      await store.addVectors([stored], [new Document({ pageContent: "a", metadata: {} })]);
      const [[, score] = [0, Number.NaN]] = await store.similaritySearchWithRelevanceScores("q", 1);
      return score;
    };
    expect(await scores("COSINE", [1, 0], atDistance(0.4))).toBeCloseTo(0.6, 6);
    expect(await scores("L2", [1, 0], [3, 0])).toBeCloseTo(1 / 3, 10);
    expect(await scores("IP", [1.5, 0], [1, 0])).toBe(1);
    expect(await scores("IP", [-3, 0], [1, 0])).toBe(0);
    expect(await scores("COSINE", [1, 0], [-1, 0], (distance) => -7 * distance)).toBe(-14);
  });

  test("of relevance keeps what is at it", async () => {
    const server = await startServer();
    const store = openStore(server, {}, new TableEmbeddings({ q: [1, 0] }));
    await store.addVectors(
      [atDistance(0.4), atDistance(0.5)],
      ["at", "below"].map((pageContent) => new Document({ pageContent, metadata: {} })),
    );
    const [[, scoreThreshold] = [0, 0]] = await store.similaritySearchWithRelevanceScores("q", 2);
    const kept = await store.similaritySearchWithRelevanceScores("q", 2, { scoreThreshold });
    expect(kept.map(([{ pageContent }]) => pageContent)).toEqual(["at"]);
  });
});

describe("[25] marginal relevance", () => {
  const table = { q: [1, 0], near: [1, 0.1], nearer: [1, 0.05], far: [0.1, 1] };

  test("takes one command; 1 is the order of similarity, 0 the most unlike second", async () => {
    const server = await startServer();
    const store = openStore(server, {}, new TableEmbeddings(table));
    await store.addTexts(["near", "nearer", "far"]);
    const chosen = async (lambda: number): Promise<string[]> =>
      (await store.maxMarginalRelevanceSearch("q", { k: 2, lambda })).map(({ pageContent }) => pageContent);
    expect(await chosen(1)).toEqual(["nearer", "near"]);
    expect(await chosen(0)).toEqual(["nearer", "far"]);
    expect(server.commands("FT.SEARCH")).toHaveLength(2);
    expect(server.commands().filter(({ name }) => /^H(?:M?GET|GETALL)$/.test(name))).toEqual([]);
    expect(await store.maxMarginalRelevanceSearch("q", { k: 3, fetchK: 3 })).toHaveLength(3);
    expect(
      await store.maxMarginalRelevanceSearch("q", { k: 3, distanceThreshold: 0.1, returnMetadata: false }),
    ).toHaveLength(2);
    expect(await failureOf(store.maxMarginalRelevanceSearch("q", { lambda: 2 }))).toMatchObject({
      name: "MemoryDBConfigError",
    });
  });
});

test("[25] marginal relevance chooses from 20 with lambda 0.5 unless it is told", async () => {
  const server = await startServer();
  const store = openStore(server);
  const vectors = Array.from({ length: 40 }, (_, at) => [Math.cos(at / 10), Math.sin(at / 10)]);
  await store.addVectors(
    vectors,
    vectors.map((_, at) => new Document({ pageContent: String(at), metadata: {} })),
  );
  const chosen = async (options: object): Promise<string[]> =>
    (await store.maxMarginalRelevanceSearchByVector([Math.cos(0.34), Math.sin(0.34)], options)).map(
      ({ pageContent }) => pageContent,
    );
  const asItIs = await chosen({});
  expect(asItIs).toEqual(await chosen({ k: 4, fetchK: 20, lambda: 0.5 }));
  expect(asItIs).not.toEqual(await chosen({ lambda: 1 }));
  expect(server.commands("FT.SEARCH")[0]?.args[2]).toContain("[KNN 20 ");
});

describe("[51] an index that is being filled", () => {
  test("is waited for", async () => {
    const server = await startServer();
    const release = server.holdBackfill();
    const store = openStore(server);
    await store.addTexts(["a"]);
    const search = store.similaritySearch("a", 1);
    await server.waitForCommand("FT.SEARCH", { count: 2 });
    release();
    expect(await search).toHaveLength(1);
  });

  test("is waited for no longer than was said", async () => {
    const server = await startServer();
    server.holdBackfill();
    const store = openStore(server, { indexReadyTimeoutMs: 50 });
    await store.addTexts(["a"]);
    const error = await failureOf(store.similaritySearch("a", 1));
    expect(error).toMatchObject({ name: "MemoryDBQueryError", hint: expect.stringContaining("indexReadyTimeoutMs") });
  });
});

test("documents that a server knows of only later are found then", async () => {
  const server = await startServer({ visibilityDelayMs: 20 });
  const store = openStore(server);
  await store.addTexts(["a"]);
  let found = await store.similaritySearch("a", 1);
  while (found.length === 0) found = await store.similaritySearch("a", 1);
  expect(found).toHaveLength(1);
});

test("a search can be aborted", async () => {
  const server = await startServer();
  const store = openStore(server);
  await store.addTexts(["a"]);
  const reason = new Error("enough");
  const search = store.similaritySearch("a", 1, undefined, { signal: AbortSignal.abort(reason) });
  expect(await failureOf(search)).toBe(reason);
});

test("an abort while an index is being filled ends the search with its reason, whatever that is", async () => {
  const server = await startServer();
  server.holdBackfill();
  const store = openStore(server);
  await store.addTexts(["a"]);
  const controller = new AbortController();
  const search = store.similaritySearch("a", 1, undefined, { signal: controller.signal }).catch((reason) => reason);
  await server.waitForCommand("FT.INFO", { count: 4 });
  // On the same connection: by its answer the search has had its own, and waits.
  await store.getByIds(["a"]);
  controller.abort("enough");
  expect(await search).toBe("enough");
});

test("what is stored is read with the types that the fields have, when no copy is kept", async () => {
  collectWarnings();
  const server = await startServer();
  const store = openStore(server, { indexSchema, metadataJson: false, keyInMetadata: true });
  await store.addTexts(["a"], [{ genre: ["x", "y"], year: 1e21, other: "not declared" }], { ids: ["1"] });
  expect((await store.similaritySearch("a", 1))[0]?.metadata).toEqual({ genre: "x,y", year: 1e21, id: "doc:movies:1" });
  expect(
    (await InMemoryVectorStore.fromExistingIndex(new TableEmbeddings(), { redisUrl: server.url, indexName: "movies" }))
      .schema.numeric,
  ).toEqual([{ name: "year" }]);
});
