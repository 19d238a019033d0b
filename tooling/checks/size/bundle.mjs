import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/**
 * @import { BuildOptions, Metafile } from "esbuild"
 *
 * @typedef {object} Bundle
 * @property {number} min bytes that load at start, minified
 * @property {number} gzip the same, compressed
 * @property {{ name: string, bytes: number }[]} contributors packages in what loads at start, the largest first
 * @property {string[]} duplicates packages that are in the bundle in more than one version
 *
 * @typedef {object} Program
 * @property {string} code
 * @property {string} directory where its imports are resolved from
 * @property {string[]} [external] optional peers, which a program without them does not bundle
 */

/**
 * What a user's bundler does, in three settings.
 *
 * @satisfies {Record<string, BuildOptions>}
 */
export const targets = {
  node: { platform: "node", mainFields: ["module", "main"] },
  "node, splitting": { platform: "node", mainFields: ["module", "main"], splitting: true },
  browser: { platform: "browser" },
};

/** @typedef {keyof typeof targets} Target */

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
 * The output files that load with the entry: it, and what it imports statically.
 *
 * @param {Metafile["outputs"]} outputs
 * @returns {string[]}
 */
export function eagerOutputs(outputs) {
  const reached = new Set(
    Object.keys(outputs).filter((path) => outputs[path]?.entryPoint !== undefined && path.endsWith("program.js")),
  );
  for (const path of reached) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && !external) reached.add(imported);
    }
  }
  return [...reached];
}

/**
 * @param {Metafile["outputs"]} outputs
 * @param {string[]} paths
 */
function weigh(outputs, paths) {
  /** @type {Map<string, number>} */
  const bytes = new Map();
  /** @type {Map<string, Set<string>>} */
  const copies = new Map();
  for (const path of paths) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {})) {
      const { name, copy } = originOf(input);
      bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
      if (bytesInOutput > 0) copies.set(name, (copies.get(name) ?? new Set()).add(copy));
    }
  }
  return {
    contributors: Array.from(bytes, ([name, size]) => ({ name, bytes: size })).toSorted((a, b) => b.bytes - a.bytes),
    duplicates: [...copies].filter(([, places]) => places.size > 1).map(([name]) => name),
  };
}

/**
 * Bundles a program as an application would, and weighs what loads when it starts.
 *
 * @param {Program} program
 * @param {Target} target
 * @returns {Promise<Bundle>}
 */
export async function bundle({ code, directory, external = [] }, target) {
  /** @type {BuildOptions} */
  const options = {
    stdin: { contents: code, resolveDir: directory, sourcefile: "program.js" },
    bundle: true,
    external,
    minify: true,
    format: "esm",
    target: "es2023",
    write: false,
    metafile: true,
    legalComments: "none",
    outdir: "out",
    entryNames: "program",
    logLevel: "silent",
    ...targets[target],
  };
  const { metafile, outputFiles = [] } = await build(options);
  const { outputs } = /** @type {Metafile} */ (metafile);
  const eager = eagerOutputs(outputs);
  const files = outputFiles.filter(({ path }) => eager.some((name) => path.replaceAll("\\", "/").endsWith(name)));
  const total = (/** @type {(bytes: Uint8Array) => number} */ measure) =>
    files.reduce((sum, { contents }) => sum + measure(contents), 0);
  return {
    min: total((bytes) => bytes.length),
    gzip: total((bytes) => gzipSync(bytes).length),
    ...weigh(outputs, eager),
  };
}
