import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/rerank`, imported or required */
export default async function smoke({ BedrockRerank }) {
  const reranker = new BedrockRerank({ model: "cohere.rerank-v3-5:0", topN: 1 });
  const [best] = await reranker.rerank(["a sunny beach", "wet streets"], "wet streets");
  assert.equal(best?.index, 1);
  const documents = ["a sunny beach", "wet streets"].map((pageContent) => ({ pageContent, metadata: {} }));
  const [document] = await reranker.compressDocuments(documents, "wet streets");
  assert.equal(document?.pageContent, "wet streets");
  return `ranked, ${best.relevanceScore}`;
}
