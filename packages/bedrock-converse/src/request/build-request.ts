import type {
  ConverseStreamRequest as WireConverseStreamRequest,
  GuardrailStreamConfiguration as WireGuardrailConfiguration,
  Message as WireMessage,
  SystemContentBlock as WireSystemContentBlock,
} from "@aws-sdk/client-bedrock-runtime";
import { omitUndefined } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import type { ResolvedOptions } from "../resolve-options.ts";
import { askForFormat } from "./answer-format.ts";
import { placeCachePoints } from "./cache-points.ts";
import { createRequestContext } from "./context.ts";
import { guardLastTurn } from "./guard-content.ts";
import { toConversation } from "./messages.ts";
import { buildModelFields } from "./model-fields.ts";
import { buildOutputConfig } from "./output-config.ts";
import { responseFieldPaths } from "./response-fields.ts";
import { buildSampling } from "./sampling.ts";
import { toSystemContent } from "./system.ts";
import { withoutToolBlocks } from "./tool-history.ts";
import { buildToolConfig } from "./tools.ts";
import { separateToolTurns } from "./turn-rules.ts";
import { asWire } from "../as-wire.ts";

/** The input of Converse and ConverseStream, which differ in one member of the guardrail. */
export type ConverseInput = WireConverseStreamRequest;

/**
 * Builds the request: pure, from the messages and the options alone. Neither is changed.
 *
 * @throws AwsConfigurationError before anything is sent, for what Converse or the model cannot take
 */
export function buildRequest(
  messages: readonly BaseMessage[],
  options: ResolvedOptions,
  { isStream }: { isStream: boolean },
): ConverseInput {
  const request = buildSharedFields(options, isStream);
  const parts = options.rawBlocks === undefined ? converted(messages, options, request) : rawConversation(options);
  const {
    system,
    messages: turns,
    toolConfig,
  } = placeCachePoints({ ...parts, toolConfig: request.toolConfig }, options);
  if (turns.length > 0) request.messages = [...turns];
  if (system.length > 0) request.system = [...system];
  if (toolConfig !== undefined) request.toolConfig = toolConfig;
  return askForFormat(request, options);
}

/** Everything but the conversation: what traces show of a request. */
export function buildSharedFields(options: ResolvedOptions, isStream: boolean): ConverseInput {
  const { inferenceConfig, topK } = buildSampling(options);
  return omitUndefined<ConverseInput>({
    modelId: options.modelId,
    inferenceConfig,
    toolConfig: buildToolConfig(options),
    guardrailConfig: guardrailConfigOf(options.guardrailConfig, isStream),
    additionalModelRequestFields: asWire(buildModelFields(options, topK)),
    promptVariables: options.promptVariables && { ...options.promptVariables },
    additionalModelResponseFieldPaths: responseFieldPaths(options, inferenceConfig),
    requestMetadata: options.requestMetadata && { ...options.requestMetadata },
    performanceConfig: options.performanceConfig,
    serviceTier: options.serviceTier,
    outputConfig: buildOutputConfig(options),
  });
}

interface Parts {
  readonly system: readonly WireSystemContentBlock[];
  readonly messages: readonly WireMessage[];
}

function converted(messages: readonly BaseMessage[], options: ResolvedOptions, { toolConfig }: ConverseInput): Parts {
  const context = createRequestContext(options);
  const conversation = toConversation(messages, context);
  const separated = separateToolTurns(conversation.messages, context);
  const guarded = guardLastTurn(separated, options);
  return {
    system: [...ownSystem(options), ...conversation.system],
    messages: neverEmpty(withoutToolBlocks(guarded, toolConfig), options),
  };
}

/** Blocks the caller has written for the service itself. */
function rawConversation(options: ResolvedOptions): Parts {
  return { system: ownSystem(options), messages: options.rawBlocks ?? [] };
}

function ownSystem(options: ResolvedOptions): readonly WireSystemContentBlock[] {
  return toSystemContent(options.system, { role: "system option", message: 0 });
}

/** The service wants a message, unless a stored prompt brings them. */
function neverEmpty(messages: readonly WireMessage[], options: ResolvedOptions): readonly WireMessage[] {
  if (messages.length > 0 || options.promptVariables !== undefined) return messages;
  return [{ role: "user", content: [{ text: options.emptyContentPlaceholder }] }];
}

function guardrailConfigOf(
  config: WireGuardrailConfiguration | undefined,
  isStream: boolean,
): WireGuardrailConfiguration | undefined {
  if (config === undefined || isStream) return config;
  const { streamProcessingMode: _streamsOnly, ...rest } = config;
  return rest;
}
