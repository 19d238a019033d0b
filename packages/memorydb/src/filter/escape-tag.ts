import type { Engine } from "../engine.ts";
import { MemoryDBFilterError } from "../errors.ts";

/** Characters that every engine takes as they are, blanks between others among them. */
const plain = /^[\p{L}\p{N}\p{M}_ \u0080-\u{10FFFF}]$/u;

/** What stays syntax whatever is written before it. A parameter begins with `$`. */
const unprotected: Readonly<Record<Engine["tagEscapes"], RegExp>> = {
  all: /(?!)/,
  "without-braces": /[{}]/,
  none: /[{}|\\]|^\$/,
};

/**
 * The text of a tag value in a query, in which nothing of it is read as syntax.
 *
 * @throws MemoryDBFilterError for a value that the engine would take for another one
 */
export function escapeTag(value: string, field: string, separator: string, engine: Engine, isPrefix: boolean): string {
  const refusal = refuse(value, separator, engine, isPrefix);
  if (refusal !== undefined) throw new MemoryDBFilterError(`A value of the tag filter on ${field} ${refusal}`);
  if (engine.tagEscapes === "none") return value;
  return Array.from(value, (character) => (plain.test(character) ? character : `\\${character}`)).join("");
}

function refuse(value: string, separator: string, engine: Engine, isPrefix: boolean): string | undefined {
  const { name, tagEscapes, endingStarIsPrefix } = engine;
  if (value.includes("\0")) return "holds the character NUL.";
  if (value.trim() !== value) return "begins or ends with a blank, which engines cut off.";
  if (value.includes(separator))
    return `holds "${separator}", which separates the values of that field: it can match nothing.`;
  if (!isPrefix && endingStarIsPrefix && value.endsWith("*")) {
    return `ends in *, which ${name} takes for a prefix, escaped or not.`;
  }
  if (unprotected[tagEscapes].test(value) || (isPrefix && tagEscapes === "none" && value.includes("*"))) {
    return `holds a character that ${name} of this version cannot escape.`;
  }
  return undefined;
}
