import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  iterateJson,
  iterateLines,
  iterateRecords,
  iterateSse,
  type Framing,
  SagemakerStreamFormatError,
  StopSequenceFilter,
} from "../src/index.ts";
import { collect, thrownBy } from "./support/collect.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function textsOf(parts: Uint8Array[], framing: Framing): Promise<string[]> {
  return (await collect(iterateRecords(parts, framing))).map(({ text }) => text);
}

const bodies: Record<Exclude<Framing, "auto">, string> = {
  lines: '{"t":"é😀"}\r\n\n{"t":"x"}\n{"t":"last"}',
  sse: 'event: token\ndata: {"t":"é😀"}\n\n: note\ndata: two\ndata: lines\n\ndata:{"t":"last"}',
  json: '{"t":"é😀}{"}{"a":[1,{"b":"\\""}]} [2]',
  raw: "é😀 and more",
};

const framings = ["lines", "sse", "json", "raw"] as const;

describe("records", () => {
  test.each(framings)("[11] decodes a body that is cut at any byte alike: %s", async (framing) => {
    const bytes = encode(bodies[framing]);
    const whole = (await textsOf([bytes], framing)).join("|");
    const joiner = framing === "raw" ? "" : "|";
    for (let at = 0; at <= bytes.length; at += 1) {
      const cut = await textsOf([bytes.subarray(0, at), bytes.subarray(at)], framing);
      expect(cut.join(joiner)).toBe(whole);
    }
    expect(whole).toContain("é😀");
  });

  test("[11, 13] gives the same text for any cut of any stream", async () => {
    const record = fc.oneof(fc.json(), fc.string({ unit: "grapheme" }), fc.constant(""), fc.constant("data: [DONE]"));
    const end = fc.constantFrom("\n", "\r\n", "\n\n", "");
    const prefix = fc.constantFrom("data: ", "data:", ": ", "event: x\ndata: ", "");
    const body = fc.array(fc.tuple(prefix, record, end)).map((rows) => rows.map((row) => row.join("")).join(""));
    const cuts = fc.array(fc.nat(200), { maxLength: 20 });
    const framing = fc.constantFrom<Framing>("lines", "sse", "raw", "auto", "json");
    await fc.assert(
      fc.asyncProperty(body, cuts, framing, async (text, sizes, framing) => {
        const bytes = encode(text);
        const parts: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) {
          parts.push(bytes.subarray(at, at + size));
          at = Math.min(at + size, bytes.length);
        }
        parts.push(bytes.subarray(at));
        const outcome = (parts: Uint8Array[]) =>
          textsOf(parts, framing).then(
            // A reader of raw text has no records but what arrives.
            (texts) => texts.join(""),
            (error: unknown) => (error as Error).message,
          );
        expect(await outcome(parts)).toBe(await outcome([bytes]));
      }),
    );
  });

  test.each(framings)("[12] gives the last record without a line feed once: %s", async (framing) => {
    const texts = await textsOf([encode(bodies[framing])], framing);
    expect(texts.filter((text) => text === texts.at(-1))).toHaveLength(1);
    expect(texts.at(-1)).toBe({ lines: '{"t":"last"}', sse: '{"t":"last"}', json: "[2]", raw: bodies.raw }[framing]);
  });

  test("[13] reads CRLF, blank lines and 10,000 parts of one byte", async () => {
    const text = Array.from({ length: 1000 }, (_, index) => `line ${index}\r\n\r\n`).join("");
    const parts = Array.from(encode(text), (byte) => Uint8Array.of(byte));
    expect(parts.length).toBeGreaterThan(10_000);
    const lines = (await collect(iterateLines(parts))).map(({ text }) => text);
    expect(lines).toEqual(Array.from({ length: 1000 }, (_, index) => `line ${index}`));
  });

  test("[14] refuses a line above maxLineBytes, with at most 500 bytes of it", async () => {
    const error = await thrownBy(collect(iterateLines([encode("x".repeat(2000))], { maxLineBytes: 1000 })));
    expect(SagemakerStreamFormatError.isInstance(error)).toBe(true);
    expect((error as Error).message.length).toBeLessThan(800);
  });

  test("[14] takes a line of 16 MiB, and no byte more, unless said otherwise", async () => {
    const line = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0x61);
    expect(await collect(iterateLines([line(16 * 1024 * 1024)]))).toHaveLength(1);
    const error = await thrownBy(collect(iterateLines([line(16 * 1024 * 1024 + 1)])));
    expect(SagemakerStreamFormatError.isInstance(error)).toBe(true);
  });

  test("[14] refuses an event whose lines are together above maxLineBytes", async () => {
    const lines = (count: number): Uint8Array => encode(`${"data: 0123456789\n".repeat(count)}\n`);
    const options = { maxLineBytes: 100 };
    expect(await collect(iterateSse([lines(6), lines(6)], options))).toHaveLength(2);
    const error = await thrownBy(collect(iterateSse([lines(7)], options)));
    expect(SagemakerStreamFormatError.isInstance(error)).toBe(true);
  });

  test("[15] reads every form of server-sent events", async () => {
    const body =
      'data:a\n\ndata: b\ndata: c\n\n: comment\nid: 1\nretry: 5\nevent: e\ndata: {"x":1}\ndata: {"y":2}\ndata: [DONE]\ndata: late\n\n';
    const records = await collect(iterateSse([encode(body)]));
    expect(records.map(({ text, event }) => [text, event])).toEqual([
      ["a", undefined],
      ["b\nc", undefined],
      ['{"x":1}', "e"],
      ['{"y":2}', "e"],
    ]);
  });

  test("[16] reads JSON values without separators, braces inside strings", async () => {
    const values = [{ a: "}{" }, { b: ['"', { c: "\\" }] }, [1], { d: "é😀" }];
    const body = values.map((value) => JSON.stringify(value)).join("");
    const records = await collect(iterateJson([encode(body)]));
    expect(records.map(({ text }) => JSON.parse(text))).toEqual(values);
  });

  test("[16] says that a stream ended inside a JSON value", async () => {
    expect(await thrownBy(collect(iterateJson([encode('{"a":')])))).toMatchObject({
      name: "SagemakerStreamFormatError",
      phase: "decode",
    });
  });

  test("[17] finds out by itself how a body is cut", async () => {
    expect(await textsOf([encode(' data: {"a":1}\n\n')], "auto")).toEqual(['{"a":1}']);
    expect(await textsOf([encode("ev"), encode("ent: x\ndata: y\n\n")], "auto")).toEqual(["y"]);
    expect(await textsOf([encode('{"a":1}\n{"b":2}\n')], "auto")).toEqual(['{"a":1}', '{"b":2}']);
    expect(await textsOf([encode('{"a":1}{"b":2}')], "auto")).toEqual(['{"a":1}', '{"b":2}']);
    expect(await textsOf([encode("da"), encode("y one")], "auto")).toEqual(["day one"]);
    expect(await textsOf([encode("da")], "auto")).toEqual(["da"]);
  });

  test("[13] reads 50 MB of lines and of one long line without holding more than a record", async () => {
    const line = encode(`${JSON.stringify({ token: "x".repeat(990) })}\n`);
    const count = 50_000;
    let records = 0;
    function* parts(): Generator<Uint8Array> {
      for (let index = 0; index < count; index += 1) yield line;
    }
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for await (const record of iterateLines(parts())) {
      records += record.text.length > 0 ? 1 : 0;
      if (records % 5000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(records).toBe(count);
    expect(most).toBeLessThan(20_000_000);
    function* longLine(): Generator<Uint8Array> {
      yield encode('{"token":"');
      for (let index = 0; index < count; index += 1) yield line.subarray(10, 1000);
      yield encode('"}');
    }
    const options = { maxLineBytes: 64_000_000 };
    for (const read of [iterateLines, iterateJson]) {
      const [only, ...others] = await collect(read(longLine(), options));
      expect([only?.bytes.length, others.length]).toEqual([count * 990 + 12, 0]);
    }
  });
});

describe("stop sequences", () => {
  test.each([["."], ["?"], ["a|b"], ["$"], ["(x"]])("[24] takes %s literally", (stop) => {
    const filter = new StopSequenceFilter([stop]);
    expect(filter.push(`one${stop}two`)).toBe("one");
    expect(filter.isStopped).toBe(true);
    expect(filter.push("three")).toBe("");
  });

  test.each([
    [["xabc", "d"], "x"],
    [["xabc", "e"], "xa"],
    [["xabc"], "xa"],
    [["x", "a", "b"], "xab"],
  ])("[24] waits for a longer sequence that begins earlier: %j", (pieces, shown) => {
    const filter = new StopSequenceFilter(["bc", "abcd"]);
    expect([...pieces.map((piece) => filter.push(piece)), filter.end()].join("")).toBe(shown);
  });

  test("[24] cuts any text at the first sequence, however it comes in pieces", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(
        fc.array(letters),
        fc.array(
          letters.filter((stop) => stop !== ""),
          { minLength: 1 },
        ),
        (pieces, stops) => {
          const text = pieces.join("");
          const places = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
          const filter = new StopSequenceFilter(stops);
          const shown = pieces.map((piece) => filter.push(piece)).join("") + filter.end();
          expect(shown).toBe(places.length === 0 ? text : text.slice(0, Math.min(...places)));
        },
      ),
    );
  });
});
