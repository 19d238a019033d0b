import { fromBase64, isRecord, toBase64 } from "@langchain-aws/core";
import type { Modality } from "../families/model-family.ts";
import { inputError } from "../input-error.ts";
import { decodedLength, strictBase64 } from "./base64.ts";
import { headLength } from "./media-format.ts";
import { acceptedForms, type MediaDescription } from "./media-input.ts";
import { files } from "#files";

/** Where media are. Nothing has been read yet. */
export type LocatedMedia = InlineSource | S3Source;

/** Media that will be sent. */
export interface InlineSource {
  /** Decoded bytes. */
  readonly size: number;
  /** What the caller said of the format. */
  readonly format: string | undefined;
  load(): Promise<LoadedMedia>;
}

/** Media that the service reads itself. */
export interface S3Source {
  readonly s3Uri: string;
  readonly bucketOwner: string | undefined;
  readonly format: string | undefined;
}

/** The bytes of media. */
export interface LoadedMedia {
  readonly base64: string;
  /** The first of the bytes. */
  readonly head: Uint8Array;
}

/** What media of a call are to be. */
export interface MediaRules {
  readonly modality: Modality;
  readonly allowFilePaths: boolean;
}

/**
 * Finds out what an input is, without reading it.
 *
 * @throws TypeError naming the input and the accepted forms
 */
export async function locateMedia(input: unknown, index: number, rules: MediaRules): Promise<LocatedMedia> {
  const bytes = bytesOf(input);
  if (bytes !== undefined) return fromBytes(bytes);
  if (isBlob(input)) return fromBlob(input, rules);
  if (typeof input === "string") return fromString(input, index, rules);
  if (isRecord(input)) return fromDescription(input, index, rules);
  throw inputError(TypeError, index, `${rules.modality} ${index} cannot be embedded. Pass ${acceptedForms}.`);
}

async function fromString(text: string, index: number, rules: MediaRules): Promise<LocatedMedia> {
  const { modality, allowFilePaths } = rules;
  if (/^s3:\/\//i.test(text)) return { s3Uri: text, bucketOwner: undefined, format: undefined };
  if (/^data:/i.test(text)) return fromDataUrl(text, index, rules);
  if (/^https?:\/\//i.test(text)) {
    throw inputError(TypeError, index, `${modality} ${index} is a web address. Download it first, and pass the bytes.`);
  }
  const size = allowFilePaths && looksLikePath(text) ? await files.sizeOf(text) : undefined;
  if (size !== undefined) return fromFile(text, size);
  const base64 = strictBase64(text);
  if (base64 !== undefined) return fromBase64Text(base64);
  throw inputError(
    TypeError,
    index,
    `${modality} ${index} is a string that is neither a local file nor base64. Pass ${acceptedForms}.`,
  );
}

function fromDataUrl(url: string, index: number, { modality }: MediaRules): LocatedMedia {
  const [, type = "", subtype = ""] = /^data:(image|audio|video)\/([\w.+-]+);base64,/i.exec(url) ?? [];
  const base64 = strictBase64(url.slice(url.indexOf(",") + 1));
  if (type === "" || base64 === undefined) {
    throw inputError(
      TypeError,
      index,
      `${modality} ${index} is a data: URL that cannot be read. It must be data:${modality}/<format>;base64,<base64>.`,
    );
  }
  if (type.toLowerCase() !== modality) {
    throw inputError(TypeError, index, `${modality} ${index} is a data: URL of another kind, ${type.toLowerCase()}.`);
  }
  return fromBase64Text(base64, subtype);
}

async function fromDescription(
  { bytes, base64, path, s3Uri, format, bucketOwner }: { readonly [Key in keyof MediaDescription]?: unknown },
  index: number,
  rules: MediaRules,
): Promise<LocatedMedia> {
  const given = { bytes, base64, path, s3Uri };
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const wanted = textOf(format);
  const content = bytesOf(bytes);
  if (names.length === 1 && content !== undefined) return fromBytes(content, wanted);
  if (names.length === 1 && typeof s3Uri === "string") {
    return { s3Uri, bucketOwner: textOf(bucketOwner), format: wanted };
  }
  if (names.length === 1 && typeof base64 === "string") {
    const strict = strictBase64(base64);
    if (strict !== undefined) return fromBase64Text(strict, wanted);
    throw inputError(TypeError, index, `${rules.modality} ${index}: base64 is not base64.`);
  }
  if (names.length === 1 && typeof path === "string") {
    const size = await files.sizeOf(path);
    if (size !== undefined) return fromFile(path, size, wanted);
    throw inputError(TypeError, index, `${rules.modality} ${index}: there is no file at its path that can be read.`);
  }
  throw inputError(
    TypeError,
    index,
    `${rules.modality} ${index} needs exactly one of bytes, base64, path and s3Uri, of the right type. Pass ${acceptedForms}.`,
  );
}

const fromBytes = (bytes: Uint8Array, format?: string): InlineSource => ({
  size: bytes.length,
  format,
  load: async () => ({ base64: toBase64(bytes), head: bytes.subarray(0, headLength) }),
});

const fromBase64Text = (base64: string, format?: string): InlineSource => ({
  size: decodedLength(base64),
  format,
  load: async () => ({ base64, head: fromBase64(base64.slice(0, (headLength / 3) * 4)) }),
});

const fromFile = (path: string, size: number, format?: string): InlineSource => ({
  size,
  format,
  load: async () => fromBytes(await files.read(path)).load(),
});

function fromBlob(blob: Blob, { modality }: MediaRules): InlineSource {
  // What kind of media it is shows in the bytes; the type of a Blob is a hint at best.
  const format = blob.type.toLowerCase().startsWith(`${modality}/`) ? blob.type : undefined;
  return {
    size: blob.size,
    format,
    load: async () => fromBytes(new Uint8Array(await blob.arrayBuffer())).load(),
  };
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

const isBlob = (value: unknown): value is Blob => typeof Blob === "function" && value instanceof Blob;

/** No file system has longer paths, and asking it about an image in base64 takes time. */
const looksLikePath = (text: string): boolean => text.length > 0 && text.length <= 4096 && !text.includes("\0");

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;
