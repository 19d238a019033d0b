import type {
  ContentBlock as WireContentBlock,
  ContentBlockDelta as WireDelta,
  ContentBlockStart as WireStart,
  ConverseStreamOutput as WireEvent,
  ReasoningContentBlockDelta as WireReasoningDelta,
} from "@aws-sdk/client-bedrock-runtime";
import { omitUndefined, visitMember } from "@langchain-aws/core";
import type { AIMessage } from "@langchain/core/messages";
import { createInlineReasoning, type InlinePiece, type InlineReasoning } from "./inline-stream.ts";
import type { ClosingFacts, ExchangeFacts, StopFacts } from "./metadata.ts";
import { toMessage } from "./parse-response.ts";
import type { ReplyContext } from "./reply-context.ts";
import {
  addImage,
  addResult,
  closedBlock,
  isBuffered,
  openBlock,
  type StreamBlock,
  toCitation,
} from "./stream-block.ts";
import type { StreamPart } from "./stream-parts.ts";
import { isCut } from "./tool-calls.ts";

/** Begins to read a stream: events in, parts out. */
export function parseStream(exchange: ExchangeFacts, context: ReplyContext): StreamParser {
  return new StreamParser(exchange, context);
}

/** The one state machine for streams. Both renderers and the whole message stand on it. */
export class StreamParser {
  readonly #exchange: ExchangeFacts;
  readonly #context: ReplyContext;
  /** Growing blocks, by the wire's index. */
  readonly #open = new Map<number, StreamBlock>();
  /** Finished blocks, by their number in the message. */
  readonly #closed = new Map<number, WireContentBlock>();
  readonly #inline = new Map<number, InlineReasoning>();
  readonly #taken = new Set<number>();
  /** Calls whose arguments have not begun, by their number in the message. */
  readonly #unfilled = new Set<number>();
  #stop: StopFacts | undefined;
  #closing: ClosingFacts = {};
  #parts: StreamPart[] = [];
  /** The wire's index of the event being read. */
  #at = 0;

  constructor(exchange: ExchangeFacts, context: ReplyContext) {
    this.#exchange = exchange;
    this.#context = context;
  }

  /** Whether the model has stopped; a stream that ends before is broken. */
  get isComplete(): boolean {
    return this.#stop !== undefined;
  }

  /**
   * What an event says: nothing, for most events without content.
   *
   * @param parts - where the event's parts are added
   * @throws the exception, when the event is one
   */
  read(event: WireEvent, parts: StreamPart[] = []): readonly StreamPart[] {
    this.#parts = parts;
    const text = event.contentBlockDelta?.delta?.text;
    if (text === undefined) {
      visitMember(event, this.#events);
    } else {
      // Nearly every event of a stream is one of these; the tables say the same.
      this.#at = event.contentBlockDelta?.contentBlockIndex ?? 0;
      this.#readText(text);
    }
    return this.#parts;
  }

  /** The message of all that has been read, equal to the reply without a stream. */
  message(): AIMessage {
    const unfinished = [...this.#open.values()].map((block) => [block.index, closedBlock(block)] as const);
    const blocks = this.#withBrokenCall([...this.#closed, ...unfinished].toSorted(([a], [b]) => a - b));
    const reply = { ...this.#stop, ...this.#closing, $metadata: this.#exchange };
    return toMessage(blocks, reply, { ...this.#context, splitsInlineReasoning: false });
  }

  readonly #events: WireEvent.Visitor<void> = {
    messageStart: () => void this.#parts.push({ type: "start" }),
    contentBlockStart: ({ contentBlockIndex = 0, start }) => {
      this.#at = contentBlockIndex;
      if (start !== undefined) visitMember(start, this.#starts);
    },
    contentBlockDelta: ({ contentBlockIndex = 0, delta }) => {
      this.#at = contentBlockIndex;
      if (delta !== undefined) visitMember(delta, this.#deltas);
    },
    contentBlockStop: ({ contentBlockIndex = 0 }) => this.#end(contentBlockIndex),
    messageStop: ({ stopReason, additionalModelResponseFields }) => {
      this.#stop = omitUndefined({ stopReason, additionalModelResponseFields });
      for (const at of this.#open.keys()) this.#end(at);
      this.#parts.push({ type: "stop", ...this.#stop });
    },
    metadata: (closing) => {
      this.#closing = closing;
      this.#parts.push({ type: "closing", ...closing });
    },
    internalServerException: raise,
    modelStreamErrorException: raise,
    serviceUnavailableException: raise,
    throttlingException: raise,
    validationException: raise,
    _: ignore,
  };

  readonly #starts: WireStart.Visitor<void> = {
    toolUse: (given) => {
      const tool = { ...given, name: this.#context.toolNames.get(given.name ?? "") ?? given.name };
      const block = this.#begin("tool", { tool });
      if (isBuffered(block)) return;
      this.#unfilled.add(block.index);
      this.#parts.push({ type: "tool", index: block.index, id: tool.toolUseId ?? "", name: tool.name ?? "" });
    },
    toolResult: (toolResult) => void this.#begin("toolResult", { toolResult }),
    image: (image) => void this.#begin("image", { image }),
    _: ignore,
  };

  readonly #deltas: WireDelta.Visitor<void> = {
    text: (text) => this.#readText(text),
    toolUse: ({ input = "" }) => this.#addInput(input),
    toolResult: (pieces) => addResult(this.#current("toolResult"), pieces),
    reasoningContent: (delta) => visitMember(delta, this.#reasoningDeltas),
    citation: (delta) => void this.#current("text").citations.push(toCitation(delta)),
    image: (delta) => addImage(this.#current("image"), delta),
    _: ignore,
  };

  readonly #reasoningDeltas: WireReasoningDelta.Visitor<void> = {
    text: (text) => this.#addReasoning(text),
    signature: (signature) => this.#addSignature(signature),
    redactedContent: (bytes) => void this.#current("redacted").bytes.push(bytes),
    _: ignore,
  };

  /** A reply that was cut where a call's arguments should have begun ends with a call that has none, not with `{}`. */
  #withBrokenCall(numbered: readonly (readonly [number, WireContentBlock])[]): readonly WireContentBlock[] {
    const blocks = numbered.map(([, block]) => block);
    const [index, last] = numbered.at(-1) ?? [];
    if (index === undefined || last?.toolUse === undefined || !this.#unfilled.has(index)) return blocks;
    if (!isCut(this.#stop?.stopReason)) return blocks;
    return [...blocks.slice(0, -1), { toolUse: { ...last.toolUse, input: "" } }];
  }

  #readText(text: string): void {
    if (!this.#context.splitsInlineReasoning) return this.#addText(text);
    let splitter = this.#inline.get(this.#at);
    if (splitter === undefined) this.#inline.set(this.#at, (splitter = createInlineReasoning()));
    this.#addInline(splitter.push(text));
  }

  #addInline(pieces: readonly InlinePiece[]): void {
    for (const { kind, text, ends } of pieces) {
      if (kind === "text") this.#addText(text);
      else if (text !== "") this.#addReasoning(text);
      if (ends) this.#close(this.#at);
    }
  }

  #addText(text: string): void {
    if (text === "") return;
    const block = this.#current("text");
    this.#parts.push({ type: "text", index: block.index, text, opens: block.text === "" });
    block.text += text;
  }

  #addReasoning(text: string): void {
    const block = this.#current("reasoning");
    this.#parts.push({ type: "reasoning", index: block.index, text, opens: isUntouched(block) });
    block.text += text;
  }

  #addSignature(signature: string): void {
    const block = this.#current("reasoning");
    this.#parts.push({ type: "signature", index: block.index, signature, opens: isUntouched(block) });
    block.signature = (block.signature ?? "") + signature;
  }

  #addInput(input: string): void {
    const block = this.#open.get(this.#at);
    if (block?.kind !== "tool") return;
    block.text += input;
    if (block.text !== "") this.#unfilled.delete(block.index);
    if (!isBuffered(block)) this.#parts.push({ type: "toolInput", index: block.index, input });
  }

  /** The growing block at the event's index if it is of this kind, else a new one. */
  #current(kind: StreamBlock["kind"]): StreamBlock {
    const block = this.#open.get(this.#at);
    if (block?.kind === kind) return block;
    this.#close(this.#at);
    return this.#begin(kind);
  }

  #begin(
    kind: StreamBlock["kind"],
    start: Partial<Pick<StreamBlock, "tool" | "toolResult" | "image">> = {},
  ): StreamBlock {
    // The wire's numbers hold; only after a block that was split in two do later ones move up.
    let index = this.#at;
    while (this.#taken.has(index)) index += 1;
    this.#taken.add(index);
    const block = openBlock(index, kind, start);
    this.#open.set(this.#at, block);
    return block;
  }

  #end(at: number): void {
    this.#at = at;
    const splitter = this.#inline.get(at);
    if (splitter !== undefined) this.#addInline(splitter.end());
    this.#close(at);
  }

  #close(at: number): void {
    const block = this.#open.get(at);
    if (block === undefined) return;
    this.#open.delete(at);
    const { index, citations } = block;
    const whole = closedBlock(block);
    this.#closed.set(index, whole);
    if (isBuffered(block)) this.#parts.push({ type: "whole", index, block: whole });
    else if (citations.length > 0) this.#parts.push({ type: "citations", index, citations, opens: block.text === "" });
    this.#parts.push({ type: "end", index, block: whole, stopReason: this.#stop?.stopReason });
  }
}

function isUntouched(block: StreamBlock): boolean {
  return block.text === "" && block.signature === undefined;
}

/** Exceptions come as thrown errors from the SDK; a client of another make may hand them on as events. */
function raise(exception: unknown): never {
  throw exception;
}

function ignore(): void {}
