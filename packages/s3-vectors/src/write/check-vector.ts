import { S3VectorsVectorError } from "../errors.ts";
import type { S3VectorsDistanceMetric, S3VectorsVector } from "../options.ts";

/** What a vector must be. */
export interface VectorRules {
  /** `undefined` where it is not known yet. */
  readonly dimension: number | undefined;
  readonly distanceMetric: S3VectorsDistanceMetric;
}

const mostDimensions = 4_096;

/**
 * Refuses a vector that the service would refuse: another length than the index has, numbers that are not finite in
 * single precision, and for `cosine` one whose numbers are all zero.
 *
 * @param where names the vector in the text: `vectors[3], id "abc"`
 * @throws S3VectorsVectorError
 */
export function checkVector(
  vector: unknown,
  { dimension, distanceMetric }: VectorRules,
  where: string,
): S3VectorsVector {
  if (!isVector(vector)) throw new S3VectorsVectorError(`${where}: a vector must be an array of numbers.`);
  const { length } = vector;
  if (dimension !== undefined && length !== dimension) {
    throw new S3VectorsVectorError(`${where}: the vector has ${length} numbers, and the index takes ${dimension}.`);
  }
  if (length === 0 || length > mostDimensions) {
    throw new S3VectorsVectorError(`${where}: the vector has ${length} numbers; 1 to ${mostDimensions} are possible.`);
  }
  let isZero = true;
  for (let at = 0; at < length; at += 1) {
    const value: unknown = vector[at];
    const rounded = typeof value === "number" ? Math.fround(value) : Number.NaN;
    if (!Number.isFinite(rounded)) {
      throw new S3VectorsVectorError(`${where}: number ${at} of the vector is not finite in single precision.`);
    }
    if (rounded !== 0) isZero = false;
  }
  if (isZero && distanceMetric === "cosine") {
    throw new S3VectorsVectorError(
      `${where}: all numbers of the vector are zero, and the cosine metric has no such vectors.`,
    );
  }
  return vector;
}

function isVector(value: unknown): value is S3VectorsVector {
  return Array.isArray(value) || value instanceof Float32Array || value instanceof Float64Array;
}
