import { parseSync } from "oxc-parser";
import { build } from "tsdown";
import { entriesOf } from "../workspace.mjs";

/** @import { Package } from "../workspace.mjs" */

/**
 * Takes comments and empty lines out of declarations and sorts what they import, so that a report changes only when the
 * interface does.
 *
 * @param {string} text
 */
export function bareDeclarations(text) {
  const { comments } = parseSync("report.d.ts", text);
  const pieces = comments.toReversed().reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  const lines = pieces
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  const isImport = (/** @type {string} */ line) => line.startsWith("import ");
  return [...lines.filter(isImport).toSorted(), ...lines.filter((line) => !isImport(line))].join("\n");
}

/**
 * The declarations behind one entry, in one text: what it exports and every type of ours that takes part.
 *
 * @param {string} directory of the package, built
 * @param {string} name of the entry's file
 */
async function rollUp(directory, name) {
  const [bundle] = await build({
    config: false,
    tsconfig: false,
    cwd: directory,
    entry: { [name]: `dist/${name}.d.ts` },
    format: "esm",
    platform: "neutral",
    dts: { dtsInput: true, emitDtsOnly: true, sourcemap: false },
    deps: { neverBundle: [/^[^./]/] },
    clean: false,
    write: false,
    logLevel: "silent",
  });
  return (bundle?.chunks ?? []).map((chunk) => ("code" in chunk ? chunk.code : "")).join("\n");
}

/**
 * The public interface of a package as text, one part for each entry point.
 *
 * @param {Package} pkg
 */
export async function reportOf({ directory, manifest }) {
  const parts = [];
  for (const { key, name } of entriesOf(manifest)) {
    const specifier = manifest.name + key.slice(1);
    parts.push(`// ${specifier}\n\n${bareDeclarations(await rollUp(directory, name))}\n`);
  }
  return parts.join("\n");
}
