// Bundles a small program for each package, prints what it weighs and of what, and fails when it outgrew its budget in
// size/budgets.json. `--write` records today's sizes with 2 % to spare.
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, bundlers, targets } from "./size/bundle.mjs";
import { compareWithBudget, kibibytes, toBudget } from "./size/budget.mjs";
import { readJson, readText, readWorkspace, repositoryRoot, requireBuilds } from "./workspace.mjs";

/**
 * @import { Budget } from "./size/budget.mjs"
 * @import { Bundler, Program, Target } from "./size/bundle.mjs"
 * @import { Package } from "./workspace.mjs"
 */

const here = dirname(fileURLToPath(import.meta.url));
const budgetFile = join(here, "size", "budgets.json");

/** What our sizes are read against; without a budget. The first is the least a chat model has to hold. */
const references = {
  "floor: base class and bare client": [
    'export { BaseChatModel } from "@langchain/core/language_models/chat_models";',
    'export { AIMessage, AIMessageChunk } from "@langchain/core/messages";',
    'export { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";',
  ].join("\n"),
  "@langchain/aws": 'export { ChatBedrockConverse } from "@langchain/aws";',
};

const { packages } = readWorkspace();
requireBuilds(packages);
const optionalPeers = packages.flatMap(({ manifest }) => Object.keys(manifest.peerDependenciesMeta ?? {}));

/**
 * @param {Package} pkg
 * @returns {Program} the least that a user of the package writes
 */
function programOf({ folder, directory, manifest }) {
  const code = readText(join(here, "size", "programs", `${folder}.mjs`));
  return { code, directory, external: optionalPeers.filter((name) => name !== manifest.name) };
}

/**
 * @param {string} name
 * @param {Program} program
 * @param {Bundler} bundler
 * @param {readonly Target[]} wanted
 */
async function measure(name, program, bundler, wanted) {
  /** @type {Record<string, Awaited<ReturnType<typeof bundle>>>} */
  const bundles = {};
  for (const target of wanted) {
    bundles[target] = await bundle(program, bundler, target);
    const { min, gzip, contributors } = bundles[target];
    const top = contributors.slice(0, 6).map((one) => `${one.name} ${kibibytes(one.bytes)}`);
    const sizes = `${kibibytes(min).padStart(8)} / ${kibibytes(gzip).padStart(6)} gzip`;
    console.log(`${name.padEnd(34)} ${bundler.padEnd(8)} ${target.padEnd(15)} ${sizes}  ${top.join(", ")}`);
  }
  return bundles;
}

/** `local` is a server for Node. @param {string} folder */
const targetsOf = (folder) => targets.filter((target) => folder !== "local" || target === "node");

console.log("KiB, minified / compressed, of what loads at start\n");
const everyBundler = /** @type {Bundler[]} */ (Object.keys(bundlers));
/** @type {Record<string, Partial<Record<Bundler, Budget>>>} */
const budgets = existsSync(budgetFile) ? readJson(budgetFile) : {};
/** @type {typeof budgets} */
const recorded = {};
const problems = [];
for (const pkg of packages) {
  for (const bundler of everyBundler) {
    const bundles = await measure(pkg.manifest.name, programOf(pkg), bundler, targetsOf(pkg.folder));
    recorded[pkg.folder] = { ...recorded[pkg.folder], [bundler]: toBudget(bundles) };
    const budget = budgets[pkg.folder]?.[bundler] ?? {};
    problems.push(...compareWithBudget(`${pkg.manifest.name}, ${bundler}`, bundles, budget));
  }
}
for (const [name, code] of Object.entries(references)) {
  const program = { code, directory: join(repositoryRoot, "tooling", "bench") };
  for (const bundler of everyBundler) await measure(name, program, bundler, ["node", "node, splitting"]);
}

if (process.argv.includes("--write")) {
  writeFileSync(budgetFile, `${JSON.stringify(recorded, null, 2)}\n`);
  console.log("\nRecorded in tooling/checks/size/budgets.json.");
} else {
  for (const problem of problems) console.log(`\n${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
