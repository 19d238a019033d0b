import type { EventBatches, EventReaders } from "@langchain-aws/core/event-stream";
import type { ClientSource } from "./client-source.ts";
import type { AwsClientLike, AwsCommand } from "./client.ts";
import { sendCommand, type SendOptions } from "./send.ts";
import { type EventStreamReply, sendEventStream } from "./send-event-stream.ts";

/** How a command is sent and its events are read. */
export interface SendForEventsOptions<Output, Event> extends SendOptions {
  readonly readers: EventReaders<Event>;
  /** The events out of the AWS SDK's own stream, for clients whose bodies are not ours to read; nothing without one. */
  readonly fromSdk: (output: Output) => EventBatches<Event> | undefined;
}

/**
 * Sends a command that is answered by an event stream, through whichever client there is: a shared one's stream is read
 * here, an injected one's by the AWS SDK, since its owner may have put something into it that looks at the body.
 *
 * @returns no events for a reply that holds none
 * @throws as `sendCommand`
 */
export async function sendForEvents<Output, Event>(
  source: ClientSource<AwsClientLike>,
  command: AwsCommand<Output>,
  { readers, fromSdk, ...options }: SendForEventsOptions<Output, Event>,
): Promise<EventStreamReply<Output, Event>> {
  const client = await source.get();
  if (!source.injected) {
    const reply = await sendEventStream<Output, Event>(client, command, { ...options, readers });
    if (reply.events !== undefined) return reply;
    return { output: reply.output, events: fromSdk(reply.output) };
  }
  const output = await sendCommand<Output>(client, command, options);
  return { output, events: fromSdk(output) };
}
