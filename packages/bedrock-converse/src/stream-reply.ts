import type { ConverseStreamOutput as WireEvent } from "@aws-sdk/client-bedrock-runtime";
import { BedrockStreamError, stampRetryable } from "@langchain-aws/core";
import type { AIMessage } from "@langchain/core/messages";
import type { OpenStream } from "./client.ts";
import type { ExchangeFacts } from "./response/metadata.ts";
import { parseStream, type StreamParser } from "./response/parse-stream.ts";
import type { ReplyContext } from "./response/reply-context.ts";
import type { StreamPart } from "./response/stream-parts.ts";

/** A reply that comes in parts, whether the service streamed it or not. */
export interface StreamReply {
  readonly exchange: ExchangeFacts;
  /** The parts of what has arrived, at least one at a time. Leaving the loop ends the request. */
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
  return { exchange: stream.exchange, parts: new PartReader(stream, parser), message: () => parser.message() };
}

/**
 * The parts of all events of one read at a time. Written out instead of as a generator: this is the way of every delta.
 */
class PartReader implements AsyncIterableIterator<readonly StreamPart[]> {
  readonly #stream: OpenStream;
  readonly #parser: StreamParser;
  #phase: "opening" | "open" = "opening";
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(stream: OpenStream, parser: StreamParser) {
    this.#stream = stream;
    this.#parser = parser;
  }

  async next(): Promise<IteratorResult<readonly StreamPart[], undefined>> {
    try {
      while (!this.#isOver) {
        if (this.#failure !== undefined) throw this.#failure.error;
        const events = await this.#stream.read();
        if (events === undefined) this.#end();
        else {
          const parts = this.#parse(events);
          if (parts.length > 0) return { done: false, value: parts };
        }
      }
      return { done: true, value: undefined };
    } catch (error) {
      this.#leave();
      throw withPartialOutput(error, this.#stream, this.#parser, this.#phase);
    }
  }

  async return(): Promise<IteratorResult<readonly StreamPart[], undefined>> {
    this.#leave();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** What the events say; what the first bad one says is thrown when its forerunners have been handed on. */
  #parse(events: readonly WireEvent[]): readonly StreamPart[] {
    const parts: StreamPart[] = [];
    try {
      for (const event of events) {
        this.#parser.read(event, parts);
        this.#phase = "open";
      }
    } catch (error) {
      this.#failure = { error };
    }
    return parts;
  }

  #end(): void {
    if (!this.#parser.isComplete) throw endedEarly();
    this.#isOver = true;
  }

  #leave(): void {
    if (!this.#isOver) this.#stream.close();
    this.#isOver = true;
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
