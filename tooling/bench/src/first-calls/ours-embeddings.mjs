import { BedrockEmbeddings } from "@langchain-aws/embeddings";
import { scenario } from "../scenario.mjs";

/** @param {import("../scenario.mjs").Target} target */
export function create({ http1 }) {
  const { embeddingModel, region, credentials, prompt } = scenario;
  const embeddings = new BedrockEmbeddings({ model: embeddingModel, region, credentials, endpointUrl: http1 });
  return { invoke: () => embeddings.embedQuery(prompt) };
}
