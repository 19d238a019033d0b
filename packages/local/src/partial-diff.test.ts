import { describe, expect, it } from "vitest";

import { partialDiff } from "./partial-diff.ts";

describe("partialDiff", () => {
  it.each([
    { name: "ignores what is not expected", expected: { a: 1 }, actual: { a: 1, b: 2 }, lines: [] },
    {
      name: "names the path",
      expected: { a: { b: [1, { c: 2 }] } },
      actual: { a: { b: [1, { c: 3 }] } },
      lines: ["a.b[1].c: expected 2, received 3"],
    },
    { name: "names what is missing", expected: { a: 1 }, actual: {}, lines: ["a: expected 1, received nothing"] },
    {
      name: "compares the lengths of lists",
      expected: [1],
      actual: [1, 2],
      lines: ["length: expected 1, received 2"],
    },
    { name: "matches texts by expression", expected: { a: /^x/ }, actual: { a: "xy" }, lines: [] },
    {
      name: "shows the expression",
      expected: { a: /^x/ },
      actual: { a: "y" },
      lines: ['a: expected "/^x/", received "y"'],
    },
  ])("$name", ({ expected, actual, lines }) => {
    expect(partialDiff(expected, actual)).toEqual(lines);
  });

  it("finds the same with a global expression, however often it is asked", () => {
    const expected = { path: /a/g };
    expect([1, 2].map(() => partialDiff(expected, { path: "/a" }))).toEqual([[], []]);
  });
});
