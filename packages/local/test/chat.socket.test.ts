import {
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  ConverseStreamCommand,
  CountTokensCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { createLocalAws } from "../src/local-aws.ts";
import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, createClient, refusalOf } from "./bedrock-runtime.ts";
import { invoke } from "./support/invoke.ts";

const aws = useLocalAws({
  responders: [({ system }) => (system === "responder" ? { text: "from a responder" } : undefined)],
});

const send = (input: Partial<ConverseCommandInput> = {}): Promise<ConverseCommandOutput> =>
  createClient(aws).send(new ConverseCommand({ modelId: claude, messages: ask("Hello"), ...input }));
const textOf = ({ output }: ConverseCommandOutput): string =>
  (output?.message?.content ?? []).map(({ text }) => text ?? "").join("|");

describe("a chat script", () => {
  it("[30] gives its steps in order, checks what each expects, and says which request found it empty", async () => {
    aws.chat.script([
      { text: "one", expect: { messages: [{ content: [{ text: "Hello" }] }] } },
      { text: "two", expect: ({ system }) => system === "" },
      { text: "three", expect: { inferenceConfig: { maxTokens: 7 }, messages: [{ role: "user" }] } },
    ]);
    expect(aws.chat.remaining).toBe(3);
    expect([textOf(await send()), textOf(await send())]).toEqual(["one", "two"]);

    const mismatch = await refusalOf(send({ inferenceConfig: { maxTokens: 8 } }));
    expect(mismatch).toEqual({
      name: "ScriptMismatch",
      message:
        "Step 3 of the chat script expected another request:\n  inferenceConfig.maxTokens: expected 7, received 8",
      status: 400,
    });

    const exhausted = await refusalOf(send({ messages: ask("One more") }));
    expect(exhausted).toMatchObject({ name: "ScriptExhausted", status: 400 });
    expect(exhausted.message).toContain("all 3 were taken");
    expect(exhausted.message).toContain(`(Converse, ${claude}) ends with "One more"`);
    expect(exhausted.message).toContain(aws.lastRequest()?.id ?? "no request");

    expect(aws.chat.failures).toEqual([mismatch.message, exhausted.message]);
    aws.chat.reset();
    expect(aws.chat.failures).toEqual([]);
  });

  it("[30] gives two concurrent requests distinct steps", async () => {
    aws.chat.script([{ text: "one", delayMs: 20 }, { text: "two" }]);
    const texts = (await Promise.all([send(), send()])).map(textOf);
    expect(texts.toSorted()).toEqual(["one", "two"]);
  });

  it("lets the other responders answer after its end, when it falls back", async () => {
    aws.chat.script({ text: "one" }, { fallback: true });
    expect([textOf(await send()), textOf(await send())]).toEqual(["one", "Hello"]);
  });

  it("comes before `on`, which comes before responders, which come before the rules", async () => {
    aws.chat.on({ system: "responder", text: /^match/ }, { text: "from on" });
    aws.chat.script({ text: "from the script" }, { fallback: true });
    const system = [{ text: "responder" }];
    const texts = [];
    for (const text of ["match", "match", "other"]) texts.push(textOf(await send({ system, messages: ask(text) })));
    texts.push(textOf(await send({ messages: ask("echo") })));
    expect(texts).toEqual(["from the script", "from on", "from a responder", "echo"]);
  });

  it("builds replies from their request", async () => {
    aws.chat.on({ model: claude, operation: "Converse" }, ({ messages }) => ({ text: `${messages.length} turn` }));
    expect(textOf(await send())).toBe("1 turn");
  });

  it("sends reasoning, text and calls in this order, and what was stated beside them", async () => {
    aws.chat.script({
      toolUse: { name: "add", input: { a: 1 }, toolUseId: "tooluse_1" },
      text: "I add.",
      reasoning: [{ text: "Hm", signature: "c2ln" }, { redacted: new Uint8Array([1]) }],
      usage: { inputTokens: 5, outputTokens: 6, cacheReadInputTokens: 7 },
      additionalModelResponseFields: { a: 1 },
      latencyMs: 9,
    });
    const { $metadata: _metadata, ...answer } = await send();
    expect(answer).toEqual({
      output: {
        message: {
          role: "assistant",
          content: [
            { reasoningContent: { reasoningText: { text: "Hm", signature: "c2ln" } } },
            { reasoningContent: { redactedContent: new Uint8Array([1]) } },
            { text: "I add." },
            { toolUse: { name: "add", input: { a: 1 }, toolUseId: "tooluse_1", type: "tool_use" } },
          ],
        },
      },
      stopReason: "tool_use",
      usage: { inputTokens: 5, outputTokens: 6, cacheReadInputTokens: 7, totalTokens: 18 },
      additionalModelResponseFields: { a: 1 },
      metrics: { latencyMs: 9 },
    });
  });
});

describe("limits of an answer", () => {
  it("cut the text at maxTokens", async () => {
    aws.chat.script({ text: "one two three four" });
    const answer = await send({ inferenceConfig: { maxTokens: 2 } });
    expect([textOf(answer), answer.stopReason, answer.usage?.outputTokens]).toEqual(["one two ", "max_tokens", 2]);
  });

  it("end the text before a stop sequence, and name it when asked", async () => {
    aws.chat.script({ text: "one two three" });
    const answer = await send({
      inferenceConfig: { stopSequences: ["three", " two"] },
      additionalModelResponseFieldPaths: ["/stop_sequence"],
    });
    expect([textOf(answer), answer.stopReason, answer.additionalModelResponseFields]).toEqual([
      "one",
      "stop_sequence",
      { stop_sequence: " two" },
    ]);
  });

  it("cut the stream of a call in the middle of its arguments", async () => {
    aws.chat.script({ toolUse: { name: "add", input: { first: 1234567890, second: 1234567890 } } });
    const { stream } = await createClient(aws).send(
      new ConverseStreamCommand({ modelId: claude, messages: ask("Hello"), inferenceConfig: { maxTokens: 4 } }),
    );
    const seen: unknown[] = [];
    for await (const { contentBlockDelta, messageStop } of stream ?? []) {
      seen.push(
        ...[contentBlockDelta?.delta?.toolUse?.input, messageStop?.stopReason].filter((it) => it !== undefined),
      );
    }
    expect(seen).toEqual(["", '{"first":1234567', "max_tokens"]);
  });
});

const toolConfig: ConverseCommandInput["toolConfig"] = {
  tools: [
    { toolSpec: { name: "add", description: "Adds two numbers", inputSchema: { json: { type: "object" } } } },
    { cachePoint: { type: "default" } },
  ],
};

describe("token counts", () => {
  it.each<{ name: string; input: Partial<ConverseCommandInput> }>([
    { name: "a text", input: {} },
    { name: "texts in several languages", input: { messages: ask("Grüße, 你好, 👋") } },
    { name: "system text and tools", input: { system: [{ text: "Be brief." }], toolConfig } },
    {
      name: "a loop with a document and an image",
      input: {
        toolConfig,
        messages: [
          { role: "user", content: [{ text: "Read" }, { document: { name: "a", source: { text: "some text" } } }] },
          { role: "assistant", content: [{ toolUse: { toolUseId: "1", name: "add", input: { a: [1, 2, 3] } } }] },
          {
            role: "user",
            content: [{ toolResult: { toolUseId: "1", content: [{ json: { sum: 6 } }, { text: "six" }] } }],
          },
        ],
      },
    },
  ])("[14] agree between CountTokens and usage: $name", async ({ input }) => {
    const request = { messages: ask("Hello"), ...input };
    const { usage } = await send(request);
    const { inputTokens } = await createClient(aws).send(
      new CountTokensCommand({
        modelId: "anthropic.claude-sonnet-4-5-20250929-v1:0",
        input: { converse: { messages: request.messages, system: request.system, toolConfig: request.toolConfig } },
      }),
    );
    expect(inputTokens).toBeGreaterThan(0);
    expect(inputTokens).toBe(usage?.inputTokens);
  });

  it("[14] agree between CountTokens and what InvokeModel says of the same body", async () => {
    const body = {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 10,
      system: "Be brief.",
      messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
      tools: [{ name: "f", description: "d", input_schema: { type: "object" } }],
    };
    const modelId = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    const count = async (sent: unknown): Promise<number | undefined> => {
      const invokeModel = { body: new TextEncoder().encode(JSON.stringify(sent)) };
      return (await createClient(aws).send(new CountTokensCommand({ modelId, input: { invokeModel } }))).inputTokens;
    };
    const counted = await count(body);
    await invoke(aws, claude, body);
    expect(aws.lastRequest()?.usage).toMatchObject({ inputTokens: counted });
    await expect(count({ ...body, stream: true })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("extraneous key [stream] is not permitted"),
    });
  });
});

describe("instances", () => {
  it("keep their scripts apart", async () => {
    await using other = await createLocalAws();
    other.chat.script({ text: "other" });
    const ofOther = createClient(other).send(new ConverseCommand({ modelId: claude, messages: ask("Hello") }));
    expect([textOf(await send()), textOf(await ofOther)]).toEqual(["Hello", "other"]);
  });
});
