/** Waits, unless the signal ends it. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      // Whatever the caller gave as the reason: an abort stays what it is.
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, ms);
    signal?.addEventListener("abort", end, { once: true });
  });
}

/** A pause before another attempt: doubled each time up to a limit, of which up to a half is left to chance. */
export function backOff(
  attempt: number,
  { firstMs = 50, mostMs = 2000 }: { firstMs?: number; mostMs?: number } = {},
): number {
  const full = Math.min(firstMs * 2 ** attempt, mostMs);
  return full / 2 + (Math.random() * full) / 2;
}

/**
 * The result of a promise, or an error when it takes too long, or when the signal ends it. What comes later is let go of.
 *
 * @throws whatever `onTimeout` makes, or the signal's reason
 */
export async function withinTime<Result>(
  work: Promise<Result>,
  ms: number,
  onTimeout: () => Error,
  signal?: AbortSignal,
): Promise<Result> {
  const { promise, reject } = deferred();
  const end = (): void => reject(signal?.reason);
  const timer = setTimeout(() => reject(onTimeout()), ms);
  signal?.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
    work.catch(() => undefined);
  }
}

function deferred(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  return { promise, reject };
}
