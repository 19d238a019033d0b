import type { Citation, ContentBlock, ToolUse } from "./content-blocks.ts";

/** Why a message ended, in Converse's words. */
export type StopReason =
  | "end_turn"
  | "tool_use"
  | "max_tokens"
  | "stop_sequence"
  | "content_filtered"
  | "guardrail_intervened"
  | "malformed_model_output"
  | "malformed_tool_use"
  | "model_context_window_exceeded";

/** The token counts of an answer, as Converse reports them. `inputTokens` excludes cached ones. */
export interface ReplyUsage {
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
  cacheDetails?: readonly { ttl: string; inputTokens: number }[];
}

/** A tool call in a reply. */
export interface ReplyToolUse {
  name: string;
  /** @defaultValue `{}` */
  input?: unknown;
  /** @defaultValue an id of the service's form, `tooluse_` and 22 characters */
  toolUseId?: string;
  /** `"server_tool_use"` for a tool that the service ran; its result follows as a `toolResult` block of `blocks`. */
  type?: "server_tool_use";
  /** The pieces that a stream sends in place of the serialised input; they need not be JSON, even joined. */
  inputChunks?: readonly string[];
}

/** Reasoning in a reply: text with an optional signature, or redacted bytes (base64 or raw). */
export type ReplyReasoning = string | { text: string; signature?: string } | { redacted: string | Uint8Array };

/**
 * One answer of the model, as a script, `on` or a responder states it.
 *
 * Blocks are sent in this order: `reasoning`, `text` (with `citations`), `toolUse`, then `blocks` as they are.
 */
export interface ChatReply {
  text?: string;
  /** Cuts `text` for a stream; without `text`, the text is these pieces joined. */
  chunks?: readonly string[];
  reasoning?: ReplyReasoning | readonly ReplyReasoning[];
  /** Turns `text` into cited text. */
  citations?: readonly Citation[];
  toolUse?: ReplyToolUse | readonly ReplyToolUse[];
  /** Content blocks as on the wire. */
  blocks?: readonly ContentBlock[];
  /** @defaultValue `tool_use` when a tool is called, else `end_turn` */
  stopReason?: StopReason;
  /** What is left out is counted; `totalTokens` is the sum unless given. */
  usage?: Partial<ReplyUsage>;
  /** Waits before the answer begins. The wait ends early when the client goes. */
  delayMs?: number;
  /** `additionalModelResponseFields` of the answer. */
  additionalModelResponseFields?: unknown;
  /** `trace` of the answer. */
  trace?: unknown;
  /** `metrics.latencyMs` of the answer. @defaultValue the time that the answer took */
  latencyMs?: number;
}

/**
 * A piece of a block that is still arriving: text, a thought, or a call whose `input` is a piece of the JSON text of its
 * arguments. Neighbouring pieces of one kind, and of one call, are one block.
 */
export interface ReplyDelta {
  delta: UnionOfPieces;
}

type UnionOfPieces = Extract<ContentBlock, { text: unknown } | { reasoningContent: unknown } | { toolUse: unknown }>;

/** What an async iterable of a responder yields: the next block or a piece of one, or how the message ends. */
export type ReplyPart = ContentBlock | ReplyDelta | { stopReason?: StopReason; usage?: Partial<ReplyUsage> };

/** A block of an answer, with the pieces that its stream is cut into when the reply states them. */
export interface ReplyBlock {
  block: ContentBlock;
  pieces?: readonly string[];
  /** Set on the parts of a block that comes in parts; each has the pieces that came with it. */
  stage?: "first" | "middle" | "last";
}

/**
 * The content blocks of a reply, in order.
 *
 * @param newToolUseId gives the id of each call that states none
 */
export function toBlocks(reply: ChatReply, newToolUseId: () => string): ReplyBlock[] {
  return [
    ...listOf(reply.reasoning).map((reasoning) => ({ block: toReasoningBlock(reasoning) })),
    ...textBlocks(reply),
    ...listOf(reply.toolUse).map((call) => toToolUseBlock(call, newToolUseId)),
    ...(reply.blocks ?? []).map((block) => ({ block })),
  ];
}

function textBlocks({ text, chunks, citations }: ChatReply): ReplyBlock[] {
  const whole = text ?? chunks?.join("");
  if (whole === undefined) return [];
  const block: ContentBlock =
    citations === undefined ? { text: whole } : { citationsContent: { content: [{ text: whole }], citations } };
  return [chunks === undefined ? { block } : { block, pieces: chunks }];
}

function toReasoningBlock(reasoning: ReplyReasoning): ContentBlock {
  if (typeof reasoning === "string") return { reasoningContent: { reasoningText: { text: reasoning } } };
  if ("redacted" in reasoning) return { reasoningContent: { redactedContent: reasoning.redacted } };
  return { reasoningContent: { reasoningText: reasoning } };
}

function toToolUseBlock(call: ReplyToolUse, newToolUseId: () => string): ReplyBlock {
  const toolUse: ToolUse = {
    toolUseId: call.toolUseId ?? newToolUseId(),
    name: call.name,
    input: call.input ?? {},
    ...(call.type === undefined ? {} : { type: call.type }),
  };
  return call.inputChunks === undefined ? { block: { toolUse } } : { block: { toolUse }, pieces: call.inputChunks };
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
