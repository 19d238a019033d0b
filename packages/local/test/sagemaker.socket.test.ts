import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type Container, type ContainerName, createLocalAws, type ReplyPart } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { errorOf } from "./support/clients.ts";
import { EndpointName, invoke, recordsOf, stream } from "./support/sagemaker.ts";

const aws = useLocalAws({ endpoints: [{ name: "echo-1", container: "echo" }] });

describe("InvokeEndpoint", () => {
  it("[41] echoes a body with its content type, attributes and variant", async () => {
    const fields = { ContentType: "text/x-odd", CustomAttributes: "trace=7", TargetVariant: "AllTraffic" };
    const { text, $metadata, ...output } = await invoke(aws, "any bytes", { ...fields, EndpointName: "echo-1" });
    expect(text).toBe("any bytes");
    expect(output).toMatchObject({
      ContentType: "text/x-odd",
      CustomAttributes: "trace=7",
      InvokedProductionVariant: "AllTraffic",
    });
    expect(aws.lastRequest()).toMatchObject({ service: "sagemaker-runtime", id: $metadata.requestId, status: 200 });
  });

  it("[41] hands a function the body, the headers and what SageMaker knows", async () => {
    let seen: unknown;
    aws.endpoint(EndpointName).serve(
      (body, headers, call) => {
        seen = { body: Buffer.from(body).toString(), accept: headers["accept"], call };
        return "plain";
      },
      { variants: ["blue", "green"], inferenceComponents: ["small"] },
    );
    const fields = { Accept: "text/plain", TargetVariant: "green", InferenceComponentName: "small" };
    const { text, ContentType, InvokedProductionVariant } = await invoke(aws, { a: 1 }, fields);
    expect([text, ContentType, InvokedProductionVariant]).toEqual(["plain", "text/plain", "green"]);
    expect(seen).toEqual({
      body: '{"a":1}',
      accept: "text/plain",
      call: {
        id: aws.lastRequest()?.id,
        endpointName: EndpointName,
        variant: "green",
        inferenceComponent: "small",
        streaming: false,
        json: { a: 1 },
        attempt: 1,
        signal: expect.any(AbortSignal),
      },
    });
  });

  it.each<[string, Container]>([
    ["text", () => "é😀"],
    ["bytes", () => Buffer.from("é😀")],
    [
      "pieces",
      async function* () {
        yield Buffer.from("é😀").subarray(0, 3);
        yield Buffer.from("é😀").subarray(3);
      },
    ],
    ["a Response", () => new Response("é😀")],
  ])("[41] takes %s for an answer, whole and streamed", async (_, container) => {
    aws.endpoint(EndpointName).serve(container);
    expect((await invoke(aws, {})).text).toBe("é😀");
    expect((await stream(aws, {})).text).toBe("é😀");
  });

  it("[41] hands on what a Response says about itself", async () => {
    aws.endpoint(EndpointName).serve(() => {
      const headers = { "content-type": "text/csv", "x-amzn-sagemaker-custom-attributes": "a=b", "x-other": "no" };
      return new Response("1,2", { headers });
    });
    expect(await invoke(aws, {})).toMatchObject({ text: "1,2", ContentType: "text/csv", CustomAttributes: "a=b" });
    const { output } = await stream(aws, {});
    expect(output).toMatchObject({ ContentType: "text/csv", CustomAttributes: "a=b" });
  });

  it("[41] reports a failed container with its own status and words, and where its logs are", async () => {
    aws.endpoint(EndpointName).serve(() => Response.json({ error: "no memory" }, { status: 507 }));
    const error = await errorOf(invoke(aws, {}));
    expect(error).toMatchObject({
      name: "ModelError",
      OriginalStatusCode: 507,
      OriginalMessage: '{"error":"no memory"}',
      LogStreamArn: `arn:aws:logs:us-east-1:000000000000:log-group:/aws/sagemaker/Endpoints/${EndpointName}:log-stream:AllTraffic/i-0`,
      $metadata: { httpStatusCode: 424 },
    });
    expect(error.message).toContain(
      'Received server error (507) from primary with message "{"error":"no memory"}". See',
    );
    expect(await errorOf(stream(aws, {}))).toMatchObject({ name: "ModelError", OriginalStatusCode: 507 });
  });

  it("[41] takes what a container throws, and what is no answer, for a failed container", async () => {
    aws.endpoint(EndpointName).serve(() => {
      throw new Error("boom");
    });
    expect(await errorOf(invoke(aws, {}))).toMatchObject({ OriginalStatusCode: 500, OriginalMessage: "boom" });
    aws.endpoint(EndpointName).serve((() => 7) as never);
    expect(await errorOf(invoke(aws, {}))).toMatchObject({
      OriginalStatusCode: 500,
      OriginalMessage: expect.stringContaining("a Response"),
    });
  });

  it("[41] refuses what SageMaker refuses", async () => {
    aws.endpoint(EndpointName).serve("echo", { inferenceComponents: ["small"], targetModels: ["a.tar.gz"] });
    const refused = async (fields: object): Promise<unknown> => await errorOf(invoke(aws, "x", fields));
    expect(await refused({ EndpointName: "nobody" })).toMatchObject({
      name: "ValidationError",
      message: "Endpoint nobody of account 000000000000 not found.",
      $metadata: { httpStatusCode: 400 },
    });
    expect(await refused({})).toMatchObject({ message: expect.stringMatching(/^Inference Component Name header is/) });
    expect(await refused({ InferenceComponentName: "big" })).toMatchObject({ message: expect.stringContaining("big") });
    const known = { InferenceComponentName: "small" };
    expect(await refused({ ...known, TargetVariant: "red" })).toMatchObject({ name: "ValidationError" });
    expect(await refused({ ...known, TargetModel: "b.tar.gz" })).toMatchObject({ name: "ValidationError" });
    expect(await refused({ ...known, CustomAttributes: "x".repeat(1025) })).toMatchObject({
      message: expect.stringContaining("'customAttributes'"),
    });
    expect(await refused({ EndpointName: "a_b" })).toMatchObject({
      message: expect.stringContaining("'endpointName'"),
    });
    expect((await invoke(aws, "x", { ...known, TargetModel: "a.tar.gz" })).text).toBe("x");
  });

  it("refuses a body over six megabytes, and a key that may not invoke", async () => {
    expect(await errorOf(invoke(aws, Buffer.alloc(6_291_457), { EndpointName: "echo-1" }))).toMatchObject({
      $metadata: { httpStatusCode: 413 },
    });
    const keys = { AKIALOCAL: { secretAccessKey: "local", allow: ["bedrock:*"] } };
    await using narrow = await createLocalAws({
      auth: { keys },
      endpoints: [{ name: EndpointName, container: "echo" }],
    });
    expect(await errorOf(invoke(narrow, "x"))).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(
        /sagemaker:InvokeEndpoint on resource: arn:aws:sagemaker:us-east-1:000000000000:endpoint\/my-endpoint/,
      ),
    });
  });

  it("begins sessions, keeps them apart and ends them", async () => {
    aws.endpoint(EndpointName).serve("echo", { sessions: true });
    const begin = { requestType: "NEW_SESSION" };
    const { NewSessionId = "" } = await invoke(aws, begin, { SessionId: "NEW_SESSION" });
    expect(NewSessionId).toMatch(/^session-[0-9a-f]{8}; Expires=\d{4}-\d\d-\d\dT[\d:]+Z$/);
    const [SessionId = ""] = NewSessionId.split(";");
    expect((await invoke(aws, "in it", { SessionId })).text).toBe("in it");
    expect((await stream(aws, "in it", { SessionId })).text).toBe("in it");
    expect(await invoke(aws, { requestType: "CLOSE" }, { SessionId })).toMatchObject({ ClosedSessionId: SessionId });
    expect(await errorOf(invoke(aws, "late", { SessionId }))).toMatchObject({ OriginalStatusCode: 400 });
    expect(await errorOf(stream(aws, begin, { SessionId: "NEW_SESSION" }))).toMatchObject({ name: "ValidationError" });
  });

  it("fails in SageMaker's own words when a fault says so", async () => {
    aws.faults.add({ when: { nth: 1 }, do: { modelError: true } });
    aws.faults.add({ when: { first: 1 }, do: { timeout: true } });
    aws.faults.add({ when: { first: 1 }, do: { unavailable: true } });
    const fields = { EndpointName: "echo-1" };
    expect(await errorOf(invoke(aws, "x", fields))).toMatchObject({ name: "ModelError", OriginalStatusCode: 500 });
    expect(await errorOf(invoke(aws, "x", fields))).toMatchObject({ name: "ModelError", OriginalStatusCode: 0 });
    expect(await errorOf(invoke(aws, "x", fields))).toMatchObject({ name: "ServiceUnavailable" });
    expect((await invoke(aws, "x", fields)).text).toBe("x");
  });
});

describe("InvokeEndpointWithResponseStream", () => {
  const line = '{"token":{"text":"é😀"}}\n';

  it("[41] cuts lines and characters wherever it is told to", async () => {
    for (const parts of [1, 5, [3, 1, 2]] as const) {
      aws.endpoint(EndpointName).serve("echo", { parts });
      const { parts: received, text } = await stream(aws, line.repeat(3));
      const sizes = typeof parts === "number" ? [parts] : parts;
      expect(text).toBe(line.repeat(3));
      expect(received.slice(0, -1).every((part, index) => part.length === sizes[index % sizes.length])).toBe(true);
      expect(received.length).toBeGreaterThan(3);
    }
  });

  it("[41] gives the same bytes for any cut, seeded alike", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 300 }), async (text) => {
        aws.endpoint(EndpointName).serve("echo", { parts: "random" });
        expect((await stream(aws, text)).text).toBe(text);
      }),
      { numRuns: 30 },
    );
    const sizesOf = async (): Promise<number[]> => {
      await using seeded = await createLocalAws({
        seed: 5,
        endpoints: [{ name: EndpointName, container: "echo", parts: "random" }],
      });
      return (await stream(seeded, "x".repeat(500))).parts.map(({ length }) => length);
    };
    expect(await sizesOf()).toEqual(await sizesOf());
  });

  it("[41] hands the pieces of a container on one by one without sizes", async () => {
    aws.endpoint(EndpointName).serve(async function* () {
      yield "a";
      yield "bc";
    });
    const { parts } = await stream(aws, {});
    expect(parts.map((part) => Buffer.from(part).toString())).toEqual(["a", "bc"]);
  });

  it("[41] breaks a stream whose container throws, with its error code", async () => {
    aws.endpoint(EndpointName).serve(async function* () {
      yield "a";
      throw Object.assign(new Error("too slow"), { errorCode: "ModelInvocationTimeExceeded" });
    });
    expect(await stream(aws, {})).toMatchObject({
      text: "a",
      error: { name: "ModelStreamError", message: "too slow", ErrorCode: "ModelInvocationTimeExceeded" },
    });
    aws.endpoint(EndpointName).serve(async function* () {
      yield "a";
      throw new Error("gone");
    });
    expect(await stream(aws, {})).toMatchObject({ error: { ErrorCode: "StreamBroken" } });
  });
});

describe("the ready containers", () => {
  const prompt = "Say é😀 twice";
  const text = "One é😀 two";

  it("[41] TGI answers, repeats the prompt unless told not to, and streams tokens", async () => {
    aws.endpoint(EndpointName).serve("tgi");
    aws.chat.on(/twice/, { text });
    const ask = async (parameters: object): Promise<unknown> =>
      JSON.parse((await invoke(aws, { inputs: prompt, parameters })).text);
    expect(await ask({})).toEqual([{ generated_text: `${prompt}${text}` }]);
    expect(await ask({ return_full_text: false, details: true })).toMatchObject([
      { generated_text: text, details: { finish_reason: "eos_token", generated_tokens: expect.any(Number) } },
    ]);
    expect(await ask({ return_full_text: false, stop: ["two"] })).toEqual([{ generated_text: "One é😀 " }]);
    const body = { inputs: prompt, parameters: {}, stream: true };
    const { output, text: streamed } = await stream(aws, body);
    expect(output.ContentType).toBe("text/event-stream");
    const records = recordsOf(streamed);
    expect(streamed.startsWith("data:{")).toBe(true);
    expect(records.map(({ token }) => (token as { text: string }).text).join("")).toBe(text);
    expect(records.slice(0, -1).every(({ generated_text }) => generated_text === null)).toBe(true);
    expect(records.at(-1)).toMatchObject({ generated_text: text, details: { finish_reason: "eos_token" } });
    expect(await errorOf(invoke(aws, { input: "x" }))).toMatchObject({ OriginalStatusCode: 422 });
  });

  it("[41] LMI answers with 30 tokens unless told otherwise, and streams lines", async () => {
    aws.endpoint(EndpointName).serve("lmi");
    aws.chat.on(/.*/, { text: "word ".repeat(100) });
    const whole = JSON.parse((await invoke(aws, { inputs: prompt, parameters: { details: true } })).text) as unknown;
    expect(whole).toMatchObject({ details: { finish_reason: "length", generated_tokens: 30 } });
    const body = { inputs: prompt, parameters: { max_new_tokens: 5 }, stream: true };
    const { output, text: lines } = await stream(aws, body);
    expect(output.ContentType).toBe("application/jsonlines");
    const records = recordsOf(lines);
    expect(records[0]).toEqual({ token: { id: expect.any(Number), text: "word", log_prob: -0.25 } });
    expect(records.at(-1)).toMatchObject({ details: { finish_reason: "length" } });
    const chat = await stream(aws, { messages: [{ role: "user", content: "hi" }], stream: true, max_tokens: 5 });
    expect(chat.text.startsWith('{"id":"chatcmpl-')).toBe(true);
    expect(chat.text).not.toContain("[DONE]");
  });

  it("[41] OpenAI-style servers answer chat with tools, whole and streamed", async () => {
    aws.endpoint(EndpointName).serve("openai");
    aws.chat.on(/weather/, {
      text: "Let me look.",
      toolUse: [{ name: "weather", input: { city: "Zürich" } }],
      usage: { inputTokens: 3, outputTokens: 4 },
    });
    const tools = [{ type: "function", function: { name: "weather", parameters: { type: "object" } } }];
    const messages = [
      { role: "system", content: "Be short." },
      { role: "user", content: [{ type: "text", text: "What is the weather?" }] },
    ];
    const whole = JSON.parse((await invoke(aws, { messages, tools })).text) as Record<string, unknown>;
    expect(whole).toMatchObject({
      object: "chat.completion",
      choices: [
        {
          message: {
            content: "Let me look.",
            tool_calls: [{ type: "function", function: { name: "weather", arguments: '{"city":"Zürich"}' } }],
          },
          finish_reason: "tool_calls",
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
    const body = { messages, tools, stream: true, stream_options: { include_usage: true } };
    const { text: streamed } = await stream(aws, body);
    expect(streamed.endsWith("data: [DONE]\n\n")).toBe(true);
    const records = recordsOf(streamed) as { choices: { delta: Record<string, unknown> }[]; usage?: object }[];
    const deltas = records.flatMap(({ choices }) => choices.map(({ delta }) => delta));
    expect(deltas.map(({ content }) => (typeof content === "string" ? content : "")).join("")).toBe("Let me look.");
    const calls = deltas.flatMap((delta) => (delta["tool_calls"] ?? []) as { function: { arguments: string } }[]);
    expect(calls.map((call) => call.function.arguments).join("")).toBe('{"city":"Zürich"}');
    expect(records.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 7 } });
  });

  it("[41] OpenAI-style servers read a conversation with images and tool results", async () => {
    aws.endpoint(EndpointName).serve("openai");
    let request: unknown;
    aws.chat.on(/.*/, (asked) => {
      request = { messages: asked.messages, system: asked.system, toolChoice: asked.toolChoice };
      return { text: "ok" };
    });
    const image_url = { url: "data:image/png;base64,AQI=" };
    await invoke(aws, {
      messages: [
        { role: "system", content: "s" },
        {
          role: "user",
          content: [
            { type: "text", text: "see" },
            { type: "image_url", image_url },
          ],
        },
        { role: "assistant", content: null, tool_calls: [{ id: "c", function: { name: "f", arguments: '{"a":1}' } }] },
        { role: "tool", tool_call_id: "c", content: '{"b":2}' },
      ],
      tools: [{ type: "function", function: { name: "f" } }],
      tool_choice: { type: "function", function: { name: "f" } },
    });
    expect(request).toEqual({
      system: "s",
      toolChoice: { kind: "tool", name: "f" },
      messages: [
        { role: "user", content: [{ text: "see" }, { image: { format: "png", source: { bytes: "AQI=" } } }] },
        { role: "assistant", content: [{ toolUse: { toolUseId: "c", name: "f", input: { a: 1 } } }] },
        { role: "user", content: [{ toolResult: { toolUseId: "c", content: [{ json: { b: 2 } }] } }] },
      ],
    });
  });

  it("[41] OpenAI-style servers fill a schema, complete text, and refuse other models and odd bodies", async () => {
    aws.endpoint(EndpointName).serve("openai");
    const messages = [{ role: "user", content: "There are 7 days." }];
    const schema = { type: "object", properties: { days: { type: "number" } }, required: ["days"] };
    const response_format = { type: "json_schema", json_schema: { name: "x", schema } };
    const { choices } = JSON.parse((await invoke(aws, { messages, response_format })).text) as {
      choices: { message: { content: string } }[];
    };
    expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({ days: 7 });
    const completion = await stream(aws, { prompt: "Repeat me.", stream: true });
    expect(recordsOf(completion.text)[0]).toMatchObject({ object: "text_completion", choices: [{ text: "Repeat" }] });
    expect(JSON.parse((await invoke(aws, { prompt: "Repeat me." })).text)).toMatchObject({
      choices: [{ text: "Repeat me.", finish_reason: "stop" }],
    });
    const statuses = [{ messages, model: "gpt-4" }, {}, { messages: [] }, { messages: [{ role: "odd", content: "" }] }];
    const errors = await Promise.all(statuses.map(async (body) => await errorOf(invoke(aws, body))));
    expect(errors.map((error) => Reflect.get(error, "OriginalStatusCode"))).toEqual([404, 400, 400, 400]);
  });

  it.each<[ContainerName, object, (answer: unknown) => unknown]>([
    ["tei", { inputs: ["a", "b"] }, (answer) => answer],
    ["lmi-embedding", { inputs: ["a", "b"] }, (answer) => answer],
    ["jumpstart-embedding", { text_inputs: ["a", "b"] }, (answer) => (answer as { embedding: unknown }).embedding],
    [
      "openai",
      { input: ["a", "b"] },
      (answer) => (answer as { data: { embedding: unknown }[] }).data.map(({ embedding }) => embedding),
    ],
    ["hf-feature-extraction", { inputs: ["a", "b"] }, (answer) => (answer as unknown[][]).map(([first]) => first)],
  ])("[41] %s embeds in its own shape", async (container, body, read) => {
    aws.endpoint(EndpointName).serve(container, { dimensions: 8 });
    const vectors = read(JSON.parse((await invoke(aws, body)).text)) as number[][];
    expect(vectors.map(({ length }) => length)).toEqual([8, 8]);
    expect(await errorOf(invoke(aws, { wrong: [] }))).toMatchObject({ OriginalStatusCode: 400 });
  });

  it("[41] text and Llama 2 chat answer in their own shapes", async () => {
    aws.endpoint(EndpointName).serve("text");
    const fields = { ContentType: "text/plain" };
    expect(await invoke(aws, "Hello there", fields)).toMatchObject({
      text: "Hello there",
      ContentType: "text/plain; charset=utf-8",
    });
    aws.endpoint(EndpointName).serve("jumpstart-llama2-chat");
    const inputs = [
      [
        { role: "system", content: "s" },
        { role: "user", content: "Hello" },
      ],
    ];
    expect(JSON.parse((await invoke(aws, { inputs })).text)).toEqual([
      { generation: { role: "assistant", content: "Hello" } },
    ]);
  });

  it("[41] hand answers on as they arrive, blocks in pieces included, and keep thoughts out of plain text", async () => {
    async function* arriving(): AsyncGenerator<ReplyPart> {
      yield { delta: { reasoningContent: { reasoningText: { text: "Hm" } } } };
      yield { delta: { reasoningContent: { reasoningText: { text: "m." } } } };
      yield { delta: { text: "One " } };
      yield { delta: { text: "two." } };
      yield { delta: { toolUse: { toolUseId: "t1", name: "f", input: '{"a"' } } };
      yield { delta: { toolUse: { toolUseId: "t1", name: "f", input: ":1}" } } };
    }
    aws.chat.on("q", arriving);
    const inputs = { inputs: "q", parameters: { return_full_text: false } };
    for (const container of ["tgi", "lmi"] as const) {
      aws.endpoint(EndpointName).serve(container);
      expect((await invoke(aws, inputs)).text).toContain('"generated_text":"One two."');
      const records = recordsOf((await stream(aws, { ...inputs, stream: true })).text);
      expect(records.map(({ token }) => (token as { text: string }).text)).toEqual(["One ", "two."]);
    }
    aws.endpoint(EndpointName).serve("openai");
    const messages = [{ role: "user", content: "q" }];
    const message = { reasoning_content: "Hmm.", content: "One two.", tool_calls: [{ id: "t1" }] };
    expect(JSON.parse((await invoke(aws, { messages })).text)).toMatchObject({
      choices: [{ message, finish_reason: "tool_calls" }],
    });
    const records = recordsOf((await stream(aws, { messages, stream: true })).text);
    const deltas = records.map(({ choices }) => (choices as { delta: Record<string, unknown> }[])[0]?.delta);
    expect(deltas).toMatchObject([
      { role: "assistant" },
      { reasoning_content: "Hm" },
      { reasoning_content: "m." },
      { content: "One " },
      { content: "two." },
      { tool_calls: [{ index: 0, id: "t1", function: { name: "f" } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] },
      { tool_calls: [{ index: 0, function: { arguments: ":1}" } }] },
      {},
    ]);
  });

  it("takes its answers from a script like every chat model", async () => {
    aws.endpoint(EndpointName).serve("tgi");
    aws.chat.script([{ text: "scripted", expect: { inputs: "q" } }]);
    const body = { inputs: "q", parameters: { return_full_text: false } };
    expect((await invoke(aws, body)).text).toBe('[{"generated_text":"scripted"}]');
    expect(await errorOf(invoke(aws, body))).toMatchObject({ name: "ScriptExhausted" });
    aws.chat.reset();
  });
});

it("keeps the endpoints of the options over a reset, and forgets the others", async () => {
  aws.endpoint(EndpointName).serve("echo");
  aws.endpoint("echo-1").serve(() => "other");
  aws.reset();
  expect(await errorOf(invoke(aws, "x"))).toMatchObject({ name: "ValidationError" });
  expect((await invoke(aws, "x", { EndpointName: "echo-1" })).text).toBe("x");
});

it.each([
  [{ name: "a_b", container: "echo" }, "endpoints[0].name must be"],
  [{ name: "a", container: "gpt" }, "endpoints[0].container must be"],
  [{ name: "a" }, "endpoints[0].container must be"],
  [{ name: "a", container: "echo", parts: 0 }, "endpoints[0].parts must be"],
  [{ name: "a", container: "echo", variants: [] }, "endpoints[0].variants must be"],
  [{ name: "a", container: "echo", dimensions: 1.5 }, "endpoints[0].dimensions must be"],
  [{ name: "a", container: "echo", odd: 1 }, "endpoints[0] has the unknown member `odd`"],
])("refuses an endpoint that cannot work: %j", async (endpoint, message) => {
  await expect(createLocalAws({ endpoints: [endpoint as never] })).rejects.toThrow(message);
  expect(() => aws.endpoint("a b")).toThrow("up to 63");
});
