import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, cpus, platform } from "node:os";
import { fileURLToPath } from "node:url";
import { withSection } from "./page.mjs";
import { sections } from "./sections.mjs";

/** @import { SectionName, SectionOfPage } from "./sections.mjs" */

const pageFile = fileURLToPath(new URL("../../../docs/benchmarks.md", import.meta.url));

/** @param {string} name */
const versionOf = (name) => {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return `${name} ${JSON.parse(readFileSync(file, "utf8")).version}`;
};

/** @param {string[]} peers */
const machineLine = (peers) => {
  const node = `Node ${process.version}, ${platform()} ${arch()}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`;
  return `${node}; ${peers.map(versionOf).join(", ")}.`;
};

/**
 * Prints what was measured. With `write`, it becomes its section of docs/benchmarks.md, with the machine and versions it
 * was measured with; other sections keep theirs.
 *
 * @param {SectionName} name
 * @param {string} result
 * @param {{ write?: boolean | undefined, effort: string }} options `effort`: how much was measured
 */
export function publish(name, result, { write = false, effort }) {
  /** @type {SectionOfPage} */
  const { title, note, command, peers } = sections[name];
  const how = command === undefined ? `start --only ${name}` : command;
  const origin = `\`pnpm --filter @langchain-aws/bench ${how}\`: ${machineLine(peers)} ${effort}`;
  const text = `${note}\n\n${origin}\n\n${result}`;
  console.log(`\n## ${title}\n\n${text}`);
  if (!write) return;
  const order = Object.values(sections).map((section) => section.title);
  writeFileSync(pageFile, withSection(readFileSync(pageFile, "utf8"), { title, text }, order));
}
