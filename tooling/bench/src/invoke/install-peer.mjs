import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What `BedrockChat` needs besides its own package. */
const packages = [
  "@langchain/community@1.1.29",
  "@langchain/core@1.4.0",
  "@aws-crypto/sha256-js@5",
  "@smithy/eventstream-codec@4",
  "@smithy/protocol-http@5",
  "@smithy/signature-v4@5",
  "@smithy/util-utf8@4",
];

/**
 * Installs `@langchain/community` apart from the workspace: its hundred packages are for this comparison only, and npm
 * refuses it beside other versions of its optional peers.
 *
 * @returns the folder, or the reason why it could not be installed
 */
export async function installPeer() {
  const folder = fileURLToPath(new URL("../../node_modules/.peers/community", import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const options = ["--no-audit", "--no-fund", "--silent", "--legacy-peer-deps", "--no-save"];
  try {
    await promisify(execFile)("npm", ["install", ...options, ...packages], { cwd: folder });
    return { folder };
  } catch (error) {
    return { problem: error instanceof Error ? error.message.split("\n")[0] : String(error) };
  }
}
