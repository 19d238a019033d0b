import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { s3VectorsFilter, type S3VectorsFilter, S3VectorsFilterError } from "../src/index.ts";
import { checkFilter } from "../src/filter/check-filter.ts";
import { thrownIn } from "./support/store.ts";

const { field, and, or, not } = s3VectorsFilter;
const plain = (filter: { toJSON(): S3VectorsFilter }): unknown => JSON.parse(JSON.stringify(filter));

describe("s3VectorsFilter", () => {
  test.each([
    ["eq", field("genre").eq("a"), { genre: { $eq: "a" } }],
    ["ne", field("flag").ne(true), { flag: { $ne: true } }],
    ["gt", field("year").gt(1), { year: { $gt: 1 } }],
    ["gte", field("year").gte(1), { year: { $gte: 1 } }],
    ["lt", field("year").lt(1), { year: { $lt: 1 } }],
    ["lte", field("year").lte(1), { year: { $lte: 1 } }],
    ["in", field("year").in([1, 2]), { year: { $in: [1, 2] } }],
    ["nin", field("genre").nin(["a"]), { genre: { $nin: ["a"] } }],
    ["exists", field("genre").exists(), { genre: { $exists: true } }],
    ["exists(false)", field("genre").exists(false), { genre: { $exists: false } }],
    ["startsWith", field("path").startsWith("/a"), { path: { $startsWith: "/a" } }],
    ["and", and(field("a").eq(1), { b: 2 }), { $and: [{ a: { $eq: 1 } }, { b: 2 }] }],
    ["or", or({ a: 1 }, field("b").gt(2)), { $or: [{ a: 1 }, { b: { $gt: 2 } }] }],
  ])("[32] %s makes the plain filter", (_name, filter, expected) => {
    expect(filter.toJSON()).toEqual(expected);
    expect(plain(filter)).toEqual(expected);
    expect(checkFilter(filter)).toEqual(expected);
  });

  test.each<[string, Parameters<typeof not>[0], object]>([
    ["eq", field("a").eq(1), { a: { $ne: 1 } }],
    ["ne", field("a").ne(1), { a: { $eq: 1 } }],
    ["gt", field("a").gt(1), { a: { $lte: 1 } }],
    ["gte", field("a").gte(1), { a: { $lt: 1 } }],
    ["lt", field("a").lt(1), { a: { $gte: 1 } }],
    ["lte", field("a").lte(1), { a: { $gt: 1 } }],
    ["in", field("a").in([1]), { a: { $nin: [1] } }],
    ["nin", field("a").nin([1]), { a: { $in: [1] } }],
    ["exists", field("a").exists(), { a: { $exists: false } }],
    ["a value", { a: "x" }, { a: { $ne: "x" } }],
    ["several operators", { a: { $gte: 1, $lt: 5 } }, { $or: [{ a: { $lt: 1 } }, { a: { $gte: 5 } }] }],
    ["several keys", { a: 1, b: 2 }, { $or: [{ a: { $ne: 1 } }, { b: { $ne: 2 } }] }],
    ["and", and(field("a").eq(1), field("b").gt(2)), { $or: [{ a: { $ne: 1 } }, { b: { $lte: 2 } }] }],
    ["or", or(field("a").eq(1), field("b").gt(2)), { $and: [{ a: { $ne: 1 } }, { b: { $lte: 2 } }] }],
    ["not", not(field("a").eq(1)), { a: { $eq: 1 } }],
    [
      "nested",
      and({ $or: [{ a: 1 }, { b: 2 }] }, { c: 3 }),
      { $or: [{ $and: [{ a: { $ne: 1 } }, { b: { $ne: 2 } }] }, { c: { $ne: 3 } }] },
    ],
  ])("[32] not takes the opposite of %s inward", (_name, filter, expected) => {
    expect(not(filter).toJSON()).toEqual(expected);
  });

  test("[32] startsWith has no opposite", () => {
    expect(String(thrownIn(() => not(field("a").startsWith("x"))))).toContain("a.$startsWith has no opposite");
  });

  test.each<[string, () => unknown, string]>([
    [
      "an object for a value",
      () => field("tenant").eq(JSON.parse('{"$ne":""}')),
      "tenant.$eq must be a text, a finite number or a boolean",
    ],
    ["a list for a value", () => field("tenant").eq(JSON.parse('["a"]')), "tenant.$eq"],
    ["null", () => field("tenant").ne(JSON.parse("null")), "tenant.$ne"],
    ["NaN", () => field("year").gt(Number.NaN), "year.$gt must be a finite number"],
    ["a date", () => field("year").gt(new Date() as unknown as number), "pass date.getTime()"],
    ["no values", () => field("year").in([]), "year.$in must be a list"],
    ["a key with a dollar", () => field("$where"), "does not begin with $"],
    ["an empty key", () => field(""), "needs a metadata key"],
    ["nothing to join", () => and({}), "says nothing"],
  ])("[33] refuses %s", (_name, build, message) => {
    const error = thrownIn(build);
    expect(S3VectorsFilterError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(message);
  });
});

describe("checkFilter", () => {
  test.each<[unknown, string]>([
    [{ genre: { $in: [] } }, "genre.$in must be a list"],
    [{ genre: { $like: "a" } }, "genre.$like is no operator"],
    [{ $not: [{ a: 1 }] }, "$not is no operator between filters"],
    [{ $and: [] }, "$and must be a list of filters"],
    [{ $or: [{ a: 1 }, { b: { $gt: "x" } }] }, "$or[1].b.$gt must be a finite number"],
    [{ $and: [{ $or: [7] }] }, "$and[0].$or[0] must be an object"],
    [{ a: Number.NaN }, "a must be a text, a finite number or a boolean"],
    [{ a: ["x"] }, "a must be a text"],
    [{ a: {} }, "a has no operator"],
    [{ a: { $exists: "yes" } }, "a.$exists must be true or false"],
    [{ a: { $in: [{ $ne: 1 }] } }, "a.$in must be a list"],
    [{ "": 1 }, "has an empty name"],
    ["genre = 'a'", "must be an object, or a filter of s3VectorsFilter"],
    [[{ a: 1 }], "must be an object"],
    [{ a: new Date(0) }, "pass date.getTime()"],
    [{ tenant: undefined }, "tenant is undefined"],
    [{ tenant: "a", $and: undefined }, "$and is undefined"],
    [{ year: { $gte: 2020, $lte: undefined } }, "year.$lte is undefined"],
    [{ $or: [{ tenant: "a" }, { tenant: undefined }] }, "$or[1].tenant is undefined"],
    [{ $or: [{ tenant: "a" }, {}] }, "$or[1] says nothing"],
  ])("[31] refuses %j with its path", (filter, message) => {
    const error = thrownIn(() => checkFilter(filter));
    expect(S3VectorsFilterError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(message);
  });

  test("[31] lets filters that say nothing be none", () => {
    expect([checkFilter({}), checkFilter(undefined), checkFilter(null)]).toEqual([undefined, undefined, undefined]);
  });

  test("[33] hostile texts stay values, whatever is in them", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 1 }).filter((key) => !key.startsWith("$") && key !== "__proto__"),
        (value, key) => {
          expect(field(key).eq(value).toJSON()).toEqual({ [key]: { $eq: value } });
          expect(checkFilter({ [key]: value })).toEqual({ [key]: value });
        },
      ),
    );
  });

  test("does not change or keep the caller's filter", () => {
    const filter = { $and: [{ a: { $in: ["x"] } }] };
    const checked = checkFilter(filter);
    filter.$and[0]?.a.$in.push("y");
    expect(checked).toEqual({ $and: [{ a: { $in: ["x"] } }] });
  });
});
