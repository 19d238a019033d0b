import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { listTrackedFiles } from "../workspace.mjs";
import { lineAt } from "./violation.mjs";

/**
 * @import { Violation } from "./violation.mjs"
 * @import { Workspace } from "../workspace.mjs"
 */

// Assembled, or this file would report itself.
const homes = ["work", "root", "home", "Users"].join("|");
const machinePath = new RegExp(String.raw`(?<![\w.~@\-/])/(?:${homes})/[\w.-]+`, "g");
const lockedHost = /tarball:\s*['"]?https?:|"resolved":\s*"https?:/g;
const registrySetting = /^\s*(?:@[\w-]+:)?registry\s*[=:]/gm;

const patterns = [
  {
    pattern: machinePath,
    only: /./,
    what: "path of one machine",
    fix: "Write a path relative to the file or the root.",
  },
  {
    pattern: lockedHost,
    only: /(^|\/)(pnpm-lock\.yaml|package-lock\.json)$/,
    what: "the host of a registry in a lockfile",
    fix: "Install again with the registry's own tarball names.",
  },
  {
    pattern: registrySetting,
    only: /(^|\/)(\.npmrc|pnpm-workspace\.yaml)$/,
    what: "a registry is set",
    fix: "Leave the registry to the user's own settings.",
  },
];

const maxBytes = 4_000_000;

/**
 * @param {string} root
 * @param {string} file
 */
function readIfText(root, file) {
  const path = join(root, file);
  if (statSync(path).size > maxBytes) return undefined;
  const text = readFileSync(path, "utf8");
  return text.includes("\0") ? undefined : text;
}

/**
 * Nothing under version control names the machine it was written on.
 *
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
export function checkText({ root }) {
  return listTrackedFiles(root).flatMap((file) => {
    const text = readIfText(root, file);
    if (text === undefined) return [];
    return patterns
      .filter(({ only }) => only.test(file))
      .flatMap(({ pattern, what, fix }) =>
        Array.from(text.matchAll(pattern), (match) => ({
          file,
          line: lineAt(text, match.index),
          rule: "text",
          what: `${what}: ${match[0].trim()}`,
          fix,
        })),
      );
  });
}
