import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository whose pages are made. */
export const repositoryRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

const sourceCondition = "@langchain-aws/source";

/**
 * @typedef {object} DocumentedPackage
 * @property {string} name
 * @property {string} directory
 * @property {string[]} entries the source files of its public entries
 */

/**
 * Every package with its public entries, `exports` of the manifest being the truth.
 *
 * @returns {DocumentedPackage[]}
 */
export function readPackages() {
  const root = join(repositoryRoot, "packages");
  return readdirSync(root)
    .map((folder) => join(root, folder))
    .filter((directory) => existsSync(join(directory, "package.json")) && existsSync(join(directory, "README.md")))
    .map((directory) => {
      /** @type {{ name: string, exports: Record<string, string | Record<string, unknown>> }} */
      const { name, exports } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
      const entries = Object.values(exports).flatMap((conditions) => {
        const source = typeof conditions === "object" ? conditions[sourceCondition] : undefined;
        return typeof source === "string" && !source.endsWith("cli.ts") ? [join(directory, source)] : [];
      });
      return { name, directory, entries };
    });
}
