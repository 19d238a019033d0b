/**
 * One block of TypeScript in a Markdown file.
 *
 * @typedef {object} Example
 * @property {number} line of its first line of code, counted from 1
 * @property {string} code
 * @property {"run" | "test" | "check"} how a program, a file of tests, or only type-checked (` ```ts no-run `)
 */

/** @param {string} code */
const isTestCode = (code) => /from ["'](vitest|@langchain-aws\/local\/vitest)["']/.test(code);

/**
 * The TypeScript blocks of a Markdown file. Each stands for itself: a reader copies one, not all before it.
 *
 * @param {string} markdown
 * @returns {Example[]}
 * @throws Error for a fence of more than three marks: formatters make one around a block that holds another, which means
 *   that a fence is missing
 */
export function readExamples(markdown) {
  const long = markdown.split("\n").findIndex((line) => /^\s*````/.test(line));
  if (long >= 0) throw new Error(`line ${long + 1}: a fence of more than three marks; is the end of a block missing?`);
  const blocks = markdown.matchAll(/^```(?:ts|typescript)\b([^\n]*)\n([\s\S]*?)^```/gm);
  return Array.from(blocks, ({ index, 0: block, 1: info = "", 2: code = "" }) => {
    const line = markdown.slice(0, index + block.indexOf("\n") + 1).split("\n").length;
    if (/\bno-run\b/.test(info)) return { line, code, how: "check" };
    return { line, code, how: isTestCode(code) ? "test" : "run" };
  });
}

/**
 * The code on the lines it has in the Markdown file, so that every tool reports those.
 *
 * @param {Example} example
 */
export const atItsLine = ({ line, code }) => `${"\n".repeat(line - 1)}${code}export {};\n`;
