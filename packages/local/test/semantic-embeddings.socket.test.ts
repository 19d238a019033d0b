import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { rerank } from "./support/rerank.ts";
import { cosine, invoke, vectorAt } from "./support/invoke.ts";

const model = "amazon.titan-embed-text-v2:0";
const question = "How old are you?";
/** The same question in other words, and another one in the same words. */
const paraphrase = "What is your age?";
const lookalike = "How are you?";

describe("embeddings", () => {
  const lexical = useLocalAws();
  const semantic = useLocalAws({ embeddings: "semantic" });
  const embed = async (aws: typeof lexical, inputText: string, dimensions = 1_024): Promise<number[]> =>
    vectorAt((await invoke(aws, model, { inputText, dimensions })).body, "embedding");

  it.each([256, 512, 1_024])(
    "of the semantic engine find a paraphrase in %i dimensions; word matching misses it",
    async (dimensions) => {
      const near = async (aws: typeof lexical, text: string): Promise<number> =>
        cosine(await embed(aws, question, dimensions), await embed(aws, text, dimensions));
      expect(await near(lexical, paraphrase)).toBeLessThan(await near(lexical, lookalike));
      expect(await near(semantic, paraphrase)).toBeGreaterThan(await near(semantic, lookalike));
    },
  );

  it("of the semantic engine have unit length, and are the same for one text, alone and in company", async () => {
    const alone = await embed(semantic, question);
    expect(alone).toHaveLength(1_024);
    expect(Math.hypot(...alone)).toBeCloseTo(1, 5);
    const texts = ["", "!", "a ".repeat(2_000), question];
    const { body } = await invoke(semantic, "cohere.embed-v4:0", {
      input_type: "search_query",
      texts,
      output_dimension: 1_024,
    });
    const lengths = texts.map((_, index) => Math.hypot(...vectorAt(body, `embeddings.float.${index}`)));
    for (const length of lengths) expect(length).toBeCloseTo(1, 5);
    expect(vectorAt(body, "embeddings.float.3")).toEqual(alone);
  });

  it("rank a paraphrase before a text that shares words", async () => {
    const rank = async (aws: typeof lexical): Promise<(number | undefined)[]> =>
      (await rerank(aws, question, { texts: [lookalike, paraphrase] })).map(({ index }) => index);
    expect([await rank(lexical), await rank(semantic)]).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it("of the semantic engine read a long text to its end", async () => {
    const filler = "The committee met on Tuesday and talked about the budget of the town. ".repeat(10);
    const near = async (text: string): Promise<number> =>
      cosine(await embed(semantic, "volcanic eruption"), await embed(semantic, text));
    expect(await near(`${filler}${"Lava from the volcano covered the island. ".repeat(4)}`)).toBeGreaterThan(
      (await near(filler)) + 0.05,
    );
  });

  it("answer many requests at once, each with its own text", async () => {
    const texts = Array.from({ length: 12 }, (_, index) => `Sentence number ${index % 6}.`);
    const vectors = await Promise.all(texts.map(async (text) => await embed(semantic, text)));
    expect(vectors.slice(6)).toEqual(vectors.slice(0, 6));
    expect(new Set(vectors.map((vector) => vector[0])).size).toBe(6);
  });
});
