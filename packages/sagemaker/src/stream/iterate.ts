import { createRecordReader } from "./record-reader.ts";
import type { Framing, RecordReaderOptions, StreamRecord } from "./stream-record.ts";

/** Parts of a body, in the order they arrive, cut anywhere. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The lines of a body: cut at line feeds, a carriage return before one dropped, blank lines left out, the last one also
 * without a line feed.
 *
 * @throws SagemakerStreamFormatError for a line above `maxLineBytes`
 */
export function iterateLines(source: ByteSource, options?: RecordReaderOptions): AsyncGenerator<StreamRecord> {
  return iterateRecords(source, "lines", options);
}

/** The data of server-sent events, up to `[DONE]`. @throws as {@link iterateLines} */
export function iterateSse(source: ByteSource, options?: RecordReaderOptions): AsyncGenerator<StreamRecord> {
  return iterateRecords(source, "sse", options);
}

/** JSON values that follow each other, with or without separators. @throws as {@link iterateLines} */
export function iterateJson(source: ByteSource, options?: RecordReaderOptions): AsyncGenerator<StreamRecord> {
  return iterateRecords(source, "json", options);
}

/**
 * The records of a body in any framing.
 *
 * @throws as {@link iterateLines}
 */
export async function* iterateRecords(
  source: ByteSource,
  framing: Framing,
  options?: RecordReaderOptions,
): AsyncGenerator<StreamRecord> {
  const reader = createRecordReader(framing, undefined, options);
  for await (const part of source) {
    yield* reader.push(part);
    if (reader.isDone) return;
  }
  yield* reader.end();
}
