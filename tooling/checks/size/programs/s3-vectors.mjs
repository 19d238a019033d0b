import { AmazonS3Vectors } from "@langchain-aws/s3-vectors";

const embeddings = {
  embedQuery: async () => [1, 0],
  embedDocuments: async (/** @type {string[]} */ texts) => texts.map(() => [1, 0]),
};
const store = new AmazonS3Vectors(embeddings, { vectorBucketName: "docs-bucket", indexName: "docs" });
export const ids = await store.addTexts(["Hello"], [{}]);
export const documents = await store.similaritySearch("Hello", 2);
