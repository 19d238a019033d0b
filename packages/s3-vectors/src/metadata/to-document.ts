import { isPlainRecord } from "@langchain-aws/core";
import { Document } from "@langchain/core/documents";
import { jsonKeysKey } from "../resolve-options.ts";

/** A vector as any of the reading operations answers it. */
export interface WireVector {
  readonly key?: string | undefined;
  readonly metadata?: unknown;
}

/** A document out of a stored vector. Its metadata is its own, down to the lists in it. */
export function toDocument({ key, metadata }: WireVector, pageContentKey: string | null): Document {
  const stored = isPlainRecord(metadata) ? metadata : {};
  const text = pageContentKey === null ? undefined : stored[pageContentKey];
  const jsonKeys = stored[jsonKeysKey];
  const restored = Object.entries(stored)
    .filter(([name]) => name !== pageContentKey && name !== jsonKeysKey)
    .map(([name, value]) => [name, isJson(jsonKeys, name) ? parsed(value) : ownCopy(value)]);
  return new Document({
    pageContent: typeof text === "string" ? text : "",
    metadata: Object.fromEntries(restored),
    ...(key !== undefined && { id: key }),
  });
}

/** The service stores nothing deeper than lists of single values. */
const ownCopy = (value: unknown): unknown => (Array.isArray(value) ? [...value] : value);

function isJson(jsonKeys: unknown, name: string): boolean {
  return Array.isArray(jsonKeys) && jsonKeys.includes(name);
}

/** What another program wrote under the key may be no JSON; then it is the text that it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
