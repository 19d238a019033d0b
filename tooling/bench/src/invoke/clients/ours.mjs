import { ChatBedrock } from "@langchain-aws/bedrock-invoke";
import { chatModelClient } from "../../clients/chat-model.mjs";
import { scenario } from "../../scenario.mjs";

/**
 * `@langchain-aws/bedrock-invoke` as it comes.
 *
 * @param {import("../../scenario.mjs").Target} target
 */
export const create = (target) =>
  chatModelClient(
    new ChatBedrock({
      model: scenario.model,
      region: scenario.region,
      credentials: scenario.credentials,
      endpointUrl: target.http1,
    }),
  );
