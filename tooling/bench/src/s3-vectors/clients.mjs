import { PutVectorsCommand, S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { scenario } from "../scenario.mjs";

/**
 * Stores documents, whose texts `embed` turns into vectors.
 *
 * @typedef {(documents: AsyncIterable<{ id: string, pageContent: string, metadata: Record<string, any> }>) => Promise<unknown>} Store
 * @typedef {{ url: string, dimension: number }} Target
 */

const { region, credentials } = scenario;
const place = { vectorBucketName: "bench", indexName: "bench" };

/** Embeddings that cost nothing: each vector is a copy of one that was made at the start. @param {number} dimension */
function createEmbed(dimension) {
  const vector = Float32Array.from({ length: dimension }, (_, at) => Math.sin(at + 1) / 32);
  return (/** @type {readonly string[]} */ texts) => texts.map(() => vector.slice());
}

/** @param {Target} target @param {number} [batchSize] */
async function ours({ url, dimension }, batchSize) {
  const { AmazonS3Vectors } = await import("@langchain-aws/s3-vectors");
  const embed = createEmbed(dimension);
  const embeddings = {
    embedQuery: async () => [],
    embedDocuments: async (/** @type {string[]} */ texts) => embed(texts).map((vector) => [...vector]),
    embedDocumentsFloat32: async (/** @type {string[]} */ texts) => embed(texts),
  };
  const store = new AmazonS3Vectors(embeddings, {
    ...place,
    region,
    credentials,
    endpointUrl: url,
    ...(batchSize !== undefined && { batchSize }),
  });
  return /** @type {Store} */ ((documents) => store.addDocuments(documents));
}

/**
 * What one writes by hand over the AWS SDK: so many vectors a request, so many requests at a time.
 *
 * @param {Target} target
 * @param {number} batchSize
 * @param {number} concurrency
 */
async function byHand({ url, dimension }, batchSize, concurrency) {
  const client = new S3VectorsClient({ region, credentials, endpoint: url });
  const embed = createEmbed(dimension);
  /** @param {{ id: string, pageContent: string, metadata: Record<string, any> }[]} batch */
  const put = async (batch) => {
    const vectors = embed(batch.map(({ pageContent }) => pageContent));
    await client.send(
      new PutVectorsCommand({
        ...place,
        vectors: batch.map(({ id, pageContent, metadata }, at) => ({
          key: id,
          data: { float32: Array.from(vectors[at] ?? []) },
          metadata: { ...metadata, _page_content: pageContent },
        })),
      }),
    );
  };
  return /** @type {Store} */ (
    async (documents) => {
      const inFlight = new Set();
      let batch = [];
      for await (const document of documents) {
        batch.push(document);
        if (batch.length < batchSize) continue;
        if (inFlight.size >= concurrency) await Promise.race(inFlight);
        const sent = put(batch).finally(() => inFlight.delete(sent));
        inFlight.add(sent);
        batch = [];
      }
      await Promise.all([...inFlight, ...(batch.length > 0 ? [put(batch)] : [])]);
    }
  );
}

/**
 * How documents are stored, by name. Each runs in a process of its own.
 *
 * @type {Record<string, (target: Target) => Promise<Store>>}
 */
export const clients = {
  ours500: (target) => ours(target, 500),
  ours: (target) => ours(target),
  sdk500: (target) => byHand(target, 500, 4),
  sdk200: (target) => byHand(target, 200, 4),
  oneByOne: (target) => byHand(target, 200, 1),
};
