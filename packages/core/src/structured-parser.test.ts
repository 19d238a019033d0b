import { AIMessageChunk } from "@langchain/core/messages";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isRecord, type PlainRecord } from "./record.ts";
import { callReader, StructuredReplyParser, textReader } from "./structured-parser.ts";

/** A schema as `withStructuredOutput` hands it on. */
function given(schema: unknown): PlainRecord {
  if (!isRecord(schema)) throw new TypeError("A schema is an object.");
  return schema;
}

const anything = { type: "object" };
const json = fc.dictionary(fc.string(), fc.jsonValue()).map((value): unknown => JSON.parse(JSON.stringify(value)));
const words = fc.stringMatching(/^[^{}[\]`]*$/);
const wrappers: readonly ((text: string, before: string, after: string) => string)[] = [
  (text) => text,
  (text) => `\n${text}\n`,
  (text) => `\`\`\`json\n${text}\n\`\`\``,
  (text, before, after) => `${before}\n\`\`\`\n${text}\n\`\`\`${after}`,
  (text, before, after) => `${before} ${text} ${after}`,
];

/** The text in pieces, as a stream brings it. */
function chunksOf(text: string, size: number): AIMessageChunk[] {
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  );
  return pieces.map((piece) => new AIMessageChunk(piece));
}

async function streamed(parser: StructuredReplyParser, chunks: readonly AIMessageChunk[]): Promise<unknown[]> {
  const values: unknown[] = [];
  const source = async function* () {
    yield* chunks;
  };
  for await (const value of parser.transform(source(), {})) values.push(value);
  return values;
}

describe("a value in a text", () => {
  it("is found whole, whatever stands around it, at once and at the end of a stream", async () => {
    const parser = new StructuredReplyParser(textReader, anything);
    await fc.assert(
      fc.asyncProperty(
        json,
        fc.constantFrom(...wrappers),
        words,
        words,
        fc.integer({ min: 1, max: 20 }),
        async (...drawn) => {
          const [value, wrap, before, after, size] = drawn;
          const text = wrap(JSON.stringify(value), before, after);
          expect(await parser.parse(text)).toEqual(value);
          expect((await streamed(parser, chunksOf(text, size))).at(-1)).toEqual(value);
        },
      ),
    );
  });

  it("is given as its schema makes it, without repeating what was given already", async () => {
    const dated = new StructuredReplyParser(textReader, given(z.object({ day: z.coerce.date() })));
    const day = new Date("2026-01-02T00:00:00.000Z");
    expect(await streamed(dated, chunksOf('{"day":"2026-01-02T00:00:00.000Z"}', 34))).toEqual([
      { day: day.toISOString() },
      { day },
    ]);
    const plain = new StructuredReplyParser(textReader, given(z.object({ n: z.number() })));
    expect(await streamed(plain, chunksOf('{"n":1}', 7))).toEqual([{ n: 1 }]);
  });

  it("is checked by what Zod has instead of Standard Schema in its older releases", async () => {
    const old = {
      safeParseAsync: async (value: { n?: unknown }) =>
        typeof value.n === "number"
          ? { success: true, data: { n: value.n + 1 } }
          : { success: false, error: { issues: [{ path: ["n"], message: "no number" }] } },
    };
    const parser = new StructuredReplyParser(textReader, old);
    expect(await parser.parse('{"n":1}')).toEqual({ n: 2 });
    await expect(parser.parse('{"n":"x"}')).rejects.toThrow("The answer does not fit the schema: n: no number.");
  });
});

describe("a value in a call", () => {
  const parser = new StructuredReplyParser(callReader("f"), anything);
  const piece = (args: string, name?: string): AIMessageChunk =>
    new AIMessageChunk({
      content: [{ type: "reasoning", reasoning: "hm", index: 0 }],
      tool_call_chunks: [{ type: "tool_call_chunk", args, index: 1, ...(name !== undefined && { name, id: "t" }) }],
    });

  it("is read beside content in blocks", async () => {
    expect(await streamed(parser, [piece("", "f"), piece('{"a":'), piece("1}")])).toEqual([{}, { a: 1 }]);
  });

  it("of another tool is none", async () => {
    await expect(streamed(parser, [piece("{}", "g")])).rejects.toThrow('The model answered without calling "f".');
  });

  it("says nothing about a stream that says nothing", async () => {
    expect(await streamed(parser, [])).toEqual([]);
  });
});
