import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { installDependencies } from "./install-dependencies.ts";

const run = promisify(execFile);
const packageDirectory = path.resolve(import.meta.dirname, "../..");

/** A build of this package in a folder of its own. */
export interface Build {
  directory: string;
  /** What a program printed that ran beside the build, as `name` says in its language. */
  run(name: string, program: string): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Builds this package as it is published.
 *
 * @param parent where the new folder stands: inside the package its optional peers are found, elsewhere none are
 */
export async function buildInto(parent: string): Promise<Build> {
  const directory = await mkdtemp(path.join(parent, "local-build-"));
  // The folder has a manifest of its own: Node reads the module format of `.js` files there.
  await writeFile(path.join(directory, "package.json"), '{ "type": "module" }');
  await installDependencies(directory);
  await run(path.join(packageDirectory, "node_modules/.bin/tsdown"), ["--out-dir", path.join(directory, "dist")], {
    cwd: packageDirectory,
  });
  return {
    directory,
    run: async (name, program) => {
      const file = path.join(directory, name);
      await writeFile(file, program);
      const { stdout } = await run(process.execPath, ["--require", path.join(directory, "no-network.cjs"), file], {
        // A package manager's own path would find packages that nobody installed beside the build.
        env: { ...process.env, NODE_PATH: "" },
        timeout: 30_000,
      });
      return stdout;
    },
    remove: async () => await rm(directory, { recursive: true, force: true }),
  };
}
