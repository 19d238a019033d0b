import { Buffer } from "node:buffer";
import type { PartSizes } from "./endpoint-options.ts";

const largestRandomPart = 64;

/**
 * Cuts a body into parts of the sizes asked for, wherever that falls; without sizes, the pieces are handed on as they
 * come. The last part is what is left.
 *
 * @param random 0 ≤ n < 1, for `"random"`
 */
export async function* cutParts(
  body: AsyncIterable<Uint8Array>,
  sizes: PartSizes | undefined,
  random: () => number,
): AsyncGenerator<Uint8Array> {
  if (sizes === undefined) {
    yield* body;
    return;
  }
  const nextSize = sizesInTurn(sizes, random);
  let size = nextSize();
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    held.push(piece);
    length += piece.length;
    if (length < size) continue;
    const bytes = Buffer.concat(held);
    let at = 0;
    for (; length - at >= size; size = nextSize()) {
      yield bytes.subarray(at, at + size);
      at += size;
    }
    held = [bytes.subarray(at)];
    length -= at;
  }
  if (length > 0) yield Buffer.concat(held);
}

function sizesInTurn(sizes: PartSizes, random: () => number): () => number {
  if (sizes === "random") return () => 1 + Math.floor(random() * largestRandomPart);
  if (typeof sizes === "number") return () => sizes;
  let turn = 0;
  return () => sizes[turn++ % sizes.length] ?? 1;
}
