import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { clients } from "./clients.mjs";
import { measuredEnvironment, startChild } from "./child.mjs";
import { median, table } from "./statistics.mjs";

const packagesFolder = fileURLToPath(new URL("../../../packages", import.meta.url));

/** The least a chat model has to load: LangChain's base class and the bare client. */
const floor = [
  "@langchain/core/language_models/chat_models",
  "@langchain/core/messages",
  "@langchain/core/outputs",
  "@aws-sdk/client-bedrock-runtime",
];

/** @typedef {{ name: string, format: "ESM" | "CJS", modules: string[] }} ColdCase */

/** @returns {ColdCase[]} */
function ourCases() {
  return readdirSync(packagesFolder).flatMap((folder) => {
    const dist = join(packagesFolder, folder, "dist");
    if (!existsSync(join(dist, "index.js"))) return [];
    const name = `@langchain-aws/${folder}`;
    return [
      { name, format: /** @type {const} */ ("ESM"), modules: [pathToFileURL(join(dist, "index.js")).href] },
      { name, format: /** @type {const} */ ("CJS"), modules: [join(dist, "index.cjs")] },
    ];
  });
}

/** @returns {ColdCase[]} */
const cases = () => [
  { name: "nothing", format: "ESM", modules: [] },
  { name: "nothing", format: "CJS", modules: [] },
  { name: "floor: base class and bare client", format: "ESM", modules: floor },
  { name: "floor: base class and bare client", format: "CJS", modules: floor },
  { name: "@langchain/aws", format: "ESM", modules: ["@langchain/aws"] },
  { name: "@langchain/aws", format: "CJS", modules: ["@langchain/aws"] },
  ...ourCases(),
];

/**
 * @param {string} file beside this one
 * @param {string[]} args
 * @returns {{ ms: number, rss: number }} wall time of the whole process; resident memory in MiB
 */
function runOnce(file, args) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [path, ...args], {
    env: measuredEnvironment(),
    encoding: "utf8",
  });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${file} ${args.join(" ")} failed: ${stderr}`);
  return { ms, rss: Number(stdout) };
}

/** @param {ColdCase} coldCase */
const importOnce = ({ format, modules }) => runOnce(format === "ESM" ? "cold-import.mjs" : "cold-require.cjs", modules);

/**
 * What importing costs, beyond starting Node.
 *
 * @param {number} rounds
 * @returns {string}
 */
export function measureColdImports(rounds) {
  const all = cases().map((coldCase) => ({
    ...coldCase,
    times: /** @type {number[]} */ ([]),
    memory: /** @type {number[]} */ ([]),
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of all) {
      const { ms, rss } = importOnce(one);
      one.times.push(ms);
      one.memory.push(rss);
    }
  }
  /** @param {string} name @param {string} format */
  const figuresOf = (name, format) => {
    const found = all.find((one) => one.name === name && one.format === format);
    return { ms: median(found?.times ?? []), rss: median(found?.memory ?? []) };
  };
  const rows = all
    .filter(({ modules }) => modules.length > 0)
    .map(({ name, format, times, memory }) => {
      const bare = figuresOf("nothing", format);
      const over = median(times) - bare.ms;
      const peer = figuresOf("@langchain/aws", format).ms - bare.ms;
      return [`${name}, ${format}`, over.toFixed(0), (over / peer).toFixed(2), (median(memory) - bare.rss).toFixed(0)];
    });
  return table(["import, over bare Node", "ms", "÷ @langchain/aws", "RSS MiB"], rows);
}

/**
 * What a short-lived process pays: loading, the first connection and the first answer, beyond starting Node.
 *
 * @param {number} rounds
 * @returns {Promise<string>}
 */
export async function measureFirstCalls(rounds) {
  const server = await startChild("servers/lean.mjs");
  const target = JSON.stringify(server.ready);
  const all = clients.map(({ name, file }) => ({ name, file, times: /** @type {number[]} */ ([]) }));
  /** @type {number[]} */
  const bareTimes = [];
  for (let round = 0; round < rounds; round += 1) {
    bareTimes.push(runOnce("cold-import.mjs", []).ms);
    for (const { file, times } of all) times.push(runOnce("first-call.mjs", [file, target]).ms);
  }
  server.stop();
  const bare = median(bareTimes);
  const peer = Math.min(
    ...all.filter(({ name }) => name.startsWith("@langchain/aws")).map(({ times }) => median(times) - bare),
  );
  const rows = all.map(({ name, times }) => {
    const over = median(times) - bare;
    return [name, over.toFixed(0), (over / peer).toFixed(2)];
  });
  return table(["import and first answered call, ESM, over bare Node", "ms", "÷ peer"], rows);
}
