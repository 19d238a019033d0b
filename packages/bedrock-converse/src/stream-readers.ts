import type { ConverseStreamOutput as WireEvent } from "@aws-sdk/client-bedrock-runtime";
import { type EventReaders, exceptionReader } from "@langchain-aws/core/event-stream";
import { readWireEvent } from "./response/wire-events.ts";
import type * as Sdk from "./sdk.ts";

/** Reads the messages of ConverseStream into what the AWS SDK has for them: events, and errors of its classes. */
export function streamReaders({ streamExceptions }: typeof Sdk): EventReaders<WireEvent> {
  const exception = exceptionReader(new Map(Object.entries(streamExceptions)));
  return {
    event: (type, payload) => {
      const error = exception(type, payload);
      if (error !== undefined) throw error;
      return readWireEvent(type, payload);
    },
    exception,
  };
}
