import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, runPnpm } from "../process.mjs";
import { entriesOf } from "../workspace.mjs";

/**
 * @import { Manifest, Package } from "../workspace.mjs"
 * @import { Outcome } from "../process.mjs"
 *
 * @typedef {object} Consumer a project of a user, with one package in it
 * @property {string} directory
 * @property {Package} pkg
 * @property {string[]} specifiers what it can import
 */

const checksFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What a package exports and a project without its optional peers can load: an entry named after such a peer needs it,
 * and a command is started, not imported.
 *
 * @param {Manifest} manifest
 */
export function importableSpecifiers({ name, exports, bin, peerDependenciesMeta = {} }) {
  const commands = Object.values(bin ?? {});
  return entriesOf({ name, version: "", exports: exports ?? {} })
    .filter((entry) => !peerDependenciesMeta[entry.name]?.optional && !commands.includes(`./dist/${entry.name}.js`))
    .map(({ key }) => name + key.slice(1));
}

/**
 * Writes the project. The siblings that the package needs come from their tarballs, under the names it asks for them.
 *
 * @param {string} directory
 * @param {Package} pkg
 * @param {Map<string, string>} tarballs by package name
 * @param {Record<string, string>} peers exact versions
 * @returns {Consumer}
 */
export function writeConsumer(directory, pkg, tarballs, peers) {
  mkdirSync(directory, { recursive: true });
  const { name } = pkg.manifest;
  const fileOf = (/** @type {string} */ sibling) => `file:${tarballs.get(sibling)}`;
  const overrides = Object.fromEntries(
    [...tarballs.keys()].filter((sibling) => sibling !== name).map((sibling) => [sibling, fileOf(sibling)]),
  );
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { [name]: fileOf(name), ...peers },
    overrides,
  };
  writeFileSync(join(directory, "package.json"), JSON.stringify(manifest, null, 2));
  // pnpm reads its overrides from here, npm from the manifest.
  writeFileSync(join(directory, "pnpm-workspace.yaml"), JSON.stringify({ packages: ["."], overrides }));
  const specifiers = importableSpecifiers(pkg.manifest);
  writeFileSync(join(directory, "compare.mjs"), compareProgram(specifiers));
  writeSmoke(directory, pkg);
  writeTypePrograms(directory, specifiers);
  return { directory, pkg, specifiers };
}

/**
 * Imports and requires each entry: both must load and export the same names.
 *
 * @param {string[]} specifiers
 */
const compareProgram = (specifiers) => `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
for (const specifier of ${JSON.stringify(specifiers)}) {
  const imported = Object.keys(await import(specifier)).filter((key) => key !== "default" && key !== "module.exports").sort().join();
  const required = Object.keys(require(specifier)).sort().join();
  if (imported !== required || imported === "") {
    console.error(specifier + " exports\\n  " + imported + "\\nas an ES module and\\n  " + required + "\\nas CommonJS");
    process.exitCode = 1;
  }
}
`;

/**
 * @param {string} directory
 * @param {Package} pkg
 */
function writeSmoke(directory, { folder, manifest }) {
  const smoke = join(checksFolder, "smoke", `${folder}.mjs`);
  if (!existsSync(smoke)) return;
  copyFileSync(smoke, join(directory, "smoke.mjs"));
  writeFileSync(
    join(directory, "smoke-esm.mjs"),
    `import * as module from "${manifest.name}";\nimport smoke from "./smoke.mjs";\nconsole.log(await smoke(module));\n`,
  );
  writeFileSync(
    join(directory, "smoke-cjs.cjs"),
    `const module_ = require("${manifest.name}");\nimport("./smoke.mjs").then(({ default: smoke }) => smoke(module_)).then(console.log);\n`,
  );
}

/**
 * @param {string} directory
 * @param {string[]} specifiers
 */
function writeTypePrograms(directory, specifiers) {
  const code = specifiers
    .map(
      (specifier, index) =>
        `import * as m${index} from "${specifier}";\nexport const k${index}: string[] = Object.keys(m${index});\n`,
    )
    .join("");
  writeFileSync(join(directory, "types.mts"), code);
  writeFileSync(join(directory, "types.cts"), code);
  for (const mode of ["node16", "nodenext", "bundler"]) {
    const module = mode === "bundler" ? "esnext" : mode;
    const compilerOptions = {
      target: "es2023",
      lib: ["es2023", "dom", "dom.iterable"],
      module,
      moduleResolution: mode,
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: ["node"],
    };
    // A CommonJS file exists only where the resolution tells the two apart.
    const files = mode === "bundler" ? ["types.mts"] : ["types.mts", "types.cts"];
    writeFileSync(join(directory, `tsconfig.${mode}.json`), JSON.stringify({ compilerOptions, files }));
  }
}

/**
 * @param {Consumer} consumer
 * @param {"npm" | "pnpm"} manager
 * @returns {Promise<Outcome>}
 */
export function install({ directory }, manager) {
  const options = { cwd: directory, timeoutMs: 300_000 };
  return manager === "npm"
    ? run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], options)
    : runPnpm(["install", "--reporter=append-only", "--ignore-scripts"], options);
}
