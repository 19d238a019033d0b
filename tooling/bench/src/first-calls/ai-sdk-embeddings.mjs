import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { embed } from "ai";
import { scenario } from "../scenario.mjs";

/** @param {import("../scenario.mjs").Target} target */
export function create({ http1 }) {
  const { embeddingModel, region, credentials, prompt } = scenario;
  const bedrock = createAmazonBedrock({ region, ...credentials, baseURL: http1 });
  return { invoke: () => embed({ model: bedrock.embedding(embeddingModel), value: prompt, maxRetries: 0 }) };
}
