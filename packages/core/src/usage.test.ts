import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addUsage } from "./usage.ts";

const plain = { input_tokens: 1, output_tokens: 2, total_tokens: 3 };

describe("addUsage", () => {
  it("adds counts and details, those without a name in LangChain included", () => {
    const a = {
      ...plain,
      input_token_details: { cache_read: 4, ephemeral_5m_input_tokens: 1 },
      output_token_details: { reasoning: 1 },
    };
    const b = { ...plain, input_token_details: { cache_read: 1, cache_creation: 2 } };
    expect(addUsage(a, b)).toEqual({
      input_tokens: 2,
      output_tokens: 4,
      total_tokens: 6,
      input_token_details: { cache_read: 5, cache_creation: 2, ephemeral_5m_input_tokens: 1 },
      output_token_details: { reasoning: 1 },
    });
  });

  it("has no details where neither side has any", () => {
    expect(addUsage(plain, plain)).toStrictEqual({ input_tokens: 2, output_tokens: 4, total_tokens: 6 });
  });

  it("takes a missing side for nothing, and gives a new object", () => {
    expect([addUsage(plain, undefined), addUsage(undefined, plain), addUsage(undefined, undefined)]).toEqual([
      plain,
      plain,
      undefined,
    ]);
    expect(addUsage(plain, undefined)).not.toBe(plain);
  });

  it("does not depend on order or grouping, and changes nothing", () => {
    const count = fc.nat({ max: 1e6 });
    const details = fc.option(fc.record({ cache_read: count, reasoning: count }, { requiredKeys: [] }), {
      nil: undefined,
    });
    const usage = fc.record({
      input_tokens: count,
      output_tokens: count,
      total_tokens: count,
      input_token_details: details,
      output_token_details: details,
    });
    fc.assert(
      fc.property(usage, usage, usage, (a, b, c) => {
        const before = structuredClone([a, b, c]);
        expect(addUsage(addUsage(a, b), c)).toEqual(addUsage(a, addUsage(c, b)));
        expect([a, b, c]).toEqual(before);
      }),
    );
  });
});
