import { isRecord, numberOf, recordOf } from "@langchain-aws/core";
import type { UsageMetadata } from "@langchain/core/messages";
import type { ReplyParser } from "./reply/reply-parser.ts";

/** What a result says beside its generations. */
export function toLlmOutput(parser: ReplyParser, modelId: string): Record<string, unknown> {
  const { metadata, usage } = parser.end();
  return {
    ...(usage !== undefined && counts(usage)),
    ...(metadata["stop_reason"] !== undefined && { stop_reason: metadata["stop_reason"] }),
    ...(metadata["guardrail"] !== undefined && { guardrail: metadata["guardrail"] }),
    model_id: modelId,
  };
}

function counts({ input_tokens, output_tokens, total_tokens, input_token_details }: UsageMetadata): object {
  return {
    usage: {
      prompt_tokens: input_tokens,
      completion_tokens: output_tokens,
      total_tokens,
      cache_read_input_tokens: input_token_details?.cache_read ?? 0,
      cache_write_input_tokens: input_token_details?.cache_creation ?? 0,
    },
    tokenUsage: { promptTokens: input_tokens, completionTokens: output_tokens, totalTokens: total_tokens },
  };
}

/** The outputs of several calls as one: counts are added up, of everything else the last word holds. */
export function combineLlmOutputs(outputs: readonly (Record<string, unknown> | undefined)[]): Record<string, unknown> {
  const combined: Record<string, unknown> = {};
  for (const output of outputs) {
    for (const [name, value] of Object.entries(output ?? {})) {
      combined[name] =
        isRecord(value) && (name === "usage" || name === "tokenUsage") ? sum(combined[name], value) : value;
    }
  }
  return combined;
}

function sum(a: unknown, b: unknown): Record<string, unknown> {
  const total: Record<string, unknown> = { ...recordOf(a) };
  for (const [name, count] of Object.entries(recordOf(b))) {
    total[name] = (numberOf(total[name]) ?? 0) + (numberOf(count) ?? 0);
  }
  return total;
}
