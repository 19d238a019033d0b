import type { PersistentStore } from "../persistence/persistent-store.ts";
import type { KnowledgeBaseCatalogue } from "./knowledge-base-catalogue.ts";
import type { KnowledgeBaseDocument } from "./knowledge-base-options.ts";

/** A knowledge base, followed by its documents as they were given: passages and vectors are made of them again. */
type KnowledgeBaseRecord =
  | { kind: "knowledge-base"; id: string }
  | { kind: "document"; document: KnowledgeBaseDocument };

/** Knowledge bases, to be kept on a disk. */
export function toPersistentKnowledgeBases(catalogue: KnowledgeBaseCatalogue): PersistentStore<KnowledgeBaseRecord> {
  return {
    name: "knowledge-bases",
    reset: () => catalogue.reset(),
    onChange: (listener) => catalogue.notice.onChange(listener),
    dump: async () =>
      catalogue
        .changed()
        .flatMap(({ id, documents }) => [
          { data: { kind: "knowledge-base" as const, id } },
          ...documents.map((document) => ({ data: { kind: "document" as const, document } })),
        ]),
    async load(records) {
      const loaded = new Map<string, KnowledgeBaseDocument[]>();
      let documents: KnowledgeBaseDocument[] = [];
      for (const { data } of records) {
        if (data.kind === "document") documents.push(data.document);
        else loaded.set(data.id, (documents = []));
      }
      for (const [id, ofOne] of loaded) catalogue.load(id, ofOne);
    },
  };
}
