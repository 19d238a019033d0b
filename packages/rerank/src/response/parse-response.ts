import type { RerankCommandOutput as WireRerankOutput } from "@aws-sdk/client-bedrock-agent-runtime";
import { corruptReply } from "./corrupt-reply.ts";

/** A document's rank. */
export interface RankedSource {
  /** Its place in the caller's array. */
  readonly index: number;
  readonly relevanceScore: number;
}

/**
 * The results of a reply, in the service's order, numbered as the caller's array is.
 *
 * @param sources the documents of the request
 * @throws BedrockServiceError for a document that was not sent, and for a score that is no number
 */
export function parseResponse(
  output: WireRerankOutput,
  sources: readonly { readonly index: number }[],
): RankedSource[] {
  return (output.results ?? []).map(({ index, relevanceScore }) => {
    const source = index === undefined ? undefined : sources[index];
    if (source === undefined) {
      throw corruptReply(`names document ${index} of ${sources.length} that were sent`, output);
    }
    if (relevanceScore === undefined || !Number.isFinite(relevanceScore)) {
      throw corruptReply(`has a relevance score that is no number, for document ${index} of the request`, output);
    }
    return { index: source.index, relevanceScore };
  });
}
