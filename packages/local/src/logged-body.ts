import { createHash } from "node:crypto";

/** A body, or a part of one, of which only the size and the hash are kept. */
export interface BytesSummary {
  bytes: number;
  sha256: string;
}

/** A long list of numbers, such as a vector, of which only the length is kept. */
export interface NumbersSummary {
  numbers: number;
}

/** Shorter texts are kept as they came, so that a test can compare a small image by its base64. */
const maxKeptCharacters = 16_384;
const maxKeptNumbers = 32;
const base64Pattern = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * What the log keeps of a body: parsed JSON, or the summary of raw bytes. In a large one long base64 and long lists of
 * numbers are summarised.
 */
export function toLoggedBody(raw: Uint8Array, parsed: unknown): unknown {
  if (raw.length === 0) return undefined;
  if (parsed === undefined) return summarise(raw);
  return raw.length > maxKeptCharacters ? withoutBytes(parsed) : parsed;
}

/** Copies only what changes: the operation answers from the original. */
function withoutBytes(value: unknown): unknown {
  if (typeof value === "string") {
    const isBytes = value.length > maxKeptCharacters && base64Pattern.test(value);
    return isBytes ? summarise(Buffer.from(value, "base64")) : value;
  }
  if (Array.isArray(value)) return isVector(value) ? { numbers: value.length } : value.map(withoutBytes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutBytes(member)]));
}

/** The first and the last tell enough: a list that is something else has other things at its ends. */
function isVector(value: readonly unknown[]): boolean {
  return value.length > maxKeptNumbers && typeof value[0] === "number" && typeof value.at(-1) === "number";
}

function summarise(bytes: Uint8Array): BytesSummary {
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}
