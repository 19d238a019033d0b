import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";

import { findArithmetic } from "./arithmetic.ts";

describe("findArithmetic", () => {
  it.each([
    { text: "What is 1 + 2?", expression: "1 + 2", value: 3 },
    { text: "Please work out 12 × (3 - 4) ÷ 2.", expression: "12 * (3 - 4) / 2", value: -6 },
    { text: "-3 - -4, and nothing else", expression: "- 3 - - 4", value: 1 },
    { text: "In 2025 we sold 7; 2.5*4 is what?", expression: "2.5 * 4", value: 10 },
    { text: "1 + 2 - is that all?", expression: "1 + 2", value: 3 },
    { text: "1/0", expression: "1 / 0", value: Infinity },
  ])("reads $text", ({ text, ...expected }) => {
    expect(findArithmetic(text)).toEqual(expected);
  });

  it.each(["No numbers.", "Only 42.", "2025", "(1", "+ - *", "1 2 3"])("finds none in %j", (text) => {
    expect(findArithmetic(text)).toBeUndefined();
  });

  it("agrees with the language on sums of products", () => {
    const number = integer({ min: 0, max: 999 });
    assert(
      property(number, number, number, (a, b, c) => {
        expect(findArithmetic(`Say ${a} + ${b} * ${c} now`)?.value).toBe(a + b * c);
      }),
    );
  });
});
