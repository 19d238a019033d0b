// Makes the site of API pages and guides, looks for links that lead nowhere, and opens it in a browser where there is one.
import { join } from "node:path";
import { run } from "./process.mjs";
import { repositoryRoot } from "./workspace.mjs";

const { code, output } = await run(process.execPath, [join(repositoryRoot, "tooling", "docs", "src", "main.mjs")], {
  cwd: repositoryRoot,
  timeoutMs: 600_000,
});
console.log(output);
process.exitCode = code === 0 ? 0 : 1;
