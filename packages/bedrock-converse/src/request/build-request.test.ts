import { describe, expect, test } from "vitest";
import { z } from "zod";
import { A, build, call, contentOf, H, models, S, T, tool, useWarnings, wireTool } from "../../test/build.ts";
import { ChatBedrockConverse, type ChatBedrockConverseInput } from "../index.ts";

const warnings = useWarnings();

describe("options", () => {
  test.each([
    "baseModelId",
    "emptyContentPlaceholder",
    "midConversationSystem",
    "profile",
    "rawBlocks",
    "supportsToolChoiceValues",
    "system",
  ])("count %s as not passed when it is null", (name) => {
    const messages = [H("a"), S("b")];
    const call = { tools: [tool("f")], tool_choice: "any" };
    expect(build(messages, { [name]: null }, call)).toEqual(build(messages, {}, call));
  });

  test("take a model that is null in a call for none, and refuse an empty one", () => {
    const fields = { model: "custom", baseModelId: "anthropic.claude-sonnet-5", temperature: 0.5 };
    // @ts-expect-error -- as JavaScript may say it
    expect(build("hi", fields, { model: null })).toEqual(build("hi", fields));
    expect(() => build("hi", { model: " " })).toThrow(/model id is empty/);
    expect(() => build("hi", {}, { model: "" })).toThrow(/model id is empty/);
    expect(build("hi", { model: ` ${models.nova}\n` })).toEqual(build("hi", { model: models.nova }));
  });

  test("[2] sends sampling options, and a call changes only what it names", () => {
    const fields = { temperature: 0, maxTokens: 5, topP: 0.5, stop: ["x"], model: models.claude3 };
    expect(build("hi", fields).inferenceConfig).toEqual({
      maxTokens: 5,
      temperature: 0,
      topP: 0.5,
      stopSequences: ["x"],
    });
    expect(build("hi", fields, { temperature: 0.3, maxTokens: undefined }).inferenceConfig).toEqual({
      maxTokens: 5,
      temperature: 0.3,
      topP: 0.5,
      stopSequences: ["x"],
    });
    expect(build("hi", fields, { inferenceConfig: { topP: 0.1 } }).inferenceConfig).toEqual({
      maxTokens: 5,
      temperature: 0,
      topP: 0.1,
      stopSequences: ["x"],
    });
  });

  test("sends no empty list of stop sequences", () => {
    expect(build("hi", { stopSequences: [] })).not.toHaveProperty("inferenceConfig");
  });

  test("[3] merges the model's own fields key by key, keys as they are, and leaves the constructor's alone", () => {
    const additionalModelRequestFields = { a: 1, b: 1 };
    const request = build(
      "hi",
      { additionalModelRequestFields },
      { additionalModelRequestFields: { b: 2, snake_key: 3 } },
    );
    expect(request.additionalModelRequestFields).toEqual({ a: 1, b: 2, snake_key: 3 });
    expect(additionalModelRequestFields).toEqual({ a: 1, b: 1 });
  });

  test("[4] sends configurations as they are, and a call's replace them", () => {
    const fields = {
      performanceConfig: { latency: "optimized" },
      guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1" },
      serviceTier: "flex",
      requestMetadata: { user_id: "1" },
    } as const;
    expect(build("hi", fields)).toMatchObject({ ...fields, serviceTier: { type: "flex" } });
    const other = {
      performanceConfig: { latency: "standard" },
      guardrailConfig: { guardrailIdentifier: "h", guardrailVersion: "2" },
      serviceTier: { type: "priority" },
      requestMetadata: { team: "2" },
    } as const;
    expect(build("hi", fields, other)).toEqual({ ...build("hi"), ...other });
  });

  test("takes Python's spellings inside a guardrail", () => {
    const guardrails = { guardrail_identifier: "g", guardrail_version: "1" };
    // @ts-expect-error -- Python's name
    expect(build("hi", { guardrails }).guardrailConfig).toEqual({ guardrailIdentifier: "g", guardrailVersion: "1" });
  });

  test("[84] sends streamProcessingMode with streams only", () => {
    const guardrailConfig = { guardrailIdentifier: "g", guardrailVersion: "1", streamProcessingMode: "async" } as const;
    expect(build("hi", { guardrailConfig }, {}, true).guardrailConfig).toEqual(guardrailConfig);
    expect(build("hi", { guardrailConfig }).guardrailConfig).toEqual({
      guardrailIdentifier: "g",
      guardrailVersion: "1",
    });
  });

  test.each([
    [models.claude, { top_k: 5 }],
    ["cohere.command-r-v1:0", { k: 5 }],
    [models.nova, { inferenceConfig: { topK: 5 } }],
    [models.mistral, { top_k: 5 }],
  ])("sends topK to %s as %j", (model, fields) => {
    expect(build("hi", { model, topK: 5 }).additionalModelRequestFields).toEqual(fields);
  });

  test("[95] sends raw blocks with a cache point and leaves the caller's alone; variables become texts", () => {
    const rawBlocks = [{ role: "user" as const, content: [{ text: "raw" }] }];
    expect(build("ignored", { rawBlocks, system: ["s"] }, { cache_control: {} })).toEqual({
      modelId: models.claude,
      system: [{ text: "s" }, { cachePoint: { type: "default" } }],
      messages: [{ role: "user", content: [{ text: "raw" }, { cachePoint: { type: "default" } }] }],
    });
    expect(rawBlocks).toEqual([{ role: "user", content: [{ text: "raw" }] }]);
    const prompt = "arn:aws:bedrock:us-east-1:111122223333:prompt/ABC";
    expect(build([], { model: prompt, promptVariables: { a: "x", b: { text: "y" } } })).toEqual({
      modelId: prompt,
      promptVariables: { a: { text: "x" }, b: { text: "y" } },
    });
  });
});

describe("the model's rules", () => {
  test("[88] drops what newer models refuse, with one warning", () => {
    expect(build("hi", { model: models.claudeOpus48, temperature: 0.5, maxTokens: 9 }).inferenceConfig).toEqual({
      maxTokens: 9,
    });
    expect(build("hi", { model: models.claudeSonnet45, temperature: 0.5, topP: 0.5 }).inferenceConfig).toEqual({
      temperature: 0.5,
    });
    const thinking = { type: "enabled", budget_tokens: 1024 };
    expect(build("hi", { temperature: 0.2, maxTokens: 2048, thinking }).inferenceConfig).toEqual({ maxTokens: 2048 });
    expect(build("hi", { temperature: 1, thinking }).inferenceConfig).toEqual({ temperature: 1 });
    expect(warnings.texts).toHaveLength(3);
    expect(() => build("hi", { maxTokens: 1024, thinking })).toThrow(/`maxTokens` \(1024\).*budget_tokens` \(1024\)/);
  });

  test("follows the profile about temperature", () => {
    expect(build("hi", { modelProfile: { temperature: false }, temperature: 0.5, topP: 1 })).not.toHaveProperty(
      "inferenceConfig",
    );
  });

  test("[87] says the reasoning effort in each family's way", () => {
    expect(build("hi", { model: models.nova2, reasoningEffort: "high", maxTokens: 5, temperature: 0.1 })).toEqual({
      ...build("hi", { model: models.nova2 }),
      additionalModelRequestFields: { reasoningConfig: { type: "enabled", maxReasoningEffort: "high" } },
    });
    expect(build("hi", { model: models.claudeOpus5, reasoningEffort: "high" }).additionalModelRequestFields).toEqual({
      thinking: { type: "adaptive" },
      output_config: { effort: "high" },
    });
    expect(build("hi", { model: models.gptOss, reasoningEffort: "high" }).additionalModelRequestFields).toEqual({
      reasoning_effort: "high",
    });
  });

  test("[87] warns where effort means nothing, refuses unknown steps, and lets explicit fields win", () => {
    expect(build("hi", { model: models.claude35, reasoningEffort: "high" })).not.toHaveProperty(
      "additionalModelRequestFields",
    );
    expect(warnings.texts).toEqual([expect.stringContaining("reasoningEffort")]);
    expect(() => build("hi", { model: models.nova2, reasoningEffort: "max" })).toThrow(/it knows low, medium, high/);
    const thinking = { type: "disabled" };
    expect(
      build("hi", { model: models.claudeOpus5, reasoningEffort: "low", thinking }).additionalModelRequestFields,
    ).toEqual({
      thinking,
      output_config: { effort: "low" },
    });
  });

  test("puts what an option stands for beside what the caller has put into the same object", () => {
    const effort = { model: models.claudeOpus5, reasoningEffort: "low" } as const;
    const topK = { model: models.nova, topK: 5 };
    const fieldsOf = (fields: ChatBedrockConverseInput, additionalModelRequestFields: object) =>
      build("hi", { ...fields, additionalModelRequestFields: { ...additionalModelRequestFields } })
        .additionalModelRequestFields;
    expect(fieldsOf(effort, { output_config: { x: 1 } })).toMatchObject({ output_config: { effort: "low", x: 1 } });
    expect(fieldsOf(topK, { inferenceConfig: { x: 1 } })).toEqual({ inferenceConfig: { topK: 5, x: 1 } });
    expect(fieldsOf(topK, { inferenceConfig: { topK: 1 } })).toEqual({ inferenceConfig: { topK: 1 } });
  });

  test("wants the effort spelled out in a reasoningConfig written by hand", () => {
    const additionalModelRequestFields = { reasoningConfig: { type: "enabled" } };
    expect(() => build("hi", { model: models.nova2, additionalModelRequestFields })).toThrow(/maxReasoningEffort/);
  });
});

describe("guardrails", () => {
  const guardrailConfig = { guardrailIdentifier: "g", guardrailVersion: "1" };
  const fields = { guardLastTurnOnly: true, guardrailConfig };
  const png = { image: { format: "png", source: { bytes: new Uint8Array([1]) } } };

  test.each([false, true])("[83] marks text and images of the last user turn only (stream: %s)", (isStream) => {
    const request = build([H("old"), A("b"), H(["new", png])], fields, {}, isStream);
    expect(request.messages).toEqual([
      { role: "user", content: [{ text: "old" }] },
      { role: "assistant", content: [{ text: "b" }] },
      { role: "user", content: [{ guardContent: { text: { text: "new" } } }, { guardContent: png }] },
    ]);
  });

  test("[83] marks a turn of tool results alone with a text of its own", () => {
    const messages = [H("a"), A("", { tool_calls: [call("1", "f")] }), T("x", "1")];
    expect(build(messages, fields, { tools: [tool("f")] }).messages?.at(-1)?.content).toEqual([
      { toolResult: { toolUseId: "1", content: [{ text: "x" }] } },
      { guardContent: { text: { text: "[tool_result]" } } },
    ]);
  });

  test("[83] marks the last user turn also behind the beginning of an answer", () => {
    const request = build([H("old"), A("b"), H("new"), A("begun")], fields);
    expect(request.messages?.map(({ content }) => content)).toEqual([
      [{ text: "old" }],
      [{ text: "b" }],
      [{ guardContent: { text: { text: "new" } } }],
      [{ text: "begun" }],
    ]);
  });

  test("[83] leaves a turn alone that is marked already, and needs a guardrail", () => {
    const marked = { guardContent: { text: { text: "m" } } };
    expect(contentOf(build([H(["a", marked])], fields))).toEqual([{ text: "a" }, marked]);
    expect(() => build("hi", { guardLastTurnOnly: true })).toThrow(/guardrailConfig/);
    expect(contentOf(build("hi", { guardLastTurnOnly: true }, { guardrailConfig }))).toEqual([
      { guardContent: { text: { text: "hi" } } },
    ]);
  });
});

describe("cache points", () => {
  const point = { cachePoint: { type: "default" } };
  const longPoint = { cachePoint: { type: "default", ttl: "1h" } };
  const tools = [tool("f")];
  const messages = [S("s"), H("a"), A("b"), H("c")];

  test("[85] makes a cache point", () => {
    expect(ChatBedrockConverse.createCachePoint()).toEqual(point);
    expect(ChatBedrockConverse.createCachePoint("default", { ttl: "1h" })).toEqual(longPoint);
    expect(ChatBedrockConverse.create_cache_point()).toEqual(point);
  });

  test("[86] places four points for Claude, and the same four in the next call", () => {
    const call = { tools, cache_control: { ttl: "1h" } };
    const request = build(messages, {}, call);
    expect(request).toEqual({
      modelId: models.claude,
      system: [{ text: "s" }, longPoint],
      toolConfig: { tools: [wireTool("f"), longPoint] },
      messages: [
        { role: "user", content: [{ text: "a" }] },
        { role: "assistant", content: [{ text: "b" }, longPoint] },
        { role: "user", content: [{ text: "c" }, longPoint] },
      ],
    });
    expect(build(messages, {}, call)).toEqual(request);
  });

  test("[86] fills up to four what the caller has placed", () => {
    const three = [S(["s", point]), H(["a", point]), A(["b", point]), H("c")];
    const request = build(three, { cacheControl: {} }, { tools });
    expect(request.messages?.at(-1)?.content).toEqual([{ text: "c" }, point]);
    expect(request.toolConfig).toEqual({ tools: [wireTool("f")] });
    const four = [S(["s", point]), H(["a", point]), A(["b", point]), H(["c", point])];
    expect(build(four, { cacheControl: {} }, { tools })).toEqual(build(four, {}, { tools }));
  });

  test("[86] marks the last message but one only where the caller has placed nothing", () => {
    const request = build([S(["s", point]), H("a"), A("b"), H("c")], { cacheControl: {} }, { tools });
    expect(request.messages?.map(({ content }) => content?.length)).toEqual([1, 1, 2]);
    expect(request.toolConfig?.tools).toHaveLength(2);
  });

  test("[86] keeps to Nova's rules", () => {
    const fields = { model: models.nova, cacheControl: { ttl: "1h" } };
    expect(build(messages, fields, { tools })).toEqual({
      modelId: models.nova,
      system: [{ text: "s" }, point],
      toolConfig: { tools: [wireTool("f")] },
      messages: [
        { role: "user", content: [{ text: "a" }] },
        { role: "assistant", content: [{ text: "b" }] },
        { role: "user", content: [{ text: "c" }, point] },
      ],
    });
    const results = [H("a"), A("", { tool_calls: [call("1", "f")] }), T("x", "1")];
    expect(build(results, fields, { tools }).messages?.at(-1)?.content).toHaveLength(1);
  });

  test("[86] places none for families without caching, with a warning", () => {
    const fields = { model: models.llama, cacheControl: {} };
    expect(build(messages, fields)).toEqual(build(messages, { model: models.llama }));
    expect(warnings.texts).toEqual([expect.stringContaining("takes no cache points")]);
  });

  test("does not let a later point live longer than an earlier one", () => {
    const request = build([S(["s", point]), H("a")], { cacheControl: { ttl: "1h" } });
    expect(contentOf(request)).toEqual([{ text: "a" }, point]);
  });

  test("places none after reasoning", () => {
    const thought = { reasoningContent: { reasoningText: { text: "t", signature: "s" } } };
    const request = build([H("a"), A([thought]), H("c")], { cacheControl: {} });
    expect(request.messages?.map(({ content }) => content)).toEqual([
      [{ text: "a" }],
      [thought],
      [{ text: "c" }, point],
    ]);
  });

  test("places none before one of the caller's that lives longer, which covers as much", () => {
    const asked = [S("s"), H(["a", longPoint])];
    expect(build(asked, { cacheControl: {} }, { tools })).toEqual(build(asked, {}, { tools }));
    expect(build(asked, { cacheControl: { ttl: "1h" } }).system).toEqual([{ text: "s" }, longPoint]);
  });

  test("is switched off by a call", () => {
    expect(build("hi", { cacheControl: {} }, { cacheControl: false })).toEqual(build("hi"));
  });
});

describe("structured output of the service", () => {
  const schema = {
    type: "object",
    properties: {
      list: { type: "array", items: { type: "object", properties: { ä: { type: "string" } } } },
      typeless: { properties: { x: {} } },
      reference: { $ref: "#/$defs/D" },
    },
    $defs: { D: { type: ["object", "null"], properties: {} } },
  };

  test("[79] closes every object of a schema, keeps its letters, and leaves the source alone", () => {
    const before = JSON.stringify(schema);
    const json_schema = { name: "my schema", description: "d", schema };
    const request = build("hi", { model: models.qwen }, { response_format: { type: "json_schema", json_schema } });
    const jsonSchema = request.outputConfig?.textFormat?.structure?.jsonSchema;
    expect(jsonSchema).toMatchObject({ name: "my_schema", description: "d" });
    expect(jsonSchema?.schema).toContain("ä");
    expect(JSON.parse(jsonSchema?.schema ?? "")).toEqual({
      type: "object",
      additionalProperties: false,
      properties: {
        list: {
          type: "array",
          items: { type: "object", properties: { ä: { type: "string" } }, additionalProperties: false },
        },
        typeless: { properties: { x: {} }, additionalProperties: false },
        reference: { $ref: "#/$defs/D" },
      },
      $defs: { D: { type: ["object", "null"], properties: {}, additionalProperties: false } },
    });
    expect(JSON.stringify(schema)).toBe(before);
  });

  test("tells Claude the constraints it does not take in words", () => {
    const format = { type: "json_schema", schema: z.object({ x: z.number().min(1) }) };
    const json = build("hi", {}, { outputConfig: { format } }).outputConfig?.textFormat?.structure?.jsonSchema?.schema;
    expect(JSON.parse(json ?? "")).toMatchObject({
      properties: { x: { type: "number", description: "(minimum: 1)" } },
    });
  });

  test("[80] reads what LangChain's agents send along once, and sends none of it twice", () => {
    const call = {
      response_format: { type: "json_schema", json_schema: { name: "extract", schema } },
      outputConfig: { format: { type: "json_schema", schema } },
      responseSchema: schema,
      strict: undefined,
    };
    const request = build("hi", {}, call);
    expect(Object.keys(request.outputConfig ?? {})).toEqual(["textFormat"]);
    expect(Object.keys(request).toSorted()).toEqual(["messages", "modelId", "outputConfig"]);
  });

  test("ignores the text format and refuses JSON without a schema", () => {
    expect(build("hi", {}, { response_format: { type: "text" } })).toEqual(build("hi"));
    expect(() => build("hi", {}, { response_format: { type: "json_object" } })).toThrow(/json_schema/);
  });

  test("a call's schema wins over the constructor's in whichever spelling", () => {
    const textFormat = { type: "json_schema", structure: { jsonSchema: { schema: "{}" } } } as const;
    const format = { type: "json_schema", schema };
    const fields = { outputConfig: { effort: "low", textFormat } };
    const asked = build("hi", fields, { outputConfig: { format } });
    expect(asked).toEqual(build("hi", { outputConfig: { effort: "low", format } }));
    expect(build("hi", { outputConfig: { format } }, { outputConfig: { textFormat } }).outputConfig).toEqual({
      textFormat,
    });
  });

  test("merges effort and format", () => {
    const textFormat = { type: "json_schema", structure: { jsonSchema: { schema: "{}" } } } as const;
    expect(build("hi", { outputConfig: { effort: "low" } }, { outputConfig: { textFormat } }).outputConfig).toEqual({
      effort: "low",
      textFormat,
    });
  });
});
