/**
 * @import { Bundle } from "./weigh.mjs"
 *
 * @typedef {Record<string, { min: number, gzip: number }>} Budget bytes by target
 */

const headroom = 1.02;

/** Copies that we cannot prevent: the AWS clients pin one version of it, the credential chain released later another. */
const toleratedDuplicates = ["@aws-sdk/token-providers"];

/** @param {number} bytes */
export const kibibytes = (bytes) => (bytes / 1024).toFixed(1);

/**
 * @param {Record<string, Bundle>} bundles
 * @returns {Budget}
 */
export const toBudget = (bundles) =>
  Object.fromEntries(
    Object.entries(bundles).map(([target, { min, gzip }]) => [
      target,
      { min: Math.ceil(min * headroom), gzip: Math.ceil(gzip * headroom) },
    ]),
  );

/**
 * What is too large, has no budget or is in the bundle twice.
 *
 * @param {string} name of the package
 * @param {Record<string, Bundle>} bundles
 * @param {Budget} budget
 * @returns {string[]}
 */
export function compareWithBudget(name, bundles, budget) {
  return Object.entries(bundles).flatMap(([target, { min, gzip, contributors, duplicates }]) => {
    const allowed = budget[target];
    const unwanted = duplicates.filter((duplicate) => !toleratedDuplicates.includes(duplicate));
    const twice = unwanted.map((duplicate) => `${name}, ${target}: ${duplicate} is in the bundle in two copies.`);
    if (!allowed) {
      return [
        ...twice,
        `${name}, ${target}: no budget. Run \`node tooling/checks/size.mjs --write\` and commit the file.`,
      ];
    }
    if (min <= allowed.min && gzip <= allowed.gzip) return twice;
    const list = contributors.slice(0, 12).map((one) => `  ${kibibytes(one.bytes).padStart(8)} KiB  ${one.name}`);
    const sizes = `${kibibytes(min)} KiB (${kibibytes(gzip)} compressed), allowed ${kibibytes(allowed.min)} (${kibibytes(allowed.gzip)})`;
    const advice = "Make it smaller, or record the new size with --write and say in the change why it is worth it.";
    return [...twice, [`${name}, ${target}: ${sizes}.`, ...list, advice].join("\n")];
  });
}
