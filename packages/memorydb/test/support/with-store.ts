import { createLocalAws, type LocalAws, type LocalMemoryDb, type MemoryDbOptions } from "@langchain-aws/local";
import { onTestFinished } from "vitest";
import { InMemorySemanticCache, InMemoryVectorStore } from "../../src/index.ts";
import { TableEmbeddings } from "./table-embeddings.ts";

type StoreFields = Partial<ConstructorParameters<typeof InMemoryVectorStore>[1]>;
type CacheFields = Partial<ConstructorParameters<typeof InMemorySemanticCache>[0]>;

/** A server for this test. */
export async function startServer(memorydb: MemoryDbOptions = {}): Promise<LocalMemoryDb> {
  return (await startAws(memorydb)).memorydb;
}

/** The same, with the rest of the endpoint. */
export async function startAws(memorydb: MemoryDbOptions = {}, clock?: () => number): Promise<LocalAws> {
  const aws = await createLocalAws({ memorydb, ...(clock === undefined ? {} : { clock }) });
  onTestFinished(async () => await aws.close());
  return aws;
}

/** A store of this test on a server. */
export function openStore(
  server: { url: string },
  fields: StoreFields = {},
  embeddings: TableEmbeddings = new TableEmbeddings(),
): InMemoryVectorStore {
  const store = new InMemoryVectorStore(embeddings, { redisUrl: server.url, indexName: "movies", ...fields });
  onTestFinished(async () => await store.close());
  return store;
}

/** A cache of this test on a server. */
export function openCache(server: { url: string }, fields: CacheFields = {}): InMemorySemanticCache {
  const cache = new InMemorySemanticCache({
    redisUrl: server.url,
    embeddings: new TableEmbeddings(),
    onError: "throw",
    ...fields,
  });
  onTestFinished(async () => await cache.close());
  return cache;
}

/** The commands that a server received, by name, without those that connect. */
export function names(server: LocalMemoryDb): string[] {
  return server
    .commands()
    .map(({ name }) => name)
    .filter((name) => !["CLIENT", "HELLO", "AUTH", "CLUSTER", "INFO"].includes(name));
}
