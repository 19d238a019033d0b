/** What a promise rejects with, or a function throws. */
export async function caught(run: Promise<unknown> | (() => unknown)): Promise<unknown> {
  try {
    await (typeof run === "function" ? run() : run);
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}
