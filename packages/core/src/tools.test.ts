import { RunnableLambda } from "@langchain/core/runnables";
import { DynamicStructuredTool, DynamicTool, tool } from "@langchain/core/tools";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z4 from "zod";
import * as z3 from "zod/v3";
import { AwsConfigurationError } from "./errors.ts";
import { isToolLike, toToolDefinition, type ToolDefinition } from "./tools.ts";

const name = "get_weather";
const description = "Weather of a city.";
const schema = { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] };
const strictSchema = { ...schema, additionalProperties: false };
const zod3 = z3.object({ city: z3.string() });
const zod4 = z4.object({ city: z4.string() });
const func = async () => "sunny";

const selfDescribing = {
  "~standard": {
    version: 1,
    vendor: "acme",
    validate: (value: unknown) => ({ value }),
    jsonSchema: { input: () => schema },
  },
};

const langchain = { name, description, inputSchema: strictSchema, source: "langchain" } as const;

const accepted: { kind: string; given: unknown; expected: ToolDefinition }[] = [
  { kind: "tool() with Zod 4", given: tool(func, { name, description, schema: zod4 }), expected: langchain },
  { kind: "tool() with Zod 3", given: tool(func, { name, description, schema: zod3 }), expected: langchain },
  {
    kind: "tool() with JSON schema",
    given: tool(func, { name, description, schema }),
    expected: { ...langchain, inputSchema: schema },
  },
  {
    kind: "a DynamicStructuredTool",
    given: new DynamicStructuredTool({ name, description, schema: zod4, func }),
    expected: langchain,
  },
  {
    kind: "a DynamicTool, which takes one text",
    given: new DynamicTool({ name, description, func }),
    expected: {
      ...langchain,
      inputSchema: {
        type: "object",
        properties: { input: { type: "string" } },
        additionalProperties: false,
      },
    },
  },
  {
    kind: "a runnable as a tool",
    given: RunnableLambda.from(func).asTool({ name, description, schema: zod4 }),
    expected: { ...langchain, source: "runnable" },
  },
  { kind: "parameters with Zod 3", given: { name, description, schema: zod3 }, expected: langchain },
  {
    kind: "parameters with JSON schema",
    given: { name, schema },
    expected: { name, inputSchema: schema, source: "langchain" },
  },
  {
    kind: "parameters with a Standard Schema",
    given: { name, description, schema: selfDescribing },
    expected: { ...langchain, inputSchema: schema },
  },
  {
    kind: "parameters with a Standard Schema that is a function",
    given: { name, description, schema: Object.assign(() => undefined, selfDescribing) },
    expected: { ...langchain, inputSchema: schema },
  },
  {
    kind: "OpenAI",
    given: { type: "function", function: { name, description, parameters: schema, strict: true } },
    expected: { name, description, inputSchema: schema, strict: true, source: "openai" },
  },
  {
    kind: "OpenAI without parameters",
    given: { type: "function", function: { name } },
    expected: { name, inputSchema: { type: "object", properties: {} }, source: "openai" },
  },
  {
    kind: "OpenAI with Zod",
    given: { type: "function", function: { name, parameters: zod4, strict: false } },
    expected: { name, inputSchema: strictSchema, strict: false, source: "openai" },
  },
  {
    kind: "OpenAI's function by itself",
    given: { name, description, parameters: schema, strict: true },
    expected: { name, description, inputSchema: schema, strict: true, source: "openai" },
  },
  {
    kind: "OpenAI's flat form",
    given: { type: "function", name, description, parameters: schema },
    expected: { name, description, inputSchema: schema, source: "openai" },
  },
  {
    kind: "Anthropic",
    given: { name, description, input_schema: schema, cache_control: { type: "ephemeral" } },
    expected: { name, description, inputSchema: schema, source: "anthropic" },
  },
  {
    kind: "Converse",
    given: { toolSpec: { name, description, inputSchema: { json: schema }, strict: true } },
    expected: { name, description, inputSchema: schema, strict: true, source: "converse" },
  },
  {
    kind: "Converse without a schema",
    given: { toolSpec: { name } },
    expected: { name, inputSchema: { type: "object", properties: {} }, source: "converse" },
  },
];

describe("toToolDefinition", () => {
  it.each(accepted)("converts $kind", ({ given, expected }) => {
    expect(toToolDefinition(given)).toStrictEqual(expected);
  });

  it.each(accepted)("gives the same for what was converted before: $kind", ({ given }) => {
    const once = toToolDefinition(given);
    expect(toToolDefinition(once)).toStrictEqual(once);
  });

  it.each(["", "  \n", undefined, 7])("leaves out the description %j", (blank) => {
    expect(toToolDefinition({ name, description: blank, schema })).toStrictEqual({
      name,
      inputSchema: schema,
      source: "langchain",
    });
  });

  it.each([
    ["adds type and properties", {}, { type: "object", properties: {} }],
    ["adds the type", { properties: { a: {} } }, { type: "object", properties: { a: {} } }],
    [
      "adds properties",
      { type: "object", additionalProperties: true },
      { type: "object", additionalProperties: true, properties: {} },
    ],
    ["drops the dialect", { $schema: "x", ...schema }, schema],
    [
      "makes a nullable object an object",
      { type: ["object", "null"], properties: {} },
      { type: "object", properties: {} },
    ],
    ["leaves alternatives as they are", { anyOf: [schema] }, { type: "object", anyOf: [schema] }],
    [
      "leaves a reference as it is",
      { $ref: "#/$defs/A", $defs: { A: schema } },
      { type: "object", $ref: "#/$defs/A", $defs: { A: schema } },
    ],
  ])("%s at the top of a schema", (_what, given, inputSchema) => {
    expect(toToolDefinition({ name, schema: given }).inputSchema).toEqual(inputSchema);
  });

  it.each([
    ["a text", "get_weather"],
    ["nothing", undefined],
    ["null", null],
    ["an array", []],
    ["an empty object", {}],
    ["a name alone", { name }],
    ["a schema alone", { schema }],
    ["a blank name", { name: " ", schema }],
    ["a server tool of Anthropic", { type: "web_search_20250305", name: "web_search" }],
    ["a system tool of Converse", { systemTool: { name: "nova_grounding" } }],
    ["a cache point", { cachePoint: { type: "default" } }],
    ["a function", func],
    ["something that claims to have been converted", { name, source: "elsewhere", inputSchema: schema }],
  ])("refuses %s, saying where and what would do", (_name, given) => {
    const convert = () => toToolDefinition(given, 3);
    expect(convert).toThrow(AwsConfigurationError);
    expect(convert).toThrow(
      "The tool at index 3 is not of a kind that can be bound. Accepted are LangChain tools, { name, description?, schema } with Zod, Standard Schema or JSON schema, OpenAI and Anthropic tool definitions, Converse { toolSpec }.",
    );
    expect(isToolLike(given)).toBe(false);
  });

  it.each([
    ["without a name", { toolSpec: { inputSchema: { json: schema } } }, "The tool at index 0 has no name."],
    ["with a name that is none", { type: "function", function: { name: 7 } }, "The tool at index 0 has no name."],
    [
      "whose arguments are a text",
      { name, schema: { type: "string" } },
      'The tool at index 0 ("get_weather") takes "string"; the arguments of a tool must be an object.',
    ],
    [
      "whose schema has no form",
      { name, schema: z4.object({ when: z4.date() }) },
      'The tool at index 0 ("get_weather"): The schema has no form in JSON schema',
    ],
    [
      "whose schema is a text",
      { toolSpec: { name, inputSchema: { json: "{}" } } },
      'The tool at index 0 ("get_weather"): A schema must be an object; got string.',
    ],
  ])("refuses a tool %s", (_name, given, problem) => {
    expect(() => toToolDefinition(given, 0)).toThrow(problem);
    expect(() => toToolDefinition(given, 0)).toThrow(AwsConfigurationError);
  });

  it("speaks of no place when it is given none", () => {
    expect(() => toToolDefinition(7)).toThrow("The tool is not of a kind");
  });

  it("takes the class of a runnable from another copy of LangChain", () => {
    class RunnableToolLike {
      static lc_name = () => "RunnableToolLike";
      lc_runnable = true;
      name = name;
      schema = schema;
    }
    expect(toToolDefinition(new RunnableToolLike()).source).toBe("runnable");
  });

  it("never changes a tool and shares nothing with it", () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue());
    const wrap = fc.constantFrom(
      (inner: object): object => ({ name, schema: inner }),
      (inner: object): object => ({ name, input_schema: inner }),
      (inner: object): object => ({ type: "function", function: { name, parameters: inner } }),
      (inner: object): object => ({ toolSpec: { name, inputSchema: { json: inner } } }),
    );
    fc.assert(
      fc.property(wrap, json, (form, properties) => {
        const given = deepFreeze(form({ type: "object", properties }));
        const before = JSON.stringify(given);
        const { inputSchema } = toToolDefinition(given);
        Reflect.set(Object(inputSchema.properties), "added", true);
        expect(JSON.stringify(given)).toBe(before);
        expect(toToolDefinition(given).inputSchema).toEqual({
          type: "object",
          properties: JSON.parse(JSON.stringify(properties)),
        });
      }),
    );
  });
});

describe("isToolLike", () => {
  it.each(accepted)("knows $kind", ({ given }) => {
    expect(isToolLike(given)).toBe(true);
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
