import { AwsLangChainError, BedrockStreamError, stampRetryable } from "@langchain-aws/core";
import type { OpenStream } from "../client.ts";
import type { ReplyParser } from "./reply-parser.ts";
import type { ReplyPiece } from "./reply-reader.ts";

/**
 * The pieces of a stream, at least one at a time, to its end: counts and guardrails speak last. Where a stop sequence is
 * looked for here, the stream is closed as soon as it is met. Leaving the loop ends the request.
 *
 * @throws the mapped error of the stream. It carries the message as far as it had come as `partialOutput`, which is not
 * enumerable: it is content, and no log of errors should print it.
 */
export async function* readStream(stream: OpenStream, parser: ReplyParser): AsyncGenerator<readonly ReplyPiece[]> {
  let phase: "opening" | "open" = "opening";
  let isOver = false;
  try {
    for (;;) {
      const events = await stream.read();
      const pieces: ReplyPiece[] = [];
      const failure = events === undefined ? undefined : readEvents(events, parser, pieces);
      if (events !== undefined) phase = "open";
      if (events === undefined) {
        isOver = true;
        if (!parser.isComplete) throw endedEarly();
      }
      if (isOver || parser.isCut) parser.finish(pieces);
      if (pieces.length > 0) yield pieces;
      // What came before a failure comes first.
      if (failure !== undefined) throw failure.error;
      if (isOver || parser.isCut) return;
    }
  } catch (error) {
    throw withPartialOutput(error, stream, parser, phase);
  } finally {
    if (!isOver) stream.close();
  }
}

function readEvents(
  events: readonly Readonly<Record<string, unknown>>[],
  parser: ReplyParser,
  pieces: ReplyPiece[],
): { readonly error: unknown } | undefined {
  try {
    for (const event of events) {
      parser.readEvent(event, pieces);
      if (parser.isCut) return undefined;
    }
    return undefined;
  } catch (error) {
    return { error };
  }
}

function endedEarly(): BedrockStreamError {
  return new BedrockStreamError(
    "The stream ended early: the model had not said that it stopped. Send the request again.",
    { code: "STREAM_ENDED_EARLY", operation: "InvokeModelWithResponseStream", service: "bedrock-runtime" },
  );
}

/**
 * The error as the caller gets it. Nobody repeats a stream that has been read in part by itself, but the caller may, with
 * the whole request; whether that can help depends on the cause alone.
 */
function withPartialOutput(
  error: unknown,
  stream: OpenStream,
  parser: ReplyParser,
  phase: "opening" | "open",
): unknown {
  const explained = stream.explain(error, phase);
  if (!BedrockStreamError.isInstance(explained)) return explained;
  const isOwn = AwsLangChainError.isInstance(error);
  const isRetryable =
    explained.code === "STREAM_ENDED_EARLY" || isOverloaded(explained) || (!isOwn && stream.isWorthRepeating(error));
  Object.defineProperty(explained, "retryable", { value: isRetryable, enumerable: true, configurable: true });
  Object.defineProperty(explained, "partialOutput", { value: parser.message(), configurable: true });
  return stampRetryable(explained, isRetryable);
}

/** What Anthropic calls a service that is busy, in an event of its own. */
function isOverloaded({ awsCode }: BedrockStreamError): boolean {
  return awsCode === "overloaded_error" || awsCode === "api_error" || awsCode === "rate_limit_error";
}
