/** What one request may hold. */
export interface BatchLimits {
  readonly maxItems: number;
  readonly maxBytes: number;
}

/**
 * Groups items for requests, in order, each as full as the limits allow. Lazy: a batch is made when it is asked for.
 *
 * An item that is over the byte limit by itself gets a batch of its own.
 *
 * @param sizeOf - bytes of an item in the body; asked once for each item
 */
export function* planBatches(
  items: Iterable<number>,
  { maxItems, maxBytes }: BatchLimits,
  sizeOf: (item: number) => number,
): Generator<readonly number[], void, undefined> {
  let batch: number[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (batch.length > 0 && (batch.length >= maxItems || bytes + size > maxBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** The indexes that have no value yet, in order; lazy. */
export function* missingIndexes(values: readonly unknown[]): Generator<number, void, undefined> {
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] === undefined) yield index;
  }
}
