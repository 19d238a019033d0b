import type { S3VectorsDistanceMetric } from "../options.ts";

/** The square root of 4,096, the most dimensions that an index can have. */
const longestWay = 64;

/** Relevance of a cosine distance, from 0 (unrelated or opposite) to 1 (the same direction): `1 - distance`. */
export function cosineRelevance(distance: number): number {
  return clamped(1 - distance);
}

/**
 * Relevance of a euclidean distance, as Python's class computes it: `1 - distance / 64`, from 0 to 1.
 *
 * Vectors of unit length are at most 2 apart and get 0.97 to 1; {@link reciprocalEuclideanRelevance} spreads better.
 */
export function euclideanRelevance(distance: number): number {
  return clamped(1 - distance / longestWay);
}

/** Relevance of a euclidean distance, from 1 (the same) towards 0: `1 / (1 + distance)`. For `relevanceScoreFn`. */
export function reciprocalEuclideanRelevance(distance: number): number {
  return 1 / (1 + distance);
}

/** The function of a metric. */
export const relevanceOf: Readonly<Record<S3VectorsDistanceMetric, (distance: number) => number>> = {
  cosine: cosineRelevance,
  euclidean: euclideanRelevance,
};

function clamped(score: number): number {
  return Math.min(1, Math.max(0, score));
}
