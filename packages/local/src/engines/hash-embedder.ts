import type { Embedder } from "./embedder.ts";
import { toUnitLength } from "./vectors.ts";

/** Embeds by the words of a text and the parts of these words: instant, and the default. */
export class HashEmbedder implements Embedder {
  async embed(texts: readonly string[], dimensions: number): Promise<Float32Array[]> {
    return texts.map((text) => embedByHash(text, dimensions));
  }
}

/**
 * Embeds texts by hashing words and the character three- and four-grams inside them into signed features.
 *
 * Lexical only: texts are near when they share words or parts of words. Vectors have unit length.
 */
export function embedByHash(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(vector, word, 0, word.length, 1);
    const marked = `<${word}>`;
    for (const size of [3, 4]) {
      for (let at = 0; at + size <= marked.length; at += 1) add(vector, marked, at, at + size, 0.35);
    }
  }
  // Nothing to go by: no letter and no digit, or features that cancel each other out.
  if (vector.every((value) => value === 0)) add(vector, text, 0, text.length, 1);
  return toUnitLength(vector);
}

function add(vector: Float32Array, text: string, start: number, end: number, weight: number): void {
  const hash = hashOf(text, start, end);
  const index = (hash >>> 1) % vector.length;
  vector[index] = (vector[index] ?? 0) + ((hash & 1) === 0 ? weight : -weight);
}

/** FNV-1a, 32 bits, with a last mixing step so that its low bits are as good as the others. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
