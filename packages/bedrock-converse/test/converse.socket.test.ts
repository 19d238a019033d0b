import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, test } from "vitest";
import { ChatBedrockConverse } from "../src/index.ts";

const aws = useLocalAws();
const claude = "us.anthropic.claude-haiku-4-5-20251001-v1:0";

function connect(fields: object = {}): ChatBedrockConverse {
  return new ChatBedrockConverse({
    model: claude,
    ...fields,
    region: aws.region,
    credentials: aws.credentials,
    endpointUrl: aws.url,
  });
}

test("[1] sends a text as one user message and nothing else", async () => {
  aws.chat.script([{ text: "hello" }]);
  const reply = await connect().invoke("hi");
  expect(reply.content).toBe("hello");
  console.log(reply);
  expect(aws.lastRequest()?.body).toEqual({ messages: [{ role: "user", content: [{ text: "hi" }] }] });
  aws.chat.script([{ text: "hello there you" }]);
  let all;
  for await (const chunk of await connect().stream("hi")) {
    console.log(chunk.content, chunk.response_metadata);
    all = all ? all.concat(chunk) : chunk;
  }
  console.log(all);
});
