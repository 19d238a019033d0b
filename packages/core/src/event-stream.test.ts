import * as fc from "fast-check";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { type EventReaders, EventStreamDecoder, readEventStream } from "./event-stream.ts";

type Header = readonly [name: string, type: number, value: Uint8Array | string];

/** Frames as the specification of event streams has them, with zlib's checksums. */
function frame(headers: readonly Header[], payload: Uint8Array | string = ""): Buffer {
  const blocks = headers.map(([name, type, value]) => {
    const bytes = Buffer.from(value);
    const length = type === 6 || type === 7 ? [bytes.length >> 8, bytes.length & 255] : [];
    return Buffer.concat([Buffer.of(Buffer.byteLength(name)), Buffer.from(name), Buffer.of(type, ...length), bytes]);
  });
  return sealed(Buffer.concat(blocks), Buffer.from(payload));
}

function sealed(headers: Buffer, payload: Buffer): Buffer {
  const bytes = Buffer.alloc(16 + headers.length + payload.length);
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.writeUInt32BE(headers.length, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  headers.copy(bytes, 12);
  payload.copy(bytes, 12 + headers.length);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

const event = (type: string, payload: Uint8Array | string): Buffer =>
  frame(
    [
      [":event-type", 7, type],
      [":message-type", 7, "event"],
    ],
    payload,
  );

const exception = (type: string, payload: string): Buffer =>
  frame(
    [
      [":exception-type", 7, type],
      [":message-type", 7, "exception"],
    ],
    payload,
  );

const textFrames = [event("a", '{"n":1}'), event("b", '{"n":2}'), event("a", '{"n":3}')];

/** What a decoder gives for chunks, and how it ends. */
function decoded(chunks: Iterable<Uint8Array>): { messages: unknown[]; error: string | undefined } {
  const decoder = new EventStreamDecoder();
  const messages: unknown[] = [];
  try {
    for (const chunk of chunks) {
      decoder.decode(chunk, ({ headers, payload }) => messages.push([headers, Buffer.from(payload).toString("hex")]));
    }
    decoder.end();
    return { messages, error: undefined };
  } catch (error) {
    return { messages, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Bytes cut at the given places. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

describe("EventStreamDecoder", () => {
  it("reads the headers that matter and passes over headers of every other type", () => {
    const bytes = frame(
      [
        ["true", 0, ""],
        ["false", 1, ""],
        ["byte", 2, new Uint8Array(1)],
        ["short", 3, new Uint8Array(2)],
        ["integer", 4, new Uint8Array(4)],
        ["long", 5, new Uint8Array(8)],
        ["bytes", 6, new Uint8Array(300)],
        ["time", 8, new Uint8Array(8)],
        ["uuid", 9, new Uint8Array(16)],
        [":message-type", 7, "error"],
        [":error-code", 7, "Böse"],
        [":error-message", 7, ""],
        [":content-type", 7, "application/json"],
        // A known name with another type says nothing.
        [":event-type", 6, "bytes"],
      ],
      "{}",
    );
    expect(decoded([bytes])).toEqual({
      messages: [
        [{ messageType: "error", errorCode: "Böse", errorMessage: "", contentType: "application/json" }, "7b7d"],
      ],
      error: undefined,
    });
  });

  it("gives messages with equal headers the same headers, and views of one chunk", () => {
    const chunk = Buffer.concat(textFrames);
    const found: { headers: object; buffer: ArrayBufferLike }[] = [];
    new EventStreamDecoder().decode(chunk, ({ headers, payload }) => found.push({ headers, buffer: payload.buffer }));
    expect(found[2]?.headers).toBe(found[0]?.headers);
    expect(found[1]?.headers).not.toBe(found[0]?.headers);
    expect(found.every(({ buffer }) => buffer === chunk.buffer)).toBe(true);
  });

  it("gives the same messages however the bytes are cut", () => {
    const anyFrame = fc
      .record({ type: fc.string({ maxLength: 200 }), payload: fc.uint8Array({ maxLength: 400 }) })
      .map(({ type, payload }) => event(type, payload));
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 6 }), fc.array(fc.nat(5000)), (frames, cuts) => {
        const bytes = Buffer.concat(frames);
        expect(decoded(pieces(bytes, cuts))).toEqual({ ...decoded([bytes]), error: undefined });
        expect(decoded([bytes]).messages).toHaveLength(frames.length);
      }),
    );
  });

  it("fails for any changed byte, after the messages before it", () => {
    const bytes = Buffer.concat(textFrames);
    const change = { at: fc.nat(bytes.length - 1), by: fc.integer({ min: 1, max: 255 }) };
    fc.assert(
      fc.property(fc.record(change), fc.array(fc.nat(bytes.length)), ({ at, by }, cuts) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ by, at);
        const { messages, error } = decoded(pieces(changed, cuts));
        expect(error).toMatch(/^Corrupt event message received: /);
        const before = Math.floor(at / (bytes.length / 3));
        expect(messages).toEqual(decoded([bytes]).messages.slice(0, before));
      }),
    );
  });

  it.each([1, 3, 4, 11, 12, 13, 20])("fails when the bytes end %d bytes into a message", (length) => {
    const [first, second] = textFrames;
    if (first === undefined || second === undefined) throw new Error("no frames");
    expect(decoded([Buffer.concat([first, second.subarray(0, length)])])).toEqual({
      messages: decoded([first]).messages,
      error: "Truncated event message received.",
    });
  });

  it.each([
    ["headers longer than the message", 20, 40],
    ["a message shorter than its frame", 15, 0],
    ["headers of more than 128 KiB", 200_000, 131_073],
    ["a payload of more than 24 MiB", 24 * 1024 * 1024 + 17, 0],
  ])("refuses %s before it waits for it", (_, total, headers) => {
    const prelude = Buffer.alloc(12);
    prelude.writeUInt32BE(total, 0);
    prelude.writeUInt32BE(headers, 4);
    prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
    expect(decoded([prelude]).error).toMatch(/^Corrupt event message received: \d+ bytes with \d+ of headers/);
    expect(decoded(pieces(prelude, [5])).error).toMatch(/are no message/);
  });

  it.each([
    ["an unknown type", Buffer.of(1, 97, 10)],
    ["a value beyond the block", Buffer.of(1, 97, 7, 0, 9, 98)],
    ["a name beyond the block", Buffer.of(9, 97)],
  ])("refuses headers with %s", (_, headers) => {
    expect(decoded([sealed(headers, Buffer.alloc(0))]).error).toBe(
      "Corrupt event message received: its headers cannot be read.",
    );
  });
});

const readers: EventReaders<unknown> = {
  event: (type, payload) => ({ [type]: payload }),
  exception: (type, payload) => (type === "known" ? Object.assign(new Error("known"), { payload }) : undefined),
};

function opened(body: unknown): NonNullable<ReturnType<typeof readEventStream<unknown>>> {
  const batches = readEventStream(body, readers);
  if (batches === undefined) throw new Error("not a body");
  return batches;
}

const nodeBody = (chunks: readonly Uint8Array[]): Readable => Readable.from(chunks, { objectMode: true });
const webBody = (chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

describe("readEventStream", () => {
  it.each([
    ["Node", nodeBody],
    ["the web", webBody],
  ])("reads the events of each chunk of a stream of %s", async (_, bodyOf) => {
    const [a = Buffer.of(), b = Buffer.of(), c = Buffer.of()] = textFrames;
    const body = bodyOf([
      Buffer.concat([a, b.subarray(0, 20)]),
      b.subarray(20, 30),
      Buffer.concat([b.subarray(30), c]),
    ]);
    const batches = opened(body);
    expect([await batches.read(), await batches.read(), await batches.read(), await batches.read()]).toEqual([
      [{ a: { n: 1 } }],
      [{ b: { n: 2 } }, { a: { n: 3 } }],
      undefined,
      undefined,
    ]);
  });

  it("hands on a flood in parts, and what broke it behind the last of them", async () => {
    const flood = Array.from({ length: 70 }, (_, index) => event("a", String(index)));
    const broken = event("a", "70");
    broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 1, broken.length - 1);
    const batches = opened(nodeBody([Buffer.concat([...flood, broken])]));
    const read = [await batches.read(), await batches.read(), await batches.read()];
    expect(read.map((events) => events?.length)).toEqual([32, 32, 6]);
    expect(read.flat()).toEqual(flood.map((_, index) => ({ a: index })));
    await expect(batches.read()).rejects.toThrow("its checksum does not match");
  });

  it("has nothing more to say when it is given up with events waiting", async () => {
    const body = nodeBody([Buffer.concat(Array.from({ length: 40 }, () => event("a", "1")))]);
    const batches = opened(body);
    await batches.read();
    batches.close();
    expect(await batches.read()).toBeUndefined();
    expect(body.destroyed).toBe(true);
  });

  it("hands payloads on as they came when they are not JSON, those that look like it included", async () => {
    const bytes = Buffer.concat([event("a", '{"n":1}'), event("b", "")]);
    const readers: EventReaders<unknown> = {
      rawPayloads: true,
      event: (type, payload) => [type, payload],
      exception: () => undefined,
    };
    const batches = readEventStream(nodeBody([bytes]), readers);
    expect(await batches?.read()).toEqual([
      ["a", Buffer.from('{"n":1}')],
      ["b", Buffer.of()],
    ]);
  });

  it("gives an empty payload as no members, and what is no JSON as bytes", async () => {
    const batches = opened(nodeBody([Buffer.concat([event("a", ""), event("b", "<html>")])]));
    expect(await batches.read()).toEqual([{ a: {} }, { b: new Uint8Array(Buffer.from("<html>")) }]);
  });

  it.each([
    [
      "an exception with a class",
      exception("known", '{"message":"m"}'),
      { message: "known", payload: { message: "m" } },
    ],
    ["any other exception", exception("odd", '{"message":"m"}'), { name: "odd", message: '{"message":"m"}' }],
    [
      "an error",
      frame([
        [":message-type", 7, "error"],
        [":error-code", 7, "InternalError"],
        [":error-message", 7, "sorry"],
      ]),
      { name: "InternalError", message: "sorry" },
    ],
    [
      "an error without a text",
      frame([
        [":message-type", 7, "error"],
        [":error-code", 7, "InternalError"],
      ]),
      { name: "InternalError", message: "UnknownError" },
    ],
    ["a message of no kind", frame([]), { message: expect.stringMatching(/^Corrupt event message .* do not say/) }],
    [
      "an event of no type",
      frame([[":message-type", 7, "event"]]),
      { message: expect.stringMatching(/^Corrupt event/) },
    ],
    ["half a message", event("a", "{}").subarray(0, 20), { message: "Truncated event message received." }],
  ])("throws %s behind the events before it, again and again, and closes the body", async (_, bad, expected) => {
    const body = nodeBody([Buffer.concat([event("a", "1"), bad])]);
    const batches = opened(body);
    expect(await batches.read()).toEqual([{ a: 1 }]);
    await expect(batches.read()).rejects.toMatchObject(expected);
    await expect(batches.read()).rejects.toMatchObject(expected);
    await vi.waitFor(() => expect(body.destroyed).toBe(true));
  });

  it.each([
    [
      "Node",
      (failure: Error) =>
        Readable.from(
          (async function* () {
            yield event("a", "1");
            throw failure;
          })(),
        ),
    ],
    [
      "the web",
      (failure: Error) => {
        let isFirst = true;
        return new ReadableStream<Uint8Array>({
          pull(controller) {
            if (isFirst) controller.enqueue(event("a", "1"));
            else controller.error(failure);
            isFirst = false;
          },
        });
      },
    ],
  ])("throws what breaks a stream of %s", async (_, bodyOf) => {
    const failure = new Error("ECONNRESET");
    const batches = opened(bodyOf(failure));
    expect(await batches.read()).toEqual([{ a: 1 }]);
    await expect(batches.read()).rejects.toBe(failure);
    await expect(batches.read()).rejects.toBe(failure);
  });

  it("destroys a stream of Node that is given up, and ends what is waited for", async () => {
    const body = new Readable({ read: () => undefined });
    const batches = opened(body);
    const waiting = batches.read();
    batches.close();
    batches.close();
    await expect(waiting).rejects.toThrow(/premature close|aborted/i);
    expect(body.destroyed).toBe(true);
  });

  it("cancels a stream of the web that is given up, and ends what is waited for", async () => {
    const cancel = vi.fn<() => void>();
    const batches = opened(new ReadableStream({ cancel }));
    const waiting = batches.read();
    batches.close();
    expect(await waiting).toBeUndefined();
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it("closes the iterator of anything else that can be iterated", async () => {
    let isClosed = false;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield event("a", "1");
        yield event("a", "2");
      } finally {
        isClosed = true;
      }
    };
    const batches = opened(source());
    await batches.read();
    batches.close();
    await vi.waitFor(() => expect(isClosed).toBe(true));
    expect(await batches.read()).toBeUndefined();
  });

  it("asks for bytes only when it is asked for events", async () => {
    let pulled = 0;
    const batches = opened({
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          pulled += 1;
          return { done: false, value: event("a", String(pulled)) };
        },
      }),
    });
    expect(pulled).toBe(0);
    expect(await batches.read()).toEqual([{ a: 1 }]);
    expect(pulled).toBe(1);
  });

  it.each([undefined, null, "text", 1, {}, new Uint8Array(1)])("leaves %j alone", (body) => {
    expect(readEventStream(body, readers)).toBeUndefined();
  });
});
