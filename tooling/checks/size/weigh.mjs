import { gzipSync } from "node:zlib";

/**
 * One file of a bundle, whichever bundler made it.
 *
 * @typedef {object} Chunk
 * @property {string} name
 * @property {boolean} isEntry whether the program itself is in it
 * @property {string[]} imports names of the chunks that load with it; not what it imports later
 * @property {Uint8Array} contents
 * @property {[path: string, bytes: number][]} modules what it consists of
 *
 * @typedef {object} Bundle
 * @property {number} min bytes that load at start, minified
 * @property {number} gzip the same, compressed
 * @property {{ name: string, bytes: number }[]} contributors packages in what loads at start, the largest first
 * @property {string[]} duplicates packages that are in the bundle in more than one version
 */

/**
 * The package a bundled file comes from, and which copy of it.
 *
 * @param {string} path
 */
export function originOf(path) {
  const installed = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path);
  if (installed?.[1] && installed[2]) return { name: installed[2], copy: installed[1] };
  const own = /(?:^|\/)packages\/([^/]+)\//.exec(path)?.[1];
  const name = own ? `@langchain-aws/${own}` : "the program";
  return { name, copy: name };
}

/**
 * The chunks that load with the entry: it, and what it imports statically.
 *
 * @param {Chunk[]} chunks
 * @returns {Chunk[]}
 */
export function eagerChunks(chunks) {
  const byName = new Map(chunks.map((chunk) => [chunk.name, chunk]));
  const reached = new Set(chunks.filter(({ isEntry }) => isEntry));
  for (const { imports } of reached) {
    for (const imported of imports) {
      const chunk = byName.get(imported);
      if (chunk) reached.add(chunk);
    }
  }
  return [...reached];
}

/**
 * What loads when the program starts, and of what it is made.
 *
 * @param {Chunk[]} chunks
 * @returns {Bundle}
 */
export function weigh(chunks) {
  const eager = eagerChunks(chunks);
  /** @type {Map<string, number>} */
  const bytesOf = new Map();
  /** @type {Map<string, Set<string>>} */
  const copiesOf = new Map();
  for (const [path, bytes] of eager.flatMap(({ modules }) => modules)) {
    const { name, copy } = originOf(path.replaceAll("\\", "/"));
    bytesOf.set(name, (bytesOf.get(name) ?? 0) + bytes);
    if (bytes > 0) copiesOf.set(name, (copiesOf.get(name) ?? new Set()).add(copy));
  }
  const total = (/** @type {(bytes: Uint8Array) => number} */ measure) =>
    eager.reduce((sum, { contents }) => sum + measure(contents), 0);
  return {
    min: total((bytes) => bytes.length),
    gzip: total((bytes) => gzipSync(bytes).length),
    contributors: Array.from(bytesOf, ([name, bytes]) => ({ name, bytes })).toSorted((a, b) => b.bytes - a.bytes),
    duplicates: [...copiesOf].filter(([, copies]) => copies.size > 1).map(([name]) => name),
  };
}
