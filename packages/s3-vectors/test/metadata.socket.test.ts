import { disposeAllClients } from "@langchain-aws/aws-auth";
import { Document } from "@langchain/core/documents";
import * as fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { S3VectorsMetadataError } from "../src/index.ts";
import { bodies, connect, operations, thrownBy, useBucket } from "./support/store.ts";

const aws = useBucket();

afterEach(() => disposeAllClients());

const loc = { lines: { from: 1, to: 2 } };

/** The metadata of the only vector that was sent. */
function sent(): unknown {
  const [body] = bodies<{ vectors: { metadata?: unknown }[] }>(aws, "PutVectors");
  return body?.vectors[0]?.metadata;
}

async function add(metadata: object, fields: Parameters<typeof connect>[1] = {}): Promise<ReturnType<typeof connect>> {
  const connected = connect(aws, fields);
  await connected.store.addDocuments([
    { id: "one", pageContent: "page", metadata: metadata as Record<string, unknown> },
  ]);
  return connected;
}

async function refusalOf(metadata: object, fields: Parameters<typeof connect>[1] = {}): Promise<string> {
  const error = await thrownBy(add(metadata, fields));
  expect(S3VectorsMetadataError.isInstance(error)).toBe(true);
  expect(operations(aws)).not.toContain("PutVectors");
  return String(error);
}

describe("metadata", () => {
  test("is stored as the service has it", async () => {
    const { store } = await add({
      text: "a",
      number: 1.5,
      flag: false,
      list: ["a", null, 1, undefined],
      none: null,
      nothing: undefined,
      empty: [],
      nulls: [null],
      big: 12n,
      __proto__x: "plain",
    });
    const stored = { text: "a", number: 1.5, flag: false, list: ["a", 1], big: 12, __proto__x: "plain" };
    expect(sent()).toEqual({ ...stored, _page_content: "page" });
    const [document] = await store.getByIds(["one"]);
    expect(document).toEqual(new Document({ id: "one", pageContent: "page", metadata: stored }));
  });

  test("[20] that is nested comes back as it was", async () => {
    const metadata = { loc, tags: [{ name: "a" }, ["b"]], plain: "x" };
    const { store } = await add(metadata);
    expect(sent()).toEqual({
      loc: '{"lines":{"from":1,"to":2}}',
      tags: '[{"name":"a"},["b"]]',
      plain: "x",
      _lc_json: ["loc", "tags"],
      _page_content: "page",
    });
    const [found] = await store.similaritySearch("page");
    expect(found?.metadata).toEqual(metadata);
  });

  test("[20] that is flattened can be filtered by", async () => {
    const { store } = await add({ loc, tags: [{ name: "a" }] }, { nestedMetadata: "flatten" });
    expect(sent()).toEqual({ "loc.lines.from": 1, "loc.lines.to": 2, "tags.0.name": "a", _page_content: "page" });
    expect(await store.similaritySearch("page", 4, { "loc.lines.from": 1 })).toHaveLength(1);
    expect(await store.similaritySearch("page", 4, { "loc.lines.from": { $gt: 1 } })).toHaveLength(0);
  });

  test("[20] that is nested is dropped or refused on request", async () => {
    await add({ loc, plain: "x" }, { nestedMetadata: "drop" });
    expect(sent()).toEqual({ plain: "x", _page_content: "page" });
    aws.reset();
    expect(await refusalOf({ loc }, { nestedMetadata: "error" })).toContain('"loc" is nested');
  });

  test("[20] any JSON comes back from under any key", async () => {
    const key = fc
      .string({ minLength: 1, maxLength: 8 })
      .filter((name) => !["_page_content", "_lc_json", "__proto__"].includes(name));
    const value = fc.oneof(fc.string({ maxLength: 9 }), fc.integer(), fc.boolean());
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        value,
        fc.dictionary(key, tie("node"), { maxKeys: 3 }),
        fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
      ),
    })).node;
    const { store } = connect(aws);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, tree, { maxKeys: 5 }), async (metadata) => {
        await store.addDocuments([{ id: "one", pageContent: "page", metadata }]);
        const [found] = await store.getByIds(["one"]);
        expect(found?.metadata).toEqual(JSON.parse(JSON.stringify(metadata)));
      }),
      { numRuns: 60 },
    );
  });

  test("[21] dates are milliseconds, also inside what is nested", async () => {
    const when = new Date("2026-01-02T03:04:05.678Z");
    const { store } = await add({ when, nested: { when } });
    expect(sent()).toMatchObject({ when: when.getTime(), nested: `{"when":${when.getTime()}}` });
    expect(await store.similaritySearch("page", 4, { when: { $gte: when.getTime() } })).toHaveLength(1);
    expect(await store.similaritySearch("page", 4, { when: { $gt: when.getTime() } })).toHaveLength(0);
  });

  test.each<[string, object, string]>([
    ["NaN", { score: Number.NaN }, '"score" is not a finite number'],
    ["Infinity in a list", { scores: [1, Infinity] }, '"scores[1]" is not a finite number'],
    ["NaN in an object", { a: { b: [Number.NaN] } }, '"a.b[0]" is not a finite number'],
    ["a function", { f: () => 1 }, '"f" is a function'],
    ["a symbol", { s: Symbol("s") }, '"s" is a symbol'],
    ["a large bigint", { big: 2n ** 60n }, '"big" is a bigint'],
    ["an invalid date", { when: new Date(Number.NaN) }, '"when" is not a finite number'],
    ["a Map", { map: new Map() }, '"map" is an object of the class Map'],
    ["a class in an object", { a: { re: /x/ } }, '"a.re" is an object of the class RegExp'],
    ["no object", [1], "it is not a plain object"],
  ])("[23] refuses %s", async (_name, metadata, message) => {
    expect(await refusalOf(metadata)).toContain(`The metadata of documents[0], id "one" cannot be stored: ${message}`);
  });

  test("refuses what contains itself", async () => {
    const circle: Record<string, unknown> = { a: {} };
    circle["a"] = { circle };
    expect(await refusalOf(circle)).toContain('"a.circle.a" contains itself');
  });

  test("[28] refuses keys of the store's own, and says so without their values", async () => {
    for (const key of ["_page_content", "_lc_json"]) {
      const message = await refusalOf({ [key]: "a private value" });
      expect(message).toContain(`"${key}" is a key of this store's own`);
      expect(message).not.toContain("private");
    }
    expect(await refusalOf({ text: 1 }, { pageContentMetadataKey: "text" })).toContain('"text" is a key');
    await add({ _page_content: "mine" }, { pageContentMetadataKey: null });
    expect(sent()).toEqual({ _page_content: "mine" });
  });

  test("refuses flattened keys that meet, too many keys, and too much text", async () => {
    expect(await refusalOf({ "a.b": 1, a: { b: 2 } }, { nestedMetadata: "flatten" })).toContain(
      '"a.b" comes about twice',
    );
    expect(await refusalOf({ a: { b: 2 } }, { nestedMetadata: "flatten", pageContentMetadataKey: "a.b" })).toContain(
      '"a.b" comes about twice',
    );
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`key${at}`, true]));
    expect(await refusalOf(many)).toContain("it has 51 keys");
    const { key0: _, ...most } = many;
    await add(most);
    aws.reset();
    const error = await thrownBy(connect(aws).store.addTexts(["x".repeat(41_000)]));
    expect(String(error)).toContain(
      'it has 41013 bytes with the text, and 40960 are allowed. Largest: "_page_content" (41013)',
    );
    // What is just small enough: the key counts, too.
    await connect(aws).store.addDocuments([
      { id: "one", pageContent: "x".repeat(40_960 - 2_048 - 13), metadata: { title: "t".repeat(2_048 - 5) } },
    ]);
    aws.reset();
    expect(await refusalOf({ title: "t".repeat(2_048 - 4) })).toContain("2049 bytes, and 2048 are allowed");
  });

  test("[27] holds no text where none is to be stored", async () => {
    const { store } = await add({ a: 1 }, { pageContentMetadataKey: null });
    expect(sent()).toEqual({ a: 1 });
    expect(await store.similaritySearch("page")).toEqual([
      new Document({ id: "one", pageContent: "", metadata: { a: 1 } }),
    ]);
  });

  test("[27] holds the text under another key, and a foreign value there is no text", async () => {
    const { store } = await add({ a: 1 }, { pageContentMetadataKey: "text" });
    expect(sent()).toEqual({ a: 1, text: "page" });
    expect((await store.getByIds(["one"]))[0]?.pageContent).toBe("page");
    const { store: other } = connect(aws, { pageContentMetadataKey: "a" });
    expect((await other.getByIds(["one"]))[0]).toEqual(
      new Document({ id: "one", pageContent: "", metadata: { text: "page" } }),
    );
  });

  test("[40] belongs to each document alone", async () => {
    const { store } = await add({ loc, tags: ["a"] });
    const [first, second] = await store.getByIds(["one", "one"]);
    expect(first).toEqual(second);
    expect(first?.metadata).not.toBe(second?.metadata);
    Object.assign(first?.metadata ?? {}, { changed: true });
    expect(second?.metadata).not.toHaveProperty("changed");
    expect(first?.metadata["loc"]).not.toBe(second?.metadata["loc"]);
    first?.metadata["tags"].push("b");
    expect(second?.metadata["tags"]).toEqual(["a"]);
  });
});
