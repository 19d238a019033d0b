import type {
  Citation as WireCitation,
  CitationsDelta as WireCitationsDelta,
  ContentBlock as WireContentBlock,
  ErrorBlock as WireErrorBlock,
  ImageBlockDelta as WireImageDelta,
  ImageBlockStart as WireImageStart,
  ToolResultBlockDelta as WireToolResultDelta,
  ToolResultBlockStart as WireToolResultStart,
  ToolResultContentBlock as WireToolResultContent,
  ToolUseBlock as WireToolUse,
  ToolUseBlockStart as WireToolUseStart,
} from "@aws-sdk/client-bedrock-runtime";
import { isRecord, omitUndefined, warnOnce } from "@langchain-aws/core";
import { asWire } from "../as-wire.ts";

/** A block of a stream while it grows. */
export interface StreamBlock {
  /** Its number in the message. */
  readonly index: number;
  readonly kind: "text" | "reasoning" | "redacted" | "tool" | "toolResult" | "image";
  /** Text, reasoning or the JSON of a tool's input. */
  text: string;
  signature: string | undefined;
  readonly citations: WireCitation[];
  readonly bytes: Uint8Array[];
  readonly results: WireToolResultContent[];
  readonly tool: WireToolUseStart | undefined;
  readonly toolResult: WireToolResultStart | undefined;
  readonly image: WireImageStart | undefined;
  imageUri: string | undefined;
}

/** A new block; what it starts with depends on its kind. */
export function openBlock(
  index: number,
  kind: StreamBlock["kind"],
  start: Partial<Pick<StreamBlock, "tool" | "toolResult" | "image">> = {},
): StreamBlock {
  return {
    index,
    kind,
    text: "",
    signature: undefined,
    citations: [],
    bytes: [],
    results: [],
    tool: start.tool,
    toolResult: start.toolResult,
    image: start.image,
    imageUri: undefined,
  };
}

/** Whether a block is of no use in pieces: redacted reasoning, images, what the service's own tools do. */
export function isBuffered({ kind, tool }: StreamBlock): boolean {
  return kind === "redacted" || kind === "toolResult" || kind === "image" || tool?.type === "server_tool_use";
}

/** The block as Converse would have sent it at once. */
export function closedBlock(block: StreamBlock): WireContentBlock {
  return closers[block.kind](block);
}

/** Adds a piece of a tool's result; texts that follow each other are one. */
export function addResult(block: StreamBlock, deltas: readonly WireToolResultDelta[]): void {
  for (const delta of deltas) {
    const last = block.results.at(-1);
    if (delta.text !== undefined && last?.text !== undefined) {
      block.results[block.results.length - 1] = { text: last.text + delta.text };
    } else if (delta.text !== undefined) block.results.push({ text: delta.text });
    else if (delta.json !== undefined) block.results.push({ json: delta.json });
  }
}

/** Adds a piece of an image. */
export function addImage(block: StreamBlock, { source, error }: WireImageDelta): void {
  if (source?.bytes !== undefined) block.bytes.push(source.bytes);
  if (source?.s3Location?.uri !== undefined) block.imageUri = source.s3Location.uri;
  if (error !== undefined) warnAboutImage(error);
}

/** A citation as a whole reply has it: the stream sends the same members. */
export function toCitation({ title, source, sourceContent, location }: WireCitationsDelta): WireCitation {
  return omitUndefined<WireCitation>({
    title,
    source,
    sourceContent: sourceContent?.map(({ text = "" }) => ({ text })),
    location,
  });
}

const closers: Readonly<Record<StreamBlock["kind"], (block: StreamBlock) => WireContentBlock>> = {
  text: ({ text, citations }) =>
    citations.length === 0 ? { text } : { citationsContent: { content: [{ text }], citations } },
  reasoning: ({ text, signature }) => ({ reasoningContent: { reasoningText: omitUndefined({ text, signature }) } }),
  redacted: ({ bytes }) => ({ reasoningContent: { redactedContent: joinBytes(bytes) } }),
  tool: ({ tool, text }) => ({
    toolUse: omitUndefined({ toolUseId: tool?.toolUseId, name: tool?.name, input: toInput(text), type: tool?.type }),
  }),
  toolResult: ({ toolResult, results }) => ({
    toolResult: omitUndefined({
      toolUseId: toolResult?.toolUseId,
      content: results,
      status: toolResult?.status,
      type: toolResult?.type,
    }),
  }),
  image: ({ image, bytes, imageUri }) => ({
    image: {
      format: image?.format,
      source: imageUri === undefined ? { bytes: joinBytes(bytes) } : { s3Location: { uri: imageUri } },
    },
  }),
};

/** Complete JSON becomes the object it is; a call that was cut keeps its text, which no one can run. */
function toInput(text: string): WireToolUse["input"] {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? asWire(value) : text;
  } catch {
    return text;
  }
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function warnAboutImage({ message }: WireErrorBlock): void {
  warnOnce("bedrock-converse:image-error", `The model could not finish an image: ${message ?? "no reason given"}`);
}
