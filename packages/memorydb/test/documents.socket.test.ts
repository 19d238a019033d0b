import { Document } from "@langchain/core/documents";
import { describe, expect, test } from "vitest";
import { type DeleteProgress, InMemoryDBFilter, InMemoryVectorStore } from "../src/index.ts";
import { failureOf } from "./support/failure.ts";
import { TableEmbeddings } from "./support/table-embeddings.ts";
import { names, openStore, startServer } from "./support/with-store.ts";

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`);

describe("getByIds", () => {
  test("[34] gives what is there in the order that was asked for, and moves no vector", async () => {
    const server = await startServer();
    const store = openStore(server, { indexSchema: { numeric: [{ name: "n" }] } });
    await store.addTexts(["a", "b", "c"], [{ n: 1 }, { n: 2 }, { n: 3 }], { ids: ["1", "2", "3"] });
    const found = await store.getByIds(["3", "nope", "doc:movies:1"]);
    expect(found).toEqual([
      new Document({ id: "doc:movies:3", pageContent: "c", metadata: { n: 3 } }),
      new Document({ id: "doc:movies:1", pageContent: "a", metadata: { n: 1 } }),
    ]);
    expect(server.commands("HMGET").map(({ args }) => args.slice(2))).toEqual(
      Array.from({ length: 3 }, () => ["content", "_metadata", "n"]),
    );
    expect(server.commands("HGETALL")).toEqual([]);
  });

  test("takes as many as there are", async () => {
    const server = await startServer();
    const store = openStore(server);
    const keys = await store.addTexts(texts(2500));
    expect((await store.getByIds(keys)).map(({ pageContent }) => pageContent)).toEqual(texts(2500));
  });
});

describe("delete", () => {
  test("[35] of three keys in three slots sends three commands in one burst, and nothing crosses", async () => {
    const server = await startServer({ cluster: true });
    const store = openStore(server);
    await store.addTexts(["a", "b", "c"], [], { ids: ["1", "2", "3"] });
    server.clearCommands();
    await store.delete({ ids: ["1", "2", "3"] });
    expect(server.commands("UNLINK").map(({ args, error }) => [args, error])).toEqual(
      ["1", "2", "3"].map((id) => [["UNLINK", `doc:movies:${id}`], undefined]),
    );
    expect(server.commands("MULTI")).toEqual([]);
    expect(server.keyCount).toBe(0);
    expect(await failureOf(store.delete())).toMatchObject({ name: "MemoryDBConfigError" });
  });

  test("by ids tells how far it is, and by a filter it is refused where the engine cannot search by one", async () => {
    const server = await startServer();
    const store = openStore(server, { indexSchema: { numeric: [{ name: "n" }] } });
    const keys = await store.addTexts(
      texts(2500),
      texts(2500).map((_text, n) => ({ n })),
    );
    const seen: DeleteProgress[] = [];
    await store.delete({ ids: keys.slice(0, 1500), onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([
      { done: 1000, total: 1500 },
      { done: 1500, total: 1500 },
    ]);
    await store.delete({ filter: InMemoryDBFilter.num("n").lt(2000) });
    expect(server.keyCount).toBe(500);
    await store.delete({ filter: InMemoryDBFilter.num("n").between(5, 3) });
    expect(server.keyCount).toBe(500);
    const old = await startServer({ engine: "valkey-1.0" });
    const other = openStore(old, { indexSchema: { numeric: [{ name: "n" }] } });
    await other.addTexts(["a"], [{ n: 1 }]);
    expect(await failureOf(other.delete({ filter: InMemoryDBFilter.num("n").eq(1) }))).toMatchObject({
      name: "MemoryDBUnsupportedError",
    });
  });

  test("by a filter waits for a server that still finds what is gone", async () => {
    const server = await startServer({ visibilityDelayMs: 20 });
    const store = openStore(server, { indexSchema: { numeric: [{ name: "n" }] } });
    await store.addTexts(
      texts(20),
      texts(20).map(() => ({ n: 1 })),
    );
    while ((await store.similaritySearch("a", 20)).length < 20);
    await store.delete({ filter: InMemoryDBFilter.num("n").eq(1) });
    expect(server.keyCount).toBe(0);
  });

  test("by a filter waits for an index that is being filled, and says when there is none", async () => {
    const server = await startServer();
    const store = openStore(server, { indexSchema: { numeric: [{ name: "n" }] } });
    const filter = InMemoryDBFilter.num("n").eq(1);
    expect(await failureOf(store.delete({ filter }))).toMatchObject({ name: "MemoryDBIndexNotFoundError" });
    const release = server.holdBackfill();
    await store.addTexts(["a"], [{ n: 1 }]);
    server.clearCommands();
    const deleting = store.delete({ filter });
    await server.waitForCommand("FT.SEARCH", { count: 2 });
    release();
    await deleting;
    expect(server.keyCount).toBe(0);
  });

  test("of everything keeps the index", async () => {
    const server = await startServer();
    const store = openStore(server);
    await store.addTexts(texts(1200));
    const seen: DeleteProgress[] = [];
    await store.delete({ deleteAll: true, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ done: 1200, total: undefined });
    expect(await store.similaritySearch("a")).toEqual([]);
    expect(await store.deleteByIds(["nope"])).toBe(0);
  });

  test("of a read-only server says so", async () => {
    const server = await startServer();
    const store = openStore(server);
    server.fault({ command: "UNLINK", error: "NOPERM User x has no permissions", times: 1 });
    expect(await failureOf(store.delete({ ids: ["1"] }))).toMatchObject({
      name: "MemoryDBAuthError",
      command: "UNLINK",
    });
  });
});

describe("dropIndex", () => {
  test.each(["plain", "a*b", "a[b]c", "what?"])(
    "[36] drops without DD, then every key of `%s`, and none of a neighbour",
    async (keyPrefix) => {
      const server = await startServer();
      const store = openStore(server, { keyPrefix });
      const neighbours = ["plainer", "aXXb", "abc", "whatX"].map((prefix, index) =>
        openStore(server, { indexName: `n${index}`, keyPrefix: prefix }),
      );
      await store.addTexts(texts(7));
      for (const neighbour of neighbours) await neighbour.addTexts(["x"]);
      server.clearCommands();
      expect(await store.dropIndexWithStats(true)).toEqual({ dropped: true, deletedKeys: 7 });
      expect(server.commands("FT.DROPINDEX").map(({ args }) => args)).toEqual([["FT.DROPINDEX", "movies"]]);
      expect(names(server).slice(0, 2)).toEqual(["FT.DROPINDEX", "SCAN"]);
      expect(server.keyCount).toBe(neighbours.length);
    },
  );

  test("[37] of an index that is not there is false; of one that may not be dropped it is an error", async () => {
    const server = await startServer({
      users: { alice: { password: "p", deny: ["FT.DROPINDEX"] }, bob: { password: "p" } },
    });
    const store = openStore(server, { username: "bob", password: "p" });
    expect(await store.dropIndex()).toBe(false);
    await store.addTexts(["a"]);
    const alice = openStore(server, { username: "alice", password: "p" });
    expect(await failureOf(alice.dropIndex())).toMatchObject({ name: "MemoryDBAuthError", command: "FT.DROPINDEX" });
    expect(await store.dropIndex()).toBe(true);
    expect(server.keyCount).toBe(1);
    await store.addTexts(["b"]);
    expect(await store.similaritySearch("a", 5)).toHaveLength(2);
  });

  test("by another store is noticed by a search: the next write makes the index again", async () => {
    const server = await startServer();
    const [store, other] = [openStore(server), openStore(server)];
    await store.addTexts(["a"]);
    expect(await other.dropIndex()).toBe(true);
    expect(await failureOf(store.similaritySearch("a"))).toMatchObject({ name: "MemoryDBIndexNotFoundError" });
    await store.addTexts(["b"]);
    expect(await store.similaritySearch("a", 5)).toHaveLength(2);
  });

  test("and deleteKeys exist without a store, as in Python", async () => {
    const server = await startServer();
    const connection = { redisUrl: server.url };
    const store = openStore(server, { keyPrefix: "films" });
    const keys = await store.addTexts(["a", "b", "c"]);
    expect(await InMemoryVectorStore.deleteKeys(keys.slice(0, 1), connection)).toBe(true);
    expect(server.keyCount).toBe(2);
    expect(await InMemoryVectorStore.dropIndex("movies", true, connection)).toBe(true);
    expect(server.keyCount).toBe(0);
    expect(await InMemoryVectorStore.dropIndex("movies", false, connection)).toBe(false);
  });
});

test("fromTextsReturnKeys gives the store and the keys, also as a pair", async () => {
  const server = await startServer();
  const made = await InMemoryVectorStore.fromTextsReturnKeys(["a", "b"], [{ n: 1 }, { n: 2 }], new TableEmbeddings(), {
    redisUrl: server.url,
    indexName: "pair",
    ids: ["1", "2"],
  });
  const [store, keys] = made;
  expect(keys).toEqual(["doc:pair:1", "doc:pair:2"]);
  expect(store).toBe(made.store);
  expect(await made.store.similaritySearch("a", 1, InMemoryDBFilter.num("n").eq(1))).toHaveLength(1);
  await made.store.close();
});
