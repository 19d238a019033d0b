import { crc32 } from "node:zlib";

/** A frame of an event stream with string headers, as the service writes it. */
export function frame(headers: Readonly<Record<string, string>>, payload: string | Uint8Array): Buffer {
  const blocks = Object.entries(headers).map(([name, value]) => {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(value)];
    const type = Buffer.of(7, bytes.length >> 8, bytes.length & 255);
    return Buffer.concat([Buffer.of(nameBytes.length), nameBytes, type, bytes]);
  });
  const [head, body] = [Buffer.concat(blocks), Buffer.from(payload)];
  const whole = Buffer.alloc(16 + head.length + body.length);
  whole.writeUInt32BE(whole.length, 0);
  whole.writeUInt32BE(head.length, 4);
  whole.writeUInt32BE(crc32(whole.subarray(0, 8)), 8);
  head.copy(whole, 12);
  body.copy(whole, 12 + head.length);
  whole.writeUInt32BE(crc32(whole.subarray(0, -4)), whole.length - 4);
  return whole;
}

/** An event or an exception with a JSON payload. */
export function jsonFrame(kind: "event" | "exception", type: string, payload: unknown): Buffer {
  const headers = { [`:${kind}-type`]: type, ":content-type": "application/json", ":message-type": kind };
  return frame(headers, JSON.stringify(payload));
}
