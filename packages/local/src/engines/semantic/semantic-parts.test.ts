import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { embedByHash } from "../hash-embedder.ts";
import { dotProduct } from "../vectors.ts";
import { DimensionChange } from "./dimension-change.ts";
import { RecentlyUsed } from "./recently-used.ts";
import { toPieces } from "./text-pieces.ts";

const native = fc.lorem().map((text) => embedByHash(text, 512));

describe("DimensionChange", () => {
  it("keeps every angle when there are more dimensions", () => {
    const change = new DimensionChange(512);
    fc.assert(
      fc.property(native, native, fc.integer({ min: 512, max: 3_072 }), (a, b, dimensions) => {
        const [left, right] = [change.apply(a, dimensions), change.apply(b, dimensions)];
        expect(left).toHaveLength(dimensions);
        expect(dotProduct(left, right)).toBeCloseTo(dotProduct(a, b), 6);
      }),
    );
  });

  it("keeps angles nearly, and unit length, when there are fewer", () => {
    const change = new DimensionChange(512);
    fc.assert(
      fc.property(native, native, fc.constantFrom(256, 384), (a, b, dimensions) => {
        const [left, right] = [change.apply(a, dimensions), change.apply(b, dimensions)];
        expect(left).toHaveLength(dimensions);
        expect(Math.sqrt(dotProduct(left, left))).toBeCloseTo(1, 5);
        expect(Math.abs(dotProduct(left, right) - dotProduct(a, b))).toBeLessThan(0.35);
      }),
    );
  });

  it("is the same in every instance", () => {
    const vector = embedByHash("blue socks", 512);
    expect(new DimensionChange(512).apply(vector, 256)).toEqual(new DimensionChange(512).apply(vector, 256));
  });
});

describe("toPieces", () => {
  it("cuts every text into pieces that hold all of its words", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 3_000 }), fc.lorem({ maxCount: 300 })), (text) => {
        const pieces = toPieces(text);
        expect(pieces.length).toBeGreaterThan(0);
        expect(pieces.every((piece) => piece.length <= 400)).toBe(true);
        expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      }),
    );
  });

  it("cuts between words, and no character in two", () => {
    const words = "word ".repeat(200);
    expect(toPieces(words).every((piece) => /^word( word)*\s?$/.test(piece))).toBe(true);
    const faces = `a${"😀".repeat(600)}`;
    expect(toPieces(faces).join("")).toBe(faces);
    expect(toPieces(faces).every((piece) => /^a?(?:\u{1F600})+$/u.test(piece))).toBe(true);
    expect(toPieces("")).toEqual([""]);
  });
});

describe("RecentlyUsed", () => {
  it("forgets what was not used for the longest time", () => {
    const cache = new RecentlyUsed<string, number>(2);
    cache.set("a", 1);
    cache.set("b", 2);
    expect(cache.get("a")).toBe(1);
    cache.set("c", 3);
    expect(["a", "b", "c"].map((key) => cache.get(key))).toEqual([1, undefined, 3]);
    cache.delete("c");
    expect(cache.get("c")).toBeUndefined();
  });
});
