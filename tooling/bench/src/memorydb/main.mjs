// `pnpm --filter @langchain-aws/bench memorydb [--quick] [--write]`
//
// What the MemoryDB store and cache send and keep, against `local` in a process of its own: commands, pipelines and round
// trips, the rate beside one document at a time, and the memory of a long write.
import { fork } from "node:child_process";
import { memoryUsage } from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Embeddings } from "@langchain/core/embeddings";
import { InMemorySemanticCache, InMemoryVectorStore } from "@langchain-aws/memorydb";
import { publish } from "../publish.mjs";
import { table } from "../statistics.mjs";

const { values } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const dims = 1024;
const total = values.quick ? 2000 : 10_000;
const batch = 1000;

setFlagsFromString("--expose-gc");
/** @type {() => void} */
const collectGarbage = runInNewContext("gc");

const server = fork(fileURLToPath(new URL("server.mjs", import.meta.url)));
/** @returns {Promise<any>} */
const reply = async () => await new Promise((resolve) => server.once("message", resolve));
const { url: redisUrl } = await reply();

/** @returns {Promise<Record<string, number>>} commands since the last call, by name; those that connect are left out */
async function received() {
  server.send("counts");
  const { counts } = await reply();
  return Object.fromEntries(Object.entries(counts).filter(([name]) => !["CLIENT", "HELLO", "INFO"].includes(name)));
}

class Directions extends Embeddings {
  queries = 0;
  constructor() {
    super({});
  }
  /** @param {string} text */
  async embedQuery(text) {
    this.queries += 1;
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

/** Prompts that share their number are near each other. @param {string} text */
function vectorOf(text) {
  const number = Number(/\d+/.exec(text)?.[0] ?? 0);
  const vector = new Float32Array(dims);
  for (let index = 0; index < dims; index += 1)
    vector[index] = Math.sin((number + 1) * (index + 1)) + text.length / 1000;
  return vector;
}

/** @param {number} count */
function* documents(count) {
  for (let index = 0; index < count; index += 1) {
    yield { pageContent: `Note ${index} ${"text ".repeat(160)}`, metadata: { place: index } };
  }
}

/** @param {string} indexName @param {object} [fields] */
const openStore = (indexName, fields = {}) =>
  new InMemoryVectorStore(new Directions(), {
    redisUrl,
    indexName,
    indexSchema: { numeric: [{ name: "place" }] },
    ...fields,
  });

/** @param {InMemoryVectorStore} store @param {number} count */
async function timeWrite(store, count) {
  await store.ready();
  let pipelines = 0;
  let peak = 0;
  const start = performance.now();
  await store.addDocuments(documents(count), {
    onProgress: () => {
      pipelines += 1;
      if (pipelines % 2 === 0) peak = Math.max(peak, alive());
    },
  });
  return { pipelines, peak, perSecond: (count / (performance.now() - start)) * 1000 };
}

function alive() {
  collectGarbage();
  const { heapUsed, arrayBuffers } = memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

const before = alive();
const piped = openStore("piped");
const whole = await timeWrite(piped, total);
const written = await received();
const single = openStore("single", { batchSize: 1, maxConcurrency: 1 });
const oneByOne = await timeWrite(single, 1000);
await received();
await piped.similaritySearch("Note 7", 4);
const search = await received();
await piped.maxMarginalRelevanceSearch("Note 7", { k: 4, fetchK: 20 });
const diverse = await received();

const fewest = Math.ceil(total / batch);
const bounds = table(
  ["", "result", "bound"],
  [
    [`pipelines for ${total} documents of ${dims} numbers`, String(whole.pipelines), `${fewest} are the fewest`],
    [
      "commands besides one HSET for each document",
      String(sum(written) - (written["HSET"] ?? 0)),
      "2 (FT._LIST, FT.CREATE), 1 for ready()",
    ],
    ["documents/s in pipelines", whole.perSecond.toFixed(0), ""],
    ["documents/s one by one", oneByOne.perSecond.toFixed(0), ""],
    ["times as fast", (whole.perSecond / oneByOne.perSecond).toFixed(1), "5"],
    [
      "MiB alive at the peak of the write, above the start",
      (whole.peak - before).toFixed(0),
      `${((2 * batch * dims * 4) / 2 ** 20).toFixed(0)} are two batches of vectors`,
    ],
    ["commands of a search", String(sum(search)), "1"],
    ["commands of a search by marginal relevance", String(sum(diverse)), "1"],
  ],
);

const embeddings = new Directions();
const cache = new InMemorySemanticCache({ redisUrl, embeddings, scoreThreshold: 0.1, onError: "throw" });
await cache.update("prompt 1", "model", [{ text: "answer" }]);
await received();
/** @param {string} prompt */
async function lookUp(prompt) {
  embeddings.queries = 0;
  const start = performance.now();
  const hit = await cache.lookup(prompt, "model");
  const ms = performance.now() - start;
  return [hit === null ? "miss" : "hit", String(sum(await received())), String(embeddings.queries), ms.toFixed(1)];
}
const lookups = table(
  ["lookup in the cache", "", "round trips", "embeddings", "ms"],
  [
    ["the same prompt", ...(await lookUp("prompt 1"))],
    ["a near one", ...(await lookUp("prompt 1?"))],
    ["another", ...(await lookUp("prompt 2"))],
  ],
);
publish("memorydb", `${bounds}\n\n${lookups}`, { write: values.write, effort: "One run." });

await Promise.all([piped.close(), single.close(), cache.close()]);
server.send("stop");

/** @param {Record<string, number>} counts */
function sum(counts) {
  return Object.values(counts).reduce((all, one) => all + one, 0);
}
