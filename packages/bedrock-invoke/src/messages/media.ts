import {
  firstText,
  fromBase64,
  isRecord,
  parseDataUrl,
  type PlainRecord,
  sniffMimeType,
  toBase64,
  utf8Decode,
} from "@langchain-aws/core";
import { type BlockPlace, contentError } from "./content-error.ts";

/** The kinds of media a block can hold. */
export type MediaKind = "image" | "document" | "audio" | "video";

/** Media whose bytes are in the block. */
export interface InlineMedia {
  readonly kind: MediaKind;
  readonly mimeType: string;
  readonly base64: string;
}

/** Plain text in the place of a file. */
export interface TextFile {
  readonly kind: "text";
  readonly text: string;
}

/** The types of blocks that hold media, in LangChain's and OpenAI's words, and what they hold when nothing says so. */
const kinds: Readonly<Record<string, MediaKind>> = {
  image: "image",
  image_url: "image",
  file: "document",
  document: "document",
  "text-plain": "document",
  audio: "audio",
  input_audio: "audio",
  video: "video",
};

/** Whether a block is of a kind that {@link readMedia} reads. */
export function isMedia(block: PlainRecord): boolean {
  return typeof block["type"] === "string" && Object.hasOwn(kinds, block["type"]);
}

/**
 * Finds the media in a block, whichever dialect it is written in: LangChain's v1 (`data`, `url`) and v0 (`source_type`),
 * Anthropic's `source`, OpenAI's `image_url`.
 *
 * @throws AwsConfigurationError for an address, which nobody here fetches, and for a block without data or media type
 */
export function readMedia(block: PlainRecord, place: BlockPlace): InlineMedia | TextFile {
  const kind = kinds[String(block["type"])] ?? "document";
  const found = dataOf(block, place);
  if (found.text !== undefined) return { kind: "text", text: found.text };
  const declared = firstText(mimeTypeOf(block), found.mimeType)?.toLowerCase().replace(/;.*$/, "").trim();
  const mimeType = declared ?? sniffed(found.data);
  if (mimeType === undefined) {
    throw contentError(`The media type of this ${kind} is not known. Say it as \`mimeType\`.`, place);
  }
  if (kind === "document" && /^text\/plain$/.test(mimeType)) return { kind: "text", text: textOf(found.data) };
  const actual = kindOf(mimeType) ?? kind;
  const { data } = found;
  return { kind: actual, mimeType, base64: data instanceof Uint8Array ? toBase64(data) : data };
}

interface FoundData {
  readonly data: string | Uint8Array;
  readonly mimeType?: string;
  readonly text?: string;
}

function dataOf(block: PlainRecord, place: BlockPlace): FoundData {
  const source = isRecord(block["source"]) ? block["source"] : block;
  if (block["source_type"] === "text" || source["type"] === "text" || block["type"] === "text-plain") {
    const text = firstText(block["text"], source["data"], block["data"], source["text"]);
    if (text !== undefined) return { data: "", text };
  }
  const data = source["data"] ?? block["data"] ?? inputAudio(block);
  if (data instanceof Uint8Array) return { data };
  if (typeof data === "string" && !/^(?:https?|data|s3):/i.test(data)) return { data };
  const address = typeof data === "string" ? data : addressOf(block, source);
  const inline = address === undefined ? undefined : parseDataUrl(address);
  if (inline !== undefined) return { data: inline.bytes, mimeType: inline.mimeType };
  if (address !== undefined) {
    throw contentError("Nothing is fetched here: inline base64 required on Bedrock. Pass the bytes as `data`.", place);
  }
  throw contentError(`A block of type "${String(block["type"])}" needs its bytes as \`data\`.`, place);
}

function addressOf(block: PlainRecord, source: PlainRecord): string | undefined {
  const nested = block["image_url"];
  const file = isRecord(block["file"]) ? block["file"] : {};
  return firstText(
    typeof nested === "string" ? nested : isRecord(nested) ? nested["url"] : undefined,
    source["url"],
    block["url"],
    file["file_data"],
    block["fileId"],
    source["file_id"],
  );
}

function inputAudio(block: PlainRecord): unknown {
  return isRecord(block["input_audio"]) ? block["input_audio"]["data"] : undefined;
}

function mimeTypeOf(block: PlainRecord): unknown {
  const source = isRecord(block["source"]) ? block["source"] : {};
  return firstText(block["mimeType"], block["mime_type"], source["media_type"], source["mimeType"]);
}

function sniffed(data: string | Uint8Array): string | undefined {
  // The first bytes say it; 64 characters are 48 of them.
  return sniffMimeType(data instanceof Uint8Array ? data : fromBase64(data.slice(0, 64)));
}

function textOf(data: string | Uint8Array): string {
  return utf8Decode(data instanceof Uint8Array ? data : fromBase64(data));
}

function kindOf(mimeType: string): MediaKind | undefined {
  const [type] = mimeType.split("/");
  return type === "image" || type === "audio" || type === "video" ? type : undefined;
}
