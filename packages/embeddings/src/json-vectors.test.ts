import { utf8Encode } from "@langchain-aws/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJsonVectors } from "./json-vectors.ts";

const parse = (json: string): unknown => parseJsonVectors(utf8Encode(json));

/** What `JSON.parse` gives, with its lists of numbers turned into floats. */
function expected(value: unknown): unknown {
  if (Array.isArray(value)) {
    const isVector = value.length > 0 && value.every((part) => typeof part === "number");
    return isVector ? Float32Array.from(value) : value.map(expected);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, expected(member)]));
}

describe("numbers", () => {
  const decimals = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 21n }), fc.integer({ min: -60, max: 60 }), fc.boolean())
    .map(([digits, exponent, isNegative]) => `${isNegative ? "-" : ""}${digits}e${exponent}`);
  const plain = fc
    .tuple(fc.nat(3), fc.string({ unit: fc.constantFrom("0", "1", "4", "5", "9"), minLength: 1, maxLength: 24 }))
    .map(([whole, fraction]) => `${whole}.${fraction}`);
  const printed = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    decimals,
    plain,
  );

  test("are the floats nearest to what JSON.parse gives", () => {
    fc.assert(
      fc.property(fc.array(printed, { minLength: 1 }), (numbers) => {
        const json = `[${numbers.join(",")}]`;
        expect(parse(json)).toEqual(Float32Array.from(JSON.parse(json)));
      }),
      { numRuns: 2000 },
    );
  });

  test("half way between two floats, and a hair beside it", () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(1e-9), max: 1, noNaN: true }), fc.constantFrom(-1, 0, 1), (low, side) => {
        const bits = new Uint32Array(Float32Array.of(low).buffer);
        bits[0] = (bits[0] ?? 0) + 1;
        const middle = (low + (new Float32Array(bits.buffer)[0] ?? 0)) / 2;
        const json = `[${middle * (1 + side * 2 ** -52)}]`;
        expect(parse(json)).toEqual(Float32Array.from(JSON.parse(json)));
      }),
      { numRuns: 1000 },
    );
  });
});

test("other values are what JSON.parse makes of them", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1), (value, indent) => {
      const json = JSON.stringify(value, null, indent);
      expect(parse(json)).toEqual(expected(JSON.parse(json)));
    }),
    { numRuns: 500 },
  );
});

test("a list that is not of numbers alone stays a list", () => {
  expect(parse('{"a":[1,"2"],"b":[null,0.1],"c":[1,[2]]}')).toEqual({
    a: [1, "2"],
    b: [null, 0.1],
    c: [1, Float32Array.of(2)],
  });
});

test("a vector may be longer than the first buffer", () => {
  const numbers = Array.from({ length: 5000 }, (_, index) => index / 8);
  expect(parse(JSON.stringify({ embedding: numbers }))).toEqual({ embedding: Float32Array.from(numbers) });
});

test("vectors do not share memory", () => {
  const [first, second] = Object(parse("[[1,2],[3,4]]"));
  first[0] = 9;
  expect([first, second]).toEqual([Float32Array.of(9, 2), Float32Array.of(3, 4)]);
});

test("a member of any name stays a member", () => {
  const parsed = parse('{"__proto__":{"polluted":true}}');
  expect(Object.hasOwn(Object(parsed), "__proto__")).toBe(true);
  expect(Object({})["polluted"]).toBeUndefined();
});

test.each([
  "",
  " ",
  "{",
  "[",
  "[1",
  "[1,",
  "[1,]",
  "[1 2]",
  "[01]",
  "[-]",
  "[1.]",
  "[.5]",
  "[1e]",
  "[1e+]",
  "[+1]",
  "[--1]",
  "[1-2]",
  "[NaN]",
  "[1,NaN]",
  "[Infinity]",
  "nul",
  '"a',
  '"\n"',
  '"\\',
  '{"a"}',
  '{"a":1,}',
  "{a:1}",
  '{"a":1}}',
  "1 2",
  "[".repeat(100) + "]".repeat(100),
])("%s is refused", (json) => {
  expect(() => parse(json)).toThrow(SyntaxError);
});

test("a reply that was cut anywhere is refused", () => {
  const json = '{"embedding":[0.5,-1.25e-3],"texts":["a\\"b"],"n":null}';
  for (let end = 0; end < json.length; end += 1) expect(() => parse(json.slice(0, end))).toThrow(SyntaxError);
});
