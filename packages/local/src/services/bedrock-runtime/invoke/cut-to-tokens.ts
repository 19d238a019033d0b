import type { TokenCounter } from "../../../tokens.ts";

/**
 * The longest part of a text that has no more than so many tokens, its start or its end left out. Characters stay whole.
 *
 * @param from which end is left out
 */
export function cutToTokens(text: string, tokens: number, from: "start" | "end", count: TokenCounter): string {
  if (count(text) <= tokens) return text;
  const characters = Array.from(text);
  const keep = (length: number): string =>
    (from === "end" ? characters.slice(0, length) : characters.slice(characters.length - length)).join("");
  // The counts of longer texts are never smaller, so the longest that fits is found by halving.
  let [fits, tooLong] = [0, characters.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (count(keep(middle)) <= tokens) fits = middle;
    else tooLong = middle;
  }
  return keep(fits);
}
