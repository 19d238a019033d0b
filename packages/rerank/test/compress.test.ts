import { ContextualCompressionRetriever } from "@langchain/classic/retrievers/contextual_compression";
import { DocumentCompressorPipeline } from "@langchain/classic/retrievers/document_compressors";
import { Document } from "@langchain/core/documents";
import { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { FakeRetriever } from "@langchain/core/utils/testing";
import { describe, expect, test } from "vitest";
import { results } from "./support/recording-handler.ts";
import { createReranker, thrownBy } from "./support/reranker.ts";

const lastIsBest = (): ReturnType<typeof results> => results([1, 0.9], [0, 0.2]);

describe("compressDocuments", () => {
  test("[16] gives new documents in order of relevance, ids kept and scores added", async () => {
    const documents = [
      new Document({ pageContent: "a", id: "d1", metadata: { source: "s1" } }),
      new Document({ pageContent: "b", id: "d2", metadata: { source: "s2" } }),
    ];
    const before = structuredClone(documents);
    const { reranker } = createReranker({}, lastIsBest);
    const compressed = await reranker.compressDocuments(documents, "q");
    expect(compressed).toEqual([
      new Document({
        pageContent: "b",
        id: "d2",
        metadata: { source: "s2", relevanceScore: 0.9, relevance_score: 0.9 },
      }),
      new Document({
        pageContent: "a",
        id: "d1",
        metadata: { source: "s1", relevanceScore: 0.2, relevance_score: 0.2 },
      }),
    ]);
    for (const document of compressed) expect(document).toBeInstanceOf(Document);
    expect(structuredClone(documents)).toEqual(before);
  });

  test("[17] copies the metadata, and shares what it holds", async () => {
    const nested = { deep: [1] };
    const input = new Document({ pageContent: "a", metadata: { nested } });
    const { reranker } = createReranker();
    const [output] = await reranker.compressDocuments([input], "q");
    expect(output?.metadata["nested"]).toBe(nested);
    Object.assign(output?.metadata ?? {}, { added: true });
    expect(input.metadata).toEqual({ nested: { deep: [1] } });
  });

  test("takes frozen input, and documents of any class", async () => {
    const metadata = Object.freeze({ m: 1 });
    const plain = Object.freeze({ pageContent: "a", metadata });
    const { reranker } = createReranker();
    expect(await reranker.compressDocuments([plain], "q")).toEqual([
      new Document({ pageContent: "a", metadata: { m: 1, relevanceScore: 1, relevance_score: 1 } }),
    ]);
  });

  test("ranks duplicates each by itself", async () => {
    const document = new Document({ pageContent: "a" });
    const { reranker, handler } = createReranker({}, lastIsBest);
    const compressed = await reranker.compressDocuments([document, document], "q");
    expect(compressed.map(({ metadata }) => metadata["relevanceScore"])).toEqual([0.9, 0.2]);
    expect(handler.body.sources?.length).toBe(2);
  });

  test("keeps a text whole that was cut for the model", async () => {
    const pageContent = "x".repeat(40_000);
    const { reranker } = createReranker();
    const [output] = await reranker.compressDocuments([new Document({ pageContent })], "q");
    expect(output?.pageContent === pageContent).toBe(true);
  });

  test("gives no more than topN, and nothing for blank documents", async () => {
    const { reranker } = createReranker({ topN: 2 });
    const documents = ["", "a", "b", " ", "c"].map((pageContent) => new Document({ pageContent }));
    const compressed = await reranker.compressDocuments(documents, "q");
    expect(compressed.map(({ pageContent }) => pageContent)).toEqual(["a", "b"]);
    expect(await reranker.compressDocuments([new Document({ pageContent: " " })], "q")).toEqual([]);
  });

  test("gives nothing for nothing, and sends nothing", async () => {
    const { reranker, handler } = createReranker();
    const nothing: unknown[] = [null, undefined, []];
    for (const none of nothing) expect(await reranker.compressDocuments(none as Document[], "q", [])).toEqual([]);
    expect(handler.requests).toEqual([]);
  });

  test("compresses what it was given, whatever becomes of the caller's array meanwhile", async () => {
    const documents = [new Document({ pageContent: "a", id: "d1" }), new Document({ pageContent: "b", id: "d2" })];
    const { reranker } = createReranker({}, () => {
      documents.length = 0;
      return lastIsBest();
    });
    expect((await reranker.compressDocuments(documents, "q")).map(({ id }) => id)).toEqual(["d2", "d1"]);
  });

  test("refuses what is no array, and what is no document, with its index", async () => {
    const { reranker, handler } = createReranker();
    const strange: unknown[] = ["text", new Set(["a"]), { length: 1, 0: new Document({ pageContent: "a" }) }];
    for (const each of strange) {
      const error = await thrownBy(reranker.compressDocuments(each as Document[], "q"));
      expect(String(error)).toBe("TypeError: The documents must be an array.");
    }
    const none: unknown[] = ["text", null, { k: 1 }, { pageContent: 1 }];
    for (const each of none) {
      const documents = [new Document({ pageContent: "a" }), each as Document];
      const error = await thrownBy(reranker.compressDocuments(documents, "q"));
      expect(String(error)).toMatch(/^TypeError: documents\[1\] is no Document/);
    }
    expect(handler.requests).toEqual([]);
  });
});

describe("in LangChain", () => {
  const documents = ["one", "two", "three", "four", "five"].map((pageContent) => new Document({ pageContent }));
  const baseRetriever = new FakeRetriever({ output: documents });
  const backwards = (): ReturnType<typeof results> => results([4, 0.9], [3, 0.8]);

  test("is a document compressor", () => {
    const { reranker } = createReranker();
    expect(reranker).toBeInstanceOf(BaseDocumentCompressor);
    expect(BaseDocumentCompressor.isBaseDocumentCompressor(reranker)).toBe(true);
  });

  test("[31] serves a ContextualCompressionRetriever", async () => {
    const { reranker, handler } = createReranker({ topN: 2 }, backwards);
    const retriever = new ContextualCompressionRetriever({ baseCompressor: reranker, baseRetriever });
    const found = await retriever.invoke("highest number");
    expect(found.map(({ pageContent }) => pageContent)).toEqual(["five", "four"]);
    expect(handler.body.queries?.[0]?.textQuery?.text).toBe("highest number");
  });

  test("[31] serves a DocumentCompressorPipeline", async () => {
    const { reranker } = createReranker({ topN: 2 }, backwards);
    const pipeline = new DocumentCompressorPipeline({ transformers: [reranker] });
    const found = await pipeline.compressDocuments(documents, "highest number");
    expect(found.map(({ pageContent }) => pageContent)).toEqual(["five", "four"]);
  });
});
