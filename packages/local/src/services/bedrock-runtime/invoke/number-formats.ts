/** One bit for each dimension, as 0 or 1: whether the number is positive. */
export function toBits(vector: Float32Array): number[] {
  return Array.from(vector, (value) => (value > 0 ? 1 : 0));
}

/** Whole numbers from -127 to 127; the largest number of the vector becomes one of the two. */
export function toInt8(vector: Float32Array): number[] {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest === 0 ? 0 : 127 / largest;
  // Adding 0 turns -0, which JSON would write as 0 in any case, into 0.
  return Array.from(vector, (value) => Math.round(value * scale) + 0);
}

/** As `toInt8`, moved to 1 to 255. */
export function toUint8(vector: Float32Array): number[] {
  return toInt8(vector).map((value) => value + 128);
}

/** Eight dimensions in each number from 0 to 255, the first in the highest bit. */
export function toPackedBits(vector: Float32Array): number[] {
  const bits = toBits(vector);
  return Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) =>
    bits.slice(byte * 8, byte * 8 + 8).reduce((sum, bit, at) => sum + bit * 2 ** (7 - at), 0),
  );
}

/** As `toPackedBits`, moved to -128 to 127. */
export function toSignedPackedBits(vector: Float32Array): number[] {
  return toPackedBits(vector).map((value) => value - 128);
}
