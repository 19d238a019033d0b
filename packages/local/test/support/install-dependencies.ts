import { mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";

const packageDirectory = path.resolve(import.meta.dirname, "../..");

/** Puts what this package depends on, and no optional peer, into the `node_modules` of a folder that has none of it. */
export async function installDependencies(directory: string): Promise<void> {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(path.join(packageDirectory, "package.json"), "utf8"),
  );
  for (const name of Object.keys(manifest.dependencies)) {
    const link = path.join(directory, "node_modules", name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.join(packageDirectory, "node_modules", name), link);
  }
}
