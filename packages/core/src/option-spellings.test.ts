import { describe, expect, it } from "vitest";
import { optionSpellings, readOptions } from "./option-spellings.ts";

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

  it("tells of names that nobody knows", () => {
    const unknown: string[] = [];
    readOptions({ modle: 1, gone: undefined }, spellings, { fail, onUnknown: (name) => unknown.push(name) });
    expect(unknown).toEqual(["modle"]);
    expect(readOptions({ modle: 1 }, spellings, { fail }).size).toBe(0);
  });
});
