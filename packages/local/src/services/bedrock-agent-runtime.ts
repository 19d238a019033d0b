import type { Service } from "../operation.ts";
import { agenticRetrieveStream } from "./bedrock-agent-runtime/agentic-retrieve.ts";
import { invokeAgent } from "./bedrock-agent-runtime/agents/invoke-agent.ts";
import { invokeInlineAgent } from "./bedrock-agent-runtime/agents/invoke-inline-agent.ts";
import { rerank } from "./bedrock-agent-runtime/rerank.ts";
import { retrieve } from "./bedrock-agent-runtime/retrieve.ts";
import { retrieveAndGenerate, retrieveAndGenerateStream } from "./bedrock-agent-runtime/retrieve-and-generate.ts";

/** Agents for Amazon Bedrock Runtime: what is searched and ranked, and agents. API keys do not work here, signatures do. */
export const bedrockAgentRuntime: Service = {
  name: "bedrock-agent-runtime",
  signingName: "bedrock",
  operations: [
    rerank,
    retrieve,
    retrieveAndGenerate,
    retrieveAndGenerateStream,
    agenticRetrieveStream,
    invokeAgent,
    invokeInlineAgent,
  ],
};
