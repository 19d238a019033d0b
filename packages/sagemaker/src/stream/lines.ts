import { SagemakerStreamFormatError } from "../errors.ts";
import { snippet } from "../snippet.ts";
import { GrowingBytes } from "./growing-bytes.ts";
import {
  defaultMaxLineBytes,
  type RecordReader,
  type RecordReaderOptions,
  type StreamRecord,
} from "./stream-record.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts bytes into lines. Works on bytes, since a line feed is never a part of another character in UTF-8; a line is
 * decoded when it is complete.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  readonly #rest: GrowingBytes = new GrowingBytes();

  constructor({ maxLineBytes = defaultMaxLineBytes }: RecordReaderOptions = {}) {
    this.#maxBytes = maxLineBytes;
  }

  /** @throws SagemakerStreamFormatError for a line above `maxLineBytes` */
  push(part: Uint8Array): Uint8Array[] {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = part.indexOf(lineFeed); end >= 0; end = part.indexOf(lineFeed, start)) {
      lines.push(this.#line(part.subarray(start, end)));
      start = end + 1;
    }
    if (start < part.length) this.#keep(part.subarray(start));
    return lines;
  }

  /** The last line, when it had no line feed. */
  end(): Uint8Array | undefined {
    return this.#rest.length === 0 ? undefined : withoutReturn(this.#rest.take());
  }

  #line(bytes: Uint8Array): Uint8Array {
    if (this.#rest.length === 0) {
      checkLength(bytes, bytes.length, this.#maxBytes);
      return withoutReturn(bytes);
    }
    this.#keep(bytes);
    return withoutReturn(this.#rest.take());
  }

  #keep(bytes: Uint8Array): void {
    const length = this.#rest.length + bytes.length;
    if (length > this.#maxBytes && this.#rest.length > 0) checkLength(this.#rest.take(), length, this.#maxBytes);
    checkLength(bytes, length, this.#maxBytes);
    this.#rest.append(bytes);
  }
}

/** @throws SagemakerStreamFormatError when a record is longer than it may be */
export function checkLength(bytes: Uint8Array, length: number, maxBytes: number): void {
  if (length <= maxBytes) return;
  throw new SagemakerStreamFormatError(
    `A record of the stream is longer than maxLineBytes (${maxBytes}). It begins: ${snippet(bytes)}`,
    { phase: "decode", hint: "Raise maxLineBytes, or check the framing of the content handler." },
  );
}

function withoutReturn(line: Uint8Array): Uint8Array {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}

/** Lines as records; blank ones are left out. */
export class LineReader implements RecordReader {
  readonly isDone: boolean = false;
  readonly #splitter: LineSplitter;
  readonly #decoder: TextDecoder = new TextDecoder();

  constructor(options?: RecordReaderOptions) {
    this.#splitter = new LineSplitter(options);
  }

  push(part: Uint8Array): StreamRecord[] {
    return this.#splitter.push(part).flatMap((line) => this.#record(line));
  }

  end(): StreamRecord[] {
    const line = this.#splitter.end();
    return line === undefined ? [] : this.#record(line);
  }

  #record(bytes: Uint8Array): StreamRecord[] {
    const text = this.#decoder.decode(bytes);
    return text.trim() === "" ? [] : [{ bytes, text }];
  }
}
