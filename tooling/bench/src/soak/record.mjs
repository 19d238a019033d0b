import { tokenOf } from "./tokens.mjs";

/** How a call ended, as the record keeps it. */
export const outcomes = /** @type {const} */ (["stuck", "ok", "failed", "aborted", "mixed up", "cut"]);

/** @typedef {(typeof outcomes)[number]} Outcome */

/**
 * What became of each call, by its number. It stands outside the JavaScript heap, so that a heap that grows is the
 * packages' doing, however many calls there were.
 */
export class CallRecord {
  #kinds = new Uint8Array(1024);
  #outcomes = new Uint8Array(1024);
  #ms = new Float32Array(1024);
  /** How many calls have begun. */
  size = 0;

  /**
   * Takes a new call, which is stuck until it is settled.
   *
   * @param {number} kind
   * @returns {number} its number
   */
  begin(kind) {
    if (this.size === this.#kinds.length) {
      this.#kinds = grown(this.#kinds, new Uint8Array(this.size * 2));
      this.#outcomes = grown(this.#outcomes, new Uint8Array(this.size * 2));
      this.#ms = grown(this.#ms, new Float32Array(this.size * 2));
    }
    this.#kinds[this.size] = kind;
    this.size += 1;
    return this.size - 1;
  }

  /** @param {number} call @param {Outcome} outcome @param {number} ms */
  settle(call, outcome, ms) {
    this.#outcomes[call] = outcomes.indexOf(outcome);
    this.#ms[call] = ms;
  }

  /** @param {number} kind */
  *ofKind(kind) {
    for (let call = 0; call < this.size; call += 1) {
      if (this.#kinds[call] !== kind) continue;
      const outcome = outcomes[this.#outcomes[call] ?? 0] ?? "stuck";
      yield { token: tokenOf(call), outcome, ms: this.#ms[call] ?? 0 };
    }
  }
}

/**
 * @template {Uint8Array | Float32Array} T
 * @param {T} from
 * @param {T} to
 * @returns {T}
 */
function grown(from, to) {
  to.set(from);
  return to;
}
