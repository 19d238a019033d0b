import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createClientSource, disposeAllClients, sendCommand, type SendOptions, takeAwsFields } from "../src/index.ts";
import { localFields } from "./support/local-fields.ts";

const aws = useLocalAws();

beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAllClients();
});

const clientOf = (): Promise<BedrockRuntimeClient> =>
  createClientSource({
    service: "bedrock-runtime",
    options: takeAwsFields(localFields(aws), { service: "bedrock-runtime" }).options,
    userAgent: ["x", "1"],
    create: (config) => new BedrockRuntimeClient(config),
  }).get();

const command = (text: string): ConverseCommand =>
  new ConverseCommand({
    modelId: "anthropic.claude-3-5-haiku-20241022-v1:0",
    messages: [{ role: "user", content: [{ text }] }],
  });

const textOf = (message: { content: readonly object[] } | undefined): string =>
  (message?.content ?? []).map((block) => ("text" in block ? String(block.text) : "")).join("");

const context = { service: "bedrock-runtime", operation: "Converse" };

/** A signal, of all things, keeps a call off the prepared way. */
const ways: readonly { way: string; own: () => Partial<SendOptions> }[] = [
  { way: "prepared", own: () => ({}) },
  { way: "put together for the call", own: () => ({ signal: new AbortController().signal }) },
];

describe.each(ways)("a call whose way is $way", ({ own }) => {
  test("keeps its input, its answer and its failures to itself among many at once", async () => {
    aws.chat.on(/.*/, ({ messages }) => ({ text: `echo ${textOf(messages[0])}` }));
    aws.faults.add({
      match: { test: ({ body }) => JSON.stringify(body).includes("number 7") },
      do: { error: { status: 400, type: "ValidationException", message: "not 7" } },
    });
    const client = await clientOf();
    const failed: string[] = [];
    const replies = await Promise.allSettled(
      Array.from({ length: 20 }, async (_, index) => {
        const onFailedAttempt = (error: Error): void => void failed.push(`${index}: ${error.name}`);
        const { output } = await sendCommand(client, command(`number ${index}.`), {
          ...own(),
          context,
          onFailedAttempt,
        });
        return output?.message?.content?.[0]?.text;
      }),
    );
    const outcomes = replies.map((reply) => (reply.status === "fulfilled" ? reply.value : "failed"));
    expect(outcomes).toEqual(
      Array.from({ length: 20 }, (_, index) => (index === 7 ? "failed" : `echo number ${index}.`)),
    );
    expect(failed).toEqual(["7: BedrockValidationError"]);
  });

  test("is sent again when the caller knows that a failure passes", async () => {
    aws.faults.add({
      when: { first: 1 },
      do: { error: { status: 400, type: "ValidationException", message: "still warming up" } },
    });
    const client = await clientOf();
    const isRetryable = (error: unknown): boolean => error instanceof Error && /warming up/.test(error.message);
    await sendCommand(client, command("hello"), { ...own(), context, isRetryable });
    expect(aws.requests().map(({ status, attempt }) => [status, attempt])).toEqual([
      [400, 1],
      [200, 2],
    ]);
  });

  test("tells each failed attempt, and counts the attempts in its answer", async () => {
    const client = await clientOf();
    for (let round = 0; round < 2; round += 1) {
      aws.faults.reset();
      aws.faults.add({ when: { first: 2 }, do: { throttle: true } });
      const failures: Error[] = [];
      const output = await sendCommand(client, command("hello"), {
        ...own(),
        context,
        onFailedAttempt: (error) => failures.push(error),
      });
      expect([output.$metadata.attempts, failures.map(({ name }) => name)]).toEqual([
        3,
        ["BedrockThrottlingError", "BedrockThrottlingError"],
      ]);
    }
  });

  test("ends with what its handler of failed attempts throws", async () => {
    aws.faults.add({ do: { throttle: true } });
    const refusal = new Error("enough");
    const sent = sendCommand(await clientOf(), command("hello"), {
      ...own(),
      context,
      onFailedAttempt: () => {
        throw refusal;
      },
    });
    await expect(sent).rejects.toBe(refusal);
    expect(aws.requests()).toHaveLength(1);
  });

  test("goes through middleware that its command brings", async () => {
    const client = await clientOf();
    await sendCommand(client, command("warm up"), { ...own(), context });
    const marked = command("hello");
    marked.middlewareStack.add(
      (next) => async (parameters) => {
        Object.assign(parameters.request ?? {}, {
          headers: { ...Object(parameters.request).headers, "x-mark": "mine" },
        });
        return next(parameters);
      },
      { step: "build" },
    );
    await sendCommand(client, marked, { ...own(), context });
    expect(aws.lastRequest()?.headers).toMatchObject({ "x-mark": "mine" });
    await sendCommand(client, command("hello"), { ...own(), context });
    expect(aws.lastRequest()?.headers).not.toHaveProperty("x-mark");
  });

  test("leaves the client and the command as they are", async () => {
    const client = await clientOf();
    const before = client.middlewareStack.identify();
    const sent = command("hello");
    const input = structuredClone(sent.input);
    await sendCommand(client, sent, { ...own(), context });
    expect([client.middlewareStack.identify(), sent.input]).toEqual([before, input]);
  });
});
