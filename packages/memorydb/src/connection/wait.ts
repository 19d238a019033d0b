/** Waits, unless the signal ends it. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
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
 * The result of a promise, or an error when it takes too long. What comes later is let go of.
 *
 * @throws whatever `onTimeout` makes
 */
export async function withinTime<Result>(work: Promise<Result>, ms: number, onTimeout: () => Error): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(onTimeout()), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
