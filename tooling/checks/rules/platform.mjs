import { builtinModules } from "node:module";
import { posix } from "node:path";
import { isTestFile } from "./files.mjs";
import { parseSource } from "./source.mjs";

/**
 * @import { Violation } from "./violation.mjs"
 * @import { GlobalUse, ImportUse } from "./source.mjs"
 * @import { SourceFile, Workspace } from "../workspace.mjs"
 */

const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/** Modules no shipped file loads: most would double a bundle. `import type` is free. */
const heavyModules = [
  { pattern: /^@langchain\/core$/, why: "The root of @langchain/core loads all of it. Import the narrow entry." },
  {
    pattern: /^@langchain\/core\/tools$/,
    why: "It adds 445 KiB. Recognise tools by shape; take types with import type.",
  },
  {
    pattern: /^@langchain\/core\/errors$/,
    why: "Beside an old @langchain/core it is a link error, not a sentence. Take errorBrands of @langchain-aws/core.",
  },
  { pattern: /^zod(\/|$)/, why: "It adds 420 KiB. Recognise schemas by shape; take types with import type." },
  { pattern: /^langchain(\/|$)/, why: "Packages build on @langchain/core only." },
];

/** @param {string} path @param {string} name */
const isNamed = (path, name) => posix.basename(path) === `${name}.ts`;

/**
 * @param {string} path
 * @param {ImportUse} use
 * @param {boolean} isNodeOnlyPackage
 * @returns {{ rule: string, what: string, fix: string } | undefined}
 */
function judgeImport(path, { specifier, kind }, isNodeOnlyPackage) {
  if (kind === "type") return undefined;
  const heavy = heavyModules.find(({ pattern }) => pattern.test(specifier));
  if (heavy) return { rule: "weight", what: `run-time import of "${specifier}"`, fix: heavy.why };
  if (isNodeOnlyPackage || isNamed(path, "node")) return undefined;
  if (builtins.has(specifier) || specifier.startsWith("node:")) {
    return {
      rule: "platform",
      what: `Node built-in "${specifier}" outside a file named node.ts`,
      fix: 'Move it to node.ts behind an "imports" entry with an edge twin.',
    };
  }
  const isNodeFile = specifier.startsWith(".") && posix.basename(specifier) === "node.ts";
  if (!isNodeFile) return undefined;
  return {
    rule: "platform",
    what: `relative import of "${specifier}"`,
    fix: 'Import it by its "#…" name, so that edge bundles get the twin.',
  };
}

/**
 * @param {string} path
 * @param {GlobalUse} use
 * @returns {{ rule: string, what: string, fix: string } | undefined}
 */
function judgeGlobal(path, { name, throughGlobalThis }) {
  if (isNamed(path, "node")) return undefined;
  // Through `globalThis` a missing name is undefined, not an error: a fast path where there is one is fine. The
  // environment is another matter, it changes results, so one file reads it.
  if (throughGlobalThis && (name !== "process" || isNamed(path, "environment"))) return undefined;
  return {
    rule: "platform",
    what: `\`${name}\` is not there in every run-time`,
    fix:
      name === "process"
        ? "environment.ts is the only reader of the environment, through globalThis."
        : "Use what every run-time has: Uint8Array, TextEncoder, import().",
  };
}

/**
 * @param {SourceFile} source
 * @param {boolean} isNodeOnlyPackage
 * @returns {Violation[]}
 */
function checkSource({ path, file, text }, isNodeOnlyPackage) {
  const { imports, globals } = parseSource(file, text);
  // `import.meta` has no CommonJS twin, so it is refused in Node-only packages as well.
  const watched = globals.filter(({ name }) => !isNodeOnlyPackage || name === "import.meta");
  const verdicts = [
    ...imports.map((use) => ({ line: use.line, verdict: judgeImport(path, use, isNodeOnlyPackage) })),
    ...watched.map((use) => ({ line: use.line, verdict: judgeGlobal(path, use) })),
  ];
  return verdicts.flatMap(({ line, verdict }) => (verdict ? [{ file, line, ...verdict }] : []));
}

/**
 * Shipped code runs wherever JavaScript runs, and loads no more than it must. `local` is a server: it is for Node only.
 *
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
export function checkPlatform({ packages }) {
  return packages.flatMap(({ folder, sources }) =>
    sources.filter(({ path }) => !isTestFile(path)).flatMap((source) => checkSource(source, folder === "local")),
  );
}
