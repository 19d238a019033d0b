import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { bundlers } from "@langchain-aws/checks/size/bundle.mjs";
import { weigh } from "@langchain-aws/checks/size/weigh.mjs";
import { startChild } from "./child.mjs";
import { programs, tableOfFamilies } from "./first-calls/programs.mjs";
import { pathOf, runOnce, takeTurns } from "./run-once.mjs";

/** @import { Program } from "./first-calls/programs.mjs" */

const layouts = /** @type {const} */ ({ "in one file": "node", split: "node, splitting" });

/** CommonJS parts of a module bundle ask for `require`, which modules do not have. */
const banner =
  'import { createRequire as createRequireOfBundle } from "node:module"; const require = createRequireOfBundle(import.meta.url);';

/** Loads, and calls when told where a server is. @param {string} file */
const codeOf = (file) => `import { create } from "./${file}";
const target = process.argv[2];
if (target !== undefined) await create(JSON.parse(target)).invoke();
process.stdout.write(String(process.memoryUsage().rss / 2 ** 20));
process.exit();
`;

/** Optional peers of our packages from elsewhere: a program without them does not bundle them. */
function optionalPeers() {
  const packages = pathOf("../../../packages");
  const manifests = readdirSync(packages).map((folder) =>
    JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8")),
  );
  const names = manifests.flatMap(({ peerDependenciesMeta = {} }) => Object.keys(peerDependenciesMeta));
  return names.filter((name) => !name.startsWith("@langchain-aws/"));
}

/**
 * Bundles a program with esbuild, ES modules first, into a folder of its own.
 *
 * @param {string} folder
 * @param {Program} program
 * @param {"node" | "node, splitting"} target
 * @returns {Promise<{ path: string, kibibytes: number }>} its entry, and what loads when it starts
 */
async function writeBundle(folder, { file }, target) {
  const source = { code: codeOf(file), directory: pathOf("."), external: optionalPeers(), banner };
  const chunks = await bundlers.esbuild(source, target);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  for (const { name, contents } of chunks) writeFileSync(join(folder, basename(name)), contents);
  return { path: join(folder, "program.js"), kibibytes: weigh(chunks).min / 1024 };
}

/** @param {string} folder @param {number} rounds @param {string} serverTarget */
async function measureIn(folder, rounds, serverTarget) {
  const bundles = [];
  for (const [layout, target] of Object.entries(layouts)) {
    for (const [index, program] of programs.entries()) {
      const { path, kibibytes } = await writeBundle(join(folder, `${target}-${index}`), program, target);
      bundles.push({ layout, program, path, kibibytes });
    }
  }
  const runs = bundles.map(({ path }) => [() => runOnce(path).ms, () => runOnce(path, [serverTarget]).ms]);
  const times = takeTurns(rounds, runs);
  return bundles.map(({ layout, program, kibibytes }, index) => ({
    layout,
    program,
    values: [kibibytes, ...(times[index] ?? [])],
  }));
}

/**
 * Size and cold start of bundled programs: loading alone, and with the first answered call.
 *
 * @param {number} rounds
 * @returns {Promise<string>} a table for each layout
 */
export async function measureColdBundles(rounds) {
  const server = await startChild("servers/lean.mjs");
  const folder = mkdtempSync(join(tmpdir(), "bench-bundles-"));
  try {
    const figures = await measureIn(folder, rounds, JSON.stringify(server.ready));
    const tables = Object.keys(layouts).map((layout) => {
      const own = figures.filter((one) => one.layout === layout);
      const columns = ["KiB at start", "load ms", "load and first call ms"];
      const values = new Map(own.map(({ program, values: of }) => [program, of]));
      return `Bundled ${layout}:\n\n${tableOfFamilies(columns, values)}`;
    });
    return tables.join("\n\n");
  } finally {
    server.stop();
    rmSync(folder, { recursive: true });
  }
}
