import {
  AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { InMemoryCache } from "@langchain/core/caches";
import { load } from "@langchain/core/load";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode, toolsCondition } from "@langchain/langgraph/prebuilt";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { bedrockPromptCachingMiddleware, createAgent, tool } from "langchain";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ChatBedrockConverse } from "../src/index.ts";
import { models, useWarnings } from "./build.ts";
import { collect, connect, sumOf } from "./connect.ts";

// What LangChain expects of every chat model. The endpoint answers by its own rules: nothing here is scripted.
const aws = useLocalAws();
useWarnings();

const adder = tool(({ a, b }) => String(a + b), {
  name: "adder",
  description: "Adds two numbers.",
  schema: z.object({ a: z.number().int(), b: z.number().int() }),
});
const clock = tool(() => "noon", {
  name: "clock",
  description: "Tells the time in a city.",
  schema: z.object({ city: z.string() }),
});
const joke = z.object({ setup: z.string(), punchline: z.string() });
const call = { id: "call_1", name: "adder", args: { a: 1, b: 2 }, type: "tool_call" } as const;

describe("calls", () => {
  test("invoke gives one message with text, an id and the model's name", async () => {
    const reply = await connect(aws).invoke("Hello there");
    expect(reply).toBeInstanceOf(AIMessage);
    expect(reply.text).not.toBe("");
    expect(reply.id).toEqual(expect.any(String));
    expect(reply.response_metadata).toMatchObject({ model_name: expect.stringContaining("claude-haiku-4-5") });
  });

  test("stream gives the same text in more than one piece", async () => {
    const model = connect(aws);
    const chunks = await collect(await model.stream("Say a few words about the sea"));
    expect(chunks.filter(({ text }) => text !== "").length).toBeGreaterThan(1);
    expect(sumOf(chunks).text).toBe((await model.invoke("Say a few words about the sea")).text);
  });

  test("batch answers in the order of its inputs", async () => {
    const model = connect(aws, { maxConcurrency: 2 });
    const replies = await model.batch(["alpha", "beta", "gamma"]);
    expect(replies.map(({ text }) => text)).toEqual(
      await Promise.all(["alpha", "beta", "gamma"].map(async (input) => (await model.invoke(input)).text)),
    );
  });

  test("a conversation of several turns is sent in order", async () => {
    await connect(aws).invoke([
      new SystemMessage("Be kind."),
      new HumanMessage("a"),
      new AIMessage("b"),
      new HumanMessage("c"),
    ]);
    expect(aws.lastRequest()?.body).toMatchObject({
      system: [{ text: "Be kind." }],
      messages: [{ role: "user" }, { role: "assistant", content: [{ text: "b" }] }, { role: "user" }],
    });
  });

  test("streamEvents starts, streams and ends one chat model run", async () => {
    const events = await collect(connect(aws).streamEvents("Hello there", { version: "v2" }));
    const names = events.map(({ event }) => event);
    expect(names.at(0)).toBe("on_chat_model_start");
    expect(names.at(-1)).toBe("on_chat_model_end");
    expect(names.filter((name) => name === "on_chat_model_stream").length).toBeGreaterThan(1);
  });

  test("an aborted call is refused and nothing hangs", async () => {
    const abort = new AbortController();
    abort.abort(new Error("changed my mind"));
    await expect(connect(aws).invoke("hi", { signal: abort.signal })).rejects.toThrow("changed my mind");
    expect(aws.requests()).toEqual([]);
  });
});

describe("token counts", () => {
  test("of invoke, with the model's name beside", async () => {
    const { usage_metadata: counts, response_metadata } = await connect(aws).invoke("Hello there");
    expectCounts(counts);
    expect(response_metadata["model_name"]).toEqual(expect.any(String));
  });

  test("of a stream, in one chunk alone, equal to those of invoke", async () => {
    const model = connect(aws);
    // Without it the service counts the cache in a whole answer of Claude, but not in a stream of it.
    const usage = { inputTokens: 4, outputTokens: 8, cacheReadInputTokens: 5, cacheWriteInputTokens: 0 };
    aws.chat.script([
      { text: "Hi", usage },
      { text: "Hi", usage },
    ]);
    const chunks = await collect(await model.stream("Hello there"));
    expect(chunks.filter((chunk) => chunk.usage_metadata !== undefined)).toHaveLength(1);
    const sum = sumOf(chunks);
    expectCounts(sum.usage_metadata);
    expect(sum.usage_metadata).toMatchObject((await model.invoke("Hello there")).usage_metadata ?? {});
    expect(sum.response_metadata["model_name"]).toEqual(expect.any(String));
  });
});

describe("histories with tools", () => {
  const question = new HumanMessage("What is 1 + 2?");
  test.each([
    ["of a string", "", "3"],
    [
      "of lists",
      [
        { type: "text", text: "I will add." },
        { type: "tool_use", id: "call_1", name: "adder", input: { a: 1, b: 2 } },
      ],
      [{ type: "text", text: "3" }],
    ],
  ])("content %s", async (_, content, result) => {
    const history: BaseMessage[] = [
      question,
      new AIMessage({ content, tool_calls: [call] }),
      new ToolMessage({ content: result, tool_call_id: "call_1", name: "adder" }),
    ];
    const reply = await connect(aws).bindTools([adder]).invoke(history);
    expect(reply.text).toContain("3");
    expect(reply.tool_calls).toEqual([]);
    expect(uses()).toEqual([{ toolUse: { toolUseId: "call_1", name: "adder", input: { a: 1, b: 2 } } }]);
  });

  test("examples of earlier calls, then another question", async () => {
    const history = [
      question,
      new AIMessage({ content: "", tool_calls: [call] }),
      new ToolMessage({ content: "3", tool_call_id: "call_1" }),
      new AIMessage("3"),
      new HumanMessage("Use adder on 4 and 5"),
    ];
    const reply = await connect(aws).bindTools([adder]).invoke(history);
    expect(reply.tool_calls).toMatchObject([{ name: "adder", args: { a: 4, b: 5 } }]);
  });

  test("a tool that failed is told so to a model that knows the status", async () => {
    const failed = new ToolMessage({ content: "no such number", tool_call_id: "call_1", status: "error" });
    await connect(aws)
      .bindTools([adder])
      .invoke([question, new AIMessage({ content: "", tool_calls: [call] }), failed]);
    expect(aws.lastRequest()?.body).toHaveProperty("messages.2.content.0.toolResult.status", "error");
  });
});

describe("tools", () => {
  const parameters = {
    type: "object",
    properties: { a: { type: "integer" }, b: { type: "integer" } },
    required: ["a", "b"],
  };
  test.each([
    ["LangChain's", adder],
    ["OpenAI's", { type: "function", function: { name: "adder", description: "Adds.", parameters } }],
    ["Anthropic's", { name: "adder", description: "Adds.", input_schema: parameters }],
    ["a schema's", { name: "adder", description: "Adds.", schema: parameters }],
    ["Converse's", { toolSpec: { name: "adder", description: "Adds.", inputSchema: { json: parameters } } }],
    [
      "a runnable's",
      adder
        .withConfig({})
        .asTool({ name: "adder", description: "Adds.", schema: z.object({ a: z.int(), b: z.int() }) }),
    ],
  ])("in %s form are called with arguments of the schema", async (_, given) => {
    const reply = await connect(aws).bindTools([given]).invoke("Use adder on 7 and 8");
    expect(reply.tool_calls).toMatchObject([{ name: "adder", args: { a: 7, b: 8 }, type: "tool_call" }]);
  });

  test("are called in parallel, and a stream adds up to the same calls", async () => {
    const model = connect(aws).bindTools([adder, clock]);
    const reply = await model.invoke("Use adder on 1 and 2, and clock for Rome");
    expect(reply.tool_calls?.map(({ name }) => name)).toEqual(["adder", "clock"]);
    const sum: AIMessageChunk = sumOf(await collect(await model.stream("Use adder on 1 and 2, and clock for Rome")));
    const withoutIds = ({ tool_calls = [] }: AIMessage): unknown[] =>
      tool_calls.map(({ name, args }) => ({ name, args }));
    expect(withoutIds(sum)).toEqual(withoutIds(reply));
  });

  test("are called when the choice says so", async () => {
    const reply = await connect(aws).bindTools([adder, clock], { tool_choice: "clock" }).invoke("Hello");
    expect(reply.tool_calls).toMatchObject([{ name: "clock" }]);
  });
});

describe("answers in a schema", () => {
  test.each(["functionCalling", "jsonSchema"] as const)("by %s, alone and beside the message", async (method) => {
    const model = connect(aws, { model: models.claudeSonnet45 });
    expect(joke.safeParse(await model.withStructuredOutput(joke, { method }).invoke("Tell a joke")).success).toBe(true);
    const both = await model.withStructuredOutput(joke, { method, includeRaw: true }).invoke("Tell a joke");
    expect(joke.safeParse(both.parsed).success).toBe(true);
    expect(both.raw).toBeInstanceOf(AIMessage);
  });

  test("say to traces in which form", async () => {
    const seen: unknown[] = [];
    const handler = {
      handleChatModelStart: (...given: unknown[]) => void seen.push(given),
    };
    await connect(aws)
      .withStructuredOutput(joke)
      .invoke("Tell a joke", { callbacks: [handler] });
    expect(JSON.stringify(seen)).toContain("ls_structured_output_format");
  });

  test("stream, the last value being whole", async () => {
    const values = await collect(await connect(aws).withStructuredOutput(joke).stream("Tell a joke"));
    expect(joke.safeParse(values.at(-1)).success).toBe(true);
  });
});

describe("standard content", () => {
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const pdf = Buffer.from("%PDF-1.4\n%%EOF\n").toString("base64");
  test.each([
    ["an image", { type: "image", mimeType: "image/png", data: png }, { image: { format: "png" } }],
    [
      "an image in a data URL",
      { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
      { image: {} },
    ],
    ["a file", { type: "file", mimeType: "application/pdf", data: pdf, metadata: { name: "a.pdf" } }, { document: {} }],
  ])("%s reaches the service as media", async (_, block, expected) => {
    const content = [{ type: "text", text: "What is this?" }, block];
    expect((await connect(aws).invoke([new HumanMessage({ content })])).text).not.toBe("");
    expect(aws.lastRequest()?.body).toMatchObject({ messages: [{ content: [{ text: "What is this?" }, expected] }] });
  });

  test("contentBlocks of a reply are LangChain's", async () => {
    // In v0, LangChain's core makes them of the content, and leaves the calls out.
    const reply = await connect(aws, { outputVersion: "v1" }).bindTools([adder]).invoke("Use adder on 7 and 8");
    expect(reply.contentBlocks).toContainEqual(expect.objectContaining({ type: "tool_call", name: "adder" }));
  });
});

describe("what LangChain keeps", () => {
  test("a cache answers the same question without a call", async () => {
    const model = connect(aws, { cache: new InMemoryCache() });
    const first = await model.invoke("Hello there");
    const second = await model.invoke("Hello there");
    expect(second.content).toEqual(first.content);
    expect(aws.requests()).toHaveLength(1);
  });

  test("a saved model is loaded as one that asks the same", async () => {
    const saved = JSON.stringify(connect(aws, { temperature: 0.25, maxTokens: 7 }));
    expect(saved).not.toContain(aws.credentials.secretAccessKey);
    const secretsMap = {
      AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    };
    const loaded = await load<ChatBedrockConverse>(saved, {
      secretsMap,
      importMap: { chat_models: { ChatBedrockConverse } },
      optionalImportsMap: { "langchain_aws/chat_models": { ChatBedrockConverse } },
    });
    expect(loaded.invocationParams()).toEqual(connect(aws, { temperature: 0.25, maxTokens: 7 }).invocationParams());
  });

  test("traces know provider, model, kind and sampling", () => {
    expect(connect(aws, { temperature: 0.25, maxTokens: 7 }).getLsParams({ stop: ["x"] })).toEqual({
      ls_provider: "amazon_bedrock",
      ls_model_name: "anthropic.claude-haiku-4-5-20251001-v1:0",
      ls_model_type: "chat",
      ls_temperature: 0.25,
      ls_max_tokens: 7,
      ls_stop: ["x"],
    });
  });
});

describe("graphs and agents", () => {
  test("a graph of LangGraph calls tools until the answer is there", async () => {
    const model = connect(aws).bindTools([adder]);
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("model", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode("tools", new ToolNode([adder]))
      .addEdge("__start__", "model")
      .addConditionalEdges("model", toolsCondition)
      .addEdge("tools", "model")
      .compile();
    const { messages } = await graph.invoke({ messages: [new HumanMessage("Use adder on 20 and 22")] });
    expect(messages.map((message) => message.getType())).toEqual(["human", "ai", "tool", "ai"]);
    expect(messages.at(-1)?.text).toContain("42");
  });

  test("the middleware for prompt caching puts cache points, and the second turn reads from the cache", async () => {
    const agent = createAgent({
      model: connect(aws),
      tools: [adder],
      systemPrompt: "You know the rules of the house. ".repeat(900),
      middleware: [bedrockPromptCachingMiddleware({ ttl: "5m" })],
    });
    const { messages } = await agent.invoke({ messages: "Use adder on 1 and 2" });
    expect(aws.requests()[0]?.body).toMatchObject({
      system: [{}, { cachePoint: { type: "default" } }],
      toolConfig: { tools: [{}, { cachePoint: { type: "default" } }] },
    });
    const [first, second] = messages.filter((message) => AIMessage.isInstance(message));
    expect(first?.usage_metadata?.input_token_details?.cache_creation).toBeGreaterThan(1024);
    expect(second?.usage_metadata?.input_token_details?.cache_read).toBeGreaterThan(1024);
  });
});

function expectCounts(counts: AIMessage["usage_metadata"]): void {
  const { input_tokens = 0, output_tokens = 0, total_tokens } = counts ?? {};
  expect(Math.min(input_tokens, output_tokens)).toBeGreaterThan(0);
  expect(total_tokens).toBe(input_tokens + output_tokens);
}

/** The calls in the assistant's turn of the last request. */
function uses(): unknown {
  const body = aws.lastRequest()?.body as { messages: { role: string; content: { toolUse?: unknown }[] }[] };
  return body.messages[1]?.content.filter(({ toolUse }) => toolUse !== undefined);
}
