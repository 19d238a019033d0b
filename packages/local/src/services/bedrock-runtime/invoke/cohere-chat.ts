import type { AnswerEnd } from "../../../chat/answer.ts";
import type { ContentBlock, Message, ToolResultContent } from "../../../chat/content-blocks.ts";
import { blockText } from "../../../chat/conversation.ts";
import type { ReplyBlock, StopReason } from "../../../chat/reply.ts";
import { blockPieces } from "../../../chat/stream-events.ts";
import {
  anyObject,
  anything,
  type BodyOf,
  flag,
  integer,
  list,
  number,
  parseBody,
  record,
  text,
} from "../../../validation/body-schema.ts";
import type { ConverseBody, ToolItem } from "../converse-body.ts";
import type { AnswerContext, ChatFormat, NativeChunk, StreamWriter, WholeAnswer } from "./chat-format.ts";
import type { InvokeCall } from "./invoke-family.ts";
import { spokenText } from "./prompts/spoken-text.ts";

/** Cohere's words for why an answer ended. */
export const cohereFinishReasons: Readonly<Record<StopReason, string>> = {
  end_turn: "COMPLETE",
  tool_use: "COMPLETE",
  max_tokens: "MAX_TOKENS",
  stop_sequence: "COMPLETE",
  content_filtered: "ERROR_TOXIC",
  guardrail_intervened: "COMPLETE",
  malformed_model_output: "ERROR",
  malformed_tool_use: "ERROR",
  model_context_window_exceeded: "ERROR_LIMIT",
};

const call = record({ name: text() }, { parameters: anyObject(), generation_id: anything() });
const tool = record({ name: text({ minLength: 1 }), description: text() }, { parameter_definitions: anyObject() });
const turn = record(
  { role: text({ values: ["USER", "CHATBOT", "SYSTEM", "TOOL"] }) },
  { message: text(), tool_calls: list(call), tool_results: list(anyObject()) },
);
const settings = {
  chat_history: list(turn),
  preamble: text(),
  documents: list(anyObject()),
  max_tokens: integer({ min: 1 }),
  temperature: number({ min: 0, max: 1 }),
  p: number({ min: 0, max: 0.99 }),
  k: number({ min: 0, max: 500 }),
  stop_sequences: list(text()),
  tools: list(tool),
  tool_results: list(record({ call, outputs: list(anyObject()) }, {})),
};
const FREE = ["search_queries_only", "prompt_truncation", "seed", "return_prompt", "raw_prompting"];
const penalties = { frequency_penalty: number({ min: 0, max: 1 }), presence_penalty: number({ min: 0, max: 1 }) };

const schema = record(
  { message: text() },
  {
    ...settings,
    ...penalties,
    force_single_step: flag(),
    ...Object.fromEntries(FREE.map((name) => [name, anything()])),
  },
);
type CohereBody = BodyOf<typeof schema>;
type Json = Record<string, unknown>;

/** Cohere Command R and R+. Source: "Cohere Command R and Command R+ models", Amazon Bedrock User Guide. */
export const cohereChat: ChatFormat = {
  serves: ({ family, id }) => family === "cohere" && /command-r/.test(id),
  recognises: (body) => typeof body.message === "string",
  read: readCohere,
  write: (answer) => writeAnswer(answer),
  stream: (context) => new CohereStream(context),
};

function readCohere({ body, validation }: InvokeCall): ConverseBody {
  const native = parseBody(body, schema, validation);
  const tools = (native.tools ?? []).map(toTool);
  return {
    messages: [...(native.chat_history ?? []).flatMap(toTurn), ...currentTurn(native)],
    system: native.preamble === undefined || native.preamble === "" ? [] : [{ text: native.preamble }],
    ...(tools.length > 0 && { toolConfig: { tools } }),
    inferenceConfig: {
      ...(native.max_tokens !== undefined && { maxTokens: native.max_tokens }),
      ...(native.temperature !== undefined && { temperature: native.temperature }),
      ...(native.p !== undefined && { topP: native.p }),
      ...(native.stop_sequences && { stopSequences: native.stop_sequences }),
    },
    additionalModelRequestFields: Object.fromEntries(Object.entries(native).filter(([name]) => FREE.includes(name))),
  };
}

function toTurn({ role, message = "", tool_calls: calls = [] }: BodyOf<typeof turn>): Message[] {
  const content: ContentBlock[] = [...(message === "" ? [] : [{ text: message }]), ...calls.map(toToolUse)];
  return content.length === 0 ? [] : [{ role: role === "CHATBOT" ? "assistant" : "user", content }];
}

/** What is asked now: the text with its documents, then the calls that were made of it and what they gave. */
function currentTurn({ message, documents = [], tool_results: results = [] }: CohereBody): Message[] {
  const question: Message = {
    role: "user",
    content: [...documents.map(toSearchResult), ...(message === "" ? [] : [{ text: message }])],
  };
  const asked = question.content.length === 0 ? [] : [question];
  if (results.length === 0) return asked;
  return [
    ...asked,
    { role: "assistant", content: results.map((result, index) => toToolUse(result.call, index)) },
    {
      role: "user",
      content: results.map(({ call: { name }, outputs }, index) => ({
        toolResult: { toolUseId: callId(name, index), content: outputs.map((json): ToolResultContent => ({ json })) },
      })),
    },
  ];
}

const callId = (name: string, index: number): string => `${name}_${index}`;

function toToolUse({ name, parameters = {} }: BodyOf<typeof call>, index: number): ContentBlock {
  return { toolUse: { toolUseId: callId(name, index), name, input: parameters } };
}

function toSearchResult(document: Readonly<Json>, index: number): ContentBlock {
  const said = Object.entries(document).filter(([name, value]) => name !== "title" && typeof value === "string");
  return {
    searchResult: {
      source: `doc_${index}`,
      title: typeof document.title === "string" ? document.title : "",
      content: [{ text: said.map(([, value]) => String(value)).join("\n") }],
      citations: { enabled: true },
    },
  };
}

/** Python's names for types, which Cohere's definitions have. */
const types: Readonly<Record<string, string>> = {
  str: "string",
  string: "string",
  int: "integer",
  float: "number",
  bool: "boolean",
  dict: "object",
};

function toTool({ name, description, parameter_definitions: definitions = {} }: BodyOf<typeof tool>): ToolItem {
  const entries = Object.entries(definitions).map(([key, value]) => [key, isObject(value) ? value : {}] as const);
  const properties = Object.fromEntries(entries.map(([key, value]) => [key, toSchema(value)]));
  const required = entries.filter(([, value]) => value.required === true).map(([key]) => key);
  return { toolSpec: { name, description, inputSchema: { json: { type: "object", properties, required } } } };
}

function toSchema({ type, description }: Json): Json {
  const named = String(type).toLowerCase();
  const schema = named.startsWith("list") ? { type: "array", items: {} } : { type: types[named] ?? "string" };
  return { ...schema, ...(typeof description === "string" && { description }) };
}

function writeAnswer({ blocks, end, ...context }: WholeAnswer, ids = answerIds(context)): Json {
  const calls = blocks.flatMap(({ block }) => toCall(block) ?? []);
  const citations = toCitations(blocks);
  const said = spokenText(blocks.filter(({ block }) => !("toolUse" in block)));
  return {
    ...ids,
    text: said,
    chat_history: [...historyOf(context), { role: "CHATBOT", message: said }],
    finish_reason: cohereFinishReasons[end.stopReason],
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(citations.length > 0 && { citations, documents: documentsOf(context.sent) }),
  };
}

const answerIds = ({ newId }: AnswerContext): Json => ({ response_id: newId(36), generation_id: newId(36) });

function historyOf({ sent }: AnswerContext): unknown[] {
  if (!isObject(sent)) return [];
  const before: unknown[] = Array.isArray(sent.chat_history) ? sent.chat_history : [];
  return [...before, { role: "USER", message: sent.message }];
}

function documentsOf(sent: unknown): Json[] {
  const documents: unknown[] = isObject(sent) && Array.isArray(sent.documents) ? sent.documents : [];
  return documents.filter(isObject).map((document, index) => ({ id: `doc_${index}`, ...document }));
}

function toCall(block: ContentBlock): Json | undefined {
  return "toolUse" in block ? { name: block.toolUse.name, parameters: block.toolUse.input ?? {} } : undefined;
}

/** Where in the text a document is cited. */
function toCitations(blocks: readonly ReplyBlock[]): Json[] {
  const citations: Json[] = [];
  let start = 0;
  for (const { block } of blocks) {
    const said = blockText(block) ?? "";
    if ("citationsContent" in block) {
      const ids = (block.citationsContent.citations ?? []).flatMap(({ source }) => source ?? []);
      citations.push({ start, end: start + said.length, text: said, document_ids: ids });
    }
    start += said.length;
  }
  return citations;
}

/** What a stream tells of its counts; a whole answer has them in its headers. As recorded. */
function metaOf({ usage: { inputTokens, outputTokens } }: AnswerEnd): Json {
  const counts = { input_tokens: inputTokens, output_tokens: outputTokens };
  return { api_version: { version: "1" }, billed_units: counts, tokens: counts };
}

/** Pieces of text, calls, citations, and `stream-end` with the whole answer. */
class CohereStream implements StreamWriter {
  readonly #context: AnswerContext;
  readonly #ids: Json;
  readonly #blocks: ReplyBlock[] = [];

  constructor(context: AnswerContext) {
    this.#context = context;
    this.#ids = answerIds(context);
  }

  *block(reply: ReplyBlock): Generator<NativeChunk> {
    this.#blocks.push(reply);
    if (blockText(reply.block) === undefined) return;
    for (const piece of blockPieces(reply)) yield { is_finished: false, event_type: "text-generation", text: piece };
  }

  *end(end: AnswerEnd): Generator<NativeChunk> {
    const answer = writeAnswer({ ...this.#context, blocks: this.#blocks, end }, this.#ids);
    const { citations, tool_calls: calls } = answer;
    if (citations !== undefined) yield { is_finished: false, event_type: "citation-generation", citations };
    if (calls !== undefined) yield { is_finished: false, event_type: "tool-calls-generation", tool_calls: calls };
    const response = { ...answer, meta: metaOf(end) };
    yield { is_finished: true, event_type: "stream-end", finish_reason: cohereFinishReasons[end.stopReason], response };
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
