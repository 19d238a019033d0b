import { isRecord } from "@langchain-aws/core";
import type { CommandArgument } from "../clients/memorydb-client.ts";
import { MemoryDBWriteError } from "../errors.ts";
import { type ResolvedSchema, metadataFields } from "../schema/index-schema.ts";
import { plainNumber } from "./plain-number.ts";

/** A document that is to be written. */
export interface HashInput {
  key: string;
  content: string;
  metadata: Readonly<Record<string, unknown>>;
  vector: Uint8Array;
  /** The item's index in what was passed, for errors. */
  index: number;
  /** Values of no indexable kind are kept in the lossless copy alone; otherwise they are refused. */
  cleanMetadata: boolean;
}

/**
 * The words of HSET for one document.
 *
 * @throws MemoryDBWriteError naming the item and the key of its metadata; the value is not in the message
 */
export function buildHash(input: HashInput, schema: ResolvedSchema): CommandArgument[] {
  const { key, content, metadata, vector } = input;
  const reserved = [schema.contentKey, schema.vector.name, "_metadata"].find((name) => Object.hasOwn(metadata, name));
  if (reserved !== undefined) {
    throw new MemoryDBWriteError(
      `The metadata at index ${input.index} has the key ${reserved}, which is the store's own. Give it another name, or the store another schema.`,
      { failedIndex: input.index },
    );
  }
  const declared = metadataFields(schema);
  const words: CommandArgument[] = ["HSET", key, schema.contentKey, content, schema.vector.name, vector];
  for (const [name, value] of Object.entries(metadata)) {
    if (value === undefined) continue;
    const text = toField(name, value, input, schema, declared);
    if (text !== undefined) words.push(name, text);
  }
  if (schema.metadataKey !== undefined) words.push(schema.metadataKey, JSON.stringify(metadata));
  return words;
}

function toField(
  name: string,
  value: unknown,
  { index, cleanMetadata }: HashInput,
  schema: ResolvedSchema,
  declared: readonly string[],
): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return plainNumber(value);
  if (value === null) return declared.includes(name) ? "" : undefined;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return String(value.getTime());
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return joinTags(name, value, index, schema);
  if (cleanMetadata && schema.metadataKey !== undefined && isJson(value)) return undefined;
  throw new MemoryDBWriteError(
    `The metadata at index ${index} has under ${name} what cannot be kept${cleanMetadata ? "" : ": with `cleanMetadata: false` only texts, finite numbers, truth values, dates and lists of texts can be"}.`,
    { failedIndex: index },
  );
}

function joinTags(name: string, tags: readonly string[], index: number, schema: ResolvedSchema): string | undefined {
  const field = schema.tag.find((tag) => tag.name === name);
  const separator = field?.separator ?? ",";
  if (!tags.some((tag) => tag.includes(separator))) return tags.join(separator);
  // A list that nobody filters by is whole in the lossless copy.
  if (field === undefined && schema.metadataKey !== undefined) return undefined;
  throw new MemoryDBWriteError(
    `The list ${name} at index ${index} has a member with the character "${separator}", which separates members. Give the tag field another \`separator\` in the schema.`,
    { failedIndex: index },
  );
}

function isJson(value: unknown): boolean {
  try {
    return (Array.isArray(value) || isRecord(value)) && JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
