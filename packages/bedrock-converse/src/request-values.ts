import type {
  GuardrailStreamConfiguration as WireGuardrailConfiguration,
  InferenceConfiguration as WireInferenceConfiguration,
  PerformanceConfiguration as WirePerformanceConfiguration,
  ServiceTier as WireServiceTier,
  ToolConfiguration as WireToolConfiguration,
} from "@aws-sdk/client-bedrock-runtime";
import { checkIdleTimeout } from "@langchain-aws/core";
import type { RunnableConfig } from "@langchain/core/runnables";
import { asWire } from "./as-wire.ts";
import type { ReasoningEffort } from "./model-families.ts";
import type { ChatBedrockConverseCallOptions, ConverseOutputConfig, JsonObject } from "./options.ts";
import type { AnswerFormat } from "./request/answer-format.ts";
import { toCanonicalGuardrail } from "./spellings.ts";

/** The options a call can set, in the one form the rest of the package reads. */
export interface RequestValues {
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly stopSequences?: readonly string[];
  readonly inferenceConfig?: WireInferenceConfiguration;
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
  readonly tools?: readonly unknown[];
  readonly toolChoice?: unknown;
  readonly strict?: boolean;
  readonly toolConfig?: WireToolConfiguration;
  readonly answerFormat?: AnswerFormat;
}

/** Options under the names callers use for them. */
export type GivenValues = Partial<ChatBedrockConverseCallOptions>;

/** The options merged here: all but the model, which decides more than a value, and what LangChain itself reads. */
type MergedKey = Exclude<
  keyof GivenValues,
  keyof RunnableConfig | "model" | "maxRetries" | "ls_structured_output_format"
>;

type Merge<K extends MergedKey> = (value: NonNullable<GivenValues[K]>, under: RequestValues) => Partial<RequestValues>;

/**
 * What each option does to the values under it: most replace, some merge key by key, some are other names. An
 * option's other names stand before its own, which wins, and see what those before them have done.
 */
const merges: { readonly [K in MergedKey]: Merge<K> } = {
  temperature: (temperature) => ({ temperature }),
  maxTokens: (maxTokens) => ({ maxTokens }),
  topP: (topP) => ({ topP }),
  topK: (topK) => ({ topK }),
  stop: (stopSequences) => ({ stopSequences }),
  stopSequences: (stopSequences) => ({ stopSequences }),
  inferenceConfig: (inferenceConfig) => ({ inferenceConfig }),
  // A call's wins over what the constructor has put among the model's own fields.
  thinking: (thinking, under) => ({
    thinking,
    ...(under.additionalModelRequestFields?.["thinking"] !== undefined && {
      additionalModelRequestFields: withoutThinking(under.additionalModelRequestFields),
    }),
  }),
  additionalModelRequestFields: (fields, under) => ({
    additionalModelRequestFields: { ...under.additionalModelRequestFields, ...fields },
  }),
  additionalModelResponseFieldPaths: (additionalModelResponseFieldPaths) => ({ additionalModelResponseFieldPaths }),
  guardrailConfig: (config) => ({ guardrailConfig: toCanonicalGuardrail(config) }),
  performanceConfig: (performanceConfig) => ({ performanceConfig }),
  serviceTier: (tier) => ({ serviceTier: typeof tier === "string" ? { type: asWire(tier) } : tier }),
  requestMetadata: (requestMetadata) => ({ requestMetadata }),
  outputConfig: (config, under) => ({ outputConfig: mergeOutputConfig(under.outputConfig, config) }),
  response_format: (responseFormat) => ({ responseFormat }),
  promptVariables: (variables) => ({ promptVariables: textsOf(variables) }),
  reasoningEffort: (reasoningEffort) => ({ reasoningEffort }),
  cache_control: (cacheControl) => ({ cacheControl }),
  cacheControl: (cacheControl) => ({ cacheControl }),
  streamUsage: (streamUsage) => ({ streamUsage }),
  streamIdleTimeout: (milliseconds) => ({ streamIdleTimeout: checkIdleTimeout(milliseconds) }),
  outputVersion: (outputVersion) => ({ outputVersion }),
  tools: (tools) => ({ tools }),
  tool_choice: (toolChoice) => ({ toolChoice }),
  strict: (strict) => ({ strict }),
  toolConfig: (toolConfig) => ({ toolConfig }),
  answerFormat: (answerFormat) => ({ answerFormat }),
};

const mergedKeys = /* @__PURE__ */ keysOf(merges);
const isMerged: ReadonlySet<string> = /* @__PURE__ */ new Set(mergedKeys);

/** The values with what a call says over them; `undefined` says nothing. The very same object when nothing is said. */
export function overrideValues<T extends RequestValues>(under: T, given: GivenValues): T {
  // Most calls say nothing, and are resolved three times: for the request, and twice for what traces show of it.
  if (!Object.keys(given).some((key) => isMerged.has(key))) return under;
  const merged = { ...under };
  for (const key of mergedKeys) overrideValue(merged, given, key);
  return merged;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the value to its row of the table
function overrideValue<K extends MergedKey>(merged: RequestValues, given: GivenValues, key: K): void {
  const value = given[key];
  if (value === undefined || value === null) return;
  Object.assign(merged, merges[key](value, merged));
}

function keysOf(table: typeof merges): readonly MergedKey[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table is a literal of exactly these keys
  return Object.keys(table) as MergedKey[];
}

function textsOf(variables: Record<string, string | { text: string }>): Record<string, { text: string }> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === "string" ? { text: value } : value]),
  );
}

function withoutThinking({ thinking: _replaced, ...others }: JsonObject): JsonObject {
  return others;
}

/** A schema that a call asks for takes the place of the constructor's, in whichever spelling the two are. */
function mergeOutputConfig(
  under: ConverseOutputConfig | undefined,
  config: ConverseOutputConfig,
): ConverseOutputConfig {
  const {
    textFormat: _textFormat,
    format: _format,
    ...others
  }: { textFormat?: unknown; format?: unknown } = under ?? {};
  const replaces = ("textFormat" in config && config.textFormat !== undefined) || "format" in config;
  return { ...(replaces ? others : under), ...config };
}
