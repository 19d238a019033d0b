import type { RankedSource } from "./parse-response.ts";

/**
 * The best of several requests. A score depends on query and document alone, so those of several requests compare. One
 * request's results stay in the service's order.
 *
 * @param topN how many; `null`: all
 */
export function mergeResults(parts: readonly (readonly RankedSource[])[], topN: number | null): RankedSource[] {
  const [only = [], ...others] = parts;
  const ranked =
    others.length === 0
      ? [...only]
      : parts.flat().toSorted((a, b) => b.relevanceScore - a.relevanceScore || a.index - b.index);
  return topN === null ? ranked : ranked.slice(0, topN);
}
