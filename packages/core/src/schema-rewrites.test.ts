import { describe, expect, test } from "vitest";
import { closeObjects, describeConstraints, mapSchema, mapSubschemas } from "./schema-rewrites.ts";

const text = { type: "string" };

describe("mapSubschemas", () => {
  const schema = {
    type: "object",
    properties: { a: text },
    items: [text, text],
    not: text,
    anyOf: [text],
    $defs: { D: text },
    additionalProperties: false,
    enum: [text],
    default: { properties: { a: text } },
  };

  test("puts another in place of each schema that stands in this one, and leaves data alone", () => {
    expect(mapSubschemas(schema, () => ({ x: 1 }))).toEqual({
      ...schema,
      properties: { a: { x: 1 } },
      items: [{ x: 1 }, { x: 1 }],
      not: { x: 1 },
      anyOf: [{ x: 1 }],
      $defs: { D: { x: 1 } },
    });
  });

  test("does not touch what it is given", () => {
    const before = structuredClone(schema);
    mapSubschemas(schema, () => ({}));
    expect(schema).toEqual(before);
  });
});

test("mapSchema rewrites from the inside out", () => {
  const order: unknown[] = [];
  mapSchema({ title: "out", properties: { a: { title: "in" } } }, (node) => {
    order.push(node["title"]);
    return node;
  });
  expect(order).toEqual(["in", "out"]);
});

test("closeObjects forbids further members of every object, also of one without a type", () => {
  const list = { type: "array", items: { properties: { a: text } } };
  expect(closeObjects({ type: ["object", "null"], properties: { list, map: { type: "object" } } })).toEqual({
    type: ["object", "null"],
    additionalProperties: false,
    properties: {
      list: { type: "array", items: { properties: { a: text }, additionalProperties: false } },
      map: { type: "object", additionalProperties: false },
    },
  });
});

test("describeConstraints says in words what Claude's grammar lacks, and turns oneOf into anyOf", () => {
  expect(describeConstraints({ type: "string", description: "A name.", minLength: 1, oneOf: [text] })).toEqual({
    type: "string",
    description: "A name. (minLength: 1)",
    anyOf: [text],
  });
});

test.each([
  [{ format: "uuid" }, { format: "uuid" }],
  [{ format: "regex" }, { description: '(format: "regex")' }],
  [
    { anyOf: [text], oneOf: [{ const: 1 }] },
    { anyOf: [text], allOf: [{ anyOf: [{ const: 1 }] }] },
  ],
  [
    { anyOf: [text], oneOf: [{ const: 1 }], allOf: [text] },
    { anyOf: [text], allOf: [text, { anyOf: [{ const: 1 }] }] },
  ],
  [{ properties: { format: { const: "regex" } } }, { properties: { format: { const: "regex" } } }],
])("describeConstraints makes of %j %j", (given, expected) => {
  expect(describeConstraints(given)).toEqual(expected);
});
