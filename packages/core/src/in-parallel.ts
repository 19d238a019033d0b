/** How several pieces of work share their time. */
export interface ParallelSettings {
  /** How many are under way at a time. */
  readonly limit: number;
  /** Ends all of them. */
  readonly signal?: AbortSignal;
}

/**
 * Does the same with each item, some at a time, and gives the results in the items' order. The first failure ends the
 * others and is the one that is thrown.
 *
 * @param work gets a signal that is aborted when its result is no longer wanted
 */
export async function inParallel<T, R>(
  items: readonly T[],
  { limit, signal }: ParallelSettings,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const failure = new AbortController();
  const ends = signal === undefined ? [failure.signal] : [signal, failure.signal];
  const results: R[] = [];
  // Shared by the workers, so that each takes the next item that nobody has taken.
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      // One for each item: a signal with the listeners of many requests would look like a leak to Node.
      const either = AbortSignal.any(ends);
      either.throwIfAborted();
      results[index] = await work(item, either);
    }
  };
  const stopOthers = (error: unknown): void => failure.abort(error);
  const count = Math.min(limit, items.length);
  await Promise.all(Array.from({ length: count }, () => worker().catch(stopOthers)));
  failure.signal.throwIfAborted();
  return results;
}
