import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, runPnpm } from "../process.mjs";
import { entriesOf } from "../workspace.mjs";

/**
 * @import { Manifest, Package } from "../workspace.mjs"
 * @import { Outcome } from "../process.mjs"
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
 * Writes a project that depends on the given packages, as a user's would. The siblings that they need come from their
 * tarballs, under the names they ask for them.
 *
 * @param {string} directory
 * @param {string[]} names of the packages
 * @param {Map<string, string>} tarballs by package name
 * @param {Record<string, string>} others exact versions of what else is installed
 */
export function writeProject(directory, names, tarballs, others) {
  mkdirSync(directory, { recursive: true });
  const files = new Map(Array.from(tarballs, ([name, tarball]) => [name, `file:${tarball}`]));
  const own = Object.fromEntries(names.map((name) => [name, files.get(name)]));
  const overrides = Object.fromEntries([...files].filter(([name]) => !names.includes(name)));
  const manifest = { name: "consumer", private: true, type: "module", dependencies: { ...own, ...others }, overrides };
  writeFileSync(join(directory, "package.json"), JSON.stringify(manifest, null, 2));
  // pnpm reads its overrides from here, npm from the manifest.
  writeFileSync(join(directory, "pnpm-workspace.yaml"), JSON.stringify({ packages: ["."], overrides }));
}

/**
 * Writes the programs that try one package: `compare.mjs`, and `smoke-esm.mjs` and `smoke-cjs.cjs` where there is a
 * small program for it under `smoke/`.
 *
 * @param {string} directory the project's, or a folder in it
 * @param {Package} pkg
 * @returns {string[]} their names
 */
export function writePrograms(directory, { folder, manifest }) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "compare.mjs"), compareProgram(importableSpecifiers(manifest)));
  const smoke = join(checksFolder, "smoke", `${folder}.mjs`);
  if (!existsSync(smoke)) return ["compare.mjs"];
  copyFileSync(smoke, join(directory, "smoke.mjs"));
  writeFileSync(
    join(directory, "smoke-esm.mjs"),
    `import * as module from "${manifest.name}";\nimport smoke from "./smoke.mjs";\nconsole.log(await smoke(module));\n`,
  );
  writeFileSync(
    join(directory, "smoke-cjs.cjs"),
    `const module_ = require("${manifest.name}");\nimport("./smoke.mjs").then(({ default: smoke }) => smoke(module_)).then(console.log);\n`,
  );
  return ["compare.mjs", "smoke-esm.mjs", "smoke-cjs.cjs"];
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
 * Writes what a compiler is asked: every entry, from an ES module and from CommonJS, in each mode of resolution.
 *
 * @param {string} directory
 * @param {Package} pkg
 */
export function writeTypePrograms(directory, { manifest: own }) {
  const specifiers = importableSpecifiers(own);
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
 * @param {string} directory
 * @param {"npm" | "pnpm"} manager
 * @returns {Promise<Outcome>}
 */
export function install(directory, manager) {
  const options = { cwd: directory, timeoutMs: 300_000 };
  return manager === "npm"
    ? run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], options)
    : runPnpm(["install", "--reporter=append-only", "--ignore-scripts"], options);
}
