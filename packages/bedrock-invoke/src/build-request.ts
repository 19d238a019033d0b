import { AwsConfigurationError, isRecord, omitUndefined, warnOnce } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import { HumanMessage } from "@langchain/core/messages";
import type { Body, SamplingValues } from "./formats/body-format.ts";
import { mayHoldBlocks } from "./formats/anthropic-messages.ts";
import { listOf } from "./record.ts";
import type { ReplyContext } from "./reply/reply-context.ts";
import type { ParameterLayer, ResolvedOptions } from "./resolve-options.ts";
import { describeToolsInXml, withXmlHistory, xmlCallsEnd } from "./tools/xml-calls.ts";

/** A request as it is sent, and what its reply is read by. */
export interface BuiltRequest {
  readonly body: Body;
  readonly context: ReplyContext;
}

/**
 * The request of a conversation: pure.
 *
 * @throws AwsConfigurationError for what the model cannot take, naming message and block or the option that mends it
 */
export function buildChatRequest(
  messages: readonly BaseMessage[],
  given: ResolvedOptions,
  isStream: boolean,
): BuiltRequest {
  checkTools(given);
  warnAboutUnsaid(given);
  const options = withPromptTools(given);
  const hasPromptTools = options.promptTools.length > 0;
  const said = hasPromptTools ? withXmlHistory(messages) : messages;
  return finishRequest(options.model.format.buildChat(said, options), options, isStream, hasPromptTools);
}

/**
 * The request of a bare prompt; one user message where the format has messages only. A completion is what the model
 * writes, thoughts among it: no prompt of ours has opened one.
 */
export function buildPromptRequest(prompt: string, options: ResolvedOptions, isStream: boolean): BuiltRequest {
  const { format } = options.model;
  const structure = format.buildPrompt?.(prompt, options) ?? format.buildChat([new HumanMessage(prompt)], options);
  const { body, context } = finishRequest(structure, options, isStream, false);
  return { body, context: format.buildPrompt === undefined ? context : { ...context, reasoning: undefined } };
}

/** The parameters of a request, without its messages: what traces show. */
export function buildParameters(options: ResolvedOptions): Body {
  const { format, family } = options.model;
  const layers = options.layers.flatMap((layer) => [
    format.placeKwargs?.(layer.kwargs) ?? layer.kwargs,
    ...effortOf(layer, options),
    format.buildSampling(samplingOf(layer, options), family),
  ]);
  return mergeBodies(layers, new Set(format.nested));
}

function finishRequest(
  structure: Body,
  options: ResolvedOptions,
  isStream: boolean,
  hasPromptTools: boolean,
): BuiltRequest {
  const { format, family } = options.model;
  checkStops(options);
  const said = buildParameters(options);
  const parameters =
    options.answerFormat === undefined ? said : mergeBodies([said, answerFormatOf(options)], new Set(format.nested));
  const merged = omitUndefined({
    ...parameters,
    ...structure,
    ...betasOf(structure, options),
    ...guardrailConfig(options),
  });
  const body = format.finish?.(merged, options, isStream) ?? merged;
  return { body, context: toContext(body, options, hasPromptTools, stopsHere(options), family.reasoning) };
}

function toContext(
  body: Body,
  { model, outputVersion, streamUsage, includeRawReasoning }: ResolvedOptions,
  toolsInPrompt: boolean,
  stops: readonly string[],
  reasoning: ReplyContext["reasoning"],
): ReplyContext {
  return {
    modelId: model.modelId,
    provider: model.provider,
    format: model.format.name,
    outputVersion,
    streamUsage,
    stops,
    reasoning: includeRawReasoning ? undefined : reasoning,
    usesBlocks: outputVersion === "v1" || mayHoldBlocks(body, model.baseModelId ?? model.modelId),
    toolsInPrompt,
  };
}

/** The stop list stands in one layer only: the last that has one. */
function samplingOf(layer: ParameterLayer, options: ResolvedOptions): SamplingValues {
  const { temperature, maxTokens, stop = [] } = layer;
  const isInForce = layer === options.layers.findLast((each) => each.stop !== undefined);
  const isSent = isInForce && stop.length > 0 && !stopsLocally(options);
  return omitUndefined({ temperature, maxTokens, stop: isSent ? stop : undefined });
}

function effortOf({ reasoningEffort }: ParameterLayer, { model }: ResolvedOptions): readonly Body[] {
  if (reasoningEffort === undefined) return [];
  const body = model.format.buildEffort?.(reasoningEffort, model.family);
  if (body !== undefined) return [body];
  warnOnce(
    `bedrock-invoke:effort:${model.modelId}`,
    `${model.modelId} has no setting for the reasoning effort, so \`reasoningEffort\` is left out.`,
  );
  return [];
}

/**
 * How the schema to answer in is asked for; nothing without one.
 *
 * @throws AwsConfigurationError where the format has no field for it
 */
export function answerFormatOf({ answerFormat, model }: ResolvedOptions): Body {
  if (answerFormat === undefined) return {};
  const { format, modelId } = model;
  if (format.buildAnswerFormat !== undefined) return format.buildAnswerFormat(answerFormat, model);
  throw new AwsConfigurationError(
    `${modelId} has no structured output in the format ${format.name}. Use withStructuredOutput with the method ` +
      '"functionCalling" where the model has tools, toolStrategy for an agent, or a model of another family.',
    { code: "CONFIG_UNSUPPORTED_METHOD" },
  );
}

/** Lays bodies over each other. `undefined` takes a key away. */
function mergeBodies(bodies: readonly Body[], nested: ReadonlySet<string>): Body {
  const merged: Body = {};
  for (const body of bodies) {
    for (const [name, value] of Object.entries(body)) {
      const below = merged[name];
      if (value === undefined) delete merged[name];
      else if (nested.has(name) && isRecord(below) && isRecord(value)) {
        merged[name] = mergeBodies([below, value], new Set());
      } else merged[name] = value;
    }
  }
  return merged;
}

/** Betas from everywhere, each once, in the order they were named. */
function betasOf(structure: Body, { layers }: ResolvedOptions): Body {
  const all = [...layers.map(({ kwargs }) => kwargs["anthropic_beta"]), structure["anthropic_beta"]].flatMap(
    (betas): readonly unknown[] => (typeof betas === "string" ? [betas] : listOf(betas)),
  );
  return all.length === 0 ? {} : { anthropic_beta: [...new Set(all)] };
}

/** Refused by the service without a guardrail, so it is sent with one only. */
function guardrailConfig({ guardrail }: ResolvedOptions): Body {
  if (guardrail === undefined) return {};
  const { tagSuffix, streamProcessingMode } = guardrail;
  const config = omitUndefined({ tagSuffix, streamProcessingMode });
  return Object.keys(config).length === 0 ? {} : { "amazon-bedrock-guardrailConfig": config };
}

function stopsLocally({ model: { format, family } }: ResolvedOptions): boolean {
  return (family.stops ?? format.stops) === "client";
}

function stopsHere(options: ResolvedOptions): readonly string[] {
  return stopsLocally(options) ? options.stop : [];
}

function checkStops({ stop, model: { family, modelId } }: ResolvedOptions): void {
  if (family.maxStops === undefined || stop.length <= family.maxStops) return;
  throw new AwsConfigurationError(
    `${modelId} takes ${family.maxStops} stop sequences at most; \`stop\` has ${stop.length}.`,
    { code: "CONFIG_TOO_MANY_STOPS" },
  );
}

/** @throws AwsConfigurationError when the format has no field for tools */
export function checkTools({ tools, model: { format, modelId } }: ResolvedOptions): void {
  if (tools.length === 0 || format.takesTools) return;
  throw new AwsConfigurationError(
    `${modelId} takes no tools in the format ${format.name}. Use ChatBedrockConverse, which has them for more models, ` +
      "`withToolsInPrompt`, which describes them in words, or, for an imported model, another `bodyFormat`.",
    { code: "CONFIG_TOOLS_UNSUPPORTED" },
  );
}

/** Says once what a format has no words for. */
function warnAboutUnsaid({ strict, tools, cacheControl, model: { format, modelId } }: ResolvedOptions): void {
  if (strict !== undefined && tools.length > 0 && format.takesStrict !== true) {
    warnOnce(`bedrock-invoke:strict:${format.name}`, `${modelId} has no \`strict\` for tools, so it is left out.`);
  }
  if (cacheControl !== undefined && format.takesCacheControl !== true) {
    warnOnce(`bedrock-invoke:cache:${format.name}`, `${modelId} has no \`cache_control\`, so it is left out.`);
  }
}

/** Tools in the system text, and the stop that keeps the model from writing their results as well. */
function withPromptTools(options: ResolvedOptions): ResolvedOptions {
  const { promptTools, systemPromptWithTools, layers } = options;
  const stop = [...options.stop, xmlCallsEnd];
  if (promptTools.length === 0) return options;
  const described = describeToolsInXml(promptTools);
  return {
    ...options,
    systemPromptWithTools: [described, systemPromptWithTools].filter(Boolean).join("\n"),
    stop,
    layers: [...layers, { kwargs: {}, stop }],
  };
}
