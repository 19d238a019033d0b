import type { AnswerEnd, InputUsage } from "../../chat/answer.ts";
import type { ContentBlock } from "../../chat/content-blocks.ts";
import { blockText } from "../../chat/conversation.ts";
import { joinBlocks, wholeBlocks } from "../../chat/joined-blocks.ts";
import type { ReplyBlock } from "../../chat/reply.ts";
import { textPieces } from "../../chat/stream-events.ts";
import type { Guardrail, Verdict } from "../../guardrails/guardrail.ts";
import type { ExchangeAnswer } from "./exchange-answer.ts";
import type { GuardrailTrace } from "./guardrail-trace.ts";

/** Characters after which an asynchronous guardrail looks at what has been sent since. */
const SCAN_CHARACTERS = 50;
/** Characters before them that it looks at again, so that nothing is missed between two looks. */
const OVERLAP_CHARACTERS = 200;

/** What a guarded answer is made with. */
export interface GuardSettings {
  guardrail: Guardrail;
  trace: GuardrailTrace;
  /** `async`: text leaves before it was looked at. */
  mode: "sync" | "async";
}

/**
 * An answer that a guardrail looks at on its way out.
 *
 * In `sync` mode nothing leaves before all of it was looked at: a whole answer and a stream are the same. In `async` mode
 * text leaves at once; what is found is only kept from going on, and nothing is masked. Source: "Configure streaming
 * response behavior", Amazon Bedrock User Guide.
 */
export class GuardedAnswer implements ExchangeAnswer {
  readonly #answer: ExchangeAnswer;
  readonly #settings: GuardSettings;
  #intervened = false;

  constructor(answer: ExchangeAnswer, settings: GuardSettings) {
    this.#answer = answer;
    this.#settings = settings;
  }

  get reply(): ExchangeAnswer["reply"] {
    return this.#answer.reply;
  }

  input(): InputUsage {
    return this.#answer.input();
  }

  blocks(): AsyncIterable<ReplyBlock> {
    return this.#settings.mode === "sync" ? this.#afterwards() : this.#meanwhile();
  }

  end(): AnswerEnd {
    const { usage, ...unguarded } = this.#answer.end();
    return this.#intervened ? { stopReason: "guardrail_intervened", usage, unguarded } : { ...unguarded, usage };
  }

  trace(): unknown {
    return this.#settings.trace.withRest(this.#answer.trace());
  }

  async *#afterwards(): AsyncGenerator<ReplyBlock> {
    const replies = await wholeBlocks(this.#answer.blocks());
    const texts = replies.flatMap(({ block }) => guardedText(block) ?? []);
    if (texts.length === 0) {
      yield* replies;
      return;
    }
    const verdict = this.#assess(texts);
    if (verdict.outcome === "blocked") yield { block: { text: verdict.blockedMessage } };
    else if (verdict.outcome === "masked") yield* masked(replies, verdict.texts);
    else yield* replies;
  }

  async *#meanwhile(): AsyncGenerator<ReplyBlock> {
    for await (const reply of joinBlocks(this.#answer.blocks())) {
      const text = guardedText(reply.block);
      if (text === undefined || text === "") {
        yield reply;
        continue;
      }
      const { pieces, isBlocked } = this.#scan(reply);
      yield isBlocked ? { block: { text: pieces.join("") }, pieces } : reply;
      if (isBlocked) return;
    }
  }

  /** The pieces that left before a refusal, and the refusal; all of them when there was none. */
  #scan(reply: ReplyBlock): { pieces: readonly string[]; isBlocked: boolean } {
    const sent: string[] = [];
    let text = "";
    let scanned = 0;
    const pieces = textPieces(reply);
    for (const [index, piece] of pieces.entries()) {
      sent.push(piece);
      text += piece;
      if (text.length - scanned < SCAN_CHARACTERS && index < pieces.length - 1) continue;
      const verdict = this.#assess([text.slice(Math.max(0, scanned - OVERLAP_CHARACTERS))]);
      scanned = text.length;
      if (verdict.outcome === "blocked") return { pieces: [...sent, verdict.blockedMessage], isBlocked: true };
    }
    return { pieces, isBlocked: false };
  }

  #assess(texts: readonly string[]): Verdict {
    const { guardrail, trace } = this.#settings;
    const verdict = guardrail.assess({ source: "OUTPUT", texts, isFull: trace.isFull });
    this.#intervened ||= verdict.outcome !== "none";
    trace.addOutput(verdict, texts);
    return verdict;
  }
}

/** What a caller gets when the input is blocked: the refusal, and no model was asked. */
export class BlockedAnswer implements ExchangeAnswer {
  readonly reply = {};
  readonly #text: string;
  readonly #trace: GuardrailTrace;

  constructor(text: string, trace: GuardrailTrace) {
    this.#text = text;
    this.#trace = trace;
  }

  input(): InputUsage {
    return { inputTokens: 0 };
  }

  blocks(): Iterable<ReplyBlock> {
    // What is said in place of an answer comes in one piece, as recorded.
    return [{ block: { text: this.#text }, pieces: [this.#text] }];
  }

  end(): AnswerEnd {
    return { stopReason: "guardrail_intervened", usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 } };
  }

  trace(): unknown {
    return this.#trace.withRest(undefined);
  }
}

/** A guardrail looks at what is said: not at calls of tools, their results, or thoughts. */
function guardedText(block: ContentBlock): string | undefined {
  return "text" in block || "citationsContent" in block ? blockText(block) : undefined;
}

function* masked(replies: readonly ReplyBlock[], texts: readonly string[]): Generator<ReplyBlock> {
  let at = 0;
  for (const reply of replies) {
    const before = guardedText(reply.block);
    if (before === undefined) {
      yield reply;
      continue;
    }
    const text = texts[at++] ?? before;
    yield text === before ? reply : { block: withText(reply.block, text) };
  }
}

function withText(block: ContentBlock, text: string): ContentBlock {
  if (!("citationsContent" in block)) return { text };
  return { citationsContent: { ...block.citationsContent, content: [{ text }] } };
}
