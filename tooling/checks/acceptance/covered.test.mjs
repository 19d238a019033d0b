import { expect, test } from "vitest";
import { compactNumbers, coveredCases } from "./covered.mjs";

test("reads one number, several and ranges from the start of titles, in tables too", () => {
  const text = [
    'test("[12] refuses", () => {});',
    "it(`[13, 14] accepts ${what}`, () => {});",
    'const rows = [{ name: "[20-22] joins" }, { input: "[1,2]", other: "see [3] " }, [4]];',
  ].join("\n");
  expect(coveredCases(text)).toEqual([12, 13, 14, 20, 21, 22]);
});

test("writes neighbouring numbers as ranges", () => {
  expect(compactNumbers([1, 3, 4, 5, 9])).toBe("1, 3-5, 9");
  expect(compactNumbers([])).toBe("");
});
