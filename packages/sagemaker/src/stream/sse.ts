import { checkLength, LineSplitter } from "./lines.ts";
import {
  defaultMaxLineBytes,
  type RecordReader,
  type RecordReaderOptions,
  type StreamRecord,
} from "./stream-record.ts";
import { TextRecord } from "./text-record.ts";

const doneMark = "[DONE]";

/**
 * The data of server-sent events as records. `data: [DONE]` ends the body. An event whose first `data` line is a
 * complete JSON object or array is handed on at once: some servers leave out the blank line behind it.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export class SseReader implements RecordReader {
  isDone = false;
  readonly #splitter: LineSplitter;
  readonly #decoder: TextDecoder = new TextDecoder();
  readonly #maxBytes: number;
  #data: string[] = [];
  /** Of the lines of the data. */
  #length = 0;
  #event: string | undefined;

  constructor(options: RecordReaderOptions = {}) {
    this.#maxBytes = options.maxLineBytes ?? defaultMaxLineBytes;
    this.#splitter = new LineSplitter(options);
  }

  push(part: Uint8Array): StreamRecord[] {
    const records: StreamRecord[] = [];
    for (const line of this.#splitter.push(part)) this.#read(line, records);
    return records;
  }

  end(): StreamRecord[] {
    const records: StreamRecord[] = [];
    const line = this.#splitter.end();
    if (line !== undefined) this.#read(line, records);
    if (!this.isDone) this.#dispatch(records);
    return records;
  }

  #read(line: Uint8Array, records: StreamRecord[]): void {
    if (this.isDone) return;
    if (line.length === 0) return this.#dispatch(records);
    const text = this.#decoder.decode(line);
    const colon = text.indexOf(":");
    const field = colon < 0 ? text : text.slice(0, colon);
    if (field !== "data" && field !== "event") return;
    // One space behind the colon belongs to the syntax.
    const start = text[colon + 1] === " " ? colon + 2 : colon + 1;
    const value = colon < 0 ? "" : text.slice(start);
    if (field === "event") this.#event = value;
    else {
      this.#addData(value, records);
      this.#length = this.#data.length === 0 ? 0 : this.#length + line.length;
      checkLength(line, this.#length, this.#maxBytes);
    }
  }

  #addData(data: string, records: StreamRecord[]): void {
    if (this.#data.length === 0) {
      if (data.trim() === doneMark) {
        this.isDone = true;
        return;
      }
      const value = completeJson(data);
      if (value !== undefined) return void records.push(this.#record(data, value));
    }
    this.#data.push(data);
  }

  #dispatch(records: StreamRecord[]): void {
    const data = this.#data.join("\n");
    if (data !== "") records.push(this.#record(data));
    this.#data = [];
    this.#length = 0;
    this.#event = undefined;
  }

  #record(text: string, value?: unknown): StreamRecord {
    return new TextRecord(text, this.#event, value);
  }
}

function completeJson(data: string): unknown {
  const [first, last] = [data.trimStart()[0], data.trimEnd().at(-1)];
  if (!((first === "{" && last === "}") || (first === "[" && last === "]"))) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
