import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseSync } from "oxc-parser";

/** Imports that cost nothing where what they bring is not used: those packages and built-ins have no side effects. */
const free = /^(@langchain-aws\/|node:|#)/;

/**
 * @typedef {object} Source
 * @property {string[]} imports the package's files that load with it
 * @property {boolean} needsLibrary whether it imports a library of others
 */

/** @param {{ isType: boolean }} entry */
const isValue = ({ isType }) => !isType;

/** @param {string} path */
const isFile = (path) => path.startsWith(".");

/**
 * @param {string} file
 * @returns {Source} without what it loads by `import()`
 */
function readSource(file) {
  const { module, errors } = parseSync(file, readFileSync(file, "utf8"));
  if (errors[0] !== undefined) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const imports = module.staticImports.filter(({ entries }) => entries.length === 0 || entries.some(isValue));
  const exports = module.staticExports.flatMap(({ entries }) => entries.filter(isValue));
  const paths = [...imports, ...exports].flatMap(({ moduleRequest }) => moduleRequest?.value ?? []);
  return {
    imports: paths.filter(isFile).map((path) => resolve(dirname(file), path)),
    needsLibrary: paths.some((path) => !isFile(path) && !free.test(path)),
  };
}

/**
 * Which sources of a package share a file of the build. Most stand in one. Those that load a library of others, themselves
 * or by what they import, keep a file each: LangChain's modules and some of the AWS SDK's have side effects, so a bundler
 * keeps the import of one wherever it keeps the file, even when nothing of it is used.
 *
 * @param {string[]} entries paths of the entry files
 * @returns {{ joined: Set<string>, apart: string[] }} absolute paths, without the entries and what is loaded by `import()`
 */
export function layoutOf(entries) {
  const roots = new Set(entries.map((entry) => resolve(entry)));
  /** @type {Map<string, Source>} */
  const sources = new Map();
  /** @param {string} file */
  const sourceOf = (file) => {
    const source = sources.get(file) ?? readSource(file);
    sources.set(file, source);
    return source;
  };
  /** @param {Iterable<string>} files */
  const withImports = (files) => {
    // A set visits what is added to it on the way.
    const found = new Set(files);
    for (const file of found) for (const imported of sourceOf(file).imports) found.add(imported);
    return found;
  };
  const needsLibrary = (/** @type {string} */ file) =>
    [...withImports([file])].some((one) => sourceOf(one).needsLibrary);

  const loaded = [...withImports(roots)].filter((file) => !roots.has(file));
  const apart = loaded.filter(needsLibrary);
  return { joined: new Set(loaded.filter((file) => !apart.includes(file))), apart };
}
