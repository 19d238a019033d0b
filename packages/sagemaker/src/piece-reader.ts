import type { UsageMetadata } from "@langchain/core/messages";
import type { StreamPiece } from "./content-handler.ts";
import { SagemakerStreamFormatError } from "./errors.ts";
import type { RecordReader, StreamRecord } from "./stream/stream-record.ts";

/** What a whole stream said besides its text. */
export interface StreamOutcome {
  readonly usage?: UsageMetadata;
  readonly finishReason?: string;
  readonly metadata: Record<string, unknown>;
}

/** What some parts of a body brought. */
export interface TakenPieces {
  readonly pieces: readonly StreamPiece[];
  /** What went wrong behind these pieces. */
  readonly failure?: { readonly error: unknown } | undefined;
}

/** Makes the pieces of a stream out of the parts of its body, and remembers what they say of the whole. */
export class PieceReader {
  readonly #reader: RecordReader;
  readonly #toPiece: (record: StreamRecord) => StreamPiece | null | Promise<StreamPiece | null>;
  #outcome: StreamOutcome;
  #text = "";
  #hasRecord = false;
  #isOver = false;

  /** @param metadata what is known of the answer before its first part */
  constructor(
    reader: RecordReader,
    toPiece: (record: StreamRecord) => StreamPiece | null | Promise<StreamPiece | null>,
    metadata: Record<string, unknown>,
  ) {
    this.#reader = reader;
    this.#toPiece = toPiece;
    this.#outcome = { metadata };
  }

  /** Whether nothing more is to come. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The text so far. */
  get text(): string {
    return this.#text;
  }

  /** What has been said so far. */
  get outcome(): StreamOutcome {
    return this.#outcome;
  }

  /** @param parts `undefined` at the end of the body */
  async take(parts: readonly Uint8Array[] | undefined): Promise<TakenPieces> {
    const pieces: StreamPiece[] = [];
    try {
      for (const part of parts ?? []) {
        for (const record of this.#reader.push(part)) {
          const waiting = this.#add(record, pieces);
          if (waiting !== undefined) await waiting;
        }
        this.#isOver ||= this.#reader.isDone;
        if (this.#isOver) return { pieces };
      }
      if (parts === undefined) {
        for (const record of this.#reader.end()) await this.#add(record, pieces);
        this.#checkEmpty();
        this.#isOver = true;
      }
      return { pieces };
    } catch (error) {
      this.#isOver = true;
      return { pieces, failure: { error } };
    }
  }

  /** Waits only for handlers that have to be waited for: this is the way of every record. */
  #add(record: StreamRecord, pieces: StreamPiece[]): Promise<void> | undefined {
    this.#hasRecord = true;
    const made = this.#toPiece(record);
    if (made instanceof Promise) return made.then((piece) => this.#keep(piece, pieces));
    this.#keep(made, pieces);
    return undefined;
  }

  #keep(piece: StreamPiece | null, pieces: StreamPiece[]): void {
    if (piece === null || this.#isOver) return;
    const { text, message, usage, finishReason, metadata, done } = piece;
    this.#text += text ?? "";
    if (typeof message?.content === "string") this.#text += message.content;
    if (usage !== undefined) this.#outcome = { ...this.#outcome, usage };
    if (finishReason !== undefined) this.#outcome = { ...this.#outcome, finishReason };
    if (metadata !== undefined) {
      this.#outcome = { ...this.#outcome, metadata: { ...this.#outcome.metadata, ...metadata } };
    }
    pieces.push(piece);
    this.#isOver = done === true;
  }

  #checkEmpty(): void {
    if (this.#hasRecord || this.#reader.mayBeEmpty === true || this.#reader.isDone) return;
    throw new SagemakerStreamFormatError("The stream ended without a single record: the container's answer is empty.", {
      phase: "decode",
      hint: "Look into the container's logs, or check the framing of the content handler.",
    });
  }
}
