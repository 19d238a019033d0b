import { GrowingBytes } from "./growing-bytes.ts";
import { JsonReader } from "./json-values.ts";
import { LineReader } from "./lines.ts";
import { RawReader } from "./raw.ts";
import { SseReader } from "./sse.ts";
import type { Framing, RecordReader, RecordReaderOptions, StreamRecord } from "./stream-record.ts";

type Create = (options: RecordReaderOptions) => RecordReader;

const readers: Readonly<Record<Exclude<Framing, "auto">, Create>> = {
  lines: (options) => new LineReader(options),
  sse: (options) => new SseReader(options),
  json: (options) => new JsonReader(options),
  raw: () => new RawReader(),
};

/** Content types that say how the body is cut. */
const framingByContentType: Readonly<Record<string, Exclude<Framing, "auto">>> = {
  "text/event-stream": "sse",
  "application/jsonlines": "lines",
  "application/x-ndjson": "lines",
};

/**
 * A reader of the records of one streamed body.
 *
 * @param contentType of the response; with `auto` it decides, and without a telling one the first bytes do
 */
export function createRecordReader(
  framing: Framing,
  contentType: string | undefined,
  options: RecordReaderOptions = {},
): RecordReader {
  if (framing !== "auto") return readers[framing](options);
  const known = framingByContentType[contentType?.split(";")[0]?.trim().toLowerCase() ?? ""];
  return known === undefined ? new SniffingReader(options) : readers[known](options);
}

/** The beginnings of server-sent events. */
const sseBeginnings = ["data:", "event:", ":"];

/** Looks at the first bytes that are not blank, then reads with what fits them. */
class SniffingReader implements RecordReader {
  readonly #options: RecordReaderOptions;
  readonly #head: GrowingBytes = new GrowingBytes();
  #reader: RecordReader | undefined;

  constructor(options: RecordReaderOptions) {
    this.#options = options;
  }

  get isDone(): boolean {
    return this.#reader?.isDone ?? false;
  }

  push(part: Uint8Array): StreamRecord[] {
    if (this.#reader !== undefined) return this.#reader.push(part);
    this.#head.append(part);
    if (part.every(isBlank)) return [];
    const head = this.#head.take();
    const framing = framingOf(head, false);
    if (framing === undefined) {
      this.#head.append(head);
      return [];
    }
    this.#reader = readers[framing](this.#options);
    return this.#reader.push(beginning(head, framing));
  }

  end(): StreamRecord[] {
    if (this.#reader !== undefined) return this.#reader.end();
    const head = this.#head.take();
    const framing = framingOf(head, true) ?? "raw";
    const reader = readers[framing](this.#options);
    return [...reader.push(beginning(head, framing)), ...reader.end()];
  }
}

/** @returns nothing while more bytes could change the answer */
function framingOf(head: Uint8Array, isWhole: boolean): Exclude<Framing, "auto"> | undefined {
  const start = head.findIndex((byte) => !isBlank(byte));
  if (start < 0) return isWhole ? "raw" : undefined;
  const word = String.fromCodePoint(...head.subarray(start, start + 6));
  // The reader of JSON values reads lines of JSON as well, and does not wait for their line feeds.
  if (word.startsWith("{") || word.startsWith("[")) return "json";
  if (sseBeginnings.some((sse) => word.startsWith(sse))) return "sse";
  const mayBeSse = word.length < 6 && sseBeginnings.some((sse) => sse.startsWith(word));
  return mayBeSse && !isWhole ? undefined : "raw";
}

function isBlank(byte: number): boolean {
  return byte <= 0x20;
}

/** A field of an event would not be known with blanks before it; those of a text are its own. */
function beginning(head: Uint8Array, framing: Framing): Uint8Array {
  return framing === "sse" ? head.subarray(head.findIndex((byte) => !isBlank(byte))) : head;
}
