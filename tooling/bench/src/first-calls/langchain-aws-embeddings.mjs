import { BedrockEmbeddings } from "@langchain/aws";
import { scenario } from "../scenario.mjs";

/** @param {import("../scenario.mjs").Target} target */
export function create({ http2 }) {
  const { embeddingModel, region, credentials, prompt } = scenario;
  const embeddings = new BedrockEmbeddings({
    model: embeddingModel,
    region,
    credentials,
    clientOptions: { endpoint: http2 },
  });
  return { invoke: () => embeddings.embedQuery(prompt) };
}
