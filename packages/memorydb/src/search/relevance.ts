import type { DistanceMetric } from "../schema/index-schema.ts";

/** How near a distance is, from 0 to 1. */
export type RelevanceScoreFn = (distance: number) => number;

/**
 * COSINE is `1 - cos` from 0 to 2 and IP is `1 - dot`: one less the distance. L2 is the square of the way, so its root
 * counts.
 */
export const relevanceScores: Readonly<Record<DistanceMetric, RelevanceScoreFn>> = {
  COSINE: (distance) => clamp(1 - distance),
  IP: (distance) => clamp(1 - distance),
  L2: (distance) => 1 / (1 + Math.sqrt(Math.max(distance, 0))),
};

/** Engines give distances of 32 bits in 12 digits: a limit is compared in 32 bits, so that what is equal is within. */
export function isWithin(distance: number, limit: number): boolean {
  return Math.fround(distance) <= Math.fround(limit);
}

function clamp(score: number): number {
  return Math.min(Math.max(score, 0), 1);
}
