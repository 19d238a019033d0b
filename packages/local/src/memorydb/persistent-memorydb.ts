import { Buffer } from "node:buffer";

import type { PersistentStore, StoredRecord } from "../persistence/persistent-store.ts";
import type { Entry, StoredKey, Value } from "./keyspace.ts";
import type { MemoryDbServer } from "./memorydb-server.ts";
import type { IndexDefinition, IndexField } from "./search/index-definition.ts";
import type { SearchIndex } from "./search/search-index.ts";

type StoredField = IndexField extends infer Field
  ? Field extends { attributes: unknown }
    ? Omit<Field, "attributes"> & { attributes: Readonly<Record<string, number>> }
    : Field
  : never;

/**
 * Keys and fields are Latin-1 texts, one character a byte. Values are the bytes of the record: that of a string, or those
 * of the fields in their order.
 */
type MemoryDbRecord =
  | { kind: "key"; key: string; fields?: readonly string[]; expiresAt?: number }
  | { kind: "index"; definition: Omit<IndexDefinition, "fields"> & { fields: StoredField[] }; createdAt: number };

/** Keys and search indexes, to be kept on a disk. */
export function toPersistentMemoryDb(server: MemoryDbServer): PersistentStore<MemoryDbRecord> {
  return {
    name: "memorydb",
    reset: () => server.clearData(),
    onChange: (listener) => server.notice.onChange(listener),
    dump: async () => {
      const { keyspace, indexes } = server.data;
      return [...indexes.all().map(dumpIndex), ...keyspace.frozen().map(dumpKey)];
    },
    async load(records) {
      const { keyspace, indexes } = server.data;
      for (const { data, bytes } of records) {
        if (data.kind === "key") keyspace.set(data.key, toValue(data.fields, bytes), data.expiresAt);
      }
      // Behind the keys, so that an index finds them at once, whatever delay searches have.
      for (const { data } of records) {
        if (data.kind === "index") indexes.create(toDefinition(data.definition), keyspace, data.createdAt);
      }
    },
  };
}

function dumpKey({ key, value, expiresAt }: StoredKey): StoredRecord<MemoryDbRecord> {
  const expiry: Pick<Entry, "expiresAt"> = expiresAt === undefined ? {} : { expiresAt };
  if (value.kind === "string") return { data: { kind: "key", key, ...expiry }, bytes: [value.data] };
  return { data: { kind: "key", key, fields: [...value.fields.keys()], ...expiry }, bytes: [...value.fields.values()] };
}

/** Into memory of their own, where numbers may be read in place. */
function toValue(fields: readonly string[] | undefined, bytes: readonly Uint8Array[] = []): Value {
  const data = bytes.map((piece) => Buffer.from(piece.slice().buffer));
  if (fields === undefined) return { kind: "string", data: data[0] ?? Buffer.alloc(0) };
  return { kind: "hash", fields: new Map(fields.map((name, index) => [name, data[index] ?? Buffer.alloc(0)])) };
}

function dumpIndex({ definition, createdAt }: SearchIndex): StoredRecord<MemoryDbRecord> {
  const fields = definition.fields.map((field): StoredField =>
    field.kind === "vector" ? { ...field, attributes: Object.fromEntries(field.attributes) } : field,
  );
  return { data: { kind: "index", definition: { ...definition, fields }, createdAt } };
}

function toDefinition({
  fields,
  ...definition
}: { fields: StoredField[] } & Omit<IndexDefinition, "fields">): IndexDefinition {
  return {
    ...definition,
    fields: fields.map((field) =>
      field.kind === "vector" ? { ...field, attributes: new Map(Object.entries(field.attributes)) } : field,
    ),
  };
}
