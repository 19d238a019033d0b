import {
  AwsConfigurationError,
  checkIdleTimeout,
  isRecord,
  omitUndefined,
  parseModelId,
  type PlainRecord,
  readEnvironment,
  stringOf,
  warnOnce,
} from "@langchain-aws/core";
import type { ToolDefinition } from "@langchain-aws/core/tools";
import { type Guardrail, readGuardrail } from "./guardrail.ts";
import type {
  CacheControl,
  ChatBedrockCallOptions,
  ChatBedrockInput,
  InvokeModelOptions,
  InvokeRequestOptions,
  ReasoningEffort,
} from "./options.ts";
import { deepCopy } from "./record.ts";
import type { ModelHints, ResolvedModel } from "./resolve-model.ts";
import { type BoundTool, readTools } from "./tools/bound-tools.ts";
import { readToolChoice, type ToolChoice } from "./tools/tool-choice.ts";

/** What either the constructor or a call says about the parameters of a request. */
export interface ParameterLayer {
  readonly kwargs: PlainRecord;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  readonly reasoningEffort?: ReasoningEffort;
}

/** What goes into headers. */
export interface HeaderOptions {
  readonly guardrail?: Guardrail;
  readonly serviceTier?: string;
  readonly latency?: string;
  readonly requestMetadata?: Readonly<Record<string, string>>;
}

/** What the constructor settles once. */
export interface InvokeSettings extends HeaderOptions {
  readonly hints: ModelHints;
  /** Everything goes through Converse: no body format is needed. */
  readonly isConverse: boolean;
  /** The foundation model, when it is known without asking; else the id as it was given. */
  readonly modelName: string;
  readonly layer: ParameterLayer;
  readonly streaming: boolean;
  readonly streamUsage: boolean;
  readonly streamIdleTimeout: number;
  readonly disableStreaming: boolean | "tool_calling";
  readonly outputVersion: "v0" | "v1";
  readonly systemPromptWithTools: string;
  /** Tools that are described in the system text, and called in XML. */
  readonly promptTools: readonly ToolDefinition[];
  readonly escapeSpecialTokens: boolean;
  readonly includeRawReasoning: boolean;
  readonly customGetTokenIds?: (text: string) => number[];
  readonly promptFormatter?: NonNullable<InvokeModelOptions["promptFormatter"]>;
  readonly rateLimiter?: NonNullable<InvokeModelOptions["rateLimiter"]>;
}

/** Everything one request needs: the constructor's settings with the call's over them. */
export interface ResolvedOptions extends Omit<InvokeSettings, "hints" | "isConverse" | "layer"> {
  readonly model: ResolvedModel;
  /** The constructor's parameters, and the call's over them. */
  readonly layers: readonly ParameterLayer[];
  /** The stop list that counts. */
  readonly stop: readonly string[];
  readonly tools: readonly BoundTool[];
  readonly toolChoice?: ToolChoice;
  readonly strict?: boolean;
  readonly cacheControl?: CacheControl;
  /** OpenAI's `response_format`, when it asks for more than text. */
  readonly answerFormat?: PlainRecord;
}

/** Fields of either class, in their canonical names. */
export type CanonicalFields = Omit<ChatBedrockInput, "guardrailConfig" | "modelId" | "baseModel" | "stop">;

/**
 * Reads the constructor's fields.
 *
 * @throws AwsConfigurationError for values that can never work
 */
export function resolveSettings(fields: CanonicalFields): InvokeSettings {
  const { model, baseModelId, provider, bodyFormat } = fields;
  if (typeof model !== "string" || model.trim() === "") {
    throw new AwsConfigurationError("Pass `model`: a model id, an inference profile id or an ARN.", {
      code: "CONFIG_MISSING_MODEL",
    });
  }
  return omitUndefined({
    hints: omitUndefined({ model: decodedArn(model), baseModelId, provider, bodyFormat }),
    isConverse: fields.betaUseConverseApi === true,
    modelName: parseModelId(baseModelId ?? model).baseModelId ?? baseModelId ?? model,
    layer: readLayer({ ...fields, stop: fields.stopSequences }),
    ...headerOptions(fields),
    guardrail: readGuardrail(fields.guardrails),
    streaming: fields.streaming ?? false,
    streamUsage: fields.streamUsage ?? true,
    streamIdleTimeout: checkIdleTimeout(fields.streamIdleTimeout ?? 300_000),
    disableStreaming: fields.disableStreaming ?? false,
    outputVersion: (fields.outputVersion ?? readEnvironment("LC_OUTPUT_VERSION")) === "v1" ? "v1" : "v0",
    systemPromptWithTools: fields.systemPromptWithTools ?? "",
    promptTools: [],
    escapeSpecialTokens: fields.escapeSpecialTokens ?? true,
    includeRawReasoning: fields.includeRawReasoning ?? false,
    customGetTokenIds: fields.customGetTokenIds,
    promptFormatter: fields.promptFormatter,
    rateLimiter: fields.rateLimiter,
  });
}

/** A call's options; those of `BedrockLLM` are fewer. */
export type GivenCall = Partial<Omit<ChatBedrockCallOptions, "signal">>;

/**
 * The only merge: a call's options over the constructor's. `undefined` never overrides.
 *
 * @throws AwsConfigurationError for tools and choices that are none
 */
export function resolveOptions(settings: InvokeSettings, model: ResolvedModel, call: GivenCall = {}): ResolvedOptions {
  const { hints: _hints, isConverse: _route, layer, guardrail, ...rest } = settings;
  const over = readLayer(call);
  const tools = readTools(call.tools ?? []);
  const toolChoice = readToolChoice(call.tool_choice, tools);
  return omitUndefined({
    ...rest,
    ...headerOptions(call),
    guardrail: call.guardrails === undefined ? guardrail : readGuardrail(call.guardrails),
    streamUsage: call.streamUsage ?? settings.streamUsage,
    streamIdleTimeout: checkIdleTimeout(call.streamIdleTimeout ?? settings.streamIdleTimeout),
    outputVersion: call.outputVersion ?? settings.outputVersion,
    model,
    layers: [layer, over],
    stop: over.stop ?? layer.stop ?? [],
    tools,
    toolChoice,
    strict: call.strict,
    cacheControl: call.cache_control ?? undefined,
    answerFormat: readAnswerFormat(call),
  });
}

/** A schema to answer in, whoever's words it was asked for in. */
function readAnswerFormat({ response_format, outputConfig }: GivenCall): PlainRecord | undefined {
  const format: PlainRecord | undefined = response_format ?? outputConfig?.format;
  if (format === undefined || format["type"] === "text") return undefined;
  if (response_format !== undefined || format["type"] !== "json_schema") return format;
  const { type, ...described } = format;
  return { type, json_schema: { name: "answer", ...described } };
}

/**
 * Parameters in the one form the rest of the package reads. `temperature` and `max_tokens` among the model's own
 * parameters are the common ones by other names.
 */
function readLayer(given: InvokeRequestOptions): ParameterLayer {
  const { temperature, max_tokens, reasoning_effort, ...kwargs } = deepCopy(given.modelKwargs ?? {});
  const kwargsWithNull = {
    ...kwargs,
    // `null` is no number, but it is sent.
    ...(temperature === null && { temperature }),
    ...(max_tokens === null && { max_tokens }),
  };
  return omitUndefined({
    kwargs: kwargsWithNull,
    temperature: numberOption("temperature", given.temperature ?? temperature ?? undefined),
    maxTokens: tokensOption(given.maxTokens ?? max_tokens ?? undefined),
    stop: stopOption(given.stop),
    reasoningEffort: given.reasoningEffort ?? stringOf(reasoning_effort),
  });
}

function headerOptions({ serviceTier, performanceConfig, requestMetadata }: InvokeRequestOptions): HeaderOptions {
  if (requestMetadata !== undefined) checkMetadata(requestMetadata);
  return omitUndefined({
    serviceTier,
    latency: performanceConfig?.latency,
    requestMetadata,
  });
}

function checkMetadata(metadata: unknown): void {
  if (isRecord(metadata) && Object.values(metadata).every((value) => typeof value === "string")) return;
  throw invalid("`requestMetadata` must be a flat object of texts.");
}

function numberOption(name: string, value: unknown): number | undefined {
  if (value === undefined || (typeof value === "number" && Number.isFinite(value))) return value;
  throw invalid(`\`${name}\` must be a number.`);
}

function tokensOption(value: unknown): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) > 0))
    return numberOption("maxTokens", value);
  throw invalid("`maxTokens` must be an integer above 0.");
}

function stopOption(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const list: unknown[] | undefined = typeof value === "string" ? [value] : Array.isArray(value) ? value : undefined;
  if (list !== undefined && list.every((stop) => typeof stop === "string")) return [...list];
  throw invalid("`stop` must be a list of texts.");
}

function invalid(problem: string): AwsConfigurationError {
  return new AwsConfigurationError(problem, { code: "CONFIG_INVALID_OPTION" });
}

/** The SDK encodes ids in paths itself; an ARN copied out of a URL is encoded already. */
function decodedArn(modelId: string): string {
  if (!/^arn%3a/i.test(modelId)) return modelId;
  try {
    return decodeURIComponent(modelId);
  } catch {
    throw invalid("`model` is a percent-encoded ARN that cannot be decoded. Pass the ARN as AWS shows it.");
  }
}

/** Says once that parameters were moved. */
export function warnAboutMoved(names: readonly string[]): void {
  warnOnce(
    `bedrock-invoke:moved:${names.join(",")}`,
    `ChatBedrock does not know ${names.join(", ")} and sends ${names.length === 1 ? "it" : "them"} to the model as \`modelKwargs\`. Pass \`modelKwargs\` to say so.`,
  );
}
