// The rules between packages, enforced on sources and manifests. Exits with 1 and a list when one is broken.
import { checkRules } from "./rules/all.mjs";
import { formatViolation } from "./rules/violation.mjs";
import { readWorkspace } from "./workspace.mjs";

const workspace = readWorkspace();
const violations = checkRules(workspace);
for (const violation of violations) console.log(formatViolation(violation));

const files = workspace.packages.reduce((count, { sources }) => count + sources.length, 0);
console.log(`rules: ${workspace.packages.length} packages, ${files} files, ${violations.length} violations`);
if (violations.length > 0) process.exitCode = 1;
