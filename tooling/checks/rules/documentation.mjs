import { existsSync } from "node:fs";
import { join } from "node:path";
import { isTestFile } from "./files.mjs";
import { parseSource } from "./source.mjs";

/**
 * @import { Violation } from "./violation.mjs"
 * @import { Package, Workspace } from "../workspace.mjs"
 */

const rule = "documentation";

/**
 * @param {Package} pkg
 * @returns {Violation[]}
 */
function checkReadme({ folder, directory }) {
  if (existsSync(join(directory, "README.md"))) return [];
  const file = `packages/${folder}/README.md`;
  return [
    {
      file,
      line: 1,
      rule,
      what: "missing",
      fix: "What for, install, one runnable example, options, differences from Python.",
    },
  ];
}

/**
 * Every package has a README, and every exported declaration a doc comment.
 *
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
export function checkDocumentation({ packages }) {
  return packages.flatMap((pkg) => [
    ...checkReadme(pkg),
    ...pkg.sources
      .filter(({ path }) => !isTestFile(path))
      .flatMap(({ file, text }) =>
        parseSource(file, text)
          .declarations.filter(({ documented }) => !documented)
          .map(({ name, line }) => ({
            file,
            line,
            rule,
            what: `\`${name}\` is exported without a doc comment`,
            fix: "Say what it means, then what would surprise: units, shapes, defaults, errors.",
          })),
      ),
  ]);
}
