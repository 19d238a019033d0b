import type { AnswerEnd } from "../../../../chat/answer.ts";
import type { ReplyBlock, ReplyUsage, StopReason } from "../../../../chat/reply.ts";
import { createFiller } from "../../../../chat/filler.ts";
import { argumentsText, blockPieces } from "../../../../chat/stream-events.ts";
import { isObject } from "../../../../chat/rules/json-schema.ts";
import type { AnswerContext, NativeChunk, StreamWriter, WholeAnswer } from "../chat-format.ts";
import { spokenPieces } from "../prompts/spoken-text.ts";

/** What answers in this form differ in. */
export interface WriteSettings {
  /** Thoughts stand in the text between tags, in `reasoning_content`, or nowhere. */
  thoughts: "tags" | "field" | "hidden";
  /** In a stream a thought comes whole, and empty chunks while it is thought. @defaultValue false */
  hasWholeThoughts?: boolean;
  /** The member that says why an answer ended. */
  stopKey: "finish_reason" | "stop_reason";
  /** What the pieces of a stream are called. Under `message`, calls of tools come whole, with the end. */
  pieceKey: "delta" | "message";
  /** Ids, kind, time, model and usage go with every answer. */
  hasHead: boolean;
  /** The content of an answer that only calls tools. */
  emptyContent: string | null;
  /** A text that ends the stream. */
  lastText?: string;
  /** The members of a whole answer besides its choices and usage. @defaultValue `id`, `object`, `created` and `model` */
  head?: (context: AnswerContext) => Json;
  /** Members of a whole answer besides those. */
  moreOfAnswer?: Json;
  /** Members of each chunk of a stream besides those of OpenAI's own form. */
  moreOfChunk?: Json;
  /** Members of a whole message besides those that it needs. */
  moreOfMessage?: Json;
  /** The part of a chunk that says nothing and begins the stream. */
  opening?: Json;
  /** Chunks are filled up to hide how long they are; with `choices`, each choice as well. */
  obfuscates?: "chunks" | "choices";
  /** Usage says of which kind tokens are; where it is asked for, each chunk says that it has none yet. @defaultValue false */
  hasUsageDetails?: boolean;
}

type Json = Record<string, unknown>;

const stopReasons: Readonly<Record<StopReason, string>> = {
  end_turn: "stop",
  tool_use: "tool_calls",
  max_tokens: "length",
  stop_sequence: "stop",
  content_filtered: "content_filter",
  guardrail_intervened: "stop",
  malformed_model_output: "stop",
  malformed_tool_use: "tool_calls",
  model_context_window_exceeded: "length",
};

/** A whole answer in the form of OpenAI's chat completions. */
export function writeOpenAiChat({ blocks, end, ...context }: WholeAnswer, settings: WriteSettings): Json {
  const { moreOfMessage = {}, moreOfAnswer = {} } = settings;
  const content = blocks.flatMap((block) => contentPieces(block, settings)).join("");
  const thought = blocks.flatMap((block) => (isThought(block) ? blockPieces(block) : [])).join("");
  const calls = blocks.flatMap((block) => toCall(block) ?? []);
  const message = {
    ...moreOfMessage,
    role: "assistant",
    content: content === "" && calls.length > 0 ? settings.emptyContent : content,
    ...(settings.thoughts === "field" && thought !== "" && { reasoning_content: thought }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const choice = { index: 0, message, [settings.stopKey]: stopReasons[end.stopReason] };
  if (!settings.hasHead) return { choices: [choice] };
  const members = settings.head?.(context) ?? head(context, "chat.completion");
  return { ...members, ...moreOfAnswer, choices: [choice], usage: toUsage(end.usage, settings) };
}

function head({ model, newId, createdAt }: AnswerContext, object: string): Json {
  return { id: `chatcmpl-${newId(24)}`, object, created: createdAt, model: model.id };
}

function toUsage(usage: ReplyUsage, { hasUsageDetails = false }: WriteSettings): Json {
  const { inputTokens, outputTokens, totalTokens, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = usage;
  const counts = { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: totalTokens };
  if (!hasUsageDetails) return counts;
  const none = { accepted_prediction_tokens: 0, audio_tokens: 0, reasoning_tokens: 0, rejected_prediction_tokens: 0 };
  return {
    ...counts,
    completion_tokens_details: none,
    prompt_tokens_details: {
      audio_tokens: 0,
      cache_write_tokens: cacheWriteInputTokens,
      cached_tokens: cacheReadInputTokens,
    },
  };
}

const isThought = ({ block }: ReplyBlock): boolean =>
  "reasoningContent" in block && "reasoningText" in block.reasoningContent;

/** The pieces that go into the text of the message. */
function contentPieces(reply: ReplyBlock, { thoughts, hasWholeThoughts = false }: WriteSettings): readonly string[] {
  if ("toolUse" in reply.block) return [];
  const tagged = (pieces: readonly string[]): readonly string[] =>
    hasWholeThoughts ? [`<reasoning>${pieces.join("")}</reasoning>`] : ["<reasoning>", ...pieces, "</reasoning>"];
  return spokenPieces(reply, thoughts === "tags" && isThought(reply) ? { thought: tagged } : {});
}

function toCall({ block, pieces }: ReplyBlock): Json | undefined {
  if (!("toolUse" in block)) return undefined;
  const { toolUseId, name, input } = block.toolUse;
  return {
    id: toolUseId,
    type: "function",
    function: { name, arguments: pieces?.join("") ?? argumentsText(input) },
  };
}

/** Writes a stream of chat completion chunks. */
export class OpenAiChatStream implements StreamWriter {
  readonly #settings: WriteSettings;
  readonly #head: Json;
  readonly #showsUsage: boolean;
  readonly #fill: (chunk: Json) => Json;
  readonly #calls: Json[] = [];
  #hasBegun = false;

  constructor(context: AnswerContext, settings: WriteSettings) {
    this.#settings = settings;
    this.#showsUsage = asksFor(context.sent, "include_usage");
    this.#head = settings.hasHead ? { ...head(context, "chat.completion.chunk"), ...settings.moreOfChunk } : {};
    const isFilled = settings.obfuscates !== undefined && !refuses(context.sent, "include_obfuscation");
    this.#fill = isFilled ? createObfuscation(settings) : (chunk) => chunk;
  }

  *start(): Generator<NativeChunk> {
    if (this.#settings.opening !== undefined) yield this.#piece(this.#settings.opening);
  }

  *block(reply: ReplyBlock): Generator<NativeChunk> {
    const { thoughts, pieceKey, hasWholeThoughts = false } = this.#settings;
    if (hasWholeThoughts && isThought(reply)) {
      yield this.#piece({});
      for (const content of contentPieces(reply, this.#settings)) yield this.#piece({ content });
      yield this.#piece({});
      return;
    }
    for (const content of contentPieces(reply, this.#settings)) yield this.#piece({ content });
    if (thoughts === "field" && isThought(reply)) {
      for (const piece of blockPieces(reply)) yield this.#piece({ reasoning_content: piece });
    }
    const call = toCall(reply);
    if (call === undefined) return;
    const index = this.#calls.push(call) - 1;
    if (pieceKey === "message") return;
    const { function: _called, ...opening } = call;
    const name = "toolUse" in reply.block ? reply.block.toolUse.name : "";
    yield this.#piece({ tool_calls: [{ index, ...opening, function: { name, arguments: "" } }] });
    for (const piece of blockPieces(reply)) {
      yield this.#piece({ tool_calls: [{ index, function: { arguments: piece } }] });
    }
  }

  *end(end: AnswerEnd): Generator<NativeChunk> {
    const { pieceKey, lastText } = this.#settings;
    const last =
      pieceKey === "message" ? { content: "", ...(this.#calls.length > 0 && { tool_calls: this.#calls }) } : {};
    const usage = toUsage(end.usage, this.#settings);
    yield this.#piece(last, stopReasons[end.stopReason], usage);
    if (this.#showsUsage) yield this.#fill({ ...this.#head, choices: [], usage });
    if (lastText !== undefined) yield lastText;
  }

  #piece(part: Json, stopReason: string | null = null, usage: Json | null = null): Json {
    const { pieceKey, stopKey, hasUsageDetails = false } = this.#settings;
    const role = this.#hasBegun && pieceKey === "delta" ? {} : { role: "assistant" };
    this.#hasBegun = true;
    const choice = { index: 0, [pieceKey]: { ...role, ...part }, [stopKey]: stopReason };
    return this.#fill({ ...this.#head, choices: [choice], ...(hasUsageDetails && this.#showsUsage && { usage }) });
  }
}

/** Fills chunks up, and their choices where those are filled, too. */
function createObfuscation({ obfuscates }: WriteSettings): (chunk: Json) => Json {
  const fill = createFiller();
  const filled = (value: Json): Json => ({ ...value, obfuscation: fill({}).p });
  return ({ choices, ...chunk }) => {
    const all = Array.isArray(choices) ? choices.filter(isObject) : [];
    return filled({ ...chunk, choices: obfuscates === "choices" ? all.map(filled) : all });
  };
}

const streamOption = (sent: unknown, name: string): unknown =>
  isObject(sent) && isObject(sent.stream_options) ? sent.stream_options[name] : undefined;
const asksFor = (sent: unknown, name: string): boolean => streamOption(sent, name) === true;
const refuses = (sent: unknown, name: string): boolean => streamOption(sent, name) === false;
