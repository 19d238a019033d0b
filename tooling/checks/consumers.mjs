// Installs each packed package alone into an empty project, with npm beside the newest @langchain/core and with pnpm
// beside the oldest one we allow; imports it, requires it, type-checks against it and runs a small program on `local`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, writePrograms, writeProject, writeTypePrograms } from "./consumers/consumer.mjs";
import { packAll } from "./consumers/pack.mjs";
import { newestCore, oldestCore } from "./consumers/peers.mjs";
import { startLocal } from "./local.mjs";
import { loopbackEnvironment, run } from "./process.mjs";
import { readCatalog, readWorkspace, repositoryRoot } from "./workspace.mjs";

/** @import { Package } from "./workspace.mjs" */

const tsc = join(repositoryRoot, "tooling", "checks", "node_modules", ".bin", "tsc");
const scratch = mkdtempSync(join(tmpdir(), "consumers-"));
const only = process.argv.slice(2);

/**
 * @param {string} directory of a project in which the package is installed
 * @param {Package} pkg
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} modes of module resolution
 * @returns {Promise<string[]>} what failed
 */
async function tryPackage(directory, pkg, env, modes) {
  const failures = [];
  writeTypePrograms(directory, pkg);
  for (const program of writePrograms(directory, pkg)) {
    const { code, output } = await run(process.execPath, [program], { cwd: directory, env, timeoutMs: 60_000 });
    if (code !== 0) failures.push(`${program}:\n${output}`);
  }
  for (const mode of modes) {
    const { output } = await run(tsc, ["-p", `tsconfig.${mode}.json`, "--pretty", "false"], { cwd: directory });
    const errors = output.split("\n").filter((line) => line.includes("error TS") && !isForeign(line));
    if (errors.length > 0) failures.push(`types, ${mode}:\n${errors.join("\n")}`);
  }
  return failures;
}

/**
 * Whether a type error is in the declarations of a package that is not ours. The check of library declarations is on,
 * so that errors in our own are found, but not all of our dependencies pass it: under `node16`, a CommonJS declaration
 * of `@langchain/core` imports one of `js-tiktoken` that is an ES module only.
 *
 * @param {string} line
 */
const isForeign = (line) => line.startsWith("node_modules/") && !/node_modules\/@langchain-aws\/[^(]*\(/.test(line);

const setups = [
  { manager: /** @type {const} */ ("npm"), core: await newestCore(), modes: ["node16", "nodenext", "bundler"] },
  { manager: /** @type {const} */ ("pnpm"), core: oldestCore(), modes: ["nodenext"] },
];
const nodeTypes = readCatalog(readWorkspace().workspaceText).get("@types/node") ?? "20";
const local = await startLocal();
const env = loopbackEnvironment(local.env());
try {
  const packed = await packAll(join(scratch, "tarballs"));
  const tarballs = new Map(packed.map(({ pkg, tarball }) => [pkg.manifest.name, tarball]));
  for (const { pkg } of packed.filter(({ pkg: { folder } }) => only.length === 0 || only.includes(folder))) {
    for (const { manager, core, modes } of setups) {
      const needsCore = pkg.manifest.peerDependencies?.["@langchain/core"] !== undefined;
      const others = { ...(needsCore && { "@langchain/core": core }), "@types/node": nodeTypes };
      const directory = join(scratch, `${pkg.folder}-${manager}`);
      writeProject(directory, [pkg.manifest.name], tarballs, others);
      const installed = await install(directory, manager);
      const failures =
        installed.code === 0 ? await tryPackage(directory, pkg, env, modes) : [`install:\n${installed.output}`];
      const beside = needsCore ? ` beside @langchain/core ${core}` : "";
      console.log(`${failures.length === 0 ? "ok    " : "failed"} ${pkg.manifest.name}, ${manager}${beside}`);
      for (const failure of failures) console.log(failure);
      if (failures.length > 0) process.exitCode = 1;
    }
  }
} finally {
  await local.close();
  rmSync(scratch, { recursive: true });
}
