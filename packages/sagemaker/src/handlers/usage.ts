import { isRecord, numberOf, recordOf } from "@langchain-aws/core";
import type { UsageMetadata } from "@langchain/core/messages";

/** Usage as OpenAI-style servers name it. */
export function openAiUsage(value: unknown): UsageMetadata | undefined {
  if (!isRecord(value)) return undefined;
  const input = numberOf(value["prompt_tokens"]) ?? 0;
  const output = numberOf(value["completion_tokens"]) ?? 0;
  const cached = numberOf(recordOf(value["prompt_tokens_details"])["cached_tokens"]);
  const reasoning = numberOf(recordOf(value["completion_tokens_details"])["reasoning_tokens"]);
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: numberOf(value["total_tokens"]) ?? input + output,
    ...(cached !== undefined && { input_token_details: { cache_read: cached } }),
    ...(reasoning !== undefined && { output_token_details: { reasoning } }),
  };
}

/** Usage as TGI and LMI have it in `details`. */
export function detailsUsage(value: unknown): UsageMetadata | undefined {
  const details = recordOf(value);
  const output = numberOf(details["generated_tokens"]);
  if (output === undefined) return undefined;
  const input =
    numberOf(details["input_length"]) ?? (Array.isArray(details["prefill"]) ? details["prefill"].length : 0);
  return { input_tokens: input, output_tokens: output, total_tokens: input + output };
}
