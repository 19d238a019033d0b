import { Document } from "@langchain/core/documents";
import { describe, expect, test } from "vitest";
import type { RerankDocument } from "../src/index.ts";
import { textsIn } from "./support/recording-handler.ts";
import { named } from "./support/named.ts";
import { createReranker, modelArn, thrownBy } from "./support/reranker.ts";

const text = (content: string): object => ({
  type: "INLINE",
  inlineDocumentSource: { type: "TEXT", textDocument: { text: content } },
});
const json = (document: object): object => ({
  type: "INLINE",
  inlineDocumentSource: { type: "JSON", jsonDocument: document },
});
const bedrock = (handler: ReturnType<typeof createReranker>["handler"]): object | undefined =>
  handler.body.rerankingConfiguration?.bedrockRerankingConfiguration;

describe("documents", () => {
  test("[1] sends texts as inline sources, in order, with one query", async () => {
    const { reranker, handler } = createReranker({ topN: 2 });
    await reranker.rerank(["a", "b"], " rainy day ");
    expect(handler.requests.map(({ path, body }) => ({ path, body }))).toEqual([
      {
        path: "/rerank",
        body: {
          queries: [{ type: "TEXT", textQuery: { text: " rainy day " } }],
          sources: [text("a"), text("b")],
          rerankingConfiguration: {
            type: "BEDROCK_RERANKING_MODEL",
            bedrockRerankingConfiguration: { numberOfResults: 2, modelConfiguration: { modelArn } },
          },
        },
      },
    ]);
  });

  test("[2] sends a document's text and nothing of its metadata", async () => {
    const { reranker, handler } = createReranker();
    await reranker.rerank([new Document({ pageContent: "x", metadata: { m: 1 }, id: "d" })], "q");
    expect(handler.body.sources).toEqual([text("x")]);
    expect(JSON.stringify(handler.body)).not.toContain('"m"');
  });

  const nowhere: Record<string, unknown> = Object.assign(Object.create(null), { k: 1 });
  test.each(
    named([
      { name: "[3] a plain object as JSON", documents: [{ title: "t", n: 1 }], sources: [json({ title: "t", n: 1 })] },
      {
        name: "[4] a mixture in its order",
        documents: ["a", new Document({ pageContent: "b" }), { k: 1 }],
        sources: [text("a"), text("b"), json({ k: 1 })],
      },
      {
        name: "[5] a plain object with pageContent as text",
        documents: [{ pageContent: "x", metadata: {} }],
        sources: [text("x")],
      },
      {
        name: "[6] dates as JSON has them, at any depth",
        documents: [{ when: new Date(0), deep: [{ when: new Date(0) }] }],
        sources: [json({ when: "1970-01-01T00:00:00.000Z", deep: [{ when: "1970-01-01T00:00:00.000Z" }] })],
      },
      {
        name: "members that are undefined not at all",
        documents: [{ a: undefined, b: null, c: NaN }],
        sources: [json({ b: null, c: null })],
      },
      {
        name: "an object whose pageContent is no text as JSON",
        documents: [{ pageContent: 1 }],
        sources: [json({ pageContent: 1 })],
      },
      { name: "an object without a prototype as JSON", documents: [nowhere], sources: [json({ k: 1 })] },
      { name: "an empty object as JSON", documents: [{}], sources: [json({})] },
    ]),
  )("%s", async (_, { documents, sources }) => {
    const { reranker, handler } = createReranker();
    await reranker.rerank<RerankDocument>(documents, "q");
    expect(handler.body.sources).toEqual(sources);
  });

  test("[18] leaves blank texts out, and counts in the caller's array all the same", async () => {
    const { reranker, handler } = createReranker({ topN: 1 });
    expect(await reranker.rerank(["", "a", "  ", "b"], "q")).toEqual([{ index: 1, relevanceScore: 1 }]);
    expect(textsIn(handler.body)).toEqual(["a", "b"]);
  });

  test.each([
    ["ASCII", "x".repeat(40_000), "x".repeat(32_000)],
    ["surrogate pairs", "😀".repeat(40_000), "😀".repeat(32_000)],
    ["a pair at the cut", `${"x".repeat(31_999)}😀😀`, `${"x".repeat(31_999)}😀`],
    ["a text that is just short enough", "😀".repeat(32_000), "😀".repeat(32_000)],
  ])("[20] cuts a text to 32,000 characters: %s", async (_, long, sent) => {
    const { reranker, handler } = createReranker();
    await reranker.rerank([long, new Document({ pageContent: long })], "q");
    const texts = textsIn(handler.body);
    // Compared outside of `expect`, whose difference of such texts nobody could read.
    expect(texts.map((each) => each === sent)).toEqual([true, true]);
  });

  class Page {
    readonly title = "no plain object";
  }
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  test.each([
    ["[22] null", null, "documents[0] is null"],
    ["[22] a number", 42, "documents[0] is of type number"],
    ["[22] an array", ["a"], "documents[0] is an array"],
    ["undefined", undefined, "documents[0] is of type undefined"],
    ["an instance without pageContent", new Page(), "documents[0] is an instance of a class"],
    ["a date", new Date(0), "documents[0] is an instance of a class"],
    ["a BigInt inside", { n: 1n }, "documents[0] cannot be written as a JSON object"],
    ["a cycle", cycle, "documents[0] cannot be written as a JSON object"],
    ["a toJSON that gives a text", { toJSON: () => "text" }, "documents[0] cannot be written as a JSON object"],
  ])("%s is no document, and refused with its index", async (_, given: unknown, message) => {
    const document = given as string;
    const { reranker, handler } = createReranker();
    const error = await thrownBy(reranker.rerank([document], "q"));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(message);
    const later = await thrownBy(reranker.rerank(["a", " ", document], "q"));
    expect(String(later)).toContain("documents[2]");
    expect(handler.requests).toEqual([]);
  });

  test("refuses a hole in the array, and what is no array", async () => {
    const { reranker, handler } = createReranker();
    const holed = ["a"];
    holed[2] = "c";
    expect(String(await thrownBy(reranker.rerank(holed, "q")))).toContain("documents[1]");
    for (const none of [null, undefined, "text", { length: 1, 0: "a" }]) {
      expect(await thrownBy(reranker.rerank(none as unknown as string[], "q"))).toBeInstanceOf(TypeError);
    }
    expect(handler.requests).toEqual([]);
  });

  test("changes nothing of the caller's", async () => {
    const documents = ["a", { pageContent: "b", metadata: { m: { n: 1 } } }, { deep: { k: 1, d: new Date(0) } }, " "];
    const before = structuredClone(documents);
    const { reranker } = createReranker({
      additionalModelRequestFields: Object.freeze({ a: Object.freeze({ b: 1 }) }),
    });
    await reranker.rerank(Object.freeze(documents), "q", Object.freeze({ topN: null, returnDocuments: true }));
    expect(documents).toEqual(before);
  });
});

describe("the number of results", () => {
  const many = Array.from({ length: 10 }, (_, index) => `text ${index}`);
  test.each(
    named([
      { name: "[7] is 3 unless said otherwise", fields: {}, call: {}, count: 10, sent: 3 },
      { name: "[8] is no more than there are documents", fields: { topN: 10 }, call: {}, count: 3, sent: 3 },
      { name: "[8] is clamped for a call as well", fields: {}, call: { topN: 100 }, count: 2, sent: 2 },
      { name: "[9] is left out for null", fields: { topN: null }, call: {}, count: 5, sent: undefined },
      { name: "can be null for one call", fields: { topN: 1 }, call: { topN: null }, count: 5, sent: undefined },
      { name: "is a call's before the constructor's", fields: { topN: null }, call: { topN: 4 }, count: 5, sent: 4 },
      {
        name: "is the constructor's when a call says nothing",
        fields: { topN: 4 },
        call: { topN: undefined },
        count: 5,
        sent: 4,
      },
      { name: "is known by Python's name", fields: { top_n: 4 }, call: { top_n: 2 }, count: 5, sent: 2 },
    ]),
  )("%s", async (_, { fields, call, count, sent }) => {
    const { reranker, handler } = createReranker(fields);
    await reranker.rerank(many.slice(0, count), "q", call);
    expect(bedrock(handler)).toEqual({
      ...(sent !== undefined && { numberOfResults: sent }),
      modelConfiguration: { modelArn },
    });
  });

  test("[8] counts only what is sent", async () => {
    const { reranker, handler } = createReranker();
    await reranker.rerank(["a", "", " ", "b"], "q");
    expect(bedrock(handler)).toMatchObject({ numberOfResults: 2 });
  });
});

describe("the model's own fields", () => {
  test.each(
    named([
      { name: "[13] are absent when nothing is set", fields: {}, call: {}, sent: undefined },
      {
        name: "[13] are absent when they are empty",
        fields: {},
        call: { additionalModelRequestFields: {} },
        sent: undefined,
      },
      {
        name: "[13] of a call are merged over the constructor's",
        fields: { additionalModelRequestFields: { a: 1, b: 1 } },
        call: { additionalModelRequestFields: { b: 2 } },
        sent: { a: 1, b: 2 },
      },
      {
        name: "are not unset by undefined",
        fields: { additionalModelRequestFields: { a: 1 } },
        call: { additionalModelRequestFields: { a: undefined } },
        sent: { a: 1 },
      },
      {
        name: "are known by Python's name",
        fields: { additional_model_request_fields: { a: [1, { b: null }] } },
        call: {},
        sent: { a: [1, { b: null }] },
      },
    ]),
  )("%s", async (_, { fields, call, sent }) => {
    const { reranker, handler } = createReranker(fields);
    await reranker.rerank(["a"], "q", call);
    expect(bedrock(handler)).toMatchObject({
      modelConfiguration: { modelArn, ...(sent !== undefined && { additionalModelRequestFields: sent }) },
    });
    expect(JSON.stringify(bedrock(handler)).includes("additionalModelRequestFields")).toBe(sent !== undefined);
  });
});

describe("nothing to rank", () => {
  test("[19] gives nothing and sends nothing for blank texts alone", async () => {
    const { reranker, handler } = createReranker();
    expect(await reranker.rerank(["", " "], "q")).toEqual([]);
    expect(handler.requests).toEqual([]);
  });
});

describe("the query", () => {
  test.each([
    ["[12] blank", "   "],
    ["[12] empty", ""],
    ["[21] of 32,001 characters", "x".repeat(32_001)],
    ["[21] of 32,001 characters outside the basic plane", "😀".repeat(32_001)],
    ["no text", 42 as unknown as string],
    ["not there", undefined as unknown as string],
  ])("%s is refused here", async (_, query) => {
    const { reranker, handler } = createReranker();
    expect(String(await thrownBy(reranker.rerank(["a"], query)))).toMatch(/^(Range|Type)Error: The query /);
    expect(handler.requests).toEqual([]);
  });

  test("[21] may have 32,000 characters", async () => {
    const { reranker, handler } = createReranker();
    await reranker.rerank(["a"], "😀".repeat(32_000));
    expect(handler.requests.length).toBe(1);
  });
});
