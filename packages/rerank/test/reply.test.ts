import { BedrockServiceError } from "@langchain-aws/core";
import { Document } from "@langchain/core/documents";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { results, textsIn } from "./support/recording-handler.ts";
import { createReranker, thrownBy } from "./support/reranker.ts";

describe("results", () => {
  test("[14] come in the service's order, as index and score alone", async () => {
    const { reranker } = createReranker({}, () => results([1, 0.9], [0, 0.1]));
    expect(await reranker.rerank(["a", "b"], "q")).toEqual([
      { index: 1, relevanceScore: 0.9 },
      { index: 0, relevanceScore: 0.1 },
    ]);
  });

  test("[15] are not sorted again, be they tied or unsorted", async () => {
    const { reranker } = createReranker({ topN: null }, () => results([2, 0.5], [0, 0.5], [3, 0.1], [1, 0.7]));
    const ranked = await reranker.rerank(["a", "b", "c", "d"], "q");
    expect(ranked.map(({ index }) => index)).toEqual([2, 0, 3, 1]);
  });

  test("[33] hold the caller's own documents when asked to", async () => {
    const { reranker } = createReranker({ topN: null }, () => results([1, 0.9], [2, 0.5], [0, 0.1]));
    const documents = [" ", { k: 1 }, new Document({ pageContent: "b" }), "c"];
    const ranked = await reranker.rerank(documents, "q", { returnDocuments: true });
    expect(ranked.map(({ index }) => index)).toEqual([2, 3, 1]);
    for (const { index, document } of ranked) expect(document).toBe(documents[index]);
  });

  test("[33] hold the documents that were ranked, whatever becomes of the caller's array meanwhile", async () => {
    const documents = ["a", "b", "c"];
    const { reranker } = createReranker({ topN: null }, () => {
      documents.shift();
      return results([0, 0.9], [2, 0.1]);
    });
    expect(await reranker.rerank(documents, "q", { returnDocuments: true })).toEqual([
      { index: 0, relevanceScore: 0.9, document: "a" },
      { index: 2, relevanceScore: 0.1, document: "c" },
    ]);
  });

  test("are no more than were wanted, whatever the service sends", async () => {
    const { reranker } = createReranker({ topN: 1 }, () => results([1, 0.9], [0, 0.1]));
    expect(await reranker.rerank(["a", "b"], "q")).toEqual([{ index: 1, relevanceScore: 0.9 }]);
  });

  test("[18] always count in the caller's array", async () => {
    const document = fc.oneof(fc.constantFrom("", " ", "\n\t"), fc.string());
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 30 }),
        fc.integer({ min: 1, max: 30 }),
        async (documents, topN) => {
          const { reranker, handler } = createReranker({ topN }, ({ body }) => {
            const texts = textsIn(body);
            // Best is what comes last, so that no index stays what it was.
            return results(
              ...texts
                .map((_, index) => [index, index] as const)
                .toReversed()
                .slice(0, topN),
            );
          });
          const ranked = await reranker.rerank(documents, "q", { returnDocuments: true });
          const visible = documents.flatMap((text, index) => (text.trim() === "" ? [] : [index]));
          expect(ranked.map(({ index }) => index)).toEqual(visible.toReversed().slice(0, topN));
          for (const { index, document } of ranked) expect(document).toBe(documents[index]);
          expect(handler.requests.length).toBe(visible.length === 0 ? 0 : 1);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("pages", () => {
  const page = (index: number, nextToken?: string): { body: object } => ({
    body: { results: [{ index, relevanceScore: 1 - index / 10 }], ...(nextToken !== undefined && { nextToken }) },
  });

  test("[24] are asked for with the same request until there are enough results", async () => {
    const { reranker, handler } = createReranker({ topN: 2 }, (_, index) => page(index, index === 0 ? "t" : undefined));
    expect(await reranker.rerank(["a", "b", "c"], "q")).toEqual([
      { index: 0, relevanceScore: 1 },
      { index: 1, relevanceScore: 0.9 },
    ]);
    const [first, second] = handler.requests;
    expect(second?.body).toEqual({ ...first?.body, nextToken: "t" });
    expect(handler.requests.length).toBe(2);
  });

  test("[24] that come again with the same token end in an error", async () => {
    const { reranker, handler } = createReranker({ topN: 3 }, (_, index) => page(index, "t"));
    const error = await thrownBy(reranker.rerank(["a", "b", "c"], "q"));
    expect(error).toMatchObject({ name: "BedrockServiceError", code: "CORRUPT_REPLY", retryable: false });
    expect(handler.requests.length).toBe(2);
  });

  test("[24] are not asked for when there are enough results", async () => {
    const { reranker, handler } = createReranker({ topN: 1 }, () => page(0, "t"));
    expect(await reranker.rerank(["a", "b"], "q")).toEqual([{ index: 0, relevanceScore: 1 }]);
    expect(handler.requests.length).toBe(1);
  });

  test("[24] go on for all documents when all are wanted", async () => {
    const { reranker, handler } = createReranker({ topN: null }, (_, index) => page(index, `t${index}`));
    expect((await reranker.rerank(["a", "b", "c"], "q")).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(handler.requests.map(({ body }) => body.nextToken)).toEqual([undefined, "t0", "t1"]);
  });
});

describe("a reply that cannot be", () => {
  test.each([
    ["[25] names a document that was not sent", { results: [{ index: 7, relevanceScore: 1 }] }, "document 7 of 2"],
    ["names a document below 0", { results: [{ index: -1, relevanceScore: 1 }] }, "document -1 of 2"],
    ["names no document", { results: [{ relevanceScore: 1 }] }, "of 2"],
    ["has no score", { results: [{ index: 0 }] }, "score"],
    ["has NaN for a score", { results: [{ index: 0, relevanceScore: "NaN" }] }, "score"],
    ["has Infinity for a score", { results: [{ index: 0, relevanceScore: "Infinity" }] }, "score"],
  ])("%s is an error", async (_, body, message) => {
    const { reranker, handler } = createReranker({ maxRetries: 2 }, () => ({ body }));
    const error = await thrownBy(reranker.rerank(["a", "b"], "q"));
    expect(BedrockServiceError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(message);
    expect(error).toMatchObject({ requestId: "request-1", retryable: false });
    expect(handler.requests.length).toBe(1);
  });

  test("[25] has no results at all: then there are none", async () => {
    const { reranker } = createReranker({}, () => ({ body: {} }));
    expect(await reranker.rerank(["a", "b"], "q")).toEqual([]);
  });
});
