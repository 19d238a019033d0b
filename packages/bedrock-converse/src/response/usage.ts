import type { TokenUsage as WireTokenUsage } from "@aws-sdk/client-bedrock-runtime";
import type { UsageMetadata } from "@langchain/core/messages";

/**
 * Token counts as LangChain has them: `input_tokens` includes what was read from and written to the cache, which the
 * service counts apart; its total includes them already.
 *
 * Counts per time-to-live stay in `response_metadata.usage.cacheDetails`: LangChain drops details it has no name for
 * when it adds chunks.
 */
export function toUsageMetadata(usage: WireTokenUsage | undefined): UsageMetadata | undefined {
  if (usage === undefined) return undefined;
  const { inputTokens = 0, outputTokens = 0, totalTokens, cacheReadInputTokens, cacheWriteInputTokens } = usage;
  const input = inputTokens + (cacheReadInputTokens ?? 0) + (cacheWriteInputTokens ?? 0);
  const details = {
    ...(cacheReadInputTokens !== undefined && { cache_read: cacheReadInputTokens }),
    ...(cacheWriteInputTokens !== undefined && { cache_creation: cacheWriteInputTokens }),
  };
  return {
    input_tokens: input,
    output_tokens: outputTokens,
    total_tokens: totalTokens ?? input + outputTokens,
    ...(Object.keys(details).length > 0 && { input_token_details: details }),
  };
}
