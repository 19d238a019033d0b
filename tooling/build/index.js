import { defineConfig } from "tsdown";

/** Every import but a path: of another package, of a Node built-in, and `#…` of the package's own manifest. */
const bareImport = /^(?![./]|[A-Za-z]:)/;

/** @type {import("tsdown").UserConfig} */
const common = {
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
};

/**
 * The one build of every package: ES modules with a CommonJS twin, and types for both, file by file.
 *
 * No other package's code is copied in, declared or not: a copy would be a second one beside the user's. `#…` imports
 * stay too: the package's own manifest resolves them, so that a bundler for the edge or the browser never sees the
 * files that need Node.
 *
 * @param {{ entry?: string[] }} [options] the entry files; `src/index.ts` unless said otherwise
 */
export const packageBuild = ({ entry = ["src/index.ts"] } = {}) => defineConfig({ ...common, entry });

/**
 * The build of a package of many files that nobody bundles again: the same, but the code of its ES modules stands in few
 * files, since Node takes half a millisecond for each that it imports. The entries keep their places.
 *
 * @param {{ entry: string[], inPlace?: string[] }} options `inPlace`: files that are found by their place in the build
 */
export const joinedBuild = ({ entry, inPlace = [] }) =>
  defineConfig([
    { ...common, entry, format: "cjs" },
    { ...common, entry, format: "esm", dts: { oxc: true, emitDtsOnly: true }, clean: false },
    { ...common, entry: [...entry, ...inPlace], format: "esm", unbundle: false, dts: false, clean: false },
  ]);
