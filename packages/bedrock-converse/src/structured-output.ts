import { AwsConfigurationError, type PlainRecord, warnOnce } from "@langchain-aws/core";
import {
  callReader,
  type NamedSchema,
  readSchema,
  StructuredReplyParser,
  textReader,
  toolOf,
} from "@langchain-aws/core/structured-output";
import { toJsonSchema } from "@langchain-aws/core/tools";
import type { StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import type { BaseMessage } from "@langchain/core/messages";
import type { Runnable } from "@langchain/core/runnables";
import type { ToolChoiceKind } from "./model-families.ts";
import type { ChatBedrockConverseCallOptions } from "./options.ts";
import { checkPrefill } from "./request/answer-format.ts";
import { toTextFormat } from "./request/output-config.ts";
import { acceptedToolChoices } from "./request/tool-choice.ts";
import { toWireTools } from "./request/tools.ts";
import type { ResolvedOptions } from "./resolve-options.ts";

/** How a model answers in a schema: what its calls are bound with, and what reads the reply. */
export interface StructuredCall {
  readonly call: Partial<ChatBedrockConverseCallOptions>;
  readonly parser: Runnable<BaseMessage, Record<string, unknown>>;
}

type Method = (schema: NamedSchema, options: ResolvedOptions, strict: boolean | undefined) => StructuredCall;

const methods: Readonly<Record<string, Method>> = {
  functionCalling: (schema, options, strict) => {
    const choice = choiceFor(schema.name, acceptedToolChoices(options));
    const call = {
      tools: [...toWireTools([toolOf(schema)])],
      ...(choice !== undefined && { tool_choice: choice }),
      ...(strict !== undefined && { strict }),
    };
    return { call, parser: new StructuredReplyParser(callReader(schema.name), schema.schema) };
  },
  jsonSchema: (schema, options) => ({
    call: { outputConfig: { textFormat: toTextFormat(schema, options) } },
    parser: new StructuredReplyParser(textReader, schema.schema),
  }),
  // Converse has no JSON without a schema, so the model is asked for it in words.
  jsonMode: (schema) => ({
    call: { answerFormat: { instructions: instructionsFor(schema) } },
    parser: new StructuredReplyParser(textReader, schema.schema),
  }),
  promptPrefill: (schema, options) => {
    const { baseModelId, provider } = options.resolved;
    // What is behind an opaque ARN shows at the first call, which checks again.
    if (baseModelId !== undefined || provider !== undefined) checkPrefill(options);
    return {
      call: { answerFormat: { instructions: instructionsFor(schema), prefill: "```json", stop: "```" } },
      parser: new StructuredReplyParser(textReader, schema.schema),
    };
  },
};

const methodNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["function_calling", "functionCalling"],
  ["json_schema", "jsonSchema"],
  ["json_mode", "jsonMode"],
  ["prompt_prefill", "promptPrefill"],
]);

/**
 * Prepares a model to answer in a schema. Without a method named, a model that cannot be made to call a tool uses the
 * service's structured output, if its profile says it has that.
 *
 * @throws AwsConfigurationError for a method that does not exist here, and for `promptPrefill` where the model refuses it
 */
export function structuredCall(
  given: PlainRecord,
  config: StructuredOutputMethodOptions<boolean>,
  options: ResolvedOptions,
): StructuredCall {
  const schema = readSchema(given, config.name);
  const method = methodNames.get(config.method ?? "") ?? config.method ?? usualMethod(options);
  const prepare = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (prepare === undefined) {
    throw new AwsConfigurationError(
      `Structured output has no method "${method}" here. Use ${Object.keys(methods).join(" or ")}.`,
      { code: "CONFIG_UNSUPPORTED_METHOD" },
    );
  }
  const { call, parser } = prepare(schema, options, config.strict);
  const ls_structured_output_format = { kwargs: { method }, schema: toJsonSchema(schema.schema) };
  return { call: { ...call, ls_structured_output_format }, parser };
}

function usualMethod(options: ResolvedOptions): string {
  const accepted = acceptedToolChoices(options);
  const isForced = accepted === undefined || accepted.includes("tool") || accepted.includes("any");
  return !isForced && options.profile.structuredOutput === true ? "jsonSchema" : "functionCalling";
}

/** The strongest choice of that tool the model takes; nothing when it cannot be made to call one. */
function choiceFor(name: string, accepted: readonly ToolChoiceKind[] | undefined): string | undefined {
  if (accepted === undefined || accepted.includes("tool")) return name;
  if (accepted.includes("any")) return "any";
  warnOnce(
    "bedrock-converse:unforced-structured-output",
    'The model cannot be made to call a tool, so it may answer in prose. Where it supports it, use the method "jsonSchema".',
  );
  return undefined;
}

/** The words that ask for an answer in a schema, for models that are only asked. */
function instructionsFor({ description, schema }: NamedSchema): string {
  const purpose = description === undefined ? "" : ` It is for: ${description}`;
  return (
    "Answer with one JSON object that is valid under the JSON schema below, and with nothing else: " +
    `no explanation, no other text.${purpose}\n${JSON.stringify(toJsonSchema(schema))}`
  );
}
