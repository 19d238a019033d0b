import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository these checks stand in. */
export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The scope every package is published under. */
export const scope = "@langchain-aws/";

/**
 * @typedef {{ default?: string, types?: string, [condition: string]: unknown }} Conditions
 *
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {string} [description]
 * @property {string} [license]
 * @property {boolean} [sideEffects]
 * @property {string[]} [files]
 * @property {object} [repository]
 * @property {Record<string, string>} [bin]
 * @property {Record<string, string | Conditions>} [exports]
 * @property {Record<string, string | Conditions>} [imports]
 * @property {Record<string, string>} [scripts]
 * @property {Record<string, string>} [engines]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 *
 * @typedef {object} SourceFile
 * @property {string} path from the package's folder, with forward slashes: `src/index.ts`
 * @property {string} file from the root, for messages: `packages/core/src/index.ts`
 * @property {string} text
 *
 * @typedef {object} Package
 * @property {string} folder the last part of the name: `bedrock-converse`
 * @property {string} directory absolute
 * @property {Manifest} manifest
 * @property {string} manifestFile from the root
 * @property {string} manifestText
 * @property {SourceFile[]} sources every TypeScript file below `src` and `test`
 *
 * @typedef {object} Workspace
 * @property {string} root
 * @property {Package[]} packages the folders of `packages/`, sorted by name
 * @property {string} workspaceText `pnpm-workspace.yaml`
 */

/** @param {string} file */
export const readText = (file) => readFileSync(file, "utf8");

/**
 * @param {string} file
 * @returns {any} JSON has no type of its own; each caller names the one it expects
 */
export const readJson = (file) => JSON.parse(readText(file));

/**
 * Every file below a folder, with forward slashes, `node_modules` and build output left out.
 *
 * @param {string} directory
 * @returns {string[]}
 */
export function listFiles(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !/(^|\/)(node_modules|dist|\.turbo|\.git)(\/|$)/.test(path))
    .filter((path) => statSync(join(directory, path)).isFile())
    .toSorted();
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {Package}
 */
function readPackage(root, folder) {
  const directory = join(root, "packages", folder);
  const manifestText = readText(join(directory, "package.json"));
  const paths = ["src", "test"].flatMap((part) => listFiles(join(directory, part)).map((path) => `${part}/${path}`));
  return {
    folder,
    directory,
    manifest: JSON.parse(manifestText),
    manifestFile: `packages/${folder}/package.json`,
    manifestText,
    sources: paths
      .filter((path) => /\.[cm]?tsx?$/.test(path))
      .map((path) => ({ path, file: `packages/${folder}/${path}`, text: readText(join(directory, path)) })),
  };
}

/**
 * Reads what the rules look at. A folder of `packages/` without a manifest is not a package yet.
 *
 * @param {string} [root]
 * @returns {Workspace}
 */
export function readWorkspace(root = repositoryRoot) {
  const folders = readdirSync(join(root, "packages")).filter((folder) =>
    existsSync(join(root, "packages", folder, "package.json")),
  );
  const workspaceFile = join(root, "pnpm-workspace.yaml");
  return {
    root,
    packages: folders.toSorted().map((folder) => readPackage(root, folder)),
    workspaceText: existsSync(workspaceFile) ? readText(workspaceFile) : "",
  };
}

/**
 * Stops with one sentence when a package has not been built: the checks of what is published look at `dist`.
 *
 * @param {Package[]} packages
 */
export function requireBuilds(packages) {
  const missing = packages.filter(({ directory }) => !existsSync(join(directory, "dist", "index.js")));
  if (missing.length === 0) return;
  console.error(`Not built: ${missing.map(({ manifest }) => manifest.name).join(", ")}. Run \`pnpm build\` first.`);
  process.exit(1);
}

/**
 * The files under version control, or every file when the folder is not a repository.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function listTrackedFiles(root) {
  if (!existsSync(join(root, ".git"))) return listFiles(root);
  const output = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return output.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
}

/**
 * The entry points of a package: the key in `exports` and the source file behind it.
 *
 * @param {Manifest} manifest
 * @returns {{ key: string, name: string, source: string }[]} `name` is the file name without its ending
 */
export function entriesOf(manifest) {
  return Object.keys(manifest.exports ?? {})
    .filter((key) => key !== "./package.json")
    .map((key) => {
      const name = key === "." ? "index" : key.slice(2);
      return { key, name, source: `src/${name}.ts` };
    });
}

/**
 * The catalog of `pnpm-workspace.yaml`: names and ranges, as they are written, one a line.
 *
 * @param {string} workspaceText
 * @returns {Map<string, string>}
 */
export function readCatalog(workspaceText) {
  const block = /^catalog:\n((?: {2}.*\n|\n)*)/m.exec(workspaceText)?.[1] ?? "";
  const lines = block.matchAll(/^ {2}"?([^":\s]+)"?:\s*"?([^"\s#]+)"?/gm);
  return new Map(Array.from(lines, ([, name = "", range = ""]) => [name, range]));
}

/**
 * @param {string} from
 * @param {string} to
 */
export const relativePath = (from, to) => relative(from, to).replaceAll("\\", "/");
