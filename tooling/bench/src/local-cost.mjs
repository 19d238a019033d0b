import { startChild } from "./child.mjs";
import { median, percentile, table } from "./statistics.mjs";

/**
 * What `local` adds to a call: the same client against it and against a server that does nothing.
 *
 * @param {{ rounds: number, calls: number }} effort
 * @returns {Promise<string>}
 */
export async function measureLocal({ rounds, calls }) {
  const startTimes = [];
  for (let round = 0; round < rounds; round += 1) {
    const probe = await startChild("servers/local.mjs");
    startTimes.push(/** @type {{ startMs: number }} */ (probe.ready).startMs);
    probe.stop();
  }
  const servers = { lean: await startChild("servers/lean.mjs"), local: await startChild("servers/local.mjs") };
  const rows = [];
  for (const { name, file } of [
    { name: "HTTP/1.1 keep-alive", file: "raw-http1.mjs" },
    { name: "the SDK's default, HTTP/2", file: "raw-default.mjs" },
  ]) {
    const toLean = await startChild("driver.mjs", [file, JSON.stringify(servers.lean.ready)]);
    const toLocal = await startChild("driver.mjs", [file, JSON.stringify(servers.local.ready)]);
    /** @type {{ lean: number[][], local: number[][] }} */
    const times = { lean: [], local: [] };
    for (const driver of [toLean, toLocal]) await driver.ask({ what: "invoke", count: calls });
    for (let round = 0; round < rounds; round += 1) {
      times.lean.push((await toLean.ask({ what: "invoke", count: calls })).times);
      times.local.push((await toLocal.ask({ what: "invoke", count: calls })).times);
    }
    for (const driver of [toLean, toLocal]) driver.stop();
    /** @param {number[][]} batches @param {number} share */
    const at = (batches, share) => median(batches.map((batch) => percentile(batch, share)));
    rows.push([
      name,
      at(times.local, 0.5).toFixed(2),
      (at(times.local, 0.5) - at(times.lean, 0.5)).toFixed(2),
      at(times.local, 0.95).toFixed(2),
      (at(times.local, 0.95) - at(times.lean, 0.95)).toFixed(2),
    ]);
  }
  for (const server of Object.values(servers)) server.stop();
  return [
    `\`createLocalAws()\` listens after ${median(startTimes).toFixed(0)} ms.`,
    table(["Converse against `local`", "p50 ms", "added", "p95 ms", "added"], rows),
  ].join("\n\n");
}
