import type { Service } from "../operation.ts";
import { bedrock } from "./bedrock.ts";
import { bedrockAgentRuntime } from "./bedrock-agent-runtime.ts";
import { bedrockRuntime } from "./bedrock-runtime.ts";
import { kendra } from "./kendra.ts";
import { neptuneDb } from "./neptune-db.ts";
import { neptuneGraph } from "./neptune-graph.ts";
import { s3vectors } from "./s3vectors.ts";
import { sagemakerRuntime } from "./sagemaker-runtime.ts";

/** Every service of this endpoint; a new one is a file beside this and a row here. */
export const services: readonly Service[] = [
  bedrockRuntime,
  bedrock,
  bedrockAgentRuntime,
  kendra,
  s3vectors,
  neptuneDb,
  neptuneGraph,
  sagemakerRuntime,
];
