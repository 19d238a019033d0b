import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/s3-vectors`, imported or required */
export default async function smoke({ AmazonS3Vectors, s3VectorsFilter }) {
  const embeddings = {
    /** @param {string} text */
    embedQuery: async (text) => [text.length, 1],
    /** @param {string[]} texts */
    embedDocuments: async (texts) => texts.map((text) => [text.length, 1]),
  };
  const store = new AmazonS3Vectors(embeddings, {
    vectorBucketName: "docs-bucket",
    indexName: `smoke-${process.pid}-${Date.now()}`,
  });
  await store.addTexts(["a", "long text"], [{ n: 1 }, { n: 2 }]);
  const filter = s3VectorsFilter.field("n").gt(1);
  const [found] = await store.asRetriever({ k: 1, filter }).invoke("a");
  assert.equal(found?.pageContent, "long text");
  return "stored two texts, found one";
}
