/** The error that a call ends with; a call that succeeds fails the test. */
export async function failureOf(call: Promise<unknown> | (() => unknown)): Promise<Error> {
  try {
    await (typeof call === "function" ? call() : call);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}
