import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { measuredEnvironment } from "./child.mjs";
import { median } from "./statistics.mjs";

/** @param {string} file beside this one */
export const pathOf = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * Runs a program to its end, in a process of its own.
 *
 * @param {string} path
 * @param {string[]} [args]
 * @returns {{ ms: number, rss: number }} wall time of the whole process; resident memory in MiB
 */
export function runOnce(path, args = []) {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [path, ...args], {
    env: measuredEnvironment(),
    encoding: "utf8",
  });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${path} ${args.join(" ")} failed: ${stderr}`);
  return { ms, rss: Number(stdout) };
}

/**
 * The median of each run over a bare Node, in milliseconds. All take turns, so that a slow minute of the machine is
 * everyone's.
 *
 * @param {number} rounds
 * @param {(() => number)[][]} runs a list for each program
 * @returns {number[][]}
 */
export function takeTurns(rounds, runs) {
  /** @type {number[]} */
  const bare = [];
  const times = runs.map((list) => list.map(() => /** @type {number[]} */ ([])));
  for (let round = 0; round < rounds; round += 1) {
    bare.push(runOnce(pathOf("cold-import.mjs")).ms);
    for (const [index, list] of runs.entries()) {
      for (const [column, run] of list.entries()) times[index]?.[column]?.push(run());
    }
  }
  return times.map((list) => list.map((values) => median(values) - median(bare)));
}
