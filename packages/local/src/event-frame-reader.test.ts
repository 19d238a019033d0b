import { EventStreamCodec, type MessageHeaders } from "@smithy/core/event-streams";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readFrames } from "./event-frame-reader.ts";
import { ServiceError } from "./operation.ts";

const encoder = new TextEncoder();
const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => encoder.encode(text),
);

/** The bytes in pieces of a size. */
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size: number): Promise<{ type: unknown; payload: string }[]> {
  const frames: { type: unknown; payload: string }[] = [];
  for await (const { headers, payload } of readFrames(inPieces(bytes, size))) {
    frames.push({ type: headers[":event-type"], payload: Buffer.from(payload).toString("utf8") });
  }
  return frames;
}

const headers: MessageHeaders = {
  ":event-type": { type: "string", value: "chunk" },
  ":date": { type: "timestamp", value: new Date(1_750_000_000_000) },
  flag: { type: "boolean", value: true },
  byte: { type: "byte", value: -1 },
  short: { type: "short", value: -2 },
  integer: { type: "integer", value: -3 },
  bytes: { type: "binary", value: Uint8Array.from([1, 2]) },
};
const encode = (text: string): Uint8Array => codec.encode({ headers, body: encoder.encode(text) });

describe("frames of clients", () => {
  it("are read as Smithy's codec writes them, however they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string(), { maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        async (texts, size) => {
          const bytes = Buffer.concat(texts.map(encode));
          expect(await read(bytes, size)).toEqual(texts.map((payload) => ({ type: "chunk", payload })));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("are refused when a byte of them is another, or is missing, and never with a defect", async () => {
    const bytes = encode("payload");
    const change = fc.record({
      at: fc.nat({ max: bytes.length - 1 }),
      by: fc.integer({ min: 1, max: 255 }),
      end: fc.nat({ max: bytes.length - 1 }),
    });
    await fc.assert(
      fc.asyncProperty(change, fc.boolean(), async ({ at, by, end }, isCut) => {
        const changed = isCut ? bytes.slice(0, end + 1) : bytes.slice();
        if (!isCut) changed[at] = (changed[at] ?? 0) ^ by;
        const error = await read(changed, 7).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (isCut && end === bytes.length - 1) return;
        expect(error).toBeInstanceOf(ServiceError);
      }),
      { numRuns: 500 },
    );
  });

  it("are refused when they hold nothing but noise", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 200 }), async (noise) => {
        await expect(read(noise, 11)).rejects.toBeInstanceOf(ServiceError);
      }),
      { numRuns: 200 },
    );
  });
});
