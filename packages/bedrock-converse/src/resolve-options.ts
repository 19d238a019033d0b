import type {
  GuardrailStreamConfiguration as WireGuardrailConfiguration,
  InferenceConfiguration as WireInferenceConfiguration,
  Message as WireMessage,
  PerformanceConfiguration as WirePerformanceConfiguration,
  ServiceTier as WireServiceTier,
  ToolConfiguration as WireToolConfiguration,
} from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError, checkIdleTimeout, parseModelId, readEnvironment, warnOnce } from "@langchain-aws/core";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { ReasoningEffort, ResolvedModel, ToolChoiceKind } from "./model-families.ts";
import { resolveModel } from "./model-families.ts";
import type {
  ChatBedrockConverseCallOptions,
  ChatBedrockConverseInput,
  ConverseModelOptions,
  ConverseModelProfile,
  ConverseOutputConfig,
  ConverseRequestOptions,
  JsonObject,
} from "./options.ts";
import { omitUndefined } from "./record.ts";
import { toCanonicalGuardrail, toCanonicalNames } from "./spellings.ts";
import { asWire } from "./as-wire.ts";

/** The model that answers when none is named, as in `@langchain/aws`. */
export const defaultModel = "anthropic.claude-haiku-4-5-20251001-v1:0";

/** Request options in the one form the rest of the package reads. */
export interface RequestValues {
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly stopSequences?: readonly string[];
  readonly additionalModelRequestFields?: JsonObject;
  readonly additionalModelResponseFieldPaths?: readonly string[];
  readonly guardrailConfig?: WireGuardrailConfiguration;
  readonly performanceConfig?: WirePerformanceConfiguration;
  readonly serviceTier?: WireServiceTier;
  readonly requestMetadata?: Readonly<Record<string, string>>;
  readonly outputConfig?: ConverseOutputConfig;
  /** OpenAI's `response_format`, as it was given. */
  readonly responseFormat?: JsonObject;
  readonly promptVariables?: Readonly<Record<string, { text: string }>>;
  readonly reasoningEffort?: ReasoningEffort;
  readonly thinking?: JsonObject;
  readonly cacheControl?: { readonly ttl?: string } | false;
  readonly streamUsage: boolean;
  readonly streamIdleTimeout: number;
  readonly outputVersion: "v0" | "v1";
}

/** What the constructor settles once. */
export interface ConverseSettings extends RequestValues {
  readonly model: string;
  readonly baseModelId?: string;
  readonly provider?: string;
  readonly applicationInferenceProfile?: string;
  readonly resolved: ResolvedModel;
  readonly profile: ModelProfile & ConverseModelProfile;
  readonly supportsToolChoiceValues?: readonly ToolChoiceKind[];
  readonly system: NonNullable<ConverseModelOptions["system"]>;
  readonly rawBlocks?: readonly WireMessage[];
  readonly guardLastTurnOnly: boolean;
  readonly includeToolResultStatus: "auto" | boolean;
  readonly reasoningReplay: "signed" | "all" | "none";
  readonly emptyContentPlaceholder: string;
  readonly midConversationSystem: "hoist" | "user" | "native";
  readonly streaming: boolean;
  readonly disableStreaming?: boolean | "tool_calling";
  readonly streamContent: "auto" | "blocks";
  readonly stripInlineReasoning: boolean;
}

/** Everything one request needs: the constructor's settings with the call's over them. */
export interface ResolvedOptions extends Omit<ConverseSettings, "resolved"> {
  /** The `modelId` on the wire. */
  readonly modelId: string;
  /** The name under which replies and traces speak of the model. */
  readonly modelName: string;
  /** Set when the request goes to an application inference profile. */
  readonly inferenceProfileId?: string;
  readonly resolved: ResolvedModel;
  readonly inferenceConfig?: WireInferenceConfiguration;
  readonly tools?: readonly unknown[];
  readonly toolChoice?: unknown;
  readonly strict?: boolean;
  readonly toolConfig?: WireToolConfiguration;
}

/** What a look-up has found about an ARN that does not say its model. */
export interface FoundModel {
  readonly baseModelId?: string;
  readonly provider?: string;
}

/** Fields in their canonical names. The static types promise the values; names from elsewhere are ignored. */
type CanonicalFields = Omit<ChatBedrockConverseInput, "profile"> & { profile?: ModelProfile & ConverseModelProfile };

const plainKeys = [
  "temperature",
  "maxTokens",
  "topP",
  "topK",
  "stopSequences",
  "additionalModelResponseFieldPaths",
  "performanceConfig",
  "requestMetadata",
  "reasoningEffort",
  "thinking",
  "cacheControl",
  "streamUsage",
  "streamIdleTimeout",
  "outputVersion",
] as const satisfies readonly (keyof RequestValues)[];

/**
 * Reads the constructor's fields, in any spelling.
 *
 * @throws AwsConfigurationError for contradictory spellings and for values that can never work.
 */
export function resolveSettings(given: object): ConverseSettings {
  const fields = toCanonicalNames({ ...given }) as CanonicalFields;
  const model = fields.model ?? fallBackToDefaultModel();
  const { baseModelId, provider, applicationInferenceProfile } = fields;
  return omitUndefined<ConverseSettings>({
    ...requestValues(fields, {
      streamUsage: true,
      streamIdleTimeout: 300_000,
      outputVersion: readEnvironment("LC_OUTPUT_VERSION") === "v1" ? "v1" : "v0",
    }),
    model,
    baseModelId,
    provider,
    applicationInferenceProfile,
    resolved: resolveModel(omitUndefined({ model, baseModelId, provider })),
    profile: fields.modelProfile ?? fields.profile ?? {},
    supportsToolChoiceValues: fields.supportsToolChoiceValues,
    system: fields.system ?? [],
    rawBlocks: fields.rawBlocks,
    guardLastTurnOnly: fields.guardLastTurnOnly ?? false,
    includeToolResultStatus: fields.includeToolResultStatus ?? "auto",
    reasoningReplay: fields.reasoningReplay ?? "signed",
    emptyContentPlaceholder: placeholder(fields.emptyContentPlaceholder),
    midConversationSystem: fields.midConversationSystem ?? "hoist",
    streaming: fields.streaming ?? false,
    disableStreaming: fields.disableStreaming,
    streamContent: fields.streamContent ?? "auto",
    stripInlineReasoning: fields.stripInlineReasoning ?? true,
  });
}

/**
 * The only merge: a call's options over the constructor's. `undefined` never overrides.
 *
 * @param found - what a look-up of an opaque ARN has brought; the caller's own words win over it
 */
export function resolveOptions(
  settings: ConverseSettings,
  call: Partial<ChatBedrockConverseCallOptions> = {},
  found: FoundModel = {},
): ResolvedOptions {
  const identity = resolveIdentity(settings, call.model, found);
  return omitUndefined<ResolvedOptions>({
    ...settings,
    ...requestValues(withCallNames(call), settings),
    ...identity,
    inferenceConfig: call.inferenceConfig,
    tools: call.tools,
    toolChoice: call.tool_choice,
    strict: call.strict,
    toolConfig: call.toolConfig,
  });
}

function resolveIdentity(
  settings: ConverseSettings,
  override: string | undefined,
  found: FoundModel,
): Pick<ResolvedOptions, "model" | "modelId" | "modelName" | "inferenceProfileId" | "resolved"> {
  const isOther = override !== undefined && override !== settings.model;
  const model = override ?? settings.model;
  const modelId = decodedArn(isOther ? model : (settings.applicationInferenceProfile ?? model));
  const named: FoundModel = isOther ? {} : settings;
  const knows = found.baseModelId !== undefined || found.provider !== undefined;
  const resolved =
    isOther || knows
      ? resolveModel(
          omitUndefined({
            model,
            baseModelId: named.baseModelId ?? found.baseModelId,
            provider: named.provider ?? found.provider,
          }),
        )
      : settings.resolved;
  return {
    model,
    modelId,
    modelName: resolved.baseModelId ?? model,
    ...(parseModelId(modelId).kind === "application-inference-profile" && { inferenceProfileId: modelId }),
    resolved,
  };
}

/** The SDK encodes ids in paths itself; an ARN copied out of a URL is encoded already. */
function decodedArn(modelId: string): string {
  return /^arn%3a/i.test(modelId) ? decodeURIComponent(modelId) : modelId;
}

/** Call options under the names the constructor has for them. */
function withCallNames(call: Partial<ChatBedrockConverseCallOptions>): ConverseRequestOptions & {
  response_format?: JsonObject;
  outputVersion?: "v0" | "v1";
} {
  if (call.stop === undefined && call.cache_control === undefined) return call;
  return omitUndefined({
    ...call,
    stopSequences: call.stopSequences ?? call.stop,
    cacheControl: call.cacheControl ?? call.cache_control,
  });
}

function requestValues(
  over: ConverseRequestOptions & { response_format?: JsonObject; outputVersion?: "v0" | "v1" },
  under: RequestValues,
): RequestValues {
  const { serviceTier, guardrailConfig, promptVariables, outputConfig, ...plain } = over;
  const merged = overlay(under, plain, plainKeys);
  checkIdleTimeout(merged.streamIdleTimeout);
  return omitUndefined<RequestValues>({
    ...merged,
    additionalModelRequestFields: mergeKeys(under.additionalModelRequestFields, over.additionalModelRequestFields),
    guardrailConfig: guardrailConfig ? toCanonicalGuardrail(guardrailConfig) : under.guardrailConfig,
    serviceTier: typeof serviceTier === "string" ? { type: asWire(serviceTier) } : (serviceTier ?? under.serviceTier),
    outputConfig: mergeKeys(under.outputConfig, outputConfig),
    responseFormat: over.response_format ?? under.responseFormat,
    promptVariables: promptVariables ? promptVariablesOf(promptVariables) : under.promptVariables,
  });
}

function overlay<T extends object>(under: T, over: Partial<T>, keys: readonly (keyof T)[]): T {
  const merged = { ...under };
  for (const key of keys) {
    const value = over[key];
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

function mergeKeys<T extends object>(under: T | undefined, over: T | undefined): T | undefined {
  return under === undefined || over === undefined ? (over ?? under) : { ...under, ...over };
}

function promptVariablesOf(variables: Record<string, string | { text: string }>): Record<string, { text: string }> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === "string" ? { text: value } : value]),
  );
}

function fallBackToDefaultModel(): string {
  warnOnce(
    "bedrock-converse:default-model",
    `ChatBedrockConverse was made without a model and uses ${defaultModel}. Pass \`model\` to choose one.`,
  );
  return defaultModel;
}

function placeholder(text: string | undefined): string {
  if (text === undefined) return ".";
  if (text.trim() !== "") return text;
  throw new AwsConfigurationError(
    "`emptyContentPlaceholder` must contain a character that is not white space: it stands where the service refuses blank text.",
    { code: "CONFIG_INVALID_PLACEHOLDER" },
  );
}
