// One client in a process of its own, told over IPC how many documents to store.
import { argv, cpuUsage, memoryUsage } from "node:process";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { clients } from "./clients.mjs";

/**
 * @typedef {object} Run
 * @property {number} ms wall time
 * @property {number} cpuMs
 * @property {number} peakBytes most in use, looked at every 10 ms
 * @property {number} blockedMs the longest that the event loop did not turn
 */

const [, , name = "", target = "{}"] = argv;
setFlagsFromString("--expose_gc");
/** @type {() => void} */
const collect = runInNewContext("gc");
const store = await clients[name]?.(JSON.parse(target));

/** Vectors in arrays of numbers are on the heap, typed ones and bodies beside it. */
const inUse = () => {
  const { heapUsed, arrayBuffers } = memoryUsage();
  return heapUsed + arrayBuffers;
};

/** @param {number} count */
async function* documents(count) {
  for (let index = 0; index < count; index += 1) {
    yield { id: `id-${index}`, pageContent: `text number ${index}`, metadata: { index } };
  }
}

/**
 * @param {number} count
 * @returns {Promise<Run>}
 */
async function run(count) {
  // The first request loads the AWS SDK, and code gets warm.
  await store?.(documents(1_000));
  collect();
  const before = inUse();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, inUse())), 10);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const cpuBefore = cpuUsage();
  const start = performance.now();
  await store?.(documents(count));
  const ms = performance.now() - start;
  const { user, system } = cpuUsage(cpuBefore);
  loop.disable();
  clearInterval(watch);
  return { ms, cpuMs: (user + system) / 1000, peakBytes: peak - before, blockedMs: loop.max / 1e6 };
}

process.on("message", (/** @type {number} */ count) => {
  run(count).then(
    (result) => process.send?.(result),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.("ready");
