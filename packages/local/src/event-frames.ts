/**
 * `application/vnd.amazon.eventstream`, as the service writes it: total length, header length and the CRC32 of those
 * eight bytes; headers; payload; the CRC32 of all before. Own code on purpose: a codec shared with the client under
 * test would share its mistakes.
 */
// As a whole: a Node without `crc32` must be able to load this, and to say that it is too old.
import zlib from "node:zlib";

import type { ServiceError, StreamEvent } from "./operation.ts";

const preludeBytes = 12;
const checksumBytes = 4;
const stringHeaderType = 7;
const jsonType = "application/json";
const encodedHeaders = new Map<string, Buffer>();
const maxCachedHeaders = 500;

/** The `content-type` of an answer made of frames. */
export const eventStreamType: string = "application/vnd.amazon.eventstream";

/** One frame with string headers, in the order given. */
export function encodeFrame(headers: readonly (readonly [name: string, value: string])[], payload: Uint8Array): Buffer {
  return assembleFrame(encodeHeaders(headers), payload);
}

/** The frame of an event, an exception or an error, with the header order that the service uses. */
export function encodeEvent(event: StreamEvent): Buffer {
  const payload = event.raw ?? (event.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(event.body)));
  if (event.messageType === "error") {
    return encodeFrame(
      [
        [":error-code", event.type],
        [":error-message", errorMessage(event.body)],
        [":message-type", "error"],
      ],
      Buffer.alloc(0),
    );
  }
  const contentType = event.contentType ?? (event.raw === undefined ? jsonType : "application/octet-stream");
  return assembleFrame(typedHeaders(event.messageType ?? "event", event.type, contentType), payload);
}

/** The exception event for an error found after the 200: `ThrottlingException` travels as `throttlingException`. */
export function toExceptionEvent(error: ServiceError): StreamEvent {
  const type = error.type.charAt(0).toLowerCase() + error.type.slice(1);
  return { type, messageType: "exception", body: { message: error.message, ...error.extra } };
}

function errorMessage(body: unknown): string {
  return typeof body === "object" && body !== null && "message" in body ? String(body.message) : "";
}

/** Streams repeat a handful of header blocks thousands of times. */
function typedHeaders(messageType: "event" | "exception", type: string, contentType: string): Buffer {
  const key = `${messageType}\n${type}\n${contentType}`;
  let encoded = encodedHeaders.get(key);
  if (encoded === undefined) {
    encoded = encodeHeaders([
      [`:${messageType}-type`, type],
      [":content-type", contentType],
      [":message-type", messageType],
    ]);
    if (encodedHeaders.size < maxCachedHeaders) encodedHeaders.set(key, encoded);
  }
  return encoded;
}

function encodeHeaders(headers: readonly (readonly [name: string, value: string])[]): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of headers) {
    const nameBytes = Buffer.from(name);
    const valueBytes = Buffer.from(value);
    const head = Buffer.alloc(1 + nameBytes.length + 3);
    head.writeUInt8(nameBytes.length, 0);
    nameBytes.copy(head, 1);
    head.writeUInt8(stringHeaderType, 1 + nameBytes.length);
    head.writeUInt16BE(valueBytes.length, 2 + nameBytes.length);
    parts.push(head, valueBytes);
  }
  return Buffer.concat(parts);
}

function assembleFrame(headers: Buffer, payload: Uint8Array): Buffer {
  const total = preludeBytes + headers.length + payload.length + checksumBytes;
  const frame = Buffer.allocUnsafe(total);
  frame.writeUInt32BE(total, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(zlib.crc32(frame.subarray(0, 8)), 8);
  headers.copy(frame, preludeBytes);
  frame.set(payload, preludeBytes + headers.length);
  frame.writeUInt32BE(zlib.crc32(frame.subarray(0, total - checksumBytes)), total - checksumBytes);
  return frame;
}
