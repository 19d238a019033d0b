// Started with `--expose-gc` by memory.mjs: reads one long stream and says how much is alive at its start and later on.
import { argv, memoryUsage } from "node:process";
import { scenario } from "./scenario.mjs";

const [, , clientFile = "", target = "{}"] = argv;
const { create } = await import(`./clients/${clientFile}`);
/** @type {import("./scenario.mjs").BenchClient} */
const client = create(JSON.parse(target));

/** What is alive, in MiB. */
function alive() {
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
}

// Code is compiled and connections are opened by then.
await client.stream(() => {});
const before = alive();
let deltas = 0;
let most = before;
await client.stream(() => {
  deltas += 1;
  if (deltas % 10_000 === 0) most = Math.max(most, alive());
}, scenario.longStreamPrompt);
process.send?.({ deltas, growth: most - before });
