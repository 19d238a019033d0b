import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { generateText } from "ai";
import { scenario } from "../scenario.mjs";

/** @param {import("../scenario.mjs").Target} target */
export function create({ http1 }) {
  const { model, region, credentials, prompt } = scenario;
  const bedrock = createAmazonBedrock({ region, ...credentials, baseURL: http1 });
  return { invoke: () => generateText({ model: bedrock(model), prompt, maxRetries: 0 }) };
}
