import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Embedder } from "./embedder.ts";
import { HashEmbedder } from "./hash-embedder.ts";
import { scoreRelevance } from "./relevance.ts";

/** Embeds numbers as angles, so that a test can say how near two texts are. */
const angles: Embedder = {
  embed: async (texts) =>
    texts.map((text) => Float32Array.of(Math.cos(Number.parseFloat(text)), Math.sin(Number.parseFloat(text)))),
};

describe("scoreRelevance", () => {
  it("[39] grows with the nearness of the vectors", async () => {
    const scores = await scoreRelevance("0 query", ["1.5 text", "1 text", "0.5 text", "0.1 text", "0 text"], angles);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBe(5);
  });

  it("[39] grows with the words that are shared", async () => {
    const same: Embedder = { embed: async (texts) => texts.map(() => Float32Array.of(1)) };
    const texts = ["none", "of rain", "warm rain", "warm rain today"];
    const scores = await scoreRelevance("warm rain of today", texts, same);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBe(texts.length);
  });

  it("[39] stays between 0 and 1 for any texts", async () => {
    const text = fc.string({ unit: "binary" });
    await fc.assert(
      fc.asyncProperty(text, fc.array(text), async (query, texts) => {
        const scores = await scoreRelevance(query, texts, new HashEmbedder());
        expect(scores).toHaveLength(texts.length);
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      }),
    );
  });
});
