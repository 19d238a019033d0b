// Compares every package.json of packages/ with the form they share; `--write` puts them into it.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalManifest, checkManifests } from "./rules/manifests.mjs";
import { formatViolation } from "./rules/violation.mjs";
import { readWorkspace } from "./workspace.mjs";

const workspace = readWorkspace();

if (process.argv.includes("--write")) {
  const files = workspace.packages.map(({ manifest, folder, directory }) => {
    const file = join(directory, "package.json");
    writeFileSync(file, `${JSON.stringify(canonicalManifest(manifest, folder), null, 2)}\n`);
    return file;
  });
  const formatter = join(workspace.root, "node_modules", ".bin", "oxfmt");
  const { status } = spawnSync(formatter, files, { cwd: workspace.root, stdio: "inherit" });
  process.exitCode = status ?? 1;
} else {
  const violations = checkManifests(workspace);
  for (const violation of violations) console.log(formatViolation(violation));
  if (violations.length > 0) process.exitCode = 1;
}
