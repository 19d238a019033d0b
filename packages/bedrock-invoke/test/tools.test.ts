import type { BaseMessage } from "@langchain/core/messages";
import { tool as langchainTool } from "@langchain/core/tools";
import { useReplayServer } from "@langchain-aws/wire-cases/replay-server";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ChatBedrockInput } from "../src/index.ts";
import { connect, rejectionOf, useWarnings } from "./support/connect.ts";
import { A, call, H, S, T, tool } from "./support/messages.ts";
import { models } from "./support/models.ts";
import { plainReplies } from "./support/replies.ts";

const bare = useReplayServer();
const warnings = useWarnings();
const thinking = { thinking: { type: "enabled", budget_tokens: 1024 } };
const answer = { response: plainReplies["anthropic-messages"] };
const body = (): Record<string, unknown> => bare.requests.at(-1)?.body as Record<string, unknown>;

describe("tool choice", () => {
  const forms = [
    { given: undefined, anthropic: undefined, openai: undefined },
    { given: false, anthropic: undefined, openai: undefined },
    { given: "auto", anthropic: { type: "auto" }, openai: "auto" },
    { given: true, anthropic: { type: "any" }, openai: "required" },
    { given: "any", anthropic: { type: "any" }, openai: "required" },
    { given: "required", anthropic: { type: "any" }, openai: "required" },
    { given: "none", anthropic: { type: "none" }, openai: "none" },
    { given: "f", anthropic: { type: "tool", name: "f" }, openai: { type: "function", function: { name: "f" } } },
    {
      given: { type: "function", function: { name: "f" } },
      anthropic: { type: "tool", name: "f" },
      openai: { type: "function", function: { name: "f" } },
    },
    {
      given: { type: "tool", name: "f", disable_parallel_tool_use: true },
      anthropic: { type: "tool", name: "f" },
      openai: { type: "function", function: { name: "f" } },
    },
    {
      given: { type: "any", disable_parallel_tool_use: true },
      anthropic: { type: "any" },
      openai: "required",
    },
  ];
  test.each(forms)("[58] $given is said to each format in its own way", async ({ given, anthropic, openai }) => {
    bare.answer(answer);
    const claude = connect(bare);
    await claude.bindTools([tool("f")], { tool_choice: given }).invoke("Hi");
    expect(body()["tool_choice"]).toEqual(anthropic);
    await claude.invoke("Hi");
    expect(body()).not.toHaveProperty("tools");
    bare.answer({ response: plainReplies["openai-chat"] });
    await connect(bare, { model: models.qwen })
      .bindTools([tool("f")], { tool_choice: given })
      .invoke("Hi");
    expect(body()["tool_choice"]).toEqual(openai);
  });

  test("names bound tools only", () => {
    expect(() => connect(bare).bindTools([tool("f")], { tool_choice: "g" })).toThrow(/names "g", which is not bound/);
  });

  test("Mistral: one tool is forced by sending it alone, and ids have nine characters", async () => {
    bare.answer({ response: plainReplies["mistral-chat"] });
    const ids = ["tooluse_AAAAAAAAAAAAAAAAAAAAAA", "tooluse_AAAAAAAAAAAAAAAAAAAAAB", "abc123DEF"];
    const calls = ids.map((id) => call(id, "f", {}));
    const messages = [H("u"), A("", { tool_calls: calls }), ...ids.map((id) => T("r", id))];
    await connect(bare, { model: models.mistralLarge2 })
      .bindTools([tool("f"), tool("g")], { tool_choice: "g" })
      .invoke(messages);
    const sent = body() as { tools: unknown[]; messages: { tool_calls?: { id: string }[]; tool_call_id?: string }[] };
    expect(sent).toMatchObject({ tools: [{ function: { name: "g" } }], tool_choice: "any" });
    const called = sent.messages[1]?.tool_calls?.map(({ id }) => id) ?? [];
    expect(called).toEqual(sent.messages.slice(2).map(({ tool_call_id: id }) => id));
    expect(new Set(called).size).toBe(3);
    expect(called.every((id) => /^[A-Za-z0-9]{9}$/.test(id))).toBe(true);
    expect(called[2]).toBe("abc123DEF");
  });

  test.each(["any", "f", { type: "any", disable_parallel_tool_use: true }])(
    "[59] %j is refused while Claude Sonnet 4.5 thinks, bound or not",
    async (choice) => {
      bare.answer(answer);
      const model = connect(bare, { model: models.claude45, modelKwargs: thinking });
      const words = /cannot be made to call a tool while it thinks/;
      expect(() => model.bindTools([tool("f")], { tool_choice: choice })).toThrow(words);
      const failure = await rejectionOf(model.invoke("Hi", { tools: [tool("f")], tool_choice: choice }));
      expect(failure).toMatchObject({ name: "AwsConfigurationError" });
      expect(failure.message).toMatch(words);
      expect(bare.requests).toEqual([]);
    },
  );

  test.each([
    [models.claude45, "auto"],
    [models.claudeOpus48, "any"],
  ])("[59] %s may think with the choice %s", async (model, choice) => {
    bare.answer(answer);
    await connect(bare, { model, modelKwargs: thinking })
      .bindTools([tool("f")], { tool_choice: choice })
      .invoke("Hi");
    expect(body()).toMatchObject({ tool_choice: { type: choice }, thinking: thinking.thinking });
  });
});

describe("tools", () => {
  test("of LangChain, with Zod, are sent with their schema", async () => {
    bare.answer(answer);
    const weather = langchainTool(async () => "sunny", {
      name: "weather",
      description: "tells the weather",
      schema: z.object({ city: z.string() }),
    });
    await connect(bare).bindTools([weather]).invoke("Hi");
    expect(body()["tools"]).toMatchObject([
      {
        name: "weather",
        description: "tells the weather",
        input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      },
    ]);
  });

  test("may be a JSON schema with a title, as in Python", async () => {
    bare.answer(answer);
    const properties = { city: { type: "string" } };
    const schema = { title: "weather", description: "tells the weather", type: "object", properties };
    await connect(bare).bindTools([schema], { tool_choice: "weather" }).invoke("Hi");
    expect(body()).toMatchObject({
      tools: [{ name: "weather", description: "tells the weather", input_schema: { type: "object", properties } }],
      tool_choice: { type: "tool", name: "weather" },
    });
    expect(() => connect(bare).bindTools([{ type: "object", properties }])).toThrow(/index 0 is not of a kind/);
  });

  test("have different names", () => {
    expect(() => connect(bare).bindTools([tool("f"), tool("f")])).toThrow(/Two tools are called "f".*index 1/);
  });

  test("say strict where the model takes it, and else warn", async () => {
    bare.answer(answer);
    await connect(bare)
      .bindTools([tool("f")], { strict: true })
      .invoke("Hi");
    expect(body()["tools"]).toMatchObject([{ strict: true }]);
    await connect(bare, { model: models.claudeOpus48 })
      .bindTools([tool("f")], { strict: true })
      .invoke("Hi");
    expect((body()["tools"] as object[])[0]).not.toHaveProperty("strict");
    expect(warnings.texts).toEqual([expect.stringContaining("refuses `strict`")]);
  });

  test.each([models.llama3, models.titan, models.mistral7b, models.deepseekR1, models.command, models.jurassic])(
    "[61] are refused for %s, which has no field for them",
    async (model) => {
      const fields: ChatBedrockInput & Record<string, unknown> = { model };
      expect(() => connect(bare, fields).bindTools([tool("f")])).toThrow(/takes no tools.*ChatBedrockConverse/);
      const failure = await rejectionOf(connect(bare, fields).invoke("Hi", { tools: [tool("f")] }));
      expect(failure).toMatchObject({ name: "AwsConfigurationError", code: "CONFIG_TOOLS_UNSUPPORTED" });
    },
  );

  test("[61] are described to Claude before version 3, and its calls are read from the answer", async () => {
    const said =
      "I look.\n<function_calls>\n<invoke>\n<tool_name>weather</tool_name>\n<parameters>\n<city>R&amp;D</city>\n<days>3</days>\n</parameters>\n</invoke>\n";
    bare.answer({
      response: {
        id: "m",
        role: "assistant",
        content: [{ type: "text", text: said }],
        stop_reason: "stop_sequence",
        stop_sequence: "</function_calls>",
      },
    });
    const schema = {
      type: "object",
      properties: {
        city: { type: "string", description: "where" },
        days: { anyOf: [{ type: "integer" }, { type: "null" }] },
      },
    };
    const plain = connect(bare, { model: models.claude2 });
    const model = plain.bindTools([{ name: "weather", description: "tells <it>", schema }]);
    const reply = await model.invoke("Hi");
    const { system, stop_sequences: stop } = body();
    expect(system).toContain("<tool_name>weather</tool_name>");
    expect(system).toContain("tells &lt;it&gt;");
    expect(system).toContain("<name>city</name>\n<type>string</type>\n<description>where</description>");
    expect(system).toContain(
      '<name>days</name>\n<type>[{"type":"integer"},{"type":"null"}]</type>'.replaceAll("<type>[", "<type>["),
    );
    expect(stop).toEqual(["</function_calls>"]);
    expect(body()).not.toHaveProperty("tools");
    expect(reply.tool_calls).toMatchObject([{ name: "weather", args: { city: "R&D", days: 3 } }]);
    // The way back: calls and results are text, too.
    await model.invoke([H("Hi"), reply, T("sunny", reply.tool_calls?.[0]?.id ?? "")]);
    expect(body()["messages"]).toEqual([
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: [
          {
            type: "text",
            text: expect.stringMatching(/^I look\.\n<function_calls>[^]*<city>R&amp;D<\/city>[^]*<\/function_calls>$/),
          },
        ],
      },
      { role: "user", content: expect.stringContaining("<tool_name>weather</tool_name>\n<stdout>sunny</stdout>") },
    ]);
    // The model that was asked for it stays as it was.
    await plain.invoke("Hi");
    expect(body()).not.toHaveProperty("system");
  });

  test("[61] in words have a new id for each call, by which agents know a call of a later turn", async () => {
    const said = "<function_calls><invoke><tool_name>f</tool_name><parameters></parameters></invoke></function_calls>";
    const content = [{ type: "text", text: said }];
    bare.answer({ response: { id: "m", role: "assistant", content, stop_reason: "stop_sequence" } });
    const model = connect(bare, { model: models.claude2 }).bindTools([tool("f")]);
    const turns = [await model.invoke("Hi"), await model.invoke("Hi")];
    const ids = turns.flatMap(({ tool_calls = [] }) => tool_calls.map(({ id }) => id));
    expect(ids).toEqual([expect.stringMatching(/^call_\w{24}$/), expect.stringMatching(/^call_\w{24}$/)]);
    expect(new Set(ids).size).toBe(2);
  });

  test("[61] in words cannot be forced, and are left out for none", async () => {
    bare.answer(answer);
    const model = connect(bare, { model: models.claude2 });
    await model.bindTools([tool("f")], { tool_choice: "none" }).invoke("Hi");
    expect(body()).not.toHaveProperty("system");
    expect(warnings.texts).toEqual([]);
    await model.bindTools([tool("f")], { tool_choice: "f" }).invoke("Hi");
    expect(body()["system"]).toContain("<tool_name>f</tool_name>");
    expect(warnings.texts).toEqual([expect.stringMatching(/cannot be made to call a tool/)]);
  });

  test("can be described to any model in words", async () => {
    bare.answer({
      response: {
        generation:
          "<function_calls><invoke><tool_name>f</tool_name><parameters><city>x</city></parameters></invoke></function_calls> and so",
        stop_reason: "stop",
      },
    });
    const model = connect(bare, { model: models.llama3 }).withToolsInPrompt([tool("f")]);
    const reply = await model.invoke("Hi");
    expect(reply.tool_calls).toMatchObject([{ name: "f", args: { city: "x" } }]);
    expect(body()).toEqual({ prompt: expect.stringContaining("<tool_name>f</tool_name>") });
  });

  test("are described to a prompt formatter of the caller's as well", async () => {
    bare.answer({ response: plainReplies.llama });
    const promptFormatter = (messages: BaseMessage[]): string =>
      messages.map((message) => `${message.getType()}: ${message.text}`).join("\n");
    const model = connect(bare, { model: models.llama3, promptFormatter, systemPromptWithTools: "X" });
    await model.invoke([S("Y"), H("Hi")]);
    expect(body()).toEqual({ prompt: "system: X\nY\nhuman: Hi" });
    await model.withToolsInPrompt([tool("f")]).invoke("Hi");
    expect(body()["prompt"]).toMatch(/^system: [^]*<tool_name>f<\/tool_name>[^]*\nX\nhuman: Hi$/);
  });

  test("are described in a system text of the caller's, as in Python", async () => {
    bare.answer(answer);
    const model = connect(bare);
    model.setSystemPromptWithTools("X");
    expect(model.systemPromptWithTools).toBe("X");
    await model.invoke("Hi");
    expect(body()["system"]).toBe("X");
  });
});

test("tools in words are refused where Converse is the way", async () => {
  const model = connect(bare, { model: models.nova }).withToolsInPrompt([tool("f")]);
  expect(await rejectionOf(model.invoke("Hi"))).toMatchObject({ code: "CONFIG_TOOLS_UNSUPPORTED" });
});

test("images are refused by Claude before version 3, naming where they stand", async () => {
  const image = { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } };
  const failure = await rejectionOf(
    connect(bare, { model: models.claude2 }).invoke([H([{ type: "text", text: "a" }, image])]),
  );
  expect(failure).toMatchObject({ name: "AwsConfigurationError", code: "UNSUPPORTED_CONTENT" });
  expect(failure.message).toMatch(/text only.*message 0, human, block 1/);
});

test("what a format has no words for is left out with a warning", async () => {
  bare.answer({ response: plainReplies["cohere-chat"] });
  const model = connect(bare, { model: models.commandR });
  await model.bindTools([tool("f")], { strict: true }).invoke("Hi", { cache_control: { type: "ephemeral" } });
  expect(warnings.texts).toEqual([
    expect.stringContaining("no `strict`"),
    expect.stringContaining("no `cache_control`"),
  ]);
  expect(JSON.stringify(body())).not.toMatch(/strict|cache/);
});

test("a cache mark that is null is none", async () => {
  bare.answer(answer);
  const none: object = { cache_control: null };
  await connect(bare).invoke("Hi", none);
  expect(body()["messages"]).toEqual([{ role: "user", content: "Hi" }]);
});

test("more than four cache marks are counted", async () => {
  bare.answer(answer);
  const marked = (text: string): object => ({ type: "text", text, cache_control: { type: "ephemeral" } });
  await connect(bare).invoke([H(["a", "b", "c", "d"].map(marked)), A("x"), H([marked("e")])]);
  expect(warnings.texts).toEqual([expect.stringMatching(/5 cache_control marks.*takes 4/)]);
});

describe("structured output", () => {
  const schema = z.object({ city: z.string() }).meta({ title: "Place" });
  const called = (input: object): object => ({
    id: "m",
    role: "assistant",
    content: [{ type: "tool_use", id: "t", name: "extract", input }],
    stop_reason: "tool_use",
  });

  test("[60] is the arguments of a forced tool, checked", async () => {
    bare.answer({ response: called({ city: "x" }) });
    const model = connect(bare).withStructuredOutput(schema);
    expect(await model.invoke("Hi")).toEqual({ city: "x" });
    expect(body()).toMatchObject({ tools: [{ name: "extract" }], tool_choice: { type: "tool", name: "extract" } });
    bare.answer({ response: called({ city: 1 }) });
    expect(String(await rejectionOf(model.invoke("Hi")))).toMatch(/does not fit the schema: city/);
  });

  test("[60] is not forced on a model that thinks, and says so when it is missing", async () => {
    bare.answer(answer);
    const model = connect(bare, { modelKwargs: thinking }).withStructuredOutput(schema);
    const failure = await rejectionOf(model.invoke("Hi"));
    expect(failure).toMatchObject({ lc_error_code: "OUTPUT_PARSING_FAILURE" });
    expect(failure.message).toMatch(/without calling "extract".*refuses a forced tool while it thinks/);
    expect(body()).not.toHaveProperty("tool_choice");
    bare.answer({ response: called({ city: "x" }) });
    expect(await model.invoke("Hi")).toEqual({ city: "x" });
  });

  test("[60] says why a model cannot be forced, and which", async () => {
    bare.answer({ response: plainReplies["cohere-chat"] });
    const failure = await rejectionOf(
      connect(bare, { model: models.commandR }).withStructuredOutput(schema).invoke("Hi"),
    );
    expect(failure.message).toMatch(/without calling "extract".*Command R has no way to force a tool/);
    bare.answer(answer);
    const older = await rejectionOf(connect(bare, { model: models.claude2 }).withStructuredOutput(schema).invoke("Hi"));
    expect(older.message).toMatch(/without calling "extract".*described in words/);
    expect(warnings.texts).toEqual([]);
  });

  test("gives the message beside the value when that is wanted", async () => {
    bare.answer(answer);
    const model = connect(bare).withStructuredOutput(schema, { includeRaw: true, name: "extract" });
    expect(await model.invoke("Hi")).toMatchObject({ raw: { content: "ok" }, parsed: null });
  });

  test("is refused where the model refuses", async () => {
    bare.answer({ response: { id: "m", role: "assistant", content: [], stop_reason: "refusal" } });
    const failure = await rejectionOf(connect(bare).withStructuredOutput(schema).invoke("Hi"));
    expect(failure.constructor.name).toBe("ModelRefusalError");
  });

  test("is Claude's own output format by the method jsonSchema, where it has one", async () => {
    bare.answer({
      response: {
        id: "m",
        role: "assistant",
        content: [{ type: "text", text: '{"city":"x"}' }],
        stop_reason: "end_turn",
      },
    });
    const model = connect(bare, { model: models.claude45 }).withStructuredOutput(schema, { method: "jsonSchema" });
    expect(await model.invoke("Hi")).toEqual({ city: "x" });
    expect(body()["output_config"]).toMatchObject({
      format: { type: "json_schema", schema: { properties: { city: { type: "string" } } } },
    });
    expect(() =>
      connect(bare, { model: models.commandR }).withStructuredOutput(schema, { method: "jsonSchema" }),
    ).toThrow(/functionCalling/);
  });

  test("closes every object for Claude, and moves what its grammar lacks into descriptions", async () => {
    bare.answer(answer);
    const given = {
      type: "object",
      properties: { age: { type: "integer", minimum: 0 }, home: { type: "object", properties: {} } },
    };
    const kept = structuredClone(given);
    const json_schema = { name: "person", schema: given };
    await connect(bare, { model: models.claude45, reasoningEffort: "low" }).invoke("Hi", {
      response_format: { type: "json_schema", json_schema },
    });
    expect(body()["output_config"]).toEqual({
      effort: "low",
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          additionalProperties: false,
          properties: {
            age: { type: "integer", description: "(minimum: 0)" },
            home: { type: "object", properties: {}, additionalProperties: false },
          },
        },
      },
    });
    expect(given).toEqual(kept);
  });

  test("takes the schema that LangChain's agents send along", async () => {
    bare.answer(answer);
    const format = { type: "json_schema", schema: { type: "object", properties: {} } };
    await connect(bare, { model: models.claude45 }).invoke("Hi", { outputConfig: { format } });
    expect(body()["output_config"]).toEqual({
      format: { ...format, schema: { ...format.schema, additionalProperties: false } },
    });
  });

  test.each([models.qwen, models.gptOss, models.mistralLarge2])("is `response_format` for %s", async (model) => {
    const message = { role: "assistant", content: '{"city":"x"}' };
    bare.answer({ response: { id: "c", choices: [{ index: 0, message, finish_reason: "stop" }] } });
    const place = connect(bare, { model }).withStructuredOutput(schema, { method: "jsonSchema", strict: true });
    expect(await place.invoke("Hi")).toEqual({ city: "x" });
    expect(body()["response_format"]).toMatchObject({
      type: "json_schema",
      json_schema: {
        name: "extract",
        strict: true,
        schema: { properties: { city: { type: "string" } }, additionalProperties: false },
      },
    });
    await connect(bare, { model }).invoke("Hi", { response_format: { type: "json_object" } });
    expect(body()["response_format"]).toEqual({ type: "json_object" });
    await connect(bare, { model }).invoke("Hi", { response_format: { type: "text" } });
    expect(body()).not.toHaveProperty("response_format");
  });

  test.each([
    [models.claude45, { type: "json_object" }, /response_format "json_object" means nothing to Claude/],
    [
      models.commandR,
      { type: "json_schema", json_schema: { schema: {} } },
      /no structured output in the format cohere/,
    ],
  ])("refuses what %s cannot be held to, before anything is sent", async (model, response_format, problem) => {
    const before = bare.requests.length;
    expect((await rejectionOf(connect(bare, { model }).invoke("Hi", { response_format }))).message).toMatch(problem);
    expect(bare.requests).toHaveLength(before);
  });

  test.each([models.qwen, models.gptOss, models.mistralLarge2])("works with %s", async (model) => {
    const message = {
      role: "assistant",
      content: "",
      tool_calls: [{ id: "c", function: { name: "extract", arguments: '{"city":"x"}' } }],
    };
    bare.answer({ response: { id: "c", choices: [{ index: 0, message, finish_reason: "tool_calls" }] } });
    expect(await connect(bare, { model }).withStructuredOutput(schema).invoke("Hi")).toEqual({ city: "x" });
  });
});
