import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { readWorkspace } from "../workspace.mjs";
import { checkRules } from "./all.mjs";
import { canonicalManifest } from "./manifests.mjs";

// Assembled, or the rule would find it in this file.
const machinePath = ["", "home", "someone"].join("/");

/** @type {string[]} */
const roots = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

const peer = { "@langchain/core": "^1.4.0" };

/**
 * @param {string} folder
 * @param {object} [own]
 */
function manifest(folder, own = {}) {
  /** @type {any} */
  const minimal = {
    name: `@langchain-aws/${folder}`,
    version: "0.0.0",
    description: "Does one thing.",
    exports: { ".": {} },
    ...(folder === "local" ? {} : { peerDependencies: peer }),
    ...own,
  };
  return JSON.stringify(canonicalManifest(minimal, folder), null, 2);
}

/**
 * Writes a workspace in which every rule holds, then the given files on top of it.
 *
 * @param {Record<string, string>} files
 */
function workspaceWith(files) {
  const root = mkdtempSync(join(tmpdir(), "rules-"));
  roots.push(root);
  const sound = {
    "pnpm-workspace.yaml": 'catalog:\n  "@aws-sdk/client-kendra": ^3.1.0\n  "@aws-sdk/client-s3vectors": ^3.1.0\n',
    ...Object.fromEntries(
      ["aws-auth", "core", "kendra", "local"].flatMap((folder) => [
        [`packages/${folder}/package.json`, manifest(folder)],
        [`packages/${folder}/README.md`, `# ${folder}\n`],
        [`packages/${folder}/src/index.ts`, "/** One. */\nexport const one: number = 1;\n"],
      ]),
    ),
  };
  for (const [path, text] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return readWorkspace(root);
}

/** @param {Record<string, string>} files */
const problemsOf = (files) =>
  checkRules(workspaceWith(files)).map(({ file, line, rule, what }) => `${file}:${line} [${rule}] ${what}`);

test("finds nothing where every rule holds", () => {
  expect(problemsOf({})).toEqual([]);
});

test.each([
  {
    name: "core importing a package above it",
    path: "packages/core/src/a.ts",
    text: 'import { x } from "@langchain-aws/aws-auth";\nx();\n',
    problem: "[dependencies] core imports @langchain-aws/aws-auth",
  },
  {
    name: "a surface importing a surface",
    path: "packages/kendra/src/a.ts",
    text: 'const m = await import("@langchain-aws/rerank");\n',
    problem: "[dependencies] kendra imports @langchain-aws/rerank",
  },
  {
    name: "local importing run-time code, in a test as well",
    path: "packages/local/test/a.test.ts",
    text: 'import { parseModelId } from "@langchain-aws/core";\n',
    problem: "[dependencies] local uses @langchain-aws/core",
  },
  {
    name: "run-time code importing local",
    path: "packages/kendra/src/a.ts",
    text: 'import type { LocalAws } from "@langchain-aws/local";\n',
    problem: "[dependencies] run-time code imports @langchain-aws/local",
  },
  {
    name: "a dependency that is not declared",
    path: "packages/kendra/src/a.ts",
    text: 'import { KendraClient } from "@aws-sdk/client-kendra";\n',
    problem: '[dependencies] "@aws-sdk/client-kendra" is not a dependency of @langchain-aws/kendra',
  },
  {
    name: "a relative import into another package",
    path: "packages/kendra/src/a.ts",
    text: 'import { one } from "../../core/src/index.ts";\n',
    problem: '[dependencies] "../../core/src/index.ts" leaves the package',
  },
  {
    name: "a Node built-in",
    path: "packages/core/src/a.ts",
    text: 'export { join } from "node:path";\n',
    problem: '[platform] Node built-in "node:path" outside a file named node.ts',
  },
  {
    name: "a Node built-in without its prefix",
    path: "packages/core/src/a.ts",
    text: 'const fs = await import("fs/promises");\n',
    problem: '[platform] Node built-in "fs/promises" outside a file named node.ts',
  },
  {
    name: "a relative import of node.ts",
    path: "packages/aws-auth/src/a.ts",
    text: 'import { one } from "./node.ts";\n',
    problem: '[platform] relative import of "./node.ts"',
  },
  {
    name: "process",
    path: "packages/core/src/a.ts",
    text: "const home = process.env.HOME;\n",
    problem: "[platform] `process` is not there in every run-time",
  },
  {
    name: "process through globalThis",
    path: "packages/core/src/a.ts",
    text: "const home = (globalThis as any).process;\n",
    problem: "[platform] `process` is not there in every run-time",
  },
  {
    name: "Buffer",
    path: "packages/core/src/a.ts",
    text: 'const bytes = Buffer.from("a");\n',
    problem: "[platform] `Buffer` is not there in every run-time",
  },
  {
    name: "import.meta, which CommonJS lacks, in local",
    path: "packages/local/src/a.ts",
    text: "const here = import.meta.url;\n",
    problem: "[platform] `import.meta` is not there in every run-time",
  },
  {
    name: "the tools of @langchain/core",
    path: "packages/kendra/src/a.ts",
    text: 'import { tool } from "@langchain/core/tools";\n',
    problem: '[weight] run-time import of "@langchain/core/tools"',
  },
  {
    name: "an inline type import, which stays at run time",
    path: "packages/kendra/src/a.ts",
    text: 'import { type Tool } from "@langchain/core/tools";\n',
    problem: '[weight] run-time import of "@langchain/core/tools"',
  },
  {
    name: "the errors of @langchain/core",
    path: "packages/kendra/src/a.ts",
    text: 'import { LangChainError } from "@langchain/core/errors";\n',
    problem: '[weight] run-time import of "@langchain/core/errors"',
  },
  {
    name: "the root of @langchain/core",
    path: "packages/kendra/src/a.ts",
    text: 'import { x } from "@langchain/core";\n',
    problem: '[weight] run-time import of "@langchain/core"',
  },
  {
    name: "an export without a doc comment",
    path: "packages/core/src/a.ts",
    text: "export function toBase64(): void {}\n",
    problem: "[documentation] `toBase64` is exported without a doc comment",
  },
  {
    name: "an export list without doc comments",
    path: "packages/core/src/a.ts",
    text: "const two = 2; export { two };\n",
    problem: "[documentation] `two` is exported without a doc comment",
  },
  {
    name: "the path of a machine",
    path: "packages/core/src/a.ts",
    text: `// see ${machinePath}/notes\n`,
    problem: `[text] path of one machine: ${machinePath}`,
  },
])("reports $name", ({ path, text, problem }) => {
  expect(problemsOf({ [path]: text })).toContain(`${path}:1 ${problem}`);
});

test.each([
  {
    name: "types of a module that is too heavy to load",
    path: "packages/kendra/src/a.ts",
    text: 'import type { Tool } from "@langchain/core/tools";\ntype Z = import("@langchain/core/tools").X;\n',
  },
  {
    name: "Node built-ins in node.ts",
    path: "packages/aws-auth/src/node.ts",
    text: 'import { join } from "node:path";\n',
  },
  {
    name: "the environment in environment.ts, through globalThis",
    path: "packages/core/src/environment.ts",
    text: "const all = (globalThis as { process?: object }).process;\n",
  },
  {
    name: "words that are names of properties",
    path: "packages/core/src/a.ts",
    text: "const a = { process: 1, Buffer: 2 }; a.process; interface B { require: string }\n",
  },
  { name: "new.target", path: "packages/core/src/a.ts", text: "class A { constructor() { new.target; } }\n" },
  {
    name: "local in a test",
    path: "packages/kendra/src/a.test.ts",
    text: 'import { createLocalAws } from "@langchain-aws/local";\n',
  },
  {
    name: "a line comment below the doc comment",
    path: "packages/core/src/a.ts",
    text: "/** Adds. */\n// why it is so\nexport function add(): void {}\n",
  },
  {
    name: "overloads of which one is documented",
    path: "packages/core/src/a.ts",
    text: "/** Adds. */\nexport function add(a: string): string;\nexport function add(a: number): number;\n",
  },
])("allows $name", ({ path, text }) => {
  expect(problemsOf({ [path]: text })).toEqual([]);
});

test("lets bedrock-invoke reach bedrock-converse at the first call and not before", () => {
  const files = {
    "packages/bedrock-invoke/README.md": "# bedrock-invoke\n",
    "packages/bedrock-invoke/package.json": manifest("bedrock-invoke", {
      peerDependencies: { ...peer, "@langchain-aws/bedrock-converse": "^0.1.0" },
      peerDependenciesMeta: { "@langchain-aws/bedrock-converse": { optional: true } },
    }),
  };
  const path = "packages/bedrock-invoke/src/index.ts";
  const atFirstCall = 'import("@langchain-aws/bedrock-converse")';
  expect(problemsOf({ ...files, [path]: `const m = await ${atFirstCall}.catch(explain);\n` })).toEqual([]);
  expect(problemsOf({ ...files, [path]: `try { await ${atFirstCall}; } catch {}\n` })).toEqual([]);
  expect(problemsOf({ ...files, [path]: `const m = await ${atFirstCall};\n` })).toEqual([
    `${path}:1 [dependencies] ${atFirstCall} without a catch`,
  ]);
  expect(problemsOf({ ...files, [path]: 'import { x } from "@langchain-aws/bedrock-converse";\n' })).toContain(
    `${path}:1 [dependencies] static import of @langchain-aws/bedrock-converse`,
  );
});

test("reports an optional peer that the main entry loads, and allows it behind another entry", () => {
  const own = {
    exports: { ".": {}, "./vitest": {} },
    peerDependencies: { vitest: ">=2" },
    peerDependenciesMeta: { vitest: { optional: true } },
  };
  const files = {
    "packages/local/package.json": manifest("local", own),
    "packages/local/src/vitest.ts": 'import { test } from "vitest";\n',
  };
  expect(problemsOf(files)).toEqual([]);
  expect(
    problemsOf({
      ...files,
      "packages/local/src/index.ts": 'import "./a.ts";\n',
      "packages/local/src/a.ts": 'import "vitest";\n',
    }),
  ).toEqual(['packages/local/src/a.ts:1 [dependencies] static import of the optional peer "vitest"']);
});

test("reports manifests that differ from the shared form, naming the field", () => {
  const plain = JSON.parse(manifest("core"));
  /** @param {object} own */
  const problems = (own) => problemsOf({ "packages/core/package.json": JSON.stringify({ ...plain, ...own }) });
  expect(problems({ sideEffects: true })[0]).toContain('"sideEffects" is not in the form all packages share');
  expect(problems({ license: "ISC" })[0]).toContain('"license" is not in the form');
  expect(problems({ engines: { node: ">=18" } })[0]).toContain('"engines" is not in the form');
  expect(problems({ files: ["dist"] })[0]).toContain('"files" is not in the form');
  expect(problems({ description: undefined })[0]).toContain("no description");
  expect(problems({ private: true })[0]).toContain("a private package in packages/");
  expect(problems({ name: "@langchain-aws/kernel" })[0]).toContain("the name is @langchain-aws/kernel");
});

test("reports exports whose conditions stand in an order that hides one", () => {
  const plain = JSON.parse(manifest("core"));
  const main = Object.fromEntries(Object.entries(plain.exports["."]).toReversed());
  const text = JSON.stringify({ ...plain, exports: { ...plain.exports, ".": main } });
  expect(problemsOf({ "packages/core/package.json": text })).toEqual([
    'packages/core/package.json:1 [manifest] "exports" is not in the form all packages share',
  ]);
});

test("reports an entry without a source and an import without an edge twin", () => {
  const text = manifest("aws-auth", {
    exports: { ".": {}, "./sign": {} },
    imports: { "#platform": { "@langchain-aws/source": "./src/node.ts", import: "./dist/node.js" } },
  });
  const problems = problemsOf({ "packages/aws-auth/package.json": text }).join("\n");
  expect(problems).toContain('the entry "./sign" has no src/sign.ts');
  expect(problems).toContain('"#platform" has no edge twin');
});

test("reports ranges outside the catalog, siblings as peers and @langchain/core as a dependency", () => {
  const text = manifest("kendra", {
    dependencies: {
      "@aws-sdk/client-kendra": "^3.0.0",
      "@langchain-aws/core": "workspace:*",
      "@langchain/core": "catalog:",
    },
    devDependencies: { "@langchain-aws/local": "workspace:*" },
    peerDependencies: { "@langchain/core": "^1.5.0", "@langchain-aws/aws-auth": "^0.1.0" },
  });
  const problems = problemsOf({ "packages/kendra/package.json": text }).join("\n");
  expect(problems).toContain('range "^3.0.0" of @aws-sdk/client-kendra');
  expect(problems).toContain('range "workspace:*"');
  expect(problems).toContain("@langchain/core is a dependency");
  expect(problems).toContain("@langchain-aws/aws-auth is a peer");
  expect(problems).toContain("the peer range of @langchain/core is ^1.5.0");
});

test("reports packages that need each other", () => {
  const problems = problemsOf({
    "packages/core/package.json": manifest("core", { devDependencies: { "@langchain-aws/aws-auth": "workspace:*" } }),
    "packages/aws-auth/package.json": manifest("aws-auth", { dependencies: { "@langchain-aws/core": "workspace:^" } }),
  }).join("\n");
  expect(problems).toContain("@langchain-aws/core needs itself through its siblings");
});

test("reports AWS clients with different ranges and hosts in lockfiles", () => {
  const problems = problemsOf({
    "pnpm-workspace.yaml":
      'catalog:\n  "@aws-sdk/client-kendra": ^3.1.0\n  "@aws-sdk/client-s3vectors": ~3.2.0\n  "@aws-sdk/client-x": ^3.2.0\n',
    "pnpm-lock.yaml": "resolution: {tarball: https://registry.example/a.tgz}\n",
    ".npmrc": "registry=https://registry.example\n",
  });
  expect(problems).toEqual([
    ".npmrc:1 [text] a registry is set: registry=",
    "pnpm-lock.yaml:1 [text] the host of a registry in a lockfile: tarball: https:",
    "pnpm-workspace.yaml:3 [dependencies] @aws-sdk/client-s3vectors has the range ~3.2.0, another client ^3.1.0",
  ]);
});

test("reports a package without a README", () => {
  const workspace = workspaceWith({});
  rmSync(join(workspace.root, "packages/core/README.md"));
  expect(checkRules(workspace).map(({ file, what }) => `${file} ${what}`)).toEqual(["packages/core/README.md missing"]);
});
