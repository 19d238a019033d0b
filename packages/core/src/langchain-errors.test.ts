import * as theirs from "@langchain/core/errors";
import { describe, expect, it } from "vitest";
import * as ours from "./langchain-errors.ts";

const message = { content: "no" };

interface Pair {
  name: string;
  their: Error;
  our: Error;
  recognise: readonly { isInstance(value: unknown): boolean; [Symbol.hasInstance](value: unknown): boolean }[];
}

/** The same error, made by LangChain and made here. */
const pairs: readonly Pair[] = [
  {
    name: "ContextOverflowError",
    their: new theirs.ContextOverflowError("Too long."),
    our: new ours.ContextOverflowError("Too long."),
    recognise: [theirs.ContextOverflowError, ours.ContextOverflowError],
  },
  {
    name: "ModelRefusalError",
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is only kept
    their: new theirs.ModelRefusalError("No.", { rawMessage: message as never }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is only kept
    our: new ours.ModelRefusalError("No.", message as never),
    recognise: [theirs.ModelRefusalError, ours.ModelRefusalError],
  },
];

const symbolsOf = (error: Error): symbol[] =>
  Object.getOwnPropertySymbols(error).toSorted((a, b) => String(a).localeCompare(String(b)));

describe.each(pairs)("$name", ({ name, their, our, recognise }) => {
  it("carries the very symbols of LangChain's own", () => {
    expect(symbolsOf(our)).toEqual(symbolsOf(their));
    for (const symbol of symbolsOf(their)) expect(Reflect.get(our, symbol)).toBe(Reflect.get(their, symbol));
  });

  it("has its name, its text and its other members", () => {
    // LangChain's overflow has a place for a cause where none is known; here a cause is set with the error, unprinted.
    expect(Object.entries(our)).toEqual(Object.entries(their).filter(([, value]) => value !== undefined));
    expect([our.name, our.message]).toEqual([name, their.message]);
    expect(our.stack?.split("\n")[0]).toBe(their.stack?.split("\n")[0]);
  });

  it("is recognised there, and LangChain's here", () => {
    for (const ErrorClass of [...recognise, theirs.LangChainError, ours.BrandedError]) {
      expect([ErrorClass.isInstance(our), ErrorClass.isInstance(their)]).toEqual([true, true]);
      expect([our instanceof ErrorClass, their instanceof ErrorClass]).toEqual([true, true]);
    }
    expect([theirs.ns, ours.errorBrands].map((brands) => brands.isInstance(our))).toEqual([true, true]);
  });

  it("is not taken for another one", () => {
    const others = pairs.filter((pair) => pair.name !== name).flatMap((pair) => pair.recognise);
    expect(others.map((ErrorClass) => ErrorClass.isInstance(our))).toEqual(others.map(() => false));
  });
});

describe("brands", () => {
  it("below a namespace are LangChain's for the same path", () => {
    const Their = theirs.ns.sub("aws").sub("x").brand(theirs.LangChainError, "y");
    const Our = ours.errorBrands.sub("aws").sub("x").brand(ours.BrandedError, "y");
    const [their, our] = [new Their("a"), new Our("a")];
    expect(symbolsOf(our)).toEqual(symbolsOf(their));
    expect([Their.isInstance(our), Our.isInstance(their)]).toEqual([true, true]);
  });

  it.each([undefined, null, "text", 7, {}, new Error("x")])("are not on %s", (value) => {
    expect([ours.errorBrands.isInstance(value), ours.BrandedError.isInstance(value)]).toEqual([false, false]);
  });
});

describe("the mark for who retries", () => {
  it.each([true, false])("%s is read here as LangChain reads it, whoever set it", (isRetryable) => {
    const [our, their] = [new Error("a"), new Error("b")];
    expect(ours.stampRetryable(our, isRetryable)).toBe(our);
    theirs.stampRetryable(their, isRetryable);
    expect([our, their].map((error) => ours.getRetryable(error))).toEqual([isRetryable, isRetryable]);
    expect([our, their].map((error) => theirs.getRetryable(error))).toEqual([isRetryable, isRetryable]);
    expect(Object.keys(our)).toEqual([]);
  });

  it("can be set anew, and is left out where nothing can be set", () => {
    const error = ours.stampRetryable(ours.stampRetryable(new Error("a"), true), false);
    expect(ours.getRetryable(error)).toBe(false);
    for (const value of [Object.freeze(new Error("a")), "text", undefined, null]) {
      expect(ours.stampRetryable(value, true)).toBe(value);
      expect(ours.getRetryable(value)).toBeUndefined();
    }
  });
});
