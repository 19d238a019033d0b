// Packs every package and lints the tarballs: publint (strict), are-the-types-wrong, and what must be in each.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { packAll } from "./consumers/pack.mjs";
import { run } from "./process.mjs";
import { repositoryRoot } from "./workspace.mjs";

const attw = join(repositoryRoot, "tooling", "checks", "node_modules", ".bin", "attw");
const scratch = mkdtempSync(join(tmpdir(), "packed-"));

/** @param {string} tarball */
async function lint(tarball) {
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(bytes).buffer },
    strict: true,
    level: "warning",
  });
  return messages.map((message) => `publint: ${formatMessage(message, pkg) ?? message.code}`);
}

/**
 * Which way types resolve, for every entry. `node10` is left out: it knows no `exports`, so no second entry can exist
 * for it.
 *
 * @param {string} tarball
 */
async function checkTypes(tarball) {
  const args = [tarball, "--profile", "node16", "--no-emoji", "--no-color"];
  const { code, output } = await run(attw, args, { cwd: scratch });
  return code === 0 ? [] : [`are-the-types-wrong:\n${output}`];
}

/** @param {string} tarball */
async function checkContent(tarball) {
  const { output } = await run("tar", ["-tzf", tarball], { cwd: scratch });
  const files = output
    .trim()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""));
  const missing = ["LICENSE", "README.md", "package.json"].filter((file) => !files.includes(file));
  const stray = files.filter((file) =>
    /(^|\/)(src|test|node_modules)\/|\.test\.|tsbuildinfo|\.readme-examples/.test(file),
  );
  return [...missing.map((file) => `${file} is missing`), ...stray.map((file) => `${file} should not be published`)];
}

try {
  for (const { pkg, tarball } of await packAll(scratch)) {
    const problems = [...(await lint(tarball)), ...(await checkTypes(tarball)), ...(await checkContent(tarball))];
    const kib = (readFileSync(tarball).length / 1024).toFixed(0);
    console.log(
      `${pkg.manifest.name} ${pkg.manifest.version}, ${kib} KiB: ${problems.length === 0 ? "no problem" : ""}`,
    );
    for (const problem of problems) console.log(`  ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true });
}
