import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mergeDeep } from "./merge.ts";

test.each([
  { base: { a: 1, b: { c: 2 } }, over: { b: { d: 3 } }, merged: { a: 1, b: { c: 2, d: 3 } } },
  { base: { a: [1, 2] }, over: { a: [3] }, merged: { a: [3] } },
  { base: { a: { b: 1 } }, over: { a: null }, merged: { a: null } },
  { base: { a: 1 }, over: { a: undefined }, merged: { a: 1 } },
  { base: { a: 1 }, over: { a: { b: 2 } }, merged: { a: { b: 2 } } },
])("$base with $over gives $merged", ({ base, over, merged }) => {
  expect(mergeDeep(base, over)).toEqual(merged);
});

test("neither side is changed, and nothing reaches a prototype", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (base, over) => {
        const before = JSON.stringify([base, over]);
        mergeDeep(base, over);
        expect(JSON.stringify([base, over])).toBe(before);
      },
    ),
  );
  const merged = mergeDeep({}, JSON.parse('{"__proto__":{"polluted":true}}'));
  expect(Object.hasOwn(merged, "__proto__")).toBe(true);
  expect(Object({})["polluted"]).toBeUndefined();
});
