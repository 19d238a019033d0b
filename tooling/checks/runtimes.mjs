// Installs all packed packages into one project and runs the small program of each on other run-times: newer Nodes, Bun,
// Deno, and workerd and Chromium, which have no Node built-ins. Prints the table that the README shows, and fails when it
// shows another; `--write` puts it there. Names of folders limit the packages.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumPath, howToInstall, openBrowser } from "@langchain-aws/browser";
import { install, writePrograms, writeProject } from "./consumers/consumer.mjs";
import { packAll } from "./consumers/pack.mjs";
import { newestCore } from "./consumers/peers.mjs";
import { startLocal } from "./local.mjs";
import { loopbackEnvironment, run } from "./process.mjs";
import { tryOnChromium } from "./runtimes/chromium.mjs";
import { runtimes, throughNpm } from "./runtimes/runtimes.mjs";
import { claimsOf, edgeRuntimes, hasTable, isForTheEdge, renderTable, withTable } from "./runtimes/table.mjs";
import { tryOnWorkerd } from "./runtimes/workerd.mjs";
import { readText, readWorkspace, repositoryRoot } from "./workspace.mjs";

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
 * @returns {Promise<(string | undefined)[]>} what failed, by run-time
 */
async function tryOnTheEdge({ folder }) {
  const directory = join(scratch, "edge", folder);
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(here, "edge", `${folder}.mjs`), join(directory, "program.mjs"));
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = local.env();
  const target = { url: local.url, accessKeyId, secretAccessKey, bearerToken: "local-token" };
  return [
    await tryOnWorkerd(directory, "./program.mjs", target),
    opened && (await tryOnChromium(opened.browser, directory, "./program.mjs", target)),
  ];
}

/**
 * @param {string} name
 * @param {string} runtime
 * @param {string | undefined} failure
 */
function judge(name, runtime, failure) {
  if (failure === undefined) return;
  console.log(`failed ${name} on ${runtime}\n${failure}`);
  process.exitCode = 1;
}

/** @param {Package} pkg */
async function tryPackage(pkg) {
  const { name } = pkg.manifest;
  const directory = join(scratch, "programs", pkg.folder);
  const programs = writePrograms(directory, pkg);
  for (const runtime of runtimes.filter(({ isNode }) => isNode || pkg.folder !== "local"))
    judge(name, runtime.name, await tryOn(runtime, directory, programs));
  if (!isForTheEdge(pkg)) return;
  const failures = await tryOnTheEdge(pkg);
  edgeRuntimes.forEach((runtime, index) => judge(name, runtime, failures[index]));
}

const readmeFile = join(repositoryRoot, "README.md");
const table = renderTable(readWorkspace().packages.map((pkg) => claimsOf(pkg)));
if (process.argv.includes("--write")) {
  writeFileSync(readmeFile, withTable(readText(readmeFile), table));
  spawnSync(join(repositoryRoot, "node_modules", ".bin", "oxfmt"), [readmeFile], { stdio: "inherit" });
} else if (!hasTable(readText(readmeFile), table)) {
  console.log("README.md has another table of run-times. Run `node tooling/checks/runtimes.mjs --write`.");
  process.exitCode = 1;
}

const only = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (chromiumPath === undefined) console.log(`Not run on Chromium. ${howToInstall}`);
const opened = chromiumPath === undefined ? undefined : await openBrowser();
try {
  const packed = await packAll(join(scratch, "tarballs"));
  const tarballs = new Map(packed.map(({ pkg, tarball }) => [pkg.manifest.name, tarball]));
  writeProject(scratch, [...tarballs.keys()], tarballs, { "@langchain/core": await newestCore() });
  const installed = await install(scratch, "npm");
  if (installed.code !== 0) throw new Error(installed.output);
  for (const { pkg } of packed.filter(({ pkg: { folder } }) => only.length === 0 || only.includes(folder)))
    await tryPackage(pkg);
} finally {
  await opened?.close();
  await local.close();
  rmSync(scratch, { recursive: true });
}
console.log(table);
