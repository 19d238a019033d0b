/**
 * The run-times every package is tried on besides the machine's own Node, each from npm, fetched when needed.
 *
 * @typedef {object} Runtime
 * @property {string} name
 * @property {string} npmPackage with its exact version
 * @property {string[]} command that a file name is added to
 * @property {boolean} isNode loads CommonJS files as well, and `local`, which is a server for Node
 */

/** @type {Runtime[]} */
export const runtimes = [
  { name: "Node 22", npmPackage: "node@22.23.3", command: ["node"], isNode: true },
  { name: "Node 24", npmPackage: "node@24.21.0", command: ["node"], isNode: true },
  { name: "Bun", npmPackage: "bun@1.4.5", command: ["bun", "run"], isNode: false },
  {
    name: "Deno",
    npmPackage: "deno@2.9.6",
    command: ["deno", "run", "--allow-all", "--node-modules-dir=manual"],
    isNode: false,
  },
];

/** A run-time without Node's built-ins: only what a bundler made for it runs here. */
export const workerd = { name: "workerd", npmPackage: "workerd@1.20261117.1", compatibilityDate: "2026-11-01" };

/**
 * @param {string} npmPackage
 * @param {string[]} command
 */
export const throughNpm = (npmPackage, command) => [
  "exec",
  "--yes",
  "--loglevel=error",
  `--package=${npmPackage}`,
  "--",
  ...command,
];
