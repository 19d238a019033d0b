import type { Embedder } from "../engines/embedder.ts";
import { scoreRelevance } from "../engines/relevance.ts";

/** A sentence of a passage and where it stands. */
export interface Sentence {
  text: string;
  start: number;
}

const SENTENCE = /[^\s.!?\n][^\n]*?(?:[.!?](?=\s|$)|(?=\n|$))/gu;

/** The sentence of a passage that says most about a query; `undefined` for a passage without one. */
export async function bestSentence(query: string, passage: string, embedder: Embedder): Promise<Sentence | undefined> {
  const sentences = [...passage.matchAll(SENTENCE)].map(({ 0: text, index }) => ({ text, start: index }));
  const scores = await scoreRelevance(
    query,
    sentences.map(({ text }) => text),
    embedder,
  );
  const best = Math.max(...scores);
  return sentences[scores.indexOf(best)];
}
