import type { Service } from "../operation.ts";
import { applyGuardrail } from "./bedrock-runtime/apply-guardrail.ts";
import { invokeBidirectional } from "./bedrock-runtime/bidirectional/invoke-bidirectional.ts";
import { converse, converseStream } from "./bedrock-runtime/converse.ts";
import { countTokens } from "./bedrock-runtime/count-tokens.ts";
import { invokeModel, invokeModelStream } from "./bedrock-runtime/invoke-model.ts";

/** Amazon Bedrock Runtime: what models answer. */
export const bedrockRuntime: Service = {
  name: "bedrock-runtime",
  signingName: "bedrock",
  operations: [
    converse,
    converseStream,
    countTokens,
    invokeModel,
    invokeModelStream,
    invokeBidirectional,
    applyGuardrail,
  ],
};
