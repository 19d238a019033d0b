/**
 * What LangChain's standard chat-model tests ask of a model, held by the fixed rules alone: no script, no model.
 *
 * The suite itself is not published to npm. These are tests of our own for each of its names, run with the class that
 * LangChain publishes for AWS. Audio is the one that Converse models of this class do not take.
 */
import { ChatBedrockConverse } from "@langchain/aws";
import { InMemoryCache } from "@langchain/core/caches";
import { AIMessage, type AIMessageChunk, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { useLocalAws } from "../src/vitest.ts";
import { claude } from "./bedrock-runtime.ts";
import { createClient } from "./support/clients.ts";
import { images } from "./support/invoke.ts";

const aws = useLocalAws();
type Fields = NonNullable<ConstructorParameters<typeof ChatBedrockConverse>[0]>;
const model = (fields: Partial<Fields> = {}): ChatBedrockConverse =>
  new ChatBedrockConverse({ model: claude, region: aws.region, client: createClient(aws), ...fields });

const add = z.object({ a: z.number().describe("The first number"), b: z.number().describe("The second number") });
const adder = tool(({ a, b }) => String(a + b), {
  name: "math_addition",
  description: "Adds two numbers",
  schema: add,
});
const weatherSchema = z.object({ location: z.string().describe("The name of the city") });
const weather = tool(() => "sunny", {
  name: "get_current_weather",
  description: "The current weather of a city",
  schema: weatherSchema,
});
const forecast = z.object({
  location: z.string(),
  days: z.number().int().min(1).max(7),
  unit: z.enum(["celsius", "fahrenheit"]),
  details: z.object({ wind: z.boolean(), stations: z.array(z.string()).min(1) }),
});

/** A question, the call that was made of it, and its result. */
const history = (result: string | { type: "text"; text: string }[]): (HumanMessage | AIMessage | ToolMessage)[] => [
  new HumanMessage("What is math_addition of 1 and 2?"),
  new AIMessage({
    content: "",
    tool_calls: [{ id: "call_1", name: adder.name, args: { a: 1, b: 2 }, type: "tool_call" }],
  }),
  new ToolMessage({ tool_call_id: "call_1", name: adder.name, content: result }),
];

async function sum(
  chunks: Promise<AsyncIterable<AIMessageChunk>>,
): Promise<{ message: AIMessageChunk; count: number }> {
  let message: AIMessageChunk | undefined;
  let count = 0;
  for await (const chunk of await chunks) {
    message = message === undefined ? chunk : message.concat(chunk);
    count += 1;
  }
  if (message === undefined) throw new Error("The stream was empty.");
  return { message, count };
}

const counts = expect.objectContaining({
  input_tokens: expect.any(Number),
  output_tokens: expect.any(Number),
  total_tokens: expect.any(Number),
});

describe("[31] LangChain's standard chat-model tests, by rules", () => {
  it("constructs, binds tools, and is asked for structured output (unit)", () => {
    const plain = model();
    expect(plain._llmType()).toBe("chat_bedrock_converse");
    expect(plain.getLsParams({})).toMatchObject({ ls_model_type: "chat" });
    expect(plain.bindTools([adder])).toHaveProperty("invoke");
    expect(plain.withStructuredOutput(add)).toHaveProperty("invoke");
    expect(model({ streaming: true, temperature: 0, maxTokens: 10 })).toBeInstanceOf(ChatBedrockConverse);
  });

  it("invoke, stream, batch", async () => {
    const answer = await model().invoke("Hello");
    expect(answer).toBeInstanceOf(AIMessage);
    expect(answer.text).not.toBe("");
    const { message, count } = await sum(model().stream("Hello there, how are you?"));
    expect(message.text).toBe("Hello there, how are you?");
    expect(count).toBeGreaterThan(2);
    expect((await model().batch(["Hello", "Hey"])).map(({ text }) => text)).toEqual(["Hello", "Hey"]);
  });

  it("conversation", async () => {
    const answer = await model().invoke([
      new SystemMessage("Be brief."),
      new HumanMessage("hello"),
      new AIMessage("hello"),
      new HumanMessage("how are you"),
    ]);
    expect(answer.text).not.toBe("");
  });

  it("usage metadata, whole and streamed", async () => {
    expect((await model().invoke("Hello")).usage_metadata).toEqual(counts);
    expect((await sum(model().stream("Hello"))).message.usage_metadata).toEqual(counts);
  });

  it("tool message histories, of texts and of lists", async () => {
    const bound = model().bindTools([adder]);
    expect((await bound.invoke(history("3"))).text).toContain("3");
    expect((await bound.invoke(history([{ type: "text", text: "3" }]))).text).toContain("3");
  });

  it("structured few-shot examples", async () => {
    const bound = model().bindTools([adder]);
    const answer = await bound.invoke([
      ...history("3"),
      new AIMessage("3"),
      new HumanMessage("What is math_addition of 3 and 4?"),
    ]);
    expect(answer.tool_calls).toMatchObject([{ name: adder.name, args: { a: 3, b: 4 } }]);
  });

  it("structured output, alone and with the raw message", async () => {
    const parsed = await model().withStructuredOutput(add, { name: "math_addition" }).invoke("What is 1 + 2?");
    expect(parsed).toEqual({ a: 1, b: 2 });
    const both = await model()
      .withStructuredOutput(add, { name: "math_addition", includeRaw: true })
      .invoke("What is 1 + 2?");
    expect(both.parsed).toEqual({ a: 1, b: 2 });
    expect(both.raw).toBeInstanceOf(AIMessage);
  });

  it("tools in OpenAI's form, and runnables as tools", async () => {
    const openAi = {
      type: "function",
      function: { name: "math_addition", description: "Adds", parameters: z.toJSONSchema(add) },
    };
    const first = await model().bindTools([openAi]).invoke("What is math_addition of 1 and 2?");
    expect(first.tool_calls).toMatchObject([{ name: "math_addition", args: { a: 1, b: 2 }, id: expect.any(String) }]);
    const runnable = RunnableLambda.from(({ a, b }: z.infer<typeof add>) => String(a + b)).asTool({
      name: "math_addition",
      description: "Adds",
      schema: add,
    });
    const second = await model().bindTools([runnable]).invoke("What is math_addition of 1 and 2?");
    expect(second.tool_calls).toMatchObject([{ name: "math_addition", args: { a: 1, b: 2 } }]);
  });

  it("a cache of messages that are more than text", async () => {
    const cached = model({ cache: new InMemoryCache() });
    const question = new HumanMessage({ content: [{ type: "text", text: "Hello there" }] });
    const answers = [await cached.invoke([question]), await cached.invoke([question])];
    expect(answers[0]?.content).toEqual(answers[1]?.content);
    expect(aws.requests()).toHaveLength(1);
  });

  it("tokens and tool calls in one stream, and tools in streams", async () => {
    const { message, count } = await sum(model().bindTools([adder]).stream("What is math_addition of 1 and 2?"));
    expect(message.tool_calls).toMatchObject([{ name: adder.name, args: { a: 1, b: 2 } }]);
    expect(count).toBeGreaterThan(2);
    const forced = await sum(model().bindTools([weather], { tool_choice: "any" }).stream("How is it in Paris?"));
    expect(forced.message.tool_calls).toMatchObject([{ name: weather.name, args: { location: "Paris" } }]);
  });

  it("its own calls sent back, whole and streamed", async () => {
    const bound = model().bindTools([weather]);
    const question = new HumanMessage("get_current_weather in Paris");
    const whole = await bound.invoke([question]);
    const { message: streamed } = await sum(bound.stream([question]));
    for (const call of [whole, streamed]) {
      const id = call.tool_calls?.[0]?.id ?? "";
      const answer = await bound.invoke([question, call, new ToolMessage({ tool_call_id: id, content: "21 degrees" })]);
      expect(answer.text).toContain("21 degrees");
    }
  });

  it("more complex tools, and schemas with structure", async () => {
    const complex = tool(() => "", { name: "get_forecast", description: "The forecast of a city", schema: forecast });
    const { tool_calls: calls = [] } = await model()
      .bindTools([complex])
      .invoke("get_forecast for Paris, 3 days, in celsius");
    expect(calls).toHaveLength(1);
    expect(forecast.parse(calls[0]?.args)).toMatchObject({ location: "Paris", days: 3, unit: "celsius" });
    const json = {
      type: "function",
      function: { name: "get_forecast", description: "f", parameters: z.toJSONSchema(forecast) },
    };
    const forced = await model().bindTools([json], { tool_choice: "get_forecast" }).invoke("Paris");
    expect(forecast.safeParse(forced.tool_calls?.[0]?.args).success).toBe(true);
  });

  it("parallel tool calls", async () => {
    const { tool_calls: calls = [] } = await model()
      .bindTools([adder, weather])
      .invoke("math_addition of 1 and 2, and get_current_weather in Paris");
    expect(calls.map(({ name }) => name)).toEqual([adder.name, weather.name]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
  });

  it("standard content blocks: text, image, file", async () => {
    const ask = async (...content: Record<string, unknown>[]): Promise<string> =>
      (await model().invoke([new HumanMessage({ content: content as never })])).text;
    expect(await ask({ type: "text", source_type: "text", text: "Hello" })).toBe("Hello");
    const image = { type: "image", source_type: "base64", mime_type: "image/png", data: images.pixel };
    expect(await ask({ type: "text", text: "What is it?" }, image)).not.toBe("");
    const file = {
      type: "file",
      source_type: "base64",
      mime_type: "application/pdf",
      data: Buffer.from("%PDF-1.4").toString("base64"),
      metadata: { filename: "notes" },
    };
    expect(await ask({ type: "text", text: "What does it say?" }, file)).not.toBe("");
  });
});
