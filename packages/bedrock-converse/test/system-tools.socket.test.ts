import { useLocalAws } from "@langchain-aws/local/vitest";
import { AIMessage } from "@langchain/core/messages";
import { createAgent, tool } from "langchain";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { NovaCodeInterpreterTool, NovaGroundingTool } from "../src/index.ts";
import { build, models, useWarnings } from "./build.ts";
import { connect } from "./connect.ts";

const aws = useLocalAws();
useWarnings();

const ran: unknown[] = [];
const weather = tool(
  ({ city }) => {
    ran.push(city);
    return `20 degrees in ${city}`;
  },
  { name: "weather", description: "The weather in a city.", schema: z.object({ city: z.string() }) },
);

test("[51] each helper stands for its system tool, as its name does", () => {
  const byClass = build(
    "hi",
    { model: models.nova2 },
    { tools: [new NovaGroundingTool(), new NovaCodeInterpreterTool()] },
  );
  const byName = build("hi", { model: models.nova2 }, { tools: ["nova_grounding", "nova_code_interpreter"] });
  expect(byClass).toEqual(byName);
  expect(byClass.toolConfig).toEqual({
    tools: [{ systemTool: { name: "nova_grounding" } }, { systemTool: { name: "nova_code_interpreter" } }],
  });
});

describe.each([
  ["at once", false],
  ["in a stream", true],
])("an agent with a system tool beside its own, answered %s", (_, streaming) => {
  test("[59] lets the service run its tool, keeps call and result, and ends", async () => {
    ran.length = 0;
    const agent = createAgent({
      model: connect(aws, { model: models.nova2, streaming }),
      tools: [new NovaCodeInterpreterTool(), weather],
    });
    const { messages } = await agent.invoke({ messages: "What is 12 * 34?" });
    expect(messages.map((message) => message.getType())).toEqual(["human", "ai"]);
    expect(ran).toEqual([]);
    const answer = messages.at(-1);
    if (!AIMessage.isInstance(answer)) throw new Error("The agent did not end with an answer.");
    expect(answer.tool_calls).toEqual([]);
    expect(answer.content).toMatchObject([
      { type: "server_tool_use", name: "nova_code_interpreter", input: { snippet: "print(12 * 34)" } },
      { type: "server_tool_result" },
      { type: "text", text: expect.stringContaining("408") },
    ]);
    expect(aws.lastRequest()?.body).toMatchObject({
      toolConfig: { tools: [{ systemTool: { name: "nova_code_interpreter" } }, { toolSpec: { name: "weather" } }] },
    });
  });

  test("[59] goes on from such an answer, with call and result sent back as they came", async () => {
    const agent = createAgent({
      model: connect(aws, { model: models.nova2, streaming }),
      tools: [new NovaGroundingTool(), weather],
    });
    const first = await agent.invoke({ messages: "Who won yesterday?" });
    const { messages } = await agent.invoke({
      messages: [...first.messages, { role: "user", content: "And before?" }],
    });
    expect(messages.map((message) => message.getType())).toEqual(["human", "ai", "human", "ai"]);
    expect(aws.lastRequest()?.body).toMatchObject({
      messages: [
        { role: "user" },
        {
          role: "assistant",
          content: [
            { toolUse: { name: "nova_grounding", type: "server_tool_use", input: { query: "Who won yesterday?" } } },
            { toolResult: { type: "nova_grounding_result", status: "success", content: [{ text: "[HIDDEN]" }] } },
            {},
          ],
        },
        { role: "user", content: [{ text: "And before?" }] },
      ],
    });
  });
});
