// One client in a process of its own, told over IPC how many texts to embed.
import { argv, cpuUsage, memoryUsage } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { clients } from "./clients.mjs";

/**
 * @typedef {object} Run
 * @property {number} ms wall time
 * @property {number} cpuMs
 * @property {number} keptBytes what is still in use when the call is over, with its vectors
 * @property {number} peakBytes most in use, looked at every 100 ms
 * @property {string} [problem] the client failed
 */

const [, , name = "", target = "{}"] = argv;
setFlagsFromString("--expose_gc");
/** @type {() => void} */
const collect = runInNewContext("gc");
const embed = await clients[name]?.(JSON.parse(target));

/** Vectors in arrays of numbers are on the heap, typed ones beside it. */
const inUse = () => {
  const { heapUsed, arrayBuffers } = memoryUsage();
  return heapUsed + arrayBuffers;
};

/**
 * @param {number} count
 * @returns {Promise<Run>}
 */
async function run(count) {
  const texts = Array.from({ length: count }, (_, index) => `text number ${index}`);
  // The first request loads the AWS SDK.
  await embed?.(texts.slice(0, 20));
  collect();
  const before = inUse();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, inUse())), 100);
  const cpuBefore = cpuUsage();
  const start = performance.now();
  try {
    const vectors = await embed?.(texts);
    const ms = performance.now() - start;
    const { user, system } = cpuUsage(cpuBefore);
    collect();
    if (vectors?.length !== count) throw new Error(`${vectors?.length} vectors for ${count} texts`);
    return { ms, cpuMs: (user + system) / 1000, keptBytes: inUse() - before, peakBytes: peak - before };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ms: Number.NaN, cpuMs: Number.NaN, keptBytes: Number.NaN, peakBytes: Number.NaN, problem };
  } finally {
    clearInterval(watch);
  }
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
