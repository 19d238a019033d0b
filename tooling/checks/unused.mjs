// Reports unused files, exports, dependencies and catalog entries as errors; knip.json says what is an entry.
import { join } from "node:path";
import { run } from "./process.mjs";
import { repositoryRoot } from "./workspace.mjs";

const knip = join(repositoryRoot, "tooling", "checks", "node_modules", ".bin", "knip");
const { code, output } = await run(knip, ["--no-progress", "--no-config-hints"], { cwd: repositoryRoot });
console.log(output.trim() === "" ? "nothing unused" : output.trim());
process.exitCode = code;
