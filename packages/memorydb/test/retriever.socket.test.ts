import { Document } from "@langchain/core/documents";
import { describe, expect, test } from "vitest";
import {
  InMemoryDBFilter,
  InMemoryVectorStore,
  InMemoryVectorStoreRetriever,
  MemoryDBConfigError,
  MemoryDBVectorStore,
} from "../src/index.ts";
import { atDistance, TableEmbeddings } from "./support/table-embeddings.ts";
import { openStore, startServer } from "./support/with-store.ts";

const table = {
  q: [1, 0],
  near: atDistance(0.1),
  away: atDistance(0.5),
  edge: atDistance(0.9),
  beyond: atDistance(0.91),
  behind: atDistance(1.5),
};

async function filled(): Promise<InMemoryVectorStore> {
  const server = await startServer();
  const store = openStore(server, { indexSchema: { tag: [{ name: "kind" }] } }, new TableEmbeddings(table));
  await store.addTexts(["near", "away", "behind"], [{ kind: "x" }, { kind: "y" }, { kind: "y" }]);
  return store;
}

const contents = (documents: readonly { pageContent: string }[]): string[] =>
  documents.map(({ pageContent }) => pageContent);

describe("[38] a retriever", () => {
  test("of plain similarity takes all that is near, whatever the distance", async () => {
    const store = await filled();
    expect(contents(await store.asRetriever().invoke("q"))).toEqual(["near", "away", "behind"]);
    expect(contents(await store.asRetriever({ searchKwargs: { distanceThreshold: 0.2 } }).invoke("q"))).toHaveLength(3);
    expect(contents(await store.asRetriever(1).invoke("q"))).toEqual(["near"]);
    expect(
      contents(await store.asRetriever({ k: 2, filter: InMemoryDBFilter.tag("kind").eq("y") }).invoke("q")),
    ).toEqual(["away", "behind"]);
    expect(contents(await store.asRetriever({ searchKwargs: { k: 1 } }).invoke("q"))).toEqual(["near"]);
  });

  test("has a number and a filter that can be changed", async () => {
    const store = await filled();
    const retriever = store.asRetriever({ k: 3 });
    retriever.k = 1;
    expect(contents(await retriever.invoke("q"))).toEqual(["near"]);
    retriever.filter = InMemoryDBFilter.tag("kind").eq("y");
    expect(contents(await retriever.invoke("q"))).toEqual(["away"]);
  });

  test("of a distance keeps what is within it, 0.9 unless said otherwise", async () => {
    const store = await filled();
    const searchType = "similarity_distance_threshold";
    await store.addTexts(["edge", "beyond"]);
    expect(contents(await store.asRetriever({ searchType }).invoke("q"))).toEqual(["near", "away", "edge"]);
    expect(
      contents(await store.asRetriever({ searchType, searchKwargs: { distanceThreshold: 0.2 } }).invoke("q")),
    ).toEqual(["near"]);
  });

  test("of a score needs one", async () => {
    const store = await filled();
    const searchType = "similarity_score_threshold";
    expect(() => store.asRetriever({ searchType })).toThrow(MemoryDBConfigError);
    expect(() => store.asRetriever({ searchType })).toThrow("searchKwargs.scoreThreshold");
    expect(
      contents(await store.asRetriever({ searchType, searchKwargs: { scoreThreshold: 0.6 } }).invoke("q")),
    ).toEqual(["near"]);
  });

  test("of marginal relevance takes unlike documents", async () => {
    const store = await filled();
    const retriever = store.asRetriever({ searchType: "mmr", k: 2, searchKwargs: { lambda: 0, fetchK: 3 } });
    expect(contents(await retriever.invoke("q"))).toEqual(["near", "behind"]);
  });

  test("of another type is refused with the four that there are", async () => {
    const store = await filled();
    expect(() => store.asRetriever({ searchType: "hybrid" as never })).toThrow(
      "similarity, similarity_distance_threshold, similarity_score_threshold, mmr",
    );
  });

  test("of options that nobody knows is refused: a misspelt filter would find everything", async () => {
    const store = await filled();
    const filter = InMemoryDBFilter.tag("kind").eq("y");
    const misspelt: object = { filters: filter };
    expect(() => store.asRetriever(misspelt)).toThrow("A retriever takes no `filters`. It takes k, filter,");
    expect(() => store.asRetriever({ searchKwargs: misspelt })).toThrow("takes no `searchKwargs.filters`");
  });

  test("adds documents, and carries tags", async () => {
    const store = await filled();
    const retriever = store.asRetriever({ tags: ["mine"] });
    expect(await retriever.addDocuments([new Document({ pageContent: "q", id: "q", metadata: {} })])).toEqual([
      "doc:movies:q",
    ]);
    expect(retriever).toBeInstanceOf(InMemoryVectorStoreRetriever);
    expect(retriever.tags).toEqual(["mine", "memorydb", "TableEmbeddings"]);
    expect(retriever._vectorstoreType()).toBe("memorydb");
    expect(MemoryDBVectorStore).toBe(InMemoryVectorStore);
  });
});
