import { createHash } from "node:crypto";
import { toUnitLength } from "./vectors.ts";

/**
 * A vector of unit length that stands for the bytes of a medium: equal bytes give equal vectors, others are as far
 * apart as chance has it. Nothing is seen or heard; it only lets media travel through code that stores and compares
 * vectors.
 *
 * @param aspect tells several vectors of one medium apart
 */
export function embedBytes(bytes: Uint8Array | string, dimensions: number, aspect = ""): Float32Array {
  const seed = createHash("sha256").update(bytes).update(aspect).digest();
  const vector = new Float32Array(dimensions);
  for (let start = 0, block = 0; start < dimensions; block += 1) {
    const digest = createHash("sha256").update(seed).update(String(block)).digest();
    for (let at = 0; at + 1 < digest.length && start < dimensions; at += 2, start += 1) {
      vector[start] = digest.readInt16LE(at) + 0.5;
    }
  }
  return toUnitLength(vector);
}
