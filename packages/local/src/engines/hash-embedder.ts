/**
 * Embeds texts by hashing words and the character three- and four-grams inside them into signed features.
 *
 * Lexical only: texts are near when they share words or parts of words. Vectors have unit length, but for a text
 * without a letter or digit, whose vector is zero.
 */
export function embedByHash(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(vector, word, 1);
    const marked = `<${word}>`;
    for (const size of [3, 4]) {
      for (let at = 0; at + size <= marked.length; at += 1) add(vector, marked.slice(at, at + size), 0.35);
    }
  }
  return normalise(vector);
}

/** The dot product of two vectors; the cosine, for vectors of unit length. */
export function dotProduct(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}

function add(vector: Float32Array, feature: string, weight: number): void {
  const hash = hashOf(feature);
  const index = (hash >>> 1) % vector.length;
  vector[index] = (vector[index] ?? 0) + ((hash & 1) === 0 ? weight : -weight);
}

/** FNV-1a, 32 bits, with a last mixing step so that its low bits are as good as the others. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dotProduct(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}
