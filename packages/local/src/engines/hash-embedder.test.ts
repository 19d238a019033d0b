import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CustomEmbedder } from "./custom-embedder.ts";
import { embedBytes } from "./embed-bytes.ts";
import { embedByHash, HashEmbedder } from "./hash-embedder.ts";
import { averageOf, dotProduct, toUnitLength } from "./vectors.ts";

const dimensions = fc.integer({ min: 1, max: 3_072 });
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.lorem());

describe("embedByHash", () => {
  it("[13] gives every text one vector of unit length, in any number of dimensions", () => {
    fc.assert(
      fc.property(anyText, dimensions, (text, length) => {
        const vector = embedByHash(text, length);
        expect(vector).toHaveLength(length);
        expect(Math.sqrt(dotProduct(vector, vector))).toBeCloseTo(1, 5);
        expect(embedByHash(text, length)).toEqual(vector);
      }),
    );
  });

  it("does not look at case, order or punctuation", () => {
    expect(embedByHash("Blue socks!", 256)).toEqual(embedByHash("socks, BLUE", 256));
  });

  it("sees parts of words", () => {
    const [a, b, c] = ["embedding", "embeddings", "warehouse"].map((text) => embedByHash(text, 1_024));
    expect(dotProduct(a ?? new Float32Array(), b ?? new Float32Array())).toBeGreaterThan(0.5);
    expect(dotProduct(a ?? new Float32Array(), c ?? new Float32Array())).toBeLessThan(0.2);
  });

  it("tells texts without letters apart", () => {
    expect(embedByHash("!", 1_024)).not.toEqual(embedByHash("?", 1_024));
  });
});

describe("HashEmbedder", () => {
  it("keeps the order of the texts", async () => {
    expect(await new HashEmbedder().embed(["a", "b"], 64)).toEqual([embedByHash("a", 64), embedByHash("b", 64)]);
  });
});

describe("embedBytes", () => {
  it("[13] gives equal bytes equal vectors of unit length, and others other ones", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.integer({ min: 256, max: 3_072 }), (a, b, length) => {
        const [left, right] = [embedBytes(a, length), embedBytes(b, length)];
        expect(left).toHaveLength(length);
        expect(Math.sqrt(dotProduct(left, left))).toBeCloseTo(1, 5);
        expect(embedBytes(Uint8Array.from(a), length)).toEqual(left);
        fc.pre(Buffer.compare(a, b) !== 0);
        expect(Math.abs(dotProduct(left, right))).toBeLessThan(0.4);
      }),
    );
  });

  it("tells aspects of one medium apart", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(embedBytes(bytes, 64, "sound")).not.toEqual(embedBytes(bytes, 64));
  });
});

describe("CustomEmbedder", () => {
  const giving = (vectors: readonly ArrayLike<number>[]): CustomEmbedder =>
    new CustomEmbedder({ embed: () => vectors });

  it("takes lists of numbers and typed arrays, at once or later", async () => {
    expect(await giving([[1, 0], Float64Array.of(0, 1)]).embed(["a", "b"], 2)).toEqual([
      Float32Array.of(1, 0),
      Float32Array.of(0, 1),
    ]);
    const later = new CustomEmbedder({ embed: async (texts, length) => texts.map(() => new Float32Array(length)) });
    expect(await later.embed(["a"], 3)).toEqual([new Float32Array(3)]);
  });

  it.each([
    [[], "embeddings.embed gave 0 vectors for 2 texts."],
    [[[1, 0], [1]], "embeddings.embed: vector 1 must hold 2 finite numbers."],
    [
      [
        [Number.NaN, 0],
        [1, 0],
      ],
      "embeddings.embed: vector 0 must hold 2 finite numbers.",
    ],
  ])("names what is wrong with %j", async (vectors, message) => {
    await expect(giving(vectors).embed(["a", "b"], 2)).rejects.toThrow(message);
  });
});

describe("averageOf", () => {
  it("is the direction between vectors", () => {
    expect(averageOf([Float32Array.of(1, 0), Float32Array.of(0, 1)])).toEqual(toUnitLength(Float32Array.of(1, 1)));
    expect(() => averageOf([])).toThrow("An average needs one vector at least.");
  });
});
