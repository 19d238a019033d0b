import type { StreamEvent } from "../operation.ts";
import { type BlockReaders, type Citation, readBlock } from "./content-blocks.ts";
import { blockText } from "./conversation.ts";
import { isComplete } from "./joined-blocks.ts";
import type { ReplyBlock } from "./reply.ts";
import { toWire } from "./to-wire.ts";

/** A delta or a start as the stream carries it. */
type Body = Record<string, unknown>;

/** How one block is streamed: what it starts with, if with anything, and its deltas in order. */
interface StreamedBlock {
  start?: Body;
  deltas: Iterable<Body>;
}

/** What the events of a stream are made with. */
export interface StreamSettings {
  /** Adds the filler `p` to a body, or leaves it as it is. */
  fill: (body: Body) => Body;
  /** Whether the start of a call says that it is a `tool_use`. */
  statesCallType: boolean;
}

/**
 * The events of one content block.
 *
 * Only tool calls, tool results and images have a start; text and reasoning begin with their first delta. Source: the
 * recorded traffic of ConverseStream, and "ContentBlockStart", Amazon Bedrock API Reference.
 */
export function* blockEvents(
  reply: ReplyBlock,
  contentBlockIndex: number,
  { fill, statesCallType }: StreamSettings,
): Generator<StreamEvent> {
  const { start, deltas } = streamBlock(reply, statesCallType);
  if (start !== undefined && isBegun(reply))
    yield { type: "contentBlockStart", body: fill({ contentBlockIndex, start }) };
  for (const delta of deltas) yield { type: "contentBlockDelta", body: fill({ contentBlockIndex, delta }) };
  if (isComplete(reply)) yield { type: "contentBlockStop", body: fill({ contentBlockIndex }) };
}

/** Whether a block begins here, and does not go on. */
export function isBegun({ stage }: ReplyBlock): boolean {
  return stage === undefined || stage === "first";
}

/** The pieces that the text of a block is sent in; none for a block that says nothing in words. */
export function textPieces({ block, pieces }: ReplyBlock): readonly string[] {
  return pieces ?? cutText(blockText(block) ?? "");
}

/** The pieces that a block's words are sent in: text, thoughts, the arguments of a call. */
export function blockPieces({ block, pieces }: ReplyBlock): readonly string[] {
  if (pieces !== undefined) return pieces;
  if ("toolUse" in block) return cutJson(argumentsText(block.toolUse.input));
  if ("reasoningContent" in block && "reasoningText" in block.reasoningContent) {
    return cutText(block.reasoningContent.reasoningText.text);
  }
  if ("citationsContent" in block) return (block.citationsContent.content ?? []).flatMap(({ text }) => cutText(text));
  return cutText(blockText(block) ?? "");
}

/** The arguments of a call as the model wrote them. */
export function argumentsText(input: unknown): string {
  return typeof input === "string" ? input : (JSON.stringify(input ?? {}) ?? "{}");
}

function streamBlock(reply: ReplyBlock, statesCallType: boolean): StreamedBlock {
  const { block, pieces } = reply;
  const asDelta =
    (kind: string) =>
    (value: unknown): StreamedBlock => ({ deltas: [{ [kind]: toWire(value) }] });
  const readers: BlockReaders<StreamedBlock> = {
    text: (text) => ({ deltas: textDeltas(pieces ?? (text === "" ? [""] : cutText(text))) }),
    image: ({ format, source }) => ({
      start: { image: { format } },
      deltas: [{ image: { source: toWire(source) } }],
    }),
    toolUse: ({ toolUseId, name, type = statesCallType ? "tool_use" : undefined, input }) => ({
      start: { toolUse: { toolUseId, name, ...(type && { type }) } },
      deltas: inputDeltas(pieces ?? cutJson(argumentsText(input)), isBegun(reply)),
    }),
    toolResult: ({ toolUseId, content, status, type }) => ({
      start: { toolResult: { toolUseId, ...(type && { type }), ...(status && { status }) } },
      deltas: [{ toolResult: toWire(content) }],
    }),
    reasoningContent: (reasoning) => ({
      deltas:
        "reasoningText" in reasoning
          ? reasoningDeltas(reasoning.reasoningText.signature, pieces ?? cutText(reasoning.reasoningText.text))
          : [{ reasoningContent: { redactedContent: toWire(reasoning.redactedContent) } }],
    }),
    citationsContent: ({ citations, content }) => ({
      deltas: citedDeltas(citations ?? [], pieces ?? (content ?? []).flatMap(({ text }) => cutText(text))),
    }),
    // The stream has no deltas for these kinds. A script that asks for them gets what a newer service would send:
    // a delta under the kind's own name.
    document: asDelta("document"),
    video: asDelta("video"),
    audio: asDelta("audio"),
    guardContent: asDelta("guardContent"),
    cachePoint: asDelta("cachePoint"),
    searchResult: asDelta("searchResult"),
    toolAddition: asDelta("toolAddition"),
    toolRemoval: asDelta("toolRemoval"),
  };
  return readBlock(block, readers) ?? { deltas: [toWire(block)].filter(isBody) };
}

// A text that a model left empty still comes as one piece.
function* textDeltas(pieces: readonly string[]): Generator<Body> {
  for (const text of pieces) yield { text };
}

// The service opens a tool call with an empty piece, then cuts its JSON without regard to syntax.
function* inputDeltas(pieces: readonly string[], isFirst: boolean): Generator<Body> {
  if (isFirst) yield { toolUse: { input: "" } };
  for (const input of pieces) yield { toolUse: { input } };
}

// The signature comes in a delta of its own, after the text that it signs.
function* reasoningDeltas(signature: string | undefined, pieces: readonly string[]): Generator<Body> {
  for (const text of pieces) yield { reasoningContent: { text } };
  if (signature !== undefined) yield { reasoningContent: { signature } };
}

// A citation precedes the text that it covers.
function* citedDeltas(citations: readonly Citation[], pieces: readonly string[]): Generator<Body> {
  for (const citation of citations) yield { citation };
  for (const text of pieces) yield { text };
}

/** Words with the blanks before them: about the size of a model's tokens. */
function cutText(text: string): readonly string[] {
  return text.match(/\s*\S{1,12}|\s+$/gu) ?? [];
}

function cutJson(text: string): readonly string[] {
  // An empty object still comes as one piece.
  return text.match(/[\s\S]{1,11}/gu) ?? [];
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null;
}
