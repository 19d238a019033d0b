import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/bedrock-invoke`, imported or required */
export default async function smoke({ BedrockLLM, ChatBedrock }) {
  const model = new ChatBedrock({ model: "us.anthropic.claude-sonnet-4-20250514-v1:0" });
  const reply = await model.invoke("Hello");
  assert.ok(reply.text.length > 0);
  let streamed = "";
  for await (const chunk of await model.stream("Hello")) streamed += chunk.text;
  assert.ok(streamed.length > 0);
  const text = await new BedrockLLM({ model: "meta.llama3-8b-instruct-v1:0" }).invoke("Hello");
  assert.ok(text.length > 0);
  return reply.text;
}
