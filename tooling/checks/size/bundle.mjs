import { bundleWithEsbuild } from "./esbuild.mjs";
import { bundleWithRolldown } from "./rolldown.mjs";
import { weigh } from "./weigh.mjs";

/**
 * @import { Bundle, Chunk } from "./weigh.mjs"
 *
 * @typedef {object} Program
 * @property {string} code
 * @property {string} directory where its imports are resolved from
 * @property {string[]} [external] optional peers, which a program without them does not bundle
 * @property {string} [banner] what each file begins with
 */

/** What a user's bundler is told: for Node in one file, for Node with lazy parts in files of their own, for a browser. */
export const targets = /** @type {const} */ (["node", "node, splitting", "browser"]);

/** @typedef {typeof targets[number]} Target */

/** @satisfies {Record<string, (program: Program, target: Target) => Promise<Chunk[]>>} */
export const bundlers = { esbuild: bundleWithEsbuild, rolldown: bundleWithRolldown };

/** @typedef {keyof typeof bundlers} Bundler */

/**
 * Bundles a program as an application would, and weighs what loads when it starts.
 *
 * @param {Program} program
 * @param {Bundler} bundler
 * @param {Target} target
 * @returns {Promise<Bundle>}
 */
export const bundle = async (program, bundler, target) => weigh(await bundlers[bundler](program, target));
