import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { scenario } from "../scenario.mjs";
import { chatModelClient } from "./chat-model.mjs";

/**
 * `@langchain-aws/bedrock-converse` as it comes.
 *
 * @param {import("../scenario.mjs").Target} target
 */
export const create = (target) =>
  chatModelClient(
    new ChatBedrockConverse({
      model: scenario.model,
      region: scenario.region,
      credentials: scenario.credentials,
      endpointUrl: target.http1,
    }),
  );
