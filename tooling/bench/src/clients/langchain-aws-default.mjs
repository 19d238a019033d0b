import { ChatBedrockConverse } from "@langchain/aws";
import { scenario } from "../scenario.mjs";
import { chatModelClient } from "./chat-model.mjs";

/**
 * `@langchain/aws` as it comes.
 *
 * @param {import("../scenario.mjs").Target} target
 */
export function create(target) {
  // Its own option takes a host only, and then speaks TLS to it.
  process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = target.http2;
  const { model, region, credentials } = scenario;
  return chatModelClient(new ChatBedrockConverse({ model, region, credentials }));
}
