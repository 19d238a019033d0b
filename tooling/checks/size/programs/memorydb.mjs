import { InMemoryVectorStore } from "@langchain-aws/memorydb";

const embeddings = {
  embedQuery: async () => [1, 0],
  embedDocuments: async (/** @type {string[]} */ texts) => texts.map(() => [1, 0]),
};
const store = new InMemoryVectorStore(embeddings, { redisUrl: "redis://127.0.0.1:6379", indexName: "docs" });
export const ids = await store.addTexts(["Hello"], [{}]);
export const documents = await store.similaritySearch("Hello", 2);
