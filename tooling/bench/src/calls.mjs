import { clients as converseClients } from "./clients.mjs";
import { startChild } from "./child.mjs";
import { median, percentile, table } from "./statistics.mjs";

/**
 * @import { Child } from "./child.mjs"
 * @import { Batch } from "./driver.mjs"
 */

/** Whom the ratios compare with. */
const converseNames = {
  raw: "AWS SDK, HTTP/1.1 keep-alive",
  peers: ["@langchain/aws, default", "@langchain/aws, HTTP/1.1 keep-alive"],
};

/**
 * @typedef {{ rounds: number, calls: number, streams: number }} Effort
 *
 * @typedef {object} Figures
 * @property {number[]} invokeP50 one a round, as everything here; milliseconds
 * @property {number[]} invokeP95
 * @property {number[]} invokeCpu
 * @property {number[]} streamTime
 * @property {number[]} streamFirst
 * @property {number[]} streamCpu
 */

/** @returns {Figures} */
const noFigures = () => ({
  invokeP50: [],
  invokeP95: [],
  invokeCpu: [],
  streamTime: [],
  streamFirst: [],
  streamCpu: [],
});

/**
 * @param {Child} driver
 * @param {Figures} figures
 * @param {Effort} effort
 */
async function measureRound(driver, figures, { calls, streams }) {
  /** @type {Batch} */
  const invoked = await driver.ask({ what: "invoke", count: calls });
  figures.invokeP50.push(percentile(invoked.times, 0.5));
  figures.invokeP95.push(percentile(invoked.times, 0.95));
  figures.invokeCpu.push(invoked.cpuMsPerRun);
  /** @type {Batch} */
  const streamed = await driver.ask({ what: "stream", count: streams });
  figures.streamTime.push(median(streamed.times));
  figures.streamFirst.push(median(streamed.firstTimes));
  figures.streamCpu.push(streamed.cpuMsPerRun);
}

/**
 * Every client against one server: all start, all warm up, then they take turns, so that a slow minute of the machine
 * is everyone's.
 *
 * @param {string} serverFile
 * @param {Effort} effort
 * @param {{ clients?: { name: string, file: string }[], more?: object }} [options] `more`: for the clients, beside where
 *   the server is
 * @returns {Promise<Map<string, Figures>>}
 */
export async function measureCalls(serverFile, effort, { clients = converseClients, more = {} } = {}) {
  const server = await startChild(serverFile);
  const target = JSON.stringify({ .../** @type {object} */ (server.ready), ...more });
  const drivers = await Promise.all(clients.map(({ file }) => startChild("driver.mjs", [file, target])));
  const results = new Map(clients.map(({ name }) => [name, noFigures()]));
  const characters = new Set();
  for (const driver of drivers) {
    await driver.ask({ what: "invoke", count: Math.ceil(effort.calls / 2) });
    /** @type {Batch} */
    const warmUp = await driver.ask({ what: "stream", count: 5 });
    characters.add(warmUp.characters);
  }
  if (characters.size !== 1)
    throw new Error(`The clients received different texts: ${[...characters].join(", ")} characters.`);
  for (let round = 0; round < effort.rounds; round += 1) {
    for (const offset of drivers.keys()) {
      const index = (round + offset) % drivers.length;
      const [driver, figures] = [drivers[index], results.get(clients[index]?.name ?? "")];
      if (driver && figures) await measureRound(driver, figures, effort);
    }
  }
  for (const child of [...drivers, server]) child.stop();
  return results;
}

/**
 * @param {Map<string, Figures>} results
 * @param {(figures: Figures) => number[]} pick
 * @param {typeof converseNames} names
 */
function ratios(results, pick, names) {
  /** @param {string} name */
  const valueOf = (name) => median(pick(results.get(name) ?? noFigures()));
  const raw = valueOf(names.raw);
  const peer = Math.min(...names.peers.map(valueOf));
  return (/** @type {string} */ name) => [(valueOf(name) / raw).toFixed(2), (valueOf(name) / peer).toFixed(2)];
}

/**
 * @param {Map<string, Figures>} results
 * @param {typeof converseNames} [names]
 * @returns {string} two tables: calls, and streams of 2,000 deltas
 */
export function renderCalls(results, names = converseNames) {
  /** @param {number[]} values */
  const shown = (values) => median(values).toFixed(2);
  const invokeRatios = ratios(results, ({ invokeP50 }) => invokeP50, names);
  const cpuRatios = ratios(results, ({ invokeCpu }) => invokeCpu, names);
  const streamRatios = ratios(results, ({ streamTime }) => streamTime, names);
  const invoke = [...results].map(([name, { invokeP50, invokeP95, invokeCpu }]) => {
    const [raw = "", peer = ""] = invokeRatios(name);
    return [name, shown(invokeP50), shown(invokeP95), raw, peer, shown(invokeCpu), cpuRatios(name)[0] ?? ""];
  });
  const stream = [...results].map(([name, { streamTime, streamFirst, streamCpu }]) => {
    const [raw = "", peer = ""] = streamRatios(name);
    return [name, shown(streamTime), raw, peer, shown(streamFirst), shown(streamCpu)];
  });
  return [
    table(["invoke", "p50 ms", "p95 ms", "÷ SDK", "÷ peer", "CPU ms/call", "÷ SDK"], invoke),
    table(["stream of 2,000 deltas", "ms", "÷ SDK", "÷ peer", "first text ms", "CPU ms"], stream),
  ].join("\n\n");
}
