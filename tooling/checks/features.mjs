// Prints the feature table of ChatBedrockConverse with the tests that prove each row. A row without a test fails.
import { features } from "./features/rows.mjs";
import { provingTitles } from "./features/titles.mjs";
import { isTestFile } from "./rules/files.mjs";
import { readWorkspace } from "./workspace.mjs";

const { packages } = readWorkspace();

/** @param {string} folder */
const testsOf = (folder) =>
  packages
    .filter((each) => each.folder === folder)
    .flatMap(({ sources }) => sources.filter(({ path }) => isTestFile(path)))
    .map(({ text }) => text);

const tests = { "bedrock-converse": testsOf("bedrock-converse"), "aws-auth": testsOf("aws-auth") };
let open = 0;

for (const [number, feature, ...proofs] of features) {
  const found = proofs.map((proof) => provingTitles(proof, tests));
  const proven = found.length > 0 && found.every((titles) => titles.length > 0);
  if (!proven) open += 1;
  const shown = found.map(([first, ...others]) =>
    first ? `${first}${others.length ? ` (+${others.length})` : ""}` : "?",
  );
  console.log(`${String(number).padStart(3)} ${proven ? "yes" : "NO "} ${feature.padEnd(58)} ${shown.join("; ")}`);
}
console.log(`\n${features.length - open} of ${features.length} rows are proven by a test`);
if (open > 0) process.exitCode = 1;
