import { spawnSync } from "node:child_process";
import { measuredEnvironment, startChild } from "./child.mjs";
import { median, percentile, table } from "./statistics.mjs";

/** @import { Child } from "./child.mjs" */

/** What a server tells of itself: bytes after a collection, and processor time in microseconds. @typedef {{ rss: number, heapUsed: number, cpu: number }} State */

const mib = 2 ** 20;
const idleMs = 2_000;

/**
 * What is required of `local` on two cores, beside what was measured. The latency of a call is in the other table.
 *
 * @param {{ rounds: number }} effort
 * @returns {Promise<string>}
 */
export async function measureLocalLoad({ rounds }) {
  const imports = Array.from({ length: rounds }, importMs);
  /** @type {{ perSecond: number, rss: number }[]} */
  const streamed = [];
  for (let round = 0; round < rounds; round += 1) streamed.push(await streamAtOnce());
  const { grown, first, last } = await growthOver(20_000);
  const idle = await idleShare();
  return [
    table(
      ["`local`", "required", "measured"],
      [
        ["`import` of the library", "≤ 150 ms", `${median(imports).toFixed(0)} ms`],
        [
          "events a second over 200 streams at once",
          "≥ 10,000",
          Math.round(median(streamed.map(({ perSecond }) => perSecond))).toLocaleString("en-US"),
        ],
        ["memory of the server then (RSS)", "≤ 250 MB", `${Math.max(...streamed.map(({ rss }) => rss)).toFixed(0)} MB`],
        ["more alive after 20,000 requests, its log full before", "0", `${grown.toFixed(1)} MiB`],
        ["processor while nobody asks", "0", `${(idle * 100).toFixed(2)} %`],
      ],
    ),
    `The first thousand of those requests took ${first.toFixed(2)} ms each at the median, the last thousand ${last.toFixed(2)} ms.`,
    await measureWriting(rounds),
  ].join("\n\n");
}

/** A fresh process each time; that of an empty program is taken off. */
function importMs() {
  const program =
    "const t = performance.now(); await import('@langchain-aws/local'); console.log(performance.now() - t);";
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: measuredEnvironment(),
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  return Number(stdout);
}

/** 200 streams of 404 events, with the SDK's own client in a process of its own. */
async function streamAtOnce() {
  const server = await startServer();
  const client = await startChild("local-client.mjs", [JSON.stringify(server.ready)]);
  await client.ask({ what: "streams", count: 20 });
  const { events, ms } = await client.ask({ what: "streams", count: 200 });
  const { rss } = await stateOf(server);
  for (const child of [client, server]) child.stop();
  return { perSecond: (events / ms) * 1000, rss: rss / 1e6 };
}

/**
 * What is alive after so many requests and was not before, once the log is as full as it gets.
 *
 * @param {number} count
 */
async function growthOver(count) {
  const server = await startServer();
  const client = await startChild("local-client.mjs", [JSON.stringify(server.ready)]);
  // The log of this server holds 1,000 entries.
  const warm = await client.ask({ what: "calls", count: 3_000 });
  const before = await stateOf(server);
  let last = warm;
  for (let sent = 0; sent < count; sent += 1_000) last = await client.ask({ what: "calls", count: 1_000 });
  const after = await stateOf(server);
  for (const child of [client, server]) child.stop();
  const grown = Math.max(0, (after.heapUsed - before.heapUsed) / mib);
  return { grown, first: percentile(warm.times.slice(0, 1_000), 0.5), last: percentile(last.times, 0.5) };
}

async function idleShare() {
  const server = await startServer();
  await stateOf(server);
  const before = await stateOf(server);
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const after = await stateOf(server, false);
  server.stop();
  return (after.cpu - before.cpu) / 1000 / idleMs;
}

/**
 * What `dataDir` does to requests that write: 1,000 vectors of 512 numbers, one a request.
 *
 * @param {number} rounds
 */
async function measureWriting(rounds) {
  /** @type {string[][]} */
  const rows = [];
  for (const [name, args] of /** @type {const} */ ([
    ["in memory", []],
    ["with `dataDir`", ["--data"]],
  ])) {
    /** @type {number[][]} */
    const batches = [];
    for (let round = 0; round < rounds; round += 1) {
      const server = await startServer(args);
      const client = await startChild("local-client.mjs", [JSON.stringify(server.ready)]);
      const { times } = await client.ask({ what: "vectors", count: 1_000 });
      batches.push(times);
      client.stop();
      await server.ask({ what: "close" });
      server.stop();
    }
    const at = (/** @type {number} */ share) => median(batches.map((times) => percentile(times, share))).toFixed(2);
    rows.push([name, at(0.5), at(0.95), at(0.99)]);
  }
  return table(["PutVectors of one vector", "p50 ms", "p95 ms", "p99 ms"], rows);
}

/** @param {readonly string[]} args */
const startServer = (args = []) => startChild("servers/local-loaded.mjs", [...args], ["--expose-gc"]);

/**
 * @param {Child} server
 * @param {boolean} collects whether it collects garbage before
 * @returns {Promise<State>}
 */
const stateOf = (server, collects = true) => server.ask({ what: "state", collects });
