/** Each call carries a text of its own, which stands in the request, in the ledger of `local` and in the answer. */
const pattern = /soak[0-9]+x/;

/** @param {number} number */
export const tokenOf = (number) => `soak${number}x`;

/** @param {string} text */
export const findToken = (text) => pattern.exec(text)?.[0];

/**
 * Numbers between 0 and 1, the same ones for the same seed (mulberry32).
 *
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
