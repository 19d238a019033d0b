import type { VectorLike } from "../documents/vector-bytes.ts";

/**
 * Chooses `k` of the candidates, one after the other: each is near the query and unlike those before it. Carbonell and
 * Goldstein, "The use of MMR".
 *
 * @param lambda - 1: as near as can be; 0: as unlike as can be
 * @returns indexes of the candidates
 */
export function chooseDiverse(
  query: VectorLike,
  candidates: readonly VectorLike[],
  k: number,
  lambda: number,
): number[] {
  const relevance = candidates.map((candidate) => cosine(query, candidate));
  const closest = candidates.map(() => 0);
  const open = new Set(candidates.keys());
  const chosen: number[] = [];
  while (chosen.length < k && open.size > 0) {
    let best = -1;
    let bestScore = -Infinity;
    for (const index of open) {
      const near = relevance[index] ?? 0;
      // The first one has nothing to be unlike to.
      const score = chosen.length === 0 ? near : lambda * near - (1 - lambda) * (closest[index] ?? 0);
      if (score > bestScore) [best, bestScore] = [index, score];
    }
    if (best < 0) break;
    chosen.push(best);
    open.delete(best);
    const last = candidates[best] ?? [];
    for (const index of open)
      closest[index] = Math.max(
        chosen.length === 1 ? -Infinity : (closest[index] ?? 0),
        cosine(last, candidates[index] ?? []),
      );
  }
  return chosen;
}

function cosine(left: VectorLike, right: VectorLike): number {
  let [dot, leftSquare, rightSquare] = [0, 0, 0];
  for (let index = 0; index < left.length; index += 1) {
    const [a, b] = [left[index] ?? 0, right[index] ?? 0];
    dot += a * b;
    leftSquare += a * a;
    rightSquare += b * b;
  }
  const length = Math.sqrt(leftSquare * rightSquare);
  return length === 0 ? 0 : dot / length;
}
