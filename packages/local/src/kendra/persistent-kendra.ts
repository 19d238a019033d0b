import type { PersistentStore } from "../persistence/persistent-store.ts";
import type { AttributeValue } from "./attributes.ts";
import type { KendraCatalogue } from "./kendra-catalogue.ts";
import type { KendraEntry } from "./kendra-entry.ts";

type StoredEntry = Omit<KendraEntry, "attributes"> & { attributes: Readonly<Record<string, AttributeValue>> };

/** An index, followed by its entries; vectors are made of them again. */
type KendraRecord =
  | { kind: "index"; id: string; createdAt: number; updatedAt: number }
  | { kind: "entry"; entry: StoredEntry };

/** Kendra indexes, to be kept on a disk. */
export function toPersistentKendra(catalogue: KendraCatalogue): PersistentStore<KendraRecord> {
  return {
    name: "kendra",
    reset: () => catalogue.reset(),
    onChange: (listener) => catalogue.notice.onChange(listener),
    dump: async () =>
      catalogue
        .changed()
        .flatMap(({ id, contents: { entries, createdAt, updatedAt } }) => [
          { data: { kind: "index" as const, id, createdAt, updatedAt } },
          ...entries.map((entry) => ({ data: { kind: "entry" as const, entry: toStored(entry) } })),
        ]),
    async load(records) {
      const loaded: { id: string; createdAt: number; updatedAt: number; entries: KendraEntry[] }[] = [];
      for (const { data } of records) {
        if (data.kind === "index") loaded.push({ ...data, entries: [] });
        else loaded.at(-1)?.entries.push(toEntry(data.entry));
      }
      for (const { id, ...contents } of loaded) catalogue.load(id, contents);
    },
  };
}

function toStored({ attributes, ...entry }: KendraEntry): StoredEntry {
  return { ...entry, attributes: Object.fromEntries(attributes) };
}

function toEntry({ attributes, ...entry }: StoredEntry): KendraEntry {
  return { ...entry, attributes: new Map(Object.entries(attributes)) };
}
