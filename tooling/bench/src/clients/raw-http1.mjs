import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { scenario } from "../scenario.mjs";
import { rawClient } from "./raw.mjs";

/** The AWS SDK alone, over HTTP/1.1 with connections kept open: what every other client is compared with. */
/** @param {import("../scenario.mjs").Target} target */
export const create = (target) =>
  rawClient(
    new BedrockRuntimeClient({
      region: scenario.region,
      endpoint: target.http1,
      credentials: scenario.credentials,
      requestHandler: new NodeHttpHandler(),
    }),
  );
