import { Buffer } from "node:buffer";

/** A value that a vector may carry. */
export type MetadataValue = string | number | boolean | readonly (string | number | boolean)[];

/** What a vector carries besides its numbers. */
export type Metadata = Readonly<Record<string, MetadataValue>>;

const MOST_KEYS = 50;
const MOST_FILTERABLE_BYTES = 2_048;
const MOST_BYTES = 40_960;

/**
 * Why a vector cannot carry this metadata; `undefined` when it can (V48).
 *
 * The texts on keys and filterable bytes are recorded; the others are not confirmed.
 */
export function metadataProblem(metadata: unknown, nonFilterableKeys: ReadonlySet<string>): string | undefined {
  if (!isObject(metadata)) return "Metadata must be an object";
  const entries = Object.entries(metadata);
  if (entries.length > MOST_KEYS) return `Metadata object must have at most ${MOST_KEYS} keys`;
  const [wrong] = entries.find(([, value]) => !isMetadataValue(value)) ?? [];
  if (wrong !== undefined) {
    return `Metadata value for key '${wrong}' must be a string, number, boolean or a list of these`;
  }
  const isFilterable = ([key]: readonly [string, unknown]): boolean => !nonFilterableKeys.has(key);
  if (bytesOf(entries.filter(isFilterable)) > MOST_FILTERABLE_BYTES) {
    return `Filterable metadata must have at most ${MOST_FILTERABLE_BYTES} bytes`;
  }
  return bytesOf(entries) > MOST_BYTES ? `Metadata must have at most ${MOST_BYTES} bytes` : undefined;
}

/** Metadata that has no problem is of the type. */
export function isMetadata(metadata: unknown): metadata is Metadata {
  return isObject(metadata) && Object.values(metadata).every(isMetadataValue);
}

/** UTF-8 of keys and texts, eight bytes a number, one a boolean. */
export function metadataBytes(metadata: Metadata): number {
  return bytesOf(Object.entries(metadata));
}

function bytesOf(entries: readonly (readonly [string, unknown])[]): number {
  return entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + valueBytes(value), 0);
}

function valueBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + valueBytes(item), 0);
  return typeof value === "number" ? 8 : 1;
}

function isMetadataValue(value: unknown): value is MetadataValue {
  return Array.isArray(value) ? value.every(isPrimitive) : isPrimitive(value);
}

function isPrimitive(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
