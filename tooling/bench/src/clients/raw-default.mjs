import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { scenario } from "../scenario.mjs";
import { rawClient } from "./raw.mjs";

/**
 * The AWS SDK alone with its defaults: HTTP/2, a new session for each request.
 *
 * @param {import("../scenario.mjs").Target} target
 */
export const create = (target) =>
  rawClient(
    new BedrockRuntimeClient({
      region: scenario.region,
      endpoint: target.http2,
      credentials: scenario.credentials,
    }),
  );
