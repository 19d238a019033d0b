import type { IndexSettings } from "./stored-index.ts";

/** Single precision, as the service stores numbers. What is too large for that is infinite. */
export function toVector(numbers: readonly (number | string)[]): Float32Array {
  return Float32Array.from(numbers, Number);
}

/** Why an index cannot take a vector; `undefined` when it can. The text on numbers is not confirmed. */
export function vectorProblem(
  vector: Float32Array,
  { dimension, distanceMetric }: Pick<IndexSettings, "dimension" | "distanceMetric">,
): string | undefined {
  if (vector.length !== dimension) return `vector must have length ${dimension}, but has length ${vector.length}`;
  if (!vector.every(Number.isFinite)) return "vector must not contain NaN or infinite values";
  if (distanceMetric === "cosine" && vector.every((value) => value === 0)) {
    return "cosine distance does not support vectors with zero norm";
  }
  return undefined;
}
