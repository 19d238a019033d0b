import type { ConverseStreamOutput as WireEvent } from "@aws-sdk/client-bedrock-runtime";
import type { EventBatches, EventReaders } from "@langchain-aws/core/event-stream";
import { isRecord, omitUndefined, stringOf } from "./record.ts";
import { readWireEvent } from "./response/wire-events.ts";
import type * as Sdk from "./sdk.ts";

/** Reads the messages of ConverseStream into what the AWS SDK has for them: events, and errors of its classes. */
export function streamReaders({ streamExceptions }: typeof Sdk): EventReaders<WireEvent> {
  const classes = new Map(Object.entries(streamExceptions));
  const exception = (type: string, payload: unknown): Error | undefined => {
    const Exception = classes.get(type);
    if (Exception === undefined) return undefined;
    const { message, Message, originalStatusCode, originalMessage } = isRecord(payload) ? payload : {};
    return new Exception({
      message: stringOf(message) ?? stringOf(Message) ?? "Unknown",
      $metadata: {},
      ...omitUndefined({ originalStatusCode, originalMessage }),
    });
  };
  return {
    event: (type, payload) => {
      const error = exception(type, payload);
      if (error !== undefined) throw error;
      return readWireEvent(type, payload);
    },
    exception,
  };
}

/** The events of the AWS SDK's own reader, for clients whose bodies are not ours to take. */
export function batchesOf<Event>(source: AsyncIterable<Event>): EventBatches<Event> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    async read() {
      const result = await iterator.next();
      return result.done === true ? undefined : [result.value];
    },
    // Not awaited: a generator that hangs in `next` would never get to its `return`.
    close: () => void iterator.return?.().then(ignore, ignore),
  };
}

function ignore(): void {}
