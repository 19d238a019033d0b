import { AIMessage } from "@langchain/core/messages";
import { afterEach, describe, expect, test } from "vitest";
import {
  InMemoryDBFilter,
  InMemorySemanticCache,
  InMemoryVectorStore,
  MemoryDBIndexNotFoundError,
} from "../../src/index.ts";
import { failureOf } from "../support/failure.ts";
import { atDistance, TableEmbeddings } from "../support/table-embeddings.ts";

/** What an engine's search does not do, so that a test leaves it out. */
export interface SuiteOptions {
  /** Searches by a filter alone. */
  hasPlainQueries: boolean;
}

const table = {
  east: [1, 0],
  northeast: [1, 1],
  north: [0, 1],
  west: [-1, 0],
  "near east": atDistance(0.15),
};

/**
 * What a store and a cache do on every engine, with tags that are lower-case words: the builds of engines that can be
 * had for tests do not agree on more.
 */
export function engineSuite(server: () => { url: string }, { hasPlainQueries }: SuiteOptions): void {
  let opened: (InMemoryVectorStore | InMemorySemanticCache)[] = [];
  let count = 0;

  afterEach(async () => {
    for (const one of opened) {
      if (one instanceof InMemoryVectorStore) await one.dropIndex(true);
      else await one.clear();
      await one.close();
    }
    opened = [];
  });

  function openStore(fields: Partial<ConstructorParameters<typeof InMemoryVectorStore>[1]> = {}): InMemoryVectorStore {
    count += 1;
    const indexSchema = { tag: [{ name: "genre" }], numeric: [{ name: "year" }] };
    const options = { redisUrl: server().url, indexName: `suite${count}`, indexSchema, ...fields };
    const store = new InMemoryVectorStore(new TableEmbeddings(table), options);
    opened.push(store);
    return store;
  }

  function openCache(
    fields: Partial<ConstructorParameters<typeof InMemorySemanticCache>[0]> = {},
  ): InMemorySemanticCache {
    count += 1;
    const name = `cache${count}`;
    const cache = new InMemorySemanticCache({
      redisUrl: server().url,
      embeddings: new TableEmbeddings(table),
      indexName: name,
      keyPrefix: name,
      onError: "throw",
      ...fields,
    });
    opened.push(cache);
    return cache;
  }

  async function filled(
    fields: Partial<ConstructorParameters<typeof InMemoryVectorStore>[1]> = {},
  ): Promise<InMemoryVectorStore> {
    const store = openStore(fields);
    await store.addTexts(
      ["east", "northeast", "north"],
      [
        { genre: "war", year: 1980, nested: { deep: [1, null] } },
        { genre: ["love", "war"], year: 1990 },
        { genre: "love", year: 2000, seen: false },
      ],
      { ids: ["1", "2", "3"] },
    );
    return store;
  }

  const texts = (documents: readonly { pageContent: string }[]): string[] =>
    documents.map(({ pageContent }) => pageContent);

  describe("the store", () => {
    test.each(["FLAT", "HNSW"])("finds the nearest, nearest first, with %s", async (algorithm) => {
      const store = await filled({ vectorSchema: { algorithm } });
      const found = await store.similaritySearchWithScore("east", 3);
      expect(found.map(([{ pageContent }, distance]) => [pageContent, Number(distance.toFixed(5))])).toEqual([
        ["east", 0],
        ["northeast", 0.29289],
        ["north", 1],
      ]);
    });

    test("gives back metadata of every kind", async () => {
      const store = await filled();
      const [document] = await store.similaritySearch("east", 1);
      expect(document).toMatchObject({
        id: `doc:${store.indexName}:1`,
        metadata: { genre: "war", year: 1980, nested: { deep: [1, null] } },
      });
    });

    test.each([
      ["COSINE", [0, 0.29289, 1]],
      ["L2", [0, 1, 2]],
      ["IP", [0, 0, 1]],
    ])("measures by %s", async (distance_metric, expected) => {
      const store = await filled({ vectorSchema: { distance_metric } });
      const found = await store.similaritySearchWithScore("east", 3);
      expect(found.map(([, distance]) => Number(distance.toFixed(5)))).toEqual(expected);
    });

    test("filters by tags and numbers, and by what they are not", async () => {
      const store = await filled();
      const { tag, num } = InMemoryDBFilter;
      const cases = [
        [tag("genre").eq("war"), ["east", "northeast"]],
        [tag("genre").in(["love", "peace"]), ["northeast", "north"]],
        [tag("genre").ne("war"), ["north"]],
        [num("year").gt(1980), ["northeast", "north"]],
        [num("year").between(1980, 1990), ["east", "northeast"]],
        [tag("genre").eq("love").and(num("year").lt(2000)), ["northeast"]],
        [tag("genre").eq("peace").or(num("year").eq(2000)), ["north"]],
        [num("year").gte(1990).not(), ["east"]],
      ] as const;
      for (const [filter, expected] of cases) {
        expect([String(filter), texts(await store.similaritySearch("east", 5, filter))]).toEqual([
          String(filter),
          expected,
        ]);
      }
    });

    test("keeps what is within a distance, and scores it", async () => {
      const store = await filled();
      expect(texts(await store.similaritySearch("east", 3, undefined, { distanceThreshold: 0.5 }))).toEqual([
        "east",
        "northeast",
      ]);
      const scored = await store.similaritySearchWithRelevanceScores("east", 3, { scoreThreshold: 0.9 });
      expect(scored.map(([{ pageContent }]) => pageContent)).toEqual(["east"]);
    });

    test("gives more than ten rows", async () => {
      const store = openStore();
      await store.addTexts(Array.from({ length: 30 }, (_, index) => `text ${index}`));
      expect(await store.similaritySearch("east", 25)).toHaveLength(25);
    });

    test("chooses unlike documents", async () => {
      const store = await filled();
      expect(texts(await store.maxMarginalRelevanceSearch("east", { k: 2, lambda: 0 }))).toEqual(["east", "north"]);
      expect(texts(await store.maxMarginalRelevanceSearch("east", { k: 2, lambda: 1 }))).toEqual(["east", "northeast"]);
    });

    test("replaces a document as a whole", async () => {
      const store = await filled();
      await store.addTexts(["west"], [{ year: 1 }], { ids: ["1"] });
      const [document] = await store.getByIds(["1"]);
      expect(document).toMatchObject({ pageContent: "west", metadata: { year: 1 } });
      expect(texts(await store.similaritySearch("east", 5, InMemoryDBFilter.tag("genre").eq("war")))).toEqual([
        "northeast",
      ]);
    });

    test("reads and deletes by id, and by all", async () => {
      const store = await filled();
      expect(texts(await store.getByIds(["3", "nope", "1"]))).toEqual(["north", "east"]);
      expect(await store.deleteByIds(["1", "nope"])).toBe(1);
      expect(texts(await store.similaritySearch("east", 5))).toEqual(["northeast", "north"]);
      await store.delete({ deleteAll: true });
      expect(await store.similaritySearch("east", 5)).toEqual([]);
    });

    test("deletes by a filter, or refuses to and deletes nothing", async () => {
      const store = await filled();
      const deletion = store.delete({ filter: InMemoryDBFilter.tag("genre").eq("love") });
      const isDone = await deletion.then(
        () => true,
        () => false,
      );
      expect(isDone).toBe(hasPlainQueries);
      const left = hasPlainQueries ? ["east"] : ["east", "northeast", "north"];
      expect(texts(await store.similaritySearch("east", 5))).toEqual(left);
    });

    test("drops an index, and no key of a neighbour", async () => {
      const store = await filled({ indexName: "near", keyPrefix: "near" });
      const neighbour = await filled({ indexName: "nearer", keyPrefix: "nearer" });
      expect(await store.dropIndexWithStats(true)).toEqual({ dropped: true, deletedKeys: 3 });
      expect(await store.dropIndex()).toBe(false);
      expect(await neighbour.similaritySearch("east", 5)).toHaveLength(3);
      expect(MemoryDBIndexNotFoundError.isInstance(await failureOf(store.similaritySearch("east")))).toBe(true);
    });

    test("opens an index that is there, by what the server tells of it", async () => {
      const store = await filled();
      const again = await InMemoryVectorStore.fromExistingIndex(new TableEmbeddings(table), {
        redisUrl: server().url,
        indexName: store.indexName,
      });
      opened.push(again);
      const filter = InMemoryDBFilter.tag("genre").eq("war").and(InMemoryDBFilter.num("year").gt(1980));
      expect(texts(await again.similaritySearch("east", 5, filter))).toEqual(["northeast"]);
      expect(await again.addTexts(["west"], [{}], { ids: ["4"] })).toEqual([`doc:${store.indexName}:4`]);
    });

    test("refuses vectors of another length than the index has", async () => {
      const store = await filled();
      const other = openStore({ indexName: store.indexName });
      const error = await failureOf(other.addVectors([[1, 0, 0]], [{ pageContent: "x", metadata: {} }]));
      expect(error).toMatchObject({ name: "MemoryDBIndexMismatchError" });
      const again = openStore({ indexName: store.indexName });
      await again.addTexts(["west"]);
      expect(await again.similaritySearch("west", 5)).toHaveLength(4);
    });

    test("makes its index once, however many begin", async () => {
      const [first, second] = [openStore({ indexName: "race" }), openStore({ indexName: "race" })];
      await Promise.all([first.addTexts(["east"]), first.addTexts(["north"]), second.addTexts(["west"])]);
      expect(await second.similaritySearch("east", 5)).toHaveLength(3);
    });
  });

  describe("the cache", () => {
    test("answers the same prompt and a near one, and no other", async () => {
      const cache = openCache();
      expect(await cache.lookup("east", "model")).toBeNull();
      await cache.update("east", "model", [{ text: "an answer" }]);
      expect(await cache.lookup("east", "model")).toEqual([{ text: "an answer" }]);
      expect(await cache.lookup("near east", "model")).toEqual([{ text: "an answer" }]);
      expect(await cache.lookup("north", "model")).toBeNull();
      expect(await cache.lookup("east", "another model")).toBeNull();
      expect(cache.stats()).toEqual({ exactHits: 1, semanticHits: 1, misses: 3, errors: 0 });
    });

    test("keeps messages with their tool calls", async () => {
      const cache = openCache({ algorithm: "FLAT" });
      const message = new AIMessage({
        content: "Let me look.",
        id: "m1",
        tool_calls: [{ name: "look", args: { at: 1 }, id: "t1" }],
      });
      await cache.update("east", "model", [{ text: "Let me look.", message } as never]);
      const [found] = (await cache.lookup("near east", "model")) ?? [];
      expect(Reflect.get(found ?? {}, "message")).toEqual(message);
    });

    test("forgets one entry, one model, and all", async () => {
      const cache = openCache();
      for (const [prompt, model] of [
        ["east", "a"],
        ["north", "a"],
        ["west", "b"],
      ] as const) {
        await cache.update(prompt, model, [{ text: prompt }]);
      }
      expect(await cache.invalidate("east", "a")).toBe(true);
      expect(await cache.lookup("east", "a")).toBeNull();
      expect(await cache.clear({ llmKey: "a" })).toBe(1);
      expect(await cache.lookup("west", "b")).toEqual([{ text: "west" }]);
      expect(await cache.clear()).toBe(1);
      expect(await cache.lookup("west", "b")).toBeNull();
    });

    test("lets entries expire", async () => {
      const cache = openCache({ ttl: 1000 });
      await cache.update("east", "model", [{ text: "an answer" }]);
      expect(await cache.lookup("near east", "model")).toEqual([{ text: "an answer" }]);
    });
  });
}
