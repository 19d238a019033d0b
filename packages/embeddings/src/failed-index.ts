import { isInputError } from "./input-error.ts";

/** Where the service points at one of several inputs: `#/texts/5: expected maxLength: 2048, actual: 2049`. */
const place = /#\/(?:texts|images|inputs)\/(\d+)/;

/** Which of the inputs of a request an error is about; the first where it does not say. */
export function failedIndexOf(error: unknown, indexes: readonly number[]): number {
  const [first = 0] = indexes;
  if (isInputError(error)) return error.failedIndex;
  const at = error instanceof Error ? place.exec(error.message)?.[1] : undefined;
  return at === undefined ? first : (indexes[Number(at)] ?? first);
}
