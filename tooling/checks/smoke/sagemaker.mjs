import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/sagemaker`, imported or required */
export default async function smoke({ ChatSagemaker, SagemakerEmbeddings, SagemakerEndpoint }) {
  const chat = new ChatSagemaker({ endpointName: "my-vllm" });
  const reply = await chat.invoke("Hello there");
  assert.equal(reply.text, "Hello there");
  let text = "";
  const model = new SagemakerEndpoint({ endpointName: "my-tgi", contentHandler: "tgi" });
  for await (const piece of await model.stream("Hello there")) text += piece;
  assert.equal(text, "Hello there");
  const vectors = await new SagemakerEmbeddings({ endpointName: "my-tei" }).embedDocuments(["a", "b"]);
  assert.equal(vectors.length, 2);
  return `answered, ${reply.usage_metadata?.total_tokens} tokens`;
}
