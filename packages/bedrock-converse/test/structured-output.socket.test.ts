import { useLocalAws } from "@langchain-aws/local/vitest";
import { ModelRefusalError } from "@langchain/core/errors";
import { OutputParserException } from "@langchain/core/output_parsers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { models, useWarnings } from "./build.ts";
import { collect, connect } from "./connect.ts";

const aws = useLocalAws();
const warnings = useWarnings();
const schema = z.object({ city: z.string().describe("the city"), degrees: z.number() });

describe("by a tool", () => {
  test("[78] makes the model call a tool of the schema, and checks its arguments", async () => {
    aws.chat.script([{ toolUse: { name: "extract", input: { city: "Rome", degrees: 20 } } }]);
    expect(await connect(aws).withStructuredOutput(schema).invoke("hi")).toEqual({ city: "Rome", degrees: 20 });
    expect(aws.lastRequest()?.body).toMatchObject({
      toolConfig: {
        tools: [
          {
            toolSpec: { name: "extract", inputSchema: { json: { properties: { city: { description: "the city" } } } } },
          },
        ],
        toolChoice: { tool: { name: "extract" } },
      },
    });
  });

  test("[78] fails on arguments that do not fit, or gives the reason beside the message", async () => {
    aws.chat.on(/.*/, { toolUse: { name: "extract", input: { city: 1 } } });
    const model = connect(aws);
    await expect(model.withStructuredOutput(schema).invoke("hi")).rejects.toThrow(OutputParserException);
    const both = await model.withStructuredOutput(schema, { includeRaw: true }).invoke("hi");
    expect(both).toMatchObject({ parsed: null, parsing_error: expect.any(OutputParserException) });
    expect(both.raw.getType()).toBe("ai");
  });

  test("gives message and value when asked", async () => {
    aws.chat.script([{ toolUse: { name: "extract", input: { city: "Rome", degrees: 20 } } }]);
    const both = await connect(aws).withStructuredOutput(schema, { includeRaw: true }).invoke("hi");
    expect(both.parsed).toEqual({ city: "Rome", degrees: 20 });
    expect(both).not.toHaveProperty("parsing_error");
  });

  test.each([
    [
      "JSON schema",
      { title: "Weather", type: "object", properties: { city: { type: "string" } } },
      undefined,
      "Weather",
    ],
    [
      "OpenAI's function",
      { name: "weather", description: "d", parameters: { type: "object", properties: { city: { type: "string" } } } },
      undefined,
      "weather",
    ],
    ["a name of one's own", schema, "my_name", "my_name"],
  ])("takes %s", async (_, given, name, expected) => {
    aws.chat.script([{ toolUse: { name: expected, input: { city: "Rome", degrees: 1 } } }]);
    const model = connect(aws).withStructuredOutput(given, {
      method: "function_calling",
      ...(name !== undefined && { name }),
    });
    expect(await model.invoke("hi")).toMatchObject({ city: "Rome" });
  });

  test("streams the value as it grows", async () => {
    aws.chat.script([{ toolUse: { name: "extract", inputChunks: ['{"city":"Ro', 'me","degrees":', "20}"] } }]);
    const values = await collect(await connect(aws).withStructuredOutput(schema).stream("hi"));
    expect(values.length).toBeGreaterThan(1);
    expect(values.at(-1)).toEqual({ city: "Rome", degrees: 20 });
  });

  test("[81] does not force a thinking model, and fails when it answers in prose", async () => {
    aws.chat.script([{ text: "It is warm in Rome." }]);
    const thinking = { thinking: { type: "enabled", budget_tokens: 1024 }, maxTokens: 2048 };
    const model = connect(aws, thinking).withStructuredOutput(schema, { method: "functionCalling" });
    await expect(model.invoke("hi")).rejects.toThrow(OutputParserException);
    expect(aws.lastRequest()?.body).not.toHaveProperty("toolConfig.toolChoice");
    expect(warnings.texts).toEqual([expect.stringContaining("cannot be made to call a tool")]);
  });

  test("tells a cut answer and a withheld one from a wrong one", async () => {
    aws.chat.script([
      { text: "so", stopReason: "max_tokens" },
      { text: "Sorry", stopReason: "guardrail_intervened" },
    ]);
    const model = connect(aws).withStructuredOutput(schema);
    await expect(model.invoke("hi")).rejects.toThrow(/cut off.*maxTokens/);
    await expect(model.invoke("hi")).rejects.toThrow(ModelRefusalError);
  });
});

describe("by the service", () => {
  test("sends the schema as text and reads the text", async () => {
    aws.chat.script([{ text: '{"city":"Rome","degrees":20}' }]);
    const model = connect(aws).withStructuredOutput(schema, { method: "jsonSchema" });
    expect(await model.invoke("hi")).toEqual({ city: "Rome", degrees: 20 });
    expect(aws.lastRequest()?.body).toMatchObject({
      outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema: { name: "extract" } } } },
    });
  });

  test("[81] is used where a tool cannot be forced, when the model's profile has it", async () => {
    aws.chat.script([{ text: '{"city":"Rome","degrees":20}' }]);
    const fields = { modelProfile: { structuredOutput: true }, thinking: { type: "enabled", budget_tokens: 1024 } };
    expect(await connect(aws, fields).withStructuredOutput(schema).invoke("hi")).toEqual({ city: "Rome", degrees: 20 });
    expect(aws.lastRequest()?.body).toHaveProperty("outputConfig");
  });
});

test.each(["magic", "toString"])("refuses the method %s, which does not exist", (method) => {
  expect(() => connect(aws, { model: models.nova }).withStructuredOutput(schema, { method })).toThrow(
    `no method "${method}" here. Use functionCalling or jsonSchema`,
  );
});
