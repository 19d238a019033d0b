import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ChatSagemaker,
  SagemakerEmbeddings,
  SagemakerEndpoint,
  type SagemakerEndpointInput,
  type TextHandlerName,
} from "../src/index.ts";
import { collect, thrownBy } from "./support/collect.ts";
import { gone, json, pieces, silentAfter, sse, token, useEndpoint } from "./support/connect.ts";

const connection = useEndpoint();
const { serve, aws } = connection;

const llm = (fields: Partial<SagemakerEndpointInput> = {}): SagemakerEndpoint =>
  new SagemakerEndpoint({ ...connection.fields, contentHandler: "tgi", ...fields });
const chat = (fields: object = {}): ChatSagemaker => new ChatSagemaker({ ...connection.fields, ...fields });

/** What a stream gives, and what ends it. */
async function read(stream: Promise<AsyncIterable<string>>): Promise<{ seen: string[]; error: unknown }> {
  const seen: string[] = [];
  const error = await thrownBy(
    (async () => {
      for await (const text of await stream) seen.push(text);
    })(),
  );
  return { seen, error };
}

const containers = [
  ["tgi", "tgi"],
  ["lmi", "lmi"],
  ["openai-completions", "openai"],
  ["openai-chat", "openai"],
  ["text", "text"],
] as const satisfies readonly (readonly [TextHandlerName, string])[];

describe("any cut of any stream", () => {
  test.each(containers)("[11, 13, 17] gives the same text: %s", async (contentHandler, container) => {
    const modelKwargs = contentHandler === "lmi" ? { max_new_tokens: 4000 } : { max_tokens: 4000 };
    const model = llm({
      contentHandler,
      ...(contentHandler !== "tgi" && contentHandler !== "text" && { modelKwargs }),
    });
    const words = fc.string({ unit: "grapheme", maxLength: 60 }).filter((text) => text !== "");
    const parts = fc.oneof(
      fc.constant("random" as const),
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(words, parts, async (text, sizes) => {
        aws.chat.reset();
        aws.chat.on("q", { text });
        serve(container, { parts: sizes });
        expect((await collect(await model.stream("q"))).join("")).toBe(text);
      }),
      { numRuns: 25 },
    );
  });

  test("[11] gives the same at every single cut of a stream of each kind", async () => {
    const records = ["é", "😀"].map((text) => JSON.stringify({ token: { text } }));
    const bodies: [TextHandlerName, string, string][] = [
      ["tgi", records.map((record) => `data:${record}\n\n`).join(""), "text/event-stream"],
      ["lmi", records.join("\n"), "application/jsonlines"],
      ["lmi", records.join(""), "application/json"],
      ["text", "é😀", "text/plain"],
    ];
    for (const [contentHandler, body, contentType] of bodies) {
      const bytes = Buffer.from(body);
      const model = llm({ contentHandler });
      for (let at = 0; at <= bytes.length; at += 1) {
        const cut = [bytes.subarray(0, at), bytes.subarray(at)].filter(({ length }) => length > 0);
        serve(pieces(cut, contentType));
        expect((await collect(await model.stream("q"))).join("")).toBe("é😀");
      }
    }
  });
});

test("[14] a record above maxLineBytes is refused, and the connection closed", async () => {
  serve(silentAfter(`{"a":"${"x".repeat(2000)}`));
  const error = await thrownBy(llm({ streaming: true, maxLineBytes: 1000 }).invoke("q"));
  expect(error).toMatchObject({ name: "SagemakerStreamFormatError", phase: "decode" });
  await aws.waitForRequest({ endedBy: "client" }, { timeoutMs: 1000 });
});

test("[30] a stream that breaks keeps what was delivered and is not begun again", async () => {
  serve(async function* () {
    yield token("a");
    yield token("b");
    throw new Error("gone");
  });
  const { seen, error } = await read(llm({ maxRetries: 2 }).stream("q"));
  expect(error).toMatchObject({
    name: "SagemakerStreamError",
    errorCode: "StreamBroken",
    partialText: "ab",
    retryable: false,
    endpointName: "my-endpoint",
  });
  expect(JSON.stringify(error)).not.toContain('"ab"');
  expect(seen).toEqual(["a", "b"]);
  expect(aws.requests()).toHaveLength(1);
});

test("[30] a stream that is cut off is not worth another attempt once something was delivered", async () => {
  for (const afterEvents of [0, 1]) {
    serve(pieces([token("a"), token("b")]));
    aws.faults.clear();
    aws.faults.add({ do: { truncateFrame: true, afterEvents } });
    const { seen, error } = await read(llm().stream("q"));
    expect(seen).toEqual(["a"].slice(0, afterEvents));
    expect(error).toMatchObject({ name: "SagemakerStreamError", retryable: afterEvents === 0 });
  }
});

test("[30] a chat's broken stream keeps its text as well, and time that ran out is a timeout", async () => {
  const [event = ""] = sse({ choices: [{ delta: { content: "half" } }] });
  serve(async function* () {
    yield event;
    throw Object.assign(new Error("too slow"), { errorCode: "ModelInvocationTimeExceeded" });
  });
  expect(await thrownBy(chat().stream("q").then(collect))).toMatchObject({ name: "SagemakerModelTimeoutError" });
  serve(async function* () {
    yield event;
    throw new Error("gone");
  });
  expect(await thrownBy(chat().stream("q").then(collect))).toMatchObject({ partialText: "half" });
});

test.each([
  ["an exception of the service", { exception: { type: "InternalStreamFailure", message: "no" } }],
  ["an exception without a model", { exception: { type: "OddException", message: "odd" } }],
  ["an error frame", { errorFrame: { code: "InternalError", message: "gone" } }],
  ["a frame that is cut", { truncateFrame: true }],
  ["a frame that is damaged", { corruptCrc: true }],
])("[31] ends a stream with an error for %s, at first and behind a piece", async (_, action) => {
  serve(pieces([token("a"), token("b")]));
  for (const afterEvents of [0, 1]) {
    aws.faults.add({ when: { times: 1 }, do: { ...action, afterEvents } });
    const { seen, error } = await read(llm().stream("q"));
    expect(error).toMatchObject({ name: "SagemakerStreamError", partialText: afterEvents === 0 ? "" : "a" });
    expect(seen).toEqual(afterEvents === 0 ? [] : ["a"]);
  }
});

test("[31] a connection that is cut is the network's failure at first, and a broken stream behind a piece", async () => {
  serve(pieces([token("a"), token("b")]));
  aws.faults.add({ when: { nth: 1 }, do: { drop: true } });
  expect(await read(llm().stream("q"))).toMatchObject({ seen: [], error: { name: "SagemakerServiceError" } });
  aws.faults.add({ when: { nth: 1 }, do: { drop: true, afterEvents: 1 } });
  expect(await read(llm().stream("q"))).toMatchObject({
    seen: ["a"],
    error: { name: "SagemakerStreamError", partialText: "a" },
  });
});

test("[30] what fails before the first piece is tried again", async () => {
  serve(pieces([token("a"), token("b")]));
  aws.faults.add({ when: { times: 1 }, do: { drop: true } });
  expect(await collect(await llm({ maxRetries: 1 }).stream("q"))).toEqual(["a", "b", ""]);
  expect(aws.requests().map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test("[31] passes over events that it does not know", async () => {
  serve(pieces([token("a"), token("b")]));
  aws.faults.add({ do: { unknownEvent: true, afterEvents: 1 } });
  expect(await collect(await llm().stream("q"))).toEqual(["a", "b", ""]);
});

describe("an abort", () => {
  test("[32] before the answer is an AbortError and closes the connection", async () => {
    const controller = new AbortController();
    serve(async (_body, _headers, { signal }) => {
      controller.abort();
      await gone(signal);
      return "";
    });
    for (const streaming of [false, true]) {
      const abort = streaming ? AbortSignal.abort() : controller.signal;
      expect(await thrownBy(llm({ streaming }).invoke("q", { signal: abort }))).toMatchObject({ name: "AbortError" });
    }
    await aws.waitForRequest({ endedBy: "client" }, { timeoutMs: 1000 });
    expect(aws.requests()).toHaveLength(1);
  });

  test("[32] in a stream is an AbortError and closes the connection", async () => {
    serve(silentAfter(token("a")));
    const controller = new AbortController();
    const reading = (async () => {
      for await (const _ of await llm().stream("q", { signal: controller.signal })) controller.abort();
    })();
    expect(await thrownBy(reading)).toMatchObject({ name: "AbortError" });
    await aws.waitForRequest({ endedBy: "client" }, { timeoutMs: 1000 });
  });

  test("[32] keeps its name when the signal has a reason of its own", async () => {
    serve(silentAfter());
    const controller = new AbortController();
    const reading = llm({ streaming: true }).invoke("q", { signal: controller.signal });
    await aws.waitForRequest({ operation: "InvokeEndpointWithResponseStream" });
    controller.abort(new Error("enough"));
    expect(await thrownBy(reading)).toMatchObject({ name: "AbortError", cause: { message: "enough" } });
    await aws.waitForRequest({ endedBy: "client" }, { timeoutMs: 1000 });
  });

  test.each([undefined, "enough", new Error("enough")])("[32] before the call sends nothing (%s)", async (reason) => {
    const signal = AbortSignal.abort(reason);
    const embeddings = new SagemakerEmbeddings(connection.fields);
    for (const call of [
      async () => llm().invoke("q", { signal }),
      async () => llm({ streaming: true }).invoke("q", { signal }),
      async () => new ChatSagemaker(connection.fields).invoke("q", { signal }),
      async () => embeddings.embedQuery("q", { signal }),
    ]) {
      expect(await thrownBy(call())).toMatchObject({ name: "AbortError" });
    }
    const late = AbortSignal.abort(new DOMException("Too late.", "TimeoutError"));
    expect(await thrownBy(embeddings.embedQuery("q", { signal: late }))).toMatchObject({
      name: "SagemakerModelTimeoutError",
    });
    expect(aws.requests()).toEqual([]);
  });
});

test("[33] silence ends a stream, before its first part and behind one", async () => {
  for (const said of [[], [token("a")]]) {
    serve(silentAfter(...said));
    const error = await thrownBy(llm({ streaming: true, streamIdleTimeoutMs: 50 }).invoke("q"));
    expect(error).toMatchObject({ name: "SagemakerModelTimeoutError", code: "STREAM_IDLE" });
    await aws.waitForRequest(({ endedBy, eventsSent }) => endedBy === "client" && eventsSent === said.length);
  }
});

test("[34] leaving a stream closes its connection", async () => {
  serve(silentAfter(token("a")));
  for await (const text of await llm().stream("q")) {
    expect(text).toBe("a");
    break;
  }
  await aws.waitForRequest({ endedBy: "client" }, { timeoutMs: 1000 });
});

test("[35] tells of each piece once, and of an error once", async () => {
  const seen: string[] = [];
  let errors = 0;
  const callbacks = [
    {
      handleLLMNewToken: (text: string) => void seen.push(text),
      handleLLMError: () => {
        errors += 1;
      },
    },
  ];
  serve(pieces([token("a"), token(""), token("b")]));
  const given = await collect(await llm().stream("q", { callbacks }));
  expect(seen).toEqual(given.filter((text) => text !== ""));
  await llm({ streaming: true }).invoke("q", { callbacks });
  expect(seen).toEqual(["a", "b", "a", "b"]);
  const deltas = ["c", "d"].map((content) => ({ choices: [{ delta: { content } }] }));
  serve(pieces(sse(...deltas)));
  await collect(await chat().stream("q", { callbacks }));
  expect(seen.slice(4)).toEqual(["c", "d"]);
  aws.faults.add({ do: { errorFrame: true } });
  await thrownBy(llm().stream("q", { callbacks }).then(collect));
  expect(errors).toBe(1);
});

test("a slow reader is waited for: nothing is pulled before it asks", async () => {
  let sent = 0;
  serve(async function* () {
    for (; sent < 500; sent += 1) yield token("x".repeat(20_000));
  });
  for await (const _ of await llm().stream("q")) break;
  await aws.waitForRequest({ endedBy: "client" });
  expect(sent).toBeLessThan(500);
});

test("what is no JSON is an error that says so, whole and streamed", async () => {
  serve(pieces(["data: hello\n\n"], "text/event-stream"));
  expect(await thrownBy(llm({ streaming: true }).invoke("q"))).toMatchObject({
    name: "SagemakerHandlerError",
    phase: "transformStreamRecord",
    message: expect.stringContaining("The body begins: hello"),
  });
  serve(() => "<html>");
  expect(await thrownBy(llm().invoke("q"))).toMatchObject({ name: "SagemakerHandlerError", phase: "transformOutput" });
  serve(json("a text"));
  expect(await thrownBy(llm().invoke("q"))).toMatchObject({ message: expect.stringContaining("no JSON object") });
});
