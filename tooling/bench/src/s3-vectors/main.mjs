// `node tooling/bench/src/s3-vectors/main.mjs [--quick] [--write]`, after a build: 10,000 vectors of 1,024 numbers against a server
// that needs 50 ms for each request, ours beside what one writes by hand over the AWS SDK; requests beside the fewest that
// the service's limits allow; and whether memory grows with the job.
import { parseArgs } from "node:util";
import { startChild } from "../child.mjs";
import { publish } from "../publish.mjs";
import { table } from "../statistics.mjs";

/**
 * @import { Run } from "./driver.mjs"
 * @import { Counts } from "./server.mjs"
 */

const { values } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const total = values.quick ? 2_000 : 10_000;
const dimension = 1_024;
const latencyMs = 50;
const maxConcurrency = 4;
/** What the service takes in one request. */
const mostVectors = 500;

const rows = [
  { name: "@langchain-aws/s3-vectors, batchSize 500", client: "ours500", batchSize: 500, concurrency: maxConcurrency },
  { name: "the same, as it comes (200)", client: "ours", batchSize: 200, concurrency: maxConcurrency },
  { name: "AWS SDK by hand, 500, four at a time", client: "sdk500", batchSize: 500, concurrency: maxConcurrency },
  { name: "AWS SDK by hand, 200, four at a time", client: "sdk200", batchSize: 200, concurrency: maxConcurrency },
  { name: "200, one after the other, as Python does", client: "oneByOne", batchSize: 200, concurrency: 1 },
];

const server = await startChild("s3-vectors/server.mjs", [String(latencyMs), String(dimension)]);
const { url } = /** @type {{ url: string }} */ (server.ready);

/**
 * @param {string} client
 * @param {number} count
 * @returns {Promise<Run & Counts>}
 */
async function measure(client, count) {
  const driver = await startChild("s3-vectors/driver.mjs", [client, JSON.stringify({ url, dimension })]);
  /** @type {Run} */
  const result = await driver.ask(/** @type {any} */ (count));
  driver.stop();
  return { ...result, ...(await server.ask({})) };
}

const mebibytes = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(0);
/** Those of the run that makes the client warm. */
const warmRequests = (/** @type {number} */ batchSize) => Math.ceil(1_000 / batchSize);

const fewest = Math.ceil(total / mostVectors);
const lines = [];
for (const { name, client, batchSize, concurrency } of rows) {
  const { ms, cpuMs, peakBytes, blockedMs, requests, bytes } = await measure(client, total);
  const own = requests - warmRequests(batchSize);
  const idealMs = Math.ceil(Math.ceil(total / batchSize) / concurrency) * latencyMs;
  lines.push([
    name,
    String(own),
    (own / fewest).toFixed(2),
    mebibytes((bytes * total) / (total + 1_000)),
    ms.toFixed(0),
    (ms / idealMs).toFixed(2),
    (cpuMs / total).toFixed(3),
    blockedMs.toFixed(0),
    mebibytes(peakBytes),
  ]);
}
const written = table(
  [
    `${total} vectors of ${dimension} numbers`,
    "requests",
    "÷ fewest",
    "MiB sent",
    "ms",
    "÷ latency alone",
    "CPU ms/vector",
    "loop blocked ms",
    "peak MiB",
  ],
  lines,
);

const jobs = values.quick ? [2_000, 8_000] : [10_000, 40_000];
const growth = [];
for (const count of jobs) {
  const { peakBytes } = await measure("ours", count);
  growth.push([String(count), mebibytes(peakBytes)]);
}
server.stop();
publish("s3-vectors", `${written}\n\n${table(["vectors of an async iterable", "peak MiB"], growth)}`, {
  write: values.write,
  effort: "One run.",
});
