import { Validator } from "@cfworker/json-schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ChatReply } from "../reply.ts";
import type { ChatRequest } from "../responder.ts";
import { answerByRules } from "./answer-by-rules.ts";
import { fillSchema } from "./fill-schema.ts";
import { TextHints } from "./text-hints.ts";

const fill = (
  schema: Record<string, unknown>,
  text = "What is the weather in Paris on 2025-03-01 for 12 people?",
): unknown => fillSchema(schema, new TextHints(text));

const cases: { name: string; schema: Record<string, unknown>; text?: string; expected: unknown }[] = [
  {
    name: "takes numbers in the order of the text",
    schema: {
      type: "object",
      properties: { first: { type: "number" }, second: { type: "integer" } },
      required: ["first", "second"],
    },
    text: "multiply 3.5 by 12",
    expected: { first: 3.5, second: 12 },
  },
  {
    name: "takes capitalised and quoted phrases in the order of the text",
    schema: {
      type: "object",
      properties: { city: { type: "string" }, note: { type: "string" } },
      required: ["city", "note"],
    },
    text: 'Send to New York City the note "be careful"',
    expected: { city: "New York City", note: "be careful" },
  },
  {
    name: "takes the option that the text names",
    schema: { enum: ["celsius", "fahrenheit"] },
    text: "in Fahrenheit please",
    expected: "fahrenheit",
  },
  {
    name: "gives two arguments with the same options the two that the text names, in its order",
    schema: {
      type: "object",
      properties: { from: { enum: ["EUR", "NOK", "USD"] }, to: { enum: ["EUR", "NOK", "USD"] } },
      required: ["from", "to"],
    },
    text: "from USD to EUR",
    expected: { from: "USD", to: "EUR" },
  },
  {
    name: "fills required members only",
    schema: { type: "object", properties: { a: { type: "string" }, b: { type: "string" } }, required: ["b"] },
    text: "Ask Ada",
    expected: { b: "Ada" },
  },
  {
    name: "clamps nothing: a number out of bounds is passed over",
    schema: { type: "integer", minimum: 1, maximum: 5 },
    text: "room 12, floor 3",
    expected: 3,
  },
  {
    name: "follows references into definitions",
    schema: {
      $ref: "#/$defs/place",
      $defs: { place: { type: "object", properties: { n: { const: 7 } }, required: ["n"] } },
    },
    expected: { n: 7 },
  },
  {
    name: "joins the parts of allOf",
    schema: {
      allOf: [
        { type: "object", properties: { a: { type: "integer", minimum: 3 } }, required: ["a"] },
        { type: "object", properties: { a: { maximum: 3 }, b: { const: "x" } }, required: ["b"] },
      ],
    },
    text: "",
    expected: { a: 3, b: "x" },
  },
  {
    name: "takes a value before null",
    schema: { anyOf: [{ type: "null" }, { type: "string" }] },
    text: "for Ada",
    expected: "Ada",
  },
  {
    name: "takes a date of the text for a date",
    schema: { type: "string", format: "date" },
    expected: "2025-03-01",
  },
  {
    name: "builds a text for a pattern",
    schema: { type: "string", pattern: "^[A-Z]{3}-\\d{4}$" },
    expected: "AAA-0000",
  },
  {
    name: "gives up on a schema that accepts nothing",
    schema: { type: "string", minLength: 3, maxLength: 2 },
    expected: undefined,
  },
  {
    name: "ends a recursive schema",
    schema: {
      $ref: "#/$defs/node",
      $defs: {
        node: {
          type: "object",
          properties: { value: { type: "integer" }, next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] } },
          required: ["value", "next"],
        },
      },
    },
    text: "8",
    expected: { value: 8, next: { value: 8, next: null } },
  },
];

describe("fillSchema", () => {
  it.each(cases)("$name", ({ schema, text, expected }) => {
    expect(fill(schema, text)).toEqual(expected);
  });

  it("[32] fills nested, enum, array, reference and bounded schemas validly", () => {
    fc.assert(
      fc.property(rootSchema, fc.constantFrom(...texts), (schema, text) => {
        const { toolUse } = answerByRules(requestFor(schema, text));
        const { valid, errors } = new Validator(schema, "2020-12").validate(inputOf(toolUse));
        expect({ schema, valid, errors }).toEqual({ schema, valid: true, errors: [] });
      }),
      { numRuns: 500, seed: 20_251_122 },
    );
  });
});

/** A request that forces the call of a tool with that schema. */
function requestFor(schema: Record<string, unknown>, text: string): ChatRequest {
  return {
    id: "1",
    modelId: "local.test",
    baseModelId: "local.test",
    family: "generic",
    operation: "Converse",
    messages: [{ role: "user", content: [{ text }] }],
    system: "",
    tools: [{ name: "make", schema }],
    systemTools: [],
    toolChoice: { kind: "tool", name: "make" },
    inferenceConfig: {},
    additionalFields: {},
    body: {},
    attempt: 1,
    signal: new AbortController().signal,
  };
}

function inputOf(toolUse: ChatReply["toolUse"]): unknown {
  const [call] = Array.isArray(toolUse) ? toolUse : [];
  return call?.input;
}

const texts = [
  "",
  "Book 3 rooms in Paris for Ada Lovelace",
  "red or blue? 7, 12 and -4.5",
  "no names here",
  'say "yes" twice',
];

type Schema = Record<string, unknown>;
const names = ["a", "b", "c", "unit"] as const;

const bounded = (make: (low: number, high: number) => Schema): fc.Arbitrary<Schema> =>
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 40 }))
    .map(([low, span]) => make(low, low + span));

const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.constant({ type: "string" }),
  fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })).map(([low, span]) => ({
    type: "string",
    minLength: low,
    maxLength: low + span,
  })),
  fc
    .constantFrom("date", "date-time", "email", "uri", "uuid", "ipv4", "time")
    .map((format) => ({ type: "string", format })),
  fc
    .constantFrom("^[a-z]{2,5}$", "^\\d{3}-[A-F]+$", "^(red|green)$", "x?y*z+")
    .map((pattern) => ({ type: "string", pattern })),
  bounded((minimum, maximum) => ({ type: "integer", minimum, maximum })),
  bounded((minimum, maximum) => ({ type: "number", exclusiveMinimum: minimum, maximum: maximum + 1 })),
  fc.constantFrom(2, 5, 0.25).map((multipleOf) => ({ type: "number", multipleOf, minimum: 3 })),
  fc
    .uniqueArray(fc.oneof(fc.constantFrom("red", "green", "blue"), fc.integer()), { minLength: 1, maxLength: 4 })
    .map((values) => ({
      enum: values,
    })),
  fc.constantFrom("fixed", 4, null, true).map((value) => ({ const: value })),
  fc.constantFrom<Schema>(
    { type: "boolean" },
    { type: "null" },
    { type: ["string", "null"] },
    { type: ["null", "integer"] },
    {},
  ),
  fc.constantFrom("leaf", "pair", "tree").map((name) => ({ $ref: `#/$defs/${name}` })),
);

const { schema: anySchema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: "small", withCrossShrink: true },
    leaf,
    objectOf(tie("schema")),
    arrayOf(tie("schema")),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    // Branches of different types: exactly one of them can hold.
    tie("schema").map((inner) => ({
      oneOf: [{ type: "object", properties: { only: inner }, required: ["only"] }, { type: "boolean" }],
    })),
    fc
      .tuple(objectOf(tie("schema")), objectOf(leaf))
      .map(([left, right]) => ({ allOf: [withPrefix(left, "one"), withPrefix(right, "two")] })),
  ),
}));

function objectOf(member: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  return fc
    .record({
      members: fc.dictionary(fc.constantFrom(...names), member, { noNullPrototype: true }),
      required: fc.subarray([...names]),
      isClosed: fc.boolean(),
    })
    .map(({ members, required, isClosed }) => ({
      type: "object",
      properties: members,
      required: required.filter((name) => Object.hasOwn(members, name)),
      ...(isClosed && { additionalProperties: false }),
    }));
}

function arrayOf(item: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  return fc.oneof(
    fc.tuple(item, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })).map(([items, minItems, more]) => ({
      type: "array",
      items,
      minItems,
      maxItems: minItems + more,
    })),
    fc
      .array(item, { minLength: 1, maxLength: 3 })
      .map((prefixItems) => ({ type: "array", prefixItems, minItems: prefixItems.length })),
    fc
      .integer({ min: 0, max: 4 })
      .map((minItems) => ({ type: "array", items: { type: "string" }, uniqueItems: true, minItems })),
  );
}

/** The same object with names of its own, and open: so that two objects have a value in common. */
function withPrefix({ properties, required }: Schema, prefix: string): Schema {
  const renamed = Object.entries(properties ?? {}).map(([name, schema]) => [`${prefix}_${name}`, schema]);
  const needed = Array.isArray(required) ? required.map((name) => `${prefix}_${name}`) : [];
  return { type: "object", properties: Object.fromEntries(renamed), required: needed };
}

const rootSchema: fc.Arbitrary<Schema> = objectOf(anySchema).map((root) => ({
  ...root,
  $defs: {
    leaf: { type: "string", minLength: 1 },
    pair: { type: "array", items: { $ref: "#/$defs/leaf" }, minItems: 2, maxItems: 2 },
    tree: {
      type: "object",
      properties: { name: { $ref: "#/$defs/leaf" }, children: { type: "array", items: { $ref: "#/$defs/tree" } } },
      required: ["name", "children"],
    },
  },
}));
