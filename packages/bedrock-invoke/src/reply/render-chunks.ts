import { AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import type { ReplyContext } from "./reply-context.ts";
import { providerName, type ReplyEnd } from "./reply-parser.ts";
import type { ReplyPiece } from "./reply-reader.ts";

/**
 * Turns the pieces of one stream into LangChain's chunks. Each member of `response_metadata` is in one chunk only:
 * LangChain joins texts and adds numbers when it adds chunks.
 */
export class ChunkRenderer {
  readonly #context: ReplyContext;
  /** In v1, content is a list in every chunk. */
  readonly #isV1: boolean;
  readonly #isNativeV1: boolean;
  #isOpened = false;
  #hasThought = false;

  constructor(context: ReplyContext) {
    this.#context = context;
    this.#isV1 = context.outputVersion === "v1";
    this.#isNativeV1 = this.#isV1 && context.format !== "anthropic-messages";
  }

  /** The chunk of a piece. */
  render(piece: ReplyPiece): ChatGenerationChunk {
    const isPlainText = typeof piece.content === "string" && this.#isOpened;
    // The cheapest chunk LangChain has; nearly all of a stream are such.
    if (isPlainText) return new ChatGenerationChunk({ text: piece.text, message: new AIMessageChunk(piece.text) });
    return this.#chunk(piece, this.#providerOf(piece));
  }

  /** The last chunks: how it ended, and what it cost. */
  end({ metadata, usage }: ReplyEnd): readonly ChatGenerationChunk[] {
    const closing = this.#chunk({ text: "" }, { ...this.#providerOf({ text: "" }), ...metadata });
    if (usage === undefined || !this.#context.streamUsage) return [closing];
    return [closing, this.#chunk({ text: "" }, {}, { usage_metadata: usage })];
  }

  /** Said once, and again when it changes; in v1 each chunk is read by itself. */
  #providerOf({ thought }: ReplyPiece): Record<string, unknown> {
    const changes = thought !== undefined && !this.#hasThought;
    const isSaid = this.#isOpened && !changes;
    this.#isOpened = true;
    this.#hasThought ||= thought !== undefined;
    const model_provider = providerName(this.#context, this.#hasThought);
    return isSaid && !this.#isV1 ? {} : { model_provider };
  }

  #chunk(
    { content, text, call, thought, id }: ReplyPiece,
    metadata: Record<string, unknown>,
    more: { usage_metadata?: NonNullable<ReplyEnd["usage"]> } = {},
  ): ChatGenerationChunk {
    const empty = this.#context.usesBlocks && !this.#isTextFormat() ? [] : "";
    const message = new AIMessageChunk({
      ...(id !== undefined && { id }),
      content: content ?? (this.#isV1 ? [] : empty),
      additional_kwargs: thought === undefined ? {} : { reasoning_content: thought },
      response_metadata: this.#isNativeV1 ? { ...metadata, output_version: "v1" } : metadata,
      tool_calls: [],
      invalid_tool_calls: [],
      tool_call_chunks: call === undefined ? [] : [call],
      ...more,
    });
    return new ChatGenerationChunk({ text, message });
  }

  #isTextFormat(): boolean {
    return this.#context.format !== "anthropic-messages";
  }
}
