import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  addDefined,
  firstText,
  isPlainRecord,
  isRecord,
  numberOf,
  omitUndefined,
  recordOf,
  stringOf,
} from "./record.ts";

class Made {
  readonly member = 1;
}

const values: readonly { name: string; value: unknown; record: boolean; plain: boolean }[] = [
  { name: "an object literal", value: { a: 1 }, record: true, plain: true },
  { name: "an object without a prototype", value: Object.create(null), record: true, plain: true },
  { name: "an object literal of another realm", value: runInNewContext("({ a: 1 })"), record: true, plain: true },
  { name: "an object of a class", value: new Made(), record: true, plain: false },
  { name: "a Map", value: new Map(), record: true, plain: false },
  { name: "a list", value: [], record: false, plain: false },
  { name: "a list of another realm", value: runInNewContext("[]"), record: false, plain: false },
  { name: "bytes", value: new Uint8Array(1), record: false, plain: false },
  { name: "bytes of another realm", value: runInNewContext("new Uint8Array(1)"), record: false, plain: false },
  { name: "floats", value: new Float32Array(1), record: false, plain: false },
  { name: "null", value: null, record: false, plain: false },
  { name: "a text", value: "a", record: false, plain: false },
  { name: "a function", value: () => undefined, record: false, plain: false },
];

describe("isRecord and isPlainRecord", () => {
  it.each(values)("know what $name is", ({ value, record, plain }) => {
    expect([isRecord(value), isPlainRecord(value)]).toEqual([record, plain]);
    expect(recordOf(value)).toEqual(record ? value : {});
  });
});

describe("stringOf, numberOf and firstText", () => {
  it("take what is of their kind", () => {
    expect([stringOf("a"), stringOf(1), stringOf("")]).toEqual(["a", undefined, ""]);
    expect([numberOf(1.5), numberOf("1"), numberOf(Number.NaN), numberOf(Infinity)]).toEqual([
      1.5,
      undefined,
      undefined,
      undefined,
    ]);
    expect(firstText(undefined, 1, " ", "first", "second")).toBe("first");
    expect(firstText("", null)).toBeUndefined();
  });
});

describe("omitUndefined and addDefined", () => {
  it("leave out members that are undefined, and only those", () => {
    const fields = Object.freeze({ a: 1, b: undefined, c: null, d: "" });
    expect(Object.entries(omitUndefined(fields))).toEqual([
      ["a", 1],
      ["c", null],
      ["d", ""],
    ]);
    const target: Record<string, unknown> = { a: 0, b: 2 };
    addDefined(target, fields);
    expect(target).toEqual({ a: 1, b: 2, c: null, d: "" });
  });
});
