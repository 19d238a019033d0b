import * as fc from "fast-check";
import { expect, test } from "vitest";
import { missingIndexes, planBatches } from "./batching.ts";

const sizes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 });
const limits = fc.record({ maxItems: fc.integer({ min: 1, max: 9 }), maxBytes: fc.integer({ min: 1, max: 60 }) });

test("batches hold every item once and in order, never exceed a limit, and are as full as they can be", () => {
  fc.assert(
    fc.property(sizes, limits, (sizes, limits) => {
      const sizeOf = (index: number): number => sizes[index] ?? 0;
      const bytesOf = (batch: readonly number[]): number => batch.reduce((sum, index) => sum + sizeOf(index), 0);
      const batches = [...planBatches(sizes.keys(), limits, sizeOf)];
      expect(batches.flat()).toEqual([...sizes.keys()]);
      for (const [at, batch] of batches.entries()) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(limits.maxItems);
        expect(batch.length === 1 || bytesOf(batch) <= limits.maxBytes).toBe(true);
        const next = batches[at + 1]?.slice(0, 1);
        if (next === undefined) continue;
        const hasRoom = batch.length < limits.maxItems && bytesOf(batch) + bytesOf(next) <= limits.maxBytes;
        expect(hasRoom).toBe(false);
      }
    }),
  );
});

test("a batch is made when it is asked for", () => {
  const seen: number[] = [];
  const batches = planBatches([1, 2, 3, 4, 5], { maxItems: 2, maxBytes: 10 }, (item) => {
    seen.push(item);
    return 1;
  });
  expect(batches.next().value).toEqual([1, 2]);
  expect(seen).toEqual([1, 2, 3]);
});

test("missing are the places that hold nothing, holes included", () => {
  // oxlint-disable-next-line no-sparse-arrays -- what is tested
  expect([...missingIndexes([[1], undefined, , [2]])]).toEqual([1, 2]);
});
