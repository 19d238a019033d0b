// Brings about what people get wrong, with the packed packages in a project of their own, in ES modules and in CommonJS: an
// @langchain/core or a Node that is too old, optional packages that are missing or of another version, an old AWS client of
// the caller's. Compares what is said with `sentences/expected.mjs`, word by word, and prints it as a table.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install, writeProject } from "./consumers/consumer.mjs";
import { packAll } from "./consumers/pack.mjs";
import { oldestCore } from "./consumers/peers.mjs";
import { loopbackEnvironment, run } from "./process.mjs";
import { throughNpm } from "./runtimes/runtimes.mjs";
import { constructions } from "./sentences/constructions.mjs";
import * as expected from "./sentences/expected.mjs";
import { injections, uses } from "./sentences/uses.mjs";
import { repositoryRoot } from "./workspace.mjs";

/** @typedef {Record<string, string>} Said by package, or by package and what is asked of it */

const programs = join(dirname(fileURLToPath(import.meta.url)), "sentences");
const directory = mkdtempSync(join(tmpdir(), "sentences-"));
const modules = join(directory, "node_modules");
const env = loopbackEnvironment({});

const oldCores = ["0.3.80", "1.0.0", "1.3.5"];
/** Of Node 16, LangChain's core cannot be loaded, so that only packages that do without it can speak. */
const oldNodes = ["16.20.2", "18.20.8", "20.18.3"];
const onNode16 = ["embeddings", "rerank", "local"];
const unloadable = "ReadableStream is not defined";

/** Releases that no package here works with, under names of their own, to be put in their places. */
const wrongPackages = {
  "https-proxy-agent": "5.0.1",
  "@redis/client": "1.6.0",
  yaml: "1.10.2",
  "@aws-sdk/client-bedrock": "3.427.0",
};
const oldClient = { name: "old-client", version: "npm:@aws-sdk/client-bedrock-runtime@3.427.0" };

/** @param {string} version */
const aliasOfCore = (version) => `old-core-${version}`;

/** @param {string} name */
const aliasOfWrong = (name) => `wrong-${name.replace("@", "").replace("/", "-")}`;

/** @type {{ situation: string, name: string, said: string, formats: string[] }[]} */
const rows = [];
/** @type {string[]} */
const problems = [];

/**
 * @param {string} situation
 * @param {string} format
 * @param {Said} said
 * @param {Said} wanted
 */
function compare(situation, format, said, wanted) {
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(said)])) {
    const sentence = said[name] ?? "(nothing)";
    if (sentence !== wanted[name])
      problems.push(`${situation}, ${format}, ${name}:\n  said   ${sentence}\n  wanted ${wanted[name] ?? "(nothing)"}`);
    const known = rows.find((row) => row.situation === situation && row.name === name && row.said === sentence);
    if (known) known.formats.push(format);
    else rows.push({ situation, name, said: sentence, formats: [format] });
  }
}

/**
 * Runs `report` of one of the programs with a loader of each kind.
 *
 * @param {string} situation
 * @param {string} program
 * @param {Said} wanted
 * @param {{ node?: string, argument?: string }} [options]
 */
async function ask(situation, program, wanted, { node = process.execPath, argument } = {}) {
  const rest = argument === undefined ? "" : `, ${JSON.stringify(argument)}`;
  const print = "(said) => console.log('\\nSAID ' + JSON.stringify(said))";
  const code = `.then(({ report }) => report(load${rest})).then(${print});\n`;
  const files = { "ES modules": `${program}-esm.mjs`, CommonJS: `${program}-cjs.cjs` };
  writeFileSync(
    join(directory, files["ES modules"]),
    `const load = (name) => import(name);\nimport("./${program}.mjs")${code}`,
  );
  writeFileSync(
    join(directory, files.CommonJS),
    `const load = async (name) => require(name);\nimport("./${program}.mjs")${code}`,
  );
  await Promise.all(
    Object.entries(files).map(async ([format, file]) => {
      const { output } = await run(node, [file], { cwd: directory, env, timeoutMs: 60_000 });
      const line = /^SAID (.*)$/m.exec(output)?.[1];
      if (line === undefined) problems.push(`${situation}, ${format}: no answer\n${output}`);
      else compare(situation, format, JSON.parse(line), wanted);
    }),
  );
}

/**
 * Puts other packages in the places of installed ones, and back.
 *
 * @param {Record<string, string | undefined>} others by the name of the place: what is put there, or nothing
 * @param {() => Promise<void>} task
 */
async function inPlaceOf(others, task) {
  const moves = Object.entries(others).flatMap(([name, other]) => {
    const aside = existsSync(join(modules, name)) ? [[name, `${name}-aside`]] : [];
    return other === undefined ? aside : [...aside, [other, name]];
  });
  for (const [from = "", to = ""] of moves) {
    mkdirSync(dirname(join(modules, to)), { recursive: true });
    renameSync(join(modules, from), join(modules, to));
  }
  try {
    await task();
  } finally {
    for (const [from = "", to = ""] of moves.toReversed()) renameSync(join(modules, to), join(modules, from));
  }
}

/**
 * @param {string} situation
 * @param {string} name
 * @param {Promise<import("./process.mjs").Outcome>} running
 * @param {string} wanted
 */
async function command(situation, name, running, wanted) {
  const { code, output } = await running;
  if (code === 0) problems.push(`${situation}, ${name}: ends with code 0`);
  compare(situation, "command", { [name]: output.trim() }, { [name]: wanted });
}

/** @param {(folder: string) => string} sentence */
const byPackage = (sentence) => Object.fromEntries(Object.keys(constructions).map((name) => [name, sentence(name)]));

/** @param {string[]} names */
const distinct = (names) => [...new Set(names)].toSorted();

/** @param {import("./workspace.mjs").Package[]} packages */
function checkCompleteness(packages) {
  const classes = packages.filter(({ folder }) => !["core", "aws-auth"].includes(folder)).map(({ folder }) => folder);
  if (distinct(classes).join() !== distinct(Object.keys(constructions)).join())
    problems.push(`sentences/constructions.mjs has ${Object.keys(constructions).join()}; there are ${classes.join()}`);
  // The entry that is named after vitest runs in vitest only, and names it in its import.
  const peers = packages.flatMap(({ manifest }) => Object.keys(manifest.peerDependenciesMeta ?? {}));
  const optional = distinct(peers).filter((name) => name !== "vitest");
  const used = distinct(uses.flatMap((use) => use.peers));
  if (optional.join() !== used.join())
    problems.push(`sentences/uses.mjs uses ${used.join()}; the optional peers are ${optional.join()}`);
}

/** @param {string} version */
async function nodeAt(version) {
  const args = throughNpm(`node@${version}`, ["node", "-p", "process.execPath"]);
  const { code, output } = await run("npm", args, { cwd: directory });
  if (code !== 0) throw new Error(`npm has no Node ${version} here:\n${output}`);
  return output.trim();
}

const start = performance.now();
try {
  const packed = await packAll(join(directory, "tarballs"));
  checkCompleteness(packed.map(({ pkg }) => pkg));
  const tarballs = new Map(packed.map(({ pkg, tarball }) => [pkg.manifest.name, tarball]));
  const aliases = Object.entries(wrongPackages).map(([name, version]) => [
    aliasOfWrong(name),
    `npm:${name}@${version}`,
  ]);
  writeProject(directory, [...tarballs.keys()], tarballs, {
    "@langchain/core": oldestCore(),
    ...Object.fromEntries(oldCores.map((version) => [aliasOfCore(version), `npm:@langchain/core@${version}`])),
    ...Object.fromEntries(aliases),
    [oldClient.name]: oldClient.version,
  });
  // npm refuses a wrong peer; this is how people get one all the same.
  writeFileSync(join(directory, ".npmrc"), "legacy-peer-deps=true\n");
  const installed = await install(directory, "npm");
  if (installed.code !== 0) throw new Error(installed.output);
  for (const file of readdirSync(programs)) copyFileSync(join(programs, file), join(directory, file));

  await ask(
    "all as it should be",
    "constructions",
    byPackage(() => "made"),
  );
  for (const version of oldCores) {
    const wanted = byPackage((name) => (name === "local" ? "made" : expected.oldCore(version)));
    await inPlaceOf({ "@langchain/core": aliasOfCore(version) }, () =>
      ask(`@langchain/core ${version}`, "constructions", wanted),
    );
  }
  await inPlaceOf({ "@langchain-aws/bedrock-converse": undefined }, () =>
    ask("no optional peer", "uses", expected.missing),
  );
  const wrong = Object.fromEntries(Object.keys(wrongPackages).map((name) => [name, aliasOfWrong(name)]));
  await inPlaceOf(wrong, () =>
    ask("optional peers of other versions", "uses", {
      ...expected.missing,
      ...expected.wrong,
      "bedrock-invoke: betaUseConverseApi": "done",
    }),
  );
  const byInjection = injections.map(({ folder, what }) => [`${folder}: ${what}`, expected.oldClient]);
  await ask("an old AWS client", "uses", Object.fromEntries(byInjection), { argument: oldClient.name });
  for (const version of oldNodes) {
    const situation = `Node ${version}`;
    const node = await nodeAt(version);
    const canSpeak = (/** @type {string} */ name) => !version.startsWith("16.") || onNode16.includes(name);
    const wanted = byPackage((name) => (canSpeak(name) ? expected.oldNode(version, name) : unloadable));
    await ask(situation, "constructions", wanted, { node });
    const cli = [join(modules, "@langchain-aws", "local", "dist", "cli.js"), "doctor"];
    await command(
      situation,
      "langchain-aws-local",
      run(node, cli, { cwd: directory, env }),
      expected.oldNodeOfCommand(version),
    );
    for (const task of ["demo", "test"])
      await command(
        situation,
        `npm run ${task}`,
        run(node, [join(repositoryRoot, "tooling", "run.mjs"), task], { cwd: directory, env }),
        expected.oldNodeOfRepository(version),
      );
  }
  const npx = throughNpm(`node@${oldNodes[1]}`, ["langchain-aws-local", "--help"]);
  await command(
    `Node ${oldNodes[1]}`,
    "npx langchain-aws-local",
    run("npm", npx, { cwd: directory, env }),
    expected.oldNodeOfCommand(oldNodes[1] ?? ""),
  );
} finally {
  rmSync(directory, { recursive: true });
}

console.log("| situation | what is said | by | in |\n| --- | --- | --- | --- |");
for (const { situation, said, formats, names } of grouped())
  console.log(`| ${situation} | ${said} | ${names.join(", ")} | ${formats} |`);
console.log(`\n${rows.length} sentences in ${((performance.now() - start) / 1000).toFixed(0)} s`);
for (const problem of problems) console.log(`\n${problem}`);
if (problems.length > 0) process.exitCode = 1;

/** What several packages say in one situation is one line. */
function grouped() {
  /** @type {Map<string, { situation: string, said: string, formats: string, names: string[] }>} */
  const lines = new Map();
  for (const { situation, name, said, formats } of rows) {
    const key = [situation, said, ...formats.toSorted()].join("|");
    const line = lines.get(key) ?? { situation, said, formats: formats.toSorted().join(", "), names: [] };
    line.names.push(name);
    lines.set(key, line);
  }
  return lines.values();
}
