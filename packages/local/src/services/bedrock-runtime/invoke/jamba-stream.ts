import type { AnswerEnd } from "../../../chat/answer.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import { isObject } from "../../../chat/rules/json-schema.ts";
import { blockPieces } from "../../../chat/stream-events.ts";
import type { AnswerContext, NativeChunk, StreamWriter } from "./chat-format.ts";

/** The token at which Jamba stops by itself. */
const END_TOKEN = 518;

/**
 * A stream of chat completions as Jamba has it: each chunk counts the tokens so far, and the metrics stand in one of their
 * own. As recorded in September 2025.
 */
export class JambaStream implements StreamWriter {
  readonly #context: AnswerContext;
  readonly #plain: StreamWriter;
  #said = "";

  /** @param plain writes the same as OpenAI's own form */
  constructor(context: AnswerContext, plain: StreamWriter) {
    this.#context = context;
    this.#plain = plain;
  }

  *start(): Generator<NativeChunk> {
    for (const chunk of this.#plain.start?.() ?? []) yield this.#counted(chunk);
  }

  *block(reply: ReplyBlock, index: number): Generator<NativeChunk> {
    this.#said += blockPieces(reply).join("");
    for (const chunk of this.#plain.block(reply, index)) yield this.#counted(chunk);
  }

  *end(end: AnswerEnd): Generator<NativeChunk> {
    const stop = { delta: { content: "" }, ...(end.stopReason === "end_turn" && { stop_reason: END_TOKEN }) };
    for (const chunk of this.#plain.end(end)) {
      const { choices, ...counted } = this.#counted(chunk);
      const last = choices.map((choice) => ({ ...choice, ...stop }));
      const meta = { requestDurationMillis: this.#context.durationMs };
      if (last.length > 0) yield { ...counted, choices: last, meta };
    }
    yield {};
  }

  #counted(chunk: NativeChunk): { id: unknown; choices: readonly object[]; usage: Record<string, number> } {
    const { id, choices } = typeof chunk === "string" ? {} : chunk;
    const { inputTokens } = this.#context.input;
    const outputTokens = this.#context.countTokens(this.#said);
    const usage = {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    };
    return { id, choices: Array.isArray(choices) ? choices.filter(isObject) : [], usage };
  }
}
