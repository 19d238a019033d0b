import type { ResponseStream as WireEvent } from "@aws-sdk/client-sagemaker-runtime";
import { recordOf } from "@langchain-aws/core";
import type { EventBatches, EventReaders } from "@langchain-aws/core/event-stream";

/** The payloads of a response stream, some at a time as they arrive. */
export type PayloadParts = EventBatches<Uint8Array>;

/** The exceptions that the AWS SDK has classes for. */
const exceptionNames: ReadonlySet<string> = new Set(["ModelStreamError", "InternalStreamFailure"]);

const noBytes = new Uint8Array(0);

/**
 * How the events of InvokeEndpointWithResponseStream are read: a `PayloadPart` is raw bytes. Events of other types say
 * nothing.
 */
export const payloadReaders: EventReaders<Uint8Array> = {
  rawPayloads: true,
  event(type, payload) {
    if (exceptionNames.has(type)) throw exceptionOf(type, payload);
    return type === "PayloadPart" && payload instanceof Uint8Array ? payload : noBytes;
  },
  exception: (type, payload) => (exceptionNames.has(type) ? exceptionOf(type, payload) : undefined),
};

/** As the AWS SDK throws it: with the members of the exception beside its message. */
function exceptionOf(name: string, payload: unknown): Error {
  const members = recordOf(payload);
  const message = members["Message"] ?? members["message"];
  const error = new Error(typeof message === "string" ? message : "Unknown");
  return Object.assign(error, { name }, members, { message: error.message });
}

/** The payloads out of the events of the AWS SDK, for clients whose bodies are not ours to read. */
export function partsOfEvents(events: AsyncIterable<WireEvent>): PayloadParts {
  const iterator = events[Symbol.asyncIterator]();
  return {
    async read() {
      while (true) {
        const { done, value } = await iterator.next();
        if (done === true) return undefined;
        if (value.PayloadPart?.Bytes !== undefined) return [value.PayloadPart.Bytes];
      }
    },
    close: () => void iterator.return?.().then(ignore, ignore),
  };
}

function ignore(): void {}
