/** The dot product of two vectors; the cosine, for vectors of unit length. */
export function dotProduct(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}

/** The vector of that direction whose length is 1; a vector of zeros stays one. */
export function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dotProduct(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** The direction in the middle of several vectors of one dimension, as a vector of unit length. */
export function averageOf(vectors: readonly Float32Array[]): Float32Array {
  const [first, ...rest] = vectors;
  if (first === undefined) throw new TypeError("An average needs one vector at least.");
  const sum = Float32Array.from(first);
  for (const vector of rest) {
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (vector[index] ?? 0);
  }
  return toUnitLength(sum);
}
