import type { TokenCounter } from "../tokens.ts";
import type { ContentBlock } from "./content-blocks.ts";
import { blockTokens } from "./block-tokens.ts";
import type { OpenBlock } from "./open-block.ts";
import type { ReplyBlock, StopReason } from "./reply.ts";

/** Characters of a block that arrives in pieces after which counting begins anew. */
const MOST_COUNTED = 4_096;

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
  #open: { block: OpenBlock; tail: string; counted: string; tokens: number } | undefined;

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
    if (this.#open?.block !== block) this.#open = { block, tail: "", counted: "", tokens: 0 };
    const open = this.#open;
    const { stopSequences, maxTokens } = this.#limits;
    const stop = block.isText ? firstStop(open.tail + piece, stopSequences) : undefined;
    const allowed = stop === undefined ? piece : piece.slice(0, Math.max(0, stop.at - open.tail.length));
    const grown = open.counted + allowed;
    const tokens = this.#count(grown);
    const left = maxTokens - (this.#tokens - open.tokens);
    if (tokens > left) {
      this.#stopReason = "max_tokens";
      this.#tokens = maxTokens;
      return longestWithin(grown, left, this.#count).slice(open.counted.length);
    }
    this.#tokens += tokens - open.tokens;
    if (stop !== undefined) {
      this.#stopReason = "stop_sequence";
      this.#stopSequence = stop.sequence;
    }
    // Counting all of a long text again with each piece would take time that grows with its square.
    const isFull = grown.length > MOST_COUNTED;
    const longest = Math.max(0, ...stopSequences.map((sequence) => sequence.length - 1));
    const tail = longest === 0 ? "" : (open.tail + allowed).slice(-longest);
    this.#open = { block, tail, counted: isFull ? "" : grown, tokens: isFull ? 0 : tokens };
    return allowed;
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
    const left = this.#limits.maxTokens - this.#tokens;
    if (this.#count(untilStop) > left) {
      this.#stopReason = "max_tokens";
      this.#tokens = this.#limits.maxTokens;
      return longestWithin(untilStop, left, this.#count);
    }
    this.#tokens += this.#count(untilStop);
    if (stop !== undefined) {
      this.#stopReason = "stop_sequence";
      this.#stopSequence = stop.sequence;
    }
    return untilStop;
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
