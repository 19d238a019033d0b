import { isRecord, omitUndefined, type PlainRecord } from "@langchain-aws/core";
import type { ContentBlock } from "@langchain/core/messages";
import { parsedJson } from "../record.ts";
import { readXmlCalls } from "../tools/xml-calls.ts";
import { newCallId } from "./call-id.ts";
import { ReasoningSplitter } from "./reasoning-splitter.ts";
import type { ReplyContext } from "./reply-context.ts";
import type { Reply, ReplyCall, ReplyPiece, ReplyReader } from "./reply-reader.ts";
import { StopCutter } from "./stop-cutter.ts";
import type { Usage } from "./usage.ts";

/** How a format with texts, thoughts and calls says them, in a whole reply and in an event. */
export interface TextReplyFormat {
  readonly readWhole: (body: PlainRecord, out: ReplySink) => void;
  readonly readEvent: (event: PlainRecord, out: ReplySink) => void;
}

/** A piece of a call. Pieces of one index are one call. */
export interface CallPiece {
  readonly index: number;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly args: string;
}

/** What a format says of a reply. Both ways of reading end here, so that they agree. */
export interface ReplySink {
  text(text: string | undefined): void;
  thought(text: string | undefined): void;
  call(piece: CallPiece): void;
  id(id: string | undefined): void;
  stop(reason: string | undefined, sequence?: string): void;
  usage(usage: Usage): void;
  metadata(metadata: PlainRecord): void;
  /** How many calls there are so far; for formats whose calls have no numbers. */
  readonly callCount: number;
}

interface GrowingCall {
  id: string;
  name: string;
  args: string;
}

/** Begins to read a reply in such a format. */
export function textReply(format: TextReplyFormat, context: ReplyContext): ReplyReader {
  return new TextReply(format, context);
}

const thoughtIndex = 0;
const textIndex = 1;
/** Calls come behind thought and text. */
const firstCallIndex = 2;

class TextReply implements ReplyReader, ReplySink {
  readonly #format: TextReplyFormat;
  readonly #isV1: boolean;
  readonly #toolsInPrompt: boolean;
  readonly #splitter: ReasoningSplitter | undefined;
  readonly #cutter: StopCutter;
  readonly #calls = new Map<number, GrowingCall>();
  #pieces: ReplyPiece[] = [];
  #text = "";
  #thought = "";
  #id: string | undefined;
  #stopReason: string | undefined;
  #stopSequence: string | undefined;
  #usage: Usage = {};
  #metadata: PlainRecord = {};
  readonly isComplete = true;

  constructor(format: TextReplyFormat, context: ReplyContext) {
    this.#format = format;
    this.#isV1 = context.outputVersion === "v1";
    this.#toolsInPrompt = context.toolsInPrompt;
    this.#splitter = context.reasoning === undefined ? undefined : new ReasoningSplitter(context.reasoning);
    this.#cutter = new StopCutter(context.stops);
  }

  get isCut(): boolean {
    return this.#cutter.met !== undefined;
  }

  readWhole(body: PlainRecord): void {
    this.#format.readWhole(body, this);
    this.finish([]);
  }

  readEvent(event: PlainRecord, pieces: ReplyPiece[]): void {
    this.#pieces = pieces;
    this.#format.readEvent(event, this);
  }

  finish(pieces: ReplyPiece[]): void {
    this.#pieces = pieces;
    const rest = this.#splitter?.end();
    if (rest !== undefined) this.#add(rest.thought, this.#cutter.push(rest.answer));
    if (this.#splitter?.isUnclosed === true && !cutShort.has(this.#stopReason ?? "")) this.#answerWithThought();
    this.#add("", this.#cutter.end());
    if (this.#toolsInPrompt) this.#takeXmlCalls();
    if (!this.#isV1) return;
    // Standard content has its calls in place; LangChain does not put them there by itself.
    for (const [index, call] of this.#calls) {
      const block = callBlock(call);
      if (block !== undefined) this.#pieces.push({ content: [{ ...block, index: firstCallIndex + index }], text: "" });
    }
  }

  text(text: string | undefined): void {
    if (text === undefined || text === "" || this.isCut) return;
    const split = this.#splitter?.push(text);
    if (split === undefined) this.#add("", this.#cutter.push(text));
    else this.#add(split.thought, this.#cutter.push(split.answer));
  }

  thought(text: string | undefined): void {
    if (text !== undefined && !this.isCut) this.#add(text, "");
  }

  call(piece: CallPiece): void {
    if (!this.isCut) this.#addCall(piece);
  }

  #addCall({ index, id, name, args }: CallPiece): void {
    const known = this.#calls.get(index);
    const call = known ?? { id: id || newCallId(), name: name ?? "", args: "" };
    if (known === undefined) {
      // Text that was held back came before the call.
      this.#add("", this.#cutter.end());
      this.#calls.set(index, call);
    }
    call.args += args;
    const start = known === undefined ? { id: call.id, name: call.name } : {};
    this.#pieces.push({ text: "", call: { type: "tool_call_chunk", ...start, args, index } });
  }

  id(id: string | undefined): void {
    if (id === undefined || this.#id !== undefined) return;
    this.#id = id;
    this.#pieces.push({ text: "", id });
  }

  stop(reason: string | undefined, sequence?: string): void {
    if (this.isCut || reason === undefined) return;
    this.#stopReason = reason;
    this.#stopSequence = sequence;
  }

  usage(usage: Usage): void {
    this.#usage = { ...this.#usage, ...usage };
  }

  metadata(metadata: PlainRecord): void {
    this.#metadata = { ...this.#metadata, ...metadata };
  }

  get callCount(): number {
    return this.#calls.size;
  }

  reply(): Reply {
    const met = this.#cutter.met;
    return omitUndefined({
      id: this.#id,
      content: this.#content(),
      calls: [...this.#calls.values()].map(toReplyCall),
      thought: this.#thought === "" || this.#isV1 ? undefined : this.#thought,
      stopReason: met === undefined ? this.#stopReason : "stop_sequence",
      stopSequence: met ?? this.#stopSequence,
      usage: this.#usage,
      metadata: this.#metadata,
    });
  }

  #content(): string | ContentBlock[] {
    if (!this.#isV1) return this.#text;
    const blocks: ContentBlock[] = [];
    if (this.#thought !== "") blocks.push({ type: "reasoning", reasoning: this.#thought });
    if (this.#text !== "") blocks.push({ type: "text", text: this.#text });
    for (const call of this.#calls.values()) {
      const block = callBlock(call);
      if (block !== undefined) blocks.push(block);
    }
    return blocks;
  }

  #add(thought: string, text: string): void {
    if (thought !== "") {
      this.#thought += thought;
      const content = [{ type: "reasoning", reasoning: thought, index: thoughtIndex }];
      this.#pieces.push(this.#isV1 ? { content, text: "" } : { thought, text: "" });
    }
    if (text !== "") {
      this.#text += text;
      this.#pieces.push({ content: this.#isV1 ? [{ type: "text", text, index: textIndex }] : text, text });
    }
  }

  /** What was to be a thought is all the model has said, and so its answer. In a stream it has been shown as both. */
  #answerWithThought(): void {
    const text = this.#thought;
    this.#thought = "";
    this.#add("", this.#cutter.push(text));
  }

  /** The text stays what the model wrote: it has been streamed by now. */
  #takeXmlCalls(): void {
    for (const { name, args } of readXmlCalls(this.#text)) {
      this.#addCall({ index: this.#calls.size, name, args: JSON.stringify(args) });
    }
  }
}

function toReplyCall({ id, name, args }: GrowingCall): ReplyCall {
  const value = args === "" ? {} : parsedJson(args);
  return { id, name, args: isRecord(value) ? value : args };
}

function callBlock(call: GrowingCall): ContentBlock | undefined {
  const { id, name, args } = toReplyCall(call);
  return typeof args === "string" ? undefined : { type: "tool_call", id, name, args };
}

/** The words of formats for an answer that ended at its limit. */
const cutShort: ReadonlySet<string> = /* @__PURE__ */ new Set(["length", "max_tokens"]);
