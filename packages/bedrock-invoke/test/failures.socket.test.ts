import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { BedrockStreamError } from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { ContextOverflowError } from "@langchain/core/errors";
import { describe, expect, test } from "vitest";
import { ChatBedrock } from "../src/index.ts";
import { collect, connect, connectLlm, rejectionOf, sumOf } from "./support/connect.ts";
import { models } from "./support/models.ts";

const guardrail = { id: "gr0123456789", words: ["moon cheese"], blockedInputMessaging: "I can't talk about that." };
const imported = "arn:aws:bedrock:us-east-1:000000000000:imported-model/abcdefghijkl";
const aws = useLocalAws({ guardrails: [guardrail], models: { unknown: "accept" } });

describe("retries", () => {
  test("are made by the SDK's rules: a throttled call and a throttled stream succeed at the second attempt", async () => {
    aws.chat.script([{ text: "a" }, { text: "b" }]);
    aws.faults.add({ match: { operation: "InvokeModel" }, when: { nth: 1 }, do: { throttle: true } });
    aws.faults.add({ match: { operation: "InvokeModelWithResponseStream" }, when: { nth: 1 }, do: { throttle: true } });
    const failed: Error[] = [];
    const model = connect(aws, { maxRetries: 2, onFailedAttempt: (error: Error) => void failed.push(error) });
    expect((await model.invoke("Hi")).text).toBe("a");
    expect(sumOf(await collect(await model.stream("Hi"))).text).toBe("b");
    expect(aws.requests().map(({ status }) => status)).toEqual([429, 200, 429, 200]);
    expect(failed.map(({ name }) => name)).toEqual(["BedrockThrottlingError", "BedrockThrottlingError"]);
  });

  test("are not made for what the service refuses, nor beyond what a call asks for", async () => {
    aws.faults.add({ do: { error: { status: 400, type: "ValidationException", message: "no" } } });
    await rejectionOf(connect(aws, { maxRetries: 3 }).invoke("a private question"));
    expect(aws.requests()).toHaveLength(1);
    aws.faults.reset();
    aws.faults.add({ do: { throttle: true } });
    await rejectionOf(connect(aws, { maxRetries: 3 }).invoke("Hi", { maxRetries: 0 }));
    expect(aws.requests()).toHaveLength(2);
  });
});

test("a client of the caller's is waited for as long as `timeout` says, for an answer and for a stream", async () => {
  aws.faults.add({ do: { hang: true } });
  const client = new BedrockRuntimeClient({ region: aws.region, credentials: aws.credentials, endpoint: aws.url });
  const model = new ChatBedrock({ model: models.claude, client, timeout: 50 });
  expect((await rejectionOf(model.invoke("Hi"))).name).toBe("BedrockModelTimeoutError");
  expect((await rejectionOf(model.stream("Hi").then(collect))).name).toBe("BedrockModelTimeoutError");
  client.destroy();
});

describe("refusals", () => {
  test("of a key name it, the model, and what to do", async () => {
    const model = connect(aws, { model: models.llama3, modelKwargs: { stop_sequences: ["x"] } });
    const failure = await rejectionOf(model.invoke("a private question"));
    expect(failure).toMatchObject({ name: "BedrockValidationError", operation: "InvokeModel" });
    expect(failure.message).toMatch(/does not take the key `stop_sequences` in the body format llama.*modelKwargs/);
    expect(failure.message).not.toContain("private");
  });

  test("of a model without on-demand use name the profile to use", async () => {
    const failure = await rejectionOf(connect(aws, { model: "anthropic.claude-sonnet-4-20250514-v1:0" }).invoke("Hi"));
    expect(failure.message).toContain("us.anthropic.claude-sonnet-4-20250514-v1:0");
  });

  test("of a long input are LangChain's own error", async () => {
    const message = "Input is too long for requested model.";
    aws.faults.add({ do: { error: { status: 400, type: "ValidationException", message } } });
    expect(ContextOverflowError.isInstance(await rejectionOf(connect(aws).invoke("Hi")))).toBe(true);
  });
});

describe("streams", () => {
  const step = { chunks: ["one ", "two ", "three"] };

  test.each([
    ["an exception", { exception: "throttlingException", afterEvents: 4 }],
    ["a frame of the type error", { errorFrame: true, afterEvents: 4 }],
    ["a closed connection", { drop: true, afterEvents: 4 }],
    ["half a frame", { truncateFrame: true, afterEvents: 4 }],
    ["a wrong checksum", { corruptCrc: true, afterEvents: 4 }],
    ["an early end", { endEarly: true, afterEvents: 4 }],
  ])("that break by %s are one error, with what had come, and no second request", async (_what, fault) => {
    aws.chat.script([step]);
    aws.faults.add({ do: fault });
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { text } of await connect(aws, { maxRetries: 3 }).stream("Count.")) seen.push(text);
    };
    const failure = await rejectionOf(read());
    expect(BedrockStreamError.isInstance(failure)).toBe(true);
    expect(seen.join("")).toMatch(/^one /);
    expect(failure).toHaveProperty("partialOutput.text", seen.join(""));
    expect(Object.keys(failure)).not.toContain("partialOutput");
    expect(aws.requests()).toHaveLength(1);
  });

  test.each([{ exception: "throttlingException" }, { endEarly: true }])(
    "broken by %j may be asked for again",
    async (fault) => {
      aws.chat.script([step]);
      aws.faults.add({ do: { ...fault, afterEvents: 4 } });
      const read = async (): Promise<unknown> => collect(await connect(aws).stream("Count."));
      expect(await rejectionOf(read())).toMatchObject({ retryable: true });
    },
  );

  test("that fall silent are given up", async () => {
    aws.chat.script([step]);
    aws.faults.add({ do: { hang: true, afterEvents: 4 } });
    const read = async (): Promise<unknown> => collect(await connect(aws, { streamIdleTimeout: 50 }).stream("Count."));
    expect(await rejectionOf(read())).toMatchObject({ name: "StreamIdleTimeoutError" });
  });

  test("that are left are closed", async () => {
    aws.chat.script([step]);
    aws.faults.add({ do: { hang: true, afterEvents: 4 } });
    for await (const { text } of await connect(aws).stream("Count.")) if (text !== "") break;
    expect(await aws.waitForRequest({ endedBy: "client" })).toMatchObject({ abortedByClient: true });
    aws.faults.reset();
    aws.chat.script([{ text: "next" }]);
    expect((await connect(aws).invoke("Hi")).text).toBe("next");
  });
});

test("[42] a stream that meets a stop sequence is closed, whatever else would come", async () => {
  aws.chat.script([{ chunks: ["abE", "NDdef"] }]);
  aws.faults.add({ do: { hang: true, afterEvents: 2 } });
  const chunks = await collect(await connect(aws, { model: models.llama3 }).stream("Count.", { stop: ["END"] }));
  expect(sumOf(chunks)).toMatchObject({ content: "ab", response_metadata: { stop_reason: "stop_sequence" } });
  expect(await aws.waitForRequest({ endedBy: "client" })).toMatchObject({ abortedByClient: true });
});

test.each([models.titan, models.llama3, models.mistral7b, models.gptOss, models.claude2])(
  "a guardrail blocks %s, whole and streamed, and says so",
  async (model) => {
    const guardrails = { guardrailIdentifier: guardrail.id, guardrailVersion: "1", trace: true };
    const report = { action: "INTERVENED", reason: "GUARDRAIL_INTERVENED", trace: {} };
    const chat = connect(aws, { model, guardrails });
    const whole = await chat.invoke("Tell me of moon cheese");
    expect(whole.text.trim()).toBe("I can't talk about that.");
    expect(whole.response_metadata["guardrail"]).toMatchObject(report);
    const sum = sumOf(await collect(await chat.stream("Tell me of moon cheese")));
    expect(sum.text).toBe(whole.text);
    expect(sum.response_metadata["guardrail"]).toMatchObject(report);
  },
);

test("an imported model speaks what it is said to speak", async () => {
  aws.chat.script([{ text: "a" }, { text: "b" }, { text: "c" }]);
  expect((await connect(aws, { model: imported, bodyFormat: "openai-chat" }).invoke("Hi")).text).toBe("a");
  // Local tells forms apart by their members, and this one is Llama's alone.
  const fields = { model: imported, bodyFormat: "llama" as const, maxTokens: 50 };
  expect((await connect(aws, fields).invoke("Hi")).text).toBe("b");
  expect(await connectLlm(aws, fields).invoke("Hi")).toBe("c");
});
