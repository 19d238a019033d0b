// One client in a process of its own, told over IPC what to do: clients that share a process share its compiled code
// and garbage, and would be measured together.
import { argv, cpuUsage } from "node:process";

const [, , clientFile = "", target = "{}"] = argv;
const { create } = await import(`./clients/${clientFile}`);
/** @type {import("./scenario.mjs").BenchClient} */
const client = await create(JSON.parse(target));

/**
 * @typedef {{ times: number[], firstTimes: number[], cpuMsPerRun: number, characters: number }} Batch in milliseconds
 */

/**
 * @param {"invoke" | "stream"} what
 * @param {number} count
 * @returns {Promise<Batch>}
 */
async function run(what, count) {
  /** @type {Batch} */
  const batch = { times: [], firstTimes: [], cpuMsPerRun: 0, characters: 0 };
  const before = cpuUsage();
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    if (what === "invoke") await client.invoke();
    else {
      const onText = () => {
        if (batch.firstTimes.length === index) batch.firstTimes.push(performance.now() - start);
      };
      batch.characters += await client.stream(onText);
    }
    batch.times.push(performance.now() - start);
  }
  const { user, system } = cpuUsage(before);
  batch.cpuMsPerRun = (user + system) / 1000 / count;
  return batch;
}

/** @param {{ what: "invoke" | "stream", count: number }} order */
const onOrder = async ({ what, count }) => {
  process.send?.(await run(what, count));
};
process.on("message", (order) => {
  onOrder(/** @type {Parameters<typeof onOrder>[0]} */ (order)).catch((error) => {
    console.error(error);
    process.exit(1);
  });
});
process.send?.("ready");
