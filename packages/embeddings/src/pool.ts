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
  // One for each job that has begun: on a signal that they shared, each would leave its listeners.
  const running = new Set<AbortController>();
  const abortAll = (): void => running.forEach((controller) => controller.abort(signal?.reason));
  let failure: PoolFailure<Job> | undefined;

  const begin = async (job: Job, own: AbortSignal): Promise<void> => {
    // Waited for a place among other calls: the world may have changed.
    own.throwIfAborted();
    if (failure === undefined) await work(job, own);
  };
  const run = async (job: Job): Promise<void> => {
    const controller = new AbortController();
    running.add(controller);
    try {
      await caller.callWithOptions({ signal: controller.signal }, begin, job, controller.signal);
    } catch (error) {
      failure ??= { job, error };
    }
    running.delete(controller);
    if (failure !== undefined && finishInFlight !== true) abortAll();
  };
  const isOver = (): boolean => failure !== undefined || signal?.aborted === true;
  const worker = async (): Promise<void> => {
    while (!isOver()) {
      const next = jobs.next();
      if (next.done === true) return;
      await run(next.value);
    }
  };

  signal?.addEventListener("abort", abortAll, { once: true });
  try {
    await Promise.all(Array.from({ length: width }, worker));
  } finally {
    signal?.removeEventListener("abort", abortAll);
  }
  signal?.throwIfAborted();
  return failure;
}
