import type { UsageMetadata } from "@langchain/core/messages";

/**
 * Adds the token counts of two replies or chunks, details included, also those that LangChain has no name for.
 *
 * @returns a new object; `undefined` when neither side has counts
 */
export function addUsage(a: UsageMetadata | undefined, b: UsageMetadata | undefined): UsageMetadata | undefined {
  if (a === undefined && b === undefined) return undefined;
  const inputDetails = addCounts(a?.input_token_details, b?.input_token_details);
  const outputDetails = addCounts(a?.output_token_details, b?.output_token_details);
  return {
    input_tokens: (a?.input_tokens ?? 0) + (b?.input_tokens ?? 0),
    output_tokens: (a?.output_tokens ?? 0) + (b?.output_tokens ?? 0),
    total_tokens: (a?.total_tokens ?? 0) + (b?.total_tokens ?? 0),
    ...(inputDetails && { input_token_details: inputDetails }),
    ...(outputDetails && { output_token_details: outputDetails }),
  };
}

function addCounts(a: object | undefined, b: object | undefined): Record<string, number> | undefined {
  if (a === undefined && b === undefined) return undefined;
  const sums: Record<string, number> = {};
  for (const [name, count] of [...Object.entries(a ?? {}), ...Object.entries(b ?? {})]) {
    if (typeof count === "number") sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}
