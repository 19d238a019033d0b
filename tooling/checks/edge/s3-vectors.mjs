import { AmazonS3Vectors } from "@langchain-aws/s3-vectors";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string }} local */
export default async ({ url, accessKeyId, secretAccessKey }) => {
  const store = new AmazonS3Vectors(undefined, {
    vectorBucketName: "docs-bucket",
    indexName: "edge",
    region: "us-east-1",
    endpointUrl: url,
    credentials: { accessKeyId, secretAccessKey },
  });
  await store.addVectors([[1, 0.5]], [{ pageContent: "a cat sat", metadata: {}, id: "a" }]);
  const [found] = await store.similaritySearchByVector([1, 0], 1);
  if (found?.pageContent !== "a cat sat") throw new Error("nothing was found");
};
