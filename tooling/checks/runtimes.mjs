// Installs all packed packages into one project and runs the small program of each on other run-times: newer Nodes, Bun,
// Deno, and workerd, which has no Node built-ins. Prints the table that the README shows.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install, writePrograms, writeProject } from "./consumers/consumer.mjs";
import { packAll } from "./consumers/pack.mjs";
import { newestCore } from "./consumers/peers.mjs";
import { startLocal } from "./local.mjs";
import { loopbackEnvironment, run } from "./process.mjs";
import { runtimes, throughNpm, workerd } from "./runtimes/runtimes.mjs";
import { tryOnWorkerd } from "./runtimes/workerd.mjs";

/**
 * @import { Runtime } from "./runtimes/runtimes.mjs"
 * @import { Package } from "./workspace.mjs"
 */

const here = dirname(fileURLToPath(import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "runtimes-"));
const local = await startLocal();
const env = loopbackEnvironment(local.env());

/**
 * @param {Runtime} runtime
 * @param {string} directory
 * @param {string[]} programs
 * @returns {Promise<string | undefined>} what failed
 */
async function tryOn({ npmPackage, command, isNode }, directory, programs) {
  for (const program of programs.filter((name) => isNode || name.endsWith("esm.mjs"))) {
    const args = throughNpm(npmPackage, [...command, program]);
    const { code, output } = await run("npm", args, { cwd: directory, env });
    if (code !== 0) return `${program}:\n${output}`;
  }
  return undefined;
}

/**
 * @param {Package} pkg
 * @returns {Promise<string | undefined>} what failed
 */
async function tryOnTheEdge({ folder }) {
  const directory = join(scratch, "edge", folder);
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(here, "edge", `${folder}.mjs`), join(directory, "program.mjs"));
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = local.env();
  const target = { url: local.url, accessKeyId, secretAccessKey, bearerToken: "local-token" };
  return tryOnWorkerd(directory, "./program.mjs", target);
}

/** @type {string[][]} */
const rows = [];
/**
 * @param {string} name
 * @param {string} runtime
 * @param {string | undefined} failure
 */
function judge(name, runtime, failure) {
  if (failure === undefined) return "yes";
  console.log(`failed ${name} on ${runtime}\n${failure}`);
  process.exitCode = 1;
  return "FAILED";
}

try {
  const packed = await packAll(join(scratch, "tarballs"));
  const tarballs = new Map(packed.map(({ pkg, tarball }) => [pkg.manifest.name, tarball]));
  writeProject(scratch, [...tarballs.keys()], tarballs, { "@langchain/core": await newestCore() });
  const installed = await install(scratch, "npm");
  if (installed.code !== 0) throw new Error(installed.output);
  for (const { pkg } of packed) {
    const { name } = pkg.manifest;
    const directory = join(scratch, "programs", pkg.folder);
    const programs = writePrograms(directory, pkg);
    const row = [name];
    for (const runtime of runtimes) {
      const isMeant = runtime.isNode || pkg.folder !== "local";
      row.push(isMeant ? judge(name, runtime.name, await tryOn(runtime, directory, programs)) : "–");
    }
    const hasEdgeProgram = existsSync(join(here, "edge", `${pkg.folder}.mjs`));
    row.push(hasEdgeProgram ? judge(name, workerd.name, await tryOnTheEdge(pkg)) : "–");
    rows.push(row);
  }
} finally {
  await local.close();
  rmSync(scratch, { recursive: true });
}
const header = ["package", ...runtimes.map(({ name }) => name), workerd.name];
for (const row of [header, header.map(() => "---"), ...rows]) console.log(`| ${row.join(" | ")} |`);
