import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { ChatBedrockConverse } from "@langchain/aws";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { scenario } from "../scenario.mjs";
import { chatModelClient } from "./chat-model.mjs";

/**
 * `@langchain/aws` helped by its user: the same transport as ours.
 *
 * @param {import("../scenario.mjs").Target} target
 */
export function create(target) {
  const { model, region, credentials } = scenario;
  const requestHandler = new NodeHttpHandler();
  const client = new BedrockRuntimeClient({ region, credentials, endpoint: target.http1, requestHandler });
  return chatModelClient(new ChatBedrockConverse({ model, region, credentials, client }));
}
