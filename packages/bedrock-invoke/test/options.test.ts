import { InMemoryCache } from "@langchain/core/caches";
import { load } from "@langchain/core/load";
import { HumanMessage } from "@langchain/core/messages";
import { useReplayServer } from "@langchain-aws/wire-cases/replay-server";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import * as invoke from "../src/index.ts";
import { BedrockLLM, ChatBedrock, type ChatBedrockInput } from "../src/index.ts";
import { collect, connect, connectLlm, rejectionOf, sumOf, useWarnings } from "./support/connect.ts";
import { A, call, H, S, T, tool } from "./support/messages.ts";
import { models } from "./support/models.ts";
import { plainEvents, plainReplies, wrapped } from "./support/replies.ts";

const bare = useReplayServer();
const warnings = useWarnings();
const answer = {
  response: plainReplies["anthropic-messages"],
  events: wrapped(plainEvents["anthropic-messages"] ?? []),
};
const converseReply = {
  output: { message: { role: "assistant", content: [{ text: "ok" }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
};
const bodies = (): unknown[] => bare.requests.map(({ body }) => body);

describe("options", () => {
  test("[66] that are none are the model's own, with one warning; stated ones win", async () => {
    bare.answer(answer);
    const fields = { foo: "bar", top_k: 1, modelKwargs: { baz: 1, top_k: 2 } };
    await connect(bare, fields).invoke("Hi");
    connect(bare, fields);
    expect(bodies()[0]).toMatchObject({ foo: "bar", baz: 1, top_k: 2 });
    expect(warnings.texts).toEqual([expect.stringMatching(/does not know foo, top_k/)]);
  });

  test("[66] of LangChain's are never taken for the model's own", async () => {
    bare.answer(answer);
    await connect(bare, {
      tags: ["a"],
      metadata: { b: 1 },
      verbose: false,
      cache: false,
      maxConcurrency: 2,
      callbacks: [],
    }).invoke("Hi");
    expect(Object.keys(bodies()[0] as object).toSorted()).toEqual(["anthropic_version", "max_tokens", "messages"]);
    expect(warnings.texts).toEqual([]);
  });

  test("[66] that do not exist are refused by BedrockLLM", () => {
    const fields = { foo: "bar" } as object;
    expect(() => connectLlm(bare, fields)).toThrow(/no option "foo".*modelKwargs/);
  });

  test("have Python's names, too; two spellings with two values are refused", async () => {
    bare.answer(answer);
    const fields = {
      model_id: models.claude45,
      max_tokens: 7,
      stop_sequences: ["A"],
      model_kwargs: { temperature: 0.5 },
      provider: null,
    };
    await new ChatBedrock({
      region_name: "us-east-1",
      endpoint_url: bare.url,
      aws_access_key_id: "AKIALOCAL",
      aws_secret_access_key: "local",
      ...fields,
    } as never).invoke("Hi");
    expect(bare.requests[0]).toMatchObject({
      model: models.claude45,
      body: { max_tokens: 7, stop_sequences: ["A"], temperature: 0.5 },
    });
    expect(() => connect(bare, { maxTokens: 1, max_tokens: 2 })).toThrow(
      /"maxTokens" and "max_tokens" are two spellings/,
    );
  });

  test("are those of Python's JSON, with its tables of keys, which say nothing here", async () => {
    bare.answer(answer);
    const kwargs = {
      model_id: models.claude,
      guardrails: { guardrailIdentifier: null, guardrailVersion: null, trace: null },
      max_parallel_requests: 20,
      provider_stop_reason_key_map: { anthropic: "stop_reason" },
      provider_stop_sequence_key_name_map: { anthropic: "stop_sequences" },
      region_name: "us-east-1",
      endpoint_url: bare.url,
      aws_access_key_id: { lc: 1, type: "secret", id: ["AWS_ACCESS_KEY_ID"] },
      aws_secret_access_key: { lc: 1, type: "secret", id: ["AWS_SECRET_ACCESS_KEY"] },
    };
    const json = { lc: 1, type: "constructor", id: ["langchain", "chat_models", "bedrock", "ChatBedrock"], kwargs };
    const settings = {
      secretsMap: { AWS_ACCESS_KEY_ID: "AKIALOCAL", AWS_SECRET_ACCESS_KEY: "local" },
      importMap: { chat_models__bedrock: invoke, llms__bedrock: invoke },
    };
    await (await load<ChatBedrock>(JSON.stringify(json), settings)).invoke("Hi");
    expect(Object.keys(bodies()[0] as object).toSorted()).toEqual(["anthropic_version", "max_tokens", "messages"]);
    const completion = {
      ...json,
      id: ["langchain", "llms", "bedrock", "BedrockLLM"],
      kwargs: { ...kwargs, model_id: models.llama3 },
    };
    expect((await load<BedrockLLM>(JSON.stringify(completion), settings)).model).toBe(models.llama3);
    expect(warnings.texts).toEqual([]);
  });

  test.each(["claude", "nova"] as const)("are copied: a %s model stays what it was made as", async (name) => {
    bare.answer({ response: name === "claude" ? answer.response : converseReply });
    const fields = {
      modelKwargs: { own: { a: 1 } },
      stopSequences: ["A"],
      requestMetadata: { k: "v" },
      guardrails: { guardrailIdentifier: "g", guardrailVersion: "1" },
      moved: { b: 1 },
    };
    const [model, same] = [
      connect(bare, { model: models[name], ...fields }),
      connect(bare, { model: models[name], ...structuredClone(fields) }),
    ];
    fields.modelKwargs.own.a = 2;
    fields.moved.b = 2;
    fields.stopSequences.push("B");
    fields.requestMetadata.k = "w";
    fields.guardrails.guardrailIdentifier = "h";
    await model.invoke("Hi");
    await same.invoke("Hi");
    expect(bare.requests[0]).toEqual(bare.requests[1]);
    const labels = bare.headers.map((headers) => [
      headers["x-amzn-bedrock-request-metadata"],
      headers["x-amzn-bedrock-guardrailidentifier"],
    ]);
    expect(labels[0]).toEqual(labels[1]);
  });

  test.each([
    [{ maxTokens: 0 }, /integer above 0/],
    [{ model: 5 }, /Pass `model`/],
    [{ model: "arn%3Aaws%ZZ" }, /cannot be decoded/],
    [{ maxTokens: 1.5 }, /integer above 0/],
    [{ modelKwargs: { max_tokens: 0 } }, /integer above 0/],
    [{ temperature: Number.NaN }, /must be a number/],
    [{ stopSequences: [1] }, /list of texts/],
    [{ requestMetadata: { a: { b: 1 } } }, /flat object of texts/],
    [{ streamIdleTimeout: -1 }, /streamIdleTimeout/],
    [{ modelKwargs: [1] }, /must be an object/],
  ])("%j cannot work", (fields, words) => {
    expect(() => connect(bare, fields as never)).toThrow(words);
    expect(() => connectLlm(bare, fields as object)).toThrow(words);
  });

  test("of a call leave nothing behind for the next", async () => {
    bare.answer(answer);
    const model = connect(bare);
    await model.invoke("Hi");
    const options = {
      stop: ["X"],
      temperature: 1,
      maxTokens: 5,
      tools: [tool("f")],
      tool_choice: "any",
      cache_control: { type: "ephemeral" },
      modelKwargs: { top_k: 1, anthropic_beta: ["b"] },
      serviceTier: "flex",
    };
    await model.invoke("Hi", options);
    await collect(await model.stream("Hi", options));
    await model.invoke("Hi");
    const [first, , , last] = bare.requests;
    expect(last).toEqual(first);
    expect(bare.headers[3]).not.toHaveProperty("x-amzn-bedrock-service-tier");
  });
});

describe("identity", () => {
  test("[67] keeps the cached answers of different models apart", async () => {
    bare.answer(answer);
    const cache = new InMemoryCache(new Map());
    await connect(bare, { cache, temperature: 0 }).invoke("Hi");
    await connect(bare, { cache, temperature: 1 }).invoke("Hi");
    await connect(bare, { cache, temperature: 1 }).invoke("Hi");
    await connect(bare, {
      cache,
      temperature: 1,
      guardrails: { guardrailIdentifier: "g", guardrailVersion: "1" },
    }).invoke("Hi");
    expect(bare.requests).toHaveLength(3);
  });

  test("[67] keeps answers apart that a guardrail or Converse make different", async () => {
    const cache = new InMemoryCache(new Map());
    const guardrails = { guardrailIdentifier: "g", guardrailVersion: "1" };
    const fields = [
      { guardrails },
      { guardrails: { ...guardrails, tagSuffix: "x1" } },
      { guardrails: { ...guardrails, throwOnIntervention: true } },
      {},
    ];
    bare.answer(answer);
    for (const each of fields) await connect(bare, { cache, ...each }).invoke("Hi");
    expect(bare.requests).toHaveLength(4);
    bare.answer({ response: converseReply });
    await connect(bare, { cache, betaUseConverseApi: true }).invoke("Hi");
    expect(bare.requests).toMatchObject([{ operation: "converse" }]);
  });

  const secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";
  const fields = {
    model: models.claude,
    region: "us-east-1",
    awsAccessKeyId: "AKIAIOSFODNN7LOCAL00",
    awsSecretAccessKey: secret,
    temperature: 0.3,
    modelKwargs: { top_k: 3 },
    guardrails: { guardrailIdentifier: "g", guardrailVersion: "1" },
    stopSequences: ["A"],
    systemPromptWithTools: "X",
  };

  test("[68] goes to JSON and back: the same request, and no secret", async () => {
    bare.answer(answer);
    const given = { ...fields, endpointUrl: bare.url };
    const model = new ChatBedrock(given);
    const json = JSON.stringify(model);
    expect(json).not.toContain(secret);
    expect(json).not.toContain("AKIAIOSFODNN7LOCAL00");
    expect(inspect(model, { depth: 10 })).not.toContain(secret);
    expect(JSON.parse(json)).toMatchObject({
      id: ["langchain", "chat_models", "bedrock", "ChatBedrock"],
      kwargs: { model_id: models.claude, region_name: "us-east-1", model_kwargs: { top_k: 3 }, stop_sequences: ["A"] },
    });
    const read = await load<ChatBedrock>(json, {
      secretsMap: { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7LOCAL00", AWS_SECRET_ACCESS_KEY: secret },
      importMap: { chat_models__bedrock: invoke },
    });
    await model.invoke("Hi");
    await read.invoke("Hi");
    expect(bare.requests[1]).toEqual(bare.requests[0]);
    expect(JSON.stringify(read)).toBe(json);
  });

  test("[68] holds no client, and no function", () => {
    const model = connect(bare, {
      client: { send: () => undefined } as never,
      customGetTokenIds: () => [],
      converseFactory: () => ({}),
    });
    expect(Object.keys((JSON.parse(JSON.stringify(model)) as { kwargs: object }).kwargs)).not.toContain("client");
    expect(JSON.stringify(model)).not.toMatch(/converse_factory|custom_get_token_ids|client/);
    expect(JSON.parse(JSON.stringify(connectLlm(bare)))).toMatchObject({
      id: ["langchain", "llms", "bedrock", "BedrockLLM"],
    });
  });

  test("is told to LangSmith and to traces", () => {
    const model = connect(bare, { temperature: 0, maxTokens: 5, stopSequences: ["A"] });
    expect(model.getLsParams({})).toEqual({
      ls_provider: "amazon_bedrock",
      ls_model_name: "anthropic.claude-sonnet-4-20250514-v1:0",
      ls_model_type: "chat",
      ls_temperature: 0,
      ls_max_tokens: 5,
      ls_stop: ["A"],
    });
    expect(model.invocationParams({})).toEqual({
      model: "anthropic.claude-sonnet-4-20250514-v1:0",
      temperature: 0,
      max_tokens: 5,
      stop_sequences: ["A"],
    });
    expect(connectLlm(bare).getLsParams({})).toMatchObject({ ls_model_type: "llm" });
    expect(model._llmType()).toBe("amazon_bedrock_chat");
    expect(connectLlm(bare)._llmType()).toBe("amazon_bedrock");
    expect(model.profile).toMatchObject({ toolCalling: true, imageInputs: true, structuredOutput: false });
    expect(connect(bare, { model: models.llama32 }).profile).toMatchObject({ toolCalling: false });
    expect(
      connect(bare, { model: "arn:aws:bedrock:us-east-1:000000000000:imported-model/x", bodyFormat: "llama" }).profile,
    ).toEqual({});
  });
});

/** Freezes a value and all in it. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

test("[69] nothing of the caller's is changed: all of it may be frozen", async () => {
  bare.answer(answer);
  const messages = frozen([
    S([{ type: "text", text: "s" }]),
    H([
      { type: "text", text: "q" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
    ]),
    A(
      [
        { type: "thinking", thinking: "h", signature: "s" },
        { type: "text", text: "x  " },
      ],
      { tool_calls: [call("a.b", "f", { city: "x" })] },
    ),
    T([{ type: "text", text: "r" }], "a.b", "error"),
    A("go on "),
  ]);
  const tools = frozen([tool("f"), { name: "bash", type: "bash_20241022" }]);
  const fields = frozen({
    modelKwargs: { metadata: { user_id: "u" } },
    stopSequences: ["A"],
    guardrails: { guardrailIdentifier: "g", guardrailVersion: "1" },
  });
  const options = frozen({ stop: ["B"], cache_control: { type: "ephemeral" }, modelKwargs: { top_k: 2 } });
  const model = connect(bare, fields);
  await model.invoke([...messages], options);
  await model.bindTools(tools).invoke([...messages], options);
  await collect(await model.bindTools(tools).stream([...messages], options));
  await rejectionOf(
    model.withStructuredOutput(frozen({ title: "T", type: "object", properties: {} })).invoke([...messages]),
  );
  await model.getNumTokens("x");
  model.invocationParams(options);
  model.getLsParams(options);
  await rejectionOf(model.getNumTokensFromMessages([...messages], tools)).catch(() => undefined);
  model.setSystemPromptWithTools("X");
  JSON.stringify(model);
  await connectLlm(bare, { ...fields, model: models.qwen })
    .invoke("x", options)
    .catch(() => undefined);
  expect(bare.requests.length).toBeGreaterThan(3);
});

test("[70] a batch waits for its turn, and its counts are added up", async () => {
  bare.answer(answer);
  const model = connect(bare, { maxConcurrency: 1 });
  await model.batch(["a", "b", "c"]);
  expect(bodies().map((body) => (body as { messages: { content: string }[] }).messages[0]?.content)).toEqual([
    "a",
    "b",
    "c",
  ]);
  const result = await model.generate([[new HumanMessage("a")], [new HumanMessage("b")], [new HumanMessage("c")]]);
  expect(result.llmOutput).toMatchObject({
    usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 },
    tokenUsage: { totalTokens: 6 },
    model_id: models.claude,
    stop_reason: "end_turn",
  });
});

describe("a rate limiter", () => {
  const counting = (): {
    asked: (AbortSignal | undefined)[];
    rateLimiter: NonNullable<ChatBedrockInput["rateLimiter"]>;
  } => {
    const asked: (AbortSignal | undefined)[] = [];
    return { asked, rateLimiter: { acquire: async (signal) => void asked.push(signal) } };
  };

  test("is asked before each request, and not for what the cache has", async () => {
    bare.answer(answer);
    const { asked, rateLimiter } = counting();
    const model = connect(bare, { rateLimiter, cache: new InMemoryCache(new Map()) });
    await model.invoke("Hi");
    await model.invoke("Hi");
    expect(asked).toHaveLength(1);
  });

  test("is asked before each stream, with the caller's signal", async () => {
    bare.answer(answer);
    const { asked, rateLimiter } = counting();
    const { signal } = new AbortController();
    await collect(await connect(bare, { rateLimiter }).stream("Hi", { signal }));
    await connect(bare, { rateLimiter, streaming: true }).invoke("Hi");
    bare.answer({ events: wrapped([{ generation: "a", stop_reason: "stop" }]) });
    await collect(await connectLlm(bare, { rateLimiter }).stream("Hi"));
    expect(asked).toHaveLength(3);
    expect(asked[0]).toBeInstanceOf(AbortSignal);
  });

  test("is asked before requests through Converse", async () => {
    bare.answer({ response: converseReply });
    const { asked, rateLimiter } = counting();
    await connect(bare, { rateLimiter, model: models.nova }).invoke("Hi");
    expect(asked).toHaveLength(1);
  });

  test("that refuses keeps the request from being sent", async () => {
    bare.answer(answer);
    const rateLimiter = { acquire: () => Promise.reject(new Error("not now")) };
    const model = connect(bare, { rateLimiter });
    expect((await rejectionOf(model.invoke("Hi"))).message).toBe("not now");
    expect((await rejectionOf(model.stream("Hi").then(collect))).message).toBe("not now");
    expect(bare.requests).toEqual([]);
  });
});

test("streams are kept off always, or only with tools", async () => {
  bare.answer(answer);
  const model = connect(bare, { disableStreaming: "tool_calling" });
  await collect(await model.stream("Hi"));
  await collect(await model.bindTools([tool("f")]).stream("Hi"));
  await collect(await connect(bare, { disableStreaming: true }).stream("Hi"));
  expect(bare.requests.map(({ operation }) => operation)).toEqual(["invoke-with-response-stream", "invoke", "invoke"]);
});

test("a call whose arguments cannot be read is in a stream that is kept off as well", async () => {
  const calls = [
    { id: "1", function: { name: "f", arguments: '{"a' } },
    { id: "2", function: { name: "g", arguments: '{"a":1}' } },
  ];
  const choices = [
    { index: 0, message: { role: "assistant", content: "", tool_calls: calls }, finish_reason: "length" },
  ];
  bare.answer({ response: { id: "c", choices } });
  const model = connect(bare, { model: models.qwen, disableStreaming: true });
  const whole = await model.invoke("Hi");
  expect(whole.invalid_tool_calls).toMatchObject([{ id: "1", name: "f", args: '{"a' }]);
  const chunks = await collect(await model.stream("Hi"));
  expect(chunks.flatMap(({ tool_call_chunks = [] }) => tool_call_chunks)).toMatchObject([
    { id: "1", name: "f", args: '{"a', index: 0 },
    { id: "2", name: "g", args: '{"a":1}', index: 1 },
  ]);
  expect(sumOf(chunks).response_metadata).toMatchObject({ truncated_tool_call: true });
});

test("making a model does nothing but check it", () => {
  expect(new BedrockLLM("meta.llama3-8b-instruct-v1:0").model).toBe("meta.llama3-8b-instruct-v1:0");
  expect(new ChatBedrock(models.claude).model).toBe(models.claude);
  expect(() => new ChatBedrock("")).toThrow(/Pass `model`/);
  const nothing: never[] = [];
  expect(() => Reflect.construct(ChatBedrock, nothing)).toThrow(/Pass `model`/);
  expect(() => Reflect.construct(BedrockLLM, nothing)).toThrow(/Pass `model`/);
});
