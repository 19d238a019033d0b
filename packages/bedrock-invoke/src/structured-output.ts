import { AwsConfigurationError, omitUndefined, type PlainRecord, warnOnce } from "@langchain-aws/core";
import {
  callReader,
  readSchema,
  StructuredReplyParser,
  textReader,
  toolOf,
} from "@langchain-aws/core/structured-output";
import { toJsonSchema } from "@langchain-aws/core/tools";
import type { StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import type { BaseMessage } from "@langchain/core/messages";
import type { Runnable } from "@langchain/core/runnables";
import { isThinking, refusesForcedTools } from "./anthropic/model-facts.ts";
import { answerFormatOf, buildParameters } from "./build-request.ts";
import type { ChatBedrockCallOptions } from "./options.ts";
import type { ResolvedOptions } from "./resolve-options.ts";

/** How a model answers in a schema: what its calls are bound with, and what reads the reply. */
export interface StructuredCall {
  readonly call: Partial<ChatBedrockCallOptions>;
  readonly parser: Runnable<BaseMessage, Record<string, unknown>>;
}

const methodNames: Readonly<Record<string, string>> = {
  function_calling: "functionCalling",
  json_schema: "jsonSchema",
};

/**
 * Prepares a model to answer in a schema.
 *
 * @param options - absent when the model is behind Converse, or not known yet
 * @throws AwsConfigurationError for a method that does not exist here, and for a model without tools
 */
export function structuredCall(
  given: PlainRecord,
  config: StructuredOutputMethodOptions<boolean>,
  options: ResolvedOptions | undefined,
): StructuredCall {
  const schema = readSchema(given, config.name);
  const method = methodNames[config.method ?? ""] ?? config.method ?? "functionCalling";
  const json = toJsonSchema(schema.schema);
  const ls_structured_output_format = { kwargs: { method }, schema: json };
  if (method === "jsonSchema") {
    const { name, description } = schema;
    const json_schema = omitUndefined({ name, description, schema: json, strict: config.strict });
    const call = { response_format: { type: "json_schema", json_schema }, ls_structured_output_format };
    if (options !== undefined) answerFormatOf({ ...options, answerFormat: call.response_format });
    return { call, parser: new StructuredReplyParser(textReader, schema.schema) };
  }
  if (method !== "functionCalling") {
    throw new AwsConfigurationError(
      `Structured output has no method "${method}" here. Use functionCalling or jsonSchema.`,
      { code: "CONFIG_UNSUPPORTED_METHOD" },
    );
  }
  const obstacle = obstacleToForce(options);
  const call = {
    tools: [{ ...toolOf(schema) }],
    ...(obstacle === undefined && { tool_choice: schema.name }),
    ...(config.strict !== undefined && { strict: config.strict }),
    ls_structured_output_format,
  };
  const note = obstacle === undefined ? "" : ` The model could not be made to call it: ${obstacle}`;
  return { call, parser: new StructuredReplyParser(callReader(schema.name, note), schema.schema) };
}

/** Why the model cannot be made to call the tool, and what to do; nothing when it can. */
function obstacleToForce(options: ResolvedOptions | undefined): string | undefined {
  if (options === undefined) return undefined;
  const { format, family, baseModelId, modelId } = options.model;
  if (format.name === "cohere-chat") return "Command R has no way to force a tool. Ask again, or more firmly.";
  if (format.name !== "anthropic-messages") return undefined;
  if (family.toolsInPrompt === true) return "its tools are described in words. Ask again, or more firmly.";
  const id = baseModelId ?? modelId;
  if (!isThinking(buildParameters(options), id) || !refusesForcedTools(id)) return undefined;
  warnOnce(
    "bedrock-invoke:unforced-structured-output",
    `${modelId} cannot be made to call a tool while it thinks, so it may answer in prose.`,
  );
  return "Claude refuses a forced tool while it thinks. Switch `thinking` off, or ask again.";
}
