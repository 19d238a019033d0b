import type { Modality } from "../families/model-family.ts";

/** A format by what it is. */
export interface FoundFormat {
  readonly modality: Modality;
  readonly format: string;
}

interface Signature extends FoundFormat {
  /** Leading bytes, as Latin-1; `?` stands for any byte. */
  readonly bytes: string;
  /** More that must stand somewhere in the first bytes. */
  readonly within?: string;
  /** Bytes that prove little: they count only where this modality is expected. */
  readonly isWeak?: true;
}

/** Leading bytes of the formats that models take; the more particular first. */
const signatures: readonly Signature[] = [
  { bytes: "\xff\xd8\xff", modality: "image", format: "jpeg" },
  { bytes: "\x89PNG\r\n\x1a\n", modality: "image", format: "png" },
  { bytes: "GIF87a", modality: "image", format: "gif" },
  { bytes: "GIF89a", modality: "image", format: "gif" },
  { bytes: "RIFF????WEBP", modality: "image", format: "webp" },
  { bytes: "RIFF????WAVE", modality: "audio", format: "wav" },
  { bytes: "OggS", modality: "audio", format: "ogg" },
  { bytes: "ID3", modality: "audio", format: "mp3" },
  { bytes: "????ftypqt  ", modality: "video", format: "mov" },
  { bytes: "????ftyp3g", modality: "video", format: "3gp" },
  { bytes: "????ftyp", modality: "video", format: "mp4" },
  { bytes: "\x1a\x45\xdf\xa3", within: "webm", modality: "video", format: "webm" },
  { bytes: "\x1a\x45\xdf\xa3", within: "matroska", modality: "video", format: "mkv" },
  { bytes: "FLV", modality: "video", format: "flv" },
  { bytes: "\x00\x00\x01\xba", modality: "video", format: "mpeg" },
  { bytes: "\x00\x00\x01\xb3", modality: "video", format: "mpeg" },
  { bytes: "\x30\x26\xb2\x75", modality: "video", format: "wmv" },
  // An MPEG audio frame without a tag before it: eleven bits.
  { bytes: "\xff\xe0", modality: "audio", format: "mp3", isWeak: true },
];

/** How many leading bytes are looked at. */
export const headLength = 96;

/** Tells a format by the first bytes. */
export function sniffFormat(head: Uint8Array, expected: Modality): FoundFormat | undefined {
  return signatures.find((row) => (row.isWeak === true ? row.modality === expected && isFrame(head) : fits(row, head)));
}

function fits({ bytes, within }: Signature, head: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== "?" && bytes.charCodeAt(at) !== head[at]) return false;
  }
  return within === undefined || String.fromCharCode(...head.subarray(0, headLength)).includes(within);
}

const isFrame = (head: Uint8Array): boolean => head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0;

/** Other names of formats: endings of files and subtypes of media types. */
const otherNames: Readonly<Record<Modality, Readonly<Record<string, string>>>> = {
  image: { jpg: "jpeg", jpe: "jpeg", jfif: "jpeg", pjpeg: "jpeg" },
  audio: { mpeg: "mp3", "x-wav": "wav", wave: "wav", "vnd.wave": "wav", oga: "ogg" },
  video: { quicktime: "mov", "x-matroska": "mkv", "x-flv": "flv", "x-ms-wmv": "wmv", "3gpp": "3gp", m4v: "mp4" },
};

/** A format under the one name that models have for it; `image/jpeg` and `.JPG` are `jpeg`. */
export function formatName(name: string, modality: Modality): string {
  const bare = name.trim().toLowerCase().replace(/^.*\//, "").replace(/^\./, "");
  const others = otherNames[modality];
  return Object.hasOwn(others, bare) ? (others[bare] ?? bare) : bare;
}

/** The ending of an S3 object's name. */
export const endingOf = (uri: string): string | undefined => /\.([A-Za-z0-9]+)$/.exec(uri)?.[1];
