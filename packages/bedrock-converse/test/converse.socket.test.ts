import { AIMessage } from "@langchain/core/messages";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { describe, expect, test } from "vitest";
import { build, call, H, models, S, T, tool, useWarnings } from "./build.ts";
import { collect, connect, sumOf } from "./connect.ts";

const aws = useLocalAws();
useWarnings();

test("[1] sends a text as one user message and nothing else, and reads the reply", async () => {
  aws.chat.script([{ text: "hello", usage: { inputTokens: 3, outputTokens: 2 } }]);
  const reply = await connect(aws).invoke("hi");
  expect(reply.content).toBe("hello");
  expect(reply.usage_metadata).toEqual({ input_tokens: 3, output_tokens: 2, total_tokens: 5 });
  expect(aws.requests()).toMatchObject([
    {
      operation: "Converse",
      model: models.claude,
      auth: { kind: "sigv4" },
      body: { messages: [{ role: "user", content: [{ text: "hi" }] }] },
    },
  ]);
  expect(reply.id).toBe(aws.lastRequest()?.id);
});

test("sends a whole conversation with every option as the pure builder has it", async () => {
  aws.chat.script([{ text: "ok" }]);
  const messages = [
    S("be brief"),
    H("a"),
    new AIMessage({ content: "b", tool_calls: [call("1", "f", { x: 1 })] }),
    T("out", "1"),
  ];
  const fields = { temperature: 0.5, maxTokens: 100, system: ["x"], requestMetadata: { user_id: "1" } };
  const options = { tools: [tool("f")], tool_choice: "auto", stop: ["END"] };
  await connect(aws, fields).invoke(messages, options);
  const { modelId: _inThePath, ...body } = build(messages, fields, options);
  expect(aws.lastRequest()?.body).toEqual(body);
});

test("sends bytes as base64", async () => {
  aws.chat.script([{ text: "ok" }]);
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  await connect(aws).invoke([
    H([
      { type: "text", text: "what?" },
      { type: "image", mimeType: "image/png", data: png },
    ]),
  ]);
  expect(aws.lastRequest()?.body).toMatchObject({
    messages: [{ content: [{ text: "what?" }, { image: { format: "png", source: { bytes: png } } }] }],
  });
});

describe("tools", () => {
  test("calls a bound tool and takes its result back", async () => {
    aws.chat.script([
      { text: "let me see", toolUse: { name: "f", input: { x: 1 }, toolUseId: "t1" } },
      { text: "done" },
    ]);
    const model = connect(aws).bindTools([tool("f")], { tool_choice: "any" });
    const first = await model.invoke("hi");
    expect(first.tool_calls).toEqual([{ type: "tool_call", id: "t1", name: "f", args: { x: 1 } }]);
    expect(first.content).toBe("let me see");
    const second = await model.invoke([H("hi"), first, T("42", "t1")]);
    expect(second.content).toBe("done");
    expect(aws.lastRequest()?.body).toMatchObject({
      toolConfig: { tools: [{ toolSpec: { name: "f" } }], toolChoice: { any: {} } },
      messages: [
        { role: "user" },
        {
          role: "assistant",
          content: [{ text: "let me see" }, { toolUse: { toolUseId: "t1", name: "f", input: { x: 1 } } }],
        },
        { role: "user", content: [{ toolResult: { toolUseId: "t1", content: [{ text: "42" }] } }] },
      ],
    });
  });

  test("streams a call in pieces", async () => {
    aws.chat.script([{ toolUse: { name: "f", inputChunks: ['{"x"', ":1}"], toolUseId: "t1" } }]);
    const chunks = await collect(
      await connect(aws)
        .bindTools([tool("f")])
        .stream("hi"),
    );
    const sum = sumOf(chunks);
    expect(sum.tool_calls).toEqual([{ type: "tool_call", id: "t1", name: "f", args: { x: 1 } }]);
    expect(sum.response_metadata["stopReason"]).toBe("tool_use");
  });

  test("[76] sends a request with tools without a stream where the family does not stream them", async () => {
    aws.chat.on(/.*/, { toolUse: { name: "f", input: { x: 1 }, toolUseId: "t1" } });
    for (const fields of [{ model: models.llama }, { disableStreaming: "tool_calling" as const }]) {
      const chunks = await collect(
        await connect(aws, fields)
          .bindTools([tool("f")])
          .stream("hi"),
      );
      expect(aws.lastRequest()?.operation).toBe("Converse");
      const sum = sumOf(chunks);
      expect(sum.tool_calls).toEqual([{ type: "tool_call", id: "t1", name: "f", args: { x: 1 } }]);
    }
  });

  test("[76] streams where no tools are sent, and where the caller insists", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    await collect(await connect(aws, { disableStreaming: "tool_calling" }).stream("hi"));
    expect(aws.lastRequest()?.operation).toBe("ConverseStream");
    await collect(await connect(aws, { model: models.llama }).stream("hi"));
    expect(aws.lastRequest()?.operation).toBe("ConverseStream");
    await collect(
      await connect(aws, { model: models.qwen, disableStreaming: false })
        .bindTools([tool("f")])
        .stream("hi"),
    );
    expect(aws.lastRequest()?.operation).toBe("ConverseStream");
  });

  test("falls back once and for all where the service says that it does not stream tools", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    const message = "This model doesn't support tool use in streaming mode.";
    aws.faults.add({
      match: { operation: "ConverseStream" },
      do: { error: { status: 400, type: "ValidationException", message } },
    });
    const model = connect(aws).bindTools([tool("f")]);
    await collect(await model.stream("hi"));
    await collect(await model.stream("hi"));
    expect(aws.requests().map(({ operation }) => operation)).toEqual(["ConverseStream", "Converse", "Converse"]);
  });
});

describe("streams", () => {
  test("[64] streams what a plain call replies", async () => {
    const usage = { inputTokens: 4, outputTokens: 8, cacheReadInputTokens: 5, cacheWriteInputTokens: 0 };
    const reply = { reasoning: { text: "think it over", signature: "sig" }, text: "some words here", usage };
    for (const outputVersion of ["v0", "v1"] as const) {
      aws.chat.script([reply, reply, reply]);
      const plain = await connect(aws, { outputVersion }).invoke("hi");
      const streamed = await connect(aws, { outputVersion, streaming: true }).invoke("hi");
      const chunks = await collect(await connect(aws, { outputVersion }).stream("hi"));
      const sum = sumOf(chunks);
      expect(streamed.content).toEqual(plain.content);
      const numbered = Array.isArray(sum.content) ? sum.content : [];
      expect(numbered.map(({ index: _number, ...block }) => block)).toEqual(plain.content);
      expect(sum.usage_metadata).toMatchObject(plain.usage_metadata ?? {});
      expect(Object.keys(sum.response_metadata).toSorted()).toEqual(Object.keys(plain.response_metadata).toSorted());
    }
    expect(aws.requests().map(({ operation }) => operation)).toEqual([
      "Converse",
      "ConverseStream",
      "ConverseStream",
      "Converse",
      "ConverseStream",
      "ConverseStream",
    ]);
  });

  test("[66] streams typed events", async () => {
    aws.chat.script([{ text: "hello you", toolUse: { name: "f", inputChunks: [], toolUseId: "t1" } }]);
    const message = await connect(aws).streamEvents("hi", { tools: [tool("f")] });
    expect(message.content).toEqual([
      { type: "text", text: "hello you" },
      { type: "tool_call", id: "t1", name: "f", args: {} },
    ]);
    expect(message.tool_calls).toMatchObject([{ id: "t1", name: "f", args: {} }]);
    expect(message.response_metadata).toMatchObject({ stopReason: "tool_use", finish_reason: "tool_use" });
  });

  test("reports each piece of text to callbacks before it is given out", async () => {
    aws.chat.script([{ chunks: ["a", "b"] }, { chunks: ["a", "b"] }]);
    const told: string[] = [];
    const handler = { handleLLMNewToken: (token: string) => void told.push(token) };
    await collect(await connect(aws).stream("hi", { callbacks: [handler] }));
    expect(told).toEqual(["a", "b"]);
    await connect(aws, { streaming: true }).invoke("hi", { callbacks: [handler] });
    expect(told).toEqual(["a", "b", "a", "b"]);
  });

  test("[77] leaves out token counts when asked", async () => {
    aws.chat.script([{ text: "a" }]);
    const chunks = await collect(await connect(aws, { streamUsage: false }).stream("hi"));
    expect(chunks.every((chunk) => chunk.usage_metadata === undefined)).toBe(true);
    expect(chunks.at(-1)?.response_metadata).toHaveProperty("usage");
  });
});
