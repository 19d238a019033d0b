/**
 * Reads `application/vnd.amazon.eventstream` as clients send it: own code, as the writer is, so that no mistake is shared
 * with the client under test. Source: "Event stream encoding", Amazon Transcribe Developer Guide.
 */
// As a whole: a Node without `crc32` must be able to load this, and to say that it is too old.
import zlib from "node:zlib";

import { ServiceError } from "./operation.ts";

/** The value of a header of a frame. */
export type FrameHeader = boolean | number | bigint | string | Uint8Array;

/** One frame that came in. */
export interface IncomingFrame {
  headers: Readonly<Record<string, FrameHeader>>;
  /** Each header's name and its bytes, in their order. */
  rawHeaders: readonly (readonly [name: string, bytes: Uint8Array])[];
  payload: Uint8Array;
}

const PRELUDE = 12;
const CHECKSUM = 4;
/** The longest frame that the service takes. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The frames of a body, however its bytes are cut.
 *
 * @throws ServiceError `ValidationException` for a frame that is broken or too long, or that ends too soon
 */
export async function* readFrames(body: AsyncIterable<Uint8Array>): AsyncGenerator<IncomingFrame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of body) {
    rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
    while (rest.length >= PRELUDE) {
      const total = rest.readUInt32BE(0);
      if (total > MOST_BYTES || total < PRELUDE + CHECKSUM) throw broken("its length");
      if (rest.length < total) break;
      yield decodeFrame(rest.subarray(0, total));
      rest = rest.subarray(total);
    }
  }
  if (rest.length > 0) throw broken("its end");
}

/**
 * One frame from all of its bytes.
 *
 * @throws ServiceError `ValidationException` when its checksums or its lengths are wrong
 */
export function decodeFrame(frame: Buffer): IncomingFrame {
  const end = frame.length - CHECKSUM;
  if (frame.length < PRELUDE + CHECKSUM || frame.readUInt32BE(0) !== frame.length) throw broken("its length");
  if (zlib.crc32(frame.subarray(0, 8)) !== frame.readUInt32BE(8)) throw broken("the checksum of its prelude");
  if (zlib.crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end)) throw broken("its checksum");
  const headerEnd = PRELUDE + frame.readUInt32BE(4);
  if (headerEnd > end) throw broken("the length of its headers");
  const rawHeaders: [string, Uint8Array][] = [];
  const headers: Record<string, FrameHeader> = {};
  let at = PRELUDE;
  while (at < headerEnd) {
    const { name, value, next } = readHeader(frame.subarray(0, headerEnd), at);
    headers[name] = value;
    rawHeaders.push([name, frame.subarray(at, next)]);
    at = next;
  }
  return { headers, rawHeaders, payload: frame.subarray(headerEnd, end) };
}

function readHeader(bytes: Buffer, at: number): { name: string; value: FrameHeader; next: number } {
  try {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    const name = bytes.toString("utf8", at + 1, nameEnd);
    const type = bytes.readUInt8(nameEnd);
    const { value, length } = readValue(bytes, type, nameEnd + 1);
    const next = nameEnd + 1 + length;
    if (next > bytes.length) throw broken("a header");
    return { name, value, next };
  } catch (error) {
    if (error instanceof RangeError) throw broken("a header");
    throw error;
  }
}

function readValue(bytes: Buffer, type: number, at: number): { value: FrameHeader; length: number } {
  switch (type) {
    case 0:
    case 1:
      return { value: type === 0, length: 0 };
    case 2:
      return { value: bytes.readInt8(at), length: 1 };
    case 3:
      return { value: bytes.readInt16BE(at), length: 2 };
    case 4:
      return { value: bytes.readInt32BE(at), length: 4 };
    case 5:
    case 8:
      return { value: bytes.readBigInt64BE(at), length: 8 };
    case 6:
    case 7: {
      const length = bytes.readUInt16BE(at);
      const value = bytes.subarray(at + 2, at + 2 + length);
      return { value: type === 6 ? value : value.toString("utf8"), length: length + 2 };
    }
    case 9:
      return { value: bytes.subarray(at, at + 16), length: 16 };
    default:
      throw broken("the type of a header");
  }
}

function broken(what: string): ServiceError {
  return new ServiceError("ValidationException", 400, `A frame of the request could not be read: ${what} is wrong.`);
}
