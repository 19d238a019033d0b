import type { ContentBlock, Message } from "../../../../chat/content-blocks.ts";
import { isObject } from "../../../../chat/rules/json-schema.ts";
import {
  anyObject,
  anything,
  type BodyOf,
  flag,
  integer,
  list,
  malformedInput,
  number,
  parseBody,
  record,
  text,
  textOr,
} from "../../../../validation/body-schema.ts";
import type { ConverseBody, ToolChoice, ToolItem } from "../../converse-body.ts";
import type { InvokeCall } from "../invoke-family.ts";
import { base64OfDataUri, imageFormatOf } from "../media.ts";

/** What bodies in this form differ in. */
export interface ReadSettings {
  /** Sequences that `stop` may have; absent where the form has no `stop`. */
  mostStops?: number;
  hottest: number;
  /** Members besides those of OpenAI's own form. */
  more?: readonly string[];
  /** Refuses ids of tool calls. */
  readonly checkToolCallId?: (id: string) => void;
}

const functionCall = record(
  { function: record({ name: text({ minLength: 1 }), arguments: text() }, { description: text() }) },
  { id: text(), type: text({ values: ["function"] }), index: integer() },
);

const message = record(
  { role: text({ values: ["system", "developer", "user", "assistant", "tool"] }) },
  {
    content: anything(),
    name: text(),
    tool_calls: list(functionCall),
    tool_call_id: text(),
    reasoning_content: anything(),
    prefix: flag(),
    refusal: anything(),
  },
);

const tool = record(
  {
    type: text({ values: ["function"] }),
    function: record(
      { name: text({ minLength: 1 }) },
      { description: text(), parameters: anyObject(), strict: anything() },
    ),
  },
  {},
);

const numbers = {
  presence_penalty: number(),
  frequency_penalty: number(),
  seed: integer(),
  n: integer({ min: 1, max: 1 }),
};
/** Settings that change nothing here; they reach responders in `additionalFields`. */
const FREE = [
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "user",
  "metadata",
  "reasoning_effort",
  "top_k",
  "min_p",
  "service_tier",
  "repetition_penalty",
  "chat_template_kwargs",
  "store",
  "verbosity",
  "prediction",
];

function chatSchema(maxOutputTokens: number, settings: ReadSettings) {
  const limit = integer({ min: 1, max: maxOutputTokens });
  return record(
    { messages: list(message, { minItems: 1 }) },
    {
      ...numbers,
      model: text(),
      stream: flag(),
      stream_options: anyObject(),
      max_tokens: limit,
      max_completion_tokens: limit,
      temperature: number({ min: 0, max: settings.hottest }),
      top_p: number({ min: 0, max: 1 }),
      ...(settings.mostStops !== undefined && { stop: textOr(list(text(), { maxItems: settings.mostStops })) }),
      tools: list(tool),
      tool_choice: anything(),
      parallel_tool_calls: flag(),
      response_format: anyObject(),
      ...Object.fromEntries([...FREE, ...(settings.more ?? [])].map((name) => [name, anything()])),
    },
  );
}

type ChatBody = BodyOf<ReturnType<typeof chatSchema>>;
type ChatMessage = BodyOf<typeof message>;

/**
 * A body in the form of OpenAI's chat completions, in Converse's words.
 *
 * Source: "Create chat completion", OpenAI API reference; the pages of the model providers in the Amazon Bedrock User
 * Guide.
 *
 * @throws ServiceError `ValidationException`
 */
export function readOpenAiChat(call: InvokeCall, settings: ReadSettings): ConverseBody {
  const { body, model, validation } = call;
  const native = parseBody(body, chatSchema(model.maxOutputTokens, settings), validation);
  if (validation !== "off") checkAgreement(native, call);
  const stop = native.stop === undefined ? undefined : typeof native.stop === "string" ? [native.stop] : native.stop;
  const maxTokens = native.max_completion_tokens ?? native.max_tokens;
  const tools = (native.tools ?? []).map(({ function: declared }): ToolItem => {
    const { name, description, parameters = { type: "object", properties: {} } } = declared;
    return { toolSpec: { name, ...(description !== undefined && { description }), inputSchema: { json: parameters } } };
  });
  const choice = native.tool_choice === undefined ? undefined : readToolChoice(native.tool_choice, tools);
  return {
    ...readMessages(native.messages, settings),
    ...(tools.length > 0 && { toolConfig: { tools, ...(choice && { toolChoice: choice }) } }),
    ...(native.parallel_tool_calls === false && { parallelToolCalls: false }),
    inferenceConfig: {
      ...(maxTokens !== undefined && { maxTokens }),
      ...(native.temperature !== undefined && { temperature: native.temperature }),
      ...(native.top_p !== undefined && { topP: native.top_p }),
      ...(stop && { stopSequences: stop }),
    },
    additionalModelRequestFields: Object.fromEntries(
      Object.entries(native).filter(([name]) => FREE.includes(name) || settings.more?.includes(name) === true),
    ),
    ...outputConfigOf(native.response_format),
  };
}

/** The service fills in `model` and `stream` itself: a body may repeat them, and must not say otherwise. */
function checkAgreement({ model: named, stream }: ChatBody, { model, request }: InvokeCall): void {
  if (named !== undefined && named !== model.id) {
    throw malformedInput(`#/model: ${named} is not the model of the request, ${model.id}`);
  }
  const isStream = request.operation === "InvokeModelWithResponseStream";
  if (stream !== undefined && request.operation.startsWith("InvokeModel") && stream !== isStream) {
    throw malformedInput(`#/stream: ${stream} does not agree with the operation ${request.operation}`);
  }
}

function readMessages(
  native: readonly ChatMessage[],
  settings: ReadSettings,
): Pick<ConverseBody, "messages" | "system"> {
  const system: { text: string }[] = [];
  const messages: Message[] = [];
  for (const [index, each] of native.entries()) {
    const pointer = `#/messages/${index}`;
    if (each.role === "system" || each.role === "developer") {
      system.push(...readContent(each.content, `${pointer}/content`).filter(isText));
    } else {
      const content = contentOf(each, pointer, settings);
      messages.push({ role: each.role === "assistant" ? "assistant" : "user", content });
    }
  }
  return { messages: joinResults(messages), system };
}

function contentOf(each: ChatMessage, pointer: string, { checkToolCallId }: ReadSettings): ContentBlock[] {
  const content = readContent(each.content, `${pointer}/content`);
  if (each.role === "tool") {
    if (each.tool_call_id === undefined) throw malformedInput(`${pointer}: required key [tool_call_id] not found`);
    checkToolCallId?.(each.tool_call_id);
    return [{ toolResult: { toolUseId: each.tool_call_id, content: content.filter(isText) } }];
  }
  const thought = typeof each.reasoning_content === "string" ? each.reasoning_content : undefined;
  return [
    ...(thought === undefined ? [] : [{ reasoningContent: { reasoningText: { text: thought } } }]),
    ...content,
    ...(each.tool_calls ?? []).map(({ id = "", function: called }) => {
      checkToolCallId?.(id);
      return { toolUse: { toolUseId: id, name: called.name, input: parseArguments(called.arguments, pointer) } };
    }),
  ];
}

/** Results of parallel calls are a message each; in Converse they are one turn. */
function joinResults(messages: readonly Message[]): Message[] {
  const joined: Message[] = [];
  for (const each of messages) {
    const last = joined.at(-1);
    const areResults = each.content.length > 0 && each.content.every((block) => "toolResult" in block);
    if (areResults && last?.content.every((block) => "toolResult" in block) === true && last.content.length > 0) {
      joined[joined.length - 1] = { role: last.role, content: [...last.content, ...each.content] };
    } else joined.push(each);
  }
  return joined;
}

const isText = (block: ContentBlock): block is { text: string } => "text" in block;

function readContent(content: unknown, pointer: string): ContentBlock[] {
  if (content === undefined || content === null || content === "") return [];
  if (typeof content === "string") return [{ text: content }];
  if (!Array.isArray(content)) throw malformedInput(`${pointer}: expected type: String, found: JSONObject`);
  return content.map((part: unknown, index) => readPart(part, `${pointer}/${index}`));
}

function readPart(part: unknown, pointer: string): ContentBlock {
  if (!isObject(part)) throw malformedInput(`${pointer}: expected type: JSONObject`);
  if (part.type === "text" && typeof part.text === "string") return { text: part.text };
  if (part.type === "image_url") {
    const url = isObject(part.image_url) ? part.image_url.url : part.image_url;
    if (typeof url !== "string") throw malformedInput(`${pointer}/image_url: required key [url] not found`);
    // Bedrock fetches nothing: an image is in the request.
    const bytes = base64OfDataUri(url, `${pointer}/image_url/url`);
    return { image: { format: imageFormatOf(bytes), source: { bytes } } };
  }
  throw malformedInput(`${pointer}/type: ${String(part.type)} is not a valid enum value`);
}

function parseArguments(value: string, pointer: string): unknown {
  try {
    return JSON.parse(value === "" ? "{}" : value);
  } catch {
    throw malformedInput(`${pointer}/tool_calls: the arguments of a function are not JSON`);
  }
}

function readToolChoice(value: unknown, tools: readonly ToolItem[]): ToolChoice {
  if (value === "auto") return { auto: {} };
  if (value === "none") return { none: {} };
  if (value === "any" || value === "required") return { any: {} };
  const name = isObject(value) && isObject(value.function) ? value.function.name : undefined;
  if (typeof name !== "string")
    throw malformedInput(`#/tool_choice: ${JSON.stringify(value)} is not a valid enum value`);
  if (!tools.some((item) => "toolSpec" in item && item.toolSpec.name === name)) {
    throw malformedInput(`#/tool_choice: the tool ${name} is not among the tools`);
  }
  return { tool: { name } };
}

function outputConfigOf(format: Readonly<Record<string, unknown>> | undefined): Pick<ConverseBody, "outputConfig"> {
  const isAny = format?.type === "json_object";
  if (!isAny && (format?.type !== "json_schema" || !isObject(format.json_schema))) return {};
  const named = isObject(format.json_schema) ? format.json_schema.schema : undefined;
  const schema = JSON.stringify(named ?? { type: "object" });
  return { outputConfig: { textFormat: { structure: { jsonSchema: { schema } } } } };
}
