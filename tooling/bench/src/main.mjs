// `pnpm --filter @langchain-aws/bench start [--quick] [--only calls,local-calls,memory,documents,cold,cold-bundled,local,local-load] [--write]`
//
// Our speed beside the peers', in one run. `--write` keeps the result in docs/benchmarks.md.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, cpus, platform } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureCalls, renderCalls } from "./calls.mjs";
import { measureColdBundles } from "./cold-bundled.mjs";
import { measureColdImports, measureFirstCalls } from "./cold.mjs";
import { measureDocuments } from "./documents.mjs";
import { measureLocal } from "./local-cost.mjs";
import { measureLocalLoad } from "./local-load.mjs";
import { measureMemory } from "./memory.mjs";

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, only: { type: "string" }, write: { type: "boolean" } },
});
const effort = values.quick
  ? { rounds: 2, calls: 100, streams: 5, cold: 3 }
  : { rounds: 7, calls: 300, streams: 12, cold: 9 };

const sections = [
  {
    name: "calls",
    title: "Calls and streams, against a server that only replays bytes",
    note: "What differs is the client. `÷ SDK` compares with the bare AWS SDK over HTTP/1.1, `÷ peer` with the faster of the two rows of `@langchain/aws`.",
    measure: async () => renderCalls(await measureCalls("servers/lean.mjs", effort)),
  },
  {
    name: "local-calls",
    title: "Calls and streams, against `local`",
    note: "The same, with every signature verified and every request validated by `@langchain-aws/local` in a process of its own.",
    measure: async () => renderCalls(await measureCalls("servers/local.mjs", effort)),
  },
  {
    name: "memory",
    title: "Memory of a long stream",
    note: "What is alive after a garbage collection, every 10,000 deltas; the text itself is part of it where a client keeps it for the end of the run, as LangChain does.",
    measure: measureMemory,
  },
  {
    name: "documents",
    title: "Results of a knowledge base as documents",
    note: "What one `invoke` of a retriever costs when the reply is there already: LangChain's callbacks, 1,000 results of 2 kB, 1,000 documents. Nothing is sent, and nothing is parsed.",
    measure: async () => measureDocuments(effort),
  },
  {
    name: "cold",
    title: "Cold start, unbundled",
    note: "A fresh process each time; the time and memory of an empty program are taken off.",
    measure: async () => `${measureColdImports(effort.cold)}\n\n${await measureFirstCalls(effort.cold)}`,
  },
  {
    name: "cold-bundled",
    title: "Cold start, bundled",
    note: "By esbuild, minified, ES modules first: `--main-fields=module,main`, in one file or with `--splitting`. A fresh process each time; the time of an empty program is taken off.",
    measure: async () => measureColdBundles(effort.cold),
  },
  {
    name: "local",
    title: "What `local` costs",
    note: "`added` is the difference to the server that only replays bytes.",
    measure: async () => measureLocal(effort),
  },
  {
    name: "local-load",
    title: "What `local` bears",
    note: "Client and server share the two cores, so what is measured of the server holds the client's own work.",
    measure: async () => measureLocalLoad({ rounds: Math.min(effort.rounds, 3) }),
  },
];

/** @param {string} name */
const versionOf = (name) => {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return `${name} ${JSON.parse(readFileSync(file, "utf8")).version}`;
};

const wanted = values.only?.split(",") ?? sections.map(({ name }) => name);
const unknown = wanted.filter((name) => !sections.some((section) => section.name === name));
if (unknown.length > 0)
  throw new Error(`No section ${unknown.join(", ")}. There are: ${sections.map(({ name }) => name).join(", ")}.`);

const peers = ["@langchain/aws", "@langchain/core", "@aws-sdk/client-bedrock-runtime", "ai", "@ai-sdk/amazon-bedrock"]
  .map(versionOf)
  .join(", ");
const machine = `Node ${process.version}, ${platform()} ${arch()}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`;
const parts = [
  "# Benchmarks",
  `${machine}; ${peers}. Medians of ${effort.rounds} rounds, clients taking turns, each in a process of its own. Wall times move by some 10 % between runs; the ratios are what to read.`,
  "`pnpm --filter @langchain-aws/bench start --write` measures again and writes this page.",
];
console.log(parts.join("\n\n"));
for (const { name, title, note, measure } of sections) {
  if (!wanted.includes(name)) continue;
  const part = `## ${title}\n\n${note}\n\n${await measure()}`;
  console.log(`\n${part}`);
  parts.push(part);
}
if (values.write)
  writeFileSync(fileURLToPath(new URL("../../../docs/benchmarks.md", import.meta.url)), `${parts.join("\n\n")}\n`);
