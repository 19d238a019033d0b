import { posix } from "node:path";
import { readCatalog, scope } from "../workspace.mjs";
import { isTestFile } from "./files.mjs";
import { parseSource } from "./source.mjs";
import { lineOf } from "./violation.mjs";

/**
 * @import { Violation } from "./violation.mjs"
 * @import { ImportUse } from "./source.mjs"
 * @import { Manifest, Package, SourceFile, Workspace } from "../workspace.mjs"
 */

/**
 * What the run-time code of a package may import from its siblings. Everything not named here is a surface.
 *
 * @type {Record<string, string[]>}
 */
const allowedSiblings = { core: [], "aws-auth": ["core"], local: [] };
const surfaceSiblings = ["core", "aws-auth"];

/** What configuration and tests take from `tooling`, which holds no code of the packages. */
const tooling = ["browser", "build", "search-engine", "vitest-config"];

/**
 * The one place where a surface reaches another: at the first call, and only if the user installed it.
 *
 * @type {Record<string, string[]>}
 */
const siblingsAtFirstCall = { "bedrock-invoke": ["bedrock-converse"] };

const rule = "dependencies";

/** @param {string} folder */
const siblingsOf = (folder) => allowedSiblings[folder] ?? surfaceSiblings;

/**
 * The package part of an import specifier.
 *
 * @param {string} specifier
 */
const packageNameOf = (specifier) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** @param {string} folder */
function describeAllowed(folder) {
  const allowed = siblingsOf(folder).map((name) => scope + name);
  return allowed.length === 0 ? "no package of this repository" : allowed.join(" and ");
}

/**
 * @param {Package} pkg
 * @param {string} target the sibling's folder
 * @param {ImportUse["kind"]} kind
 * @param {boolean} isTest
 * @returns {{ what: string, fix: string } | undefined}
 */
function judgeSibling({ folder }, target, kind, isTest) {
  if (folder === target || (isTest && tooling.includes(target))) return undefined;
  if (folder === "local") {
    return {
      what: `local uses ${scope}${target}`,
      fix: "local shares no code with what it tests, or it would share its mistakes. Write what it needs in local.",
    };
  }
  if (isTest || siblingsOf(folder).includes(target)) return undefined;
  if (target === "local") {
    return {
      what: `run-time code imports ${scope}local`,
      fix: "Only tests and the demo use local. Move the import to a test.",
    };
  }
  if (siblingsAtFirstCall[folder]?.includes(target)) {
    if (kind !== "static") return undefined;
    return {
      what: `static import of ${scope}${target}`,
      fix: "It is an optional peer: load it with import() at the first call.",
    };
  }
  return {
    what: `${folder} imports ${scope}${target}`,
    fix: `${folder} may import ${describeAllowed(folder)}. Move what is shared to core, or take it as an argument.`,
  };
}

/**
 * @param {Package} pkg
 * @param {SourceFile} source
 * @param {ImportUse} use
 * @returns {{ what: string, fix: string } | undefined}
 */
function judgeImport(pkg, source, use) {
  const { specifier, kind } = use;
  const isTest = isTestFile(source.path);
  if (specifier.startsWith(scope)) {
    const target = packageNameOf(specifier).slice(scope.length);
    return judgeSibling(pkg, target, kind, isTest);
  }
  if (specifier.startsWith(".")) {
    const resolved = posix.join(posix.dirname(source.path), specifier);
    if (!resolved.startsWith("..")) return undefined;
    return { what: `"${specifier}" leaves the package`, fix: "Import the other package by its name." };
  }
  if (isTest || specifier.startsWith("#") || specifier.startsWith("node:")) return undefined;
  return judgeExternal(pkg.manifest, packageNameOf(specifier));
}

/**
 * @param {Manifest} manifest
 * @param {string} name
 */
function judgeExternal(manifest, name) {
  if (manifest.dependencies?.[name] || manifest.peerDependencies?.[name]) return undefined;
  return {
    what: `"${name}" is not a dependency of ${manifest.name}`,
    fix: 'Add it to "dependencies", or to "peerDependencies" when only some users need it.',
  };
}

/**
 * The files that load when the package's main entry is imported.
 *
 * @param {Map<string, ImportUse[]>} importsOf by path
 * @returns {Set<string>}
 */
function filesLoadedByMainEntry(importsOf) {
  const reached = new Set(["src/index.ts"]);
  for (const path of reached) {
    for (const { specifier, kind } of importsOf.get(path) ?? []) {
      if (kind === "static" && specifier.startsWith(".")) reached.add(posix.join(posix.dirname(path), specifier));
    }
  }
  return reached;
}

/**
 * An optional peer must not be needed to import the package.
 *
 * @param {Package} pkg
 * @param {Map<string, ImportUse[]>} importsOf
 * @returns {Violation[]}
 */
function checkOptionalPeers(pkg, importsOf) {
  const meta = pkg.manifest.peerDependenciesMeta ?? {};
  const optional = Object.keys(meta).filter((name) => meta[name]?.optional);
  const loaded = filesLoadedByMainEntry(importsOf);
  return [...importsOf].flatMap(([path, imports]) =>
    imports
      .filter(({ specifier }) => optional.includes(packageNameOf(specifier)))
      .flatMap((use) => {
        const verdict = judgeOptionalPeer(use, loaded.has(path));
        return verdict ? [{ file: `packages/${pkg.folder}/${path}`, line: use.line, rule, ...verdict }] : [];
      }),
  );
}

/**
 * @param {ImportUse} use
 * @param {boolean} isLoadedByMainEntry
 */
function judgeOptionalPeer({ specifier, kind, mayFail }, isLoadedByMainEntry) {
  if (kind === "static" && isLoadedByMainEntry) {
    return {
      what: `static import of the optional peer "${specifier}"`,
      fix: "Load it with import() at first use, with an error that names the package to install.",
    };
  }
  if (kind !== "dynamic" || mayFail) return undefined;
  return {
    what: `import("${specifier}") without a catch`,
    fix: "Add `.catch(…)`, if only to throw again: a bundler then builds without the optional peer.",
  };
}

/**
 * @param {Package} pkg
 * @returns {Violation[]}
 */
function checkSources(pkg) {
  /** @type {Map<string, ImportUse[]>} */
  const importsOf = new Map();
  const violations = pkg.sources.flatMap((source) => {
    const { imports } = parseSource(source.file, source.text);
    if (!isTestFile(source.path)) importsOf.set(source.path, imports);
    return imports.flatMap((use) => {
      const verdict = judgeImport(pkg, source, use);
      return verdict ? [{ file: source.file, line: use.line, rule, ...verdict }] : [];
    });
  });
  return [...violations, ...checkOptionalPeers(pkg, importsOf)];
}

/**
 * @param {Package} pkg
 * @returns {Violation[]}
 */
function checkManifest(pkg) {
  const { manifest, manifestFile, manifestText, folder } = pkg;
  /** @param {string} needle @param {string} what @param {string} fix */
  const violation = (needle, what, fix) => ({
    file: manifestFile,
    line: lineOf(manifestText, `"${needle}"`),
    rule,
    what,
    fix,
  });
  /** @type {Violation[]} */
  const violations = [];
  const runtime = { ...manifest.dependencies, ...manifest.optionalDependencies };
  for (const [name, range] of Object.entries({ ...manifest.devDependencies, ...runtime })) {
    const isRuntime = name in runtime;
    if (name.startsWith(scope)) {
      const verdict = judgeSibling(pkg, name.slice(scope.length), "static", !isRuntime);
      if (verdict) violations.push(violation(name, verdict.what, verdict.fix));
      const expected = isRuntime ? "workspace:^" : "workspace:*";
      if (range !== expected) violations.push(violation(name, `range "${range}"`, `Write "${expected}".`));
    } else if (range !== "catalog:") {
      violations.push(
        violation(
          name,
          `range "${range}" of ${name}`,
          'Put the range into the catalog of pnpm-workspace.yaml and write "catalog:".',
        ),
      );
    }
  }
  if (runtime["@langchain/core"]) {
    violations.push(
      violation(
        "@langchain/core",
        "@langchain/core is a dependency",
        "It is a peer, so that an application has one copy.",
      ),
    );
  }
  for (const name of Object.keys(manifest.peerDependencies ?? {})) {
    const isKnown = !name.startsWith(scope) || siblingsAtFirstCall[folder]?.includes(name.slice(scope.length));
    if (isKnown) continue;
    violations.push(
      violation(
        name,
        `${name} is a peer`,
        'Siblings are "dependencies": a peer makes every release of them a major one.',
      ),
    );
  }
  return violations;
}

/**
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
function checkPeerRanges({ packages }) {
  const withCore = packages.filter(({ folder }) => folder !== "local");
  const ranges = withCore.map(({ manifest }) => manifest.peerDependencies?.["@langchain/core"]);
  const expected = ranges.find((range) => range !== undefined);
  return withCore.flatMap(({ manifestFile, manifestText }, index) => {
    if (ranges[index] !== undefined && ranges[index] === expected) return [];
    return {
      file: manifestFile,
      line: lineOf(manifestText, '"peerDependencies"'),
      rule,
      what: `the peer range of @langchain/core is ${ranges[index] ?? "missing"}`,
      fix: `Every package has the same one: "${expected ?? "^1.4.0"}" in "peerDependencies".`,
    };
  });
}

/**
 * The AWS clients share what they stand on only while their ranges overlap, as carets of one major version do. Not every
 * client is published with every release, so the lower ends may differ.
 *
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
function checkCatalog({ workspaceText }) {
  const clients = [...readCatalog(workspaceText)].filter(([name]) => name.startsWith("@aws-sdk/client-"));
  const expected = clients[0]?.[1] ?? "";
  /** @param {string} range */
  const family = (range) => /^\^\d+\./.exec(range)?.[0] ?? range;
  return clients
    .filter(([, range]) => family(range) !== family(expected))
    .map(([name, range]) => ({
      file: "pnpm-workspace.yaml",
      line: lineOf(workspaceText, name),
      rule,
      what: `${name} has the range ${range}, another client ${expected}`,
      fix: "Caret ranges of one major version for all AWS clients, or users get several copies of what they share.",
    }));
}

/**
 * Workspace packages that need each other: builds and cached tasks would have no order.
 *
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
function checkCycles({ packages }) {
  const byName = new Map(packages.map((pkg) => [pkg.manifest.name, pkg]));
  /** @param {Package} pkg */
  const needs = ({ manifest }) => Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  return packages.flatMap((pkg) => {
    const reached = new Set(needs(pkg));
    for (const name of reached) {
      const next = byName.get(name);
      if (next) for (const deeper of needs(next)) reached.add(deeper);
    }
    if (!reached.has(pkg.manifest.name)) return [];
    return {
      file: pkg.manifestFile,
      line: 1,
      rule,
      what: `${pkg.manifest.name} needs itself through its siblings`,
      fix: "Break the cycle: see docs/decisions/0003-dependency-rules.md.",
    };
  });
}

/**
 * `core <- aws-auth <- surfaces`, and `local` apart from all of them.
 *
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
export function checkDependencies(workspace) {
  return [
    ...workspace.packages.flatMap((pkg) => [...checkSources(pkg), ...checkManifest(pkg)]),
    ...checkPeerRanges(workspace),
    ...checkCatalog(workspace),
    ...checkCycles(workspace),
  ];
}
