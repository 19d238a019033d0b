import { BedrockEmbeddings } from "@langchain-aws/embeddings";

/** @param {{ url: string, bearerToken: string }} local */
export default async ({ url, bearerToken }) => {
  const model = "amazon.titan-embed-text-v2:0";
  const embeddings = new BedrockEmbeddings({ model, region: "us-east-1", endpointUrl: url, apiKey: bearerToken });
  const vector = await embeddings.embedQuery("one");
  if (vector.length !== 1024) throw new Error(`${vector.length} dimensions`);
};
