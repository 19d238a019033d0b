import { relative } from "node:path";
import { defineConfig } from "tsdown";
import { layoutOf } from "./layout.js";

/** Every import but a path: of another package, of a Node built-in, and `#…` of the package's own manifest. */
const bareImport = /^(?![./]|[A-Za-z]:)/;

/** @type {import("tsdown").UserConfig} */
const common = {
  format: ["esm", "cjs"],
  platform: "neutral",
  target: "node20.19",
  fixedExtension: false,
  report: false,
  clean: false,
  deps: { neverBundle: [bareImport] },
};

/** With declarations alone asked for, tsdown still writes the CommonJS files that belong to them. */
const declarationsAlone = {
  name: "declarations-alone",
  /** @param {unknown} _ @param {Record<string, unknown>} bundle */
  generateBundle(_, bundle) {
    for (const name of Object.keys(bundle)) if (!/\.d\.[cm]?ts$/.test(name)) delete bundle[name];
  },
};

/** @param {string} file its path inside `src`, without the ending */
const nameOf = (file) =>
  relative("src", file)
    .replaceAll("\\", "/")
    .replace(/\.[jt]s$/, "");

/**
 * The one build of every package: ES modules with a CommonJS twin, and types for both. The code stands in few files, since
 * Node takes half a millisecond for each that it imports; `layoutOf` says which. Types stand file by file.
 *
 * No other package's code is copied in, declared or not: a copy would be a second one beside the user's. `#…` imports
 * stay too: the package's own manifest resolves them, so that a bundler for the edge or the browser never sees the
 * files that need Node.
 *
 * @param {object} [options]
 * @param {string[]} [options.entry] the entry files; `src/index.ts` unless said otherwise
 * @param {string[]} [options.inPlace] further files that are found by their place in the build; they get no types
 */
export function packageBuild({ entry = ["src/index.ts"], inPlace = [] } = {}) {
  const entries = [...entry, ...inPlace];
  const { joined, apart } = layoutOf(entries);
  return defineConfig([
    {
      ...common,
      entry: Object.fromEntries([...entries, ...apart].map((file) => [nameOf(file), file])),
      // Files of a group bring what they import along, entries too, unless told not to; this goes with it.
      inputOptions: { preserveEntrySignatures: "allow-extension" },
      outputOptions: {
        codeSplitting: {
          groups: [{ name: "shared", test: (id) => joined.has(id) }],
          includeDependenciesRecursively: false,
        },
      },
      dts: false,
      sourcemap: true,
      hash: false,
      clean: true,
    },
    { ...common, entry, unbundle: true, dts: { oxc: true, emitDtsOnly: true }, plugins: [declarationsAlone] },
  ]);
}
