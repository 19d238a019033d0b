import type { GraphCatalogue } from "../graphs/graph-catalogue.ts";
import { toPersistentGraphs } from "../graphs/persistent-graphs.ts";
import type { KendraCatalogue } from "../kendra/kendra-catalogue.ts";
import { toPersistentKendra } from "../kendra/persistent-kendra.ts";
import type { KnowledgeBaseCatalogue } from "../knowledge-bases/knowledge-base-catalogue.ts";
import { toPersistentKnowledgeBases } from "../knowledge-bases/persistent-knowledge-bases.ts";
import type { MemoryDbServer } from "../memorydb/memorydb-server.ts";
import { toPersistentMemoryDb } from "../memorydb/persistent-memorydb.ts";
import { toPersistentS3Vectors } from "../s3-vectors/persistent-s3-vectors.ts";
import type { S3VectorsAccount } from "../s3-vectors/s3-vectors-account.ts";
import type { PersistentStore } from "./persistent-store.ts";

/** What of an instance can be kept. */
export interface KeptStores {
  knowledgeBases: KnowledgeBaseCatalogue;
  kendra: KendraCatalogue;
  s3Vectors: S3VectorsAccount;
  memorydb: MemoryDbServer | undefined;
  graphs: GraphCatalogue;
}

/** The stores of an instance; a new one is a row here. Scripts, sessions, faults and the log are kept by nobody. */
export function toPersistentStores({
  knowledgeBases,
  kendra,
  s3Vectors,
  memorydb,
  graphs,
}: KeptStores): PersistentStore[] {
  return [
    toPersistentKnowledgeBases(knowledgeBases),
    toPersistentKendra(kendra),
    toPersistentS3Vectors(s3Vectors),
    ...(memorydb === undefined ? [] : [toPersistentMemoryDb(memorydb)]),
    toPersistentGraphs(graphs),
  ];
}
