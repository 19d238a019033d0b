import { AwsConfigurationError } from "./errors.ts";

/** How much is turned into characters at a time: an argument list has a limit. */
const chunkLength = 0x8000;

/** Encodes bytes as base64, padded, with the standard alphabet. */
export function toBase64(bytes: Uint8Array): string {
  const native = nodeBuffer();
  if (native) return native.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  let binary = "";
  for (let at = 0; at < bytes.length; at += chunkLength) {
    binary += String.fromCharCode(...bytes.subarray(at, at + chunkLength));
  }
  return btoa(binary);
}

/**
 * Decodes base64. Both alphabets are accepted, padding may be missing, white space is ignored.
 *
 * @throws {@link AwsConfigurationError} `CONFIG_INVALID_BASE64`, naming the position and never the text
 */
export function fromBase64(text: string): Uint8Array {
  const digits = text
    .replaceAll(/\s+/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/={1,2}$/, "");
  const bad = digits.search(/[^A-Za-z0-9+/]/);
  if (bad >= 0) throw notBase64(`character ${bad} is outside the alphabet`);
  if (digits.length % 4 === 1) throw notBase64(`${digits.length} characters cannot make whole bytes`);
  const native = nodeBuffer();
  // Copied, so that the result does not share the pool that small buffers are cut from.
  if (native) return new Uint8Array(native.from(digits, "base64"));
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}

/** Encodes a text as UTF-8. */
export function utf8Encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Decodes UTF-8; a byte order mark stays, and bytes that are not UTF-8 become U+FFFD. */
export function utf8Decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** What a `data:` URL holds. */
export interface DataUrl {
  /** Lower case, without parameters. */
  mimeType: string;
  bytes: Uint8Array;
}

/**
 * Reads a `data:` URL (RFC 2397), base64 or percent-encoded. Parameters of the media type are dropped; a missing media
 * type means `text/plain`. Any media type is read, such as those of Office documents, which have dots and hyphens.
 *
 * @returns `undefined` when the text is not a `data:` URL
 * @throws {@link AwsConfigurationError} `CONFIG_INVALID_BASE64` when the data is not base64 although the URL says so
 */
export function parseDataUrl(url: string): DataUrl | undefined {
  const comma = url.indexOf(",");
  if (comma < 0 || !/^data:/i.test(url)) return undefined;
  const [type = "", ...parameters] = url.slice("data:".length, comma).split(";");
  const isBase64 = parameters.at(-1)?.trim().toLowerCase() === "base64";
  const data = url.slice(comma + 1);
  const plain = data.includes("%") ? percentDecode(data) : utf8Encode(data);
  return {
    mimeType: type.trim().toLowerCase() || "text/plain",
    bytes: isBase64 ? fromBase64(data.includes("%") ? utf8Decode(plain) : data) : plain,
  };
}

/** Leading bytes that give a media type away; `at` is where they start. */
const signatures: readonly { mimeType: string; at: number; bytes: string; and?: { at: number; bytes: string } }[] = [
  { mimeType: "image/png", at: 0, bytes: "\x89PNG\r\n\x1a\n" },
  { mimeType: "image/jpeg", at: 0, bytes: "\xff\xd8\xff" },
  { mimeType: "image/gif", at: 0, bytes: "GIF87a" },
  { mimeType: "image/gif", at: 0, bytes: "GIF89a" },
  { mimeType: "image/webp", at: 0, bytes: "RIFF", and: { at: 8, bytes: "WEBP" } },
  { mimeType: "application/pdf", at: 0, bytes: "%PDF-" },
  // ISO base media files differ by their brand only; these rows stand before the general one.
  { mimeType: "image/heic", at: 4, bytes: "ftyphei" },
  { mimeType: "image/heif", at: 4, bytes: "ftypmif1" },
  { mimeType: "image/avif", at: 4, bytes: "ftypavif" },
  { mimeType: "audio/mp4", at: 4, bytes: "ftypM4A" },
  { mimeType: "video/quicktime", at: 4, bytes: "ftypqt" },
  { mimeType: "video/3gpp", at: 4, bytes: "ftyp3g" },
  { mimeType: "video/mp4", at: 4, bytes: "ftyp" },
];

/** Tells PNG, JPEG, GIF, WebP, PDF and MP4 (with its relatives) by their first bytes. */
export function sniffMimeType(bytes: Uint8Array): string | undefined {
  const found = signatures.find(
    (row) =>
      hasBytes(bytes, row.at, row.bytes) && (row.and === undefined || hasBytes(bytes, row.and.at, row.and.bytes)),
  );
  return found?.mimeType;
}

function hasBytes(bytes: Uint8Array, at: number, expected: string): boolean {
  for (let index = 0; index < expected.length; index += 1) {
    if (bytes[at + index] !== expected.charCodeAt(index)) return false;
  }
  return true;
}

/** Decodes `%xx` byte by byte: the bytes need not be UTF-8. A `%` without two digits stands for itself. */
function percentDecode(text: string): Uint8Array {
  const source = utf8Encode(text);
  const target = new Uint8Array(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at += 1) {
    const code = source[at] === 0x25 ? hexByte(source, at + 1) : undefined;
    if (code !== undefined) at += 2;
    target[length] = code ?? source[at] ?? 0;
    length += 1;
  }
  return target.slice(0, length);
}

function hexByte(bytes: Uint8Array, at: number): number | undefined {
  const digits = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0);
  return /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function notBase64(problem: string): AwsConfigurationError {
  return new AwsConfigurationError(`The data is not base64: ${problem}. Pass base64 or bytes.`, {
    code: "CONFIG_INVALID_BASE64",
  });
}

/** Node's fast path, where there is one. */
function nodeBuffer(): typeof Buffer | undefined {
  return typeof globalThis.Buffer === "function" ? globalThis.Buffer : undefined;
}
