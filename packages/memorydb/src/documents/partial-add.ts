/** What a call that failed had come to. */
export interface PartialAdd {
  /** The keys of what is stored, by input; `undefined` where nothing is. Made for `resume`. */
  readonly ids: readonly (string | undefined)[];
  /**
   * The keys that the inputs have or would have had. Made for the option `ids`: an input whose command failed may have
   * been stored all the same, and keeps its key when it is sent again.
   */
  readonly assignedIds: readonly string[];
  readonly done: number;
  /** `undefined` when an iterable had not come to its end. */
  readonly total: number | undefined;
  /** The input the failure is about; the first of `failedIndexes` where it is about several. */
  readonly failedIndex: number;
  /** The inputs that failed. */
  readonly failedIndexes: readonly number[];
}

/** A registered symbol, so that copies of this package understand each other. */
const key: unique symbol = /* @__PURE__ */ Symbol.for("langchain-aws.memorydb.partial");

/**
 * What a failed `addDocuments`, `addTexts` or `addVectors` had come to, read from its error: nothing is stored twice.
 *
 * ```ts
 * const keys = await store.addDocuments(documents).catch((error) => {
 *   const partial = readPartialAdd(error);
 *   if (partial === undefined) throw error;
 *   return store.addDocuments(documents, { ids: partial.assignedIds, resume: partial.ids });
 * });
 * ```
 *
 * @returns nothing for errors of anything else, and for an abort, which stays the caller's own object: there,
 *   `onProgress` has handed out the same keys
 */
export function readPartialAdd(error: unknown): PartialAdd | undefined {
  if (!(error instanceof Error) || !(key in error)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- put there below, by this package alone
  return error[key] as PartialAdd;
}

/** Notes on an error what its call had come to; not enumerable, so that no log prints it. */
export function notePartialAdd(error: Error, partial: PartialAdd): Error {
  return Object.defineProperty(error, key, { value: partial, configurable: true });
}
