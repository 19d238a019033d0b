import type { NeptuneCallOptions } from "../options.ts";

/**
 * Runs a request and makes of an abort what every caller expects, whatever reason the signal was given.
 *
 * @throws an error with the name `AbortError` when the signal is aborted, else what `run` throws
 */
export async function abortable<Value>({ signal }: NeptuneCallOptions, run: () => Promise<Value>): Promise<Value> {
  if (isAborted(signal)) throw abortError(signal);
  try {
    return await run();
  } catch (error) {
    throw isAborted(signal) ? abortError(signal) : error;
  }
}

// Asked anew each time: it changes while the request runs.
const isAborted = (signal: AbortSignal | undefined): signal is AbortSignal => signal?.aborted === true;

function abortError(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name === "AbortError") return reason;
  return Object.assign(new Error("The request was aborted.", { cause: reason }), { name: "AbortError" });
}
