/**
 * One broken rule: where, which, what is wrong and what to do about it.
 *
 * @typedef {object} Violation
 * @property {string} file from the root
 * @property {number} line counted from 1
 * @property {string} rule
 * @property {string} what
 * @property {string} fix
 */

/**
 * The line of a position in a text, counted from 1.
 *
 * @param {string} text
 * @param {number} offset
 */
export const lineAt = (text, offset) => text.slice(0, offset).split("\n").length;

/**
 * The line on which a text first appears, or 1.
 *
 * @param {string} text
 * @param {string} needle
 */
export const lineOf = (text, needle) => lineAt(text, Math.max(0, text.indexOf(needle)));

/** @param {Violation} violation */
export const formatViolation = ({ file, line, rule, what, fix }) => `${file}:${line}  [${rule}] ${what}\n    ${fix}`;
