import { AwsConfigurationError, isAbortError } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import { countsTokens, thinkingBudget } from "./anthropic/model-facts.ts";
import { buildChatRequest, buildParameters } from "./build-request.ts";
import type { CallSettings, InvokeClient } from "./client.ts";
import { estimateConversation } from "./estimate-tokens.ts";
import type { ResolvedOptions } from "./resolve-options.ts";

/** Room for the answer, which the body must have, above what a thought may take; the count does not depend on it. */
const roomForAnswer = 8192;

/** Models that have said they cannot count, by identity and id: they are not asked again. */
const refused = new Set<string>();

/** Forgets which models have refused to count tokens; for tests. */
export function forgetRefusals(): void {
  refused.clear();
}

/**
 * The tokens of a conversation: from the service for Claude models that count, else estimated.
 *
 * The service knows foundation models only, neither profiles nor ARNs, hence the base model id. Source: "CountTokens",
 * Amazon Bedrock API Reference.
 *
 * @throws AwsConfigurationError for what the model cannot take; an abort stays an abort, other failures keep their error
 */
export async function countTokens(
  messages: readonly BaseMessage[],
  options: ResolvedOptions,
  client: InvokeClient,
  call: CallSettings,
): Promise<number> {
  const { baseModelId, format } = options.model;
  const estimate = (): number =>
    estimateConversation(
      messages,
      options.tools.map((tool) => (tool.kind === "function" ? tool.definition : tool.given)),
      options.customGetTokenIds,
    );
  const isCounted = format.name === "anthropic-messages" && baseModelId !== undefined && countsTokens(baseModelId);
  if (!isCounted || options.customGetTokenIds !== undefined) return estimate();
  const key = `${await client.identity(call.signal)} ${baseModelId}`;
  if (refused.has(key)) return estimate();
  const { body } = buildChatRequest(messages, withRoom(options), false);
  try {
    return await client.countTokens(baseModelId, body, call);
  } catch (error) {
    if (isAbortError(error) || call.signal?.aborted === true || AwsConfigurationError.isInstance(error)) throw error;
    if (!isRefusal(error)) throw error;
    refused.add(key);
    return estimate();
  }
}

function withRoom(options: ResolvedOptions): ResolvedOptions {
  const isSet = options.layers.some(({ maxTokens, kwargs }) => maxTokens !== undefined || "max_tokens" in kwargs);
  if (isSet) return options;
  const maxTokens = roomForAnswer + thinkingBudget(buildParameters(options));
  return { ...options, layers: [{ kwargs: {}, maxTokens }, ...options.layers] };
}

/** The service says that the model does not count, or that this caller may not ask. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const awsCode = "awsCode" in error ? error.awsCode : undefined;
  return awsCode === "AccessDeniedException" || /n.t support(?:ed)?|not supported/i.test(error.message);
}
