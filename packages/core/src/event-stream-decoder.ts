import { crc32 } from "./crc32.ts";
import { type EventStreamHeaders, EventStreamHeaderReader } from "./event-stream-headers.ts";

/** A message of an event stream, its checksums verified. */
export interface EventStreamMessage {
  /** The same object for all messages of a stream with equal headers. */
  readonly headers: EventStreamHeaders;
  /** A view of the bytes that came; copy it to keep it. */
  readonly payload: Uint8Array;
}

/** Total length, length of the headers, CRC-32 of both. */
const preludeBytes = 12;
const checksumBytes = 4;

/** The limits botocore has. */
const maxHeaderBytes = 128 * 1024;
const maxPayloadBytes = 24 * 1024 * 1024;

/**
 * Takes the messages of `application/vnd.amazon.eventstream` out of bytes that were cut anywhere.
 *
 * A message is four bytes of total length, four of the length of its headers, the CRC-32 of those eight; headers;
 * payload; the CRC-32 of all before. Messages that lie within one chunk are not copied, others once.
 */
export class EventStreamDecoder {
  readonly #headers = new EventStreamHeaderReader();
  /** A message that began in an earlier chunk, or its first twelve bytes while not even those are there. */
  #partial: Uint8Array | undefined;
  #filled = 0;

  /**
   * Hands on the messages that are complete with these bytes.
   *
   * @throws Error at the first message that is not what its checksums say, after those before it; the stream is lost
   */
  decode(chunk: Uint8Array, take: (message: EventStreamMessage) => void): void {
    let at = 0;
    while (at < chunk.length) {
      const left = chunk.length - at;
      if (this.#partial !== undefined) {
        const length = Math.min(left, this.#partial.length - this.#filled);
        this.#fill(this.#partial, chunk.subarray(at, at + length), take);
        at += length;
      } else {
        const total = left < preludeBytes ? preludeBytes : totalLength(chunk, at);
        if (left < total) this.#partial = new Uint8Array(total);
        else {
          take(this.#message(chunk, at, total));
          at += total;
        }
      }
    }
  }

  /** @throws Error when the bytes have ended within a message */
  end(): void {
    if (this.#partial !== undefined) throw new Error("Truncated event message received.");
  }

  #fill(partial: Uint8Array, bytes: Uint8Array, take: (message: EventStreamMessage) => void): void {
    partial.set(bytes, this.#filled);
    this.#filled += bytes.length;
    if (this.#filled < partial.length) return;
    if (partial.length === preludeBytes) {
      this.#partial = new Uint8Array(totalLength(partial, 0));
      this.#partial.set(partial);
      return;
    }
    this.#partial = undefined;
    this.#filled = 0;
    take(this.#message(partial, 0, partial.length));
  }

  #message(bytes: Uint8Array, start: number, total: number): EventStreamMessage {
    const end = start + total - checksumBytes;
    // The checksum of the first eight bytes, which was verified, stands behind them.
    if (crc32(bytes, start + 8, end, uint32(bytes, start + 8)) !== uint32(bytes, end)) {
      throw new Error("Corrupt event message received: its checksum does not match.");
    }
    const headersEnd = start + preludeBytes + uint32(bytes, start + 4);
    return {
      headers: this.#headers.read(bytes, start + preludeBytes, headersEnd),
      payload: bytes.subarray(headersEnd, end),
    };
  }
}

/** Verified before anything depends on it: a wrong length would make the decoder wait for bytes that never come. */
function totalLength(bytes: Uint8Array, start: number): number {
  const total = uint32(bytes, start);
  const headers = uint32(bytes, start + 4);
  if (crc32(bytes, start, start + 8) !== uint32(bytes, start + 8)) {
    throw new Error("Corrupt event message received: the checksum of its lengths does not match.");
  }
  const payload = total - headers - preludeBytes - checksumBytes;
  if (payload < 0 || payload > maxPayloadBytes || headers > maxHeaderBytes) {
    throw new Error(`Corrupt event message received: ${total} bytes with ${headers} of headers are no message.`);
  }
  return total;
}

function uint32(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return ((high << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}
