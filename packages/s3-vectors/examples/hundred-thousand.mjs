// Stores 100,000 vectors of 1,024 numbers, finds some of them, lists all and deletes all, with progress; one request fails on
// the way, and the job goes on from there. `local` answers, in a process of its own, so no AWS account is needed.
//
//   pnpm build && node packages/s3-vectors/examples/hundred-thousand.mjs [how many] [of how many numbers]
import { fork } from "node:child_process";
import { once } from "node:events";
import { argv, memoryUsage, stdout } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createLocalAws } from "@langchain-aws/local";
import { AmazonS3Vectors, readPartialAdd } from "@langchain-aws/s3-vectors";

/** @import { LocalAwsOptions } from "@langchain-aws/local" */
/** @import { AmazonS3VectorsFields, S3VectorsAddOptions, S3VectorsDocuments } from "@langchain-aws/s3-vectors" */

/** What a job is made of. @typedef {{ total: number, dimension: number, batchSize: number }} Size */

/** A vector for each text, the same for the same text, and no two alike. */
class PageEmbeddings {
  /** @param {number} dimension */
  constructor(dimension) {
    this.dimension = dimension;
  }

  /** @param {string[]} texts */
  async embedDocumentsFloat32(texts) {
    return texts.map((text) => this.#toVector(text));
  }

  /** @param {string[]} texts */
  async embedDocuments(texts) {
    return texts.map((text) => [...this.#toVector(text)]);
  }

  /** @param {string} text */
  async embedQuery(text) {
    return [...this.#toVector(text)];
  }

  /** @param {string} text */
  #toVector(text) {
    let state = Number(text.replaceAll(/\D/g, "")) + 1;
    return Float32Array.from({ length: this.dimension }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 31 - 1;
    });
  }
}

/**
 * Stores documents, however often it takes. What was stored before a failure is not sent again.
 *
 * @param {AmazonS3Vectors} store
 * @param {() => S3VectorsDocuments} documents
 * @param {S3VectorsAddOptions} options
 * @param {(line: string) => void} print
 */
async function addWithResume(store, documents, options, print) {
  try {
    return await store.addDocuments(documents(), options);
  } catch (error) {
    const partial = readPartialAdd(error);
    if (partial === undefined) throw error;
    print(`  cut off when ${partial.done} were stored; the rest is sent again\n`);
    return await store.addDocuments(documents(), { ...options, ids: partial.assignedIds, resume: partial.ids });
  }
}

/**
 * The program.
 *
 * @param {AmazonS3VectorsFields} place
 * @param {Size} size
 * @param {(line: string) => void} print
 */
export async function run(place, { total, dimension, batchSize }, print) {
  const store = new AmazonS3Vectors(new PageEmbeddings(dimension), { ...place, indexName: "pages", batchSize });
  async function* documents() {
    for (let page = 0; page < total; page += 1) {
      yield { id: `page-${page}`, pageContent: `Page ${page}`, metadata: { page, isEven: page % 2 === 0 } };
    }
  }
  /** @param {string} what @param {() => Promise<string>} work */
  const timed = async (what, work) => {
    const start = performance.now();
    const result = await work();
    print(`${what} in ${((performance.now() - start) / 1000).toFixed(1)} s: ${result}\n`);
  };
  const tenths = () => {
    let printed = 0;
    return (/** @type {{ done: number }} */ { done }) => {
      const tenth = Math.floor((done / total) * 10);
      if (tenth === printed) return;
      printed = tenth;
      print(`  ${done} of ${total}, ${Math.round(memoryUsage().rss / 2 ** 20)} MiB\n`);
    };
  };
  await timed("stored", async () => {
    const ids = await addWithResume(store, documents, { onProgress: tenths() }, print);
    return `${ids.length} vectors of ${dimension} numbers`;
  });
  await timed("found", async () => {
    for (const page of [0, 1, total >> 1, total - 1]) {
      const [nearest] = await store.similaritySearchWithScore(`Page ${page}`, 1);
      if (nearest?.[0].id !== `page-${page}` || nearest[1] > 1e-6) throw new Error(`Page ${page} was not found.`);
    }
    const even = await store.similaritySearch("Page 1", 10, { isEven: true });
    if (even.length !== 10 || !even.every(({ metadata }) => metadata["isEven"])) throw new Error("The filter failed.");
    return "4 pages by their texts, 10 by a filter";
  });
  await timed("listed", async () => {
    const ids = new Set();
    for await (const { id } of store.listDocuments({ segments: 4, pageSize: 1_000 })) ids.add(id);
    if (ids.size !== total) throw new Error(`${ids.size} of ${total} were listed.`);
    return `${ids.size} in 4 segments`;
  });
  await timed("deleted", async () => {
    await store.delete({ ids: Array.from({ length: total }, (_, page) => `page-${page}`), onProgress: tenths() });
    const left = await store.similaritySearch("Page 1", 1);
    if (left.length > 0) throw new Error("Something is left.");
    return "nothing is left";
  });
  await store.dispose();
}

/**
 * An endpoint with an empty bucket, which refuses one request.
 *
 * @param {number} failing the number of that request
 * @returns {LocalAwsOptions}
 */
export const endpointOptions = (failing) => ({
  s3Vectors: { buckets: [{ name: "examples" }] },
  faults: [{ match: { operation: "PutVectors" }, when: { nth: failing }, do: { accessDenied: true } }],
  log: { maxEntries: 100, bodies: false },
});

const total = Number(argv[2] ?? 100_000);
const size = { total, dimension: Number(argv[3] ?? 1_024), batchSize: 500 };

if (process.send !== undefined && argv[4] === "endpoint") {
  const { url, region, credentials } = await createLocalAws(endpointOptions(Math.ceil(total / size.batchSize / 2)));
  process.send({ endpointUrl: url, region, credentials, vectorBucketName: "examples" });
} else if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const endpoint = fork(fileURLToPath(import.meta.url), [String(total), String(size.dimension), "endpoint"]);
  const [place] = await once(endpoint, "message");
  try {
    await run(place, size, (line) => stdout.write(line));
  } finally {
    endpoint.kill();
  }
}
