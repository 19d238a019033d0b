import { AIMessage, AIMessageChunk, HumanMessage } from "@langchain/core/messages";
import { describe, expect, test } from "vitest";
import {
  ChatModelContentHandler,
  ChatSagemaker,
  LmiTextHandler,
  LLMContentHandler,
  OpenAICompletionsHandler,
  SagemakerEndpoint,
  type SagemakerEndpointInput,
  type StreamPiece,
  type StreamRecord,
  type TextHandlerName,
} from "../src/index.ts";
import { collect, thrownBy } from "./support/collect.ts";
import { json, pieces, sse, token, useEndpoint } from "./support/connect.ts";

const connection = useEndpoint();
const { serve, aws } = connection;

const llm = (fields: Partial<SagemakerEndpointInput> = {}): SagemakerEndpoint =>
  new SagemakerEndpoint({ ...connection.fields, contentHandler: "tgi", ...fields });

class PeerHandler extends LLMContentHandler {
  inputs = 0;
  kinds: boolean[] = [];

  override async transformInput(prompt: string, modelKwargs: Record<string, unknown>): Promise<Uint8Array> {
    this.inputs += 1;
    return new TextEncoder().encode(JSON.stringify({ prompt, ...modelKwargs }));
  }

  override async transformOutput(output: Uint8Array): Promise<string> {
    this.kinds.push(output instanceof Uint8Array);
    return (JSON.parse(new TextDecoder().decode(output)) as { text: string }).text;
  }
}

describe("handlers of one's own", () => {
  test.each([undefined, ["END"]])("may say usage and metadata in a message without a text (stop: %s)", async (stop) => {
    class Counting extends ChatModelContentHandler {
      override readonly framing = "lines";
      transformInput = (): Uint8Array => new TextEncoder().encode("{}");
      transformOutput = (): AIMessage => new AIMessage("");
      transformStreamRecord({ text }: StreamRecord): StreamPiece {
        const usage_metadata = { input_tokens: 1, output_tokens: 2, total_tokens: 3 };
        const facts = { content: "", usage_metadata, response_metadata: { batch: 7 } };
        return { message: new AIMessageChunk(text === "{}" ? facts : { content: text }) };
      }
    }
    serve(pieces(["hi\n", "{}\n"]));
    const model = new ChatSagemaker({ ...connection.fields, contentHandler: new Counting() });
    const chunks = await collect(await model.stream("q", stop === undefined ? {} : { stop }));
    expect(chunks.reduce((sum, chunk) => sum.concat(chunk))).toMatchObject({
      content: "hi",
      usage_metadata: { total_tokens: 3 },
      response_metadata: { batch: 7 },
    });
  });

  test("keep what a message says of itself, in both modes", async () => {
    class Plain extends ChatModelContentHandler {
      transformInput = (): Uint8Array => new TextEncoder().encode("{}");
      transformOutput = (): AIMessage => new AIMessage({ content: "hi", response_metadata: { batch: 7 } });
    }
    serve(json({}));
    for (const streaming of [false, true]) {
      const model = new ChatSagemaker({ ...connection.fields, streaming, contentHandler: new Plain() });
      expect(await model.invoke("q")).toMatchObject({ content: "hi", response_metadata: { batch: 7 } });
    }
  });

  test("[7, 8] work with two methods in both modes, asynchronous, and make the body once", async () => {
    const contentHandler = new PeerHandler();
    serve(json({ text: "plain" }));
    expect(await llm({ contentHandler }).invoke("q")).toBe("plain");
    serve(pieces(['{"text":"a', '"}\n{"text":"b"}']));
    expect(await llm({ contentHandler, streaming: true }).invoke("q")).toBe("ab");
    expect(contentHandler.inputs).toBe(2);
    expect(contentHandler.kinds).toEqual([true, true, true]);
  });

  test("[8] make the body once however often it is sent", async () => {
    const contentHandler = new PeerHandler();
    let calls = 0;
    serve(() => ((calls += 1) < 3 ? new Response("busy", { status: 503 }) : Response.json({ text: "late" })));
    expect(await llm({ contentHandler, streaming: true, maxRetries: 2 }).invoke("q")).toBe("late");
    expect([calls, contentHandler.inputs]).toEqual([3, 1]);
  });

  test("[9] that throw become errors with the phase and at most 500 bytes, and no text", async () => {
    serve(json({ no: "é".repeat(2000) }));
    const error = (await thrownBy(llm().invoke("q"))) as Error;
    expect(error).toMatchObject({
      name: "SagemakerHandlerError",
      phase: "transformOutput",
      handlerName: "TgiTextHandler",
      endpointName: "my-endpoint",
    });
    const shown = error.message.slice(error.message.indexOf("{"));
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(500);
    expect(shown).not.toContain("\u{FFFD}");
    serve(pieces(["{}\nnot json\n"]));
    const seen: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const text of await llm({ contentHandler: new PeerHandler() }).stream("q")) seen.push(text);
    };
    expect(await thrownBy(reading())).toMatchObject({ name: "SagemakerHandlerError", phase: "transformOutput" });
    expect(seen.join("")).toBe("");
  });

  const encode = (): Uint8Array => new TextEncoder().encode("{}");
  test.each([
    ["transformInput", { transformInput: () => "text" as never, transformOutput: () => "" }],
    [
      "transformInput",
      {
        transformInput: () => {
          throw new Error("no");
        },
        transformOutput: () => "",
      },
    ],
    ["transformOutput", { transformInput: encode, transformOutput: () => 7 as never }],
    ["transformOutput", { transformInput: encode, transformOutput: () => undefined as never }],
    ["transformOutput", { transformInput: encode, transformOutput: async () => Promise.reject(new Error("late")) }],
  ])("[9] that fail in %s are named", async (phase, contentHandler) => {
    serve("echo");
    expect(await thrownBy(llm({ contentHandler }).invoke("q"))).toMatchObject({ name: "SagemakerHandlerError", phase });
  });

  test("[9] get nothing: an empty answer is an error, whole and streamed, and an empty text is not", async () => {
    serve(() => "");
    expect(await thrownBy(llm().invoke("q"))).toMatchObject({
      name: "SagemakerHandlerError",
      message: expect.stringContaining("The body is empty"),
    });
    expect(await thrownBy(llm({ streaming: true }).invoke("q"))).toMatchObject({
      name: "SagemakerStreamFormatError",
      phase: "decode",
    });
    expect(await llm({ contentHandler: "text", streaming: true }).invoke("q")).toBe("");
  });

  test("may have an error of their own for a container's status and words", async () => {
    class Odd extends PeerHandler {
      mapError(status: number, body: string): Error | undefined {
        return status === 418 ? new RangeError(`teapot: ${body}`) : undefined;
      }
    }
    serve(() => new Response("short", { status: 418 }));
    expect(await thrownBy(llm({ contentHandler: new Odd() }).invoke("q"))).toMatchObject({
      name: "RangeError",
      message: "teapot: short",
    });
  });
});

describe("TGI", () => {
  test("[18] streams without special tokens, sends return_full_text false, takes usage from details", async () => {
    serve(
      pieces([
        token("Hel"),
        token("lo", { token: { id: 2, text: "</s>", special: true } }),
        token("lo", {
          generated_text: "Hello",
          details: { finish_reason: "eos_token", generated_tokens: 2, input_length: 3 },
        }),
      ]),
    );
    const result = await llm({ streaming: true }).generate(["q"]);
    expect(result.generations[0]?.[0]).toMatchObject({
      text: "Hello",
      generationInfo: {
        finish_reason: "stop",
        raw_finish_reason: "eos_token",
        usage_metadata: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
        invokedProductionVariant: "AllTraffic",
      },
    });
    expect(connection.bodies[0]).toEqual({ inputs: "q", parameters: { return_full_text: false }, stream: true });
  });

  test("[18] the ready container answers, streamed and whole alike", async () => {
    serve("tgi", { parts: "random" });
    aws.chat.on("q", { text: "It is é😀 today." });
    const modelKwargs = { details: true };
    const plain = await llm({ modelKwargs }).generate(["q"]);
    const streamed = await llm({ modelKwargs, streaming: true }).generate(["q"]);
    const { requestId: _a, contentType: _b, ...info } = plain.generations[0]?.[0]?.generationInfo ?? {};
    expect(streamed.generations[0]?.[0]).toMatchObject({ text: "It is é😀 today.", generationInfo: info });
    expect(plain.generations[0]?.[0]?.text).toBe("It is é😀 today.");
    expect(info).toMatchObject({ finish_reason: "stop", usage_metadata: { input_tokens: expect.any(Number) } });
  });

  test("[18] a prompt is repeated only on request", async () => {
    serve("tgi");
    aws.chat.on("q", { text: "hi" });
    expect(await llm({ modelKwargs: { return_full_text: true } }).invoke("q")).toBe("qhi");
  });
});

describe("LMI", () => {
  test("[19] does not repeat the whole text, warns of its limit, needs no last line feed", async () => {
    const lines = [
      { token: { id: 1, text: "He" } },
      { token: { id: 2, text: "y" }, generated_text: "Hey", details: { finish_reason: "length" } },
    ];
    serve(pieces([lines.map((line) => JSON.stringify(line)).join("\n")], "application/jsonlines"));
    const result = await llm({ contentHandler: "lmi", streaming: true }).generate(["q"]);
    expect(result.generations[0]?.[0]?.text).toBe("Hey");
    expect(result.generations[0]?.[0]?.generationInfo).toEqual({
      contentType: "application/jsonlines",
      invokedProductionVariant: "AllTraffic",
      requestId: aws.lastRequest()?.id,
      finish_reason: "length",
      raw_finish_reason: "length",
      warning: expect.stringContaining("max_new_tokens"),
    });
  });

  test("[19] reads {outputs} of older containers, and the ready container in any cut", async () => {
    serve(pieces(['{"outputs":["a"]}{"outputs":["b"]}']));
    expect(await llm({ contentHandler: new LmiTextHandler(), streaming: true }).invoke("q")).toBe("ab");
    serve("lmi", { parts: [1, 7, 2] });
    aws.chat.on("q", { text: "It is é😀 today." });
    const model = llm({ contentHandler: "lmi", modelKwargs: { temperature: 0.5 } });
    expect((await collect(await model.stream("q"))).join("")).toBe("It is é😀 today.");
    expect(await model.invoke("q")).toBe("It is é😀 today.");
    expect(connection.bodies.at(-1)).toMatchObject({ parameters: { do_sample: true, temperature: 0.5 } });
    await llm({ contentHandler: new LmiTextHandler({ doSample: false }), modelKwargs: { top_p: 1 } }).invoke("q");
    expect(connection.bodies.at(-1)).toMatchObject({ parameters: { do_sample: false } });
  });
});

test("[20] errors in bodies with status 200 are errors of the model", async () => {
  serve(json({ generated_text: "", details: { finish_reason: "error" } }));
  const lmi = await thrownBy(llm({ contentHandler: "lmi" }).invoke("q"));
  serve(pieces([`${JSON.stringify({ token: { id: -1, text: "" } })}\n`]));
  const lmiStream = await thrownBy(llm({ contentHandler: "lmi", streaming: true }).invoke("q"));
  serve(pieces([token("a"), ...sse({ error: "CUDA out of memory", error_type: "generation" })]));
  const tgi = await thrownBy(llm({ streaming: true }).invoke("q"));
  const chat = new ChatSagemaker(connection.fields);
  serve(pieces(sse({ error: { message: "Out of blocks", code: 500 } })));
  const openAi = await thrownBy(chat.stream("q").then(collect));
  serve(json({ object: "error", message: "bad schema", code: 400 }));
  const vllm = await thrownBy(chat.invoke("q"));
  for (const error of [lmi, lmiStream, tgi, openAi, vllm]) {
    expect(error).toMatchObject({ name: "SagemakerModelError", origin: "body", endpointName: "my-endpoint" });
  }
  expect((tgi as Error).message).toContain("CUDA out of memory");
  expect(openAi).toMatchObject({ originalStatusCode: 500, message: expect.stringContaining("Out of blocks") });
});

test("[23] JumpStart: reads all four plain answers; Llama 2 chat answers and refuses to stream", async () => {
  const answers = [
    [{ generated_text: "a" }],
    { generated_text: "a" },
    { generated_texts: ["a"] },
    [{ generation: "a" }],
  ];
  for (const answer of answers) {
    serve(json(answer));
    expect(await llm({ contentHandler: "jumpstart" }).invoke("q")).toBe("a");
  }
  serve("jumpstart-llama2-chat");
  aws.chat.on("q", { text: "hi" });
  const model = new ChatSagemaker({ ...connection.fields, contentHandler: "jumpstart-llama2-chat" });
  expect((await model.invoke("q")).content).toBe("hi");
  expect(connection.bodies.at(-1)).toEqual({ inputs: [[{ role: "user", content: "q" }]], parameters: {} });
  const count = aws.requests().length;
  expect(await thrownBy(model.stream("q").then(collect))).toMatchObject({
    name: "SagemakerConfigError",
    message: expect.stringContaining('"openai-chat"'),
  });
  expect(aws.requests()).toHaveLength(count);
});

test("[23] JumpStart streams as TGI and as LMI", async () => {
  aws.chat.on("q", { text: "one two" });
  for (const container of ["tgi", "lmi"] as const) {
    serve(container, { parts: 3 });
    expect((await collect(await llm({ contentHandler: "jumpstart" }).stream("q"))).join("")).toBe("one two");
  }
});

test("completions and plain text answer, whole and streamed", async () => {
  aws.chat.on("q", { text: "é😀 one two" });
  serve("openai", { parts: 1 });
  const completions = llm({ contentHandler: "openai-completions", modelKwargs: { max_tokens: 50 } });
  expect(await completions.invoke("q")).toBe("é😀 one two");
  const streamed = await llm({ contentHandler: "openai-completions", streaming: true }).generate(["q"]);
  expect(streamed.generations[0]?.[0]).toMatchObject({
    text: "é😀 one two",
    generationInfo: { finish_reason: "stop", usage_metadata: { total_tokens: expect.any(Number) } },
  });
  const bare = new OpenAICompletionsHandler({ includeUsage: false, model: "my-endpoint" });
  await llm({ contentHandler: bare, streaming: true }).invoke("q");
  expect(connection.bodies.at(-1)).toEqual({ prompt: "q", model: "my-endpoint", stream: true });
  expect(await llm({ contentHandler: "openai-chat" }).invoke("q")).toBe("é😀 one two");
  serve("text", { parts: 1 });
  const text = llm({ contentHandler: "text" });
  expect(await text.invoke("q")).toBe("é😀 one two");
  expect((await collect(await text.stream("q"))).join("")).toBe("é😀 one two");
  aws.expectRequest({ headers: { "content-type": "text/plain", "x-amzn-sagemaker-accept": "text/plain" } });
});

describe("stop sequences", () => {
  test("[25] are put where each container looks for them", async () => {
    const names: [TextHandlerName, (body: Record<string, unknown>) => unknown][] = [
      ["tgi", ({ parameters }) => (parameters as Record<string, unknown>)["stop"]],
      ["lmi", ({ parameters }) => (parameters as Record<string, unknown>)["stop_sequences"]],
      ["openai-completions", ({ stop }) => stop],
      ["openai-chat", ({ stop }) => stop],
    ];
    for (const [contentHandler, read] of names) {
      serve(contentHandler.startsWith("openai") ? "openai" : contentHandler === "lmi" ? "lmi" : "tgi");
      aws.chat.on("q", { text: "one END two" });
      expect(await llm({ contentHandler }).invoke("q", { stop: ["END"] })).toBe("one ");
      expect(read(connection.bodies.at(-1) ?? {})).toEqual(["END"]);
    }
  });

  test("[24, 25] are kept to where the container does not look for them, in whole answers", async () => {
    serve(json([{ generated_text: "a.b|c?d" }]));
    expect(await llm().invoke("q", { stop: ["."] })).toBe("a");
    expect(await llm().invoke("q", { stop: ["?"] })).toBe("a.b|c");
    expect(await llm().invoke("q", { stop: ["b|c"] })).toBe("a.");
    const result = await llm().generate(["q"], { stop: ["?", "."] });
    expect(result.generations[0]?.[0]).toMatchObject({ text: "a", generationInfo: { finish_reason: "stop" } });
    serve(json({ choices: [{ message: { content: "a END b" }, finish_reason: "length" }] }));
    const chat = new ChatSagemaker(connection.fields);
    expect(await chat.invoke([new HumanMessage("q")], { stop: ["END"] })).toMatchObject({
      content: "a ",
      response_metadata: { finish_reason: "stop" },
    });
  });

  test("[24] end a stream though they come in pieces, and the connection with it", async () => {
    let isLeft = false;
    serve(async function* (_body, _headers, { signal }) {
      for (const text of ["one ", "E", "N", "D", "late"]) yield token(text);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      isLeft = true;
    });
    expect((await collect(await llm().stream("q", { stop: ["END"] }))).join("")).toBe("one ");
    await aws.waitForRequest({ endedBy: "client" }, { timeoutMs: 1000 });
    await expect.poll(() => isLeft).toBe(true);
    const deltas = ["one ", "E", "ND late"].map((content) => ({ choices: [{ delta: { content } }] }));
    serve(pieces(sse(...deltas)));
    const chunks = await collect(await new ChatSagemaker(connection.fields).stream("q", { stop: ["END"] }));
    expect(chunks.map(({ text }) => text).join("")).toBe("one ");
    expect(chunks.at(-1)?.response_metadata).toMatchObject({ finish_reason: "stop" });
  });
});
