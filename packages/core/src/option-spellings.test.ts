import { describe, expect, it } from "vitest";
import { camelCaseNames, optionSpellings, readOptions } from "./option-spellings.ts";
import { isSameData } from "./same-data.ts";

const spellings = optionSpellings({ modelArn: ["model"], topN: [] });
const fail = (text: string): Error => new TypeError(text);

describe("readOptions", () => {
  it("knows every spelling, and Python's", () => {
    expect(readOptions({ model_arn: "a", top_n: 1 }, spellings, { fail })).toEqual(
      new Map<string, unknown>([
        ["modelArn", "a"],
        ["topN", 1],
      ]),
    );
    expect(readOptions({ model: "a", modelArn: "a" }, spellings, { fail }).get("modelArn")).toBe("a");
  });

  it("takes undefined for not passed, and null too unless it means something", () => {
    expect(readOptions({ model: undefined, topN: null }, spellings, { fail }).size).toBe(0);
    expect(readOptions({ topN: null }, spellings, { fail, nullable: ["topN"] })).toEqual(new Map([["topN", null]]));
  });

  it("refuses two spellings with different values", () => {
    expect(() => readOptions({ model: "a", model_arn: "b" }, spellings, { fail })).toThrow(
      '"model" and "model_arn" are two spellings of one option',
    );
  });

  it("takes one object under two names for one value, and equal data where it is asked to", () => {
    const both = { model: ["a"], model_arn: ["a"] };
    expect(() => readOptions(both, spellings, { fail })).toThrow("two spellings");
    expect(readOptions(both, spellings, { fail, isSame: isSameData }).get("modelArn")).toEqual(["a"]);
    const read = (model: unknown, model_arn: unknown): unknown =>
      readOptions({ model, model_arn }, spellings, { fail, isSame: isSameData }).get("modelArn");
    expect(read({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual({ a: [1, { b: null }] });
    const signal = new AbortController().signal;
    expect(read(signal, signal)).toBe(signal);
    for (const [one, other] of [
      [signal, new AbortController().signal],
      [new Map([[1, 2]]), new Map()],
      [{ run: () => 1 }, { run: () => 2 }],
      [[], {}],
      [["a"], ["a", "b"]],
      [{ a: undefined }, { b: undefined }],
      [null, {}],
    ]) {
      const settings = { fail, nullable: "all", isSame: isSameData } as const;
      expect(() => readOptions({ model: one, model_arn: other }, spellings, settings)).toThrow("two spellings");
    }
  });

  it("tells of a null that means nothing", () => {
    const nulls: string[] = [];
    const onNull = (spelling: string): void => void nulls.push(spelling);
    readOptions({ model: null, topN: null, gone: null }, spellings, { fail, nullable: ["topN"], onNull });
    expect(nulls).toEqual(["model"]);
  });

  it("tells of names that nobody knows, with what they were given", () => {
    const unknown: [string, unknown][] = [];
    const onUnknown = (spelling: string, value: unknown): void => void unknown.push([spelling, value]);
    readOptions({ modle: 1, gone: undefined }, spellings, { fail, onUnknown });
    expect(unknown).toEqual([
      ["modle", 1],
      ["gone", undefined],
    ]);
    expect(readOptions({ modle: 1 }, spellings, { fail }).size).toBe(0);
  });
});

describe("camelCaseNames", () => {
  it("knows snake_case, other names and what is LangChain's", () => {
    const names = camelCaseNames({ modelId: "model" });
    const given = { model_id: "m", top_k: 1, top_p: null, callback_manager: 2, _type: 3, has_own_property: 4 };
    expect(Object.fromEntries(readOptions(given, names, { fail, nullable: "all" }))).toEqual({
      model: "m",
      topK: 1,
      topP: null,
      callback_manager: 2,
      _type: 3,
      hasOwnProperty: 4,
    });
  });
});
