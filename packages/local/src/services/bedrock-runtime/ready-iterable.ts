/** The same values, each in a promise that is already kept: no generator runs between two events. */
export function toReadyIterable<T>(values: Generator<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => values.next(),
      return: async () => values.return(undefined),
    }),
  };
}
