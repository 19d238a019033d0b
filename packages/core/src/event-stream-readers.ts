import type { EventBatches } from "./event-stream-reader.ts";
import { property } from "./property.ts";

/** A class of the AWS SDK for an exception. */
export type ExceptionClass = new (fields: { message: string; $metadata: object }) => Error;

/**
 * Reads exceptions into what the AWS SDK has for them.
 *
 * @param classes by their names on the wire, such as `throttlingException`
 * @returns for `EventReaders.exception`
 */
export function exceptionReader(
  classes: ReadonlyMap<string, ExceptionClass>,
): (type: string, payload: unknown) => Error | undefined {
  return (type, payload) => {
    const Exception = classes.get(type);
    if (Exception === undefined) return undefined;
    const originalStatusCode = property(payload, "originalStatusCode");
    const originalMessage = property(payload, "originalMessage");
    return new Exception({
      message: textOf(property(payload, "message")) ?? textOf(property(payload, "Message")) ?? "Unknown",
      $metadata: {},
      ...(originalStatusCode !== undefined && { originalStatusCode }),
      ...(originalMessage !== undefined && { originalMessage }),
    });
  };
}

/**
 * The events of the AWS SDK's own reader, one at a time, for clients whose bodies are not ours to take.
 *
 * @param toEvent what is made of each
 */
export function batchesOf<Wire, Event>(
  source: AsyncIterable<Wire>,
  toEvent: (event: Wire) => Event,
): EventBatches<Event> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    async read() {
      const result = await iterator.next();
      return result.done === true ? undefined : [toEvent(result.value)];
    },
    // Not awaited: a generator that hangs in `next` would never get to its `return`.
    close: () => void iterator.return?.().then(ignore, ignore),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function ignore(): void {}
