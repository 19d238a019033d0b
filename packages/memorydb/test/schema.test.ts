import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Document } from "@langchain/core/documents";
import { describe, expect, onTestFinished, test } from "vitest";
import { InMemoryVectorStore, type IndexSchema, MemoryDBSchemaError, readSchema } from "../src/index.ts";
import { parseIndexInfo, schemaFromInfo } from "../src/schema/index-info.ts";
import { failureOf } from "./support/failure.ts";
import { TableEmbeddings } from "./support/table-embeddings.ts";
import { collectWarnings } from "./support/warnings.ts";
import { openStore, startServer } from "./support/with-store.ts";

/** As Python's class writes it: members without a value are there, and data types of NumPy's names are not. */
const fromPython = `text:
- name: title
  no_index: null
  sortable: false
tag:
- name: genre
  separator: ','
  case_sensitive: false
numeric:
- name: year
vector:
- name: content_vector
  algorithm: HNSW
  dims: 3
  datatype: FLOAT32
  distance_metric: COSINE
  m: 16
  ef_construction: 200
  ef_runtime: 10
content_key: content
content_vector_key: content_vector
`;

const schema: IndexSchema = {
  text: [{ name: "title", sortable: false }],
  tag: [{ name: "genre", separator: ",", case_sensitive: false }],
  numeric: [{ name: "year" }],
  vector: [{ name: "content_vector", algorithm: "hnsw", dims: 3 }],
};

const directory = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), "memorydb-schema-"));
  onTestFinished(async () => await rm(made, { recursive: true, force: true }));
  return made;
};

const openWith = (indexSchema: IndexSchema | string): InMemoryVectorStore =>
  new InMemoryVectorStore(new TableEmbeddings(), { redisUrl: "redis://x", indexName: "i", indexSchema });

describe("schema files", () => {
  test("[17] of YAML, of JSON and of Python give equal schemas", async () => {
    const folder = await directory();
    const store = openWith(schema);
    const files = ["a.yaml", "b.json", "python.yml"].map((name) => join(folder, name));
    await store.writeSchema(files[0] ?? "");
    await store.writeSchema(files[1] ?? "");
    await writeFile(files[2] ?? "", fromPython);
    const read = await Promise.all(files.map(async (file) => openWith(await readSchema(file)).schema));
    expect(read).toEqual([store.schema, store.schema, store.schema]);
    expect(await readFile(files[0] ?? "", "utf8")).not.toContain("null");
    expect((await readdir(folder)).toSorted()).toEqual(["a.yaml", "b.json", "python.yml"]);
  });

  test("may be named in place of an object", async () => {
    const folder = await directory();
    const file = join(folder, "schema.yaml");
    await writeFile(file, fromPython);
    const server = await startServer();
    const store = openStore(server, { indexSchema: file }, new TableEmbeddings({}, 3));
    expect(() => store.schema).toThrow("store.ready()");
    await store.ready();
    expect(store.schema).toMatchObject({ tag: [{ name: "genre" }] });
  });

  test.each([
    ["a file that is not there", "nowhere.yaml", undefined, "nowhere.yaml: there is no such file"],
    ["a file that is no YAML", "bad.yaml", "a: [", "bad.yaml: the file is neither YAML nor JSON"],
    ["a file that is no JSON", "bad.json", "{", "bad.json: the file is neither YAML nor JSON"],
    ["a file that holds no object", "list.json", "[]", "must be an object"],
  ])("is refused for %s", async (_name, name, text, message) => {
    const file = join(await directory(), name);
    if (text !== undefined) await writeFile(file, text);
    const error = await failureOf(readSchema(file));
    expect(MemoryDBSchemaError.isInstance(error)).toBe(true);
    expect(error.message).toContain(message);
  });

  test("end in .yaml, .yml or .json", async () => {
    expect((await failureOf(openWith(schema).writeSchema("schema.txt"))).message).toContain(".yaml, .yml or .json");
  });
});

describe("a schema", () => {
  test.each<[string, unknown, string]>([
    ["an unknown kind", { texts: [] }, "unknown member `texts`"],
    ["an unknown option", { tag: [{ name: "a", sep: ";" }] }, "tag[0] has an unknown member `sep`"],
    ["an option of the wrong kind", { numeric: [{ name: "a", sortable: "yes" }] }, "`sortable` of numeric[0]"],
    ["a field without a name", { tag: [{}] }, "tag[0] of the schema has no `name`"],
    ["a name that no engine takes", { tag: [{ name: "a b" }] }, '"a b"'],
    ["a name that is there twice", { tag: [{ name: "a" }], numeric: [{ name: "a" }] }, "a is there twice"],
    ["a name of the store's own", { tag: [{ name: "content_vector" }] }, "content_vector is there twice"],
    ["a long separator", { tag: [{ name: "a", separator: "--" }] }, "one character"],
    ["an unknown algorithm", { vector: [{ name: "content_vector", algorithm: "IVF" }] }, "Known: FLAT, HNSW"],
    ["an unknown metric", { vector: [{ name: "content_vector", distance_metric: "cos" }] }, "Known: COSINE, IP, L2"],
    ["too many dimensions", { vector: [{ name: "content_vector", dims: 32_769 }] }, "above 32768"],
    ["too many edges", { vector: [{ name: "content_vector", algorithm: "HNSW", m: 513 }] }, "above 512"],
    [
      "two vector fields",
      { vector: [{ name: "a" }, { name: "b" }] },
      "the vector field a, but the store writes content_vector",
    ],
    ["a vector field of another name", { vector: [{ name: "a" }], content_vector_key: "b" }, "vector field a"],
    [
      "too many fields",
      { tag: Array.from({ length: 48 }, (_, index) => ({ name: `t${index}` })) },
      "at most 50 fields",
    ],
  ])("with %s is refused", (_name, bad, message) => {
    expect(() => openWith(bad as IndexSchema)).toThrow(MemoryDBSchemaError);
    expect(() => openWith(bad as IndexSchema)).toThrow(message);
  });

  test("that describes the vector field makes `vectorSchema` ignored, with a warning", () => {
    const warnings = collectWarnings();
    const store = new InMemoryVectorStore(new TableEmbeddings(), {
      redisUrl: "redis://x",
      indexName: "i",
      indexSchema: schema,
      vectorSchema: { algorithm: "FLAT" },
    });
    expect(store.schema.vector).toMatchObject([{ algorithm: "HNSW" }]);
    expect(warnings).toEqual([expect.stringContaining("`vectorSchema` is ignored")]);
  });

  test("sends options of fields to RediSearch alone", async () => {
    const rich: IndexSchema = {
      text: [{ name: "title", weight: 2, no_stem: true, sortable: true }],
      numeric: [{ name: "year", sortable: true }],
    };
    for (const [engine, expected] of [
      ["redisearch", true],
      ["memorydb", false],
      ["valkey-1.2", false],
    ] as const) {
      const server = await startServer({ engine });
      await openStore(server, { indexSchema: rich }).addTexts(["a"]);
      expect(server.commands("FT.CREATE")[0]?.args.includes("SORTABLE")).toBe(expected);
    }
  });

  test("with FLOAT64 works on RediSearch alone", async () => {
    const vectorSchema = { datatype: "float64" };
    const redisearch = await startServer({ engine: "redisearch" });
    const store = openStore(redisearch, { vectorSchema });
    await store.addTexts(["a", "b"]);
    expect(await store.maxMarginalRelevanceSearch("a", { k: 2 })).toHaveLength(2);
    const memorydb = await startServer();
    expect(await failureOf(openStore(memorydb, { vectorSchema }).addTexts(["a"]))).toMatchObject({
      name: "MemoryDBUnsupportedError",
    });
  });
});

describe("[19] FT.INFO", () => {
  const bytes = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(bytes) : typeof value === "string" ? new TextEncoder().encode(value) : value;
  const common = {
    tag: [{ name: "genre", separator: ";" }],
    numeric: [{ name: "year" }],
    content_key: "content",
    content_vector_key: "v",
  };
  const shapes: [string, unknown, unknown][] = [
    [
      "RediSearch's",
      ["index_name", "i", "index_options", [], "index_definition", ["key_type", "HASH", "prefixes", ["p:"], "default_score", "1"], "attributes",
        [["identifier", "content", "attribute", "content", "type", "TEXT", "WEIGHT", "1"], ["identifier", "genre", "attribute", "genre", "type", "TAG", "SEPARATOR", ";"],
          ["identifier", "year", "attribute", "year", "type", "NUMERIC"], ["identifier", "v", "attribute", "v", "type", "VECTOR"]], "num_docs", "0", "indexing", "0"],
      { ...common, text: [], vector: [{ name: "v" }] },
    ],
    [
      "valkey-search's",
      ["index_name", "i", "index_definition", ["key_type", "HASH", "prefixes", ["p:"], "default_score", "1"], "attributes",
        [["identifier", "genre", "attribute", "genre", "type", "TAG", "SEPARATOR", ";", "CASESENSITIVE", "1"], ["identifier", "year", "attribute", "year", "type", "NUMERIC"],
          ["identifier", "v", "attribute", "v", "type", "VECTOR", "index", ["capacity", 10, "dimensions", 4, "distance_metric", "L2", "size", "0", "data_type", "FLOAT32", "algorithm", ["name", "HNSW", "m", 16]]]],
        "backfill_in_progress", "0", "state", "ready"],
      { ...common, text: [], tag: [{ name: "genre", separator: ";", case_sensitive: true }], vector: [{ name: "v", dims: 4, distance_metric: "L2", algorithm: "HNSW", datatype: "FLOAT32" }] },
    ],
    [
      "MemoryDB's",
      ["index_name", "i", "key_type", "HASH", "key_prefixes", ["p:"], "fields",
        [["identifier", "title", "field_name", "title", "type", "Text", "option", ""], ["identifier", "genre", "field_name", "genre", "type", "Tag", "option", ""],
          ["identifier", "year", "field_name", "year", "type", "Numeric", "option", ""], ["identifier", "v", "field_name", "v", "type", "Vector", "option", "", "algorithm", "FLAT", "data_type", "FLOAT32", "distance_metric", "Cosine"]],
        "num_docs", 0, "backfill_status", "Completed"],
      { ...common, text: [{ name: "title" }], tag: [{ name: "genre" }], vector: [{ name: "v", distance_metric: "COSINE", algorithm: "FLAT", datatype: "FLOAT32" }] },
    ],
    [
      "newer RediSearch's",
      ["index_name", "i", "index_definition", ["key_type", "HASH", "prefixes", ["p:"], "default_score", "1"], "attributes",
        [["identifier", "genre", "attribute", "genre", "type", "TAG", "SEPARATOR", ";"], ["identifier", "year", "attribute", "year", "type", "NUMERIC"],
          ["identifier", "v", "attribute", "v", "type", "VECTOR", "algorithm", "FLAT", "data_type", "FLOAT64", "dim", "4", "distance_metric", "L2"]], "indexing", "0"],
      { ...common, text: [], vector: [{ name: "v", dims: 4, distance_metric: "L2", algorithm: "FLAT", datatype: "FLOAT64" }] },
    ],
  ]; // prettier-ignore

  test.each(shapes)("in %s shape gives the schema back", (_name, reply, expected) => {
    for (const one of [reply, bytes(reply)]) {
      const info = parseIndexInfo(one);
      expect(info.prefixes).toEqual(["p:"]);
      expect(info.isReady).toBe(true);
      expect(schemaFromInfo(info)).toEqual(expected);
    }
  });

  test.each([
    [["backfill_status", "InProgres"]],
    [["backfill_in_progress", "1"]],
    [["state", "backfill_in_progress"]],
    [["indexing", "1"]],
  ])("says with %j that an index is being filled", (reply) => {
    expect(parseIndexInfo(reply).isReady).toBe(false);
  });

  test("opens an index with its prefix and separator", async () => {
    for (const engine of ["redisearch", "valkey-1.2"] as const) {
      const server = await startServer({ engine });
      await openStore(server, {
        keyPrefix: "films",
        indexSchema: { tag: [{ name: "genre", separator: ";" }] },
      }).addTexts(["a"], [{ genre: ["x", "y"] }]);
      const again = await InMemoryVectorStore.fromExistingIndex(new TableEmbeddings(), {
        redisUrl: server.url,
        indexName: "movies",
      });
      expect(again.keyPrefix).toBe("films");
      expect(again.schema.tag).toEqual([{ name: "genre", separator: ";", case_sensitive: false }]);
      await again.close();
    }
  });
});

test.each(["memorydb", "valkey-1.0", "valkey-1.2", "redisearch"] as const)(
  "an index of Python's class, which keeps no copy of the metadata, is searched and written on %s",
  async (engine) => {
    const server = await startServer({ engine });
    const fields = { indexSchema: { tag: [{ name: "genre" }], numeric: [{ name: "year" }] } };
    const metadata = { genre: "war", year: 1980 };
    await openStore(server, { ...fields, metadataJson: false }).addTexts(["a"], [metadata]);
    for (const schema of [undefined, fields.indexSchema]) {
      const store = await InMemoryVectorStore.fromExistingIndex(new TableEmbeddings(), {
        redisUrl: server.url,
        indexName: "movies",
        keyPrefix: "doc:movies",
        ...(schema !== undefined && { schema }),
      });
      onTestFinished(async () => await store.close());
      expect(await store.similaritySearch("a", 1)).toMatchObject([{ pageContent: "a", metadata }]);
      await store.addTexts(["b"], [{ genre: "love", year: 1990 }], { ids: ["b"] });
      expect(await store.similaritySearch("b", 1)).toMatchObject([{ metadata: { genre: "love", year: 1990 } }]);
    }
  },
);

test("an index without the copy of the metadata says what to do on an engine that returns declared fields alone", async () => {
  const server = await startServer();
  await openStore(server, { metadataJson: false }).addTexts(["a"]);
  expect(await failureOf(openStore(server).similaritySearch("a", 1))).toMatchObject({
    name: "MemoryDBQueryError",
    hint: expect.stringContaining("metadataJson: false"),
  });
});

test("what a server does not show of the vector field is what the caller says", async () => {
  const warnings = collectWarnings();
  const server = await startServer({ engine: "redisearch" });
  const document = new Document({ pageContent: "a" });
  await openStore(server, { vectorSchema: { distance_metric: "L2", name: "v" } }).addVectors([[3, 0]], [document]);
  const again = await InMemoryVectorStore.fromExistingIndex(new TableEmbeddings(), {
    redisUrl: server.url,
    indexName: "movies",
    vectorSchema: { distance_metric: "L2" },
  });
  onTestFinished(async () => await again.close());
  expect(again.schema.vector).toMatchObject([{ name: "v", distance_metric: "L2" }]);
  const found = await again.similaritySearchVectorWithScore([1, 0], 1);
  expect(found.map(([, distance]) => distance)).toEqual([4]);
  expect(openWith({ vector: [{ name: "w", dims: 2 }] }).schema.content_vector_key).toBe("w");
  expect(warnings).toEqual([]);
});

test("[18] an index that is not there is not found; one that may not be looked for is another matter", async () => {
  const server = await startServer({ users: { alice: { password: "p", deny: ["FT._LIST"] } } });
  const fields = { redisUrl: server.url, indexName: "nope", username: "alice", password: "p" };
  expect(await failureOf(InMemoryVectorStore.fromExistingIndex(new TableEmbeddings(), fields))).toMatchObject({
    name: "MemoryDBAuthError",
  });
  const open = await startServer();
  expect(
    await failureOf(
      InMemoryVectorStore.fromExistingIndex(new TableEmbeddings(), { redisUrl: open.url, indexName: "nope" }),
    ),
  ).toMatchObject({
    name: "MemoryDBIndexNotFoundError",
    index: "nope",
  });
});
