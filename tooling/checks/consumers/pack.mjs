import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runPnpm } from "../process.mjs";
import { readWorkspace, repositoryRoot, requireBuilds } from "../workspace.mjs";

/** @import { Package } from "../workspace.mjs" */

/**
 * The tarball `pnpm pack` writes for a name and version.
 *
 * @param {Package} pkg
 */
const tarballName = ({ manifest: { name, version } }) => `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;

/**
 * Packs every built package as it would be published.
 *
 * @param {string} destination an absolute folder, made if missing
 * @returns {Promise<{ pkg: Package, tarball: string }[]>}
 */
export async function packAll(destination) {
  const { packages } = readWorkspace();
  requireBuilds(packages);
  mkdirSync(destination, { recursive: true });
  const args = ["--recursive", "--filter", "./packages/*", "pack", "--pack-destination", destination];
  const { code, output } = await runPnpm(args, { cwd: repositoryRoot });
  if (code !== 0) throw new Error(`pnpm pack failed:\n${output}`);
  const written = new Set(readdirSync(destination));
  return packages.map((pkg) => {
    const name = tarballName(pkg);
    if (!written.has(name)) throw new Error(`pnpm pack wrote no ${name}, only ${[...written].join(", ")}`);
    return { pkg, tarball: join(destination, name) };
  });
}
