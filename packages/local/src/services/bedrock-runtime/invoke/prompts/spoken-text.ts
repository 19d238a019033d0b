import type { AnswerEnd } from "../../../../chat/answer.ts";
import type { ContentBlock } from "../../../../chat/content-blocks.ts";
import type { ReplyBlock, StopReason } from "../../../../chat/reply.ts";
import { blockPieces } from "../../../../chat/stream-events.ts";
import type { NativeChunk, StreamWriter } from "../chat-format.ts";

/** How a model that answers with nothing but text says what is not text. */
export interface Speech {
  /** The pieces of a thought. @defaultValue it is kept to itself */
  readonly thought?: (pieces: readonly string[]) => readonly string[];
  /** A call of a tool, its arguments as JSON. @defaultValue as Llama writes it */
  readonly call?: (name: string, argumentsJson: string) => string;
}

/** The pieces of text that a block is said in. */
export function spokenPieces(reply: ReplyBlock, speech: Speech = {}): readonly string[] {
  const { block } = reply;
  if ("toolUse" in block) return [(speech.call ?? callAsJson)(block.toolUse.name, blockPieces(reply).join(""))];
  if ("reasoningContent" in block) return speech.thought?.(blockPieces(reply)) ?? [];
  if ("text" in block || "citationsContent" in block) return blockPieces(reply);
  throw noWords(block);
}

/** All that an answer says. */
export function spokenText(blocks: readonly ReplyBlock[], speech?: Speech): string {
  return blocks.flatMap((block) => spokenPieces(block, speech)).join("");
}

const callAsJson = (name: string, argumentsJson: string): string =>
  `{"name": ${JSON.stringify(name)}, "parameters": ${argumentsJson}}`;

function noWords(block: ContentBlock): Error {
  return new TypeError(`A model that answers with text alone cannot say: ${Object.keys(block).join(", ")}.`);
}

/** `length` where the token limit cut an answer, else `finished`. */
export function lengthOr<Word extends string>(finished: Word, { stopReason }: AnswerEnd): Word | "length" {
  const reasons: Partial<Record<StopReason, "length">> = {
    max_tokens: "length",
    model_context_window_exceeded: "length",
  };
  return reasons[stopReason] ?? finished;
}

/** What a stream of text consists of. */
export interface TextChunks {
  readonly piece: (text: string, isFirst: boolean) => NativeChunk;
  readonly last: (end: AnswerEnd) => readonly NativeChunk[];
  /**
   * The last piece and the end in one chunk; `undefined` where the end comes by itself. With it, a piece is sent when
   * the next one is there.
   */
  readonly closing?: (text: string, end: AnswerEnd, isFirst: boolean) => NativeChunk | undefined;
}

/** Writes an answer that is nothing but text. */
export class TextStream implements StreamWriter {
  readonly #chunks: TextChunks;
  readonly #speech: Speech;
  #isFirst = true;
  #held: string | undefined;

  constructor(chunks: TextChunks, speech: Speech = {}) {
    this.#chunks = chunks;
    this.#speech = speech;
  }

  *block(reply: ReplyBlock): Generator<NativeChunk> {
    for (const piece of spokenPieces(reply, this.#speech)) {
      if (this.#chunks.closing === undefined) {
        yield this.#piece(piece);
      } else {
        yield* this.#release();
        this.#held = piece;
      }
    }
  }

  *end(end: AnswerEnd): Generator<NativeChunk> {
    const closed = this.#held === undefined ? undefined : this.#chunks.closing?.(this.#held, end, this.#isFirst);
    if (closed !== undefined) {
      yield closed;
      return;
    }
    yield* this.#release();
    yield* this.#chunks.last(end);
  }

  *#release(): Generator<NativeChunk> {
    if (this.#held !== undefined) yield this.#piece(this.#held);
    this.#held = undefined;
  }

  #piece(piece: string): NativeChunk {
    const chunk = this.#chunks.piece(piece, this.#isFirst);
    this.#isFirst = false;
    return chunk;
  }
}
