import { BedrockEmbeddings } from "@langchain-aws/embeddings";
import { createLocalAws, type LocalAws, type RequestEntry } from "@langchain-aws/local";
import { InMemoryVectorStore } from "@langchain-aws/memorydb";
import { BedrockRerank } from "@langchain-aws/rerank";
import { AmazonS3Vectors } from "@langchain-aws/s3-vectors";
import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import type { VectorStore } from "@langchain/core/vectorstores";

import type { RetrievalStore } from "./arguments.ts";
import { cacheTurn } from "./cache.ts";
import { cyan, dim, green, heading, say } from "./terminal.ts";

/** Where S3 Vectors keeps the passages. */
const bucket = "demo-bucket";

const passages = [
  "The harbour museum opens at nine and closes at six.",
  "Line 28 climbs the hills of the old town, every ten minutes.",
  "Departures of route 12 are frequent, every few minutes.",
  "Trams to the castle are frequent: they depart every few minutes.",
  "Physicians see patients without an appointment at the clinic near the castle.",
  "A doctor of history leads the walking tour where guests meet for coffee.",
  "Card payments are accepted in most shops; small cafés prefer cash.",
];

/**
 * Retrieval in two steps, over a sentence-embedding model that runs on this machine: embeddings find by meaning what
 * no word of the question names, and the reranker, which reads question and passage together, sorts the best.
 *
 * @param store where the vectors are kept
 * @returns the requests that were made
 */
export async function retrievalTurn(store: RetrievalStore): Promise<RequestEntry[]> {
  heading("4. Retrieval: embeddings find by meaning, the reranker sorts");
  const aws = await createLocalAws({
    embeddings: "semantic",
    memorydb: true,
    s3Vectors: { buckets: [{ name: bucket }] },
  });
  try {
    await retrieve(aws, store);
    await cacheTurn(aws);
    return aws.requests();
  } finally {
    await aws.close();
  }
}

async function retrieve(aws: LocalAws, storeName: RetrievalStore): Promise<void> {
  const connection = { region: aws.region, endpointUrl: aws.url, credentials: aws.credentials };
  const embeddings = new BedrockEmbeddings({ ...connection, model: "amazon.titan-embed-text-v2:0", dimensions: 512 });
  const reranker = new BedrockRerank({ ...connection, model: "cohere.rerank-v3-5:0", topN: 3 });
  const stores: Record<RetrievalStore, () => Promise<VectorStore>> = {
    memory: async () => await MemoryVectorStore.fromTexts(passages, {}, embeddings),
    memorydb: async () =>
      await InMemoryVectorStore.fromTexts(passages, {}, embeddings, {
        redisUrl: aws.memorydb.url,
        indexName: "passages",
      }),
    "s3-vectors": async () =>
      await AmazonS3Vectors.fromTexts(passages, {}, embeddings, {
        ...connection,
        vectorBucketName: bucket,
        indexName: "passages",
      }),
  };
  const store = await stores[storeName]();
  try {
    await ask(store, reranker);
  } finally {
    if (store instanceof InMemoryVectorStore) await store.close();
  }
}

async function ask(store: VectorStore, reranker: BedrockRerank): Promise<void> {
  const ill = "Where can I meet a doctor if I feel ill?";
  say(`  ${dim(ill)}`);
  list("words", byWords(ill));
  list(
    "meaning",
    (await store.similaritySearch(ill, 2)).map(({ pageContent }) => pageContent),
  );

  const tram = "How often is there a tram on line 28?";
  say(`  ${dim(tram)}`);
  const found = await store.similaritySearch(tram, 3);
  list(
    "meaning",
    found.map(({ pageContent }) => pageContent),
  );
  list(
    "rerank",
    (await reranker.compressDocuments(found, tram)).map(({ pageContent }) => pageContent),
  );
}

function list(name: string, found: readonly string[]): void {
  for (const [index, text] of found.entries()) {
    const label = index === 0 ? cyan(name.padEnd(8)) : " ".repeat(8);
    say(`  ${label}${index === 0 ? green(text) : text}`);
  }
}

/** What a search for the question's words finds, to compare with. */
function byWords(question: string): string[] {
  const asked = new Set(wordsOf(question));
  const score = (text: string): number => wordsOf(text).filter((word) => asked.has(word)).length;
  return passages.toSorted((a, b) => score(b) - score(a)).slice(0, 2);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
}
