import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, runPnpm } from "../process.mjs";
import { relativePath, repositoryRoot } from "../workspace.mjs";

/** @import { Package } from "../workspace.mjs" */

/**
 * Runs a program that must succeed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
export async function mustRun(command, args, cwd) {
  const { code, output } = command === "pnpm" ? await runPnpm(args, { cwd }) : await run(command, args, { cwd });
  if (code !== 0) throw new Error(`${command} ${args[0]} failed:\n${output}`);
  return output;
}

/**
 * A clone of what is committed, installed, with the packages as they were built here.
 *
 * @param {string} directory where it is made
 * @param {Package[]} packages
 */
export async function cloneInto(directory, packages) {
  await mustRun("git", ["clone", "--quiet", "--local", repositoryRoot, directory], repositoryRoot);
  // changesets compares with the branch it calls main; what is rehearsed here is what main would be.
  await mustRun("git", ["checkout", "--quiet", "-B", "main"], directory);
  await mustRun(
    "pnpm",
    ["install", "--frozen-lockfile", "--prefer-offline", "--ignore-scripts", "--silent"],
    directory,
  );
  for (const pkg of packages) {
    cpSync(join(pkg.directory, "dist"), join(directory, relativePath(repositoryRoot, pkg.directory), "dist"), {
      recursive: true,
    });
  }
}

/**
 * The repository that a continuous integration publishes from: npm compares it with each manifest's own.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export const repositoryUrlOf = ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository }) =>
  server && repository ? `git+${server}/${repository}.git` : undefined;

/**
 * @param {string} manifestFile
 * @param {string} url
 */
export function writeRepositoryUrl(manifestFile, url) {
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
  manifest.repository = { ...manifest.repository, url };
  writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Whether a package differs from its last release. Without a tag of its version it was never released.
 *
 * @param {Package} pkg
 * @param {string} directory of the clone
 */
export async function isChanged({ manifest: { name, version }, manifestFile }, directory) {
  const tag = `${name}@${version}`;
  const folder = manifestFile.replace(/\/package\.json$/, "");
  const known = await run("git", ["rev-parse", "--quiet", "--verify", `refs/tags/${tag}`], { cwd: directory });
  if (known.code !== 0) return true;
  const published = [`${folder}/src`, `${folder}/README.md`, `${folder}/package.json`, `:!${folder}/src/**/*.test.ts`];
  const { code } = await run("git", ["diff", "--quiet", `refs/tags/${tag}`, "HEAD", "--", ...published], {
    cwd: directory,
  });
  return code !== 0;
}
