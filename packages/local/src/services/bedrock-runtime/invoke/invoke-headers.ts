import type { Model } from "../../../catalogue/model-profile.ts";
import type { ReplyUsage } from "../../../chat/reply.ts";
import type { WireRequest } from "../../../operation.ts";

/** The settings that an answer repeats, by the header of the request that asks for them. */
const ECHOED = ["x-amzn-bedrock-performanceconfig-latency", "x-amzn-bedrock-service-tier"] as const;

/** The headers of an answer that repeat settings of its request. Source: "InvokeModel", Amazon Bedrock API Reference. */
export function echoedHeaders({ headers }: WireRequest): Record<string, string> {
  return Object.fromEntries(ECHOED.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}

/**
 * The counts that Bedrock tells beside a model's own: those of the cache only where requests say what is cached. Source:
 * recorded answers.
 */
export function toldUsage(usage: ReplyUsage, { caching }: Model): ReplyUsage {
  if (caching !== undefined && caching.places.length > 0) return usage;
  const { cacheReadInputTokens: _read, cacheWriteInputTokens: _written, ...told } = usage;
  return told;
}

/** The token counts of a whole answer as headers. */
export function usageHeaders(usage: Partial<ReplyUsage>, latencyMs: number): Record<string, string> {
  const counts = {
    "x-amzn-bedrock-invocation-latency": latencyMs,
    "x-amzn-bedrock-input-token-count": usage.inputTokens,
    "x-amzn-bedrock-output-token-count": usage.outputTokens,
    "x-amzn-bedrock-cache-read-input-token-count": usage.cacheReadInputTokens,
    "x-amzn-bedrock-cache-write-input-token-count": usage.cacheWriteInputTokens,
  };
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => (count === undefined ? [] : [[name, String(count)]])),
  );
}
