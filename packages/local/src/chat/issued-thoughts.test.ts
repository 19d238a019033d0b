import { describe, expect, it } from "vitest";

import { IssuedThoughts } from "./issued-thoughts.ts";

describe("issued thoughts", () => {
  it("are genuine with the signature they were given out with, and foreign ones are taken on trust", () => {
    const thoughts = new IssuedThoughts();
    thoughts.add("one", "a");
    thoughts.add("one", "b");
    thoughts.add("two", "c");
    const judged = [
      ["one", "a"],
      ["one", "b"],
      ["two", "c"],
      ["three", "z"],
      ["one", "c"],
      ["one", "z"],
      ["three", "a"],
    ].map(([text = "", signature = ""]) => thoughts.isGenuine(text, signature));
    expect(judged).toEqual([true, true, true, true, false, false, false]);
  });

  it("are forgotten when told to, and the oldest when there are too many", () => {
    const thoughts = new IssuedThoughts();
    for (let index = 0; index <= 10_000; index += 1) thoughts.add(`text ${index}`, `signature ${index}`);
    expect(thoughts.isGenuine("text 0", "other")).toBe(true);
    expect(thoughts.isGenuine("text 1", "other")).toBe(false);
    thoughts.clear();
    expect(thoughts.isGenuine("text 1", "other")).toBe(true);
  });

  it("give a signature that is used again to its newest text", () => {
    const thoughts = new IssuedThoughts();
    thoughts.add("one", "a");
    thoughts.add("two", "a");
    expect([thoughts.isGenuine("two", "a"), thoughts.isGenuine("one", "a"), thoughts.isGenuine("one", "z")]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
