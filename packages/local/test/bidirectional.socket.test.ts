import http2 from "node:http2";

import {
  type InvokeModelWithBidirectionalStreamInput,
  InvokeModelWithBidirectionalStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it, onTestFinished } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { createClient, createClientOver, errorOf } from "./support/clients.ts";
import { textAt, valueAt } from "./support/invoke.ts";
import { requestHttp1 } from "./support/raw-http.ts";
import { Sha256, sign } from "./support/signing.ts";

const aws = useLocalAws();
const sonic = "amazon.nova-sonic-v1:0";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An input stream that goes on when the test says so. */
class Input implements AsyncIterable<InvokeModelWithBidirectionalStreamInput> {
  readonly #waiting: string[] = [];
  #isOver = false;
  #wake = (): void => {};

  send(...texts: string[]): void {
    this.#waiting.push(...texts);
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<InvokeModelWithBidirectionalStreamInput> {
    for (;;) {
      const text = this.#waiting.shift();
      if (text !== undefined) yield { chunk: { bytes: encoder.encode(text) } };
      else if (this.#isOver) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** Opens a stream with the SDK's client, and gives what comes back, one text at a time. */
async function open(modelId: string, input: Input): Promise<AsyncIterator<string>> {
  const { body } = await createClient(aws, { maxAttempts: 1 }).send(
    new InvokeModelWithBidirectionalStreamCommand({ modelId, body: input }),
  );
  return (async function* () {
    for await (const { chunk } of body ?? []) yield decoder.decode(chunk?.bytes);
  })();
}

const event = (name: string, body: Record<string, unknown> = {}): string =>
  JSON.stringify({ event: { [name]: { promptName: "p", ...body } } });
const content = (name: string, role: string, type: string, inputs: readonly string[]): string[] => [
  event("contentStart", { contentName: name, role, type }),
  ...inputs,
  event("contentEnd", { contentName: name }),
];
const said = (name: string, role: string, text: string): string[] =>
  content(name, role, "TEXT", [event("textInput", { contentName: name, content: text })]);

describe("[29] InvokeModelWithBidirectionalStream", () => {
  it("echoes each chunk before the input ends, its frames signed by the SDK and verified here", async () => {
    const input = new Input();
    input.send("one");
    const output = await open("local.echo", input);
    expect(await output.next()).toEqual({ value: "one", done: false });
    input.send("two", "three");
    expect((await output.next()).value).toBe("two");
    expect((await output.next()).value).toBe("three");
    expect(aws.lastRequest()).toMatchObject({
      operation: "InvokeModelWithBidirectionalStream",
      http: "2",
      auth: { kind: "sigv4" },
    });
    expect(aws.lastRequest()?.headers["x-amz-content-sha256"]).toBe("STREAMING-AWS4-HMAC-SHA256-EVENTS");
    input.end();
    expect((await output.next()).done).toBe(true);
    expect(await aws.waitForRequest({ endedBy: "answer" })).toMatchObject({ eventsSent: 3 });
  });

  it("holds a conversation in Nova Sonic's events", async () => {
    const input = new Input();
    const sessionStart = JSON.stringify({ event: { sessionStart: { inferenceConfiguration: { maxTokens: 100 } } } });
    aws.chat.script([
      {
        text: "Hello Ada",
        expect: ({ system, messages, inferenceConfig }) => {
          expect(system).toBe("Be brief.");
          expect(messages).toEqual([{ role: "user", content: [{ text: "I am Ada" }] }]);
          expect(inferenceConfig).toEqual({ maxTokens: 100 });
        },
      },
      { text: "I heard nothing", expect: ({ messages }) => "audio" in (messages.at(-1)?.content[0] ?? {}) },
    ]);
    input.send(
      sessionStart,
      event("promptStart"),
      ...said("c1", "SYSTEM", "Be brief."),
      ...said("c2", "USER", "I am Ada"),
    );
    const output = await open(sonic, input);
    const next = async (): Promise<unknown> => valueAt(JSON.parse(String((await output.next()).value)), "event");
    const turn = async (): Promise<unknown[]> => [
      await next(),
      await next(),
      await next(),
      await next(),
      await next(),
      await next(),
    ];
    const first = await turn();
    expect(first.map((each) => Object.keys(each as object)[0])).toEqual([
      "completionStart",
      "contentStart",
      "textOutput",
      "contentEnd",
      "usageEvent",
      "completionEnd",
    ]);
    expect(textAt(first[2], "textOutput.content")).toBe("Hello Ada");
    expect(valueAt(first[5], "completionEnd")).toMatchObject({ promptName: "p", stopReason: "END_TURN" });
    const silence = event("audioInput", { contentName: "c3", content: Buffer.alloc(30).toString("base64") });
    input.send(...content("c3", "USER", "AUDIO", [silence]));
    expect(textAt((await turn())[2], "textOutput.content")).toBe("I heard nothing");
    input.send(event("promptEnd"), event("sessionEnd"));
    expect((await output.next()).done).toBe(true);
    input.end();
    expect(aws.chat.failures).toEqual([]);
  });

  it("calls tools in Sonic's events, and goes on with their results", async () => {
    const input = new Input();
    const inputSchema = {
      json: JSON.stringify({ type: "object", properties: { city: { type: "string" } }, required: ["city"] }),
    };
    const tools = [{ toolSpec: { name: "get_weather", description: "Weather", inputSchema } }];
    input.send(event("promptStart", { toolConfiguration: { tools } }), ...said("c1", "USER", "get_weather in Rome"));
    const output = await open(sonic, input);
    const until = async (name: string): Promise<unknown> => {
      for (;;) {
        const { value, done } = await output.next();
        if (done === true) throw new Error(`The stream ended before ${name}.`);
        const found = valueAt(JSON.parse(value), `event.${name}`);
        if (found !== undefined) return found;
      }
    };
    const call = await until("toolUse");
    expect(call).toMatchObject({ toolName: "get_weather", content: '{"city":"Rome"}' });
    expect(await until("completionEnd")).toMatchObject({ stopReason: "TOOL_USE" });
    input.send(
      event("contentStart", {
        contentName: "c2",
        role: "TOOL",
        type: "TOOL",
        toolResultInputConfiguration: { toolUseId: textAt(call, "toolUseId") },
      }),
      event("toolResult", { contentName: "c2", content: "sunny" }),
      event("contentEnd", { contentName: "c2" }),
    );
    expect(textAt(await until("textOutput"), "content")).toContain("sunny");
    input.end();
  });

  it.each([
    ["no JSON", "hello"],
    ["an unknown event", event("somethingElse")],
    ["a content before its prompt", event("contentStart", { contentName: "c", type: "TEXT" })],
    ["a content that has not begun", event("textInput", { contentName: "c", content: "a" })],
  ])("refuses in the stream: %s", async (_what, text) => {
    const input = new Input();
    input.send(text);
    const error = await errorOf(open(sonic, input).then(async (output) => output.next()));
    expect(error.name).toBe("ValidationException");
    input.end();
  });

  it("takes a client that goes in the middle for what it is", async () => {
    const controller = new AbortController();
    const input = new Input();
    input.send("one");
    const command = new InvokeModelWithBidirectionalStreamCommand({ modelId: "local.echo", body: input });
    const { body } = await createClient(aws).send(command, { abortSignal: controller.signal });
    const reading = (async () => {
      for await (const { chunk } of body ?? []) if (chunk) controller.abort();
    })().catch(() => {});
    const entry = await aws.waitForRequest({ endedBy: "client" });
    expect(entry).toMatchObject({ eventsSent: 1, abortedByClient: true });
    expect(entry.problem).toBeUndefined();
    input.end();
    await reading;
  });

  it("refuses models that speak to nobody, and HTTP/1.1", async () => {
    const input = new Input();
    const error = await errorOf(open("amazon.nova-lite-v1:0", input));
    expect(error).toMatchObject({
      name: "ValidationException",
      message: "The model is unsupported for bidirectional streaming.",
    });
    input.end();
    const path = "/model/local.echo/invoke-with-bidirectional-stream";
    const { host } = new URL(aws.url);
    const headers = await sign({
      path,
      authority: host,
      headers: { "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-EVENTS" },
    });
    const answer = await requestHttp1({ url: aws.url, path, headers });
    expect(answer.status).toBe(400);
    expect(answer.body.toString()).toContain("needs HTTP/2");
    createClientOver("h1", aws);
  });
});

const codec = new EventStreamCodec(
  (bytes) => decoder.decode(bytes),
  (text) => encoder.encode(text),
);
const signer = new SignatureV4({
  service: "bedrock",
  region: "us-east-1",
  credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "local" },
  sha256: Sha256,
});

/** Frames by hand: each is signed, then changed as the test says. */
async function sendByHand(
  change: (frame: Uint8Array, index: number) => Uint8Array,
  signedLate = 0,
): Promise<{ types: string[]; texts: string[] }> {
  const path = "/model/local.echo/invoke-with-bidirectional-stream";
  const { host } = new URL(aws.url);
  const headers = await sign({
    path,
    authority: host,
    signsAuthority: true,
    headers: { "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-EVENTS" },
  });
  let priorSignature = headers.authorization?.split("Signature=")[1] ?? "";
  const frames: Uint8Array[] = [];
  for (const [index, text] of ["one", "two", undefined].entries()) {
    const payload =
      text === undefined
        ? new Uint8Array()
        : codec.encode({
            headers: {
              ":event-type": { type: "string", value: "chunk" },
              ":message-type": { type: "string", value: "event" },
            },
            body: encoder.encode(JSON.stringify({ bytes: Buffer.from(text).toString("base64") })),
          });
    const signingDate = new Date(Date.now() - signedLate);
    const date = { ":date": { type: "timestamp" as const, value: signingDate } };
    const signature = await signer.sign(
      { headers: codec.formatHeaders(date), payload },
      { priorSignature, signingDate, signingService: "bedrock", signingRegion: "us-east-1" },
    );
    priorSignature = signature;
    const value = Uint8Array.from(Buffer.from(signature, "hex"));
    const outer = codec.encode({ headers: { ...date, ":chunk-signature": { type: "binary", value } }, body: payload });
    frames.push(change(outer, index));
  }
  const session = http2.connect(aws.url);
  onTestFinished(() => session.close());
  const { authorization = "", ...rest } = headers;
  const stream = session.request({ ":method": "POST", ":path": path, authorization, ...rest, ":authority": host });
  const parts: Buffer[] = [];
  stream.on("data", (part: Buffer) => parts.push(part));
  for (const frame of frames) stream.write(frame);
  stream.end();
  await new Promise((resolve) => stream.on("close", resolve));
  return decodeAll(Buffer.concat(parts));
}

function decodeAll(bytes: Buffer): { types: string[]; texts: string[] } {
  const types: string[] = [];
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) {
    const { headers, body } = codec.decode(bytes.subarray(at, at + bytes.readUInt32BE(at)));
    types.push(String(headers[":exception-type"]?.value ?? headers[":event-type"]?.value));
    const base64 = textAt(JSON.parse(decoder.decode(body)), "bytes");
    if (base64 !== "") texts.push(Buffer.from(base64, "base64").toString());
  }
  return { types, texts };
}

describe("[29] frames signed by hand", () => {
  it("are accepted as they are", async () => {
    expect(await sendByHand((frame) => frame)).toEqual({ types: ["chunk", "chunk"], texts: ["one", "two"] });
  });

  it("end the stream with an exception when one was changed", async () => {
    const tampered = (frame: Uint8Array, index: number): Uint8Array => {
      if (index !== 1) return frame;
      const { headers, body } = codec.decode(frame);
      const inner = codec.decode(body);
      return codec.encode({
        headers,
        body: codec.encode({ ...inner, body: encoder.encode(JSON.stringify({ bytes: "b3RoZXI=" })) }),
      });
    };
    expect(await sendByHand(tampered)).toEqual({ types: ["chunk", "invalidSignatureException"], texts: ["one"] });
  });

  it("end the stream when one is left out, late, without a signature, or broken", async () => {
    const gone = await sendByHand((frame, index) => (index === 0 ? new Uint8Array() : frame));
    expect(gone.types).toEqual(["invalidSignatureException"]);
    expect((await sendByHand((frame) => frame, 3_600_000)).types).toEqual(["invalidSignatureException"]);
    const unsigned = await sendByHand((frame) => codec.encode({ headers: {}, body: codec.decode(frame).body }));
    expect(unsigned.types).toEqual(["incompleteSignatureException"]);
    const broken = await sendByHand((frame, index) => {
      if (index === 1) frame[frame.length - 1] = (frame.at(-1) ?? 0) ^ 0xff;
      return frame;
    });
    expect(broken).toEqual({ types: ["chunk", "validationException"], texts: ["one"] });
  });
});
