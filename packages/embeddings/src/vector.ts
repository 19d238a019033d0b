import { utf8Decode } from "@langchain-aws/core";
import { parseJsonVectors } from "./json-vectors.ts";

/** A vector, in either form. */
export type Vector = number[] | Float32Array;

/** One form of vectors: how a reply is read so that its vectors are in that form, and how to tell. */
export interface VectorForm<V extends Vector> {
  readonly name: string;
  /** @throws SyntaxError when the bytes are not JSON */
  parse(body: Uint8Array): unknown;
  is(value: unknown): value is V;
}

/** Plain arrays of doubles, as LangChain's stores take them. */
export const numberVectors: VectorForm<number[]> = {
  name: "array of numbers",
  parse: (body) => JSON.parse(utf8Decode(body)),
  is: (value): value is number[] => Array.isArray(value) && value.every((part) => typeof part === "number"),
};

/** Four bytes a number, read straight from the reply's bytes. */
export const float32Vectors: VectorForm<Float32Array> = {
  name: "Float32Array",
  parse: parseJsonVectors,
  is: (value): value is Float32Array => value instanceof Float32Array,
};

/** Whether every part is a number that can be reckoned with: neither NaN nor infinite. */
export function isFiniteVector(vector: Vector): boolean {
  for (let index = 0; index < vector.length; index += 1) {
    if (!Number.isFinite(vector[index])) return false;
  }
  return true;
}

/** Scales a vector to unit length, in place and in double precision. One of zeros stays as it is. */
export function normalizeVector(vector: Vector): void {
  let sum = 0;
  for (let index = 0; index < vector.length; index += 1) sum += (vector[index] ?? 0) ** 2;
  const length = Math.sqrt(sum);
  if (length === 0) return;
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] ?? 0) / length;
}
