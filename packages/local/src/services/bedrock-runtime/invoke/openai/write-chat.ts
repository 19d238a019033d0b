import type { AnswerEnd } from "../../../../chat/answer.ts";
import type { ReplyBlock, ReplyUsage, StopReason } from "../../../../chat/reply.ts";
import { argumentsText, blockPieces } from "../../../../chat/stream-events.ts";
import { isObject } from "../../../../chat/rules/json-schema.ts";
import type { AnswerContext, NativeChunk, StreamWriter, WholeAnswer } from "../chat-format.ts";
import { spokenPieces } from "../prompts/spoken-text.ts";

/** What answers in this form differ in. */
export interface WriteSettings {
  /** Thoughts stand in the text between tags, or in `reasoning_content`. */
  thoughts: "tags" | "field";
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
  const content = blocks.flatMap((block) => contentPieces(block, settings)).join("");
  const thought = blocks.flatMap((block) => (isThought(block) ? blockPieces(block) : [])).join("");
  const calls = blocks.flatMap((block) => toCall(block) ?? []);
  const message = {
    role: "assistant",
    content: content === "" && calls.length > 0 ? settings.emptyContent : content,
    ...(settings.thoughts === "field" && thought !== "" && { reasoning_content: thought }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const choice = { index: 0, message, [settings.stopKey]: stopReasons[end.stopReason] };
  if (!settings.hasHead) return { choices: [choice] };
  return { ...head(context, "chat.completion"), choices: [choice], usage: toUsage(end.usage) };
}

function head({ model, newId, createdAt }: AnswerContext, object: string): Json {
  return { id: `chatcmpl-${newId(24)}`, object, created: createdAt, model: model.id };
}

function toUsage({ inputTokens, outputTokens, totalTokens }: ReplyUsage): Json {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: totalTokens };
}

const isThought = ({ block }: ReplyBlock): boolean =>
  "reasoningContent" in block && "reasoningText" in block.reasoningContent;

/** The pieces that go into the text of the message. */
function contentPieces(reply: ReplyBlock, { thoughts }: WriteSettings): readonly string[] {
  if ("toolUse" in reply.block) return [];
  const tagged = (pieces: readonly string[]): readonly string[] => ["<reasoning>", ...pieces, "</reasoning>"];
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
  readonly #calls: Json[] = [];
  #hasBegun = false;

  constructor(context: AnswerContext, settings: WriteSettings) {
    this.#settings = settings;
    this.#head = settings.hasHead ? head(context, "chat.completion.chunk") : {};
    this.#showsUsage = asksForUsage(context.sent);
  }

  *block(reply: ReplyBlock): Generator<NativeChunk> {
    const { thoughts, pieceKey } = this.#settings;
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
    yield this.#piece(last, stopReasons[end.stopReason]);
    if (this.#showsUsage) yield { ...this.#head, choices: [], usage: toUsage(end.usage) };
    if (lastText !== undefined) yield lastText;
  }

  #piece(part: Json, stopReason: string | null = null): Json {
    const { pieceKey, stopKey } = this.#settings;
    const role = this.#hasBegun && pieceKey === "delta" ? {} : { role: "assistant" };
    this.#hasBegun = true;
    return { ...this.#head, choices: [{ index: 0, [pieceKey]: { ...role, ...part }, [stopKey]: stopReason }] };
  }
}

function asksForUsage(sent: unknown): boolean {
  return isObject(sent) && isObject(sent.stream_options) && sent.stream_options.include_usage === true;
}
