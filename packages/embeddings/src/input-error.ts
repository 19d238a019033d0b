/** An error about one input of a call. */
export interface InputError extends Error {
  /** The input's index in what was passed; 0 where only one was. */
  readonly failedIndex: number;
}

type ErrorClass = new (message: string) => Error;

/**
 * An error for the input with that index. The text says where and what to do, never what the input holds.
 *
 * @param create - `TypeError` for a value of the wrong type, `RangeError` for one that is empty, too long or too large
 */
export function inputError(create: ErrorClass, failedIndex: number, message: string): InputError {
  return Object.assign(new create(message), { failedIndex });
}

/** Whether an error is about an input. */
export const isInputError = (error: unknown): error is InputError =>
  error instanceof Error && "failedIndex" in error && typeof error.failedIndex === "number";
