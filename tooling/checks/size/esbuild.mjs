import { build } from "esbuild";

/**
 * @import { BuildOptions, Metafile } from "esbuild"
 * @import { Program, Target } from "./bundle.mjs"
 * @import { Chunk } from "./weigh.mjs"
 */

/** @type {Record<Target, BuildOptions>} */
const settings = {
  node: { platform: "node", mainFields: ["module", "main"] },
  "node, splitting": { platform: "node", mainFields: ["module", "main"], splitting: true },
  browser: { platform: "browser" },
};

/**
 * @param {Program} program
 * @param {Target} target
 * @returns {Promise<Chunk[]>}
 */
export async function bundleWithEsbuild({ code, directory, external = [], banner = "" }, target) {
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
    banner: { js: banner },
    logLevel: "silent",
    ...settings[target],
  };
  const { metafile, outputFiles = [] } = await build(options);
  return Object.entries(/** @type {Metafile} */ (metafile).outputs).map(([name, { imports, inputs }]) => ({
    name,
    isEntry: name === "out/program.js",
    imports: imports
      .filter(({ kind, external: outside }) => kind === "import-statement" && !outside)
      .map(({ path }) => path),
    contents:
      outputFiles.find(({ path }) => path.replaceAll("\\", "/").endsWith(`/${name}`))?.contents ?? new Uint8Array(),
    modules: Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]),
  }));
}
