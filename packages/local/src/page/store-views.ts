import { viewGraphs } from "../graphs/view-graphs.ts";
import type { GraphCatalogue } from "../graphs/graph-catalogue.ts";
import type { KendraCatalogue } from "../kendra/kendra-catalogue.ts";
import type { KnowledgeBaseCatalogue } from "../knowledge-bases/knowledge-base-catalogue.ts";
import type { MemoryDbServer } from "../memorydb/memorydb-server.ts";
import { viewMemoryDb } from "../memorydb/view-memorydb.ts";
import type { S3VectorsAccount } from "../s3-vectors/s3-vectors-account.ts";
import type { StoredIndex } from "../s3-vectors/stored-index.ts";
import type { StoreView } from "./store-view.ts";

/** The stores that are shown. */
export interface ShownStores {
  knowledgeBases: KnowledgeBaseCatalogue;
  kendra: KendraCatalogue;
  s3Vectors: S3VectorsAccount;
  memorydb: MemoryDbServer | undefined;
  graphs: GraphCatalogue;
}

/** One view for each store of an instance; a new store is a row here. */
export function toStoreViews({ knowledgeBases, kendra, s3Vectors, memorydb, graphs }: ShownStores): StoreView[] {
  return [
    viewKnowledgeBases(knowledgeBases),
    viewKendra(kendra),
    viewS3Vectors(s3Vectors),
    ...(memorydb === undefined ? [] : [viewMemoryDb(memorydb)]),
    viewGraphs(graphs),
  ];
}

function viewKnowledgeBases(catalogue: KnowledgeBaseCatalogue): StoreView {
  return {
    name: "knowledge-bases",
    list: () =>
      catalogue
        .all()
        .map(({ id, size, isManaged }) => ({ id, size, details: { type: isManaged ? "managed" : "own" } })),
    items: (id, from, limit) =>
      catalogue
        .all()
        .find((one) => one.id === id)
        ?.passages()
        .slice(from, from + limit)
        .map(({ image, ...passage }) => ({
          ...passage,
          ...(image !== undefined && { image: { bytes: image.length } }),
        })),
  };
}

function viewKendra(catalogue: KendraCatalogue): StoreView {
  return {
    name: "kendra",
    list: () => catalogue.all().map(({ id, size }) => ({ id, size })),
    items: (id, from, limit) =>
      catalogue
        .all()
        .find((one) => one.id === id)
        ?.entries()
        .slice(from, from + limit),
  };
}

function viewS3Vectors(account: S3VectorsAccount): StoreView {
  const indexes = (): { id: string; index: StoredIndex }[] =>
    account
      .buckets()
      .flatMap((bucket) =>
        account.indexesOf(bucket).map((index) => ({ id: `${bucket.name}/${index.settings.name}`, index })),
      );
  return {
    name: "s3-vectors",
    list: () =>
      indexes().map(({ id, index }) => {
        const { dimension, distanceMetric } = index.settings;
        return { id, size: index.size, details: { dimension, distanceMetric } };
      }),
    items: (id, from, limit) => {
      const index = indexes().find((one) => one.id === id)?.index;
      return index && [...vectorsOf(index, from, limit)];
    },
  };
}

/** Vectors by slot, with the first of their numbers. */
function* vectorsOf(index: StoredIndex, from: number, limit: number): Generator {
  let skipped = 0;
  let given = 0;
  for (let slot = 0; slot < index.slots && given < limit; slot += 1) {
    const record = index.recordAt(slot);
    if (record === undefined) continue;
    skipped += 1;
    if (skipped <= from) continue;
    given += 1;
    yield { ...record, begins: Array.from(index.numbersAt(slot).subarray(0, 4)) };
  }
}
