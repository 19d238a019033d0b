import {
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalAws, type LocalAws, type LocalAwsOptions } from "../src/index.ts";
import { ask, refusalOf } from "./bedrock-runtime.ts";
import { createClient, modelId } from "./support/clients.ts";
import { images, invokeStream, joinedText, valueAt } from "./support/invoke.ts";
import { type Answer, delta, type OpenAiServer, startOpenAiServer, usage } from "./support/openai-server.ts";

async function start(options: LocalAwsOptions): Promise<LocalAws> {
  const aws = await createLocalAws(options);
  onTestFinished(async () => await aws.close());
  return aws;
}

async function bridge(...answers: Answer[]): Promise<{ aws: LocalAws; server: OpenAiServer }> {
  const server = await startOpenAiServer(...answers);
  return { server, aws: await start({ upstream: { url: server.url, model: "tiny" } }) };
}

const converse = async (aws: LocalAws, input: Partial<ConverseCommandInput> = {}): Promise<ConverseCommandOutput> =>
  await createClient(aws, { maxAttempts: 1 }).send(new ConverseCommand({ modelId, messages: ask("Hello"), ...input }));

async function stream(aws: LocalAws, input: Partial<ConverseCommandInput> = {}): Promise<ConverseStreamOutput[]> {
  const { stream: events = [] } = await createClient(aws, { maxAttempts: 1 }).send(
    new ConverseStreamCommand({ modelId, messages: ask("Hello"), ...input }),
  );
  const all: ConverseStreamOutput[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const schema = { type: "object", properties: { city: { type: "string" } } };
const toolConfig: ConverseCommandInput["toolConfig"] = {
  tools: [{ toolSpec: { name: "get_weather", description: "Weather", inputSchema: { json: schema } } }],
};
const call = (index: number, part: Record<string, unknown>): unknown => delta({ tool_calls: [{ index, ...part }] });

describe("[33] an upstream server", () => {
  it("is asked in its own form: system, settings, turns, calls and their results", async () => {
    const { aws, server } = await bridge({ chunks: [delta({ content: "sunny" }, "stop"), usage(7, 2)] });
    const output = await converse(aws, {
      system: [{ text: "Be brief." }],
      messages: [
        { role: "user", content: [{ text: "Weather?" }] },
        {
          role: "assistant",
          content: [{ text: "Well." }, { toolUse: { toolUseId: "t1", name: "get_weather", input: { city: "Rome" } } }],
        },
        {
          role: "user",
          content: [{ toolResult: { toolUseId: "t1", content: [{ json: { sky: "clear" } }] } }, { text: "And?" }],
        },
      ],
      inferenceConfig: { maxTokens: 50, temperature: 0, topP: 0.5, stopSequences: ["END"] },
      toolConfig: { ...toolConfig, tools: toolConfig.tools, toolChoice: { any: {} } },
    });
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.path).toBe("/v1/chat/completions");
    expect(server.asked[0]?.body).toEqual({
      model: "tiny",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Weather?" },
        {
          role: "assistant",
          content: "Well.",
          tool_calls: [{ id: "t1", type: "function", function: { name: "get_weather", arguments: '{"city":"Rome"}' } }],
        },
        { role: "tool", tool_call_id: "t1", content: '{"sky":"clear"}' },
        { role: "user", content: "And?" },
      ],
      tools: [{ type: "function", function: { name: "get_weather", description: "Weather", parameters: schema } }],
      tool_choice: "required",
      max_tokens: 50,
      temperature: 0,
      top_p: 0.5,
      stop: ["END"],
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(output.output?.message?.content).toEqual([{ text: "sunny" }]);
    expect(output).toMatchObject({
      stopReason: "end_turn",
      usage: { inputTokens: 7, outputTokens: 2, totalTokens: 9 },
    });
  });

  it("gives one delta for each of its deltas, however its bytes are cut", async () => {
    const chunks = [
      delta({ role: "assistant", content: "" }),
      delta({ content: "Grü" }),
      delta({ content: "ße" }),
      delta({}, "stop"),
      usage(3, 4),
    ];
    const { aws } = await bridge({ chunks, cut: 1 }, { chunks });
    const events = await stream(aws);
    expect(events.map((event) => Object.keys(event)[0])).toEqual([
      "messageStart",
      "contentBlockDelta",
      "contentBlockDelta",
      "contentBlockStop",
      "messageStop",
      "metadata",
    ]);
    expect(events.map(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? "").join("|")).toBe("|Grü|ße|||");
    expect(events.at(-1)?.metadata?.usage).toMatchObject({ inputTokens: 3, outputTokens: 4 });
    expect((await converse(aws)).output?.message?.content).toEqual([{ text: "Grüße" }]);
  });

  it("reasons before it answers", async () => {
    const thought = [
      delta({ reasoning_content: "Let " }),
      delta({ reasoning: "me" }),
      delta({ content: "ok" }, "stop"),
    ];
    const { aws } = await bridge({ chunks: thought }, { chunks: thought });
    const { output } = await converse(aws);
    expect(output?.message?.content).toEqual([
      { reasoningContent: { reasoningText: { text: "Let me" } } },
      { text: "ok" },
    ]);
    const events = await stream(aws);
    expect(events.map(({ contentBlockDelta }) => contentBlockDelta?.contentBlockIndex ?? "-")).toEqual([
      "-",
      0,
      0,
      "-",
      1,
      "-",
      "-",
      "-",
    ]);
  });

  it.each([
    ["one after the other", [0, 0, 0, 1, 1]],
    ["by turns", [0, 1, 0, 1, 0]],
  ] as const)("calls tools in parallel, their arguments in pieces, %s", async (_how, order) => {
    const pieces: Record<number, unknown[]> = {
      0: [
        { id: "call_a", function: { name: "get_weather", arguments: "" } },
        { function: { arguments: '{"ci' } },
        { function: { arguments: 'ty":"Rome"}' } },
      ],
      1: [
        { id: "call_b", function: { name: "get_weather", arguments: '{"city":' } },
        { function: { arguments: '"Oslo"}' } },
      ],
    };
    const chunks = [
      ...order.map((index) => call(index, pieces[index]?.shift() as object as Record<string, unknown>)),
      delta({}, "tool_calls"),
    ];
    const { aws } = await bridge({ chunks }, { chunks });
    const { output, stopReason } = await converse(aws, { toolConfig });
    expect(stopReason).toBe("tool_use");
    expect(output?.message?.content).toEqual([
      { toolUse: { toolUseId: "call_a", name: "get_weather", input: { city: "Rome" } } },
      { toolUse: { toolUseId: "call_b", name: "get_weather", input: { city: "Oslo" } } },
    ]);
    const events = await stream(aws, { toolConfig });
    const inputs: string[] = [];
    for (const { contentBlockDelta } of events) {
      const at = contentBlockDelta?.contentBlockIndex ?? 0;
      inputs[at] = (inputs[at] ?? "") + (contentBlockDelta?.delta?.toolUse?.input ?? "");
    }
    expect(inputs).toEqual(['{"city":"Rome"}', '{"city":"Oslo"}']);
    expect(events.filter(({ contentBlockStart }) => contentBlockStart)).toHaveLength(2);
    expect(events.filter(({ contentBlockStop }) => contentBlockStop)).toHaveLength(2);
  });

  it("sees images, and reads documents as text", async () => {
    const { aws, server } = await bridge({ chunks: [delta({ content: "a dot" }, "stop")] });
    await converse(aws, {
      messages: [
        {
          role: "user",
          content: [
            { text: "What is it?" },
            { image: { format: "png", source: { bytes: Buffer.from(images.pixel, "base64") } } },
            { document: { format: "txt", name: "notes", source: { bytes: Buffer.from("Blue.") } } },
          ],
        },
      ],
    });
    expect(valueAt(server.asked[0]?.body, "messages.0.content")).toEqual([
      { type: "text", text: "What is it?" },
      { type: "image_url", image_url: { url: `data:image/png;base64,${images.pixel}` } },
      { type: "text", text: "notes:\nBlue." },
    ]);
  });

  it.each([
    ["length", "max_tokens"],
    ["content_filter", "content_filtered"],
    ["stop", "end_turn"],
  ])("says %s as %s", async (finishReason, stopReason) => {
    const { aws } = await bridge({ chunks: [delta({ content: "x" }, finishReason)] });
    expect((await converse(aws)).stopReason).toBe(stopReason);
  });

  it("is held to the limits of the request, even if it does not hold them itself", async () => {
    const chunks = [delta({ content: "one two E" }), delta({ content: "ND three" }, "stop")];
    const { aws } = await bridge({ chunks }, { chunks });
    const stopped = await converse(aws, { inferenceConfig: { stopSequences: ["END"] } });
    expect(stopped).toMatchObject({
      stopReason: "stop_sequence",
      output: { message: { content: [{ text: "one two E" }] } },
    });
    const cut = await converse(aws, { inferenceConfig: { maxTokens: 1 } });
    expect(cut).toMatchObject({ stopReason: "max_tokens", output: { message: { content: [{ text: "one " }] } } });
  });

  it.each([
    [429, { error: { message: "slow down" } }, "ThrottlingException", 429],
    [500, { error: "broken" }, "ServiceUnavailableException", 503],
    [400, { error: { message: "no such thing" } }, "ValidationException", 400],
    [401, {}, "AccessDeniedException", 403],
  ])("refuses with %i as the service would", async (status, body, name, expected) => {
    const { aws } = await bridge({ status, body }, { status, body });
    const refusal = await refusalOf(converse(aws));
    expect(refusal).toMatchObject({ name, status: expected });
    expect(refusal.message).toContain(`The upstream server answered ${status}: `);
    expect(await refusalOf(stream(aws))).toMatchObject({ name });
  });

  it("is not there, or breaks off, with an error that says so", async () => {
    const gone = await start({ upstream: "http://127.0.0.1:9/v1" });
    expect(await refusalOf(converse(gone))).toEqual({
      name: "ServiceUnavailableException",
      message: "The upstream server is not available: http://127.0.0.1:9 could not be reached.",
      status: 503,
    });
    const failing = [delta({ content: "a" }), { error: { message: "out of memory" } }];
    const { aws } = await bridge({ chunks: failing }, { chunks: [delta({ content: "a" })], hasNoEnd: true });
    await expect(stream(aws)).rejects.toMatchObject({
      name: "ModelStreamErrorException",
      message: expect.stringContaining("out of memory"),
    });
    await expect(converse(aws)).rejects.toMatchObject({
      name: "ModelStreamErrorException",
      message: expect.stringContaining("before its end"),
    });
  });

  it("breaks off in the middle with the error of a model that does", async () => {
    const { aws } = await bridge({ chunks: [delta({ content: "a" })], hasNoEnd: true, breaks: true });
    await expect(stream(aws)).rejects.toMatchObject({
      name: "ModelStreamErrorException",
      message: "The upstream server failed: the connection broke",
    });
  });

  it("[27] is told when the client goes", async () => {
    const { aws, server } = await bridge({ chunks: [delta({ content: "a" })], isOpen: true, hasNoEnd: true });
    const controller = new AbortController();
    const { stream: events = [] } = await createClient(aws).send(
      new ConverseStreamCommand({ modelId, messages: ask("Hello") }),
      { abortSignal: controller.signal },
    );
    const reading = (async () => {
      for await (const event of events) if (event.contentBlockDelta) controller.abort();
    })().catch(() => {});
    await server.cancelled;
    await reading;
    const entry = await aws.waitForRequest({ endedBy: "client" });
    expect(entry).toMatchObject({ abortedByClient: true });
    expect(entry.problem).toBeUndefined();
  });

  it("is asked for its first model, with a key, where no model is named", async () => {
    const server = await startOpenAiServer(
      { chunks: [delta({ content: "a" }, "stop")] },
      { chunks: [delta({ content: "b" }, "stop")] },
    );
    const aws = await start({ upstream: { url: `${server.url}/`, apiKey: "k1" } });
    await converse(aws);
    await converse(aws);
    expect(server.asked.map(({ path }) => path)).toEqual([
      "/v1/models",
      "/v1/chat/completions",
      "/v1/chat/completions",
    ]);
    expect(server.asked[1]?.headers.authorization).toBe("Bearer k1");
    expect(server.asked[1]?.body.model).toBe("tiny");
  });

  it("answers after scripts, and in the models' own forms: text at once, calls whole", async () => {
    const chunks = [
      delta({ content: "He" }),
      delta({ content: "llo" }),
      call(0, { id: "abcdefghi", function: { name: "f", arguments: "{}" } }),
      delta({}, "tool_calls"),
    ];
    const { aws } = await bridge({ chunks }, { chunks });
    aws.chat.script({ text: "scripted" }, { fallback: true });
    expect((await converse(aws)).output?.message?.content).toEqual([{ text: "scripted" }]);
    const tools = [{ type: "function", function: { name: "f" } }];
    const body = { messages: [{ role: "user", content: "Hi" }], tools };
    const pieces = await invokeStream(aws, "openai.gpt-oss-20b-1:0", body);
    expect(pieces.map((chunk) => valueAt(chunk, "choices.0.delta.content")).filter(Boolean)).toEqual(["He", "llo"]);
    expect(joinedText(pieces, "choices.0.delta.tool_calls.0.function.arguments")).toBe("{}");
    const claude = {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 50,
      messages: [{ role: "user", content: "Hi" }],
      tools: [{ name: "f", input_schema: { type: "object" } }],
    };
    const events = await invokeStream(aws, "us.anthropic.claude-sonnet-4-20250514-v1:0", claude);
    expect(events.map((event) => valueAt(event, "type"))).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_delta",
      "content_block_stop",
      "content_block_start",
      "content_block_delta",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
  });

  it.each([
    ["no URL", "localhost", "an http(s) URL"],
    ["another machine", "http://10.0.0.1/v1", "a loopback URL"],
    [
      "an unknown member",
      { url: "http://127.0.0.1/v1", modell: "x" },
      "{ url, model?, apiKey?, allowRemote? }, without `modell`",
    ],
  ])("is refused as an option: %s", async (_what, upstream, message) => {
    await expect(createLocalAws({ upstream })).rejects.toThrow(`createLocalAws: \`upstream\` must be ${message}`);
  });
});
