/** A function that resolves once and keeps the value; a failure is not kept, so that the next call tries again. */
export function once<Value>(resolve: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | undefined;
  return () => {
    kept ??= resolve().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}
