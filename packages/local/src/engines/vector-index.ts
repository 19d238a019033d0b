import { BestScores, type Scored } from "./best-scores.ts";

/** How near two vectors are: by their angle, or by the straight way between them. */
export type VectorMetric = "cosine" | "euclidean";

/** What a search may find. */
export interface VectorSearch {
  /** The most results. */
  limit: number;
  /** Asked before a vector is compared. @defaultValue every vector */
  accept?: (slot: number) => boolean;
  /** @defaultValue `cosine` */
  metric?: VectorMetric;
}

/** Vectors lie in blocks of so many: an index that grows copies nothing. */
const BLOCK_SLOTS = 256;

/**
 * Vectors of one length side by side, searched by comparing each with the query.
 *
 * Exact, and fast enough for what is loaded into a local endpoint: 10,000 vectors of 512 numbers in some 10 ms.
 */
export class VectorIndex {
  readonly dimensions: number;
  readonly #blocks: Float32Array[] = [];
  /** Blocks that somebody reads who must not see what is written from now on: they are copied before a write. */
  readonly #shared = new Set<Float32Array>();
  /** The length of each vector; negative for one that was removed. */
  #norms: Float64Array = new Float64Array(BLOCK_SLOTS);
  #count = 0;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
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
  add(vector: ArrayLike<number>): number {
    const slot = this.#count;
    this.#write(slot, vector);
    this.#count += 1;
    return slot;
  }

  /**
   * Puts another vector into a slot that was given out, that of a removed vector included.
   *
   * @throws RangeError when it has another length than the others, or the slot was never given out
   */
  set(slot: number, vector: ArrayLike<number>): void {
    if (slot >= this.#count) throw new RangeError(`No vector was ever at ${slot}.`);
    this.#write(slot, vector);
  }

  /** The vector of a slot: a view that is good until the slot is written again. */
  at(slot: number): Float32Array {
    const start = (slot % BLOCK_SLOTS) * this.dimensions;
    return this.#blockOf(slot).subarray(start, start + this.dimensions);
  }

  /** Gives the vectors as they are now, whatever is written later. Nothing is copied until then. */
  frozen(): (slot: number) => Float32Array {
    const { dimensions } = this;
    const blocks = [...this.#blocks];
    for (const block of blocks) this.#shared.add(block);
    return (slot) => {
      const start = (slot % BLOCK_SLOTS) * dimensions;
      return blockAt(blocks, slot).subarray(start, start + dimensions);
    };
  }

  /** The vector of a slot is not found any more; `add` does not give the slot out again, `set` may fill it. */
  remove(slot: number): void {
    this.#norms[slot] = -1;
  }

  /**
   * The nearest vectors, best first.
   *
   * The score is the cosine, from 1 to -1, and 0 where one of the two is all zeros; or the distance below zero.
   */
  search(query: Float32Array, { limit, accept = everything, metric = "cosine" }: VectorSearch): Scored[] {
    const best = new BestScores(limit);
    const score = this.#scoreBy(metric, query);
    for (let slot = 0; slot < this.#count; slot += 1) {
      if ((this.#norms[slot] ?? -1) >= 0 && accept(slot)) best.add(slot, score(slot));
    }
    return best.toSorted();
  }

  /** The cosine of a query and the vector of a slot. */
  similarity(query: Float32Array, slot: number): number {
    return this.#scoreBy("cosine", query)(slot);
  }

  #scoreBy(metric: VectorMetric, query: Float32Array): (slot: number) => number {
    const { dimensions } = this;
    if (metric === "euclidean") {
      return (slot) => -Math.sqrt(squaresAt(this.#blockOf(slot), (slot % BLOCK_SLOTS) * dimensions, query));
    }
    const length = lengthOf(query);
    return (slot) => {
      const product = length * (this.#norms[slot] ?? 0);
      return product === 0 ? 0 : dotAt(this.#blockOf(slot), (slot % BLOCK_SLOTS) * dimensions, query) / product;
    };
  }

  #write(slot: number, vector: ArrayLike<number>): void {
    if (vector.length !== this.dimensions) {
      throw new RangeError(`A vector of ${vector.length} numbers does not fit an index of ${this.dimensions}.`);
    }
    if (slot % BLOCK_SLOTS === 0 && this.#blocks.length * BLOCK_SLOTS === slot) {
      this.#blocks.push(new Float32Array(BLOCK_SLOTS * this.dimensions));
    }
    if (slot === this.#norms.length) this.#growNorms();
    const place = (slot % BLOCK_SLOTS) * this.dimensions;
    this.#writableBlockOf(slot).set(vector, place);
    this.#norms[slot] = lengthOf(this.at(slot));
  }

  #blockOf(slot: number): Float32Array {
    return blockAt(this.#blocks, slot);
  }

  #writableBlockOf(slot: number): Float32Array {
    const block = this.#blockOf(slot);
    if (!this.#shared.delete(block)) return block;
    const copy = block.slice();
    this.#blocks[Math.floor(slot / BLOCK_SLOTS)] = copy;
    return copy;
  }

  #growNorms(): void {
    const norms = new Float64Array(this.#norms.length * 2);
    norms.set(this.#norms);
    this.#norms = norms;
  }
}

function blockAt(blocks: readonly Float32Array[], slot: number): Float32Array {
  const block = blocks[Math.floor(slot / BLOCK_SLOTS)];
  if (block === undefined) throw new RangeError(`No vector was ever at ${slot}.`);
  return block;
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dotAt(vector, 0, vector));
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

/** The squares of the differences, summed as the products are. */
function squaresAt(values: Float32Array, start: number, query: Float32Array): number {
  const whole = query.length - (query.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    a += ((values[start + at] ?? 0) - (query[at] ?? 0)) ** 2;
    b += ((values[start + at + 1] ?? 0) - (query[at + 1] ?? 0)) ** 2;
    c += ((values[start + at + 2] ?? 0) - (query[at + 2] ?? 0)) ** 2;
    d += ((values[start + at + 3] ?? 0) - (query[at + 3] ?? 0)) ** 2;
  }
  for (let at = whole; at < query.length; at += 1) a += ((values[start + at] ?? 0) - (query[at] ?? 0)) ** 2;
  return a + b + (c + d);
}

function everything(): boolean {
  return true;
}
