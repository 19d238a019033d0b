import { errorBrands } from "@langchain-aws/core";
import { isInputError } from "./input-error.ts";
import type { Vector } from "./vector.ts";

/** What a call that failed had come to. */
export interface PartialEmbeddings<V = number[]> {
  /** By input; `undefined` where there is no vector yet. Made for `resume`. */
  readonly vectors: readonly (V | undefined)[];
  readonly done: number;
  readonly total: number;
  /** The input the failure is about; the first of `failedIndexes` where the service did not say which. */
  readonly failedIndex: number;
  /** The inputs of the request that failed. */
  readonly failedIndexes: readonly number[];
}

/** A registered symbol, so that copies of this package understand each other. */
const key: unique symbol = /* @__PURE__ */ Symbol.for("langchain-aws.embeddings.partial");

/**
 * What a failed `embedDocuments` or `embedImages` had come to, read from its error: nothing that was paid for is lost.
 *
 * ```ts
 * const vectors = await embeddings.embedDocuments(texts).catch((error) => {
 *   const partial = readPartialEmbeddings(error);
 *   if (partial === undefined) throw error;
 *   return embeddings.embedDocuments(texts, { resume: partial.vectors });
 * });
 * ```
 *
 * The type of the vectors is that of the method that failed; name it where it was `embedDocumentsFloat32`.
 *
 * @returns nothing for errors of anything else, and for an abort, which stays the caller's own object: there,
 *   `onProgress` has handed out the same vectors
 */
export function readPartialEmbeddings<V extends Vector = number[]>(error: unknown): PartialEmbeddings<V> | undefined {
  if (!(error instanceof Error) || !(key in error)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- put there below, by this package alone
  return error[key] as PartialEmbeddings<V>;
}

/**
 * Notes on an error what its call had come to. The vectors are not enumerable: no log prints them. Errors that may be
 * the caller's own, such as one that `onProgress` threw, are left alone.
 */
export function notePartialEmbeddings(error: unknown, partial: PartialEmbeddings<Vector>): unknown {
  if (!(error instanceof Error) || !(errorBrands.isInstance(error) || isInputError(error))) return error;
  Object.assign(error, { failedIndex: partial.failedIndex });
  return Object.defineProperty(error, key, { value: partial, configurable: true });
}
