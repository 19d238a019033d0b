import type { AnswerEnd, InputUsage } from "../../../../chat/answer.ts";
import { isComplete } from "../../../../chat/joined-blocks.ts";
import type { ReplyBlock, ReplyUsage, StopReason } from "../../../../chat/reply.ts";
import { blockPieces, isBegun } from "../../../../chat/stream-events.ts";
import { randomText } from "../../../../chat/tool-use-id.ts";
import type { AnswerContext, ChatFormat, NativeChunk, StreamWriter, WholeAnswer } from "../chat-format.ts";
import { modelName, readAnthropicBody } from "./read-request.ts";
import { toAnthropicBlock, toAnthropicCitation } from "./write-blocks.ts";

const stopReasons: Readonly<Record<StopReason, string>> = {
  end_turn: "end_turn",
  tool_use: "tool_use",
  max_tokens: "max_tokens",
  stop_sequence: "stop_sequence",
  content_filtered: "refusal",
  guardrail_intervened: "end_turn",
  malformed_model_output: "end_turn",
  malformed_tool_use: "tool_use",
  model_context_window_exceeded: "model_context_window_exceeded",
};

/**
 * Claude's own form: the Messages API.
 *
 * Source: "Anthropic Claude Messages API", Amazon Bedrock User Guide; "Messages" and "Streaming messages", Anthropic API
 * documentation; recorded answers of the service.
 */
export const anthropicMessages: ChatFormat = {
  serves: ({ family, kind }) => family === "claude" && kind === "chat",
  recognises: (body) => "anthropic_version" in body,
  streamsAnyPart: true,
  read: readAnthropicBody,
  newToolUseId: (random) => `toolu_bdrk_01${randomText(22, random)}`,
  write: writeMessage,
  stream: (context) => new MessageStream(context),
};

function writeMessage({ blocks, end, ...context }: WholeAnswer): Record<string, unknown> {
  const content = blocks.map(({ block }) => toAnthropicBlock(block));
  // As recorded: a request that a guardrail refused has no message of a model.
  if (context.isBlocked) return { type: "message", role: "assistant", content };
  return { ...messageHead(context), content, ...toStop(end), usage: wholeUsage(end.usage, context) };
}

function messageHead({ model, newId }: AnswerContext): Record<string, unknown> {
  return { model: modelName(model.id), id: `msg_bdrk_01${newId(22)}`, type: "message", role: "assistant" };
}

function toStop({ stopReason, stopSequence }: AnswerEnd): Record<string, unknown> {
  return { stop_reason: stopReasons[stopReason], stop_sequence: stopSequence ?? null };
}

const wholeUsage = ({ outputTokens, ...input }: ReplyUsage, context: AnswerContext): Record<string, unknown> => ({
  ...inputUsage(input, context),
  output_tokens: outputTokens,
});

/** Cached tokens are counted apart, where the model has a cache; by time to live where one may be chosen. */
function inputUsage(
  { inputTokens, cacheReadInputTokens, cacheWriteInputTokens, cacheDetails }: InputUsage,
  { model }: AnswerContext,
): Record<string, unknown> {
  if (cacheReadInputTokens === undefined && cacheWriteInputTokens === undefined) return { input_tokens: inputTokens };
  const written = (ttl: string): number => cacheDetails?.find((detail) => detail.ttl === ttl)?.inputTokens ?? 0;
  return {
    input_tokens: inputTokens,
    cache_creation_input_tokens: cacheWriteInputTokens ?? 0,
    cache_read_input_tokens: cacheReadInputTokens ?? 0,
    ...(model.caching?.ttls.includes("1h") === true && {
      cache_creation: { ephemeral_5m_input_tokens: written("5m"), ephemeral_1h_input_tokens: written("1h") },
    }),
  };
}

/** `message_start`, for each block its start, deltas and stop, `message_delta`, `message_stop`. */
class MessageStream implements StreamWriter {
  readonly #context: AnswerContext;

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  *start(): Generator<NativeChunk> {
    const usage = { ...inputUsage(this.#context.input, this.#context), output_tokens: 1 };
    const message = { ...messageHead(this.#context), content: [], stop_reason: null, stop_sequence: null, usage };
    yield { type: "message_start", message };
  }

  *block(reply: ReplyBlock, index: number): Generator<NativeChunk> {
    const { begin, deltas } = streamedBlock(reply);
    if (isBegun(reply)) yield { type: "content_block_start", index, content_block: begin };
    for (const delta of deltas) yield { type: "content_block_delta", index, delta };
    if (isComplete(reply)) yield { type: "content_block_stop", index };
  }

  *end(end: AnswerEnd): Generator<NativeChunk> {
    const usage = { output_tokens: end.usage.outputTokens };
    yield { type: "message_delta", delta: toStop(end), usage };
    yield { type: "message_stop" };
  }
}

type Json = Record<string, unknown>;

/** What a block begins with, and its deltas. */
function streamedBlock(reply: ReplyBlock): { begin: Json; deltas: Iterable<Json> } {
  const { block } = reply;
  const whole = toAnthropicBlock(block);
  const pieces = blockPieces(reply);
  if ("toolUse" in block) return { begin: { ...whole, input: {} }, deltas: inputDeltas(pieces, isBegun(reply)) };
  if ("reasoningContent" in block && "reasoningText" in block.reasoningContent) {
    const { signature } = block.reasoningContent.reasoningText;
    return { begin: { ...whole, thinking: "", signature: "" }, deltas: thinkingDeltas(pieces, signature) };
  }
  if ("citationsContent" in block) {
    const citations = (block.citationsContent.citations ?? []).map(toAnthropicCitation);
    return { begin: { ...whole, text: "", citations: [] }, deltas: citedDeltas(citations, pieces) };
  }
  if (whole.type === "text") return { begin: { ...whole, text: "" }, deltas: textDeltas(pieces) };
  return { begin: whole, deltas: [] };
}

function* textDeltas(pieces: readonly string[]): Generator<Json> {
  for (const text of pieces) yield { type: "text_delta", text };
}

// The first piece of a call is empty; the others are cut without regard to syntax.
function* inputDeltas(pieces: readonly string[], isFirst: boolean): Generator<Json> {
  if (isFirst) yield { type: "input_json_delta", partial_json: "" };
  for (const piece of pieces) yield { type: "input_json_delta", partial_json: piece };
}

// The signature comes after the text that it signs.
function* thinkingDeltas(pieces: readonly string[], signature: string | undefined): Generator<Json> {
  for (const thinking of pieces) yield { type: "thinking_delta", thinking };
  if (signature !== undefined) yield { type: "signature_delta", signature };
}

// A citation comes before the text that it covers.
function* citedDeltas(citations: readonly Json[], pieces: readonly string[]): Generator<Json> {
  for (const citation of citations) yield { type: "citations_delta", citation };
  yield* textDeltas(pieces);
}
