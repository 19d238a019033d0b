import type {
  CitationsContentBlock as WireCitations,
  ContentBlock as WireContentBlock,
  DocumentBlock as WireDocument,
  ReasoningContentBlock as WireReasoning,
  SearchResultBlock as WireSearchResult,
  ToolResultBlock as WireToolResult,
  ToolResultContentBlock as WireToolResultContent,
  ToolUseBlock as WireToolUse,
} from "@aws-sdk/client-bedrock-runtime";
import { omitUndefined, toBase64, utf8Encode, visitMember } from "@langchain-aws/core";
import type { ContentBlock } from "@langchain/core/messages";
import { type MediaKind, mimeTypeOfFormat } from "../request/media.ts";
import { toStandardCitation } from "./citations.ts";
import { isServerTool, toToolCall } from "./tool-calls.ts";

type Blocks = readonly ContentBlock[];
type Readers = WireContentBlock.Visitor<Blocks>;

/** A source of media on the wire, whichever kind it is. */
type WireSource =
  | { bytes?: Uint8Array | undefined; s3Location?: { uri?: string | undefined } | undefined; text?: string | undefined }
  | undefined;

/**
 * Content as `@langchain/aws` has it and LangChain's core can translate, where that loses nothing; bytes are base64, so
 * that a message survives JSON.
 */
const v0: Readers = {
  text: (text) => [{ type: "text", text }],
  image: ({ format, source }) => [v0Media("image", format, source)],
  audio: ({ format, source }) => [v0Media("audio", format, source)],
  video: ({ format, source }) => [v0Media("video", format, source)],
  document: (document) => [v0Document(document)],
  // Tool calls are in `tool_calls`.
  toolUse: (use) =>
    isServerTool(use) ? [{ type: "server_tool_use", id: use.toolUseId, name: use.name, input: use.input ?? {} }] : [],
  toolResult: (result) => [v0ToolResult(result)],
  reasoningContent: (reasoning) => visitMember(reasoning, v0Reasoning),
  citationsContent: (citationsContent) => [{ type: "citations_content", citationsContent }],
  guardContent: (guardContent) => [{ type: "guard_content", guardContent }],
  cachePoint: (cachePoint) => [{ type: "cache_point", cachePoint }],
  searchResult: (result) => [searchResult(result)],
  toolAddition: (toolAddition) => [nonStandard("toolAddition", toolAddition)],
  toolRemoval: (toolRemoval) => [nonStandard("toolRemoval", toolRemoval)],
  _: (name, value) => [nonStandard(name, value)],
};

const v0Reasoning: WireReasoning.Visitor<Blocks> = {
  reasoningText: ({ text = "", signature }) => [omitUndefined({ type: "reasoning", reasoning: text, signature })],
  redactedContent: (bytes) => [{ type: "reasoning_content", redactedContent: toBase64(bytes) }],
  _: (name, value) => [nonStandard("reasoningContent", { [name]: value })],
};

const v1Reasoning: WireReasoning.Visitor<Blocks> = {
  ...v0Reasoning,
  redactedContent: (bytes) => [{ type: "reasoning", reasoning: "", extras: { redactedContent: toBase64(bytes) } }],
};

/** LangChain's standard content. Its core leaves content alone that says so, which is why nothing may be missing here. */
const v1: Readers = {
  ...v0,
  image: ({ format, source }) => [v1Media("image", format, source)],
  audio: ({ format, source }) => [v1Media("audio", format, source)],
  video: ({ format, source }) => [v1Media("video", format, source)],
  document: ({ format, name, source }) => [
    { ...v1Media("document", format, source), type: "file", ...(name !== undefined && { metadata: { name } }) },
  ],
  toolUse: (use) => [isServerTool(use) ? serverToolCall(use) : { ...toToolCall(use, undefined) }],
  toolResult: (result) => [v1ToolResult(result)],
  reasoningContent: (reasoning) => visitMember(reasoning, v1Reasoning),
  citationsContent: (citations) => [annotatedText(citations)],
  guardContent: (guardContent) => [nonStandard("guardContent", guardContent)],
  cachePoint: (cachePoint) => [nonStandard("cachePoint", cachePoint)],
  searchResult: (result) => [nonStandard("searchResult", result)],
};

const tables: Readonly<Record<"v0" | "v1", Readers>> = { v0, v1 };

/** A block of a reply as LangChain has it. A member this version does not know is kept as `non_standard`. */
export function toContentBlocks(block: WireContentBlock, outputVersion: "v0" | "v1"): Blocks {
  return visitMember(block, tables[outputVersion]);
}

function nonStandard(name: string, value: unknown): ContentBlock {
  return { type: "non_standard", value: { [name]: value } };
}

function v0Media(kind: MediaKind, format: string | undefined, source: WireSource): ContentBlock {
  const media_type = mimeTypeOfFormat(kind, format);
  const uri = source?.s3Location?.uri;
  if (uri !== undefined) return { type: kind, source: { type: "s3Location", media_type, data: uri } };
  return { type: kind, source: { type: "base64", media_type, data: base64Of(source) } };
}

function v0Document({ name, format, source, context, citations }: WireDocument): ContentBlock {
  return omitUndefined({ ...v0Media("document", format, source), title: name, context, citations });
}

function v1Media(kind: MediaKind, format: string | undefined, source: WireSource): ContentBlock {
  const mimeType = mimeTypeOfFormat(kind, format);
  const fileId = source?.s3Location?.uri;
  return { type: kind, mimeType, ...(fileId === undefined ? { data: base64Of(source) } : { fileId }) };
}

function base64Of(source: WireSource): string {
  if (source?.text !== undefined) return toBase64(utf8Encode(source.text));
  return source?.bytes === undefined ? "" : toBase64(source.bytes);
}

function v0ToolResult({ toolUseId, status, type, content }: WireToolResult): ContentBlock {
  return omitUndefined({
    type: "server_tool_result",
    tool_use_id: toolUseId,
    is_error: status === "error",
    status,
    result_type: type,
    content: (content ?? []).flatMap((item) => visitMember(item, resultReaders)),
  });
}

function v1ToolResult({ toolUseId, status, type, content }: WireToolResult): ContentBlock {
  return omitUndefined({
    type: "server_tool_call_result",
    toolCallId: toolUseId,
    status: status === "error" ? "error" : "success",
    output: (content ?? []).flatMap((item) => visitMember(item, resultReaders)),
    extras: type === undefined && status === undefined ? undefined : omitUndefined({ type, status }),
  });
}

/** What a tool result holds, in shapes that survive JSON and are taken back. */
const resultReaders: WireToolResultContent.Visitor<Blocks> = {
  text: (text) => [{ type: "text", text }],
  json: (json) => [{ type: "json", json }],
  image: ({ format, source }) => [v0Media("image", format, source)],
  document: (document) => [v0Document(document)],
  video: ({ format, source }) => [v0Media("video", format, source)],
  searchResult: (result) => [searchResult(result)],
  _: (name, value) => [nonStandard(name, value)],
};

function serverToolCall({ toolUseId, name, input }: WireToolUse): ContentBlock {
  return { type: "server_tool_call", id: toolUseId, name, args: input ?? {} };
}

function searchResult({ source, title, content, citations }: WireSearchResult): ContentBlock {
  const texts = (content ?? []).map(({ text = "" }) => ({ type: "text", text }));
  return omitUndefined({ type: "search_result", source, title, content: texts, citations });
}

function annotatedText({ content, citations }: WireCitations): ContentBlock {
  const text = (content ?? []).map((part) => part.text ?? "").join("");
  return { type: "text", text, annotations: (citations ?? []).map(toStandardCitation) };
}
