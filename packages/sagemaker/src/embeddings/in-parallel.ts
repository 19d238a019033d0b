/**
 * Runs jobs with so many workers, each of which takes the next job when it has done its last, and gives their results in
 * the order of the jobs. The first failure aborts what has begun, and is what is thrown.
 *
 * @param run - does one job; its signal belongs to that job alone
 */
export async function inParallel<Result>(
  count: number,
  width: number,
  run: (index: number, signal: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result[]> {
  const results: Result[] = [];
  const failure = new AbortController();
  const sources = signal === undefined ? [failure.signal] : [failure.signal, signal];
  let first: { readonly error: unknown } | undefined;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count && first === undefined) {
      const index = next++;
      try {
        // One for each job: on a signal that they shared, each would leave its listeners.
        results[index] = await run(index, AbortSignal.any(sources));
      } catch (error) {
        first ??= { error };
        failure.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  if (first !== undefined) throw first.error;
  return results;
}
