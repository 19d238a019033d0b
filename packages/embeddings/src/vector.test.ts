import * as fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeVector } from "./vector.ts";

const parts = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

test("a normalised vector has unit length and its old direction; one of zeros stays", () => {
  fc.assert(
    fc.property(parts, (parts) => {
      const vector = [...parts];
      normalizeVector(vector);
      const length = Math.hypot(...parts);
      if (length < 1e-150) return;
      expect(Math.hypot(...vector)).toBeCloseTo(1, 9);
      for (const [at, part] of parts.entries()) expect(vector[at]).toBeCloseTo(part / length, 9);
    }),
  );
  const zeros = Float32Array.of(0, 0);
  normalizeVector(zeros);
  expect(zeros).toEqual(Float32Array.of(0, 0));
});
