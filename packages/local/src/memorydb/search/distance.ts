import { dotProduct } from "../../engines/vectors.ts";
import type { DistanceMetric } from "./index-definition.ts";

/** A vector and its length. */
export interface Measured {
  values: Float32Array;
  length: number;
}

/** The numbers of a hash's field; they lie where the hash has them. `undefined` when the length is another. */
export function readVector(data: Buffer, dimensions: number, type: "FLOAT32" | "FLOAT64"): Measured | undefined {
  const width = type === "FLOAT32" ? 4 : 8;
  if (data.length !== dimensions * width) return undefined;
  const isAligned = data.byteOffset % width === 0;
  const bytes = isAligned ? data : Uint8Array.from(data);
  const values =
    type === "FLOAT32"
      ? new Float32Array(bytes.buffer, bytes.byteOffset, dimensions)
      : Float32Array.from(new Float64Array(bytes.buffer, bytes.byteOffset, dimensions));
  return { values, length: Math.sqrt(dotProduct(values, values)) };
}

/**
 * Distances as the engines give them: `1 - cos`, the square of the euclidean one, `1 - dot`, in 32 bits.
 *
 * @param asSent cosine alone: the query is taken as it was sent, and not brought to unit length
 */
export function distanceBetween(metric: DistanceMetric, query: Measured, stored: Measured, asSent: boolean): number {
  if (metric === "L2") return squaredDistance(query.values, stored.values);
  const dot = dotProduct(query.values, stored.values);
  if (metric === "IP") return Math.fround(1 - Math.fround(dot));
  const scale = asSent ? stored.length : stored.length * query.length;
  return Math.fround(1 - (scale === 0 ? 0 : Math.fround(dot / scale)));
}

/** Twelve significant digits, as `%.12g` prints them. */
export function formatDistance(distance: number): string {
  return String(Number(distance.toPrecision(12)));
}

function squaredDistance(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    sum += difference * difference;
  }
  return Math.fround(sum);
}
