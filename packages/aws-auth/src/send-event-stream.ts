import { type EventBatches, type EventReaders, readEventStream } from "@langchain-aws/core/event-stream";
import { isRecord } from "./check-options.ts";
import type { AwsClientLike, AwsCommand } from "./client.ts";
import type { CallState, Middleware } from "./command-middleware.ts";
import { type Extension, sendExtended, type SendOptions } from "./send.ts";

/** A reply whose events come apart from it. */
export interface EventStreamReply<Output, Event> {
  /** What the AWS SDK makes of the response without its body: its stream is empty, unless `events` is missing. */
  readonly output: Output;
  /** Missing when there was no body that could be taken away, as with a test double. */
  readonly events: EventBatches<Event> | undefined;
}

/**
 * Sends a command that is answered by an event stream, and reads the stream in place of the AWS SDK, whose own reader
 * takes most of the time of a stream of small events. Retries, signing and errors stay the SDK's: the first events are
 * awaited within the attempt, so that an exception in place of the first event is retried as it would be there.
 *
 * For clients of our own. The caller of an injected client may have put something into it that looks at the body.
 *
 * @throws as `sendCommand`
 */
export async function sendEventStream<Output, Event>(
  client: AwsClientLike,
  command: AwsCommand<Output>,
  options: SendOptions & { readonly readers: EventReaders<Event> },
): Promise<EventStreamReply<Output, Event>> {
  let events: EventBatches<Event> | undefined;
  const taken = (batches: EventBatches<Event>): void => {
    // A second attempt: nobody reads on with the first.
    events?.close();
    events = batches;
  };
  const extend: Extension = (stack, state) =>
    // Added before the others, and so the outermost of its place: they still see the body.
    stack.add(takeBody(options.readers, state, taken), {
      step: "deserialize",
      priority: "low",
      name: "langchainAwsEventStream",
      override: true,
    });
  try {
    return { output: await sendExtended(client, command, options, extend), events };
  } catch (error) {
    events?.close();
    throw error;
  }
}

const takeBody =
  <Event>(readers: EventReaders<Event>, state: CallState, taken: (events: EventBatches<Event>) => void): Middleware =>
  (next) =>
  async (parameters) => {
    const result = await next(parameters);
    const { response } = result;
    if (!isRecord(response) || Number(response["statusCode"]) >= 300) return result;
    const events = readEventStream(response["body"], readers);
    if (events === undefined) return result;
    const first = await firstOf(events, response);
    taken({
      read: () => {
        const batch = first.batch;
        first.batch = undefined;
        return batch === undefined ? events.read() : Promise.resolve(batch);
      },
      close: () => events.close(),
    });
    state.body = response["body"];
    Object.assign(response, { body: noBytes });
    return result;
  };

/** What is left of the body for the AWS SDK. */
const noBytes: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: endOfBytes }) };
const endOfBytes = async (): Promise<IteratorResult<Uint8Array, undefined>> => ({ done: true, value: undefined });

async function firstOf<Event>(
  events: EventBatches<Event>,
  response: Readonly<Record<string, unknown>>,
): Promise<{ batch: readonly Event[] | undefined }> {
  try {
    return { batch: await events.read() };
  } catch (error) {
    // As the AWS SDK marks what it cannot read; its retries look for `Retry-After` there. Never enumerable, although its
    // classes declare the member so: the response holds the request and its signature, and errors are printed.
    if (error instanceof Error) {
      Object.defineProperty(error, "$response", { value: response, enumerable: false, configurable: true });
    }
    throw error;
  }
}
