import { debugLog, isRecord } from "@langchain-aws/core";
import { Document } from "@langchain/core/documents";
import { fieldKind, metadataFields, type ResolvedSchema } from "../schema/index-schema.ts";

/** The fields of a hash, as texts, by name. */
export type HashFields = ReadonlyMap<string, string>;

/** How documents are read. */
export interface ReadOptions {
  /** @defaultValue true */
  returnMetadata?: boolean;
  /** Adds the key to the metadata as `id`, as Python's class does. @defaultValue false */
  keyInMetadata?: boolean;
}

/** The fields that a document is read from. */
export function fieldsToRead(schema: ResolvedSchema, { returnMetadata = true }: ReadOptions): string[] {
  if (!returnMetadata) return [schema.contentKey];
  const kept = schema.metadataKey === undefined ? [] : [schema.metadataKey];
  return [schema.contentKey, ...kept, ...metadataFields(schema)];
}

/** A document from the fields of its hash. Its metadata is the lossless copy, or what the declared fields give. */
export function readDocument(
  key: string,
  fields: HashFields,
  schema: ResolvedSchema,
  options: ReadOptions = {},
): Document {
  const { returnMetadata = true, keyInMetadata = false } = options;
  const metadata = returnMetadata ? (readCopy(fields, schema) ?? readFields(fields, schema)) : {};
  return new Document({
    id: key,
    pageContent: fields.get(schema.contentKey) ?? "",
    metadata: keyInMetadata ? { ...metadata, id: key } : metadata,
  });
}

function readCopy(fields: HashFields, { metadataKey }: ResolvedSchema): Record<string, unknown> | undefined {
  const text = metadataKey === undefined ? undefined : fields.get(metadataKey);
  if (text === undefined) return undefined;
  try {
    const copy: unknown = JSON.parse(text);
    return isRecord(copy) ? copy : undefined;
  } catch {
    debugLog("memorydb", () => "The copy of the metadata of a document cannot be read; its fields are used.");
    return undefined;
  }
}

function readFields(fields: HashFields, schema: ResolvedSchema): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  for (const name of metadataFields(schema)) {
    const text = fields.get(name);
    if (text === undefined) continue;
    const number = fieldKind(schema, name) === "numeric" && text.trim() !== "" ? Number(text) : Number.NaN;
    metadata[name] = Number.isNaN(number) ? text : number;
  }
  return metadata;
}
