export { EventStreamDecoder, type EventStreamMessage } from "./event-stream-decoder.ts";
export type { EventStreamHeaders } from "./event-stream-headers.ts";
export { type EventBatches, type EventReaders, readEventStream } from "./event-stream-reader.ts";
export { batchesOf, type ExceptionClass, exceptionReader } from "./event-stream-readers.ts";
