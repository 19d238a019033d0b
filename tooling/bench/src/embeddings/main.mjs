// `node tooling/bench/src/embeddings/main.mjs [--quick] [--write]`, after a build: 10,000 texts against a server that needs 50 ms
// for each request, ours beside `@langchain/aws` and one request after another; what is kept in memory; what an import
// and a bundle weigh.
import { parseArgs } from "node:util";
import { startChild } from "../child.mjs";
import { publish } from "../publish.mjs";
import { table } from "../statistics.mjs";
import { measureWeight } from "./weight.mjs";

/**
 * @import { Run } from "./driver.mjs"
 * @import { Counts } from "./server.mjs"
 */

const { values } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const total = values.quick ? 1000 : 10_000;
const weightRounds = values.quick ? 3 : 9;
const latencyMs = 50;
const maxConcurrency = 10;

/** The least the concurrency limit allows. */
const idealMs = (total / maxConcurrency) * latencyMs;

const rows = [
  { name: "@langchain-aws/embeddings", client: "ours", share: 1 },
  { name: "the same, Float32Array", client: "oursFloat32", share: 1 },
  { name: "@langchain/aws, maxConcurrency 10", client: "langchainAws", share: 1 },
  { name: "the same, HTTP/1.1 keep-alive", client: "langchainAwsHttp1", share: 1 },
  { name: "@langchain/aws as it comes", client: "langchainAwsUnlimited", share: 1 },
  // A twentieth is measured: the whole takes ten minutes, and each request is like the other.
  { name: "one by one (AWS SDK, keep-alive)", client: "oneByOne", share: 20 },
];

const server = await startChild("embeddings/server.mjs", [String(latencyMs)]);

/**
 * @param {string} client
 * @param {number} texts
 * @returns {Promise<Run & Counts>}
 */
async function measure(client, texts) {
  const driver = await startChild("embeddings/driver.mjs", [client, JSON.stringify(server.ready)]);
  /** @type {Run} */
  const result = await driver.ask(/** @type {any} */ (texts));
  driver.stop();
  /** @type {Counts} */
  const counts = await server.ask({});
  return { ...result, ...counts };
}

const mebibytes = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(0);
const lines = [];
let oursMs = Number.NaN;
for (const { name, client, share } of rows) {
  const { ms, cpuMs, keptBytes, peakBytes, peak, connections, problem } = await measure(client, total / share);
  if (problem !== undefined) {
    lines.push([
      `${name}: failed (${problem.slice(0, 60)})`,
      "",
      "",
      "",
      "",
      String(peak),
      String(connections),
      "",
      "",
    ]);
    continue;
  }
  const whole = ms * share;
  if (client === "ours") oursMs = whole;
  lines.push([
    name,
    (whole / 1000).toFixed(1),
    (idealMs / whole).toFixed(2),
    (whole / oursMs).toFixed(2),
    ((cpuMs * share) / total).toFixed(2),
    String(peak),
    String(connections),
    // Memory does not grow evenly: a part says nothing of the whole.
    share === 1 ? mebibytes(keptBytes) : "",
    share === 1 ? mebibytes(peakBytes) : "",
  ]);
}
const cohere = await measure("oursCohere", total);
server.stop();

const header = [
  "",
  "s",
  "of the limit's speed",
  "÷ ours",
  "CPU ms/text",
  "at a time",
  "connections",
  "kept MiB",
  "peak MiB",
];
const bytes = { double: (total * 1024 * 8) / 2 ** 20, float: (total * 1024 * 4) / 2 ** 20 };
const result = [
  `${total} Titan texts, ${latencyMs} ms each; the limit of ${maxConcurrency} allows ${idealMs / 1000} s.`,
  table(header, lines),
  `The vectors alone are ${bytes.double.toFixed(0)} MiB as doubles, ${bytes.float.toFixed(0)} MiB as floats.`,
  `Cohere: ${cohere.inputs - 20} texts in ${cohere.requests - 1} requests; ceil(${total} / 96) = ${Math.ceil(total / 96)}. ` +
    "`@langchain/aws` sends Cohere Titan's body, which the service refuses.",
  await measureWeight(weightRounds),
];
publish("embeddings", result.join("\n\n"), {
  write: values.write,
  effort: `One run; import times are medians of ${weightRounds} rounds.`,
});
