import {
  isRecord,
  missingPeer,
  ModelProviderError,
  omitUndefined,
  type OptionalPeer,
  type PlainRecord,
} from "@langchain-aws/core";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { ConverseFactory, InvokeGuardrail } from "./options.ts";
import { readGuardrail } from "./guardrail.ts";
import { asWire } from "./record.ts";
import type { GuardrailReport } from "./reply/reply-parser.ts";
import type { GivenCall } from "./resolve-options.ts";

/** LangChain's chat model, as far as it is needed here. */
export type ConverseModel = Pick<BaseChatModel, "_generate" | "_streamResponseChunks"> & {
  /** Gives up a connection pool, where the class has one to give up. */
  dispose?(): Promise<void>;
};

/** Parameters of the model's own that Converse has fields for. */
const fieldsOfKwargs: Readonly<Record<string, string>> = {
  stop: "stopSequences",
  stop_sequences: "stopSequences",
  stopSequences: "stopSequences",
  max_tokens: "maxTokens",
  maxTokens: "maxTokens",
  temperature: "temperature",
  top_p: "topP",
  topP: "topP",
  additional_model_request_fields: "additionalModelRequestFields",
  additionalModelRequestFields: "additionalModelRequestFields",
  additional_model_response_field_paths: "additionalModelResponseFieldPaths",
  additionalModelResponseFieldPaths: "additionalModelResponseFieldPaths",
  performance_config: "performanceConfig",
  performanceConfig: "performanceConfig",
  request_metadata: "requestMetadata",
  requestMetadata: "requestMetadata",
  service_tier: "serviceTier",
  serviceTier: "serviceTier",
};

/** Options of ours that Converse has under the same name. */
const shared: readonly string[] = [
  "model",
  "baseModelId",
  "provider",
  "temperature",
  "maxTokens",
  "stopSequences",
  "serviceTier",
  "performanceConfig",
  "requestMetadata",
  "reasoningEffort",
  "streaming",
  "streamUsage",
  "streamIdleTimeout",
  "disableStreaming",
  "outputVersion",
  "maxConcurrency",
  "onFailedAttempt",
];

/**
 * The fields of the Converse class that mean the same as these.
 *
 * @param fields - in their canonical names
 * @param aws - client, credentials and region options, as they were given
 */
export function toConverseFields(fields: PlainRecord, aws: PlainRecord): Record<string, unknown> {
  const kept = Object.fromEntries(shared.map((name) => [name, fields[name]]));
  const system = typeof fields["systemPromptWithTools"] === "string" && fields["systemPromptWithTools"] !== "";
  return omitUndefined({
    ...aws,
    ...spread(fields["modelKwargs"]),
    ...omitUndefined(kept),
    ...guardrailConfig(asWire(fields["guardrails"])),
    ...(system && { system: [fields["systemPromptWithTools"]] }),
  });
}

/** A call's options in Converse's words. `tools` and `tool_choice` go as they are: it takes every form. */
export function toConverseCall(call: GivenCall): Record<string, unknown> {
  const { modelKwargs, guardrails, stop, ...rest } = call;
  return omitUndefined({
    ...spread(modelKwargs),
    ...rest,
    // One list: that of the option, over one in `modelKwargs`.
    ...(stop !== undefined && { stop, stopSequences: undefined }),
    ...guardrailConfig(guardrails),
  });
}

/** Parameters with a field of their own, and all others in the model's request fields. */
function spread(kwargs: unknown): Record<string, unknown> {
  if (!isRecord(kwargs)) return {};
  const fields: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(kwargs)) {
    const field = Object.hasOwn(fieldsOfKwargs, name) ? fieldsOfKwargs[name] : undefined;
    if (field === undefined) others[name] = value;
    else fields[field] = value;
  }
  if (Object.keys(others).length === 0) return fields;
  const given = fields["additionalModelRequestFields"];
  return { ...fields, additionalModelRequestFields: { ...others, ...(isRecord(given) && given) } };
}

/** What a guardrail did to an answer, by the `response_metadata` of the Converse class; nothing when it let it pass. */
export function interventionIn({ stopReason, trace }: PlainRecord): GuardrailReport | undefined {
  if (stopReason !== "guardrail_intervened") return undefined;
  return omitUndefined({ action: "INTERVENED", reason: "GUARDRAIL_INTERVENED" as const, trace });
}

const modes: Readonly<Record<string, string>> = { SYNCHRONOUS: "sync", ASYNCHRONOUS: "async" };

function guardrailConfig(given: InvokeGuardrail | null | undefined): Record<string, unknown> {
  const guardrail = readGuardrail(given);
  if (guardrail === undefined) return {};
  const { identifier, version, trace, streamProcessingMode } = guardrail;
  return {
    guardrailConfig: omitUndefined({
      guardrailIdentifier: identifier,
      guardrailVersion: version,
      trace: trace?.toLowerCase(),
      streamProcessingMode: streamProcessingMode && (modes[streamProcessingMode] ?? streamProcessingMode),
    }),
  };
}

/**
 * Makes the Converse model, loading `@langchain-aws/bedrock-converse` unless there is a factory.
 *
 * @throws AwsConfigurationError when the package is not installed
 */
export async function createConverseModel(
  fields: Record<string, unknown>,
  factory: ConverseFactory | undefined,
): Promise<ConverseModel> {
  const model: unknown = factory === undefined ? await makeOwn(fields) : factory(fields);
  if (isConverseModel(model)) return model;
  throw new ModelProviderError("`converseFactory` must return a chat model.", { code: "CONFIG_INVALID_OPTION" });
}

async function makeOwn(fields: Record<string, unknown>): Promise<unknown> {
  const { ChatBedrockConverse } = await import("@langchain-aws/bedrock-converse").catch(missingPeer(peer));
  return new ChatBedrockConverse(fields);
}

function isConverseModel(model: unknown): model is ConverseModel {
  return typeof model === "object" && model !== null && "_generate" in model && "_streamResponseChunks" in model;
}

const peer: OptionalPeer = {
  name: "@langchain-aws/bedrock-converse",
  feature: "A model that goes through Converse",
  instead: "pass `converseFactory` or `betaUseConverseApi: false`",
};
