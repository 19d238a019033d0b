import { tool as langchainTool } from "@langchain/core/tools";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { build, H, models, tool, useWarnings, wireTool } from "../../test/build.ts";
import { toWireTools } from "./tools.ts";

const warnings = useWarnings();
const hi = [H("hi")];

function choose(tool_choice: unknown, model: string = models.claude, fields: object = {}): unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- spellings the types do not list
  const choice = tool_choice as string;
  return build(hi, { model, ...fields }, { tools: [tool("f"), tool("g")], tool_choice: choice }).toolConfig?.toolChoice;
}

describe("forms", () => {
  const parameters = { type: "object", properties: { x: { type: "string" } }, required: ["x"] };
  const expected = [{ toolSpec: { name: "f", description: "does f", inputSchema: { json: parameters } } }];
  const schema = z.object({ x: z.string() });
  const named = { name: "f", description: "does f" };

  test.each([
    ["a LangChain tool", langchainTool(() => "", { ...named, schema })],
    ["a Zod schema", { ...named, schema }],
    ["JSON schema", { ...named, schema: { $schema: "http://json-schema.org/draft-07/schema#", ...parameters } }],
    ["OpenAI's", { type: "function", function: { ...named, parameters } }],
    ["OpenAI's function alone", { ...named, parameters }],
    ["Anthropic's", { ...named, input_schema: parameters }],
    ["Converse's own", expected[0]],
  ])("[48] takes %s", (_, given) => {
    const sent: unknown = JSON.parse(JSON.stringify(toWireTools([given])));
    expect(sent).toMatchObject(expected);
    expect(JSON.stringify(sent)).not.toContain("$schema");
    expect(toWireTools(toWireTools([given]))).toEqual(toWireTools([given]));
  });

  test("[48] describes a tool by its name when nothing else does", () => {
    expect(toWireTools([{ name: "f", description: " ", schema: parameters }])[0]?.toolSpec?.description).toBe("f");
  });

  test("[48] leaves the caller's schema alone", () => {
    const given = { $schema: "x", anyOf: [{ type: "string" }, { type: "null" }] };
    const frozen = Object.freeze({
      name: "f",
      schema: Object.freeze({ type: "object", properties: Object.freeze({ x: given }) }),
    });
    build(hi, { model: models.nova }, { tools: [frozen], strict: true });
    expect(given).toEqual({ $schema: "x", anyOf: [{ type: "string" }, { type: "null" }] });
  });

  test("[49] collapses a type or null to the type, and keeps wider unions", () => {
    const properties = {
      a: { anyOf: [{ type: "string" }, { type: "null" }], description: "d" },
      b: { type: ["number", "null"] },
      c: { anyOf: [{ type: "string" }, { type: "number" }, { type: "null" }] },
    };
    expect(
      toWireTools([{ name: "f", schema: { type: "object", properties } }])[0]?.toolSpec?.inputSchema?.json,
    ).toEqual({
      type: "object",
      properties: { a: { type: "string", description: "d" }, b: { type: "number" }, c: properties.c },
    });
  });

  test("[50] sends strictness, with closed objects, only when it is asked for", () => {
    const nested = { type: "object", properties: { y: { type: "object", properties: {} } } };
    const spec = (strict?: boolean): unknown =>
      build(hi, {}, { tools: [{ name: "f", schema: nested }], ...(strict !== undefined && { strict }) }).toolConfig
        ?.tools?.[0]?.toolSpec;
    expect(spec(true)).toEqual({
      name: "f",
      description: "f",
      strict: true,
      inputSchema: {
        json: {
          type: "object",
          additionalProperties: false,
          properties: { y: { type: "object", properties: {}, additionalProperties: false } },
        },
      },
    });
    expect(spec()).toEqual({ name: "f", description: "f", inputSchema: { json: nested } });
  });

  test("drops strictness with a warning where a family does not take it", () => {
    const request = build(hi, { model: models.claudeOpus48 }, { tools: [tool("f")], strict: true });
    expect(request.toolConfig?.tools).toEqual([wireTool("f")]);
    expect(warnings.texts).toEqual([expect.stringContaining("`strict` is not sent")]);
  });

  test("[51] sends the service's own tools beside ours, in their order", () => {
    const tools = [tool("f"), "nova_grounding"];
    expect(build(hi, { model: models.nova2 }, { tools }).toolConfig).toEqual({
      tools: [wireTool("f"), { systemTool: { name: "nova_grounding" } }],
    });
  });

  test("[51] does not force a choice among tools that the service runs", () => {
    const request = build(hi, { model: models.nova2 }, { tools: ["nova_grounding"], tool_choice: "any" });
    expect(request.toolConfig?.toolChoice).toEqual({ auto: {} });
    expect(warnings.texts).toHaveLength(1);
  });

  test("[55] keeps a cache point among the tools for Claude, and drops it with a warning for Nova", () => {
    const tools = [tool("f"), { cachePoint: { type: "default" } }];
    expect(build(hi, {}, { tools }).toolConfig).toEqual({
      tools: [wireTool("f"), { cachePoint: { type: "default" } }],
    });
    expect(build(hi, { model: models.nova }, { tools }).toolConfig).toEqual({ tools: [wireTool("f")] });
    expect(warnings.texts).toHaveLength(1);
  });

  test("puts a cache point behind an Anthropic tool with cache_control", () => {
    const given = { name: "f", input_schema: { type: "object", properties: {} }, cache_control: { type: "ephemeral" } };
    expect(build(hi, {}, { tools: [given] }).toolConfig?.tools).toEqual([
      wireTool("f"),
      { cachePoint: { type: "default" } },
    ]);
  });

  test("refuses what is no tool, and names the service refuses, by their index", () => {
    expect(() => toWireTools([tool("f"), { foo: 1 }])).toThrow(/index 1/);
    expect(() => toWireTools([{ name: "a b", schema: {} }])).toThrow(/index 0.*letters/);
  });

  test("gives Nova plain schemas and plain names", () => {
    const schema = {
      type: "object",
      title: "T",
      properties: { x: { $ref: "#/$defs/X" } },
      $defs: { X: { type: "object", properties: { next: { $ref: "#/$defs/X" } } } },
    };
    const request = build(hi, { model: models.nova }, { tools: [{ name: "my-tool", schema }], tool_choice: "my-tool" });
    expect(request.toolConfig).toEqual({
      tools: [
        {
          toolSpec: {
            name: "my_tool",
            description: "my-tool",
            inputSchema: {
              json: { type: "object", properties: { x: { type: "object", properties: { next: { type: "object" } } } } },
            },
          },
        },
      ],
      toolChoice: { tool: { name: "my_tool" } },
    });
  });

  test("sends a whole toolConfig as it is, and says that the tools are ignored", () => {
    const toolConfig = { tools: [wireTool("g")], toolChoice: { any: {} } };
    expect(build(hi, {}, { tools: [tool("f")], toolConfig }).toolConfig).toEqual(toolConfig);
    expect(warnings.texts).toHaveLength(1);
  });
});

describe("choice", () => {
  test.each([
    ["auto", { auto: {} }],
    ["any", { any: {} }],
    ["required", { any: {} }],
    ["f", { tool: { name: "f" } }],
    [{ auto: {} }, { auto: {} }],
    [{ any: {} }, { any: {} }],
    [{ type: "any" }, { any: {} }],
    [{ tool: { name: "f" } }, { tool: { name: "f" } }],
    [{ type: "tool", name: "f" }, { tool: { name: "f" } }],
    [{ type: "function", function: { name: "f" } }, { tool: { name: "f" } }],
    [undefined, undefined],
  ])("[52] writes %j as %j", (given, expected) => {
    expect(choose(given)).toEqual(expected);
  });

  test("[52] sends no tools when none may be used", () => {
    expect(build(hi, {}, { tools: [tool("f")], tool_choice: "none" })).toEqual(build(hi));
    expect(build(hi, {}, { tools: [tool("f")], tool_choice: { type: "none" } })).toEqual(build(hi));
  });

  test("[52] refuses a name no tool has, and lists the bound ones", () => {
    expect(() => choose("h")).toThrow(/Bound are: f, g/);
  });

  test("takes true for the one bound tool", () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- LangChain's types have no boolean here
    const yes = true as unknown as string;
    expect(build(hi, {}, { tools: [tool("f")], tool_choice: yes }).toolConfig?.toolChoice).toEqual({
      tool: { name: "f" },
    });
    expect(() => choose(true)).toThrow(/Name the tool/);
  });

  const thinking = { thinking: { type: "enabled", budget_tokens: 1024 } };

  test("[53] lets a thinking model choose by itself, with a warning", () => {
    expect(choose("any", models.claude, thinking)).toEqual({ auto: {} });
    expect(choose("any", models.claude, { additionalModelRequestFields: thinking })).toEqual({ auto: {} });
    expect(warnings.texts).toHaveLength(1);
  });

  test("[53] forces newer models although they think", () => {
    expect(choose("any", models.claudeSonnet5, thinking)).toEqual({ any: {} });
    expect(choose("f", models.claudeOpus48, thinking)).toEqual({ tool: { name: "f" } });
  });

  test("[53] refuses what a model does not take, and says what it takes", () => {
    expect(() => choose("any", models.llama4)).toThrow(/"any"; it takes auto/);
    expect(() => choose("f", models.mistral)).toThrow(/it takes auto, any/);
  });

  test("[53] sends the choice to models nothing is known about", () => {
    expect(choose("any", models.qwen)).toEqual({ any: {} });
    expect(choose("f", "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc")).toEqual({
      tool: { name: "f" },
    });
  });

  test("leaves out auto where it is refused, and believes the caller about what is accepted", () => {
    expect(choose("auto", "cohere.command-r-v1:0")).toBeUndefined();
    expect(choose("any", models.llama4, { supportsToolChoiceValues: ["any"] })).toEqual({ any: {} });
  });

  test("[54] sends no choice when none is given", () => {
    expect(choose(undefined, models.deepseek)).toBeUndefined();
  });
});
