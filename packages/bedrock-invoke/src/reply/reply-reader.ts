import type { PlainRecord } from "@langchain-aws/core";
import type { ContentBlock } from "@langchain/core/messages";
import type { ToolCallChunk } from "@langchain/core/messages/tool";
import type { Usage } from "./usage.ts";

/** What one event adds to a message. */
export interface ReplyPiece {
  /** @defaultValue nothing */
  readonly content?: string | ContentBlock[];
  /** The text of `content`. */
  readonly text: string;
  readonly call?: ToolCallChunk;
  /** A piece of what the model thought, where that is not content. */
  readonly thought?: string;
  /** The provider's id of the message. */
  readonly id?: string;
}

/** A call as the model wrote it; arguments that were cut off, or are no JSON object, are text. */
export interface ReplyCall {
  readonly id: string;
  readonly name: string;
  readonly args: PlainRecord | string;
}

/** Everything a reply says, whole or added up. */
export interface Reply {
  readonly id?: string;
  readonly content: string | ContentBlock[];
  readonly calls: readonly ReplyCall[];
  readonly thought?: string;
  readonly stopReason?: string;
  readonly stopSequence?: string | null;
  readonly usage: Usage;
  /** More members of `response_metadata`. */
  readonly metadata?: PlainRecord;
}

/**
 * Reads one reply, whole or event by event, and holds all state of it. What it adds up from a stream is what it makes of
 * the whole reply.
 */
export interface ReplyReader {
  readWhole(body: PlainRecord): void;
  /** @param pieces - where the event's pieces are added */
  readEvent(event: PlainRecord, pieces: ReplyPiece[]): void;
  /** The stream has ended: gives out what was held back. */
  finish(pieces: ReplyPiece[]): void;
  /** Whether the rest of the stream says nothing: the answer was cut. */
  readonly isCut: boolean;
  /** Whether the model has said that it is done; a stream that ends before is broken. */
  readonly isComplete: boolean;
  reply(): Reply;
}
