import { numberOf, omitUndefined, type PlainRecord } from "@langchain-aws/core";
import type { UsageMetadata } from "@langchain/core/messages";

/** Token counts as Bedrock has them: `input` is without what the cache gave or took. */
export interface Usage {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  /** Part of `output`. */
  readonly reasoning?: number;
}

/** The headers of a reply that count. */
export function usageOfHeaders(headers: Readonly<Record<string, string>>): Usage {
  const count = (name: string): number | undefined => numberOf(Number(headers[`x-amzn-bedrock-${name}-token-count`]));
  return omitUndefined({
    input: count("input"),
    output: count("output"),
    cacheRead: count("cache-read-input"),
    cacheWrite: count("cache-write-input"),
  });
}

/** `amazon-bedrock-invocationMetrics`, which the service adds to the last event of a stream. */
export function usageOfMetrics(metrics: PlainRecord): Usage {
  return omitUndefined({
    input: numberOf(metrics["inputTokenCount"]),
    output: numberOf(metrics["outputTokenCount"]),
    cacheRead: numberOf(metrics["cacheReadInputTokenCount"]),
    cacheWrite: numberOf(metrics["cacheWriteInputTokenCount"]),
  });
}

/** `usage` of OpenAI's replies, whose `prompt_tokens` include what came out of the cache. */
export function usageOfOpenAi(usage: PlainRecord): Usage {
  const prompt = numberOf(usage["prompt_tokens"]);
  const details = usage["prompt_tokens_details"];
  const written = usage["completion_tokens_details"];
  const cacheRead = isObject(details) ? numberOf(details["cached_tokens"]) : undefined;
  return omitUndefined({
    input: prompt === undefined ? undefined : prompt - (cacheRead ?? 0),
    output: numberOf(usage["completion_tokens"]),
    cacheRead,
    reasoning: isObject(written) ? numberOf(written["reasoning_tokens"]) : undefined,
  });
}

/** The first source that knows both sides; else what is known of one. */
export function bestUsage(...sources: readonly Usage[]): Usage | undefined {
  const whole = sources.find(({ input, output }) => input !== undefined && output !== undefined);
  return whole ?? sources.find(({ input, output }) => input !== undefined || output !== undefined);
}

/** Counts in LangChain's words: its `input_tokens` include what the cache gave and took. */
export function toUsageMetadata(usage: Usage): UsageMetadata {
  const { input = 0, output = 0, cacheRead, cacheWrite, reasoning } = usage;
  const all = input + (cacheRead ?? 0) + (cacheWrite ?? 0);
  const details = omitUndefined({ cache_read: cacheRead, cache_creation: cacheWrite });
  return {
    input_tokens: all,
    output_tokens: output,
    total_tokens: all + output,
    ...(Object.keys(details).length > 0 && { input_token_details: details }),
    ...(reasoning !== undefined && { output_token_details: { reasoning } }),
  };
}

function isObject(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null;
}
