import type { Scored } from "./best-scores.ts";

/** How much a first place counts beside a second one: the larger, the less. */
const RANK_OFFSET = 60;

/**
 * One ranking out of several, by the places that each gives (reciprocal rank fusion).
 *
 * @returns scores from 0 to 1; 1 is what comes first in all
 */
export function fuseRanks(rankings: readonly (readonly { slot: number }[])[]): Scored[] {
  const scores = new Map<number, number>();
  const best = rankings.length / (RANK_OFFSET + 1);
  for (const ranking of rankings) {
    for (const [index, { slot }] of ranking.entries()) {
      scores.set(slot, (scores.get(slot) ?? 0) + 1 / (RANK_OFFSET + index + 1) / best);
    }
  }
  return [...scores]
    .map(([slot, score]) => ({ slot, score: Math.min(1, score) }))
    .toSorted((left, right) => right.score - left.score || left.slot - right.slot);
}
