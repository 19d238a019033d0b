// What a release needs beyond `npm test`, one step after the other. `--only size,api` runs some of them.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { repositoryRoot } from "./workspace.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** By the name of the script beside this file. */
const steps = [
  { name: "unused", what: "unused files, exports and dependencies" },
  { name: "acceptance", what: "numbered cases that tests cover" },
  { name: "api", what: "public interfaces against their reports" },
  { name: "size", what: "bundles against their budgets" },
  { name: "packed", what: "tarballs: publint, are-the-types-wrong, content" },
  { name: "consumers", what: "each package installed alone, by npm and by pnpm" },
  { name: "sentences", what: "what is said when Node, a peer or an AWS client is too old or missing" },
  { name: "sample-app", what: "an application of its own, tested by `langchain-aws-local run`" },
  { name: "runtimes", what: "newer Nodes, Bun, Deno, workerd, Chromium" },
  { name: "site", what: "API pages and guides as a site: links, search, a browser" },
  { name: "publish", what: "versions, changelogs and a publish, rehearsed in a clone" },
  { name: "readmes", what: "every example type-checked and run" },
];

const { values } = parseArgs({ options: { only: { type: "string" } } });
const wanted = values.only?.split(",") ?? steps.map(({ name }) => name);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0)
  throw new Error(`No step ${unknown.join(", ")}. There are: ${steps.map(({ name }) => name).join(", ")}.`);

const results = steps
  .filter(({ name }) => wanted.includes(name))
  .map(({ name, what }) => {
    console.log(`\n=== ${name}: ${what}\n`);
    const start = performance.now();
    const { status } = spawnSync(process.execPath, [join(here, `${name}.mjs`)], {
      cwd: repositoryRoot,
      stdio: "inherit",
    });
    return { name, passed: status === 0, seconds: (performance.now() - start) / 1000 };
  });

console.log("\n| step | result | seconds |\n| --- | --- | ---: |");
for (const { name, passed, seconds } of results)
  console.log(`| ${name} | ${passed ? "passed" : "FAILED"} | ${seconds.toFixed(0)} |`);
const failed = results.filter(({ passed }) => !passed).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
