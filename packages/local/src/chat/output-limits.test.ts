import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { countTextTokens } from "../tokens.ts";
import { OpenBlock } from "./open-block.ts";
import { OutputLimiter } from "./output-limits.ts";
import type { ReplyBlock } from "./reply.ts";

const limited = (blocks: readonly ReplyBlock[], maxTokens: number, stopSequences: readonly string[] = []): unknown => {
  const limiter = new OutputLimiter({ maxTokens, stopSequences }, countTextTokens);
  const taken = blocks.map((block) => limiter.take(block)).filter((block) => block !== undefined);
  return { taken, tokens: limiter.tokens, stopReason: limiter.stopReason, stopSequence: limiter.stopSequence };
};
const none = { stopReason: undefined, stopSequence: undefined };

describe("OutputLimiter", () => {
  it.each([
    {
      name: "keeps what fits",
      blocks: [{ block: { text: "12345678" } }],
      max: 2,
      expected: { taken: [{ block: { text: "12345678" } }], tokens: 2, ...none },
    },
    {
      name: "cuts text and the pieces of its stream alike",
      blocks: [{ block: { text: "12345678" }, pieces: ["123", "456", "78"] }],
      max: 1,
      expected: {
        taken: [{ block: { text: "1234" }, pieces: ["123", "4"] }],
        tokens: 1,
        stopReason: "max_tokens",
        stopSequence: undefined,
      },
    },
    {
      name: "takes nothing after a limit",
      blocks: [{ block: { text: "1234" } }, { block: { text: "5678" } }, { block: { text: "9" } }],
      max: 1,
      expected: { taken: [{ block: { text: "1234" } }], tokens: 1, stopReason: "max_tokens", stopSequence: undefined },
    },
    {
      name: "ends at the first stop sequence of the text",
      blocks: [{ block: { text: "a STOP b END" } }],
      max: 9,
      stop: ["END", "STOP"],
      expected: { taken: [{ block: { text: "a " } }], tokens: 1, stopReason: "stop_sequence", stopSequence: "STOP" },
    },
    {
      name: "cuts cited text and keeps its citations",
      blocks: [{ block: { citationsContent: { content: [{ text: "12345678" }], citations: [{ title: "t" }] } } }],
      max: 1,
      expected: {
        taken: [{ block: { citationsContent: { content: [{ text: "1234" }], citations: [{ title: "t" }] } } }],
        tokens: 1,
        stopReason: "max_tokens",
        stopSequence: undefined,
      },
    },
  ])("$name", ({ blocks, max, stop, expected }) => {
    expect(limited(blocks, max, stop)).toEqual(expected);
  });

  it("keeps the longest beginning that fits, cut between characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), fc.integer({ min: 1, max: 5 }), (text, maxTokens) => {
        const limiter = new OutputLimiter({ maxTokens, stopSequences: [] }, countTextTokens);
        const taken = limiter.take({ block: { text } });
        const kept = taken !== undefined && "text" in taken.block ? taken.block.text : "";
        expect(text.startsWith(kept)).toBe(true);
        expect(countTextTokens(kept)).toBeLessThanOrEqual(maxTokens);
        expect(Array.from(text).slice(0, Array.from(kept).length).join("")).toBe(kept);
        expect(limiter.stopReason).toBe(kept === text ? undefined : "max_tokens");
      }),
    );
  });
});

describe("OutputLimiter, of text that arrives in pieces", () => {
  const taken = (pieces: readonly string[], maxTokens: number, stopSequences: readonly string[] = []): unknown => {
    const limiter = new OutputLimiter({ maxTokens, stopSequences }, countTextTokens);
    const block = new OpenBlock({ text: "" });
    const text = pieces.map((piece) => limiter.takePiece(piece, block)).join("");
    return { text, tokens: limiter.tokens, stopReason: limiter.stopReason, stopSequence: limiter.stopSequence };
  };

  it("keeps as much as it would of the whole, and counts the same", () => {
    const ascii = fc.array(fc.string({ maxLength: 9, unit: "grapheme-ascii" }), { maxLength: 12 });
    fc.assert(
      fc.property(ascii, fc.integer({ min: 1, max: 20 }), (pieces, maxTokens) => {
        const limiter = new OutputLimiter({ maxTokens, stopSequences: [] }, countTextTokens);
        const whole = limiter.take({ block: { text: pieces.join("") } });
        const text = whole !== undefined && "text" in whole.block ? whole.block.text : "";
        expect(taken(pieces, maxTokens)).toEqual({
          text,
          tokens: limiter.tokens,
          stopReason: limiter.stopReason,
          stopSequence: undefined,
        });
      }),
    );
  });

  it("ends at a stop sequence, wherever it is cut; what left before it was complete stays", () => {
    const stopped = { stopReason: "stop_sequence", stopSequence: "STOP" };
    expect(taken(["a STOP b"], 9, ["STOP"])).toEqual({ text: "a ", tokens: 1, ...stopped });
    expect(taken(["a ST", "OP b", "c"], 9, ["STOP"])).toEqual({ text: "a ST", tokens: 1, ...stopped });
    expect(taken(["S", "T", "O", "P"], 9, ["END", "STOP"])).toEqual({ text: "STO", tokens: 1, ...stopped });
  });

  it("counts a long text in parts", () => {
    const pieces = Array.from({ length: 3_000 }, () => "word ");
    expect(taken(pieces, 10_000)).toMatchObject({
      text: "word ".repeat(3_000),
      tokens: expect.closeTo(3_752, -1),
      stopReason: undefined,
    });
  });
});
