import type { TokenCounter } from "../tokens.ts";
import type { ContentBlock } from "./content-blocks.ts";
import { OpenBlock, pieceOf } from "./open-block.ts";
import { OutputLimiter, type OutputLimits } from "./output-limits.ts";
import {
  type ChatReply,
  type ReplyBlock,
  type ReplyDelta,
  type ReplyPart,
  type ReplyUsage,
  type StopReason,
  toBlocks,
} from "./reply.ts";
import type { ResponderResult } from "./responder.ts";

/** The token counts of the request, before the answer. */
export type InputUsage = Pick<
  ReplyUsage,
  "inputTokens" | "cacheReadInputTokens" | "cacheWriteInputTokens" | "cacheDetails"
>;

/** What an answer is made with, besides the reply itself. */
export interface AnswerSettings {
  limits: OutputLimits;
  count: TokenCounter;
  input: InputUsage;
  newToolUseId: () => string;
  /** Told of each block that leaves. */
  onBlock?: (block: ContentBlock) => void;
}

/** How an answer ended: known once its blocks were read. */
export interface AnswerEnd {
  stopReason: StopReason;
  /** The sequence of `stop_sequence`. */
  stopSequence?: string;
  usage: ReplyUsage;
  /** How the model ended it, where a guardrail says otherwise. */
  unguarded?: Omit<AnswerEnd, "usage" | "unguarded">;
}

/** A reply on its way out: limits applied, tokens counted, the end worked out. */
export class Answer {
  /** The reply, for the members that are sent as they are; empty for a streamed one. */
  readonly reply: Omit<ChatReply, "text" | "blocks">;
  readonly #parts: AsyncIterable<ReplyPart> | undefined;
  readonly #blocks: readonly ReplyBlock[];
  readonly #settings: AnswerSettings;
  readonly #limiter: OutputLimiter;
  #stated: { stopReason?: StopReason; usage?: Partial<ReplyUsage> };
  #callsTool = false;

  constructor(result: NonNullable<ResponderResult>, settings: AnswerSettings) {
    this.#settings = settings;
    this.#limiter = new OutputLimiter(settings.limits, settings.count);
    if (isPartStream(result)) {
      this.reply = {};
      this.#parts = result;
      this.#blocks = [];
      this.#stated = {};
    } else {
      this.reply = result;
      this.#blocks = toBlocks(result, settings.newToolUseId);
      this.#stated = result;
    }
  }

  /** The blocks, cut by the limits: at once, or as the responder yields them. */
  blocks(): Iterable<ReplyBlock> | AsyncIterable<ReplyBlock> {
    return this.#parts === undefined ? this.#limited() : this.#limitedParts(this.#parts);
  }

  /** The tokens of the request: known before the answer, for streams that tell them first. */
  input(): InputUsage {
    const { outputTokens: _output, totalTokens: _total, ...input } = this.#usage();
    return input;
  }

  /** How the answer ended; call it after the last block. */
  end(): AnswerEnd {
    const { stopReason, stopSequence } = this.#limiter;
    return {
      stopReason: stopReason ?? this.#stated.stopReason ?? (this.#callsTool ? "tool_use" : "end_turn"),
      ...(stopSequence === undefined ? {} : { stopSequence }),
      usage: this.#usage(),
    };
  }

  /** `trace`, as the reply states it. */
  trace(): unknown {
    return this.reply.trace;
  }

  *#limited(): Generator<ReplyBlock> {
    for (const block of this.#blocks) {
      const taken = this.#take(block);
      if (taken !== undefined) yield taken;
      if (this.#limiter.stopReason !== undefined) return;
    }
  }

  async *#limitedParts(parts: AsyncIterable<ReplyPart>): AsyncGenerator<ReplyBlock> {
    let open: OpenBlock | undefined;
    for await (const part of parts) {
      if ("delta" in part) {
        if (open?.continues(part.delta) !== true) {
          yield* open?.last() ?? [];
          open = new OpenBlock(part.delta);
        }
        yield* this.#takePiece(open, part.delta);
      } else if (isBlock(part)) {
        yield* open?.last() ?? [];
        open = undefined;
        const taken = this.#take({ block: part });
        if (taken !== undefined) yield taken;
      } else {
        this.#stated = { ...this.#stated, ...part };
      }
      if (this.#limiter.stopReason !== undefined) break;
    }
    yield* open?.last() ?? [];
  }

  *#takePiece(open: OpenBlock, delta: ContentBlock): Generator<ReplyBlock> {
    const piece = pieceOf(delta);
    const kept = this.#limiter.takePiece(piece, open);
    if (kept === "" && piece !== "") return;
    this.#callsTool ||= "toolUse" in delta;
    yield open.part(kept);
  }

  #take(block: ReplyBlock): ReplyBlock | undefined {
    const taken = this.#limiter.take(block);
    if (taken !== undefined) this.#settings.onBlock?.(taken.block);
    this.#callsTool ||= taken !== undefined && "toolUse" in taken.block && taken.block.toolUse.type === undefined;
    return taken;
  }

  #usage(): ReplyUsage {
    const { usage: stated } = this.#stated;
    const outputTokens = stated?.outputTokens ?? this.#limiter.tokens;
    // A reply that states its usage states it all: nothing that it leaves out is invented beside it but the counts
    // that every answer must have.
    const counted: InputUsage =
      stated === undefined ? this.#settings.input : { inputTokens: this.#settings.input.inputTokens };
    const usage = { ...counted, ...stated, outputTokens };
    const { inputTokens, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = usage;
    return {
      ...usage,
      totalTokens: stated?.totalTokens ?? inputTokens + cacheReadInputTokens + cacheWriteInputTokens + outputTokens,
    };
  }
}

function isPartStream(result: NonNullable<ResponderResult>): result is AsyncIterable<ReplyPart> {
  return Symbol.asyncIterator in result;
}

function isBlock(part: Exclude<ReplyPart, ReplyDelta>): part is ContentBlock {
  return !("stopReason" in part) && !("usage" in part);
}
