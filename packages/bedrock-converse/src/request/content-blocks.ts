import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { firstText, isRecord, type PlainRecord, stringOf } from "@langchain-aws/core";
import { cachePoint, cachePointAfter } from "./cache-point.ts";
import { type BlockPlace, contentError } from "./content-error.ts";
import type { RequestContext } from "./context.ts";
import { toDocument, toNamedDocument } from "./documents.ts";
import { formatOf, kindOf, type Media, type MediaKind, mimeTypeOf, readAddress, readMedia } from "./media.ts";
import { toGuardContent } from "./guard-content.ts";
import { type ContentMember, contentMemberOf, verbatim } from "./wire-members.ts";

/** Turns one block into what stands for it on the wire; none when it must not be sent. */
export type BlockReader = (
  block: PlainRecord,
  context: RequestContext,
  place: BlockPlace,
) => readonly WireContentBlock[];

/** Blocks by their `type`, in every dialect: LangChain v0 and v1, Anthropic, OpenAI, this package's own replies. */
const byType: Readonly<Record<string, BlockReader>> = {
  text: (block, _, place) => [{ text: textOf(block, place) }],
  image: (block, _, place) => [mediaBlock("image", readMedia(block, place), place)],
  image_url: (block, _, place) => [mediaBlock("image", readUrl(block["image_url"], place), place)],
  video: (block, _, place) => [mediaBlock("video", readMedia(block, place), place)],
  video_url: (block, _, place) => [mediaBlock("video", readUrl(block["video_url"], place), place)],
  audio: (block, _, place) => [mediaBlock("audio", readMedia(block, place), place)],
  input_audio: (block, _, place) => [inputAudio(block, place)],
  file: (block, context, place) => [file(block, context, place)],
  document: (block, context, place) => [{ document: toDocument(block, context, place) }],
  "text-plain": (block, context, place) => [{ document: toDocument(block, context, place) }],
  search_result: (block, _, place) => [searchResult(block, place)],
  guard_content: (block, _, place) => [{ guardContent: toGuardContent(block, place) }],
  cache_point: (block) => [cachePoint(isRecord(block["cachePoint"]) ? block["cachePoint"] : {})],
  // User messages cannot contain reasoning: the service refuses the request.
  reasoning: () => [],
  reasoning_content: () => [],
  thinking: () => [],
  redacted_thinking: () => [],
};

/** Converse's own members that need a second look; the others go as they are. */
const byMember: Readonly<Partial<Record<ContentMember, BlockReader>>> = {
  text: (block, _, place) => [{ text: textOf(block, place) }],
  document: (block, context) => [{ document: toNamedDocument(block["document"], context) }],
  cachePoint: (block) => [cachePoint(isRecord(block["cachePoint"]) ? block["cachePoint"] : {})],
  reasoningContent: () => [],
};

/**
 * Text, media and marks in any dialect, as Converse has them. A string is a text.
 *
 * @throws AwsConfigurationError naming the place for what Converse has no member for
 */
export function toContentBlocks(
  block: unknown,
  context: RequestContext,
  place: BlockPlace,
): readonly WireContentBlock[] {
  if (typeof block === "string") return [{ text: block }];
  if (!isRecord(block)) throw contentError("A content block must be a string or an object", place);
  const converted = readerOf(block, place)(block, context, place);
  return [...converted, ...cachePointAfter(block, converted)];
}

/** A block in Converse's own form, with `type` or without; nothing when it is in another. */
export function nativeBlocks(
  block: PlainRecord,
  context: RequestContext,
  place: BlockPlace,
): readonly WireContentBlock[] | undefined {
  const member = contentMemberOf(block);
  if (member === undefined || (member === "text" && typeof block["type"] === "string")) return undefined;
  return byMember[member]?.(block, context, place) ?? [verbatim(member, block[member])];
}

function readerOf(block: PlainRecord, place: BlockPlace): BlockReader {
  const type = stringOf(block["type"]);
  const native: BlockReader = (given, context, where) => nativeBlocks(given, context, where) ?? [];
  const member = contentMemberOf(block);
  // `{type: "image", image: {…}}` is Converse's own form under LangChain's discriminator.
  if (member !== undefined && (type === undefined || (member !== "text" && type !== "search_result"))) {
    return type === "guard_content" ? requireReader("guard_content") : native;
  }
  if (type !== undefined && Object.hasOwn(byType, type)) return requireReader(type);
  throw contentError(
    `Unsupported content block type "${type ?? "none"}" in a ${place.role} message; ` +
      `supported are ${Object.keys(byType).join(", ")} and Converse's own blocks`,
    place,
  );
}

function requireReader(type: string): BlockReader {
  return byType[type] ?? (() => []);
}

function textOf(block: PlainRecord, place: BlockPlace): string {
  const text = stringOf(block["text"]);
  if (text === undefined) throw contentError("A text block has no text", place);
  return text;
}

function mediaBlock(kind: Exclude<MediaKind, "document">, media: Media, place: BlockPlace): WireContentBlock {
  const mimeType = mimeTypeOf(media, place);
  const source = sourceOf(media, place);
  if (kind === "image") return { image: { format: formatOf(kind, mimeType, place), source } };
  if (kind === "video") return { video: { format: formatOf(kind, mimeType, place), source } };
  return { audio: { format: formatOf(kind, mimeType, place), source } };
}

function sourceOf(
  media: Media,
  place: BlockPlace,
): { bytes: Uint8Array } | { s3Location: NonNullable<Media["s3Location"]> } {
  if (media.bytes !== undefined) return { bytes: media.bytes };
  if (media.s3Location !== undefined) return { s3Location: media.s3Location };
  throw contentError("The block has neither bytes nor an s3:// URI", place);
}

function readUrl(value: unknown, place: BlockPlace): Media {
  const url = isRecord(value) ? stringOf(value["url"]) : stringOf(value);
  if (url === undefined) throw contentError("The block has no URL", place);
  return readAddress(url, undefined, undefined, place);
}

function inputAudio(block: PlainRecord, place: BlockPlace): WireContentBlock {
  const audio = isRecord(block["input_audio"]) ? block["input_audio"] : {};
  const format = firstText(audio["format"]) ?? "wav";
  return mediaBlock("audio", readMedia({ type: "input_audio", mimeType: `audio/${format}`, ...audio }, place), place);
}

/** A file is a document unless its media type says that Converse has a better member for it. */
function file(block: PlainRecord, context: RequestContext, place: BlockPlace): WireContentBlock {
  if (isRecord(block["file"])) return openAiFile(block["file"], context, place);
  const isText = block["source_type"] === "text" && typeof block["text"] === "string";
  if (isText) return { document: toDocument(block, context, place) };
  const media = readMedia(block, place);
  const mimeType = mimeTypeOf(media, place);
  const kind = kindOf(mimeType);
  return kind === "document"
    ? { document: toDocument({ ...block, type: "file" }, context, place) }
    : mediaBlock(kind, media, place);
}

function openAiFile(given: PlainRecord, context: RequestContext, place: BlockPlace): WireContentBlock {
  const url = stringOf(given["file_data"]);
  if (url === undefined)
    throw contentError("A file block has no `file_data`: uploaded file ids are not available here", place);
  return file({ type: "file", url, filename: given["filename"] }, context, place);
}

function searchResult(block: PlainRecord, place: BlockPlace): WireContentBlock {
  const { source, title, content, citations } = block;
  const texts = Array.isArray(content) ? content : [content];
  const wireContent = texts.map((item: unknown) => {
    const text = typeof item === "string" ? item : isRecord(item) ? stringOf(item["text"]) : undefined;
    if (text === undefined) throw contentError("A search_result block holds something other than text", place);
    return { text };
  });
  return {
    searchResult: {
      source: stringOf(source) ?? "",
      title: stringOf(title) ?? "",
      content: wireContent,
      ...(isRecord(citations) && { citations: { enabled: citations["enabled"] !== false } }),
    },
  };
}
