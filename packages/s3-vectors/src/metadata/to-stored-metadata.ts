import { isPlainRecord } from "@langchain-aws/core";
import type { S3VectorsMetadataValue, S3VectorsNestedMetadata } from "../options.ts";
import { jsonKeysKey } from "../resolve-options.ts";
import { MetadataProblem } from "./metadata-problem.ts";
import { checkSize } from "./metadata-size.ts";
import { toJsonValue, toScalar } from "./to-json-value.ts";

/** Metadata as it is sent. */
export type StoredMetadata = Record<string, S3VectorsMetadataValue>;

/** How metadata is stored. */
export interface MetadataRules {
  readonly nestedMetadata: S3VectorsNestedMetadata;
  readonly pageContentKey: string | null;
  /** What the index cannot filter by: it counts to the large limit alone. */
  readonly nonFilterableKeys: ReadonlySet<string>;
}

/** The parts of a document that are stored as metadata. */
export interface StorableDocument {
  readonly pageContent: string;
  readonly metadata?: unknown;
}

const mostKeys = 50;

/**
 * The metadata of a document and its text, as the service stores them. The document is not changed.
 *
 * @throws MetadataProblem for what the service would not take, or would take for something else
 */
export function toStoredMetadata({ pageContent, metadata }: StorableDocument, rules: MetadataRules): StoredMetadata {
  const { pageContentKey, nestedMetadata, nonFilterableKeys } = rules;
  const stored: StoredMetadata = {};
  const jsonKeys: string[] = [];
  for (const [key, value] of entriesOf(metadata)) {
    if (key === pageContentKey || key === jsonKeysKey) {
      throw new MetadataProblem(`"${key}" is a key of this store's own; rename it, or set pageContentMetadataKey`);
    }
    if (isNested(value)) storeNested(stored, key, value, nestedMetadata, jsonKeys);
    else storeFlat(stored, key, value);
  }
  if (jsonKeys.length > 0) stored[jsonKeysKey] = jsonKeys;
  if (pageContentKey !== null) put(stored, pageContentKey, pageContent);
  checkKeyCount(stored);
  checkSize(stored, nonFilterableKeys);
  return stored;
}

function entriesOf(metadata: unknown): [string, unknown][] {
  if (metadata === undefined || metadata === null) return [];
  if (!isPlainRecord(metadata)) throw new MetadataProblem("it is not a plain object");
  return Object.entries(metadata);
}

/** Whether the service has no type for a value: an object, or a list with one or with a list in it. */
function isNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => Array.isArray(item) || isPlainRecord(item));
  return isPlainRecord(value);
}

function storeFlat(stored: StoredMetadata, key: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value)) {
    put(stored, key, toScalar(value, key));
    return;
  }
  const items = value.filter((item) => item !== undefined && item !== null);
  // The service has no empty lists.
  if (items.length === 0) return;
  put(
    stored,
    key,
    items.map((item, index) => toScalar(item, `${key}[${index}]`)),
  );
}

function storeNested(
  stored: StoredMetadata,
  key: string,
  value: unknown,
  mode: S3VectorsNestedMetadata,
  jsonKeys: string[],
): void {
  if (mode === "error") {
    throw new MetadataProblem(`"${key}" is nested; flatten it, or set nestedMetadata to "json", "flatten" or "drop"`);
  }
  if (mode === "drop") return;
  const json = toJsonValue(value, key);
  if (mode === "flatten") {
    flatten(stored, key, json);
    return;
  }
  put(stored, key, JSON.stringify(json));
  jsonKeys.push(key);
}

function flatten(stored: StoredMetadata, path: string, value: unknown): void {
  if (!isNested(value)) {
    storeFlat(stored, path, value);
    return;
  }
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(Object(value));
  for (const [key, member] of members) flatten(stored, `${path}.${key}`, member);
}

function put(stored: StoredMetadata, key: string, value: S3VectorsMetadataValue): void {
  if (Object.hasOwn(stored, key))
    throw new MetadataProblem(`"${key}" comes about twice when nested metadata is flattened`);
  // A key such as __proto__ is one like any other.
  Object.defineProperty(stored, key, { value, enumerable: true, configurable: true, writable: true });
}

function checkKeyCount(stored: StoredMetadata): void {
  const count = Object.keys(stored).length;
  if (count <= mostKeys) return;
  throw new MetadataProblem(`it has ${count} keys, this store's own included; the service takes ${mostKeys}`);
}
