import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runtimes } from "./runtimes.mjs";

/** @import { Package } from "../workspace.mjs" */

const edgePrograms = join(dirname(dirname(fileURLToPath(import.meta.url))), "edge");

/** What has no Node built-ins and gets a bundle of the package's small program. */
export const edgeRuntimes = ["workerd", "Chromium"];

/** The machine's own Node runs all tests and `consumers`; the others are run by `runtimes`. */
export const header = ["package", "Node 20", ...runtimes.map(({ name }) => name), ...edgeRuntimes];

const start = "<!-- run-times: node tooling/checks/runtimes.mjs --write -->";
const end = "<!-- end of run-times -->";

/**
 * Whether a package is meant for run-times without Node's built-ins: it has a program for them.
 *
 * @param {Package} pkg
 */
export const isForTheEdge = ({ folder }) => existsSync(join(edgePrograms, `${folder}.mjs`));

/**
 * What each package claims, in the order of the header. A step that fails is a claim that does not hold.
 *
 * @param {Package} pkg
 */
export function claimsOf(pkg) {
  const onServers = runtimes.map(({ isNode }) => isNode || pkg.folder !== "local");
  const onTheEdge = edgeRuntimes.map(() => isForTheEdge(pkg));
  return [`\`${pkg.folder}\``, ...[true, ...onServers, ...onTheEdge].map((isMeant) => (isMeant ? "yes" : "–"))];
}

/** @param {string[][]} rows */
export const renderTable = (rows) =>
  [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/**
 * The part of a page between the marks.
 *
 * @param {string} text
 */
function findTable(text) {
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no part between "${start}" and "${end}".`);
  return {
    before: text.slice(0, from + start.length),
    table: text.slice(from + start.length, to),
    after: text.slice(to),
  };
}

/** A table's cells, however they are padded. @param {string} table */
const cellsOf = (table) =>
  table
    .trim()
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim().replace(/^-+$/, "---"))
        .join("|"),
    )
    .join("\n");

/**
 * @param {string} readme
 * @param {string} table
 */
export const hasTable = (readme, table) => cellsOf(findTable(readme).table) === cellsOf(table);

/**
 * @param {string} readme
 * @param {string} table
 */
export function withTable(readme, table) {
  const { before, after } = findTable(readme);
  return `${before}\n\n${table}\n\n${after}`;
}
