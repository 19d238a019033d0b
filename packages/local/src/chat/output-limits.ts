import type { TokenCounter } from "../tokens.ts";
import type { ContentBlock } from "./content-blocks.ts";
import { blockTokens } from "./block-tokens.ts";
import type { OpenBlock } from "./open-block.ts";
import type { ReplyBlock, StopReason } from "./reply.ts";

/** What ends an answer before its author meant to. */
export interface OutputLimits {
  maxTokens: number;
  stopSequences: readonly string[];
}

/**
 * Applies `maxTokens` and the stop sequences to the blocks of an answer, one after the other.
 *
 * Text is cut at the first stop sequence, which is left out, and at the token limit. Other blocks are kept whole or
 * left out, but for a tool call whose stream is cut in the middle of its arguments, as a model's is.
 */
export class OutputLimiter {
  readonly #limits: OutputLimits;
  readonly #count: TokenCounter;
  #tokens = 0;
  #stopReason: StopReason | undefined;
  #stopSequence: string | undefined;
  #open: { block: OpenBlock; text: string; tokens: number } | undefined;

  constructor(limits: OutputLimits, count: TokenCounter) {
    this.#limits = limits;
    this.#count = count;
  }

  /** Tokens of the blocks taken so far. */
  get tokens(): number {
    return this.#tokens;
  }

  /** `max_tokens` or `stop_sequence` once a limit was met; nothing is taken after it. */
  get stopReason(): StopReason | undefined {
    return this.#stopReason;
  }

  /** The stop sequence that was met. */
  get stopSequence(): string | undefined {
    return this.#stopSequence;
  }

  /** The block, or as much of it as the limits leave; `undefined` for nothing. */
  take(reply: ReplyBlock): ReplyBlock | undefined {
    if (this.#stopReason !== undefined) return undefined;
    const text = visibleText(reply.block);
    if (text === undefined) return this.#takeWhole(reply);
    const kept = this.#cutText(text);
    if (kept === text) return reply;
    if (kept === "") return undefined;
    return {
      block: withText(reply.block, kept),
      ...(reply.pieces && { pieces: cutPieces(reply.pieces, kept.length) }),
    };
  }

  /**
   * As `take`, for a piece of a block that is arriving: what the limits leave of it.
   *
   * Of text that a stop sequence ends, what left before the sequence was complete stays sent.
   */
  takePiece(piece: string, block: OpenBlock): string {
    if (this.#stopReason !== undefined) return "";
    if (this.#open?.block !== block) this.#open = { block, text: "", tokens: 0 };
    const { text, tokens } = this.#open;
    this.#tokens -= tokens;
    const before = this.#tokens;
    const kept = block.isText ? this.#cutText(text + piece) : this.#cutTokens(text + piece);
    this.#open = { block, text: kept, tokens: this.#tokens - before };
    return kept.slice(text.length);
  }

  #takeWhole(reply: ReplyBlock): ReplyBlock | undefined {
    const tokens = blockTokens(reply.block, this.#count);
    const left = this.#limits.maxTokens - this.#tokens;
    if (tokens <= left) {
      this.#tokens += tokens;
      return reply;
    }
    this.#stopReason = "max_tokens";
    this.#tokens = this.#limits.maxTokens;
    return "toolUse" in reply.block && left > 0 ? cutToolUse(reply, left, this.#count) : undefined;
  }

  #cutText(text: string): string {
    const stop = firstStop(text, this.#limits.stopSequences);
    const untilStop = stop === undefined ? text : text.slice(0, stop.at);
    const kept = this.#cutTokens(untilStop);
    if (stop !== undefined && this.#stopReason === undefined) {
      this.#stopReason = "stop_sequence";
      this.#stopSequence = stop.sequence;
    }
    return kept;
  }

  #cutTokens(text: string): string {
    const left = this.#limits.maxTokens - this.#tokens;
    const tokens = this.#count(text);
    if (tokens <= left) {
      this.#tokens += tokens;
      return text;
    }
    this.#stopReason = "max_tokens";
    this.#tokens = this.#limits.maxTokens;
    return longestWithin(text, left, this.#count);
  }
}

function visibleText(block: ContentBlock): string | undefined {
  if ("text" in block) return block.text;
  if ("citationsContent" in block) return block.citationsContent.content?.map(({ text }) => text).join("");
  return undefined;
}

function withText(block: ContentBlock, text: string): ContentBlock {
  if ("citationsContent" in block) return { citationsContent: { ...block.citationsContent, content: [{ text }] } };
  return { text };
}

function cutPieces(pieces: readonly string[], length: number): string[] {
  const kept: string[] = [];
  let left = length;
  for (const piece of pieces) {
    if (left <= 0) break;
    kept.push(piece.slice(0, left));
    left -= piece.length;
  }
  return kept;
}

/** The call's arguments as far as the tokens reach: a stream ends in the middle, a whole answer has no arguments. */
function cutToolUse(reply: ReplyBlock, tokens: number, count: TokenCounter): ReplyBlock {
  if (!("toolUse" in reply.block)) return reply;
  const { toolUse } = reply.block;
  const text = reply.pieces?.join("") ?? JSON.stringify(toolUse.input ?? {});
  const kept = longestWithin(text, tokens, count);
  return { block: { toolUse: { ...toolUse, input: {} } }, pieces: cutPieces(reply.pieces ?? [text], kept.length) };
}

function firstStop(text: string, sequences: readonly string[]): { at: number; sequence: string } | undefined {
  let first: { at: number; sequence: string } | undefined;
  for (const sequence of sequences) {
    const at = sequence === "" ? -1 : text.indexOf(sequence);
    if (at >= 0 && (first === undefined || at < first.at)) first = { at, sequence };
  }
  return first;
}

/** The longest beginning that counts no more than `limit`, cut between characters. */
function longestWithin(text: string, limit: number, count: TokenCounter): string {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (count(text.slice(0, middle)) <= limit) low = middle;
    else high = middle - 1;
  }
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(low - 1)) && low < text.length;
  return text.slice(0, splitsPair ? low - 1 : low);
}
