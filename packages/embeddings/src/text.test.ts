import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkTexts, countCodePoints, keepEnd, keepStart, prepareText, type TextRules } from "./text.ts";

/** Texts of all sorts, lone halves of pairs included. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
);

test("counts code points as the runtime's iterator does", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(countCodePoints(text)).toBe(Array.from(text).length);
    }),
  );
});

test("cuts never split a surrogate pair", () => {
  fc.assert(
    fc.property(anyText, fc.nat(50), (text, count) => {
      const points = Array.from(text);
      expect(keepStart(text, count)).toBe(points.slice(0, count).join(""));
      expect(keepEnd(text, count)).toBe(points.slice(Math.max(0, points.length - count)).join(""));
    }),
  );
});

describe("a prepared text", () => {
  const rules = (truncate: TextRules["truncate"]): TextRules => ({
    stripNewLines: true,
    truncate,
    limits: { maxCodePoints: 8 },
  });

  test("is never longer than the model takes, and has no line break", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("START", "END"), (text, truncate) => {
        const prepared = prepareText(text, rules(truncate));
        expect(countCodePoints(prepared)).toBeLessThanOrEqual(8);
        expect(prepared).not.toContain("\n");
        const line = text.replaceAll(/\r?\n/g, " ");
        expect(truncate === "END" ? line.startsWith(prepared) : line.endsWith(prepared)).toBe(true);
      }),
    );
  });

  test("is one that the check let through, when nothing may be cut", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const isRefused = ((): boolean => {
          try {
            checkTexts([text], rules(undefined), () => "it");
            return false;
          } catch {
            return true;
          }
        })();
        const length = Array.from(text.replaceAll(/\r?\n/g, " ")).length;
        expect(isRefused).toBe(length === 0 || length > 8);
      }),
    );
  });

  test("counts a line break of two characters as the space that is sent", () => {
    expect(() => checkTexts(["abc\r\nefgh"], rules("NONE"), () => "it")).not.toThrow();
  });
});
