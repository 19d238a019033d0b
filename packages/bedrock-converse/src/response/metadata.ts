import type {
  ConverseMetrics as WireMetrics,
  ConverseTrace as WireTrace,
  PerformanceConfiguration as WirePerformanceConfiguration,
  ServiceTier as WireServiceTier,
  TokenUsage as WireTokenUsage,
} from "@aws-sdk/client-bedrock-runtime";
import { isRecord, omitUndefined, stringOf } from "@langchain-aws/core";
import type { ReplyContext } from "./reply-context.ts";

/** The SDK's facts about the HTTP exchange. */
export interface ExchangeFacts {
  readonly httpStatusCode?: number | undefined;
  readonly requestId?: string | undefined;
  readonly attempts?: number | undefined;
}

/** What a reply says at its end, apart from the stop reason. */
export interface ClosingFacts {
  readonly usage?: WireTokenUsage | undefined;
  readonly metrics?: WireMetrics | undefined;
  readonly trace?: WireTrace | undefined;
  readonly performanceConfig?: WirePerformanceConfiguration | undefined;
  readonly serviceTier?: WireServiceTier | undefined;
}

/** What a reply says when the model stops. */
export interface StopFacts {
  readonly stopReason?: string | undefined;
  readonly additionalModelResponseFields?: unknown;
}

/** The name under which LangChain's core knows how to read our content blocks. */
export const modelProvider = "bedrock-converse";

/** `response_metadata` of the moment the model stops. */
export function stopMetadata({ stopReason, additionalModelResponseFields }: StopFacts): Record<string, unknown> {
  const stopSequence = stopSequenceOf(additionalModelResponseFields);
  return omitUndefined({ stopReason, stopSequence, additionalModelResponseFields });
}

/** The stop sequence Claude met. A stream has it one level further down. */
function stopSequenceOf(fields: unknown): string | undefined {
  if (!isRecord(fields)) return undefined;
  const delta = isRecord(fields["delta"]) ? fields["delta"] : {};
  return stringOf(fields["stop_sequence"] ?? delta["stop_sequence"]);
}

/**
 * `response_metadata` of the end of a reply. Each member is in exactly one chunk of a stream: LangChain joins strings
 * and adds numbers when it adds chunks.
 */
export function closingMetadata(
  facts: ClosingFacts,
  exchange: ExchangeFacts,
  context: ReplyContext,
): Record<string, unknown> {
  const { usage, metrics, trace, performanceConfig, serviceTier } = facts;
  return omitUndefined({
    model_name: context.modelName,
    inference_profile_id: context.inferenceProfileId,
    metrics,
    usage,
    trace,
    performanceConfig,
    serviceTier,
    routed_model_id: trace?.promptRouter?.invokedModelId,
    requestId: exchange.requestId,
    $metadata: omitUndefined(exchange),
    // The shape Python's package has.
    ResponseMetadata: omitUndefined({
      RequestId: exchange.requestId,
      HTTPStatusCode: exchange.httpStatusCode,
      RetryAttempts: exchange.attempts === undefined ? undefined : exchange.attempts - 1,
    }),
  });
}
