import { MetadataProblem } from "./metadata-problem.ts";
import type { StoredMetadata } from "./to-stored-metadata.ts";

const mostFilterableBytes = 2_048;
const mostBytes = 40_960;
const namedKeys = 3;

/**
 * Refuses metadata that is certainly too large. Bytes are counted as UTF-8 of keys and texts, 8 a number, 1 a boolean:
 * no less than that is stored. What is nearer to the limits is left to the service.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-limitations.html
 * @throws MetadataProblem with the size, the largest keys and what to do
 */
export function checkSize(metadata: StoredMetadata, nonFilterableKeys: ReadonlySet<string>): void {
  const sizes = Object.entries(metadata).map(([key, value]) => [key, utf8Length(key) + sizeOf(value)] as const);
  const filterable = sizes.filter(([key]) => !nonFilterableKeys.has(key));
  if (sumOf(filterable) > mostFilterableBytes) {
    throw new MetadataProblem(
      `its filterable part has ${sumOf(filterable)} bytes, and ${mostFilterableBytes} are allowed. Largest: ${largest(filterable)}. Name what no filter needs in nonFilterableMetadataKeys when the index is created`,
    );
  }
  if (sumOf(sizes) > mostBytes) {
    throw new MetadataProblem(
      `it has ${sumOf(sizes)} bytes with the text, and ${mostBytes} are allowed. Largest: ${largest(sizes)}. Split the text, store less, or set pageContentMetadataKey to null`,
    );
  }
}

type Sizes = readonly (readonly [key: string, bytes: number])[];

function sumOf(sizes: Sizes): number {
  return sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
}

function largest(sizes: Sizes): string {
  const sorted = sizes.toSorted(([, left], [, right]) => right - left).slice(0, namedKeys);
  return sorted.map(([key, bytes]) => `"${key}" (${bytes})`).join(", ");
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return utf8Length(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  return typeof value === "number" ? 8 : 1;
}

/** Bytes of a text in UTF-8, without encoding it. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) bytes += code > 0x7ff ? 2 : 1;
    // The two halves of a surrogate pair are four bytes together; one alone becomes the replacement character.
    if (code >= 0xd800 && code <= 0xdbff && isTrailing(text.charCodeAt(at + 1))) {
      bytes -= 1;
      at += 1;
    }
  }
  return bytes;
}

const isTrailing = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
