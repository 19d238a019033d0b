import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TagSplitter, type TagPiece } from "./tag-splitter.ts";

function split(...texts: string[]): TagPiece[] {
  const splitter = new TagSplitter("thinking");
  return [...texts.flatMap((text) => splitter.push(text)), ...splitter.end()];
}

/** Puts neighbours of one section together: what the pieces mean, however they were cut. */
function joined(pieces: readonly TagPiece[]): TagPiece[] {
  const result: TagPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const continues = last !== undefined && last.kind === piece.kind && last.end === undefined;
    if (continues) result[result.length - 1] = { ...piece, text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}

/** The same, said in another way: over the whole text, with one expression. */
function splitWhole(text: string): TagPiece[] {
  const pieces: TagPiece[] = [];
  const sections = /([^]*?)<thinking>(?:([^]*?)<\/thinking>|([^]*)$)/y;
  let position = 0;
  for (let match = sections.exec(text); match !== null; match = sections.exec(text)) {
    position = sections.lastIndex;
    const [, before = "", closed, open] = match;
    if (before !== "") pieces.push({ kind: "text", text: before });
    if (closed !== undefined) pieces.push({ kind: "tagged", text: closed, end: true });
    if (open !== undefined && open !== "") pieces.push({ kind: "tagged", text: open });
  }
  if (position < text.length) pieces.push({ kind: "text", text: text.slice(position) });
  return pieces;
}

describe("TagSplitter", () => {
  const cases: { name: string; texts: string[]; expected: TagPiece[] }[] = [
    {
      name: "hands on a text without tags",
      texts: ["a < b", " > c"],
      expected: [
        { kind: "text", text: "a < b" },
        { kind: "text", text: " > c" },
      ],
    },
    {
      name: "keeps two sections apart that touch",
      texts: ["<thinking>a</thinking><thinking>b</thinking>c"],
      expected: [
        { kind: "tagged", text: "a", end: true },
        { kind: "tagged", text: "b", end: true },
        { kind: "text", text: "c" },
      ],
    },
    {
      name: "recognises tags cut anywhere",
      texts: ["x<thi", "nking>a", "</", "thinking", ">y"],
      expected: [
        { kind: "text", text: "x" },
        { kind: "tagged", text: "a" },
        { kind: "tagged", text: "", end: true },
        { kind: "text", text: "y" },
      ],
    },
    {
      name: "gives out at the end what only looked like a tag",
      texts: ["a<think"],
      expected: [
        { kind: "text", text: "a" },
        { kind: "text", text: "<think" },
      ],
    },
    {
      name: "gives out what turns out not to be a tag",
      texts: ["<think", "ers>"],
      expected: [{ kind: "text", text: "<thinkers>" }],
    },
    {
      name: "does not mistake a second angle for the rest of a tag",
      texts: ["<<thinking>a<</thinking>"],
      expected: [
        { kind: "text", text: "<" },
        { kind: "tagged", text: "a<", end: true },
      ],
    },
    {
      name: "takes stray and nested tags for text",
      texts: ["a</thinking>b<thinking>c<thinking>d</thinking>"],
      expected: [
        { kind: "text", text: "a</thinking>b" },
        { kind: "tagged", text: "c<thinking>d", end: true },
      ],
    },
    {
      name: "leaves a section open that nothing closes",
      texts: ["<thinking>a"],
      expected: [{ kind: "tagged", text: "a" }],
    },
    {
      name: "says that an empty section ended",
      texts: ["<thinking></thinking>"],
      expected: [{ kind: "tagged", text: "", end: true }],
    },
    { name: "gives nothing for nothing", texts: ["", ""], expected: [] },
  ];

  it.each(cases)("$name", ({ texts, expected }) => {
    expect(split(...texts)).toEqual(expected);
  });

  const fragment = fc.constantFrom(
    "<thinking>",
    "</thinking>",
    "<",
    ">",
    "</",
    "thinking",
    "<thinkin",
    "a",
    " b\n",
    "é",
  );
  const text = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(""));

  it("splits the same however the text is cut", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 120 })), (whole, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].toSorted((a, b) => a - b);
        const parts = places.slice(1).map((end, index) => whole.slice(places[index], end));
        expect(joined(split(...parts))).toEqual(splitWhole(whole));
        expect(joined(split(...whole.split("")))).toEqual(splitWhole(whole));
      }),
    );
  });

  it("holds back less than a tag", () => {
    fc.assert(
      fc.property(text, (whole) => {
        const splitter = new TagSplitter("thinking");
        const tags = whole.length - withoutTags(split(whole)).length;
        const given = withoutTags(splitter.push(whole));
        expect(whole.length - tags - given.length).toBeLessThan("</thinking>".length);
      }),
    );
  });

  it("knows whether it is inside", () => {
    const splitter = new TagSplitter("t");
    const states = ["a", "<t>", "b", "</t>"].map((part) => {
      splitter.push(part);
      return splitter.inside;
    });
    expect(states).toEqual([false, true, true, false]);
  });

  it.each(["", "<thinking>", "a b", "1"])("refuses %j for a name", (tag) => {
    expect(() => new TagSplitter(tag)).toThrow("A tag is given by its name");
  });
});

function withoutTags(pieces: readonly TagPiece[]): string {
  return pieces.map((piece) => piece.text).join("");
}
