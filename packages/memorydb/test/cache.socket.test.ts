import { AIMessage, HumanMessage, SystemMessage } from "@langchain/core/messages";
import { createClient } from "@redis/client";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { InMemorySemanticCache, MemoryDBCacheError, MemoryDBSemanticCache } from "../src/index.ts";
import { failureOf } from "./support/failure.ts";
import { atDistance, TableEmbeddings } from "./support/table-embeddings.ts";
import { collectWarnings } from "./support/warnings.ts";
import { names, openCache, startServer } from "./support/with-store.ts";

const table = {
  q: [1, 0],
  near: atDistance(0.15),
  n1: atDistance(0.02),
  n2: atDistance(0.05),
  n3: atDistance(0.08),
  n4: atDistance(0.11),
  far: [0, 1],
};

const answer = [{ text: "an answer" }];

describe("a lookup", () => {
  test("[39] after a miss and an update is one command, and one embedding was made in all", async () => {
    const server = await startServer();
    const embeddings = new TableEmbeddings(table);
    const cache = openCache(server, { embeddings });
    expect(await cache.lookup("q", "m")).toBeNull();
    await cache.update("q", "m", answer);
    server.clearCommands();
    expect(await cache.lookup("q", "m")).toEqual(answer);
    expect(names(server)).toEqual(["HGET"]);
    expect(embeddings.queries).toBe(1);
  });

  test("of a near prompt is two commands, of an update one", async () => {
    const server = await startServer();
    const cache = openCache(server, { embeddings: new TableEmbeddings(table) });
    await cache.update("q", "m", answer);
    server.clearCommands();
    expect(await cache.lookup("near", "m")).toEqual(answer);
    expect(names(server)).toEqual(["HGET", "FT.SEARCH"]);
    server.clearCommands();
    await cache.update("far", "m", answer);
    expect(names(server)).toEqual(["HSET"]);
    expect(server.commands("HSET")[0]?.args.slice(0, 10)).toEqual([
      "HSET",
      expect.stringMatching(/^llmcache:[0-9a-f]{32}:[0-9a-f]{32}$/),
      "prompt",
      "far",
      "return_val",
      '{"v":1,"g":[{"text":"an answer"}]}',
      "llm",
      expect.stringMatching(/^[0-9a-f]{32}$/),
      "llm_string",
      "m",
    ]);
  });

  test("[40] hits within the threshold, and the threshold counts", async () => {
    const server = await startServer();
    const hit = async (fields: object): Promise<boolean> =>
      (await openCache(server, { embeddings: new TableEmbeddings(table), ...fields }).lookup("near", "m")) !== null;
    await openCache(server, { embeddings: new TableEmbeddings(table) }).update("q", "m", answer);
    expect([
      await hit({}),
      await hit({ scoreThreshold: 0.1 }),
      await hit({ scoreThreshold: 0.2 }),
      await hit({ score_threshold: 0.1 }),
    ]).toEqual([true, false, true, false]);
    const edges = new TableEmbeddings({ near: atDistance(0.2) });
    const beyond = new TableEmbeddings({ near: atDistance(0.201) });
    expect([await hit({ embeddings: edges }), await hit({ embeddings: beyond })]).toEqual([true, false]);
    expect(server.commands("FT.CREATE")[0]?.args).toContain("HNSW");
    expect([await hit({ distanceThreshold: 0.15 }), await hit({ distanceThreshold: 0.149 })]).toEqual([true, false]);
    expect(() => openCache(server, { scoreThreshold: 0.1, distanceThreshold: 0.2 })).toThrow("are one option");
    expect(() => openCache(server, { embedding: new TableEmbeddings() })).toThrow("`embeddings` and `embedding`");
    for (const scoreThreshold of [-0.1, 2.1, Number.NaN]) {
      expect(() => openCache(server, { scoreThreshold })).toThrow("scoreThreshold");
    }
  });

  test("[41] sees no other model's entries, and fifty models share one index", async () => {
    const server = await startServer();
    const cache = openCache(server, { embeddings: new TableEmbeddings(table) });
    for (let model = 0; model < 50; model += 1)
      await cache.update("q", `model ${model}`, [{ text: `answer ${model}` }]);
    expect(server.commands("FT.CREATE")).toHaveLength(1);
    expect(await cache.lookup("near", "model 7")).toEqual([{ text: "answer 7" }]);
    expect(await cache.lookup("near", "model 50")).toBeNull();
    expect(await cache.lookup("near", "model 7} | @llm:{x")).toBeNull();
  });

  test("[42] gives the nearest entry alone", async () => {
    const server = await startServer();
    const cache = openCache(server, { embeddings: new TableEmbeddings(table) });
    for (const prompt of ["n4", "n2", "n1", "n3"]) await cache.update(prompt, "m", [{ text: prompt }]);
    expect(await cache.lookup("q", "m")).toEqual([{ text: "n1" }]);
  });

  test("without `exactMatch` searches at once", async () => {
    const server = await startServer();
    const cache = openCache(server, { embeddings: new TableEmbeddings(table), exactMatch: false });
    await cache.update("q", "m", answer);
    server.clearCommands();
    await cache.lookup("q", "m");
    expect(names(server)).toEqual(["FT.SEARCH"]);
  });

  test("of the same prompt by many embeds once", async () => {
    const server = await startServer();
    const embeddings = new TableEmbeddings(table);
    const cache = openCache(server, { embeddings });
    await Promise.all(Array.from({ length: 20 }, async () => await cache.lookup("q", "m")));
    expect(embeddings.queries).toBe(1);
  });

  test("[49] with a scope finds nothing of another scope", async () => {
    const server = await startServer();
    const cache = openCache(server, {
      embeddings: new TableEmbeddings(table),
      promptTransform: (prompt) => {
        const [scope = "", text = ""] = prompt.split("\n");
        return { scope, text };
      },
    });
    await cache.update("You are a pirate.\nq", "m", [{ text: "Arr." }]);
    expect(await cache.lookup("You are a nurse.\nq", "m")).toBeNull();
    expect(await cache.lookup("You are a pirate.\nnear", "m")).toEqual([{ text: "Arr." }]);
    expect(await cache.clear({ llmKey: "m", scope: "You are a nurse." })).toBe(0);
    await cache.update("You are a nurse.\nq", "m", [{ text: "Breathe." }]);
    await cache.update("You are a nurse.\nq", "other", [{ text: "Hello." }]);
    const joined = openCache(server, {
      embeddings: new TableEmbeddings(table),
      promptTransform: () => ({ text: "q", scope: "e." }),
    });
    // A model and a scope that read the same one behind the other.
    expect(await joined.lookup("q", "mYou are a pirat")).toBeNull();
    expect(await cache.clear({ llmKey: "m" })).toBe(2);
    expect(await cache.lookup("You are a nurse.\nq", "other")).toEqual([{ text: "Hello." }]);
  });
});

describe("the vector of a lookup", () => {
  test("is that of the update behind it for a minute", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const server = await startServer();
    const embeddings = new TableEmbeddings(table);
    const cache = openCache(server, { embeddings });
    await cache.lookup("q", "m");
    vi.setSystemTime(Date.now() + 59_000);
    await cache.update("q", "m", answer);
    expect(embeddings.queries).toBe(1);
    await cache.lookup("far", "m");
    vi.setSystemTime(Date.now() + 60_000);
    await cache.update("far", "m", answer);
    expect(embeddings.queries).toBe(3);
  });

  test("is kept for the last 256 of them", async () => {
    const server = await startServer();
    const embeddings = new TableEmbeddings();
    const cache = openCache(server, { embeddings });
    for (let index = 0; index < 257; index += 1) await cache.lookup(`prompt ${index}`, "m");
    await cache.update("prompt 1", "m", answer);
    expect(embeddings.queries).toBe(257);
    await cache.update("prompt 0", "m", answer);
    expect(embeddings.queries).toBe(258);
  });
});

describe("an entry", () => {
  test("[43] of a chat model comes back as the message that it was", async () => {
    const server = await startServer();
    const cache = openCache(server);
    const messages = [
      new AIMessage({
        id: "run-1",
        content: [{ type: "text", text: "Let me look." }],
        tool_calls: [{ type: "tool_call", name: "look", args: { place: "Paris", depth: [1, { a: null }] }, id: "t1" }],
        usage_metadata: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
        response_metadata: { stopReason: "tool_use" },
      }),
      new HumanMessage({ content: "odd", name: "h" }),
      new SystemMessage("s"),
    ];
    const generations = messages.map((message, index) => ({
      text: `text ${index}`,
      message,
      generationInfo: { index },
    }));
    await cache.update("q", "m", generations);
    const found = (await cache.lookup("q", "m")) ?? [];
    expect(found).toEqual(generations);
    expect(Reflect.get(found[0] ?? {}, "message")).toBeInstanceOf(AIMessage);
  });

  test("[44] lives as long as it was told to, and anew with each hit if that is wanted", async () => {
    const server = await startServer();
    const embeddings = new TableEmbeddings(table);
    await openCache(server, { embeddings }).update("q", "m", answer);
    await openCache(server, { embeddings }).lookup("q", "m");
    expect(server.commands("EXPIRE")).toEqual([]);
    const cache = openCache(server, { embeddings, ttl: 60, refreshTtlOnHit: true });
    await cache.update("q", "m", answer);
    expect(server.commands("EXPIRE")).toHaveLength(1);
    await cache.lookup("q", "m");
    await cache.lookup("near", "m");
    const [stored] = server.commands("HSET").map(({ args }) => args[1]);
    const refreshed = (): unknown[] => server.commands("EXPIRE").filter(({ args }) => args[1] === stored);
    expect(refreshed()).toHaveLength(3);
    await openCache(server, { embeddings, ttl: 60 }).lookup("q", "m");
    expect(refreshed()).toHaveLength(3);
  });

  test("[46] that nobody can read is a miss, is removed, and warned of once", async () => {
    const warnings = collectWarnings();
    const server = await startServer();
    const cache = openCache(server, { embeddings: new TableEmbeddings(table) });
    const client = createClient({ url: server.url });
    await client.connect();
    onTestFinished(() => client.destroy());
    for (const bad of ["{", "[]", '{"v":2}', '[{"text":1}]', '{"v":1,"g":[{"text":"x","message":{"type":"nope"}}]}']) {
      await cache.update("q", "m", answer);
      const [key = ""] = await client.keys("llmcache:*");
      await client.hSet(key, "return_val", bad);
      expect(await cache.lookup("q", "m")).toBeNull();
      expect(server.keyCount).toBe(0);
    }
    expect(warnings).toHaveLength(1);
    await cache.update("q", "m", answer);
    const [key = ""] = await client.keys("llmcache:*");
    await client.hSet(key, "return_val", '[{"text":"from another writer"}]');
    expect(await cache.lookup("q", "m")).toEqual([{ text: "from another writer" }]);
  });

  test("[48] without a text is refused in both modes", async () => {
    const server = await startServer();
    for (const onError of ["warn", "throw"] as const) {
      const cache = openCache(server, { onError });
      for (const bad of [[{}], [{ text: 1 }], ["text"], "text", null]) {
        const error = await failureOf(cache.update("q", "m", bad as never));
        expect(MemoryDBCacheError.isInstance(error)).toBe(true);
      }
    }
    expect(server.commands()).toEqual([]);
  });

  test("is not kept when it is empty, or vetoed", async () => {
    const server = await startServer();
    await openCache(server).update("q", "m", []);
    await openCache(server, { shouldCache: ([first]) => first?.text !== "no" }).update("q", "m", [{ text: "no" }]);
    expect(server.commands()).toEqual([]);
  });
});

describe("clearing", () => {
  test("[45] removes one model's entries in a process that never opened them, or everything and the index", async () => {
    const server = await startServer();
    const first = openCache(server);
    for (const [prompt, model] of [
      ["a", "m1"],
      ["b", "m1"],
      ["a", "m2"],
    ] as const)
      await first.update(prompt, model, answer);
    const second = openCache(server);
    expect(await second.clear({ llmKey: "m1" })).toBe(2);
    expect(await second.lookup("a", "m2")).toEqual(answer);
    expect(await second.clear()).toBe(1);
    expect(server.keyCount).toBe(0);
    expect(server.commands("FT.DROPINDEX").map(({ args }) => args)).toEqual([["FT.DROPINDEX", "llmcache"]]);
    await first.update("a", "m1", answer);
    expect(await first.lookup("a", "m1")).toEqual(answer);
    const scope = await failureOf(first.clear({ scope: "a" }));
    expect(scope).toMatchObject({ name: "MemoryDBConfigError", message: expect.stringContaining("`llmKey`") });
    expect(await first.lookup("a", "m1")).toEqual(answer);
  });
});

describe("[47] a server that is down", () => {
  const nobody = { url: "redis://127.0.0.1:1" };

  test("is a miss, and the model's answer is not lost", async () => {
    const warnings = collectWarnings();
    const cache = openCache(nobody, { onError: "warn", commandTimeoutMs: 30 });
    expect(await cache.lookup("q", "m")).toBeNull();
    expect(await cache.lookup("q", "m")).toBeNull();
    expect(await cache.update("q", "m", answer)).toBeUndefined();
    expect(cache.stats()).toEqual({ exactHits: 0, semanticHits: 0, misses: 0, errors: 3 });
    expect(warnings).toHaveLength(2);
  });

  test("is an error when that is wanted", async () => {
    const cache = openCache(nobody, { commandTimeoutMs: 30 });
    expect(await failureOf(cache.lookup("q", "m"))).toMatchObject({ name: "MemoryDBConnectionError" });
    expect(await failureOf(cache.update("q", "m", answer))).toMatchObject({ name: "MemoryDBConnectionError" });
  });

  test("has embeddings that fail for company", async () => {
    const warnings = collectWarnings();
    const server = await startServer();
    const embeddings = new TableEmbeddings(table);
    embeddings.embedQuery = async () => {
      throw new Error("secret words of a prompt");
    };
    const cache = openCache(server, { embeddings, onError: "warn" });
    expect(await cache.lookup("q", "m")).toBeNull();
    expect(warnings.join()).not.toContain("secret words");
  });
});

test("the same class has a name that says MemoryDB, and needs embeddings", async () => {
  expect(MemoryDBSemanticCache).toBe(InMemorySemanticCache);
  expect(() => new InMemorySemanticCache({ redisUrl: "redis://x" })).toThrow("`embeddings` is missing");
});
