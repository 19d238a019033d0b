import { defineConfig } from "tsdown";

/**
 * The one build of every package: ES modules with a CommonJS twin, and types for both, file by file.
 *
 * `#…` imports stay as they are: they are resolved by the `imports` of the package's own manifest, so that a
 * bundler for the edge or the browser never sees the files that need Node.
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
    deps: { neverBundle: [/^#/, /^node:/] },
  });
