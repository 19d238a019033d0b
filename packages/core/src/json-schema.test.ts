import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z4 from "zod";
import * as z3 from "zod/v3";
import * as mini from "zod/v4-mini";
import { isStandardSchema, isZodLike, toJsonSchema } from "./json-schema.ts";

/** A library that follows Standard Schema, with or without the part that describes schemas as JSON schema. */
const standardSchema = (jsonSchema?: { input: (options: { target: string }) => unknown }) => ({
  "~standard": {
    version: 1,
    vendor: "acme",
    validate: (value: unknown) => ({ value }),
    ...(jsonSchema && { jsonSchema }),
  },
});

const person = {
  type: "object",
  properties: { name: { type: "string", description: "Who" }, age: { type: "number" } },
  required: ["name"],
};

describe("toJsonSchema", () => {
  it.each([
    ["Zod 3", z3.object({ name: z3.string().describe("Who"), age: z3.number().optional() })],
    ["Zod 4", z4.object({ name: z4.string().describe("Who"), age: z4.number().optional() })],
    ["Zod 4 mini", mini.object({ name: mini.string().check(mini.describe("Who")), age: mini.optional(mini.number()) })],
  ])("describes an object of %s", (_name, schema) => {
    expect(toJsonSchema(schema)).toEqual({ ...person, additionalProperties: false });
  });

  it.each([
    ["Zod 3", z3.object({ input: z3.string().default("x") }).transform(({ input }) => input)],
    ["Zod 4", z4.object({ input: z4.string().default("x") }).transform(({ input }) => input)],
  ])("describes what goes into a transform of %s", (_name, schema) => {
    expect(toJsonSchema(schema)).toMatchObject({
      type: "object",
      properties: { input: { type: "string", default: "x" } },
    });
  });

  it("takes JSON schema as it is, without its dialect", () => {
    expect(toJsonSchema({ $schema: "http://json-schema.org/draft-07/schema#", ...person })).toEqual(person);
  });

  it("lets a Standard Schema describe itself, functions included", () => {
    const asked: unknown[] = [];
    const input = (options: unknown) => {
      asked.push(options);
      return person;
    };
    const callable = Object.assign(() => undefined, standardSchema({ input }));
    expect([toJsonSchema(standardSchema({ input })), toJsonSchema(callable)]).toEqual([person, person]);
    expect(asked).toEqual([{ target: "draft-07" }, { target: "draft-07" }]);
  });

  it.each([
    ["a Standard Schema that cannot", standardSchema(), "A schema of acme does not describe itself as JSON schema"],
    ["a Zod schema without a form", z4.object({ when: z4.date() }), "The schema has no form in JSON schema (Date"],
    ["nothing", undefined, "A schema must be an object; got undefined"],
    ["null", null, "got null"],
    ["an array", [], "got an array"],
    ["a text", "string", "got string"],
    ["a number that JSON has not", { maximum: 1n }, "not plain JSON"],
  ])("refuses %s", (_name, schema, problem) => {
    expect(() => toJsonSchema(schema)).toThrow(problem);
    expect(() => toJsonSchema(schema)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID_SCHEMA" }));
  });

  it("refuses a cycle", () => {
    const cyclic: Record<string, unknown> = { type: "object" };
    cyclic.properties = { self: cyclic };
    expect(() => toJsonSchema(cyclic)).toThrow("it has a cycle");
  });

  it("changes nothing, shares nothing and gives the same again", () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(json, (schema) => {
        const before = JSON.stringify(schema);
        const once = toJsonSchema(schema);
        expect(toJsonSchema(once)).toEqual(once);
        expect(JSON.stringify(schema)).toBe(before);
        for (const key of Object.keys(once)) Reflect.set(once, key, "changed");
        expect(JSON.stringify(schema)).toBe(before);
      }),
    );
  });

  it("does not hand out what LangChain keeps for the next time", () => {
    const schema = z4.object({ name: z4.string() });
    Reflect.set(toJsonSchema(schema), "type", "changed");
    expect(toJsonSchema(schema).type).toBe("object");
  });
});

describe("recognising schemas", () => {
  it.each([
    ["Zod 3", z3.string(), true],
    ["Zod 4", z4.string(), true],
    ["Zod 4 mini", mini.string(), true],
    ["JSON schema", person, false],
    ["another library", standardSchema(), false],
    ["nothing", undefined, false],
    ["a text", "zod", false],
    ["null", null, false],
  ])("tells whether %s is Zod's", (_name, schema, expected) => {
    expect(isZodLike(schema)).toBe(expected);
  });

  it.each([
    ["Zod 4", z4.string(), true],
    ["another library", standardSchema(), true],
    ["a function of another library", Object.assign(() => undefined, standardSchema()), true],
    ["JSON schema", person, false],
    ["a lookalike", { "~standard": null }, false],
    ["nothing", undefined, false],
  ])("tells whether %s follows Standard Schema", (_name, schema, expected) => {
    expect(isStandardSchema(schema)).toBe(expected);
  });
});
