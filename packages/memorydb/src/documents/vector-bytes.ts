import { MemoryDBVectorError } from "../errors.ts";
import type { ResolvedVectorField } from "../schema/index-schema.ts";

/** The numbers of a vector: a list, or a typed array, whose bytes are sent as they lie. */
export type VectorLike = readonly number[] | Float32Array | Float64Array;

const isLittleEndian = /* @__PURE__ */ (() => new Uint8Array(Uint16Array.of(1).buffer)[0] === 1)();

/**
 * The bytes of a vector as engines read them: little-endian, 32 or 64 bits a number.
 *
 * A typed array of that width is not copied on little-endian machines, a list is written once.
 */
export function encodeVector(vector: VectorLike, datatype: "FLOAT32" | "FLOAT64"): Uint8Array {
  const isWide = datatype === "FLOAT64";
  const own = isWide ? vector instanceof Float64Array : vector instanceof Float32Array;
  if (own && isLittleEndian && ArrayBuffer.isView(vector)) {
    return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  }
  if (isLittleEndian) {
    const values = isWide ? Float64Array.from(vector) : Float32Array.from(vector);
    return new Uint8Array(values.buffer);
  }
  const view = new DataView(new ArrayBuffer(vector.length * (isWide ? 8 : 4)));
  for (const [index, value] of vector.entries()) {
    if (isWide) view.setFloat64(index * 8, value, true);
    else view.setFloat32(index * 4, value, true);
  }
  return new Uint8Array(view.buffer);
}

/** The numbers of a vector that came back; they are read where they lie, when that is possible. */
export function decodeVector(bytes: Uint8Array, datatype: "FLOAT32" | "FLOAT64"): Float32Array | Float64Array {
  const width = datatype === "FLOAT64" ? 8 : 4;
  const count = Math.floor(bytes.byteLength / width);
  if (isLittleEndian) {
    const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : Uint8Array.from(bytes);
    return width === 8 ? new Float64Array(buffer, byteOffset, count) : new Float32Array(buffer, byteOffset, count);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = width === 8 ? new Float64Array(count) : new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    values[index] = width === 8 ? view.getFloat64(index * 8, true) : view.getFloat32(index * 4, true);
  }
  return values;
}

/**
 * Refuses a vector that the index would not find, or that would be compared wrongly.
 *
 * @param failedIndex - the item's index in what was passed, for the error
 * @returns the length of the vector in space
 * @throws MemoryDBVectorError without the numbers
 */
export function checkVector(
  vector: VectorLike,
  dims: number,
  { distanceMetric, datatype }: Pick<ResolvedVectorField, "distanceMetric" | "datatype">,
  failedIndex?: number,
): number {
  const what = failedIndex === undefined ? "The query vector" : `The vector at index ${failedIndex}`;
  if (vector.length !== dims) {
    throw new MemoryDBVectorError(
      `${what} has ${vector.length} numbers, the index has ${dims}. Was it made by another model?`,
      { failedIndex },
    );
  }
  let sum = 0;
  for (let index = 0; index < vector.length; index += 1) {
    const value = Number(vector[index]);
    const kept = datatype === "FLOAT32" ? Math.fround(value) : value;
    if (!Number.isFinite(kept)) {
      throw new MemoryDBVectorError(`${what} has a number that is not finite, at place ${index}.`, { failedIndex });
    }
    sum += value * value;
  }
  if (sum === 0 && distanceMetric === "COSINE") {
    throw new MemoryDBVectorError(
      `${what} is all zeros, which has no direction: COSINE cannot compare it. Is the text empty?`,
      { failedIndex },
    );
  }
  return Math.sqrt(sum);
}

/** The vector of that direction whose length is 1, as 32- or 64-bit numbers. */
export function toUnitVector(
  vector: VectorLike,
  length: number,
  datatype: "FLOAT32" | "FLOAT64",
): Float32Array | Float64Array {
  const unit = datatype === "FLOAT32" ? new Float32Array(vector.length) : new Float64Array(vector.length);
  for (let index = 0; index < vector.length; index += 1) unit[index] = (vector[index] ?? 0) / length;
  return unit;
}
