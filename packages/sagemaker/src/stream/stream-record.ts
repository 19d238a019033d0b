/** One complete record of a streamed body: a line, the data of an SSE event, a JSON value, or a piece of raw text. */
export interface StreamRecord {
  /** Its bytes, without line feed and field name. */
  readonly bytes: Uint8Array;
  /** The same as text. */
  readonly text: string;
  /** The name of the SSE event, when it has one. */
  readonly event?: string | undefined;
  /** The JSON value, where it had to be parsed to find the record's end. */
  readonly value?: unknown;
}

/** How a streamed body is cut into records. */
export type Framing = "auto" | "lines" | "sse" | "json" | "raw";

/** Cuts a body into records. Parts go in as they arrive, cut anywhere. */
export interface RecordReader {
  /** The records that are complete with this part. */
  push(part: Uint8Array): StreamRecord[];
  /** What is left when the body ends. */
  end(): StreamRecord[];
  /** Whether the body has said itself that it is over. */
  readonly isDone: boolean;
  /** Whether a body without a record is an answer: an empty text is. */
  readonly mayBeEmpty?: boolean;
}

/** Options of the record readers. */
export interface RecordReaderOptions {
  /**
   * No line or JSON value may be longer, in bytes.
   *
   * @defaultValue 16 MiB
   */
  readonly maxLineBytes?: number;
}

/** The default of `maxLineBytes`. */
export const defaultMaxLineBytes: number = 16 * 1024 * 1024;

/** The JSON value of a record, parsed at most once. Throws a SyntaxError when it is no JSON. */
export function jsonOf(record: StreamRecord): unknown {
  return record.value === undefined ? JSON.parse(record.text) : record.value;
}
