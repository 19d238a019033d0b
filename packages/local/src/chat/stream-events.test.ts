import type { ContentBlock as SdkContentBlock } from "@aws-sdk/client-bedrock-runtime";
import * as fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";

import type { ContentBlock, ContentBlockKind } from "./content-blocks.ts";
import { blockEvents } from "./stream-events.ts";

const deltasOf = (block: ContentBlock, pieces?: readonly string[]): unknown[] =>
  [
    ...blockEvents(pieces === undefined ? { block } : { block, pieces }, 0, {
      fill: (body) => body,
      statesCallType: true,
    }),
  ].flatMap(({ type, body }) => (type === "contentBlockDelta" && isDelta(body) ? [body.delta] : []));
const isDelta = (body: unknown): body is { delta: unknown } =>
  typeof body === "object" && body !== null && "delta" in body;

describe("blockEvents", () => {
  it("knows the kinds of blocks that the SDK knows", () => {
    expectTypeOf<ContentBlockKind>().toEqualTypeOf<Exclude<keyof SdkContentBlock.Visitor<void>, "_">>();
    expect(deltasOf({ audio: { format: "mp3", source: { bytes: new Uint8Array([1]) } } })).toEqual([
      { audio: { format: "mp3", source: { bytes: "AQ==" } } },
    ]);
  });

  it("loses nothing of a text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const deltas = deltasOf({ text });
        expect(deltas.map((delta) => (isText(delta) ? delta.text : "")).join("")).toBe(text);
      }),
    );
  });

  it("loses nothing of a tool's input, after an empty piece", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (input) => {
        const [first, ...rest] = deltasOf({ toolUse: { toolUseId: "1", name: "a", input } });
        expect(first).toEqual({ toolUse: { input: "" } });
        const text = rest.map((delta) => (isInput(delta) ? delta.toolUse.input : "")).join("");
        expect(text).toBe(JSON.stringify(input));
      }),
    );
  });
});

function isText(delta: unknown): delta is { text: string } {
  return typeof delta === "object" && delta !== null && "text" in delta;
}

function isInput(delta: unknown): delta is { toolUse: { input: string } } {
  return typeof delta === "object" && delta !== null && "toolUse" in delta;
}
