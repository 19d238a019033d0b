// Writes 100,000 vectors with a progress bar, is cut off once and goes on where it stopped, finds them again, and deletes
// them. It brings its own endpoint, so neither AWS nor a server is needed.
//
//   pnpm build && node packages/memorydb/examples/bulk.mjs [count]
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { Embeddings } from "@langchain/core/embeddings";
import { createLocalAws } from "@langchain-aws/local";
import { InMemoryDBFilter, InMemoryVectorStore, readPartialAdd } from "@langchain-aws/memorydb";

const dims = 256;

/** Stands for a model: a direction of its own for each number in a text, as a typed array, which is sent without a copy. */
export class NoteEmbeddings extends Embeddings {
  constructor() {
    super({});
  }

  /** @param {string} text */
  async embedQuery(text) {
    return [...vectorOf(text)];
  }

  /** @param {string[]} texts */
  async embedDocuments(texts) {
    return texts.map((text) => [...vectorOf(text)]);
  }

  /** @param {string[]} texts */
  async embedDocumentsFloat32(texts) {
    return texts.map(vectorOf);
  }
}

/** @param {string} text */
function vectorOf(text) {
  let state = Number(/\d+/.exec(text)?.[0] ?? 0) + 1;
  const vector = new Float32Array(dims);
  for (let index = 0; index < dims; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    vector[index] = state / 2 ** 31 - 1;
  }
  return vector;
}

/**
 * One document after the other: the whole set is never in memory.
 *
 * @param {number} count
 */
function* notes(count) {
  for (let index = 0; index < count; index += 1) {
    yield { id: `note-${index}`, pageContent: `Note ${index}`, metadata: { group: `g${index % 10}`, place: index } };
  }
}

/** @param {number} share */
const bar = (share) => `[${"=".repeat(Math.floor(share * 40)).padEnd(40)}]`;

/**
 * Writes, and after a failure writes the rest.
 *
 * @param {InMemoryVectorStore} store
 * @param {number} count
 * @param {(text: string) => void} print
 */
async function write(store, count, print) {
  /** @type {readonly (string | undefined)[]} */
  let resume = [];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.addDocuments(notes(count), {
        resume,
        onProgress: ({ done }) => print(`\r${bar(done / count)} ${done} of ${count} written`),
      });
    } catch (error) {
      const partial = readPartialAdd(error);
      if (partial === undefined || attempt === 3) throw error;
      print(`\nCut off at input ${partial.failedIndex}. ${partial.done} documents are stored.\n`);
      resume = partial.ids;
    }
  }
}

/**
 * The program.
 *
 * @param {string} redisUrl
 * @param {number} count
 * @param {(text: string) => void} print
 * @param {() => void} [disturb] called once half of it is written
 * @returns {Promise<{ found: number, left: number }>} how many of 100 documents were found, and how many keys are left
 */
export async function run(redisUrl, count, print, disturb) {
  const store = new InMemoryVectorStore(new NoteEmbeddings(), {
    redisUrl,
    indexName: "notes",
    indexSchema: { tag: [{ name: "group" }], numeric: [{ name: "place" }] },
  });
  try {
    return await writeFindDelete(store, count, print, disturb);
  } finally {
    await store.close();
  }
}

/**
 * @param {InMemoryVectorStore} store
 * @param {number} count
 * @param {(text: string) => void} print
 * @param {(() => void) | undefined} disturb
 */
async function writeFindDelete(store, count, print, disturb) {
  const seconds = clock();
  disturb?.();
  await write(store, count, print);
  print(`\nWritten in ${seconds()} s.\n`);
  let found = 0;
  for (let index = 0; index < 100; index += 1) {
    const place = Math.floor((index * count) / 100);
    const filter = InMemoryDBFilter.tag("group").eq(`g${place % 10}`);
    const [nearest] = await store.similaritySearch(`Note ${place}`, 1, filter);
    if (nearest?.metadata.place === place) found += 1;
    print(`\r${bar((index + 1) / 100)} ${found} of ${index + 1} found`);
  }
  print(`\nFound in ${seconds()} s.\n`);
  await store.delete({
    deleteAll: true,
    onProgress: ({ done }) => print(`\r${bar(done / count)} ${done} of ${count} deleted`),
  });
  print(`\nDeleted in ${seconds()} s.\n`);
  const left = (await store.similaritySearch("Note 1", 10)).length;
  await store.dropIndex();
  return { found, left };
}

/** Seconds since the last call. */
function clock() {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    return seconds.toFixed(1);
  };
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const aws = await createLocalAws({ memorydb: true });
  const count = Number(argv[2] ?? 100_000);
  const full = "OOM command not allowed when used memory > 'maxmemory'.";
  try {
    const { found, left } = await run(
      aws.memorydb.url,
      count,
      (text) => stdout.write(text),
      () => aws.memorydb.fault({ command: "HSET", from: Math.ceil(count / 2), error: full }),
    );
    stdout.write(`${found} of 100 found, ${left} left.\n`);
  } finally {
    await aws.close();
  }
}
