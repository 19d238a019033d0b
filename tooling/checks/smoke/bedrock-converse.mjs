import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/bedrock-converse`, imported or required */
export default async function smoke({ ChatBedrockConverse }) {
  const model = new ChatBedrockConverse({ model: "us.amazon.nova-lite-v1:0" });
  const reply = await model.invoke("Hello");
  assert.ok(reply.text.length > 0);
  let streamed = "";
  for await (const chunk of await model.stream("Hello")) streamed += chunk.text;
  assert.ok(streamed.length > 0);
  return reply.text;
}
