// Prints which numbered acceptance cases the tests of each package cover. A gap fails only where all must be covered.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { acceptance } from "./acceptance/cases.mjs";
import { compactNumbers, coveredCases } from "./acceptance/covered.mjs";
import { isTestFile } from "./rules/files.mjs";
import { readText, readWorkspace, repositoryRoot } from "./workspace.mjs";

const { packages } = readWorkspace();

/**
 * The golden cases of a surface: their titles are the titles of the tests that walk them.
 *
 * @param {string} surface
 */
function readWireCases(surface) {
  const folder = join(repositoryRoot, "tooling", "wire-cases", surface);
  return readdirSync(folder).map((name) => readText(join(folder, name, "input.json")));
}

for (const { name, packages: folders, cases, complete, wireCases } of acceptance) {
  const present = packages.filter(({ folder }) => folders.includes(folder));
  if (present.length === 0) continue;
  const tests = present.flatMap(({ sources }) => sources.filter(({ path }) => isTestFile(path)));
  const texts = [...tests.map(({ text }) => text), ...(wireCases === undefined ? [] : readWireCases(wireCases))];
  const covered = new Set(texts.flatMap(coveredCases));
  const open = Array.from({ length: cases }, (_, index) => index + 1).filter((number) => !covered.has(number));
  const unknown = [...covered].filter((number) => number < 1 || number > cases);
  const gaps = open.length > 0 ? `; open: ${compactNumbers(open)}` : "";
  console.log(`${name}: ${cases - open.length} of ${cases} cases${gaps}`);
  if (unknown.length > 0) console.log(`  There is no case ${compactNumbers(unknown.toSorted((a, b) => a - b))}.`);
  if (unknown.length > 0 || (complete && open.length > 0)) process.exitCode = 1;
}
