import { build } from "esbuild";

/**
 * Bundles code for a run-time without Node's built-ins. The bundle may need nothing: the optional peers are not installed.
 *
 * @param {string} code
 * @param {string} directory of a project in which the packages are installed
 * @param {{ conditions: string[], outfile: string }} target
 * @returns {Promise<string | undefined>} what failed
 */
export async function bundleForTheEdge(code, directory, { conditions, outfile }) {
  try {
    await build({
      stdin: { contents: code, resolveDir: directory, sourcefile: "entry.js" },
      bundle: true,
      format: "esm",
      platform: "browser",
      conditions,
      target: "es2023",
      outfile,
      logLevel: "silent",
    });
    return undefined;
  } catch (error) {
    return String(error);
  }
}
