import type { AsyncCaller } from "@langchain/core/utils/async_caller";

/** What a pool works on and how. */
export interface PoolSettings<Job> {
  readonly jobs: Iterator<Job, unknown>;
  /** Limits all pools of one object together. */
  readonly caller: AsyncCaller;
  /** Most jobs of this pool at the same time. */
  readonly width: number;
  readonly work: (job: Job, signal: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Whether a failure lets jobs that have begun come to their end. */
  readonly finishInFlight?: boolean | undefined;
}

/** The first job that failed. */
export interface PoolFailure<Job> {
  readonly job: Job;
  readonly error: unknown;
}

/**
 * Works through jobs with so many workers, each of which takes the next job when it has done its last: there is never a
 * promise, or a request, for a job that has not begun.
 *
 * The first failure stops all workers and, unless told otherwise, aborts what has begun.
 *
 * @returns the first failure, once no worker is left; nothing when every job was done
 * @throws the reason of `signal`, when that was aborted
 */
export async function runPool<Job>(settings: PoolSettings<Job>): Promise<PoolFailure<Job> | undefined> {
  const { jobs, caller, width, work, signal, finishInFlight } = settings;
  signal?.throwIfAborted();
  const inner = new AbortController();
  const onAbort = (): void => inner.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  let failure: PoolFailure<Job> | undefined;

  const run = async (job: Job): Promise<void> => {
    // Waited for a place among other calls: the world may have changed.
    inner.signal.throwIfAborted();
    if (failure === undefined) await work(job, inner.signal);
  };
  const worker = async (): Promise<void> => {
    for (let next = jobs.next(); next.done !== true; next = jobs.next()) {
      const job = next.value;
      try {
        await caller.callWithOptions({ signal: inner.signal }, run, job);
      } catch (error) {
        failure ??= { job, error };
        if (finishInFlight !== true) inner.abort();
      }
      if (failure !== undefined) return;
    }
  };

  try {
    // Workers start one by one: a short list of jobs needs no more of them than it has jobs.
    await Promise.all(Array.from({ length: width }, worker));
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  signal?.throwIfAborted();
  return failure;
}
