import type { Message } from "../../../../chat/content-blocks.ts";
import {
  anyObject,
  anything,
  type BodyOf,
  integer,
  list,
  number,
  parseBody,
  record,
  text,
  textOr,
} from "../../../../validation/body-schema.ts";
import type { ConverseBody, SystemBlock } from "../../converse-body.ts";
import type { InvokeCall } from "../invoke-family.ts";
import { checkTurns } from "./check-turns.ts";
import { readContent } from "./read-blocks.ts";
import { readToolChoice, readTools } from "./read-tools.ts";
import { Fields, refuse } from "./refuse.ts";

const schema = record(
  {
    anthropic_version: text({ values: ["bedrock-2023-05-31"] }),
    max_tokens: integer({ min: 1 }),
    messages: list(anything()),
  },
  {
    system: textOr(list(anything())),
    temperature: number({ min: 0, max: 1 }),
    top_p: number({ min: 0, max: 1 }),
    top_k: integer({ min: 0 }),
    stop_sequences: list(text()),
    tools: list(anything()),
    tool_choice: anyObject(),
    thinking: anyObject(),
    anthropic_beta: list(text()),
    metadata: anyObject(),
    output_config: anyObject(),
    output_format: anyObject(),
    context_management: anyObject(),
    mcp_servers: list(anything()),
  },
);

type AnthropicBody = BodyOf<typeof schema>;

/** Members of the body that the words of Converse have a place for; the others go along as they are. */
const TRANSLATED = new Set(
  "anthropic_version max_tokens messages system temperature top_p stop_sequences tools tool_choice output_config output_format".split(
    " ",
  ),
);
const BETA = /^[a-z][a-z0-9-]*-\d{4}-\d{2}-\d{2}$/;
const MOST_CACHE_MARKS = 4;
const LEAST_BUDGET = 1_024;

/**
 * A body of the Messages API in Converse's words.
 *
 * Unknown and missing members of the body are refused in Bedrock's words, what is wrong inside them in the model's.
 * Source: "Anthropic Claude Messages API", Amazon Bedrock User Guide.
 *
 * @throws ServiceError `ValidationException`
 */
export function readAnthropicBody({ body, model, validation }: InvokeCall): ConverseBody {
  const isChecked = validation !== "off";
  const native = parseBody(body, schema, validation);
  const messages = native.messages.map((message, index) => readMessage(message, index, isChecked));
  const tools = readTools(native.tools ?? [], isChecked);
  if (validation !== "off") {
    checkSettings(native, model.maxOutputTokens, modelName(model.id));
    if (tools.length > 0 && !model.tools) throw refuse("This model doesn't support tool use.");
    checkTurns(messages, validation);
  }
  const choice = native.tool_choice && readToolChoice(native.tool_choice, tools);
  const request: ConverseBody = {
    messages,
    system: readSystem(native.system, isChecked),
    inferenceConfig: {
      maxTokens: native.max_tokens,
      ...(native.temperature !== undefined && { temperature: native.temperature }),
      ...(native.top_p !== undefined && { topP: native.top_p }),
      ...(native.stop_sequences && { stopSequences: native.stop_sequences }),
    },
    ...(tools.length > 0 && { toolConfig: { tools, ...(choice && { toolChoice: choice.toolChoice }) } }),
    ...(choice?.parallelToolCalls === false && { parallelToolCalls: false }),
    additionalModelRequestFields: Object.fromEntries(Object.entries(native).filter(([name]) => !TRANSLATED.has(name))),
    ...outputConfigOf(native),
  };
  if (isChecked) checkCacheMarks(request);
  return request;
}

function readMessage(value: unknown, index: number, isChecked: boolean): Message {
  const message = new Fields(value, `messages.${index}`);
  if (message.get("role") === "system") {
    throw refuse(
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    );
  }
  const role = message.word("role", ["user", "assistant"]);
  if (!message.has("content")) throw refuse(`${message.at("content")}: Field required`);
  if (isChecked) message.only(["role", "content"]);
  return { role, content: readContent(message.get("content"), message.at("content"), isChecked) };
}

function readSystem(system: AnthropicBody["system"], isChecked: boolean): SystemBlock[] {
  if (system === undefined || system === "") return [];
  return readContent(system, "system", isChecked).map((block, index): SystemBlock => {
    if ("text" in block || "cachePoint" in block) return block;
    throw refuse(`system.${index}.type: Input should be 'text'`);
  });
}

function checkSettings(native: AnthropicBody, maxOutputTokens: number, name: string): void {
  if (native.max_tokens > maxOutputTokens) {
    throw refuse(
      `max_tokens: ${native.max_tokens} > ${maxOutputTokens}, which is the maximum allowed number of output tokens for ${name}`,
    );
  }
  const blank = (native.stop_sequences ?? []).findIndex((sequence) => sequence.trim() === "");
  if (blank >= 0) throw refuse(`stop_sequences.${blank}: each stop sequence must contain non-whitespace`);
  if (native.anthropic_beta?.every((beta) => BETA.test(beta)) === false) throw refuse("invalid beta flag");
  checkThinking(native.thinking);
}

function checkThinking(value: AnthropicBody["thinking"]): void {
  if (value === undefined) return;
  const thinking = new Fields(value, "thinking");
  if (thinking.word("type", ["enabled", "disabled", "adaptive"]) !== "enabled") return;
  const budget = thinking.get("budget_tokens");
  if (budget === undefined) throw refuse("thinking.enabled.budget_tokens: Field required");
  if (typeof budget !== "number" || budget < LEAST_BUDGET) {
    throw refuse(`thinking.enabled.budget_tokens: Input should be greater than or equal to ${LEAST_BUDGET}`);
  }
}

/** The JSON schema that the answer has to satisfy, wherever the body has it: `output_config` now, `output_format` before. */
function outputConfigOf({
  output_config: config,
  output_format: before,
}: AnthropicBody): Pick<ConverseBody, "outputConfig"> {
  const format = config?.format ?? before;
  if (typeof format !== "object" || format === null || !("schema" in format)) return {};
  return { outputConfig: { textFormat: { structure: { jsonSchema: { schema: JSON.stringify(format.schema) } } } } };
}

function checkCacheMarks({ toolConfig, system = [], messages = [] }: ConverseBody): void {
  const blocks: object[] = [...(toolConfig?.tools ?? []), ...system, ...messages.flatMap(({ content }) => content)];
  const marks = blocks.filter((block) => "cachePoint" in block).length;
  if (marks > MOST_CACHE_MARKS) {
    throw refuse(`A maximum of ${MOST_CACHE_MARKS} blocks with cache_control may be provided. Found ${marks}.`);
  }
}

/** `anthropic.claude-sonnet-4-5-20250929-v1:0` as the model's own endpoint calls it: `claude-sonnet-4-5-20250929`. */
export function modelName(id: string): string {
  return id.replace(/^anthropic\./, "").replace(/-v\d+(:\d+)?$/, "");
}
