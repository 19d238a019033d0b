import type { Model } from "../../../catalogue/model-profile.ts";
import type { AnswerEnd, InputUsage } from "../../../chat/answer.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import type { ConverseBody } from "../converse-body.ts";
import type { InvokeCall } from "./invoke-family.ts";

/** What an answer is written with, known before its first block. */
export interface AnswerContext {
  readonly model: Model;
  /** The request in Converse's words. */
  readonly body: ConverseBody;
  /** The request in its own. */
  readonly sent: unknown;
  readonly input: InputUsage;
  /** A guardrail refused the request, and no model was asked. */
  readonly isBlocked: boolean;
  /** Letters and digits for ids, from the instance's random numbers. */
  readonly newId: (length: number) => string;
  readonly countTokens: (text: string) => number;
  /** Seconds since the epoch, by the instance's clock. */
  readonly createdAt: number;
  /** How long the answer took until it began, in milliseconds, by the same clock. */
  readonly durationMs: number;
}

/** An answer that is complete. */
export interface WholeAnswer extends AnswerContext {
  readonly blocks: readonly ReplyBlock[];
  readonly end: AnswerEnd;
}

/** One JSON value of a stream. */
export type NativeChunk = Record<string, unknown> | string;

/** Writes one stream: what begins it, each block as it comes, what ends it. */
export interface StreamWriter {
  start?(): Iterable<NativeChunk>;
  block(reply: ReplyBlock, index: number): Iterable<NativeChunk>;
  /** The last object of these carries the invocation metrics. */
  end(end: AnswerEnd): Iterable<NativeChunk>;
}

/**
 * A form of chat or completion body: a file for each, a row in `chat-formats.ts`.
 *
 * A format only translates. What is answered, by whom, and how it is cut, counted and guarded is the same for all of
 * them and for Converse.
 */
export interface ChatFormat {
  /** Whether the model takes this form; where it takes several, the body decides. */
  serves(model: Model): boolean;
  /** Whether a body has this form. */
  recognises(body: Readonly<Record<string, unknown>>): boolean;
  /**
   * The request in Converse's words.
   *
   * @throws ServiceError `ValidationException` for a body that the model would refuse
   */
  read(call: InvokeCall): ConverseBody;
  /** The id of a tool call. @defaultValue `tooluse_` and 22 characters */
  readonly newToolUseId?: (random: () => number) => string;
  /** Whether the stream writer takes calls and thoughts in parts, as it takes text. @defaultValue false */
  readonly streamsAnyPart?: boolean;
  /** The body of a whole answer. */
  write(answer: WholeAnswer): Record<string, unknown>;
  /** The writer of one stream. */
  stream(context: AnswerContext): StreamWriter;
}
