import { SagemakerStreamFormatError } from "../errors.ts";
import { snippet } from "../snippet.ts";
import { GrowingBytes } from "./growing-bytes.ts";
import { checkLength } from "./lines.ts";
import {
  defaultMaxLineBytes,
  type RecordReader,
  type RecordReaderOptions,
  type StreamRecord,
} from "./stream-record.ts";

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

/** What the scanner is inside of: nothing, an object or array, or a bare word or text between values. */
type Place = "between" | "nested" | "word";

/**
 * JSON values that follow each other, with or without anything between them, as records. Braces inside strings do not
 * count. What is no JSON ends at the line feed, so that one bad line stays one record.
 */
export class JsonReader implements RecordReader {
  readonly isDone: boolean = false;
  readonly #maxBytes: number;
  readonly #rest: GrowingBytes = new GrowingBytes();
  readonly #decoder: TextDecoder = new TextDecoder();
  #place: Place = "between";
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  constructor({ maxLineBytes = defaultMaxLineBytes }: RecordReaderOptions = {}) {
    this.#maxBytes = maxLineBytes;
  }

  /** @throws SagemakerStreamFormatError for a value above `maxLineBytes` */
  push(part: Uint8Array): StreamRecord[] {
    const records: StreamRecord[] = [];
    let start = 0;
    for (let at = 0; at < part.length; at += 1) {
      const byte = part[at] ?? 0;
      if (this.#place === "between") {
        if (isSpace(byte)) start = at + 1;
        else {
          start = at;
          this.#begin(byte);
        }
      } else if (this.#place === "word") {
        if (byte === 0x0a) {
          this.#emit(part.subarray(start, at), records);
          start = at + 1;
        }
      } else if (this.#ends(byte)) {
        this.#emit(part.subarray(start, at + 1), records);
        start = at + 1;
      }
    }
    if (this.#place !== "between") this.#keep(part.subarray(start));
    return records;
  }

  /** @throws SagemakerStreamFormatError when the body ends inside a value */
  end(): StreamRecord[] {
    if (this.#place === "between") return [];
    const isCut = this.#place === "nested";
    const bytes = this.#rest.take();
    this.#place = "between";
    if (!isCut) return [{ bytes, text: this.#decoder.decode(bytes).trimEnd() }];
    throw new SagemakerStreamFormatError(`The stream ended inside a JSON value. It begins: ${snippet(bytes)}`, {
      phase: "decode",
    });
  }

  #begin(byte: number): void {
    const isNested = byte === openBrace || byte === openBracket;
    this.#place = isNested ? "nested" : "word";
    this.#depth = isNested ? 1 : 0;
    this.#isInString = false;
    this.#isEscaped = false;
  }

  #ends(byte: number): boolean {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === backslash) this.#isEscaped = true;
      else if (byte === quote) this.#isInString = false;
      return false;
    }
    if (byte === quote) this.#isInString = true;
    else if (byte === openBrace || byte === openBracket) this.#depth += 1;
    else if (byte === closeBrace || byte === closeBracket) this.#depth -= 1;
    return this.#depth === 0;
  }

  #keep(bytes: Uint8Array): void {
    checkLength(bytes, this.#rest.length + bytes.length, this.#maxBytes);
    this.#rest.append(bytes);
  }

  #emit(tail: Uint8Array, records: StreamRecord[]): void {
    if (this.#rest.length === 0) checkLength(tail, tail.length, this.#maxBytes);
    else this.#keep(tail);
    const bytes = this.#rest.length === 0 ? tail : this.#rest.take();
    this.#place = "between";
    const text = this.#decoder.decode(bytes).trimEnd();
    if (text !== "") records.push({ bytes, text });
  }
}

/** White space, and the record separator of JSON text sequences. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x1e;
}
