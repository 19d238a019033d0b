/**
 * A wait that the signal ends, with its reason. What is waited for goes on: it may be shared, or know no signal.
 *
 * @param signal without one, and without an abort, the outcome is the wait's own
 */
export function untilAborted<Value>(wait: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return wait;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    void wait.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
