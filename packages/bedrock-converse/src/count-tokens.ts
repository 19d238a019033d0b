import { AwsConfigurationError, isAbortError, warnOnce } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import type { CallSettings, ConverseClient } from "./client.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { buildRequest } from "./request/build-request.ts";
import type { ResolvedOptions } from "./resolve-options.ts";

/** Models that have said they cannot count, or not for this caller, by identity and id: they are not asked again. */
const refused = new Set<string>();

/** Forgets which models have refused to count tokens; for tests. */
export function forgetRefusals(): void {
  refused.clear();
}

/**
 * The tokens of a conversation, from the service where it counts for the model, else estimated.
 *
 * The service knows foundation models only, neither profiles nor ARNs, hence the base model id.
 * Source: "CountTokens", Amazon Bedrock API Reference.
 *
 * @throws AwsConfigurationError for what Converse cannot take; an abort stays an abort. Other failures give the estimate.
 */
export async function countTokens(
  messages: readonly BaseMessage[],
  options: ResolvedOptions,
  client: ConverseClient,
  call: CallSettings,
): Promise<number> {
  const request = buildRequest(messages, options, { isStream: false });
  const { baseModelId, family } = options.resolved;
  if (!family.countsTokens || baseModelId === undefined) return estimateTokens(request);
  let key: string | undefined;
  try {
    key = `${await client.identity(call.signal)} ${baseModelId}`;
    if (refused.has(key)) return estimateTokens(request);
    return await client.countTokens(baseModelId, request, call);
  } catch (error) {
    if (isAbortError(error) || call.signal?.aborted === true || AwsConfigurationError.isInstance(error)) throw error;
    if (key !== undefined && isRefusal(error)) refused.add(key);
    warnOnce(
      "bedrock-converse:count-tokens",
      `Bedrock did not count the tokens for ${baseModelId}, so they are estimated. Counting needs the permission bedrock:CountTokens.`,
    );
    return estimateTokens(request);
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const awsCode = "awsCode" in error ? error.awsCode : undefined;
  return awsCode === "AccessDeniedException" || /doesn't support counting tokens/i.test(error.message);
}
