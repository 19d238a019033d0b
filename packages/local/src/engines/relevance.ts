import type { Embedder } from "./embedder.ts";
import { dotProduct } from "./vectors.ts";

const DIMENSIONS = 512;
/** How much the nearness of the vectors counts; the words that both texts share count for the rest. */
const SIMILARITY_WEIGHT = 0.8;
/** Words shorter than this are mostly articles and prepositions. */
const SHORT_WORD = 4;
const SHORT_WORD_WEIGHT = 0.2;

/**
 * How relevant each text is to a query, from 0 to 1.
 *
 * The score of a text depends on the query and on that text alone, so scores of several calls can be compared. It
 * grows with the similarity of the embeddings and with the share of the query's words that the text holds.
 */
export async function scoreRelevance(query: string, texts: readonly string[], embedder: Embedder): Promise<number[]> {
  const [asked = new Float32Array(), ...vectors] = await embedder.embed([query, ...texts], DIMENSIONS);
  const queryWords = wordsOf(query);
  return vectors.map((vector, index) => {
    const similarity = Math.min(1, Math.max(0, dotProduct(asked, vector)));
    const overlap = overlapOf(queryWords, wordsOf(texts[index] ?? ""));
    return SIMILARITY_WEIGHT * similarity + (1 - SIMILARITY_WEIGHT) * overlap;
  });
}

/** The share of a query's words that a text has, from 0 to 1; short words count less. */
export function wordOverlap(query: string, text: string): number {
  return overlapOf(wordsOf(query), wordsOf(text));
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** The share of the query's words that a text has, short words counting less. */
function overlapOf(query: ReadonlySet<string>, words: ReadonlySet<string>): number {
  let shared = 0;
  let all = 0;
  for (const word of query) {
    const weight = word.length < SHORT_WORD ? SHORT_WORD_WEIGHT : 1;
    all += weight;
    if (words.has(word)) shared += weight;
  }
  return all === 0 ? 0 : shared / all;
}
