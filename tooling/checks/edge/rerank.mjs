import { BedrockRerank } from "@langchain-aws/rerank";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string }} local */
export default async ({ url, accessKeyId, secretAccessKey }) => {
  const reranker = new BedrockRerank({
    model: "cohere.rerank-v3-5:0",
    region: "us-east-1",
    endpointUrl: url,
    credentials: { accessKeyId, secretAccessKey },
    topN: 1,
  });
  const ranked = await reranker.rerank(["a cat sat", "stock prices"], "cat");
  if (ranked.length !== 1) throw new Error(`${ranked.length} results`);
};
