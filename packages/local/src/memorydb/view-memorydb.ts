import buffer, { Buffer } from "node:buffer";

import type { StoreView } from "../page/store-view.ts";
import type { StoredKey } from "./keyspace.ts";
import type { MemoryDbServer } from "./memorydb-server.ts";

/** The container of all keys; no index may have a name with a blank. */
const allKeys = "all keys";

/** Keys and indexes, to be looked at. */
export function viewMemoryDb(server: MemoryDbServer): StoreView {
  return {
    name: "memorydb",
    list: () => [
      { id: allKeys, size: server.keyCount },
      ...server.data.indexes.all().map((index) => ({
        id: toText(index.definition.name),
        size: index.keys().length,
        details: Object.fromEntries(index.definition.fields.map(({ name, kind }) => [toText(name), kind])),
      })),
    ],
    items: (id, from, limit) => {
      const { keyspace, indexes } = server.data;
      if (id === allKeys)
        return keyspace
          .frozen()
          .slice(from, from + limit)
          .map(showKey);
      const keys = indexes
        .all()
        .find(({ definition }) => toText(definition.name) === id)
        ?.keys();
      return keys?.slice(from, from + limit).map(toText);
    },
  };
}

function showKey({ key, value, expiresAt }: StoredKey): unknown {
  const shown =
    value.kind === "string"
      ? showBytes(value.data)
      : Object.fromEntries([...value.fields].map(([name, bytes]) => [toText(name), showBytes(bytes)]));
  return { key: toText(key), value: shown, ...(expiresAt !== undefined && { expiresAt }) };
}

/** Names are Latin-1 texts of the bytes that came. */
function toText(name: string): string {
  return Buffer.from(name, "latin1").toString("utf8");
}

/** A text as it is; of vectors and other bytes, how many. */
function showBytes(bytes: Buffer): unknown {
  return buffer.isUtf8(bytes) && !bytes.includes(0) ? bytes.toString("utf8") : { bytes: bytes.length };
}
