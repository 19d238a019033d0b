import { AmazonS3Vectors } from "@langchain-aws/s3-vectors";

/** @type {import("@langchain/core/embeddings").EmbeddingsInterface} */
const embeddings = { embedQuery: async () => [1, 0], embedDocuments: async (texts) => texts.map(() => [1, 0]) };
const store = new AmazonS3Vectors(embeddings, { vectorBucketName: "docs-bucket", indexName: "docs" });
export const ids = await store.addTexts(["Hello"], [{}]);
export const documents = await store.similaritySearch("Hello", 2);
