// One client in a process of its own, told over IPC which stream to read.
import { argv, cpuUsage, memoryUsage } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { clients } from "./clients.mjs";

/** @typedef {{ ms: number, cpuMs: number, length: number, peakMiB: number }} Run */

const [, , name = "", url = ""] = argv;
setFlagsFromString("--expose_gc");
/** @type {() => void} */
const collect = runInNewContext("gc");
const read = await clients[name]?.(url);

/** What is alive, in MiB. */
function alive() {
  collect();
  const { heapUsed, arrayBuffers } = memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

/**
 * @param {{ stream: string, watch?: boolean }} order
 * @returns {Promise<Run>}
 */
async function run({ stream, watch = false }) {
  const before = watch ? alive() : 0;
  let peak = before;
  const timer = watch ? setInterval(() => (peak = Math.max(peak, alive())), 50) : undefined;
  const cpuBefore = cpuUsage();
  const start = performance.now();
  const length = (await read?.(stream)) ?? 0;
  const ms = performance.now() - start;
  const { user, system } = cpuUsage(cpuBefore);
  clearInterval(timer);
  return { ms, cpuMs: (user + system) / 1000, length, peakMiB: peak - before };
}

process.on("message", (/** @type {{ stream: string }} */ order) => {
  run(order).then(
    (result) => process.send?.(result),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.("ready");
