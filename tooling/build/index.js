import { defineConfig } from "tsdown";

/** Every import but a path: of another package, of a Node built-in, and `#…` of the package's own manifest. */
const bareImport = /^(?![./]|[A-Za-z]:)/;

/**
 * The one build of every package: ES modules with a CommonJS twin, and types for both, file by file.
 *
 * No other package's code is copied in, declared or not: a copy would be a second one beside the user's. `#…` imports
 * stay too: the package's own manifest resolves them, so that a bundler for the edge or the browser never sees the
 * files that need Node.
 *
 * @param {{ entry?: string[] }} [options] the entry files; `src/index.ts` unless said otherwise
 */
export const packageBuild = ({ entry = ["src/index.ts"] } = {}) =>
  defineConfig({
    entry,
    format: ["esm", "cjs"],
    platform: "neutral",
    target: "node20.19",
    unbundle: true,
    fixedExtension: false,
    dts: { oxc: true },
    sourcemap: true,
    clean: true,
    report: false,
    deps: { neverBundle: [bareImport] },
  });
