import { createRandom } from "../../random.ts";
import { toUnitLength } from "../vectors.ts";

/**
 * Brings vectors of one length to another: a longer one is filled up with zeros, which keeps every angle; a shorter one
 * is a projection on fixed random directions, which keeps angles nearly.
 */
export class DimensionChange {
  readonly #from: number;
  readonly #signs = new Map<number, Int8Array>();

  /** @param from the length of the vectors that will be given */
  constructor(from: number) {
    this.#from = from;
  }

  /** A vector of unit length with so many dimensions. */
  apply(vector: Float32Array, dimensions: number): Float32Array {
    if (dimensions >= this.#from) {
      const filled = new Float32Array(dimensions);
      filled.set(vector);
      return filled;
    }
    const signs = this.#signsFor(dimensions);
    const projected = new Float32Array(dimensions);
    for (let row = 0; row < dimensions; row += 1) {
      let sum = 0;
      for (let at = 0; at < this.#from; at += 1) sum += (vector[at] ?? 0) * (signs[row * this.#from + at] ?? 0);
      projected[row] = sum;
    }
    return toUnitLength(projected);
  }

  #signsFor(dimensions: number): Int8Array {
    const known = this.#signs.get(dimensions);
    if (known !== undefined) return known;
    // The seed is fixed: vectors of two instances, or of two runs, can be compared.
    const random = createRandom(dimensions);
    const signs = Int8Array.from({ length: dimensions * this.#from }, () => (random() < 0.5 ? -1 : 1));
    this.#signs.set(dimensions, signs);
    return signs;
  }
}
