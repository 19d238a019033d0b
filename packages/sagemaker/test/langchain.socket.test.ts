import { InMemoryCache } from "@langchain/core/caches";
import { load } from "@langchain/core/load";
import {
  AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { createAgent, tool } from "langchain";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ChatSagemaker, SagemakerEndpoint } from "../src/index.ts";
import { collect, thrownBy } from "./support/collect.ts";
import { useEndpoint } from "./support/connect.ts";

// What LangChain expects of every chat model, case by case as its own suite has them: that suite is not published. The
// container is an OpenAI-style server that answers by rules, and its streams are cut anywhere.
const connection = useEndpoint({ endpoints: [{ name: "my-endpoint", container: "openai", parts: "random" }] });
const { aws } = connection;

const chat = (fields: object = {}): ChatSagemaker => new ChatSagemaker({ ...connection.fields, ...fields });
const sumOf = (chunks: readonly AIMessageChunk[]): AIMessageChunk => chunks.reduce((sum, chunk) => sum.concat(chunk));

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
  test("[38] invoke gives one message with text, an id and the model's name", async () => {
    const reply = await chat().invoke("Hello there");
    expect(reply).toBeInstanceOf(AIMessage);
    expect(reply.text).toBe("Hello there");
    expect(reply.id).toEqual(expect.any(String));
    expect(reply.response_metadata).toMatchObject({ model_name: "my-endpoint", finish_reason: "stop" });
  });

  test("[38] stream gives the same text in more than one piece, and one id", async () => {
    const chunks = await collect(await chat().stream("Say a few words about the sea"));
    expect(chunks.filter(({ text }) => text !== "").length).toBeGreaterThan(1);
    expect(sumOf(chunks).text).toBe("Say a few words about the sea");
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  test("[38] batch answers in the order of its inputs", async () => {
    const replies = await chat({ maxConcurrency: 2 }).batch(["alpha", "beta", "gamma"]);
    expect(replies.map(({ text }) => text)).toEqual(["alpha", "beta", "gamma"]);
  });

  test("[38] a conversation of several turns is sent in order", async () => {
    const turns = [new SystemMessage("Be kind."), new HumanMessage("a"), new AIMessage("b"), new HumanMessage("c")];
    expect((await chat().invoke(turns)).text).toBe("c");
    expect(connection.bodies[0]?.["messages"]).toEqual([
      { role: "system", content: "Be kind." },
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
      { role: "user", content: "c" },
    ]);
  });

  test("[38] streamEvents starts, streams and ends one chat model run", async () => {
    const events = await collect(chat().streamEvents("Hello there", { version: "v2" }));
    const names = events.map(({ event }) => event);
    expect([names.at(0), names.at(-1)]).toEqual(["on_chat_model_start", "on_chat_model_end"]);
    expect(names.filter((name) => name === "on_chat_model_stream").length).toBeGreaterThan(1);
  });

  test("[38] a chain of a prompt, the model and a parser streams", async () => {
    const prompt = ChatPromptTemplate.fromMessages([["human", "Tell me about {topic}"]]);
    const chain = prompt.pipe(chat()).pipe(new StringOutputParser());
    expect((await collect(await chain.stream({ topic: "the sea" }))).join("")).toBe("Tell me about the sea");
  });

  test("[38] an aborted call is refused and nothing is sent", async () => {
    const error = await thrownBy(chat().invoke("hi", { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "AbortError" });
    expect(aws.requests()).toEqual([]);
  });
});

describe("token counts", () => {
  test("[38, 39] of a stream, in one chunk alone, are those of invoke", async () => {
    const { usage_metadata: counts } = await chat().invoke("Hello there");
    const { input_tokens = 0, output_tokens = 0, total_tokens } = counts ?? {};
    expect(Math.min(input_tokens, output_tokens)).toBeGreaterThan(0);
    expect(total_tokens).toBe(input_tokens + output_tokens);
    const chunks = await collect(await chat().stream("Hello there"));
    expect(chunks.filter((chunk) => chunk.usage_metadata !== undefined)).toHaveLength(1);
    expect(sumOf(chunks)).toMatchObject({ usage_metadata: counts, response_metadata: { model_name: "my-endpoint" } });
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
  ])("[38] content %s", async (_, content, result) => {
    const history: BaseMessage[] = [
      question,
      new AIMessage({ content, tool_calls: [call] }),
      new ToolMessage({ content: result, tool_call_id: "call_1", name: "adder" }),
    ];
    const reply = await chat().bindTools([adder]).invoke(history);
    expect(reply.text).toContain("3");
    expect(reply.tool_calls).toEqual([]);
    expect(connection.bodies[0]).toMatchObject({
      messages: [
        { role: "user" },
        { role: "assistant", tool_calls: [{ id: "call_1", function: { name: "adder", arguments: '{"a":1,"b":2}' } }] },
        { role: "tool", content: "3", tool_call_id: "call_1" },
      ],
    });
  });

  test("[38] examples of earlier calls, then another question", async () => {
    const history = [
      question,
      new AIMessage({ content: "", tool_calls: [call] }),
      new ToolMessage({ content: "3", tool_call_id: "call_1" }),
      new AIMessage("3"),
      new HumanMessage("Use adder on 4 and 5"),
    ];
    const reply = await chat().bindTools([adder]).invoke(history);
    expect(reply.tool_calls).toMatchObject([{ name: "adder", args: { a: 4, b: 5 } }]);
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
    [
      "a runnable's",
      adder
        .withConfig({})
        .asTool({ name: "adder", description: "Adds.", schema: z.object({ a: z.int(), b: z.int() }) }),
    ],
  ])("[38] in %s form are called with arguments of the schema", async (_, given) => {
    const reply = await chat().bindTools([given]).invoke("Use adder on 7 and 8");
    expect(reply.tool_calls).toMatchObject([{ name: "adder", args: { a: 7, b: 8 }, type: "tool_call" }]);
    expect(reply.tool_calls?.[0]?.id).toEqual(expect.any(String));
  });

  test("[38] are called in parallel, and a stream adds up to the same calls", async () => {
    const model = chat().bindTools([adder, clock]);
    const text = "Use adder on 1 and 2, and clock for Rome";
    const reply = await model.invoke(text);
    const sum = sumOf(await collect(await model.stream(text)));
    const withoutIds = ({ tool_calls = [] }: AIMessage): unknown[] =>
      tool_calls.map(({ name, args }) => ({ name, args }));
    expect(withoutIds(reply).map((made) => (made as { name: string }).name)).toEqual(["adder", "clock"]);
    expect(withoutIds(sum)).toEqual(withoutIds(reply));
    expect(sum.response_metadata).toMatchObject({ finish_reason: "tool_calls" });
  });

  test.each([
    ["clock", ["clock"]],
    ["any", expect.arrayContaining([expect.any(String)])],
    ["none", []],
  ])("[38] are called as the choice %s says", async (tool_choice, names) => {
    const reply = await chat().bindTools([adder, clock], { tool_choice }).invoke("Hello");
    expect(reply.tool_calls?.map(({ name }) => name)).toEqual(names);
  });

  test("[38] an agent calls them until the answer is there", async () => {
    const agent = createAgent({ model: chat(), tools: [adder] });
    const { messages } = await agent.invoke({ messages: "Use adder on 20 and 22" });
    expect(messages.map((message) => message.getType())).toEqual(["human", "ai", "tool", "ai"]);
    expect(messages.at(-1)?.text).toContain("42");
  });
});

describe("answers in a schema", () => {
  test.each(["functionCalling", "jsonSchema"] as const)("[38] by %s, alone and beside the message", async (method) => {
    expect(joke.safeParse(await chat().withStructuredOutput(joke, { method }).invoke("Tell a joke")).success).toBe(
      true,
    );
    const both = await chat().withStructuredOutput(joke, { method, includeRaw: true }).invoke("Tell a joke");
    expect(joke.safeParse(both.parsed).success).toBe(true);
    expect(both.raw).toBeInstanceOf(AIMessage);
  });

  test("[38] say to traces in which form, and stream", async () => {
    const seen: unknown[] = [];
    const handler = { handleChatModelStart: (...given: unknown[]) => void seen.push(given) };
    const model = chat().withStructuredOutput(joke);
    const values = await collect(await model.stream("Tell a joke", { callbacks: [handler] }));
    expect(joke.safeParse(values.at(-1)).success).toBe(true);
    expect(JSON.stringify(seen)).toContain("ls_structured_output_format");
  });
});

describe("what LangChain keeps", () => {
  test("[38] a cache answers the same question without a call", async () => {
    const model = chat({ cache: new InMemoryCache() });
    const first = await model.invoke("Hello there");
    expect((await model.invoke("Hello there")).content).toEqual(first.content);
    expect(aws.requests()).toHaveLength(1);
    const text = new SagemakerEndpoint({
      ...connection.fields,
      contentHandler: "openai-chat",
      cache: new InMemoryCache(),
    });
    expect([await text.invoke("Hello"), await text.invoke("Hello")]).toEqual(["Hello", "Hello"]);
    expect(aws.requests()).toHaveLength(2);
  });

  test("[38] a saved model is loaded as one that asks the same", async () => {
    const model = chat({ modelKwargs: { temperature: 0.25 }, inferenceComponentName: "ic" });
    const saved = JSON.stringify(model);
    const { accessKeyId, secretAccessKey } = aws.credentials;
    expect(saved).not.toContain(secretAccessKey);
    const loaded = await load<ChatSagemaker>(saved, {
      secretsMap: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      optionalImportsMap: { "langchain_aws/chat_models": { ChatSagemaker } },
    });
    expect(loaded.invocationParams({})).toEqual(model.invocationParams({}));
  });

  test("[38] traces know provider, model, kind and sampling", () => {
    const model = chat({ modelKwargs: { temperature: 0.25, max_tokens: 7 } });
    expect(model.getLsParams({ stop: ["x"] })).toEqual({
      ls_provider: "amazon_sagemaker",
      ls_model_name: "my-endpoint",
      ls_model_type: "chat",
      ls_temperature: 0.25,
      ls_max_tokens: 7,
      ls_stop: ["x"],
    });
    expect(chat({ inferenceComponentName: "ic" }).getLsParams({})).toMatchObject({ ls_model_name: "ic" });
    expect(model._llmType()).toBe("amazon_sagemaker_chat");
    const text = new SagemakerEndpoint({ ...connection.fields, contentHandler: "tgi", modelKwargs: { top_p: 1 } });
    expect(text._llmType()).toBe("sagemaker_endpoint");
    expect(text._identifyingParams()).toEqual({ endpointName: "my-endpoint", modelKwargs: { top_p: 1 } });
  });
});
