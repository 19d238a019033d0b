import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/embeddings`, imported or required */
export default async function smoke({ BedrockEmbeddings }) {
  const embeddings = new BedrockEmbeddings({ model: "amazon.titan-embed-text-v2:0" });
  const vectors = await embeddings.embedDocuments(["one", "two"]);
  assert.deepEqual(
    vectors.map((vector) => vector.length),
    [1024, 1024],
  );
  return "two vectors of 1024";
}
