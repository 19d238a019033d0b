import {
  BedrockStreamError,
  debugLog,
  isRecord,
  numberOf,
  omitUndefined,
  type PlainRecord,
  recordOf,
  stringOf,
} from "@langchain-aws/core";
import type { ContentBlock } from "@langchain/core/messages";
import { asWire, listOf, parsedJson } from "../record.ts";
import { newCallId } from "../reply/call-id.ts";
import type { ReplyContext } from "../reply/reply-context.ts";
import type { Reply, ReplyCall, ReplyPiece, ReplyReader } from "../reply/reply-reader.ts";
import type { Usage } from "../reply/usage.ts";
import { readXmlCalls } from "../tools/xml-calls.ts";

const packageScope = "bedrock-invoke";

/** A block while it grows. */
interface GrowingBlock {
  readonly fields: Record<string, unknown>;
  /** The pieces of its input. */
  json: string;
  /** Citations that came before the text they belong to: LangChain drops a list item whose text is empty. */
  readonly waiting: unknown[];
  /** Its start has been handed on as a whole block. */
  readonly isShown: boolean;
}

/**
 * Reads Anthropic's messages: whole, or event by event. The blocks of both are the same, and so is the message.
 *
 * Source: "Streaming messages", Anthropic.
 */
export class AnthropicReply implements ReplyReader {
  readonly #context: ReplyContext;
  readonly #blocks = new Map<number, GrowingBlock>();
  static readonly #readers: Readonly<Record<string, (reply: AnthropicReply, event: PlainRecord) => void>> = {
    message_start: (reply, event) => reply.#start(recordOf(event["message"])),
    content_block_start: (reply, event) => reply.#open(indexOf(event), recordOf(event["content_block"])),
    content_block_delta: (reply, event) => reply.#grow(indexOf(event), recordOf(event["delta"])),
    content_block_stop: (reply, event) => reply.#close(indexOf(event)),
    message_delta: (reply, event) => reply.#end(event),
    message_stop: (reply) => void (reply.#isComplete = true),
    ping: () => undefined,
    error: (_reply, event) => raise(event),
  };

  readonly isCut = false;
  #usesBlocks: boolean;
  #pieces: ReplyPiece[] = [];
  #id: string | undefined;
  #stop: PlainRecord = {};
  #usage: PlainRecord = {};
  #isComplete = false;
  /** Calls written as XML, which are read when the answer is whole. */
  #xmlCalls: readonly ReplyCall[] = [];

  constructor(context: ReplyContext) {
    this.#context = context;
    this.#usesBlocks = context.usesBlocks;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  readWhole(body: PlainRecord): void {
    this.#id = stringOf(body["id"]);
    this.#usage = recordOf(body["usage"]);
    this.#stop = stopFields(body);
    listOf(body["content"]).forEach((block, index) => {
      if (isRecord(block)) this.#blocks.set(index, growing({ ...block }, true));
    });
    this.finish([]);
  }

  readEvent(event: PlainRecord, pieces: ReplyPiece[]): void {
    this.#pieces = pieces;
    const { type } = event;
    if (typeof type !== "string") return;
    const read = Object.hasOwn(AnthropicReply.#readers, type) ? AnthropicReply.#readers[type] : undefined;
    if (read === undefined) debugLog(packageScope, () => `An event of type "${type}" is not known and left out.`);
    else read(this, event);
  }

  finish(pieces: ReplyPiece[]): void {
    this.#pieces = pieces;
    if (!this.#context.toolsInPrompt) return;
    const text = [...this.#blocks.values()].map(({ fields }) => stringOf(fields["text"]) ?? "").join("");
    this.#xmlCalls = readXmlCalls(text).map(({ name, args }) => ({ id: newCallId(), name, args }));
    this.#xmlCalls.forEach(({ id, name, args }, index) => {
      this.#pieces.push({ text: "", call: { type: "tool_call_chunk", id, name, args: JSON.stringify(args), index } });
    });
  }

  reply(): Reply {
    const blocks = [...this.#blocks].toSorted(([a], [b]) => a - b).map(([, block]) => block);
    const written = blocks.flatMap((block) => (isCutOff(block) ? [] : [whole(block)]));
    const { stop_reason, stop_sequence, ...stopDetails } = this.#stop;
    return omitUndefined({
      id: this.#id,
      content: toContent(written),
      calls: [...blocks.filter(isCall).map(toCall), ...this.#xmlCalls],
      stopReason: stringOf(stop_reason),
      stopSequence: stop_sequence === null ? null : stringOf(stop_sequence),
      usage: toUsage(this.#usage),
      metadata: omitUndefined({
        ...stopDetails,
        cache_creation: isRecord(this.#usage["cache_creation"]) ? this.#usage["cache_creation"] : undefined,
        truncated_tool_call: blocks.some(isCutOff) ? true : undefined,
      }),
    });
  }

  #start(message: PlainRecord): void {
    this.#id = stringOf(message["id"]);
    this.#usage = { ...recordOf(message["usage"]) };
    if (this.#id !== undefined) this.#pieces.push({ text: "", id: this.#id });
  }

  #open(index: number, block: PlainRecord): void {
    const { type } = block;
    const isServers = type !== "text" && type !== "thinking" && type !== "tool_use" && type !== "server_tool_use";
    const opened = growing({ ...block }, isServers);
    this.#blocks.set(index, opened);
    if (type === "tool_use") {
      const { id, name } = block;
      const call = {
        type: "tool_call_chunk" as const,
        id: stringOf(id) ?? "",
        name: stringOf(name) ?? "",
        args: "",
        index,
      };
      this.#pieces.push({ text: "", call });
    } else if (type === "text") {
      opened.fields["text"] = "";
      this.#addText(index, opened, stringOf(block["text"]) ?? "");
    } else if (type === "thinking") {
      opened.fields["thinking"] = "";
      this.#addThought(index, opened, stringOf(block["thinking"]) ?? "");
    } else if (isServers) {
      this.#show({ ...block, index });
    }
  }

  #grow(index: number, delta: PlainRecord): void {
    const block = this.#blocks.get(index) ?? this.#begin(index, delta);
    switch (delta["type"]) {
      case "text_delta":
        return this.#addText(index, block, stringOf(delta["text"]) ?? "");
      case "thinking_delta":
        return this.#addThought(index, block, stringOf(delta["thinking"]) ?? "");
      case "input_json_delta":
        return this.#addInput(index, block, stringOf(delta["partial_json"]) ?? "");
      case "signature_delta":
        block.fields["signature"] = `${stringOf(block.fields["signature"]) ?? ""}${stringOf(delta["signature"]) ?? ""}`;
        return this.#show({ type: "thinking", thinking: "", signature: delta["signature"], index });
      case "citations_delta":
        return this.#addCitation(index, block, delta["citation"]);
      default:
        if (delta["type"] !== undefined)
          debugLog(packageScope, () => `A delta of type "${String(delta["type"])}" is not known and left out.`);
    }
  }

  /** A delta without a start, as some guardrails leave it. */
  #begin(index: number, { type }: PlainRecord): GrowingBlock {
    const isThought = type === "thinking_delta" || type === "signature_delta";
    const block = growing(isThought ? { type: "thinking", thinking: "" } : { type: "text", text: "" }, false);
    this.#blocks.set(index, block);
    return block;
  }

  #addText(index: number, block: GrowingBlock, text: string): void {
    if (text === "") return;
    block.fields["text"] = `${stringOf(block.fields["text"]) ?? ""}${text}`;
    if (!this.#usesBlocks) {
      this.#pieces.push({ content: text, text });
    } else {
      this.#pieces.push({ content: [{ type: "text", text, index }], text });
    }
    for (const citation of block.waiting.splice(0)) this.#showCitation(index, citation);
  }

  #addThought(index: number, block: GrowingBlock, thinking: string): void {
    if (thinking === "") return;
    block.fields["thinking"] = `${stringOf(block.fields["thinking"]) ?? ""}${thinking}`;
    this.#show({ type: "thinking", thinking, index });
  }

  #addInput(index: number, block: GrowingBlock, json: string): void {
    block.json += json;
    if (block.fields["type"] !== "tool_use") return;
    this.#pieces.push({ text: "", call: { type: "tool_call_chunk", args: json, index } });
  }

  #addCitation(index: number, block: GrowingBlock, citation: unknown): void {
    block.fields["citations"] = [...listOf(block.fields["citations"]), citation];
    if (block.fields["text"] === "" || block.fields["text"] === undefined) block.waiting.push(citation);
    else this.#showCitation(index, citation);
  }

  #showCitation(index: number, citation: unknown): void {
    this.#show({ type: "text", text: "", citations: [citation], index });
  }

  #close(index: number): void {
    const block = this.#blocks.get(index);
    if (block === undefined || block.isShown) return;
    const { type } = block.fields;
    if ((type === "tool_use" || type === "server_tool_use") && !isCutOff(block)) this.#show({ ...whole(block), index });
  }

  #end(event: PlainRecord): void {
    const stop = stopFields(recordOf(event["delta"]));
    this.#stop = { ...this.#stop, ...stop };
    if (stop["stop_reason"] !== undefined) this.#isComplete = true;
    this.#usage = { ...this.#usage, ...omitNull(recordOf(event["usage"])) };
  }

  #show(block: PlainRecord): void {
    this.#usesBlocks = true;
    this.#pieces.push({ content: [asWire<ContentBlock>(block)], text: "" });
  }
}

function growing(fields: Record<string, unknown>, isShown: boolean): GrowingBlock {
  return { fields, json: "", waiting: [], isShown };
}

function indexOf(event: PlainRecord): number {
  return numberOf(event["index"]) ?? 0;
}

function isCall({ fields }: GrowingBlock): boolean {
  return fields["type"] === "tool_use";
}

/** Whether the input broke off: the answer was cut. */
function isCutOff({ json }: GrowingBlock): boolean {
  return json !== "" && !isRecord(parsedJson(json));
}

function whole({ fields, json }: GrowingBlock): PlainRecord {
  return json === "" ? fields : { ...fields, input: parsedJson(json) };
}

function toCall(block: GrowingBlock): ReplyCall {
  const { id, name, input } = whole(block);
  const args = isCutOff(block) ? block.json : isRecord(input) ? input : typeof input === "string" ? input : {};
  return { id: stringOf(id) ?? "", name: stringOf(name) ?? "", args };
}

/** Texts alone are a text, unless they cite something. */
function toContent(blocks: readonly PlainRecord[]): string | ContentBlock[] {
  const isPlain = blocks.every(({ type, citations }) => type === "text" && listOf(citations).length === 0);
  if (isPlain) return blocks.map(({ text }) => stringOf(text) ?? "").join("");
  return asWire<ContentBlock[]>(blocks.filter(({ type, text }) => type !== "text" || text !== ""));
}

function stopFields(fields: PlainRecord): PlainRecord {
  const { stop_reason, stop_sequence, stop_details } = fields;
  return omitUndefined({
    stop_reason: stop_reason ?? undefined,
    stop_sequence,
    stop_details: stop_details ?? undefined,
  });
}

function toUsage(usage: PlainRecord): Usage {
  return omitUndefined({
    input: numberOf(usage["input_tokens"]),
    output: numberOf(usage["output_tokens"]),
    cacheRead: numberOf(usage["cache_read_input_tokens"]),
    cacheWrite: numberOf(usage["cache_creation_input_tokens"]),
  });
}

function omitNull(fields: PlainRecord): PlainRecord {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}

function raise(event: PlainRecord): never {
  const { type, message } = recordOf(event["error"]);
  const awsCode = stringOf(type);
  const originalMessage = stringOf(message);
  throw new BedrockStreamError(
    `The model broke the stream off${awsCode === undefined ? "" : ` (${awsCode})`}${originalMessage === undefined ? "" : `: ${originalMessage}`}.`,
    {
      service: "bedrock-runtime",
      operation: "InvokeModelWithResponseStream",
      ...(awsCode !== undefined && { awsCode }),
      ...(originalMessage !== undefined && { originalMessage }),
    },
  );
}
