import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureNumbers, compactForm, plainForm, writeNumbers } from "./number-form.ts";
import { mostNumberBytes, writeNumber } from "./write-number.ts";

function written(value: number): string {
  const target = new Uint8Array(64).fill(33);
  const length = writeNumber(target, 3, value);
  const text = new TextDecoder().decode(target);
  expect([text.slice(0, 3), text[3 + length]]).toEqual(["!!!", "!"]);
  return text.slice(3, 3 + length);
}

describe("writeNumber", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [-42, "-42"],
    [0.25, "0.25"],
    [-0.5, "-0.5"],
    [0.1, "0.100000001"],
    [12.5, "12.5"],
    [99.99, "99.9899979"],
    [0.000_001_5, "0.00000150000005"],
    [16_777_216, "16777216"],
    [123_456_789, "123456792"],
    [1e9, "1.00000000e+9"],
    [1e-7, "1.00000001e-7"],
    [-3.402_823_466e38, "-3.40282347e+38"],
  ])("writes %d as %s", (value, text) => {
    expect(written(value)).toBe(text);
  });

  const singles = fc.oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ noNaN: true, min: -1, max: 1 }),
    fc.double({ noNaN: true, min: -0.05, max: 0.05 }),
    fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
  );

  test("[13] loses nothing of single precision, in nine digits and few bytes", () => {
    fc.assert(
      fc.property(singles, (value) => {
        const text = written(value);
        const read: unknown = JSON.parse(text);
        expect(Math.fround(Number(read))).toBe(Math.fround(value) + 0);
        expect(read).toBe(Number(Math.fround(value).toPrecision(9)) + 0);
        expect(text.length).toBeLessThanOrEqual(mostNumberBytes);
      }),
      { numRuns: 5_000 },
    );
  });

  test("measures what it writes, in either form", () => {
    fc.assert(
      fc.property(fc.array(singles, { maxLength: 40 }), fc.constantFrom(compactForm, plainForm), (numbers, form) => {
        const target = new Uint8Array(numbers.length * (form.mostBytes + 1));
        const end = writeNumbers(target, 0, numbers, form);
        expect(measureNumbers(numbers, form)).toBe(end);
        const read: unknown = JSON.parse(`[${new TextDecoder().decode(target.subarray(0, end))}]`);
        const kept = (number: number): number =>
          (form === plainForm ? number : Number(Math.fround(number).toPrecision(9))) + 0;
        expect(read).toEqual(numbers.map(kept));
      }),
    );
  });
});
