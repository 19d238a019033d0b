import * as sdk from "@aws-sdk/client-bedrock-runtime";
import { readEventStream } from "@langchain-aws/core/event-stream";
import * as fc from "fast-check";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import * as streamSdk from "../src/sdk.ts";
import { streamReaders } from "../src/stream-readers.ts";
import { frame, jsonFrame } from "@langchain-aws/wire-cases/frames";
import { anyWireEvent } from "./wire-arbitrary.ts";

interface Outcome {
  readonly events: unknown[];
  readonly error: unknown;
}

/** What the AWS SDK makes of the bytes: they come as the body of its own client's response. */
async function readBySdk(chunks: readonly Uint8Array[]): Promise<Outcome> {
  const client = new sdk.BedrockRuntimeClient({
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({ response: { statusCode: 200, headers: {}, body: Readable.from(chunks) } }),
    } as never,
  });
  const events: unknown[] = [];
  try {
    const { stream = [] } = await client.send(new sdk.ConverseStreamCommand({ modelId: "m", messages: [] }));
    for await (const event of stream) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

/** What this package makes of them; events the SDK passes over are left out. */
async function readByUs(chunks: readonly Uint8Array[]): Promise<Outcome> {
  const batches = readEventStream(Readable.from(chunks), streamReaders(streamSdk));
  const events: unknown[] = [];
  try {
    for (let batch = await batches?.read(); batch !== undefined; batch = await batches?.read()) {
      events.push(...batch.filter((event) => event.$unknown === undefined));
    }
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

const isGiven = (bytes: Uint8Array): boolean => bytes.length > 0;

/** Bytes cut at any places. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return places
    .slice(1)
    .map((end, index) => bytes.subarray(places[index], end))
    .filter(isGiven);
}

/** The members of an error that anything depends on. */
function facts(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, $fault, originalStatusCode, originalMessage }: Record<string, unknown> & Error =
    Object.assign(error);
  return { class: error.constructor, name, message, $fault, originalStatusCode, originalMessage };
}

const cuts = fc.array(fc.nat(20_000), { maxLength: 12 });
const anyEvent = anyWireEvent();
const start = jsonFrame("event", "messageStart", { role: "assistant" });
const anyFrames = fc
  .array(anyEvent, { maxLength: 8 })
  .map((events) => [start, ...events.map(({ type, payload }) => jsonFrame("event", type, payload))]);

describe("the reader of event streams agrees with the AWS SDK's", () => {
  test("about any events, cut anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(anyFrames, cuts, async (frames, cuts) => {
        const chunks = pieces(Buffer.concat(frames), cuts);
        const ours = await readByUs(chunks);
        expect(ours).toEqual(await readBySdk(chunks));
        expect(ours).toMatchObject({ events: { length: frames.length }, error: undefined });
      }),
      { numRuns: 300 },
    );
  });

  test("about any exception and error between them", async () => {
    const anyException = fc
      .record({
        type: fc.constantFrom(...Object.keys(streamSdk.streamExceptions), "oddException"),
        payload: fc.record(
          { message: fc.string(), originalStatusCode: fc.nat(599), originalMessage: fc.string() },
          { requiredKeys: [] },
        ),
      })
      .map(({ type, payload }) => jsonFrame("exception", type, payload));
    const anyError = fc
      .record({ code: fc.string({ minLength: 1 }), message: fc.string() })
      .map(({ code, message }) =>
        frame({ ":message-type": "error", ":error-code": code, ":error-message": message }, ""),
      );
    const bad = fc.oneof(anyException, anyError);
    await fc.assert(
      fc.asyncProperty(anyFrames, bad, anyFrames, cuts, async (before, bad, after, cuts) => {
        const chunks = pieces(Buffer.concat([...before, bad, ...after]), cuts);
        const [ours, theirs] = [await readByUs(chunks), await readBySdk(chunks)];
        expect(ours.events).toEqual(theirs.events);
        expect(facts(ours.error)).toEqual(facts(theirs.error));
        expect(ours.error).toBeInstanceOf(Error);
      }),
    );
  });

  test("about damage: both fail, and hand out the same events before", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFrames,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        cuts,
        async (frames, which, at, by, cuts) => {
          const index = 1 + (which % frames.length);
          const damaged = Buffer.from(frames[index] ?? start);
          // A damaged length makes the SDK's reader wait for ever, or run in circles.
          const place = 4 + (at % (damaged.length - 4));
          damaged.writeUInt8(damaged.readUInt8(place) ^ by, place);
          const chunks = pieces(Buffer.concat([...frames.slice(0, index), damaged, ...frames.slice(index + 1)]), cuts);
          const [ours, theirs] = [await readByUs(chunks), await readBySdk(chunks)];
          expect(ours.events).toEqual(theirs.events);
          expect([ours.error, theirs.error]).toEqual([expect.any(Error), expect.any(Error)]);
        },
      ),
    );
  });

  test("about an end too soon, which only ours sees in the first three bytes of a message", async () => {
    await fc.assert(
      fc.asyncProperty(anyFrames, anyEvent, fc.nat(), async (frames, { type, payload }, length) => {
        const last = jsonFrame("event", type, payload);
        const rest = last.subarray(0, 1 + (length % (last.length - 1)));
        const chunks = [Buffer.concat([...frames, rest])];
        const [ours, theirs] = [await readByUs(chunks), await readBySdk(chunks)];
        expect(ours.events).toEqual(theirs.events);
        expect(ours.error).toMatchObject({ message: "Truncated event message received." });
        expect(theirs.error).toEqual(rest.length < 4 ? undefined : ours.error);
      }),
    );
  });
});

describe("the reader of event streams", () => {
  const read = async (bytes: Uint8Array): Promise<readonly unknown[] | undefined> =>
    readEventStream(Readable.from([bytes]), streamReaders(streamSdk))?.read();

  test("keeps events and members that the AWS SDK does not know", async () => {
    const bytes = Buffer.concat([
      jsonFrame("event", "somethingNew", { a: 1 }),
      frame({ ":message-type": "event", ":event-type": "odd" }, Buffer.of(0xff)),
      jsonFrame("event", "contentBlockDelta", { contentBlockIndex: 1, delta: { hologram: { a: null } } }),
      jsonFrame("event", "metadata", { trace: { dream: { a: 1 } }, p: "abc" }),
    ]);
    expect(await read(bytes)).toEqual([
      { $unknown: ["somethingNew", { a: 1 }] },
      { $unknown: ["odd", new Uint8Array([0xff])] },
      { contentBlockDelta: { contentBlockIndex: 1, delta: { $unknown: ["hologram", { a: null }] } } },
      { metadata: { trace: { dream: { a: 1 } } } },
    ]);
  });

  test.each([
    ["a payload that is no JSON", frame({ ":message-type": "event", ":event-type": "messageStart" }, "<html>")],
    ["a payload that is no object", jsonFrame("event", "messageStart", [1])],
  ])("refuses %s", async (_, bytes) => {
    await expect(read(bytes)).rejects.toThrow(
      "Corrupt event message received: the payload of messageStart is no JSON object.",
    );
  });

  test("throws an exception also when it comes as an event", async () => {
    const bytes = jsonFrame("event", "throttlingException", { message: "slow" });
    await expect(read(bytes)).rejects.toBeInstanceOf(sdk.ThrottlingException);
  });
});
