import { tool } from "@langchain/core/tools";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { createAgent } from "langchain";
import { expect, test } from "vitest";
import { z } from "zod";
import { connect } from "./support/connect.ts";

const aws = useLocalAws();

test("an agent of LangChain's calls its tools and answers", async () => {
  aws.chat.script([
    { text: "Let me look.", toolUse: { name: "weather", input: { city: "Rome" }, toolUseId: "t1" } },
    { text: "It is sunny in Rome." },
  ]);
  const weather = tool(async ({ city }) => `sunny in ${city}`, {
    name: "weather",
    description: "Tells the weather of a city.",
    schema: z.object({ city: z.string() }),
  });
  const agent = createAgent({ model: connect(aws), tools: [weather] });
  const { messages } = await agent.invoke({ messages: [{ role: "user", content: "How is the weather in Rome?" }] });
  expect(messages.map((message) => message.text)).toEqual([
    "How is the weather in Rome?",
    "Let me look.",
    "sunny in Rome",
    "It is sunny in Rome.",
  ]);
  expect(aws.requests().map(({ operation }) => operation)).toEqual(["InvokeModel", "InvokeModel"]);
});
