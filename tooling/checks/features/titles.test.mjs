import { expect, test } from "vitest";
import { features } from "./rows.mjs";
import { provingTitles } from "./titles.mjs";

const tests = {
  "bedrock-converse": ['test("[3, 4] merges fields", () => {});\ntest("falls back once", () => {});'],
  "aws-auth": ["it(`[3] is alone here`, () => {});"],
};

test("finds titles by case number, by words and by package", () => {
  expect(provingTitles("[4]", tests)).toEqual(["[3, 4] merges fields"]);
  expect(provingTitles("falls back", tests)).toEqual(["falls back once"]);
  expect(provingTitles("aws-auth [3]", tests)).toEqual(["[3] is alone here"]);
});

test("finds nothing where there is nothing", () => {
  expect(provingTitles("[5]", tests)).toEqual([]);
  expect(provingTitles("falls over", tests)).toEqual([]);
});

test("the table is numbered without a gap", () => {
  expect(features.map(([number]) => number)).toEqual(Array.from({ length: 132 }, (_, index) => index + 1));
});
