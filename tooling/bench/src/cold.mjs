import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startChild } from "./child.mjs";
import { programs, tableOfFamilies } from "./first-calls/programs.mjs";
import { pathOf, runOnce, takeTurns } from "./run-once.mjs";
import { median, table } from "./statistics.mjs";

const packagesFolder = fileURLToPath(new URL("../../../packages", import.meta.url));

/** What ours are compared with. A floor is the least that one has to load: LangChain's base class and the bare client. */
const references = {
  "floor: chat model and bare client": [
    "@langchain/core/language_models/chat_models",
    "@langchain/core/messages",
    "@langchain/core/outputs",
    "@aws-sdk/client-bedrock-runtime",
  ],
  "floor: embeddings and bare client": ["@langchain/core/embeddings", "@aws-sdk/client-bedrock-runtime"],
  "floor: retriever and bare client": [
    "@langchain/core/retrievers",
    "@langchain/core/documents",
    "@aws-sdk/client-bedrock-agent-runtime",
  ],
  "@langchain/aws": ["@langchain/aws"],
  "AI SDK": ["ai", "@ai-sdk/amazon-bedrock"],
};
const formats = /** @type {const} */ (["ESM", "CJS"]);

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
  ...Object.entries({ nothing: [], ...references }).flatMap(([name, modules]) =>
    formats.map((format) => ({ name, format, modules })),
  ),
  ...ourCases(),
];

/** @param {ColdCase} coldCase */
const importOnce = ({ format, modules }) =>
  runOnce(pathOf(format === "ESM" ? "cold-import.mjs" : "cold-require.cjs"), modules);

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
  const firstCall = pathOf("first-call.mjs");
  const runs = programs.map(({ file }) => [
    () => runOnce(firstCall, [file]).ms,
    () => runOnce(firstCall, [file, target]).ms,
  ]);
  try {
    const times = takeTurns(rounds, runs);
    const figures = programs.map((program, index) => /** @type {const} */ ([program, times[index] ?? []]));
    return tableOfFamilies(["import ms", "import and first call ms"], new Map(figures));
  } finally {
    server.stop();
  }
}
