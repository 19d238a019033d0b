import { disposeAllClients } from "@langchain-aws/aws-auth";
import { Document } from "@langchain/core/documents";
import { RunnableLambda } from "@langchain/core/runnables";
import { type VectorStore, VectorStoreRetriever } from "@langchain/core/vectorstores";
import { afterEach, describe, expect, test } from "vitest";
import {
  AmazonS3Vectors,
  AmazonS3VectorsRetriever,
  S3VectorsConfigError,
  S3VectorsIndexNotFoundError,
} from "../src/index.ts";
import {
  bodies,
  connect,
  NumberEmbeddings,
  operations,
  reaching,
  thrownBy,
  thrownIn,
  useBucket,
} from "./support/store.ts";

const aws = useBucket();

afterEach(() => disposeAllClients());

async function filled(): Promise<AmazonS3Vectors> {
  const { store } = connect(aws);
  await store.addTexts(
    ["east [1,0]", "north [0,1]", "north-east [1,1]", "west [-1,0]"],
    [{ at: 0 }, { at: 1 }, { at: 2 }, { at: 3 }],
  );
  return store;
}

const textsOf = (documents: readonly { pageContent: string }[]): string[] =>
  documents.map(({ pageContent }) => pageContent.split(" ")[0] ?? "");

describe("a retriever", () => {
  test("[43] finds by similarity, with a threshold, and by marginal relevance", async () => {
    const store = await filled();
    expect(textsOf(await store.asRetriever(2).invoke("[1,0]"))).toEqual(["east", "north-east"]);
    expect(textsOf(await store.asRetriever({ k: 1, filter: { at: { $gt: 2 } } }).invoke("[1,0]"))).toEqual(["west"]);
    const strict = store.asRetriever({
      searchType: "similarity_score_threshold",
      searchKwargs: { scoreThreshold: 0.5 },
    });
    expect(textsOf(await strict.invoke("[1,0]"))).toEqual(["east", "north-east"]);
    const varied = store.asRetriever({
      k: 2,
      searchType: "mmr",
      searchKwargs: { fetchK: 4, lambda: 0 },
      filter: { at: { $lt: 4 } },
    });
    expect(textsOf(await varied.invoke("[1,0]"))).toEqual(["east", "west"]);
    expect(operations(aws).slice(-2)).toEqual(["QueryVectors", "GetVectors"]);
    expect(bodies(aws, "QueryVectors").at(-1)).toMatchObject({ topK: 4, filter: { at: { $lt: 4 } } });
  });

  test("[43] refuses settings that it cannot work with", () => {
    const { store } = connect(aws);
    expect(String(thrownIn(() => store.asRetriever({ searchType: "similarity_score_threshold" })))).toContain(
      "needs searchKwargs.scoreThreshold",
    );
    const error = thrownIn(() => store.asRetriever({ searchType: "other" as "mmr" }));
    expect(S3VectorsConfigError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("similarity, mmr, similarity_score_threshold");
    expect(String(thrownIn(() => store.asRetriever(0)))).toContain("k must be");
    const misspelt: object = { baseFitler: { tenant: "a" } };
    expect(String(thrownIn(() => store.asRetriever(misspelt)))).toContain(
      'takes no "baseFitler". It takes k, baseFilter',
    );
    const searchKwargs: object = { k: 2, filter: { tenant: "a" } };
    expect(String(thrownIn(() => store.asRetriever({ searchKwargs })))).toContain('takes no "searchKwargs.k"');
    expect(String(thrownIn(() => store.asRetriever({ filter: { $x: 1 } })))).toContain("The filter at $x");
  });

  test("[44] is one of LangChain's, with the tags of the store", async () => {
    const store = await filled();
    const retriever = store.asRetriever({ k: 1, tags: ["mine"], metadata: { team: "search" } });
    expect(retriever).toBeInstanceOf(AmazonS3VectorsRetriever);
    expect(retriever).toBeInstanceOf(VectorStoreRetriever);
    expect(retriever.tags).toEqual(["mine", "amazon_s3_vectors", "NumberEmbeddings"]);
    expect(store.asRetriever(1, undefined, undefined, ["t"]).tags).toEqual([
      "t",
      "amazon_s3_vectors",
      "NumberEmbeddings",
    ]);
    const seen: unknown[] = [];
    const callbacks = [
      {
        handleRetrieverStart: (_retriever: unknown, query: string, _run: string, _parent?: string, tags?: string[]) => {
          seen.push(["start", query, tags]);
        },
        handleRetrieverEnd: (documents: readonly { pageContent: string }[]) => {
          seen.push(["end", textsOf(documents)]);
        },
      },
    ];
    await retriever.invoke("[1,0]", { callbacks });
    expect(seen).toEqual([
      ["start", "[1,0]", ["mine", "amazon_s3_vectors", "NumberEmbeddings"]],
      ["end", ["east"]],
    ]);
    expect((await retriever.batch(["[1,0]", "[0,1]"])).map(textsOf)).toEqual([["east"], ["north"]]);
    const streamed = [];
    for await (const documents of await retriever.stream("[0,1]")) streamed.push(textsOf(documents));
    expect(streamed).toEqual([["north"]]);
    const chain = retriever.pipe(
      RunnableLambda.from((documents: readonly { pageContent: string }[]) => textsOf(documents)),
    );
    expect(await chain.invoke("[1,1]")).toEqual(["north-east"]);
  });

  test("[44] comes from a store that LangChain takes for any other", async () => {
    const store: VectorStore = await filled();
    expect(await store.asRetriever({ k: 1 }).invoke("[0,1]")).toHaveLength(1);
    const mmr = store.asRetriever({ k: 2, searchType: "mmr", searchKwargs: { fetchK: 3, lambda: 0.5 } });
    expect(textsOf(await mmr.invoke("[1,0]"))).toHaveLength(2);
  });

  test("[44] adds to its store", async () => {
    const { store } = connect(aws);
    const retriever = new AmazonS3VectorsRetriever({ vectorStore: store });
    expect(await retriever.addDocuments([new Document({ pageContent: "[1,0]", id: "a" })])).toEqual(["a"]);
    expect(await retriever.invoke("[1,0]")).toHaveLength(1);
  });
});

describe("stores that are made and filled at once", () => {
  class MyVectors extends AmazonS3Vectors {}

  test("[45] from texts with one metadata for all, and with one for each", async () => {
    const fields = { ...reaching(aws), ids: ["a", "b"], batchSize: 1 };
    const store = await MyVectors.fromTexts(["[1,0]", "[0,1]"], { shared: true }, new NumberEmbeddings(), fields);
    expect(store).toBeInstanceOf(MyVectors);
    expect((await store.getByIds(["a", "b"])).map(({ metadata }) => metadata)).toEqual([
      { shared: true },
      { shared: true },
    ]);
    expect(aws.requests({ operation: "PutVectors" })).toHaveLength(2);
    const other = await AmazonS3Vectors.fromTexts(
      ["[1,0]", "[0,1]"],
      [{ at: 0 }, { at: 1 }],
      new NumberEmbeddings(),
      fields,
    );
    expect((await other.getByIds(["a", "b"])).map(({ metadata }) => metadata)).toEqual([{ at: 0 }, { at: 1 }]);
  });

  test("[45] from documents", async () => {
    const documents = [new Document({ pageContent: "[1,0]", id: "own", metadata: { a: 1 } })];
    const progress: number[] = [];
    const store = await MyVectors.fromDocuments(documents, new NumberEmbeddings(), {
      ...reaching(aws),
      onProgress: ({ done }) => progress.push(done),
    });
    expect(store).toBeInstanceOf(MyVectors);
    expect(await store.getByIds(["own"])).toEqual(documents);
    expect(progress).toEqual([1]);
  });

  test("[46] on an index that is there take over its metric and its keys", async () => {
    await connect(aws, { distanceMetric: "euclidean", nonFilterableMetadataKeys: ["url"] }).store.createIndex({
      dimension: 2,
    });
    const store = await MyVectors.fromExistingIndex(new NumberEmbeddings(), reaching(aws));
    expect(store).toBeInstanceOf(MyVectors);
    expect(store.distanceMetric).toBe("euclidean");
    await store.addTexts(["[3,4]"]);
    const [found] = await store.similaritySearchWithScore("[3,1]");
    expect(found?.[1]).toBeCloseTo(3, 6);
    expect((await store.similaritySearchWithRelevanceScores("[3,1]"))[0]?.[1]).toBeCloseTo(1 - 3 / 64, 6);
    expect(String(await thrownBy(store.similaritySearch("[1,1]", 1, { url: "x" })))).toContain("url is not filterable");
  });

  test("[46] on an index that is not there throw", async () => {
    const error = await thrownBy(AmazonS3Vectors.fromExistingIndex(new NumberEmbeddings(), reaching(aws)));
    expect(S3VectorsIndexNotFoundError.isInstance(error)).toBe(true);
  });
});
