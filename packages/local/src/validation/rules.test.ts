import { describe, expect, it } from "vitest";

import { rules } from "./rules.ts";
import { shapes } from "./shapes.ts";

describe("the rule table", () => {
  it("has a row or a constraint for each rule of a conversation", () => {
    const constrained = Object.values(shapes).flatMap(({ constraints = [] }) => constraints.map(({ rule }) => rule));
    const known = new Set([...rules.map(({ id }) => id), ...constrained]);
    // The catalogue refuses V8, and CountTokens itself V38.
    const elsewhere = new Set(["V8"]);
    const missing = Array.from({ length: 37 }, (_, index) => `V${index + 1}`).filter(
      (id) => !known.has(id) && !elsewhere.has(id),
    );
    expect(missing).toEqual([]);
  });

  it("says of each row what it refuses, where that was seen, and when", () => {
    for (const { id, refuses, asOf } of rules) {
      expect(id).toMatch(/^V\d+$/);
      expect(refuses).not.toBe("");
      expect(asOf).toMatch(/^20\d\d-\d\d$/);
    }
  });

  it("names only shapes that exist", () => {
    const named = Object.values(shapes).flatMap((shape) =>
      "members" in shape ? Object.values(shape.members) : "of" in shape ? [shape.of] : [],
    );
    expect(named.filter((name) => !Object.hasOwn(shapes, name))).toEqual([]);
  });
});
