// Type-checks every TypeScript block of every README against the built packages, and runs it against `local`.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { startLocal } from "./local.mjs";
import { loopbackEnvironment, run } from "./process.mjs";
import { atItsLine, readExamples } from "./readmes/examples.mjs";
import { readText, readWorkspace, relativePath, repositoryRoot } from "./workspace.mjs";

/**
 * @import { Example } from "./readmes/examples.mjs"
 *
 * @typedef {object} Page
 * @property {string} file from the root
 * @property {string} directory where its imports are resolved from
 * @property {Example[]} examples
 */

const binaries = join(repositoryRoot, "tooling", "checks", "node_modules", ".bin");

/** @returns {Page[]} */
function readPages() {
  const packages = readWorkspace().packages.map(({ directory }) => ({ file: join(directory, "README.md"), directory }));
  // Pages that belong to no package may use what the demo uses.
  const demo = join(repositoryRoot, "tooling", "demo");
  const docs = readdirSync(join(repositoryRoot, "docs")).filter((name) => name.endsWith(".md"));
  const shared = ["README.md", ...docs.map((name) => join("docs", name))];
  return [...packages, ...shared.map((file) => ({ file: join(repositoryRoot, file), directory: demo }))]
    .filter(({ file }) => existsSync(file))
    .map(({ file, directory }) => ({
      file: relativePath(repositoryRoot, file),
      directory,
      examples: examplesOf(file),
    }))
    .filter(({ examples }) => examples.length > 0);
}

/** @param {string} file */
function examplesOf(file) {
  try {
    return readExamples(readText(file));
  } catch (error) {
    throw new Error(`${relativePath(repositoryRoot, file)}, ${String(error)}`, { cause: error });
  }
}

/** What a reader's project has: strict, and no knowledge of this repository's sources. */
const compilerOptions = {
  target: "es2023",
  lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
  module: "nodenext",
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: ["node"],
};

/**
 * @param {Page} page
 * @param {string} scratch
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string[]>} what failed, with file and line
 */
async function tryPage({ file, examples }, scratch, env) {
  const named = examples.map((example) => ({ ...example, name: `${file.replaceAll(/[^\w]+/g, "-")}-${example.line}` }));
  for (const example of named) {
    const source = atItsLine(example);
    writeFileSync(join(scratch, `${example.name}${example.how === "test" ? ".test" : ""}.ts`), source);
    const { code } = transformSync(source, {
      loader: "ts",
      format: "esm",
      target: "node20.19",
      sourcemap: "inline",
      sourcefile: file,
    });
    if (example.how === "run") writeFileSync(join(scratch, `${example.name}.mjs`), code);
  }
  writeFileSync(join(scratch, "vitest.config.mjs"), 'export default { test: { include: ["*.test.ts"] } };\n');
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const checked = await run(join(binaries, "tsc"), ["-p", scratch, "--pretty", "false"], { cwd: scratch });
  const failures =
    checked.code === 0 ? [] : [checked.output.replaceAll(/^[^\s(]*?-\d+(?:\.test)?\.ts\((\d+),/gm, `${file}:$1 (`)];
  for (const { name, line, how } of named) {
    if (how === "check") continue;
    const { code, output } =
      how === "run"
        ? await run(process.execPath, ["--enable-source-maps", `${name}.mjs`], { cwd: scratch, env, timeoutMs: 30_000 })
        : await run(join(binaries, "vitest"), ["run", "--root", scratch, name], {
            cwd: scratch,
            env,
            timeoutMs: 60_000,
          });
    console.log(`${code === 0 ? "ok    " : "failed"} ${file}:${line}`);
    if (code !== 0) failures.push(`${file}:${line}\n${output}`);
  }
  return failures;
}

const local = await startLocal();
const env = loopbackEnvironment(local.env());
const failures = [];
try {
  for (const page of readPages()) {
    const scratch = join(page.directory, ".readme-examples");
    mkdirSync(scratch, { recursive: true });
    try {
      failures.push(...(await tryPage(page, scratch, env)));
    } finally {
      rmSync(scratch, { recursive: true });
    }
  }
} finally {
  await local.close();
}
for (const failure of failures) console.log(`\n${failure}`);
if (failures.length > 0) process.exitCode = 1;
