import { expect, test } from "vitest";
import { compareWithBudget, toBudget } from "./budget.mjs";

/** @type {import("./weigh.mjs").Bundle} */
const measured = { min: 1000, gzip: 400, contributors: [{ name: "zod", bytes: 900 }], duplicates: [] };

test("records sizes with 2 % to spare", () => {
  expect(toBudget({ node: measured })).toEqual({ node: { min: 1020, gzip: 408 } });
});

test("accepts what is within its budget and nothing that outgrew it", () => {
  expect(compareWithBudget("a", { node: measured }, { node: { min: 1000, gzip: 400 } })).toEqual([]);
  expect(compareWithBudget("a", { node: measured }, { node: { min: 999, gzip: 400 } })[0]).toContain("zod");
  expect(compareWithBudget("a", { node: measured }, { node: { min: 1000, gzip: 399 } })).toHaveLength(1);
});

test("reports a target without a budget and a package in two copies", () => {
  expect(compareWithBudget("a", { node: measured }, {})[0]).toContain("no budget");
  const twice = { ...measured, duplicates: ["zod"] };
  expect(compareWithBudget("a", { node: twice }, { node: { min: 1000, gzip: 400 } })).toEqual([
    "a, node: zod is in the bundle in two copies.",
  ]);
});
