import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutText, isBlank } from "./text-limit.ts";

const anyText = fc.string({ unit: fc.constantFrom("a", "é", "漢", "😀", "\ud83d", "\ude00"), maxLength: 40 });

test("[20] a text is cut between characters, and only when it is too long", () => {
  fc.assert(
    fc.property(anyText, fc.nat(40), (text, limit) => {
      const characters = Array.from(text);
      expect(cutText(text, limit)).toBe(characters.slice(0, limit).join(""));
    }),
  );
});

test.each([
  ["", true],
  [" \t\n\u00a0\u3000", true],
  [" . ", false],
  ["😀", false],
])("whether %j is blank: %s", (text, expected) => {
  expect(isBlank(text)).toBe(expected);
});
