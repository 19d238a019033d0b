import type { ResponseStream as WireEvent } from "@aws-sdk/client-bedrock-runtime";
import { BedrockStreamError, fromBase64, isRecord, type PlainRecord, utf8Decode } from "@langchain-aws/core";
import { type EventReaders, exceptionReader } from "@langchain-aws/core/event-stream";
import { parsedJson } from "./record.ts";
import type * as Sdk from "./sdk.ts";

/** Reads the messages of InvokeModelWithResponseStream: the model's own events, and errors of the AWS SDK's classes. */
export function streamReaders({ streamExceptions }: typeof Sdk): EventReaders<PlainRecord> {
  const exception = exceptionReader(streamExceptions);
  return {
    event: (type, payload) => {
      const error = exception(type, payload);
      if (error !== undefined) throw error;
      const bytes = type === "chunk" && isRecord(payload) ? payload["bytes"] : undefined;
      return typeof bytes === "string" ? readModelEvent(fromBase64(bytes)) : {};
    },
    exception,
  };
}

/** An event of the AWS SDK's own reader, as ours gives it. */
export function readSdkEvent(event: WireEvent): PlainRecord {
  const { chunk, ...others } = event;
  if (chunk?.bytes !== undefined) return readModelEvent(chunk.bytes);
  // A client of another make may hand exceptions on as events.
  const exception: unknown = Object.values(others).find((member: unknown) => member instanceof Error);
  if (exception !== undefined) throw exception;
  return {};
}

/** One event of the model. Some end their streams with the text `[DONE]`, which says nothing. */
function readModelEvent(bytes: Uint8Array): PlainRecord {
  const text = utf8Decode(bytes);
  const event = parsedJson(text);
  if (isRecord(event)) return event;
  if (event === "[DONE]" || text.trim() === "[DONE]" || text.trim() === "") return {};
  throw new BedrockStreamError("An event of the stream is no JSON object. Check endpoint and `bodyFormat`.", {
    code: "UNEXPECTED_EVENT",
    service: "bedrock-runtime",
    operation: "InvokeModelWithResponseStream",
  });
}
