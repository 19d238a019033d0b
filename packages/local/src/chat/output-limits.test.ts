import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { countTextTokens } from "../tokens.ts";
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
