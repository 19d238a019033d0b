// Compares the public interface of each built package with its report under api/. `--write` takes the new one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { reportOf } from "./api/report.mjs";
import { readText, readWorkspace, requireBuilds } from "./workspace.mjs";

const folderOfReports = join(dirname(fileURLToPath(import.meta.url)), "api");
const scratch = mkdtempSync(join(tmpdir(), "api-"));
const isWriting = process.argv.includes("--write");
const { packages } = readWorkspace();
requireBuilds(packages);

try {
  for (const pkg of packages) {
    const file = join(folderOfReports, `${pkg.folder}.api.d.ts`);
    const report = await reportOf(pkg);
    const isKnown = existsSync(file);
    if (isKnown && readText(file) === report) {
      console.log(`${pkg.manifest.name}: unchanged`);
    } else if (isWriting) {
      writeFileSync(file, report);
      console.log(`${pkg.manifest.name}: written`);
    } else {
      const current = join(scratch, `${pkg.folder}.api.d.ts`);
      writeFileSync(current, report);
      console.log(`${pkg.manifest.name}: the public interface ${isKnown ? "changed" : "has no report yet"}`);
      const args = ["diff", "--no-index", "--no-color", file, current];
      if (isKnown) console.log(spawnSync("git", args, { encoding: "utf8" }).stdout.split("\n").slice(4).join("\n"));
      console.log("  If that is meant, run `node tooling/checks/api.mjs --write` and add a changeset.");
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(scratch, { recursive: true });
}
