import { BestScores, type Scored } from "./best-scores.ts";

/** What a search may find. */
export interface VectorSearch {
  /** The most results. */
  limit: number;
  /** Asked before a vector is compared. @defaultValue every vector */
  accept?: (slot: number) => boolean;
}

const FIRST_CAPACITY = 64;

/**
 * Vectors of one length side by side in one array, searched by comparing each with the query.
 *
 * Exact, and fast enough for what is loaded into a local endpoint: 10,000 vectors of 512 numbers in some 10 ms.
 */
export class VectorIndex {
  readonly dimensions: number;
  #values: Float32Array;
  /** The length of each vector; negative for one that was removed. */
  #norms: Float32Array;
  #count = 0;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#values = new Float32Array(FIRST_CAPACITY * dimensions);
    this.#norms = new Float32Array(FIRST_CAPACITY);
  }

  /** How many slots were given out, those of removed vectors included. */
  get size(): number {
    return this.#count;
  }

  /**
   * Adds a vector, which is copied.
   *
   * @returns its slot: 0 for the first, then one more each time
   * @throws RangeError when it has another length than the others
   */
  add(vector: Float32Array): number {
    if (vector.length !== this.dimensions) {
      throw new RangeError(`A vector of ${vector.length} numbers does not fit an index of ${this.dimensions}.`);
    }
    if (this.#count === this.#norms.length) this.#grow();
    const slot = this.#count;
    this.#count += 1;
    this.#values.set(vector, slot * this.dimensions);
    this.#norms[slot] = Math.sqrt(dotAt(vector, 0, vector));
    return slot;
  }

  /** The vector of a slot is not found any more; the slot is not given out again. */
  remove(slot: number): void {
    this.#norms[slot] = -1;
  }

  /** The nearest vectors by their cosine, from 1 to -1, best first; 0 where one of the two is all zeros. */
  search(query: Float32Array, { limit, accept = everything }: VectorSearch): Scored[] {
    const best = new BestScores(limit);
    const length = Math.sqrt(dotAt(query, 0, query));
    for (let slot = 0; slot < this.#count; slot += 1) {
      const norm = this.#norms[slot] ?? -1;
      if (norm < 0 || !accept(slot)) continue;
      best.add(slot, this.#cosine(query, length, slot, norm));
    }
    return best.toSorted();
  }

  /** The cosine of a query and the vector of a slot. */
  similarity(query: Float32Array, slot: number): number {
    return this.#cosine(query, Math.sqrt(dotAt(query, 0, query)), slot, this.#norms[slot] ?? 0);
  }

  #cosine(query: Float32Array, length: number, slot: number, norm: number): number {
    const product = length * norm;
    return product === 0 ? 0 : dotAt(this.#values, slot * this.dimensions, query) / product;
  }

  #grow(): void {
    const values = new Float32Array(this.#values.length * 2);
    values.set(this.#values);
    this.#values = values;
    const norms = new Float32Array(this.#norms.length * 2);
    norms.set(this.#norms);
    this.#norms = norms;
  }
}

/** Four products a step: their sums do not wait for each other. */
function dotAt(values: Float32Array, start: number, query: Float32Array): number {
  const whole = query.length - (query.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    a += (values[start + at] ?? 0) * (query[at] ?? 0);
    b += (values[start + at + 1] ?? 0) * (query[at + 1] ?? 0);
    c += (values[start + at + 2] ?? 0) * (query[at + 2] ?? 0);
    d += (values[start + at + 3] ?? 0) * (query[at + 3] ?? 0);
  }
  for (let at = whole; at < query.length; at += 1) a += (values[start + at] ?? 0) * (query[at] ?? 0);
  return a + b + (c + d);
}

function everything(): boolean {
  return true;
}
