import { BedrockStreamError } from "@langchain-aws/core";
import { stampRetryable } from "@langchain/core/errors";
import type { AIMessage } from "@langchain/core/messages";
import type { OpenStream } from "./client.ts";
import type { ExchangeFacts } from "./response/metadata.ts";
import { parseStream, type StreamParser } from "./response/parse-stream.ts";
import type { ReplyContext } from "./response/reply-context.ts";
import type { StreamPart } from "./response/stream-parts.ts";

/** A reply that comes in parts, whether the service streamed it or not. */
export interface StreamReply {
  readonly exchange: ExchangeFacts;
  /** The parts of each event. Leaving the loop ends the request. */
  readonly parts: AsyncIterable<readonly StreamPart[]>;
  /** The message of all parts that have been read. */
  message(): AIMessage;
}

/** What an error of a stream carries besides itself. */
export interface PartialReply {
  /** The message as far as it had come. Not enumerable: it is content, which no log of errors should print. */
  readonly partialOutput?: AIMessage;
}

/** Reads an open stream to its end. */
export function readStream(stream: OpenStream, context: ReplyContext): StreamReply {
  const parser = parseStream(stream.exchange, context);
  return { exchange: stream.exchange, parts: partsOf(stream, parser), message: () => parser.message() };
}

async function* partsOf(stream: OpenStream, parser: StreamParser): AsyncGenerator<readonly StreamPart[]> {
  let phase: "opening" | "open" = "opening";
  let isDone = false;
  try {
    for await (const event of stream.events) {
      const parts = parser.read(event);
      phase = "open";
      if (parts.length > 0) yield parts;
    }
    if (!parser.isComplete) throw endedEarly();
    isDone = true;
  } catch (error) {
    throw withPartialOutput(error, stream, parser, phase);
  } finally {
    if (!isDone) stream.close();
  }
}

function endedEarly(): BedrockStreamError {
  return new BedrockStreamError(
    "The stream ended early: the model had not said that it stopped. Send the request again.",
    {
      code: "STREAM_ENDED_EARLY",
      operation: "ConverseStream",
      service: "bedrock-runtime",
    },
  );
}

/**
 * The error as the caller gets it. Nobody repeats a stream that has been read in part by itself, but the caller may,
 * with the whole request; whether that can help depends on the cause alone.
 */
function withPartialOutput(
  error: unknown,
  stream: OpenStream,
  parser: StreamParser,
  phase: "opening" | "open",
): unknown {
  const explained = stream.explain(error, phase);
  if (!BedrockStreamError.isInstance(explained)) return explained;
  const isRetryable = explained.code === "STREAM_ENDED_EARLY" || stream.isWorthRepeating(error);
  Object.defineProperty(explained, "retryable", { value: isRetryable, enumerable: true, configurable: true });
  Object.defineProperty(explained, "partialOutput", { value: parser.message(), configurable: true });
  return stampRetryable(explained, isRetryable);
}
