import { describe, expect, it } from "vitest";

import { VectorIndex } from "./vector-index.ts";

/** More than a block holds, so that vectors of several blocks are compared. */
const MANY = 600;

function filled(): VectorIndex {
  const index = new VectorIndex(3);
  for (let at = 0; at < MANY; at += 1) index.add([at, 1, 0]);
  return index;
}

describe("VectorIndex", () => {
  it("gives out slots one after the other and keeps the numbers of each", () => {
    const index = filled();
    expect(index.size).toBe(MANY);
    expect([...index.at(0)]).toEqual([0, 1, 0]);
    expect([...index.at(599)]).toEqual([599, 1, 0]);
  });

  it("finds the nearest by the straight way, the distance below zero as the score", () => {
    const found = filled().search(Float32Array.of(300, 1, 4), { limit: 3, metric: "euclidean" });
    expect(found).toEqual([
      { slot: 300, score: -4 },
      { slot: 299, score: -Math.sqrt(17) },
      { slot: 301, score: -Math.sqrt(17) },
    ]);
  });

  it("finds the nearest by the angle", () => {
    const [best, next] = filled().search(Float32Array.of(0, 2, 0), { limit: 2 });
    expect(best).toEqual({ slot: 0, score: 1 });
    expect(next?.slot).toBe(1);
    expect(next?.score).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it("does not find what was removed until the slot is filled again", () => {
    const index = filled();
    index.remove(0);
    expect(index.search(Float32Array.of(0, 2, 0), { limit: 1 })[0]?.slot).toBe(1);
    index.set(0, [0, 5, 0]);
    expect(index.search(Float32Array.of(0, 2, 0), { limit: 1 })).toEqual([{ slot: 0, score: 1 }]);
  });

  it("refuses other lengths and slots that it never gave out", () => {
    const index = filled();
    expect(() => index.add([1, 2])).toThrow("A vector of 2 numbers does not fit an index of 3.");
    expect(() => index.set(MANY, [1, 2, 3])).toThrow(RangeError);
    expect(() => index.at(5_000)).toThrow(RangeError);
    expect(index.size).toBe(MANY);
  });
});
