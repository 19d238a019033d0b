import { join, resolve } from "node:path";
import { build } from "rolldown";
import { charactersBySource } from "./source-map.mjs";

/**
 * @import { BuildOptions, OutputChunk } from "rolldown"
 * @import { Program, Target } from "./bundle.mjs"
 * @import { Chunk } from "./weigh.mjs"
 */

/** @type {Record<Target, BuildOptions & { output: object }>} */
const settings = {
  node: { platform: "node", resolve: { mainFields: ["module", "main"] }, output: { codeSplitting: false } },
  "node, splitting": { platform: "node", resolve: { mainFields: ["module", "main"] }, output: {} },
  browser: { platform: "browser", output: { codeSplitting: false } },
};

/**
 * The bytes of each module, from the source map: rolldown itself knows them before it minifies only.
 *
 * @param {OutputChunk} chunk
 * @param {string} outputDirectory what the map's paths are relative to
 * @returns {[path: string, bytes: number][]}
 */
const modulesOf = ({ code, map }, outputDirectory) =>
  Object.entries(map ? charactersBySource(map, code) : {}).map(([source, characters]) => [
    resolve(outputDirectory, source),
    characters,
  ]);

/**
 * @param {Program} program
 * @param {Target} target
 * @returns {Promise<Chunk[]>}
 */
export async function bundleWithRolldown({ code, directory, external = [], banner = "" }, target) {
  const entry = join(directory, "program.js");
  const outputDirectory = join(directory, "dist");
  const { output, ...input } = settings[target];
  const { output: files } = await build({
    ...input,
    input: { program: entry },
    external,
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    transform: { target: "es2023" },
    output: {
      format: "esm",
      minify: true,
      comments: false,
      banner,
      dir: outputDirectory,
      sourcemap: "hidden",
      ...output,
    },
    write: false,
    logLevel: "silent",
  });
  return files.flatMap((chunk) => {
    if (chunk.type !== "chunk") return [];
    const contents = new TextEncoder().encode(chunk.code);
    const { fileName: name, imports, isEntry } = chunk;
    return [{ name, isEntry, imports, contents, modules: modulesOf(chunk, outputDirectory) }];
  });
}
