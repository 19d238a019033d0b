import { BedrockRerank } from "@langchain-aws/rerank";

const reranker = new BedrockRerank({ model: "cohere.rerank-v3-5:0", region: "us-east-1", topN: 3 });
export const ranked = await reranker.rerank(["Hello", "Bye"], "Who greets?");
export const documents = await reranker.compressDocuments([{ pageContent: "Hello", metadata: {} }], "Who greets?");
