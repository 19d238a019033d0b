/** Numbers of any array. */
type Numbers = ArrayLike<number>;

interface Candidate {
  readonly vector: Numbers;
  readonly length: number;
  readonly relevance: number;
  /** To the most similar of those that were chosen. */
  similarity: number;
}

/**
 * Chooses the candidates that are near the query and far from each other: one after the other, each time that whose
 * `lambda * relevance - (1 - lambda) * similarity to the chosen` is greatest, the earlier of equals.
 *
 * Each round compares with the newest choice alone.
 *
 * @returns places in `candidates`, in the order of choice
 */
export function maximalMarginalRelevance(
  query: Numbers,
  candidates: readonly Numbers[],
  { k, lambda }: { k: number; lambda: number },
): number[] {
  const queryLength = lengthOf(query);
  const left = new Map<number, Candidate>();
  for (const [place, vector] of candidates.entries()) {
    const length = lengthOf(vector);
    left.set(place, { vector, length, relevance: cosine(query, queryLength, vector, length), similarity: 0 });
  }
  const chosen: number[] = [];
  while (chosen.length < k && left.size > 0) {
    const [place, best] = bestOf(left, lambda);
    chosen.push(place);
    left.delete(place);
    for (const candidate of left.values()) {
      const similarity = cosine(best.vector, best.length, candidate.vector, candidate.length);
      candidate.similarity = chosen.length === 1 ? similarity : Math.max(candidate.similarity, similarity);
    }
  }
  return chosen;
}

function bestOf(candidates: ReadonlyMap<number, Candidate>, lambda: number): [number, Candidate] {
  let best: [number, Candidate] | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const entry of candidates) {
    const [, { relevance, similarity }] = entry;
    const score = lambda * relevance - (1 - lambda) * similarity;
    if (best !== undefined && score <= bestScore) continue;
    best = entry;
    bestScore = score;
  }
  if (best === undefined) throw new RangeError("There is nothing to choose from.");
  return best;
}

function cosine(left: Numbers, leftLength: number, right: Numbers, rightLength: number): number {
  const product = leftLength * rightLength;
  return product === 0 ? 0 : dot(left, right) / product;
}

function lengthOf(vector: Numbers): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(left: Numbers, right: Numbers): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}
