import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process.mjs";
import { bundleForTheEdge } from "./edge-bundle.mjs";
import { throughNpm, workerd } from "./runtimes.mjs";

/**
 * @param {{ url: string, accessKeyId: string, secretAccessKey: string, bearerToken: string }} local as the program gets it
 */
const configuration = (local) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "loopback", network = (allow = ["local", "private", "public"])),
  ],
);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "${workerd.compatibilityDate}",
  bindings = [(name = "local", json = ${JSON.stringify(JSON.stringify(local))})],
  globalOutbound = "loopback",
);
`;

/**
 * Bundles a program for a Worker and runs it there.
 *
 * @param {string} directory of a project in which the packages are installed
 * @param {string} program the file to run
 * @param {Parameters<typeof configuration>[0]} local
 * @returns {Promise<string | undefined>} what failed
 */
export async function tryOnWorkerd(directory, program, local) {
  const code = `import program from ${JSON.stringify(program)};\nexport default { async test(_controller, env) { await program(env.local); } };\n`;
  const conditions = ["workerd", "worker", "browser"];
  const unbundled = await bundleForTheEdge(code, directory, { conditions, outfile: join(directory, "worker.js") });
  if (unbundled !== undefined) return unbundled;
  writeFileSync(join(directory, "workerd.capnp"), configuration(local));
  const args = throughNpm(workerd.npmPackage, ["workerd", "test", "workerd.capnp"]);
  const { code: exitCode, output } = await run("npm", args, { cwd: directory });
  return exitCode === 0 ? undefined : output;
}
