import type { RerankCommandOutput as WireRerankOutput } from "@aws-sdk/client-bedrock-agent-runtime";
import { BedrockServiceError } from "@langchain-aws/core";

/** The error for a reply that cannot be Rerank's own. */
export function corruptReply(what: string, { $metadata }: Partial<WireRerankOutput>): BedrockServiceError {
  return new BedrockServiceError(`The reply to Rerank ${what}. Check what answers at the endpoint.`, {
    code: "CORRUPT_REPLY",
    service: "bedrock-agent-runtime",
    operation: "Rerank",
    retryable: false,
    hint: "Check what answers at the endpoint.",
    ...($metadata?.requestId !== undefined && { requestId: $metadata.requestId }),
  });
}
