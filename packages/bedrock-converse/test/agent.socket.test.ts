import { useLocalAws } from "@langchain-aws/local/vitest";
import { createAgent, tool } from "langchain";
import { expect, test } from "vitest";
import { z } from "zod";
import { models, useWarnings } from "./build.ts";
import { connect } from "./connect.ts";

const aws = useLocalAws();
useWarnings();

const weather = tool(({ city }) => `20 degrees in ${city}`, {
  name: "weather",
  description: "The weather in a city.",
  schema: z.object({ city: z.string() }),
});
const clock = tool(({ city }) => `noon in ${city}`, {
  name: "clock",
  description: "The time in a city.",
  schema: z.object({ city: z.string() }),
});

const calls = {
  toolUse: [
    { name: "weather", input: { city: "Rome" }, toolUseId: "w" },
    { name: "clock", input: { city: "Rome" }, toolUseId: "c" },
  ],
};

test("an agent calls two tools at once and answers from their results", async () => {
  aws.chat.script([calls, { text: "20 degrees, noon" }]);
  const agent = createAgent({ model: connect(aws), tools: [weather, clock], systemPrompt: "Be brief." });
  const { messages } = await agent.invoke({ messages: "Weather and time in Rome?" });
  expect(messages.map((message) => message.getType())).toEqual(["human", "ai", "tool", "tool", "ai"]);
  expect(messages.at(-1)?.content).toBe("20 degrees, noon");
  expect(aws.lastRequest()?.body).toMatchObject({
    system: [{ text: "Be brief." }],
    messages: [
      { role: "user", content: [{ text: "Weather and time in Rome?" }] },
      { role: "assistant", content: [{ toolUse: { toolUseId: "w" } }, { toolUse: { toolUseId: "c" } }] },
      {
        role: "user",
        content: [
          { toolResult: { toolUseId: "w", content: [{ text: "20 degrees in Rome" }] } },
          { toolResult: { toolUseId: "c", content: [{ text: "noon in Rome" }] } },
        ],
      },
    ],
    toolConfig: { tools: [{ toolSpec: { name: "weather" } }, { toolSpec: { name: "clock" } }] },
  });
});

test("an agent streams its tokens", async () => {
  aws.chat.script([calls, { chunks: ["20 degrees, ", "noon"] }]);
  const agent = createAgent({ model: connect(aws), tools: [weather, clock] });
  const tokens: unknown[] = [];
  for await (const [chunk] of await agent.stream({ messages: "Rome?" }, { streamMode: "messages" })) {
    if (chunk.getType() === "ai" && chunk.text !== "") tokens.push(chunk.text);
  }
  expect(tokens).toEqual(["20 degrees, ", "noon"]);
  expect(aws.requests().map(({ operation }) => operation)).toEqual(["ConverseStream", "ConverseStream"]);
});

test("[80] an agent answers in a schema by the service's structured output", async () => {
  aws.chat.script([{ text: '{"degrees":20}' }]);
  const agent = createAgent({
    model: connect(aws, { model: models.claudeSonnet45, modelProfile: { structuredOutput: true } }),
    tools: [weather],
    responseFormat: z.object({ degrees: z.number() }),
  });
  const { structuredResponse } = await agent.invoke({ messages: "Rome?" });
  expect(structuredResponse).toEqual({ degrees: 20 });
  expect(aws.lastRequest()?.body).toMatchObject({ outputConfig: { textFormat: { type: "json_schema" } } });
  expect(JSON.stringify(aws.lastRequest()?.body)).not.toContain('"format"');
});

test("an agent answers in the service's structured output where the model's profile says it can", async () => {
  aws.chat.script([{ text: '{"degrees": 21}' }]);
  const agent = createAgent({
    model: connect(aws),
    tools: [weather],
    responseFormat: z.object({ degrees: z.number() }),
  });
  const { structuredResponse } = await agent.invoke({ messages: "Rome?" });
  expect(structuredResponse).toEqual({ degrees: 21 });
  expect(aws.lastRequest()?.body).toHaveProperty("outputConfig.textFormat.type", "json_schema");
});

test("an agent answers in a schema by a tool", async () => {
  aws.chat.on(/.*/, ({ tools }) => ({ toolUse: { name: tools.at(-1)?.name ?? "", input: { degrees: 20 } } }));
  const agent = createAgent({
    model: connect(aws, { model: "us.anthropic.claude-sonnet-4-20250514-v1:0" }),
    tools: [weather],
    responseFormat: z.object({ degrees: z.number() }),
  });
  const { structuredResponse } = await agent.invoke({ messages: "Rome?" });
  expect(structuredResponse).toEqual({ degrees: 20 });
  expect(aws.lastRequest()?.body).toMatchObject({ toolConfig: { toolChoice: { any: {} } } });
});
