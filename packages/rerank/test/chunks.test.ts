import { getEventListeners } from "node:events";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitSources } from "../src/request/split-sources.ts";
import { toSources } from "../src/request/sources.ts";
import { mergeResults } from "../src/response/merge-results.ts";
import { parseResponse } from "../src/response/parse-response.ts";
import {
  type Answer,
  firstAreBest,
  type RecordedRequest,
  refusal,
  results,
  textsIn,
  wantedBy,
} from "./support/recording-handler.ts";
import { named } from "./support/named.ts";
import { createReranker, thrownBy } from "./support/reranker.ts";

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);
const sizes = (requests: readonly RecordedRequest[]): (number | undefined)[] =>
  requests.map(({ body }) => body.sources?.length);

/** Scores each document by a table of the number in its text, and ranks as the service does. */
function scoredBy(score: (text: number) => number): Answer {
  return ({ body }) => {
    const ranked = textsIn(body)
      .map((text, index) => [index, score(Number(text))] as const)
      .toSorted(([, a], [, b]) => b - a);
    return results(...ranked.slice(0, wantedBy(body)));
  };
}

/** Answers when so many requests are under way, and counts how many ever were. */
function gate(count: number): { answer: Answer; peak: () => number } {
  let underWay = 0;
  let peak = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    peak: () => peak,
    answer: async (request) => {
      underWay += 1;
      peak = Math.max(peak, underWay);
      // The next turn of the event loop, so that whatever else wanted to start has started.
      if (underWay === count) setImmediate(open);
      await opened;
      underWay -= 1;
      return firstAreBest(request);
    },
  };
}

describe("more than 1,000 documents", () => {
  test("[23] are sent in chunks, and the best of all come back", async () => {
    const best = new Map([
      [1234, 0.9],
      [2400, 0.8],
      [7, 0.7],
      [8, 0.6],
    ]);
    const { reranker, handler } = createReranker(
      { topN: 3 },
      scoredBy((text) => best.get(text) ?? 0.1),
    );
    expect(await reranker.rerank(texts(2500), "q")).toEqual([
      { index: 1234, relevanceScore: 0.9 },
      { index: 2400, relevanceScore: 0.8 },
      { index: 7, relevanceScore: 0.7 },
    ]);
    expect(sizes(handler.requests)).toEqual([1000, 1000, 500]);
    expect(handler.requests.map(({ body }) => wantedBy(body))).toEqual([3, 3, 3]);
  });

  test.each(
    named([
      { name: "[23] are sent four at a time", fields: {}, count: 6500, limit: 4 },
      {
        name: "are sent as many at a time as maxConcurrency says",
        fields: { maxConcurrency: 2 },
        count: 6500,
        limit: 2,
      },
      { name: "are sent no more at a time than there are", fields: { maxConcurrency: 9 }, count: 2500, limit: 3 },
      {
        name: "are all sent at once when there is no limit",
        fields: { max_concurrency: Infinity },
        count: 6500,
        limit: 7,
      },
    ]),
  )("%s", async (_, { fields, count, limit }) => {
    const { answer, peak } = gate(limit);
    const { reranker, handler } = createReranker(fields, (request, index) => {
      // Node warns of a leak from the eleventh on.
      expect(getEventListeners(request.signal ?? new EventTarget(), "abort").length).toBeLessThan(10);
      return answer(request, index);
    });
    expect((await reranker.rerank(texts(count), "q")).length).toBe(3);
    expect(peak()).toBe(limit);
    expect(handler.requests.length).toBe(Math.ceil(count / 1000));
  });

  test("are limited over all calls of one object when maxConcurrency is set, and never wait for themselves", async () => {
    const { answer, peak } = gate(1);
    const { reranker, handler } = createReranker({ maxConcurrency: 1 }, answer);
    const ranked = await Promise.all([1500, 10, 2500].map((count) => reranker.rerank(texts(count), "q")));
    expect(ranked.map(({ length }) => length)).toEqual([3, 3, 3]);
    expect([peak(), handler.requests.length]).toEqual([1, 6]);
  });

  test("all come back when all are wanted, each chunk asked for all of its own", async () => {
    const { reranker, handler } = createReranker(
      { topN: null },
      scoredBy((text) => (text * 7919) % 2003),
    );
    const ranked = await reranker.rerank(texts(2003), "q");
    expect(ranked.map(({ relevanceScore }) => relevanceScore)).toEqual(
      Array.from({ length: 2003 }, (_, i) => 2002 - i),
    );
    expect(handler.requests.map(({ body }) => wantedBy(body))).toEqual([1000, 1000, 3]);
  });

  test("with blank ones among them are counted by what is sent", async () => {
    const { reranker, handler } = createReranker({ topN: 1 });
    const documents = [...Array.from({ length: 1500 }, () => " "), ...texts(1000)];
    expect(await reranker.rerank(documents, "q")).toEqual([{ index: 1500, relevanceScore: 1 }]);
    expect(sizes(handler.requests)).toEqual([1000]);
  });

  test("with the same scores come in the caller's order", async () => {
    const { reranker } = createReranker(
      { topN: 4 },
      scoredBy((text) => (text % 1000 === 5 ? 1 : 0)),
    );
    const ranked = await reranker.rerank(texts(2500), "q");
    expect(ranked.map(({ index }) => index)).toEqual([5, 1005, 2005, 0]);
  });
});

describe("splitting and merging", () => {
  const score = fc.oneof(fc.constantFrom(0, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));

  test("give the best of all documents, whatever the size of a chunk", () => {
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.option(fc.integer({ min: 1, max: 70 })),
        (scores, limit, topN) => {
          const ranked = scores
            .map((relevanceScore, index) => ({ index, relevanceScore }))
            .toSorted((a, b) => b.relevanceScore - a.relevanceScore || a.index - b.index);
          const chunks = splitSources(toSources(scores.map((each) => ({ each }))), topN, limit);
          const replies = chunks.map(({ sources, numberOfResults }) =>
            parseResponse({ $metadata: {}, ...serve(sources, scores, numberOfResults) }, sources),
          );
          expect(mergeResults(replies, topN)).toEqual(topN === null ? ranked : ranked.slice(0, topN));
        },
      ),
    );
  });

  /** What the service answers for one chunk. */
  function serve(
    sources: readonly { index: number }[],
    scores: readonly number[],
    numberOfResults: number = sources.length,
  ): { results: { index: number; relevanceScore: number | undefined }[] } {
    expect(numberOfResults).toBeLessThanOrEqual(sources.length);
    const ranked = sources
      .map(({ index: original }, index) => ({ index, relevanceScore: scores[original] }))
      .toSorted((a, b) => (b.relevanceScore ?? 0) - (a.relevanceScore ?? 0));
    return { results: ranked.slice(0, numberOfResults) };
  }
});

describe("a call that ends early", () => {
  /** Never answers, unless the request is given up. */
  const silent: Answer = ({ signal }) =>
    new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")));
    });

  test("[32] by its signal rejects, and sends no further chunk", async () => {
    const controller = new AbortController();
    const { reranker, handler } = createReranker({ maxConcurrency: 2 }, (request, index) => {
      if (index === 1) controller.abort(new Error("changed my mind"));
      return silent(request, index);
    });
    const error = await thrownBy(reranker.rerank(texts(2500), "q", { signal: controller.signal }));
    expect(String(error)).toContain("changed my mind");
    expect(handler.requests.map(({ signal }) => signal?.aborted)).toEqual([true, true]);
  });

  test("[32] before it began sends nothing", async () => {
    const { reranker, handler } = createReranker();
    const error = await thrownBy(reranker.rerank(["a"], "q", { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "AbortError" });
    expect(handler.requests).toEqual([]);
  });

  test("by the failure of one chunk rejects with that, and gives the others up", async () => {
    const { reranker, handler } = createReranker({ maxConcurrency: 2 }, (request, index) =>
      index === 1 ? refusal(400, "ValidationException", "no") : silent(request, index),
    );
    const error = await thrownBy(reranker.rerank(texts(3500), "q"));
    expect(error).toMatchObject({ name: "BedrockValidationError", awsCode: "ValidationException" });
    expect(sizes(handler.requests)).toEqual([1000, 1000]);
    expect(handler.requests[0]?.signal?.aborted).toBe(true);
  });

  test("leaves no listener on the caller's signal", async () => {
    const { reranker } = createReranker();
    const { signal } = new AbortController();
    await reranker.rerank(texts(2500), "q", { signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
