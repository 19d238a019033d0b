import { describe, expect, test } from "vitest";
import {
  type AddProgress,
  InMemoryDBFilter,
  InMemoryVectorStore,
  MemoryDBConfigError,
  MemoryDBIndexLimitError,
  MemoryDBIndexMismatchError,
  MemoryDBVectorError,
  MemoryDBWriteError,
  readPartialAdd,
} from "../src/index.ts";
import { failureOf } from "./support/failure.ts";
import { TableEmbeddings } from "./support/table-embeddings.ts";
import { collectWarnings } from "./support/warnings.ts";
import { names, openStore, startServer } from "./support/with-store.ts";

const hnsw = { algorithm: "hnsw", m: 16, ef_construction: 200, ef_runtime: 10 };

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`);

describe("the index", () => {
  test("[6] is looked for, made and filled, word by word", async () => {
    const server = await startServer();
    const store = openStore(
      server,
      { indexSchema: { tag: [{ name: "genre" }], numeric: [{ name: "year" }] }, vectorSchema: hnsw },
      new TableEmbeddings({}, 1024),
    );
    await store.addTexts(["a", "b"], [{ genre: "war", year: 1980 }, {}]);
    expect(names(server)).toEqual(["FT._LIST", "FT.CREATE", "HSET", "HSET"]);
    expect(server.commands("FT.CREATE")[0]?.args).toEqual([
      "FT.CREATE", "movies", "ON", "HASH", "PREFIX", "1", "doc:movies:", "SCHEMA", "content", "TEXT", "_metadata", "TEXT",
      "genre", "TAG", "SEPARATOR", ",", "year", "NUMERIC",
      "content_vector", "VECTOR", "HNSW", "12", "TYPE", "FLOAT32", "DIM", "1024", "DISTANCE_METRIC", "COSINE",
      "M", "16", "EF_CONSTRUCTION", "200", "EF_RUNTIME", "10",
    ]); // prettier-ignore
    await store.addTexts(["c"]);
    expect(names(server).slice(4)).toEqual(["HSET"]);
  });

  test("[7] has a prefix that ends with a colon, so that `a` knows nothing of `ab`", async () => {
    const server = await startServer();
    const [short, long] = [
      openStore(server, { indexName: "a", keyPrefix: "a" }),
      openStore(server, { indexName: "ab", keyPrefix: "ab" }),
    ];
    await short.addTexts(["x"]);
    await long.addTexts(["x"]);
    expect(server.commands("FT.CREATE").map(({ args }) => args[6])).toEqual(["a:", "ab:"]);
    expect(await short.similaritySearch("x", 10)).toHaveLength(1);
  });

  test("[8] is made once by two writes at the same time, and a race against another process is no failure", async () => {
    const server = await startServer();
    const store = openStore(server);
    await Promise.all([store.addTexts(["a"]), store.addTexts(["b"])]);
    expect(server.commands("FT.CREATE")).toHaveLength(1);
    const [first, second] = [openStore(server, { indexName: "race" }), openStore(server, { indexName: "race" })];
    await Promise.all([first.addTexts(["a"]), second.addTexts(["b"])]);
    expect(server.commands("FT.CREATE").filter(({ error }) => error !== undefined).length).toBeLessThanOrEqual(1);
    expect(await second.similaritySearch("a", 5)).toHaveLength(2);
    server.fault({ command: "FT._LIST", error: "ERR busy" });
    expect(await failureOf(openStore(server, { indexName: "other" }).addTexts(["a"]))).toMatchObject({
      name: "MemoryDBError",
    });
  });

  test("is made without texts where the engine turns out to have none", async () => {
    const server = await startServer({ engine: "valkey-1.0" });
    const store = openStore(server, { engine: "memorydb" });
    await store.addTexts(["a"], [{ kept: { deep: 1 } }]);
    expect(server.commands("FT.CREATE")).toHaveLength(2);
    expect(await store.similaritySearch("a", 1)).toMatchObject([{ pageContent: "a", metadata: { kept: { deep: 1 } } }]);
  });

  test("[50] number eleven is refused with advice", async () => {
    const server = await startServer();
    for (let index = 0; index < 10; index += 1) await openStore(server, { indexName: `i${index}` }).addTexts(["a"]);
    const error = await failureOf(openStore(server, { indexName: "i10" }).addTexts(["a"]));
    expect(MemoryDBIndexLimitError.isInstance(error)).toBe(true);
    expect(error.message).toContain("Share one index, and tell its documents apart by a tag.");
  });

  test("[14] with other vectors is refused before anything is written", async () => {
    const server = await startServer({ engine: "valkey-1.0" });
    await openStore(server).addTexts(["a"]);
    const other = openStore(server, {}, new TableEmbeddings({}, 3));
    const error = await failureOf(other.addTexts(["b"]));
    expect(MemoryDBIndexMismatchError.isInstance(error)).toBe(true);
    expect(error.message).toContain("its vectors have 2 numbers, these have 3");
    const byAnother = openStore(server, { vectorSchema: { distance_metric: "L2" } });
    expect((await failureOf(byAnother.addTexts(["b"]))).message).toContain("compares by COSINE");
    expect(server.commands("HSET")).toHaveLength(1);
  });

  test("[10] declares every field that comes back, and metadata of every kind does", async () => {
    const server = await startServer();
    const metadata = {
      text: "t",
      count: 1.5,
      zero: 0,
      yes: false,
      list: ["a", "b"],
      nested: { deep: [1, { x: null }] },
      none: null,
    };
    const store = await InMemoryVectorStore.fromTexts(["a"], [metadata], new TableEmbeddings(), {
      redisUrl: server.url,
      indexName: "i",
    });
    expect(await store.similaritySearch("a", 1)).toMatchObject([{ metadata }]);
    const created = server.commands("FT.CREATE")[0]?.args ?? [];
    const returned = server.commands("FT.SEARCH")[0]?.args ?? [];
    const at = returned.indexOf("RETURN");
    const fields = returned.slice(at + 2, at + 2 + Number(returned[at + 1]));
    expect(fields).toEqual(expect.arrayContaining(["content", "_metadata", "text", "count", "zero", "yes", "list"]));
    expect(created).toEqual(expect.arrayContaining(fields.filter((field) => field !== "distance")));
    await store.close();
  });
});

describe("documents", () => {
  test("[11] leave in batches; keys come in the order of the inputs", async () => {
    const server = await startServer();
    const store = openStore(server);
    const seen: AddProgress[] = [];
    const documents = texts(2500).map((pageContent, index) => ({
      pageContent,
      metadata: {},
      ...(index === 1 ? { id: "own" } : {}),
      ...(index === 2 ? { id: "doc:movies:full" } : {}),
    }));
    const keys = await store.addDocuments(documents, {
      batchSize: 1000,
      onProgress: (progress) => seen.push({ ...progress }),
    });
    expect(seen.map(({ done, total, indexes }) => [done, total, indexes.length])).toEqual([
      [1000, 2500, 1000],
      [2000, 2500, 1000],
      [2500, 2500, 500],
    ]);
    expect(keys).toHaveLength(2500);
    expect(keys.slice(1, 3)).toEqual(["doc:movies:own", "doc:movies:full"]);
    expect(keys[0]).toMatch(/^doc:movies:[0-9a-f]{32}$/);
    expect(server.keyCount).toBe(2500);
    const [first, last] = await store.getByIds([keys[0] ?? "", keys[2499] ?? ""]);
    expect([first?.pageContent, last?.pageContent]).toEqual(["text 0", "text 2499"]);
    expect(await store.addTexts(["x"], [{}], { ids: ["one"] })).toEqual(["doc:movies:one"]);
    expect(await store.addTexts(["x"], [{}], { keys: ["doc:movies:two"] })).toEqual(["doc:movies:two"]);
  });

  test("[12] have their vectors as little-endian floats", async () => {
    const server = await startServer();
    const store = openStore(server);
    await store.addVectors([[1, -2]], [{ pageContent: "a", metadata: {} }]);
    const bytes = server.commands("HSET")[0]?.args[5];
    expect(bytes instanceof Uint8Array ? Buffer.from(bytes).toString("hex") : bytes).toBe("0000803f000000c0");
    await store.addVectors([Float32Array.of(1, -2)], [{ pageContent: "b", metadata: {} }]);
    expect(server.commands("HSET")[1]?.args[5]).toEqual(bytes);
  });

  test.each([
    [
      "another length",
      [
        [1, 0],
        [1, 0, 0],
      ],
      1,
    ],
    ["NaN", [[1, Number.NaN]], 0],
    [
      "more than 32 bits hold",
      [
        [1, 0],
        [1e300, 1],
      ],
      1,
    ],
    [
      "all zeros with COSINE",
      [
        [1, 0],
        [1, 1],
        [0, 0],
      ],
      2,
    ],
  ])("[13] with a vector of %s are refused, and nothing is sent", async (_name, vectors, failedIndex) => {
    const server = await startServer();
    const store = openStore(server);
    const documents = vectors.map((_vector, index) => ({ pageContent: `${index}`, metadata: {} }));
    const error = await failureOf(store.addVectors(vectors, documents));
    expect(MemoryDBVectorError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ failedIndex });
    expect(error.message).toContain(`index ${failedIndex}`);
    expect(server.commands()).toEqual([]);
  });

  test("with all zeros are stored where the metric can compare them", async () => {
    const server = await startServer();
    const store = openStore(server, { vectorSchema: { distance_metric: "L2" } });
    await store.addVectors([[0, 0]], [{ pageContent: "a", metadata: {} }]);
    expect(await store.similaritySearchVectorWithScore([1, 1], 1)).toMatchObject([[{ pageContent: "a" }, 2]]);
  });

  test("[15] with a separator in a tag are refused; another separator helps", async () => {
    const server = await startServer();
    const metadata = { place: ["Paris, France", "Rome, Italy"] };
    const error = await failureOf(
      openStore(server, { indexSchema: { tag: [{ name: "place" }] } }).addTexts(["a"], [metadata]),
    );
    expect(MemoryDBWriteError.isInstance(error)).toBe(true);
    expect(error.message).toContain("The list place at index 0");
    expect(server.commands("HSET")).toEqual([]);
    const store = openStore(server, { indexName: "semi", indexSchema: { tag: [{ name: "place", separator: ";" }] } });
    await store.addTexts(["a"], [metadata]);
    expect(await store.similaritySearch("a", 1, InMemoryDBFilter.tag("place").eq("Paris, France"))).toHaveLength(1);
  });

  test("[16] give a schema from all of their metadata", async () => {
    const warnings = collectWarnings();
    const server = await startServer();
    const store = await InMemoryVectorStore.fromDocuments(
      [
        { pageContent: "a", metadata: { zip: "90210", ok: true, none: null, mixed: 1 } },
        { pageContent: "b", metadata: { late: 7, mixed: "x", tags: ["p"] } },
      ],
      new TableEmbeddings(),
      { redisUrl: server.url },
    );
    expect(store.indexName).toMatch(/^[0-9a-f]{32}$/);
    expect(store.schema).toEqual({
      text: [{ name: "zip" }],
      tag: [
        { name: "ok", separator: ",", case_sensitive: false },
        { name: "tags", separator: ",", case_sensitive: false },
      ],
      numeric: [{ name: "late" }],
      vector: [{ name: "content_vector", algorithm: "FLAT", datatype: "FLOAT32", distance_metric: "COSINE" }],
      content_key: "content",
      content_vector_key: "content_vector",
    });
    expect(warnings).toEqual([expect.stringContaining("mixed")]);
    await store.close();
  });

  test("with a schema of their own give one warning when it differs", async () => {
    const warnings = collectWarnings();
    const server = await startServer();
    const fields = { redisUrl: server.url, indexName: "w", indexSchema: { tag: [{ name: "genre" }] } };
    for (let round = 0; round < 2; round += 1) {
      await (await InMemoryVectorStore.fromTexts(["a"], [{ year: 1 }], new TableEmbeddings(), fields)).close();
    }
    expect(warnings).toEqual([
      expect.stringContaining(
        "Given: text: -; tag: genre; numeric: -. From the metadata: text: -; tag: -; numeric: year.",
      ),
    ]);
  });

  test.each<[string, unknown]>([
    ["content", "x"],
    ["content_vector", "x"],
    ["_metadata", "x"],
    ["big", 10n],
    ["deepBig", [{ big: 10n }]],
    ["run", () => 1],
    ["endless", Number.POSITIVE_INFINITY],
  ])("with metadata that cannot be kept are refused: %s", async (name, value) => {
    const server = await startServer();
    const error = await failureOf(openStore(server).addTexts(["a", "b"], [{}, { [name]: value }]));
    expect(MemoryDBWriteError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ failedIndex: 1 });
    expect(error.message).toContain(name);
    expect(server.commands("HSET")).toEqual([]);
  });

  test("have their metadata as texts that filters can compare", async () => {
    const server = await startServer();
    const indexSchema = { tag: [{ name: "genre" }, { name: "seen" }], numeric: [{ name: "year" }, { name: "when" }] };
    const when = new Date("2026-01-02T03:04:05.678Z");
    const metadata = { genre: null, seen: false, year: 1e21, when, other: null, deep: { a: 1 } };
    await openStore(server, { indexSchema }).addTexts(["a"], [metadata], { ids: ["1"] });
    const [, , ...words] = server.commands("HSET")[0]?.args ?? [];
    const fields = Object.fromEntries(words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1]]] : [])));
    expect(fields).toEqual({
      content: "a",
      content_vector: expect.any(Uint8Array),
      genre: "",
      seen: "false",
      year: "1000000000000000000000",
      when: String(when.getTime()),
      _metadata: JSON.stringify(metadata),
    });
  });

  test("of more than 8 MiB leave in several pipelines", async () => {
    const server = await startServer();
    const bursts: number[] = [];
    const text = "x".repeat(3 * 1024 * 1024);
    await openStore(server).addTexts([text, text, text], [], {
      onProgress: ({ indexes }) => bursts.push(indexes.length),
    });
    expect(bursts).toEqual([2, 1]);
  });

  test("with nested metadata are refused with `cleanMetadata: false`", async () => {
    const server = await startServer();
    const error = await failureOf(openStore(server).addTexts(["a"], [{ nested: {} }], { cleanMetadata: false }));
    expect(error.message).toContain("cleanMetadata: false");
  });

  test("that are none are refused with their index", async () => {
    const server = await startServer();
    const store = openStore(server);
    expect(await failureOf(store.addDocuments([{ pageContent: "a" }, { text: "b" } as never]))).toMatchObject({
      failedIndex: 1,
    });
    expect(await store.addDocuments([])).toEqual([]);
  });

  test("of lists of another length are refused before anything is embedded or sent", async () => {
    const server = await startServer();
    const embeddings = new TableEmbeddings();
    const store = openStore(server, {}, embeddings);
    const one = [{ pageContent: "a", metadata: {} }];
    for (const [call, message, failedIndex] of [
      [store.addTexts(["a", "b"], [], { ids: ["1"] }), "1 ids for 2 inputs", 1],
      [store.addTexts(["a"], [], { keys: ["1", "2"] }), "2 ids for 1 inputs", 1],
      [store.addTexts(["a", "b"], [{ tenant: "x" }]), "1 metadatas for 2 inputs", 1],
      [store.addTexts(["a"], [{}, {}]), "2 metadatas for 1 inputs", 1],
      [store.addVectors([], one), "0 vectors for 1 inputs", 0],
      [
        store.addVectors(
          [
            [1, 2],
            [2, 1],
          ],
          one,
        ),
        "2 vectors for 1 inputs",
        1,
      ],
    ] as const) {
      const error = await failureOf(call);
      expect(MemoryDBWriteError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ failedIndex, message: expect.stringContaining(message) });
    }
    expect([embeddings.batches, server.commands()]).toEqual([[], []]);
  });

  test("have the call's id, else their own, else one by chance; an empty one is refused", async () => {
    const server = await startServer();
    const store = openStore(server);
    const documents = [{ pageContent: "a", id: "own" }, { pageContent: "b", id: "other" }, { pageContent: "c" }];
    const ids = [undefined, "given", null] as unknown as string[];
    expect(await store.addDocuments(documents, { ids })).toEqual([
      "doc:movies:own",
      "doc:movies:given",
      expect.stringMatching(/^doc:movies:[0-9a-f]{32}$/),
    ]);
    expect(await failureOf(store.addDocuments([{ pageContent: "a" }, { pageContent: "b", id: "" }]))).toMatchObject({
      name: "MemoryDBWriteError",
      failedIndex: 1,
    });
  });

  test.each([{ ttl: 0 }, { ttl: -1 }, { ttl: 1.5 }, { batchSize: 0 }, { batchSize: Number.NaN }])(
    "are not written with %j, which would lose them",
    async (options) => {
      const server = await startServer();
      const error = await failureOf(openStore(server).addTexts(["a"], [], options));
      expect(MemoryDBConfigError.isInstance(error)).toBe(true);
      expect(error.message).toContain(`\`${Object.keys(options)[0]}\` must be a whole number above 0`);
      expect(server.commands()).toEqual([]);
    },
  );

  test("live as long as they are told to", async () => {
    const server = await startServer();
    const store = openStore(server, { ttl: 100 });
    const [key = ""] = await store.addTexts(["a"]);
    await store.addTexts(["b"], [{}], { ids: ["b"], ttl: 5 });
    expect(server.commands("EXPIRE").map(({ args }) => args)).toEqual([
      ["EXPIRE", key, "100"],
      ["EXPIRE", "doc:movies:b", "5"],
    ]);
  });

  test("leave the caller's objects as they are", async () => {
    const server = await startServer();
    const document = Object.freeze({
      pageContent: "a",
      metadata: Object.freeze({ tags: Object.freeze(["x"]) as string[] }),
    });
    await openStore(
      server,
      Object.freeze({ indexSchema: Object.freeze({ tag: Object.freeze([{ name: "tags" }]) }) }),
    ).addDocuments(Object.freeze([document]));
    expect(document).toEqual({ pageContent: "a", metadata: { tags: ["x"] } });
  });
});

describe("a failure in the middle", () => {
  test("tells what was written, and the rest can be sent alone", async () => {
    const server = await startServer();
    const embeddings = new TableEmbeddings();
    const store = openStore(server, { batchSize: 10, maxConcurrency: 1 }, embeddings);
    server.fault({ command: "HSET", from: 26, error: "OOM command not allowed when used memory > 'maxmemory'." });
    const error = await failureOf(store.addTexts(texts(50)));
    expect(MemoryDBWriteError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      failedIndex: 25,
      message: expect.stringContaining("29 documents are, 1 failed. HSET failed: OOM"),
    });
    const partial = readPartialAdd(error);
    expect(partial).toMatchObject({ done: 29, total: 50, failedIndex: 25, failedIndexes: [25] });
    embeddings.batches = [];
    const keys = await store.addTexts(texts(50), [], {
      ids: partial?.assignedIds ?? [],
      resume: partial?.ids ?? [],
    });
    expect(embeddings.batches).toEqual([10, 10, 1]);
    expect(keys).toEqual(partial?.assignedIds);
    expect(server.keyCount).toBe(50);
  });

  test("of an iterable is gone on from: what was not read gets a key of its own", async () => {
    const server = await startServer();
    const store = openStore(server, { batchSize: 10, maxConcurrency: 1 });
    const documents = (): Generator<{ pageContent: string; id?: string }> =>
      texts(50)
        .map((pageContent, index) => (index === 49 ? { pageContent, id: "last" } : { pageContent }))
        .values() as Generator<{ pageContent: string; id?: string }>;
    server.fault({ command: "HSET", from: 16, error: "OOM command not allowed when used memory > 'maxmemory'." });
    const error = await failureOf(store.addDocuments(documents()));
    const partial = readPartialAdd(error);
    expect(partial?.done).toBe(19);
    const keys = await store.addDocuments(documents(), {
      ids: partial?.assignedIds ?? [],
      resume: partial?.ids ?? [],
    });
    expect(keys.slice(0, partial?.assignedIds.length)).toEqual(partial?.assignedIds);
    expect([keys.at(-1), new Set(keys).size, server.keyCount]).toEqual(["doc:movies:last", 50, 50]);
  });

  test("of onProgress ends the call: no further pipeline leaves", async () => {
    const server = await startServer();
    const embeddings = new TableEmbeddings();
    const store = openStore(server, { batchSize: 10 }, embeddings);
    const failure = new Error("enough");
    let tell: (value?: unknown) => void = () => undefined;
    const told = new Promise((resolve) => {
      tell = resolve;
    });
    const embed = embeddings.embedDocuments.bind(embeddings);
    // The second batch is embedded while the first one's progress is told.
    embeddings.embedDocuments = async (documents) => {
      if (embeddings.batches.length === 1) await told;
      return await embed(documents);
    };
    const onProgress = (): never => {
      tell();
      throw failure;
    };
    expect(await failureOf(store.addTexts(texts(50), [], { onProgress }))).toBe(failure);
    expect(server.keyCount).toBe(10);
  });

  test("that passes is met by sending all commands of the key again: a document is never lost between two of them", async () => {
    const server = await startServer();
    const store = openStore(server);
    for (const command of ["UNLINK", "HSET", "EXPIRE"]) {
      server.clearCommands();
      server.fault({ command, error: "LOADING Redis is loading the dataset in memory" });
      await store.addTexts(["a", "b"], [], { ids: ["1", "2"], ttl: 100 });
      expect(await store.getByIds(["1", "2"])).toHaveLength(2);
      expect(server.commands("HSET")).toHaveLength(3);
    }
  });

  test("of the connection stays what it is when nothing was written", async () => {
    const server = await startServer({ users: { alice: { password: "p", deny: ["HSET"] } } });
    const store = openStore(server, { username: "alice", password: "p" });
    const error = await failureOf(store.addTexts(["a"]));
    expect(error).toMatchObject({ name: "MemoryDBAuthError", command: "HSET" });
    expect(readPartialAdd(error)).toMatchObject({ done: 0, total: 1, ids: [undefined] });
  });

  test("ends with the caller's own reason when the caller aborts", async () => {
    const server = await startServer();
    const store = openStore(server, { batchSize: 5, maxConcurrency: 1 });
    const controller = new AbortController();
    const seen: AddProgress[] = [];
    const reason = new Error("enough");
    const adding = store.addTexts(texts(50), [], {
      signal: controller.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.length === 2) controller.abort(reason);
      },
    });
    expect(await failureOf(adding)).toBe(reason);
    expect(seen.at(-1)?.ids.filter((id) => id !== undefined)).toHaveLength(10);
    expect(server.keyCount).toBe(10);
  });
});

describe("memory and speed", () => {
  test("documents are taken from an iterable, two batches at a time", async () => {
    const server = await startServer();
    const store = openStore(server, { batchSize: 100 });
    let taken = 0;
    let ahead = 0;
    function* documents(): Generator<{ pageContent: string }> {
      for (let index = 0; index < 2000; index += 1) {
        taken += 1;
        yield { pageContent: `text ${index}` };
      }
    }
    const keys = await store.addDocuments(documents(), {
      onProgress: ({ done, total }) => {
        ahead = Math.max(ahead, taken - done);
        expect(total).toBeUndefined();
      },
    });
    expect(keys).toHaveLength(2000);
    expect(ahead).toBeLessThanOrEqual(200);
  });

  test("a typed array's bytes are sent as they lie", async () => {
    const sent: unknown[] = [];
    const client = {
      owned: false,
      send: async (args: readonly unknown[]) => (args[0] === "FT._LIST" ? [] : "OK"),
      pipeline: async (commands: readonly { args: readonly unknown[] }[]) =>
        commands.map(({ args }) => sent.push(args[5])),
      scan: async function* scan() {},
      close: async () => undefined,
    };
    const vectors = new Float32Array(4).fill(0.5);
    const store = new InMemoryVectorStore(new TableEmbeddings(), { client, indexName: "i", engine: "memorydb" });
    await store.addVectors(
      [vectors.subarray(0, 2), vectors.subarray(2)],
      [
        { pageContent: "a", metadata: {} },
        { pageContent: "b", metadata: {} },
      ],
    );
    expect(sent.map((bytes) => bytes instanceof Uint8Array && bytes.buffer === vectors.buffer)).toEqual([true, true]);
  });

  test("[55] 5,000 documents of 1,024 numbers leave in five pipelines; one by one they take 5,000 round trips", async () => {
    const server = await startServer({ maxCommands: 20_000 });
    const store = openStore(server, {}, new TableEmbeddings({}, 1024));
    const bursts: number[] = [];
    const vector = Float32Array.from({ length: 1024 }, (_, index) => index + 1);
    const documents = texts(5000).map((pageContent) => ({ pageContent, metadata: {} }));
    await store.addVectors(
      documents.map(() => vector),
      documents,
      { onProgress: ({ indexes }) => bursts.push(indexes.length) },
    );
    // 8 MiB close a pipeline; 5,000 documents of 4 KiB fill five batches, none of which is cut.
    expect(bursts).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(server.commands("HSET")).toHaveLength(5000);
  });
});
