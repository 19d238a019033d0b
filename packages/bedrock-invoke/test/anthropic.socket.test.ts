import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { BaseTracer, type Run } from "@langchain/core/tracers/base";
import { AIMessage } from "@langchain/core/messages";
import { GuardrailInterventionError } from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { useReplayServer } from "@langchain-aws/wire-cases/replay-server";
import { describe, expect, test } from "vitest";
import { interventionEvent } from "../src/reply/guardrail-notice.ts";
import { collect, connect, rejectionOf, sumOf, useWarnings } from "./support/connect.ts";
import { H, T, tool } from "./support/messages.ts";
import { models } from "./support/models.ts";
import { plainReplies, wrapped } from "./support/replies.ts";

const guardrail = { id: "gr0123456789", words: ["moon cheese"], blockedInputMessaging: "I can't talk about that." };
const aws = useLocalAws({ guardrails: [guardrail] });
const bare = useReplayServer();
useWarnings();

describe("a conversation", () => {
  test("[1] is one signed request with a body of Anthropic's own", async () => {
    aws.chat.script([{ text: "hello", usage: { inputTokens: 3, outputTokens: 2 } }]);
    const reply = await connect(aws).invoke("Hi");
    expect(reply.content).toBe("hello");
    expect(reply.usage_metadata).toMatchObject({ input_tokens: 3, output_tokens: 2, total_tokens: 5 });
    expect(aws.requests()).toMatchObject([
      {
        operation: "InvokeModel",
        model: models.claude,
        status: 200,
        auth: { kind: "sigv4" },
        headers: { "content-type": "application/json" },
        body: {
          anthropic_version: "bedrock-2023-05-31",
          max_tokens: 1024,
          messages: [{ role: "user", content: "Hi" }],
        },
      },
    ]);
    expect(aws.requests()[0]?.userAgent).toMatch(/langchain-aws-js.*bedrock-invoke/);
    expect(reply.response_metadata["request_id"]).toBe(aws.lastRequest()?.id);
  });

  test("[10, 29, 34] with a tool goes there and back, whole and streamed", async () => {
    const step = { text: "Let me see.", toolUse: { name: "f", input: { city: "x" }, toolUseId: "toolu_1" } };
    aws.chat.script([
      step,
      { text: "sunny" },
      { ...step, toolUse: { ...step.toolUse, inputChunks: ['{"ci', 'ty":"x"}'] } },
      { text: "sunny" },
    ]);
    const model = connect(aws).bindTools([tool("f")]);
    const whole = await model.invoke("weather?");
    expect(whole.tool_calls).toEqual([{ type: "tool_call", id: "toolu_1", name: "f", args: { city: "x" } }]);
    expect((await model.invoke([H("weather?"), whole, T("sun", "toolu_1")])).text).toBe("sunny");
    const sum = sumOf(await collect(await model.stream("weather?")));
    expect(sum.tool_calls).toEqual(whole.tool_calls);
    expect(sum.contentBlocks).toMatchObject(whole.contentBlocks);
    expect((await model.invoke([H("weather?"), sum, T("sun", "toolu_1")])).text).toBe("sunny");
    const bodies = aws.requests().map(({ body }) => body);
    expect(bodies[3]).toEqual(bodies[1]);
  });

  test("[30] with a thought can be gone on with: local checks the signature", async () => {
    aws.chat.script([{ reasoning: { text: "why", signature: "c2ln" }, text: "because" }, { text: "and so on" }]);
    const model = connect(aws, {
      model: models.claude45,
      modelKwargs: { thinking: { type: "enabled", budget_tokens: 1024 } },
    });
    const sum = sumOf(await collect(await model.stream("why?")));
    expect(sum.contentBlocks[0]).toMatchObject({ type: "reasoning", reasoning: "why" });
    expect(sum.text).toBe("because");
    expect((await model.invoke([H("why?"), sum, H("go on")])).text).toBe("and so on");
  });

  test("[30, 49] reads standard content when v1 is wanted, whole and streamed", async () => {
    const step = {
      reasoning: { text: "why", signature: "c2ln" },
      text: "because",
      toolUse: { name: "f", input: { city: "x" }, toolUseId: "t1" },
    };
    aws.chat.script([step, step]);
    const fields = {
      model: models.claude45,
      outputVersion: "v1" as const,
      modelKwargs: { thinking: { type: "enabled", budget_tokens: 1024 } },
    };
    const model = connect(aws, fields).bindTools([tool("f")]);
    const whole = await model.invoke("why?");
    expect(whole.content).toMatchObject([
      { type: "reasoning", reasoning: "why" },
      { type: "text", text: "because" },
      { type: "tool_call", id: "t1", name: "f", args: { city: "x" } },
    ]);
    const sum = sumOf(await collect(await model.stream("why?")));
    expect(sum.content).toMatchObject(whole.content as object[]);
  });
});

describe("a stream", () => {
  const hello = [
    { type: "message_start", message: { id: "msg_1", role: "assistant", content: [] } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "He" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "llo" } },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null } },
    { type: "message_stop", "amazon-bedrock-invocationMetrics": { inputTokenCount: 4, outputTokenCount: 3 } },
  ];

  test("[33] has its counts in exactly one chunk, and each reason once", async () => {
    bare.answer({ events: wrapped(hello) });
    const chunks = await collect(await connect(bare).stream("Hi"));
    expect(chunks.map(({ text }) => text).join("")).toBe("Hello");
    const counted = chunks.filter(({ usage_metadata }) => usage_metadata !== undefined);
    expect(counted.map(({ usage_metadata }) => usage_metadata)).toEqual([
      { input_tokens: 4, output_tokens: 3, total_tokens: 7 },
    ]);
    expect(counted[0]?.content).toBe("");
    expect(sumOf(chunks).response_metadata).toMatchObject({ stop_reason: "end_turn", model_name: models.claude });
    expect(chunks.every((chunk) => typeof chunk.content === "string")).toBe(true);
  });

  test("[33] leaves its counts out when nobody wants them", async () => {
    bare.answer({ events: wrapped(hello) });
    const chunks = await collect(await connect(bare).stream("Hi", { streamUsage: false }));
    expect(sumOf(chunks).usage_metadata).toBeUndefined();
  });

  test("[35] has blocks only, from a model that thinks by itself", async () => {
    bare.answer({
      events: wrapped([
        hello[0],
        { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "" } },
        { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "hm" } },
        { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "s" } },
        { type: "content_block_stop", index: 0 },
        { type: "content_block_start", index: 1, content_block: { type: "text", text: "" } },
        { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "Hello" } },
        ...hello.slice(-2),
      ]),
    });
    const chunks = await collect(await connect(bare, { model: models.claudeSonnet5 }).stream("Hi"));
    expect(chunks.every((chunk) => Array.isArray(chunk.content))).toBe(true);
    expect(sumOf(chunks).contentBlocks).toMatchObject([
      { type: "reasoning", reasoning: "hm", signature: "s" },
      { type: "text", text: "Hello" },
    ]);
  });

  test("turns to blocks when something comes that is no text", async () => {
    bare.answer({
      events: wrapped([
        ...hello.slice(0, 5),
        { type: "content_block_start", index: 1, content_block: { type: "redacted_thinking", data: "x" } },
        { type: "content_block_stop", index: 1 },
        ...hello.slice(-2),
      ]),
    });
    const sum = sumOf(await collect(await connect(bare).stream("Hi")));
    expect(sum.content).toMatchObject([
      { type: "text", text: "Hello" },
      { type: "redacted_thinking", data: "x" },
    ]);
  });

  test("says when a call was cut off, and does not pass half of it for a whole one", async () => {
    const events = wrapped([
      hello[0],
      { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "t", name: "f", input: {} } },
      { type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: '{"city":"x' } },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "max_tokens" } },
      { type: "message_stop" },
    ]);
    bare.answer({ events });
    const sum = sumOf(
      await collect(
        await connect(bare)
          .bindTools([tool("f")])
          .stream("Hi"),
      ),
    );
    expect(sum.response_metadata).toMatchObject({ truncated_tool_call: true, stop_reason: "max_tokens" });
    expect(sum.content).toEqual([]);
    const reply = await connect(bare, { streaming: true })
      .bindTools([tool("f")])
      .invoke("Hi");
    expect(reply).toMatchObject({ tool_calls: [], invalid_tool_calls: [{ name: "f", args: '{"city":"x' }] });
  });

  test("that breaks off is an error which carries what had come, and asks to be repeated", async () => {
    bare.answer({ events: wrapped(hello.slice(0, 3)) });
    const failure = await rejectionOf(collect(await connect(bare).stream("Hi")));
    expect(failure).toMatchObject({ name: "BedrockStreamError", code: "STREAM_ENDED_EARLY", retryable: true });
    expect(failure).toHaveProperty("partialOutput.content", "He");
    expect(JSON.stringify(failure)).not.toContain('He"');
  });

  test("reports an error event of Anthropic's, and an exception of the service", async () => {
    bare.answer({
      events: wrapped([
        ...hello.slice(0, 3),
        { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
      ]),
    });
    const said = await rejectionOf(collect(await connect(bare).stream("Hi")));
    expect(said).toMatchObject({ name: "BedrockStreamError", awsCode: "overloaded_error", retryable: true });
    bare.answer({ events: [...wrapped(hello.slice(0, 3)), { throttlingException: { message: "slow down" } }] });
    const thrown = await rejectionOf(collect(await connect(bare).stream("Hi")));
    expect(thrown).toMatchObject({ name: "BedrockStreamError", awsCode: "ThrottlingException", partial: true });
  });

  test("is read to its end by an injected client, too", async () => {
    const { BedrockRuntimeClient } = await import("@aws-sdk/client-bedrock-runtime");
    aws.chat.script([{ chunks: ["He", "llo"] }]);
    const client = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
    const sum = sumOf(await collect(await connect(aws, { client }).stream("Hi")));
    expect(sum.content).toBe("Hello");
    client.destroy();
  });

  test("ends with the signal", async () => {
    aws.chat.script([{ chunks: ["a", "b", "c"] }]);
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const _chunk of await connect(aws).stream("Hi", { signal: controller.signal })) controller.abort();
    };
    const failure = await rejectionOf(read());
    expect(failure.name).toMatch(/Abort/);
  });
});

/** Writes down what a handler hears of. */
class Listener extends BaseCallbackHandler {
  name = "listener";
  override awaitHandlers = true;
  readonly heard: unknown[] = [];

  override handleLLMError(error: Error, _run: string, _parent?: string, _tags?: string[], facts?: unknown): void {
    this.heard.push({ event: "error", message: error.message, facts });
  }

  override handleCustomEvent(event: string, data: unknown): void {
    this.heard.push({ event, data });
  }

  override handleLLMEnd(): void {
    this.heard.push({ event: "end" });
  }
}

class Tracer extends BaseTracer {
  name = "tracer";
  override awaitHandlers = true;
  readonly runs: Run[] = [];

  protected override async persistRun(run: Run): Promise<void> {
    this.runs.push(run);
  }
}

describe("a guardrail that intervenes", () => {
  const guardrails = { guardrailIdentifier: guardrail.id, guardrailVersion: "1", trace: true };
  const expectHeard = (listener: Listener, tracer: Tracer): void => {
    expect(listener.heard).toMatchObject([
      {
        event: "error",
        message: "Error raised by bedrock service: GUARDRAIL_INTERVENED",
        facts: { signal: true, reason: "GUARDRAIL_INTERVENED", trace: { guardrail: {} } },
      },
      { event: interventionEvent, data: { reason: "GUARDRAIL_INTERVENED" } },
      { event: "end" },
    ]);
    expect(tracer.runs).toHaveLength(1);
    expect(tracer.runs[0]?.error).toBeUndefined();
    expect(tracer.runs[0]?.outputs).toHaveProperty("generations.0.0");
  };

  test("[38] is heard of in invoke, once, and the call succeeds", async () => {
    const [listener, tracer] = [new Listener(), new Tracer()];
    const reply = await connect(aws, { guardrails }).invoke("Tell me of moon cheese", {
      callbacks: [listener, tracer],
    });
    expect(reply.text).toBe("I can't talk about that.");
    expect(reply.response_metadata["guardrail"]).toMatchObject({
      action: "INTERVENED",
      reason: "GUARDRAIL_INTERVENED",
      trace: {},
    });
    expectHeard(listener, tracer);
  });

  test("[38] is heard of in a stream, once, and the run succeeds", async () => {
    const [listener, tracer] = [new Listener(), new Tracer()];
    const stream = await connect(aws, { guardrails }).stream("Tell me of moon cheese", {
      callbacks: [listener, tracer],
    });
    const sum = sumOf(await collect(stream));
    expect(sum.text).toBe("I can't talk about that.");
    expect(sum.response_metadata["guardrail"]).toMatchObject({ action: "INTERVENED", reason: "GUARDRAIL_INTERVENED" });
    expectHeard(listener, tracer);
  });

  test("[38] is found on the last event of Anthropic's stream", async () => {
    const listener = new Listener();
    bare.answer({
      events: wrapped([
        { type: "message_start", message: { id: "m" } },
        { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "no" } },
        { type: "message_delta", delta: {} },
        {
          type: "message_stop",
          "amazon-bedrock-guardrailAction": "INTERVENED",
          "amazon-bedrock-trace": { guardrail: { x: 1 } },
        },
      ]),
    });
    const sum = sumOf(await collect(await connect(bare, { guardrails }).stream("Hi", { callbacks: [listener] })));
    expect(sum.response_metadata["guardrail"]).toEqual({
      action: "INTERVENED",
      reason: "GUARDRAIL_INTERVENED",
      trace: { guardrail: { x: 1 } },
    });
    expect(listener.heard).toMatchObject([{ event: "error" }, { event: interventionEvent }, { event: "end" }]);
  });

  test("is not heard of when nothing intervenes, nor without a trace", async () => {
    const listener = new Listener();
    aws.chat.script([{ text: "fine" }]);
    const reply = await connect(aws, { guardrails }).invoke("Tell me of cheese", { callbacks: [listener] });
    expect(reply.response_metadata["guardrail"]).not.toHaveProperty("reason");
    const quiet = { ...guardrails, trace: false };
    await connect(aws, { guardrails: quiet }).invoke("Tell me of moon cheese", { callbacks: [listener] });
    expect(listener.heard).toEqual([{ event: "end" }, { event: "end" }]);
  });

  test("[39] is an error when that is wanted, with its trace and without the text", async () => {
    const body = {
      ...plainReplies["anthropic-messages"],
      "amazon-bedrock-guardrailAction": "INTERVENED",
      "amazon-bedrock-trace": { guardrail: { x: 1 } },
    };
    bare.answer({ response: body });
    const failure = await rejectionOf(
      connect(bare, { guardrails: { ...guardrails, throwOnIntervention: true } }).invoke("Hi"),
    );
    expect(GuardrailInterventionError.isInstance(failure)).toBe(true);
    expect(failure).toHaveProperty("trace", { guardrail: { x: 1 } });
    expect(JSON.stringify(failure)).not.toContain('guardrail":{"x');
  });
});

test("messages of the class read back from JSON are the same to the model", async () => {
  aws.chat.script([{ text: "a" }, { text: "b" }, { text: "b" }]);
  const model = connect(aws);
  const reply = await model.invoke("Hi");
  await model.invoke([H("Hi"), reply, H("more")]);
  await model.invoke([H("Hi"), new AIMessage({ content: reply.content }), H("more")]);
  const [, first, second] = aws.requests().map(({ body }) => body);
  expect(second).toEqual(first);
});
