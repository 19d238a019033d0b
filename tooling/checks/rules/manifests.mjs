import { isDeepStrictEqual } from "node:util";
import { entriesOf } from "../workspace.mjs";
import { lineOf } from "./violation.mjs";

/**
 * @import { Violation } from "./violation.mjs"
 * @import { Conditions, Manifest, Package, Workspace } from "../workspace.mjs"
 */

const rule = "manifest";

/** Resolves to the sources of a sibling, so that types and tests need no build. Only this repository sets it. */
const sourceCondition = "@langchain-aws/source";

/** Run-times and bundlers without Node's built-ins, as they name themselves. */
const edgeConditions = ["edge", "edge-light", "workerd", "browser"];

/** What packages share besides `exports`. Key order is the formatter's matter. */
const sharedFields = {
  license: "MIT",
  type: "module",
  sideEffects: false,
  main: "./dist/index.cjs",
  module: "./dist/index.js",
  types: "./dist/index.d.cts",
  engines: { node: ">=20.19.0" },
  publishConfig: { access: "public" },
  scripts: {
    build: "tsdown",
    typecheck: "tsc --noEmit",
    lint: "oxlint --type-aware --deny-warnings .",
    test: "vitest run",
  },
};

const requiredFiles = ["dist", "CHANGELOG.md"];

/**
 * ES modules with a CommonJS twin, types for both.
 *
 * @param {string} name of the source file, without its ending
 * @returns {Conditions}
 */
const toExport = (name) => ({
  [sourceCondition]: `./src/${name}.ts`,
  import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
  require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
});

/**
 * A module in two forms: with Node's built-ins, and the twin for run-times that have none.
 *
 * @param {string} name
 * @param {string} edgeName
 * @returns {Conditions}
 */
function toImport(name, edgeName) {
  const onTheEdge = (/** @type {string} */ file) =>
    Object.fromEntries(edgeConditions.map((condition) => [condition, file]));
  return {
    [sourceCondition]: { ...onTheEdge(`./src/${edgeName}.ts`), default: `./src/${name}.ts` },
    ...onTheEdge(`./dist/${edgeName}.js`),
    import: `./dist/${name}.js`,
    require: `./dist/${name}.cjs`,
  };
}

/** @param {unknown} path */
const nameOf = (path) => /^\.\/(?:src|dist)\/(.+?)\.[cm]?[jt]s$/.exec(String(path))?.[1];

/**
 * @param {string | Conditions} conditions
 * @returns {Conditions | undefined} undefined when the two names cannot be told
 */
function canonicalImport(conditions) {
  if (typeof conditions === "string") return undefined;
  const name = nameOf(conditions.import);
  const edgeName = nameOf(edgeConditions.map((condition) => conditions[condition]).find(Boolean));
  return name && edgeName ? toImport(name, edgeName) : undefined;
}

/**
 * The one form of a package's manifest. Its entry points, dependencies and words are its own; the rest follows.
 *
 * @param {Manifest} manifest
 * @param {string} folder
 * @returns {Manifest}
 */
export function canonicalManifest(manifest, folder) {
  const extraFiles = (manifest.files ?? []).filter((file) => !requiredFiles.includes(file));
  const imports = Object.entries(manifest.imports ?? {}).map(([key, value]) => [key, canonicalImport(value) ?? value]);
  return {
    ...manifest,
    ...sharedFields,
    scripts: { ...manifest.scripts, ...sharedFields.scripts },
    repository: { type: "git", directory: `packages/${folder}` },
    files: [...requiredFiles, ...extraFiles],
    ...(imports.length > 0 && { imports: Object.fromEntries(imports) }),
    exports: {
      ...Object.fromEntries(entriesOf(manifest).map(({ key, name }) => [key, toExport(name)])),
      "./package.json": "./package.json",
    },
  };
}

/**
 * Conditions are tried in order, so two objects with the same members in another order are not the same.
 *
 * @param {unknown} a
 * @param {unknown} b
 */
const isSameInOrder = (a, b) => isDeepStrictEqual(a, b) && JSON.stringify(a) === JSON.stringify(b);

/**
 * @param {Package} pkg
 * @returns {Violation[]}
 */
function checkManifest({ folder, manifest, manifestFile, manifestText, sources }) {
  /** @param {string} key @param {string} what @param {string} fix */
  const violation = (key, what, fix) => ({
    file: manifestFile,
    line: lineOf(manifestText, `"${key}"`),
    rule,
    what,
    fix,
  });
  const write = "Run `node tooling/checks/manifests.mjs --write`.";
  const canonical = canonicalManifest(manifest, folder);
  const ordered = new Set(["exports", "imports", "files"]);
  const differing = Object.keys(canonical).filter((key) => {
    const [actual, expected] = [Reflect.get(manifest, key), Reflect.get(canonical, key)];
    return ordered.has(key) ? !isSameInOrder(actual, expected) : !isDeepStrictEqual(actual, expected);
  });
  const unclear = Object.entries(manifest.imports ?? {}).filter(([, value]) => !canonicalImport(value));
  const absent = entriesOf(manifest).filter(({ source }) => !sources.some(({ path }) => path === source));
  return [
    ...differing.map((key) => violation(key, `"${key}" is not in the form all packages share`, write)),
    ...unclear.map(([key]) =>
      violation(key, `"${key}" has no edge twin`, `Name the two files under "import" and "edge".`),
    ),
    ...absent.map(({ key, source }) =>
      violation(key, `the entry "${key}" has no ${source}`, "Add the file or drop the entry."),
    ),
    ...(manifest.description
      ? []
      : [violation("name", "no description", "One sentence: what a user installs it for.")]),
    ...(manifest.private
      ? [violation("private", "a private package in packages/", "What is never published stands in tooling/.")]
      : []),
    ...(manifest.name === `@langchain-aws/${folder}`
      ? []
      : [violation("name", `the name is ${manifest.name}`, `It is the folder's: @langchain-aws/${folder}.`)]),
  ];
}

/**
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
export const checkManifests = ({ packages }) => packages.flatMap(checkManifest);
