import { Buffer } from "node:buffer";
import type { AnswerEnd } from "../../../chat/answer.ts";
import { createFiller } from "../../../chat/filler.ts";
import { isComplete, joinBlocks } from "../../../chat/joined-blocks.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import type { LocalState, StreamEvent } from "../../../operation.ts";
import { toReadyIterable } from "../ready-iterable.ts";
import type { ChatFormat, NativeChunk, StreamWriter } from "./chat-format.ts";
import { guardAction, guardMembers } from "./invoke-guard.ts";
import { toldUsage } from "./invoke-headers.ts";
import { nativeEnd } from "./native-end.ts";
import type { ChatRun } from "./run-chat.ts";

/** What times a stream. */
export interface StreamTiming {
  startedAt: number;
  state: LocalState;
}

/**
 * The events of a stream in a model's own form: each is a `chunk` whose `bytes` are one JSON value, base64-encoded.
 *
 * The last object carries `amazon-bedrock-invocationMetrics`, but where no model was asked. With a guardrail, each object
 * says what that did, the last one why, and what is null is left out. Source:
 * "InvokeModelWithResponseStream", Amazon Bedrock API Reference, and recorded traffic.
 */
export function nativeEvents(run: ChatRun, format: ChatFormat, timing: StreamTiming): AsyncIterable<StreamEvent> {
  const sender = new ChunkSender(run, format.stream(run.context), timing);
  const blocks = run.answer.blocks();
  // Most forms know no parts of calls and thoughts: these go on when they are complete, text at once.
  const isKept = ({ block }: ReplyBlock): boolean => format.streamsAnyPart === true || "text" in block;
  return Symbol.asyncIterator in blocks
    ? arrivingEvents(joinBlocks(blocks, isKept), sender)
    : toReadyIterable(readyEvents(blocks, sender));
}

function* readyEvents(blocks: Iterable<ReplyBlock>, sender: ChunkSender): Generator<StreamEvent> {
  yield* sender.start();
  let index = 0;
  for (const block of blocks) yield* sender.block(block, index++);
  yield* sender.end();
}

async function* arrivingEvents(blocks: AsyncIterable<ReplyBlock>, sender: ChunkSender): AsyncGenerator<StreamEvent> {
  yield* sender.start();
  let index = 0;
  for await (const block of blocks) {
    yield* sender.block(block, index);
    if (isComplete(block)) index += 1;
  }
  yield* sender.end();
}

class ChunkSender {
  readonly #run: ChatRun;
  readonly #writer: StreamWriter;
  readonly #timing: StreamTiming;
  readonly #fill: (body: Record<string, unknown>) => Record<string, unknown>;
  #firstAt: number | undefined;

  constructor(run: ChatRun, writer: StreamWriter, timing: StreamTiming) {
    this.#run = run;
    this.#writer = writer;
    this.#timing = timing;
    this.#fill = timing.state.options.streamFiller ? createFiller() : (body) => body;
  }

  *start(): Generator<StreamEvent> {
    for (const chunk of this.#writer.start?.() ?? []) yield this.#event(chunk);
  }

  *block(reply: ReplyBlock, index: number): Generator<StreamEvent> {
    for (const chunk of this.#writer.block(reply, index)) yield this.#event(chunk);
  }

  *end(): Generator<StreamEvent> {
    const end = nativeEnd(this.#run);
    const chunks = [...this.#writer.end(end)];
    const last = chunks.findLastIndex((chunk) => typeof chunk !== "string");
    for (const [index, chunk] of chunks.entries()) {
      const event = this.#event(
        index === last && typeof chunk !== "string" ? { ...chunk, ...this.#metrics(end) } : chunk,
      );
      yield index === chunks.length - 1 ? { ...event, usage: end.usage } : event;
    }
  }

  #event(chunk: NativeChunk): StreamEvent {
    this.#firstAt ??= this.#timing.state.clock();
    const guarded = typeof chunk === "string" ? chunk : this.#guarded(chunk);
    return { type: "chunk", body: this.#fill({ bytes: Buffer.from(JSON.stringify(guarded)).toString("base64") }) };
  }

  #guarded(chunk: Record<string, unknown>): Record<string, unknown> {
    const { trace } = this.#run;
    if (trace === undefined) return chunk;
    const members = Object.entries({ ...chunk, ...guardAction(trace) });
    return Object.fromEntries(members.filter(([, value]) => value !== null));
  }

  #metrics({ usage }: AnswerEnd): Record<string, unknown> {
    const { startedAt, state } = this.#timing;
    const { answer, trace, isBlocked, context } = this.#run;
    if (isBlocked) return guardMembers(trace);
    const since = (at: number): number => Math.max(1, Math.round(at - startedAt));
    const { cacheReadInputTokens, cacheWriteInputTokens } = toldUsage(usage, context.model);
    return {
      ...guardMembers(trace),
      "amazon-bedrock-invocationMetrics": {
        inputTokenCount: usage.inputTokens,
        outputTokenCount: usage.outputTokens,
        invocationLatency: answer.reply.latencyMs ?? since(state.clock()),
        firstByteLatency: since(this.#firstAt ?? state.clock()),
        ...(cacheReadInputTokens === undefined ? {} : { cacheReadInputTokenCount: cacheReadInputTokens }),
        ...(cacheWriteInputTokens === undefined ? {} : { cacheWriteInputTokenCount: cacheWriteInputTokens }),
      },
    };
  }
}
