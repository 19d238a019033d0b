import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "./workspace.mjs";

/**
 * `local` as it was built, in this process.
 *
 * @returns {Promise<{ url: string, env: () => Record<string, string>, close: () => Promise<void> }>}
 */
export async function startLocal() {
  const entry = pathToFileURL(join(repositoryRoot, "packages", "local", "dist", "index.js"));
  const { createLocalAws } = await import(entry.href);
  return createLocalAws();
}
