import { AwsConfigurationError } from "@langchain-aws/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFilter } from "./check-filter.ts";
import { f } from "./filter-builder.ts";

const x = { equals: { key: "a", value: 1 } };
const y = { startsWith: { key: "b", value: "c" } };

const errorOf = (filter: unknown): unknown => {
  try {
    return checkFilter(filter, "filter");
  } catch (error) {
    return error;
  }
};

const cycle: { andAll: unknown[] } = { andAll: [x] };
cycle.andAll.push(cycle);

describe("a filter that is none", () => {
  test.each([
    ["[9] an unknown operator", { equal: { key: "a", value: 1 } }, 'filter has the unknown operator "equal"'],
    ["[9] no operator", {}, "filter is empty"],
    ["[9] two operators", { equals: x.equals, in: { key: "a", value: [1] } }, "filter has 2 operators (equals, in)"],
    ["[9] an operator beside one that is undefined", { ...x, in: undefined }, "filter has 2 operators"],
    ["[9] a null value", { equals: { key: "a", value: null } }, "filter.equals.value is missing"],
    ["[9] an undefined value", { equals: { key: "a", value: undefined } }, "filter.equals.value is missing"],
    [
      "[9] a text to compare with numbers",
      { greaterThan: { key: "y", value: "x" } },
      "filter.greaterThan.value must be a finite number",
    ],
    ["[9] an infinite number", { lessThanOrEquals: { key: "y", value: Infinity } }, "filter.lessThanOrEquals.value"],
    [
      "[9] the place inside groups",
      { andAll: [x, { orAll: [x, { equal: {} }] }] },
      "filter.andAll[1].orAll[1] has the unknown operator",
    ],
    ["[10] an empty group", { andAll: [] }, "filter.andAll must be a list with at least one filter"],
    ["a group that is no list", { orAll: x }, "filter.orAll must be a list"],
    ["a hole in a group", { orAll: [x, , x] }, "filter.orAll[1]"], // oxlint-disable-line no-sparse-arrays
    ["[11] a date", { equals: { key: "d", value: new Date(0) } }, "filter.equals.value is a Date"],
    ["[11] a date in a list", { in: { key: "d", value: [new Date(0)] } }, "filter.in.value[0] is a Date"],
    ["[11] a date in place of a filter", { andAll: [x, new Date(0)] }, "filter.andAll[1] is a Date"],
    ["an empty list", { in: { key: "a", value: [] } }, "filter.in.value must be a list with at least one value"],
    ["a null in a list", { notIn: { key: "a", value: [null] } }, "filter.notIn.value[0]"],
    ["a blank key", { equals: { key: "", value: 1 } }, "filter.equals.key"],
    ["another member", { equals: { key: "a", value: 1, not: true } }, 'no "not"'],
    ["an object as value", { equals: { key: "a", value: { b: 1 } } }, "filter.equals.value"],
    ["a number to begin with", { startsWith: { key: "a", value: 1 } }, "filter.startsWith.value must be a text"],
    ["an operand that is no object", { equals: 1 }, "filter.equals must be { key, value }"],
    ["a list", [x], "filter must be an object with one operator"],
    ["an inherited operator", { constructor: x.equals }, "unknown operator"],
    ["a filter in itself", cycle, "levels deep"],
  ])("%s is refused with its path", (_, filter, says) => {
    const error = errorOf(filter);
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: "CONFIG_INVALID_FILTER", message: expect.stringContaining(says) });
  });

  test("does not show its values", () => {
    const error = errorOf({ greaterThan: { key: "salary", value: "tenant-secret" } });
    expect(String(error)).not.toContain("tenant-secret");
  });
});

describe("a filter", () => {
  test.each([
    ["[10] of a group of one is that one", { andAll: [{ orAll: [x] }] }, x],
    ["[10] keeps its groups", { andAll: [x, { orAll: [x, y] }] }, { andAll: [x, { orAll: [x, y] }] }],
    [
      "[3] has Python's in_ as in",
      { andAll: [x, { in_: { key: "k", value: ["a"] } }] },
      { andAll: [x, { in: { key: "k", value: ["a"] } }] },
    ],
  ])("%s", (_, filter, expected) => {
    expect(checkFilter(filter, "filter")).toEqual(expected);
  });

  test("that is frozen is not changed", () => {
    const frozen = Object.freeze({
      andAll: Object.freeze([Object.freeze({ in_: Object.freeze({ key: "k", value: Object.freeze(["a"]) }) })]),
    });
    expect(checkFilter(frozen, "filter")).toEqual({ in: { key: "k", value: ["a"] } });
  });

  const scalar = fc.oneof(fc.string(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  const leaf = fc
    .tuple(fc.constantFrom("equals", "notEquals", "listContains"), fc.string({ minLength: 1 }), scalar)
    .map(([operator, key, value]) => ({ [operator]: { key, value } }));
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc
        .tuple(fc.constantFrom("andAll", "orAll"), fc.array(tie("node"), { minLength: 2, maxLength: 3 }))
        .map(([operator, filters]) => ({ [operator]: filters })),
    ),
  }));

  test("that is valid is kept as it is", () => {
    fc.assert(
      fc.property(node, (filter) => {
        expect(checkFilter(filter, "filter")).toEqual(filter);
      }),
      { numRuns: 50 },
    );
  });

  test("with a misspelt operator anywhere never passes", () => {
    fc.assert(
      fc.property(node, node, (before, after) => {
        const error = errorOf({ andAll: [before, { orAll: [after, { equal: x.equals }] }] });
        expect(AwsConfigurationError.isInstance(error)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the builder", () => {
  test("makes each operator", () => {
    expect([
      f.eq("k", 1),
      f.ne("k", "a"),
      f.gt("k", 1),
      f.gte("k", 1),
      f.lt("k", 1),
      f.lte("k", 1),
      f.in("k", ["a", "b"]),
      f.notIn("k", [1]),
      f.startsWith("k", "a"),
      f.listContains("k", "a"),
      f.stringContains("k", "a"),
      f.and(f.eq("k", true), f.or(f.eq("k", 1), f.eq("k", 2))),
      f.or(f.eq("k", 1)),
    ]).toEqual([
      { equals: { key: "k", value: 1 } },
      { notEquals: { key: "k", value: "a" } },
      { greaterThan: { key: "k", value: 1 } },
      { greaterThanOrEquals: { key: "k", value: 1 } },
      { lessThan: { key: "k", value: 1 } },
      { lessThanOrEquals: { key: "k", value: 1 } },
      { in: { key: "k", value: ["a", "b"] } },
      { notIn: { key: "k", value: [1] } },
      { startsWith: { key: "k", value: "a" } },
      { listContains: { key: "k", value: "a" } },
      { stringContains: { key: "k", value: "a" } },
      {
        andAll: [
          { equals: { key: "k", value: true } },
          { orAll: [{ equals: { key: "k", value: 1 } }, { equals: { key: "k", value: 2 } }] },
        ],
      },
      { equals: { key: "k", value: 1 } },
    ]);
  });

  test("takes nothing that no filter can have", () => {
    // @ts-expect-error -- a list needs a value
    expect(() => f.in("k", [])).toThrow("filter.in.value");
    // @ts-expect-error -- so does a group
    expect(() => f.and()).toThrow("filter.andAll");
    // @ts-expect-error -- a text is no number
    expect(() => f.gt("k", "1")).toThrow("filter.greaterThan.value");
    // @ts-expect-error -- a date has many forms
    expect(() => f.eq("k", new Date(0))).toThrow("filter.equals.value");
    expect(() => f.lt("k", NaN)).toThrow("filter.lessThan.value");
    expect(() => f.eq("", 1)).toThrow("filter.equals.key");
  });
});
