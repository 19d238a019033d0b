import type { AttributeFilter as WireFilter } from "@aws-sdk/client-kendra";
import { AwsConfigurationError } from "@langchain-aws/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttributeFilter } from "./attribute-filter.ts";
import { checkFilter } from "./check-filter.ts";
import { f } from "./filter-builder.ts";
import { parseDate } from "./parse-date.ts";

const x = { EqualsTo: { Key: "a", Value: { StringValue: "b" } } };
const value = (Value: unknown): object => ({ EqualsTo: { Key: "a", Value } });

const errorOf = (filter: unknown): unknown => {
  try {
    return checkFilter(filter, "filter");
  } catch (error) {
    return error;
  }
};

const cycle: { AndAllFilters: unknown[] } = { AndAllFilters: [x] };
cycle.AndAllFilters.push(cycle);

describe("a filter that is none", () => {
  test.each([
    ["[16] an unknown operator", { EqualTo: x.EqualsTo }, 'filter has the unknown operator "EqualTo"'],
    [
      "[16] a value in small letters",
      value({ stringValue: "b" }),
      'filter.EqualsTo.Value cannot be "stringValue" here',
    ],
    ["[16] a value without a member", value({}), "filter.EqualsTo.Value is empty"],
    ["[16] no operator", {}, "filter is empty. It must have an operator"],
    ["[16] an unknown operator beside a known one", { ...x, Not: x }, 'filter has the unknown operator "Not"'],
    ["an operator that is undefined", { ...x, NotFilter: undefined }, "filter.NotFilter must be a plain object"],
    ["a symbol", { ...x, [Symbol("s")]: x }, 'filter has the unknown operator "Symbol(s)"'],
    ["the name of a method", { constructor: x }, 'filter has the unknown operator "constructor"'],
    [
      "[16] the place inside groups",
      { AndAllFilters: [x, { OrAllFilters: [x, { EqualTo: {} }] }] },
      'filter.AndAllFilters[1].OrAllFilters[1] has the unknown operator "EqualTo"',
    ],
    [
      "[17] three levels",
      { AndAllFilters: [{ OrAllFilters: [{ NotFilter: x }] }] },
      "filter.AndAllFilters[0].OrAllFilters[0] has a group in a group of a group",
    ],
    [
      "[17] eleven filters",
      { AndAllFilters: Array.from({ length: 11 }, () => x) },
      "filter.AndAllFilters has 11 filters",
    ],
    ["a filter in itself", cycle, "has a group in a group of a group"],
    [
      "[17] several operators on the last level",
      { AndAllFilters: [{ NotFilter: { ...x, ContainsAny: { Key: "t", Value: { StringListValue: ["a"] } } } }] },
      "filter.AndAllFilters[0].NotFilter has 2 operators",
    ],
    ["[17] a group of two levels beside another operator", { ...x, NotFilter: { NotFilter: x } }, "group of a group"],
    ["an empty group", { OrAllFilters: [] }, "filter.OrAllFilters must be a list with at least one filter"],
    ["a group that is no list", { OrAllFilters: x }, "filter.OrAllFilters must be a list"],
    ["a hole in a group", { OrAllFilters: [x, , x] }, "filter.OrAllFilters[1]"], // oxlint-disable-line no-sparse-arrays
    [
      "[19] a text for a list operator",
      { ContainsAny: x.EqualsTo },
      'filter.ContainsAny.Value cannot be "StringValue" here. It must have StringListValue',
    ],
    [
      "[19] a text to compare",
      { GreaterThan: x.EqualsTo },
      'filter.GreaterThan.Value cannot be "StringValue" here. It must have DateValue or LongValue',
    ],
    ["two values", value({ StringValue: "b", LongValue: 1 }), "filter.EqualsTo.Value must have exactly one member"],
    ["a value beside one that is undefined", value({ StringValue: "b", LongValue: undefined }), "exactly one member"],
    ["a number for a text", value({ StringValue: 1 }), "filter.EqualsTo.Value.StringValue must be a text"],
    [
      "an empty list",
      value({ StringListValue: [] }),
      "filter.EqualsTo.Value.StringListValue must be a list with at least",
    ],
    [
      "a number in a list",
      value({ StringListValue: ["a", 1] }),
      "filter.EqualsTo.Value.StringListValue must be a list",
    ],
    ["a broken number", value({ LongValue: 1.5 }), "filter.EqualsTo.Value.LongValue must be a whole number"],
    ["no number", value({ LongValue: Number.NaN }), "filter.EqualsTo.Value.LongValue"],
    ["a number that JavaScript rounds", value({ LongValue: 2 ** 53 }), "filter.EqualsTo.Value.LongValue"],
    [
      "a date without a zone",
      value({ DateValue: "2020-01-01T00:00:00" }),
      "filter.EqualsTo.Value.DateValue must be a Date",
    ],
    ["no date", value({ DateValue: new Date(Number.NaN) }), "filter.EqualsTo.Value.DateValue"],
    ["no key", { EqualsTo: { Value: { StringValue: "b" } } }, "filter.EqualsTo.Key must be the name"],
    ["a blank key", { EqualsTo: { Key: "", Value: { StringValue: "b" } } }, "filter.EqualsTo.Key"],
    ["another member", { EqualsTo: { ...x.EqualsTo, key: "a" } }, 'filter.EqualsTo takes Key and Value, and no "key"'],
    ["no value", { EqualsTo: { Key: "a" } }, "filter.EqualsTo.Value must be an object"],
    ["no operand", { EqualsTo: null }, "filter.EqualsTo must be { Key, Value }"],
    ["a list in place of a filter", [x], "filter must be a plain object"],
    ["a date in place of a filter", { NotFilter: new Date(0) }, "filter.NotFilter must be a plain object"],
    ["nothing", null, "filter must be a plain object"],
  ])("%s is refused, with its place", (_, filter, says) => {
    const error = errorOf(filter);
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: "CONFIG_INVALID_FILTER", message: expect.stringContaining(says) });
  });

  test("[16] never has a value in its error", () => {
    for (const secret of [value({ StringValue: ["s3cret"] }), { EqualsTo: "s3cret" }, { AndAllFilters: "s3cret" }]) {
      expect(String(errorOf(secret))).not.toContain("s3cret");
    }
  });
});

describe("a filter", () => {
  const operand = fc.oneof(
    fc.string().map((StringValue) => ({ StringValue })),
    fc.maxSafeInteger().map((LongValue) => ({ LongValue })),
    fc.date({ noInvalidDate: true }).map((DateValue) => ({ DateValue })),
    fc.array(fc.string(), { minLength: 1 }).map((StringListValue) => ({ StringListValue })),
  );
  const leaf = fc.record({ EqualsTo: fc.record({ Key: fc.string({ minLength: 1 }), Value: operand }) });
  const groupOf = <T>(member: fc.Arbitrary<T>): fc.Arbitrary<object> =>
    fc.oneof(
      fc.record({ AndAllFilters: fc.array(member, { minLength: 1, maxLength: 10 }) }),
      fc.record({ OrAllFilters: fc.array(member, { minLength: 1, maxLength: 10 }) }),
      fc.record({ NotFilter: member }),
    );
  const filter = fc.oneof(leaf, groupOf(leaf), groupOf(fc.oneof(leaf, groupOf(leaf))));

  test("[15] comes out as it went in, as a copy", () => {
    fc.assert(
      fc.property(filter, (given) => {
        const checked = checkFilter(given, "filter");
        expect(checked).toEqual(given);
        expect(checked).not.toBe(given);
      }),
    );
  });

  test.each([
    ["at the top", { ...x, NotFilter: x }, { AndAllFilters: [x, { NotFilter: x }] }],
    [
      "in a group",
      { OrAllFilters: [x, { ...x, LessThan: { Key: "n", Value: { LongValue: 1 } } }] },
      { OrAllFilters: [x, { AndAllFilters: [x, { LessThan: { Key: "n", Value: { LongValue: 1 } } }] }] },
    ],
  ])("with several operators %s is sent as the group that it means", (_, given, expected) => {
    expect(checkFilter(given, "filter")).toEqual(expected);
  });

  test("[17] one level too deep never passes", () => {
    fc.assert(
      fc.property(groupOf(groupOf(groupOf(leaf))), (given) => {
        expect(errorOf(given)).toMatchObject({ code: "CONFIG_INVALID_FILTER" });
      }),
    );
  });
});

describe("a date", () => {
  test.each([
    ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000Z"],
    ["2020-01-01T00:00Z", "2020-01-01T00:00:00.000Z"],
    ["2020-01-01T02:00:00.5+02:00", "2020-01-01T00:00:00.500Z"],
    ["2020-02-29T00:00:00-05:00", "2020-02-29T05:00:00.000Z"],
    ["0050-03-01T00:00:00Z", "0050-03-01T00:00:00.000Z"],
  ])("is %s", (text, expected) => {
    expect(parseDate(text)?.toISOString()).toBe(expected);
  });

  test.each([
    "2020-01-01",
    "2020-01-01T00:00:00",
    "2021-02-29T00:00:00Z",
    "2020-02-31T00:00:00Z",
    "2020-13-01T00:00:00Z",
    "2020-01-01T25:00:00Z",
    "January 1, 2020",
    "",
    1_577_836_800,
    null,
  ])("is not %s", (value) => {
    expect(parseDate(value)).toBeUndefined();
  });
});

describe("the builder", () => {
  test("makes every operator", () => {
    const date = new Date("2026-01-01T00:00:00Z");
    expect([
      f.eq("k", "a"),
      f.eq("k", 1),
      f.eq("k", date),
      f.eq("k", ["a", "b"]),
      f.gt("k", 1),
      f.gte("k", date),
      f.lt("k", 1),
      f.lte("k", date),
      f.containsAll("k", ["a"]),
      f.containsAny("k", ["a", "b"]),
      f.in("k", ["a", 1]),
      f.and(f.eq("k", 1), f.or(f.eq("k", 2), f.not(f.eq("k", 3)).NotFilter)),
    ]).toEqual([
      { EqualsTo: { Key: "k", Value: { StringValue: "a" } } },
      { EqualsTo: { Key: "k", Value: { LongValue: 1 } } },
      { EqualsTo: { Key: "k", Value: { DateValue: date } } },
      { EqualsTo: { Key: "k", Value: { StringListValue: ["a", "b"] } } },
      { GreaterThan: { Key: "k", Value: { LongValue: 1 } } },
      { GreaterThanOrEquals: { Key: "k", Value: { DateValue: date } } },
      { LessThan: { Key: "k", Value: { LongValue: 1 } } },
      { LessThanOrEquals: { Key: "k", Value: { DateValue: date } } },
      { ContainsAll: { Key: "k", Value: { StringListValue: ["a"] } } },
      { ContainsAny: { Key: "k", Value: { StringListValue: ["a", "b"] } } },
      {
        OrAllFilters: [
          { EqualsTo: { Key: "k", Value: { StringValue: "a" } } },
          { EqualsTo: { Key: "k", Value: { LongValue: 1 } } },
        ],
      },
      {
        AndAllFilters: [
          { EqualsTo: { Key: "k", Value: { LongValue: 1 } } },
          {
            OrAllFilters: [
              { EqualsTo: { Key: "k", Value: { LongValue: 2 } } },
              { EqualsTo: { Key: "k", Value: { LongValue: 3 } } },
            ],
          },
        ],
      },
    ]);
  });

  test("keeps a copy of what it is given", () => {
    const texts: [string, ...string[]] = ["a"];
    const date = new Date(0);
    const filters = [f.containsAll("k", texts), f.eq("k", date)];
    texts.push("b");
    date.setTime(1);
    expect(filters).toEqual([
      { ContainsAll: { Key: "k", Value: { StringListValue: ["a"] } } },
      { EqualsTo: { Key: "k", Value: { DateValue: new Date(0) } } },
    ]);
  });

  test("takes nothing that no filter can have", () => {
    const one = f.eq("k", 1);
    const two = f.and(one, one);
    const three = f.or(one, two);
    // @ts-expect-error -- a list needs a text
    expect(() => f.containsAny("k", [])).toThrow("filter.ContainsAny.Value");
    // @ts-expect-error -- so does a group
    expect(() => f.and()).toThrow("filter.AndAllFilters");
    // @ts-expect-error -- a text cannot be compared
    expect(() => f.gt("k", "1")).toThrow("filter.GreaterThan.Value");
    // @ts-expect-error -- nor can a boolean be equal
    expect(() => f.eq("k", true)).toThrow("filter.EqualsTo.Value");
    // @ts-expect-error -- three levels
    expect(() => f.not(three)).toThrow("has a group in a group of a group");
    // @ts-expect-error -- three levels again
    expect(() => f.and(one, three)).toThrow("has a group in a group of a group");
    // @ts-expect-error -- eleven filters
    expect(() => f.or(one, one, one, one, one, one, one, one, one, one, one)).toThrow("has 11 filters");
    // @ts-expect-error -- eleven values
    expect(() => f.in("k", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])).toThrow("has 11 filters");
    expect(() => f.lt("k", Number.NaN)).toThrow("filter.LessThan.Value");
    expect(() => f.eq("", 1)).toThrow("filter.EqualsTo.Key");
    expect(f.and(two, one).AndAllFilters).toHaveLength(2);
  });

  test("makes what the option and the AWS SDK take", () => {
    const filters: AttributeFilter[] = [f.and(f.eq("k", 1), f.in("k", [1])), f.not(f.eq("k", 1))];
    const wire: WireFilter[] = filters.map((filter) => checkFilter(filter, "filter"));
    expect(wire).toEqual(filters);
  });
});
