import { join } from "node:path";
import { build } from "rolldown";

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
 * The bytes of each module. Rolldown knows them before it minifies only, so each gets its share of what remains.
 *
 * @param {OutputChunk} chunk
 * @param {number} bytes of the chunk
 * @returns {[path: string, bytes: number][]}
 */
function modulesOf({ modules }, bytes) {
  const lengths = Object.entries(modules).map(
    ([path, { renderedLength }]) => /** @type {const} */ ([path, renderedLength]),
  );
  const whole = lengths.reduce((sum, [, length]) => sum + length, 0);
  return lengths.map(([path, length]) => [path, whole === 0 ? 0 : Math.round((length / whole) * bytes)]);
}

/**
 * @param {Program} program
 * @param {Target} target
 * @returns {Promise<Chunk[]>}
 */
export async function bundleWithRolldown({ code, directory, external = [] }, target) {
  const entry = join(directory, "program.js");
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
    output: { format: "esm", minify: true, comments: false, ...output },
    write: false,
    logLevel: "silent",
  });
  return files.flatMap((chunk) => {
    if (chunk.type !== "chunk") return [];
    const contents = new TextEncoder().encode(chunk.code);
    const { fileName: name, imports, isEntry } = chunk;
    return [{ name, isEntry, imports, contents, modules: modulesOf(chunk, contents.length) }];
  });
}
