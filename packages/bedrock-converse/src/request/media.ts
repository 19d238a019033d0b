import type {
  AudioFormat as WireAudioFormat,
  DocumentFormat as WireDocumentFormat,
  ImageFormat as WireImageFormat,
  S3Location as WireS3Location,
  VideoFormat as WireVideoFormat,
} from "@aws-sdk/client-bedrock-runtime";
import {
  firstText,
  fromBase64,
  isRecord,
  omitUndefined,
  parseDataUrl,
  type PlainRecord,
  sniffMimeType,
  stringOf,
} from "@langchain-aws/core";
import { type BlockPlace, contentError } from "./content-error.ts";
import { asWire } from "../as-wire.ts";

/** The kinds of media Converse has a member for. */
export type MediaKind = "image" | "document" | "video" | "audio";

/** The wire's format names for each kind. */
export interface MediaFormats {
  image: WireImageFormat;
  document: WireDocumentFormat;
  video: WireVideoFormat;
  audio: WireAudioFormat;
}

/**
 * Media types, without parameters and in lower case, and the format the wire calls them by. Source: the Converse API reference, `ImageBlock`, `DocumentBlock`, `VideoBlock`,
 * `AudioBlock`.
 */
const formats: { readonly [K in MediaKind]: Readonly<Record<string, MediaFormats[K]>> } = {
  image: {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/jpg": "jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
  },
  document: {
    "application/pdf": "pdf",
    "text/csv": "csv",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/html": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "text/x-markdown": "md",
    "text/xml": "txt",
    "application/json": "txt",
    "application/xml": "txt",
  },
  video: {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/mov": "mov",
    "video/x-matroska": "mkv",
    "video/mkv": "mkv",
    "video/webm": "webm",
    "video/x-flv": "flv",
    "video/flv": "flv",
    "video/mpeg": "mpeg",
    "video/mpg": "mpg",
    "video/x-ms-wmv": "wmv",
    "video/wmv": "wmv",
    "video/3gpp": "three_gp",
    "video/3gp": "three_gp",
    "video/three_gp": "three_gp",
  },
  audio: {
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/mp4": "mp4",
    "audio/x-m4a": "m4a",
    "audio/m4a": "m4a",
    "audio/aac": "aac",
    "audio/x-aac": "x-aac",
    "audio/flac": "flac",
    "audio/x-flac": "flac",
    "audio/ogg": "ogg",
    "audio/opus": "opus",
    "audio/webm": "webm",
    "audio/l16": "pcm",
    "audio/pcm": "pcm",
    "audio/x-matroska": "mka",
    "audio/mka": "mka",
    "audio/mkv": "mkv",
    "audio/mpga": "mpga",
  },
};

const extensions: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  pdf: "application/pdf",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  htm: "text/html",
  txt: "text/plain",
  md: "text/markdown",
  "3gp": "video/3gpp",
};

/** What a block says its media is: bytes or a place in S3, and a type when it has one. */
export interface Media {
  readonly mimeType?: string;
  readonly bytes?: Uint8Array;
  readonly s3Location?: WireS3Location;
  /** The text itself, when the block holds text instead of a file. */
  readonly text?: string;
}

/**
 * Finds the media in a block, whichever dialect it is written in: LangChain's v1 (`data`, `url`, `fileId`) and v0
 * (`source_type`), Anthropic's `source`, OpenAI's `image_url`.
 *
 * @throws AwsConfigurationError for an `http(s)` URL, which nobody here fetches, and for a block without any data
 */
export function readMedia(block: PlainRecord, place: BlockPlace): Media {
  const source = isRecord(block["source"]) ? block["source"] : block;
  const declared = firstText(source["media_type"], block["mimeType"], block["mime_type"], source["mime_type"]);
  const data = source["data"] ?? block["data"];
  const mimeType = declared === undefined ? undefined : bareMimeType(declared);
  if (data instanceof Uint8Array) return omitUndefined({ mimeType, bytes: data });
  const address = firstText(source["url"], source["uri"], block["url"], block["fileId"], block["file_id"]);
  if (typeof data === "string" && !isAddress(data)) return omitUndefined({ mimeType, bytes: fromBase64(data) });
  const located = typeof data === "string" ? data : address;
  if (located !== undefined) return readAddress(located, mimeType, bucketOwnerOf(block), place);
  const location = source["s3Location"];
  if (isRecord(location) && typeof location["uri"] === "string") {
    return readAddress(location["uri"], mimeType, stringOf(location["bucketOwner"]), place);
  }
  const text = stringOf(block["text"]);
  if (text !== undefined) return omitUndefined({ mimeType, text });
  throw contentError(
    `A "${String(block["type"])}" block has no data: give base64 text or bytes, a data: URL or an s3:// URI`,
    place,
  );
}

/** Reads what an address points to, without fetching anything. */
export function readAddress(
  address: string,
  mimeType: string | undefined,
  bucketOwner: string | undefined,
  place: BlockPlace,
): Media {
  const inline = parseDataUrl(address);
  if (inline !== undefined) return { mimeType: mimeType ?? inline.mimeType, bytes: inline.bytes };
  if (address.startsWith("s3://")) {
    return omitUndefined({
      mimeType: mimeType ?? mimeTypeOfExtension(address),
      s3Location: omitUndefined({ uri: address, bucketOwner }),
    });
  }
  throw contentError(
    /^https?:/i.test(address)
      ? "Remote URLs are not fetched: give base64 data, a data: URL or an s3:// URI"
      : "The block names a file this package cannot read: give base64 data, a data: URL or an s3:// URI",
    place,
  );
}

/** The media type of some media: as declared, else by the leading bytes. */
export function mimeTypeOf(media: Media, place: BlockPlace): string {
  const mimeType = media.mimeType ?? (media.bytes === undefined ? undefined : sniffMimeType(media.bytes));
  if (mimeType !== undefined) return mimeType;
  throw contentError("The block does not say its media type: set `mimeType`", place);
}

/** The kind whose Converse member takes a media type. */
export function kindOf(mimeType: string): MediaKind {
  const major = mimeType.slice(0, mimeType.indexOf("/"));
  return major === "image" || major === "video" || major === "audio" ? major : "document";
}

/**
 * The wire's name for a media type.
 *
 * @throws AwsConfigurationError listing the formats when Converse has none for it
 */
export function formatOf<K extends MediaKind>(kind: K, mimeType: string, place: BlockPlace): MediaFormats[K] {
  const table: Readonly<Record<string, MediaFormats[K]>> = formats[kind];
  const found = Object.hasOwn(table, mimeType) ? table[mimeType] : undefined;
  if (found !== undefined) return found;
  if (kind === "document" && mimeType.startsWith("text/")) return asWire("txt");
  const known = [...new Set(Object.values(table))].join(", ");
  throw contentError(`Converse takes no ${kind} of type "${mimeType}"; it takes ${known}`, place);
}

/** The media type a wire format stands for, the other way round. */
export function mimeTypeOfFormat(kind: MediaKind, format: string | undefined): string {
  const found = Object.entries(formats[kind]).find(([, name]) => name === format);
  return found?.[0] ?? "application/octet-stream";
}

function mimeTypeOfExtension(address: string): string | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(address)?.[1]?.toLowerCase();
  if (extension === undefined) return undefined;
  if (Object.hasOwn(extensions, extension)) return extensions[extension];
  for (const table of Object.values(formats)) {
    const found = Object.entries(table).find(([, format]) => format === extension);
    if (found !== undefined) return found[0];
  }
  return undefined;
}

function bareMimeType(declared: string): string {
  return (declared.split(";")[0] ?? "").trim().toLowerCase();
}

function isAddress(data: string): boolean {
  return /^(data:|s3:\/\/|https?:)/i.test(data);
}

function bucketOwnerOf(block: PlainRecord): string | undefined {
  const metadata = isRecord(block["metadata"]) ? block["metadata"] : {};
  return firstText(metadata["bucketOwner"], block["bucketOwner"]);
}
