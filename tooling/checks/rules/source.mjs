import { parseSync } from "oxc-parser";
import { lineAt } from "./violation.mjs";

/**
 * @typedef {{ type: string, start: number, end: number, [key: string]: unknown }} Node
 *
 * @typedef {object} ImportUse
 * @property {string} specifier
 * @property {number} line
 * @property {"static" | "dynamic" | "type"} kind `type` is gone at run time; `import { type X }` is not, it stays as an
 *   import for side effects under `verbatimModuleSyntax`
 * @property {boolean} mayFail it stands in a `try` or has a `.catch(…)`: bundlers then accept that the module is missing
 *
 * @typedef {object} GlobalUse
 * @property {string} name
 * @property {number} line
 * @property {boolean} throughGlobalThis
 *
 * @typedef {object} ExportedDeclaration
 * @property {string} name
 * @property {number} line
 * @property {boolean} documented a doc comment stands directly before it
 *
 * @typedef {object} ParsedSource
 * @property {ImportUse[]} imports re-exports included
 * @property {GlobalUse[]} globals every mention of a name that only some run-times have
 * @property {ExportedDeclaration[]} declarations what the file itself declares and exports
 */

const watchedGlobals = new Set(["process", "Buffer", "require", "__dirname", "__filename", "NodeJS", "setImmediate"]);

/**
 * Names in these places are properties or labels, not references.
 *
 * @type {Record<string, string[]>}
 */
const nameOnlyPlaces = {
  ExportSpecifier: ["exported"],
  ImportSpecifier: ["imported"],
  MemberExpression: ["property"],
  MethodDefinition: ["key"],
  Property: ["key"],
  PropertyDefinition: ["key"],
  TSMethodSignature: ["key"],
  TSPropertySignature: ["key"],
  TSQualifiedName: ["right"],
  TSTypeQuery: ["exprName"],
};

/**
 * @param {unknown} value
 * @returns {value is Node}
 */
const isNode = (value) => typeof value === "object" && value !== null && "type" in value && "start" in value;

/**
 * @param {Node} node
 * @param {(node: Node, isInTry: boolean) => void} visit
 * @param {boolean} [isInTry] the node is in the block of a `try`
 */
function walk(node, visit, isInTry = false) {
  visit(node, isInTry);
  const names = node.computed === true ? [] : (nameOnlyPlaces[node.type] ?? []);
  for (const [key, value] of Object.entries(node)) {
    const isBareName = names.includes(key) && isNode(value) && value.type === "Identifier";
    if (isBareName) continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, isInTry || (node.type === "TryStatement" && key === "block"));
    }
  }
}

/** @type {Record<string, ImportUse["kind"]>} */
const importKinds = {
  ImportDeclaration: "static",
  ExportNamedDeclaration: "static",
  ExportAllDeclaration: "static",
  ImportExpression: "dynamic",
  TSImportType: "type",
};

/**
 * @param {Node} node
 * @returns {Pick<ImportUse, "specifier" | "kind"> | undefined}
 */
function readImport(node) {
  const kind = importKinds[node.type];
  const specifier = isNode(node.source) ? node.source.value : undefined;
  if (kind === undefined || typeof specifier !== "string") return undefined;
  const isErased = node.importKind === "type" || node.exportKind === "type";
  return { specifier, kind: isErased ? "type" : kind };
}

/** @param {unknown} node @returns {boolean} */
function isGlobalThis(node) {
  if (!isNode(node)) return false;
  return node.type === "Identifier" ? node.name === "globalThis" : isGlobalThis(node.expression);
}

/**
 * @param {Node} node
 * @returns {Pick<GlobalUse, "name" | "throughGlobalThis"> | undefined}
 */
function readGlobal(node) {
  if (node.type === "MetaProperty" && isNode(node.meta) && node.meta.name === "import") {
    return { name: "import.meta", throughGlobalThis: false };
  }
  if (node.type === "Identifier" && watchedGlobals.has(String(node.name))) {
    return { name: String(node.name), throughGlobalThis: false };
  }
  const property = isNode(node.property) ? node.property.name : undefined;
  if (node.type !== "MemberExpression" || node.computed === true || !isGlobalThis(node.object)) return undefined;
  return watchedGlobals.has(String(property)) ? { name: String(property), throughGlobalThis: true } : undefined;
}

/**
 * @param {Node} declaration
 * @returns {string[]}
 */
function declaredNames(declaration) {
  const declarators = Array.isArray(declaration.declarations) ? declaration.declarations : [declaration];
  return declarators.map((declarator) => declarator?.id?.name).filter((name) => typeof name === "string");
}

/**
 * @param {string} text
 * @param {Node[]} body
 * @param {{ value: string, end: number, type: string }[]} comments
 * @returns {ExportedDeclaration[]}
 */
function readDeclarations(text, body, comments) {
  const docComments = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
  // A line comment may stand between, such as one that says why a lint rule is off.
  const gap = /^(?:\s*\/\/.*)*\s*$/;
  /** @param {Node} node */
  const isDocumented = (node) =>
    docComments.some(({ end }) => end <= node.start && gap.test(text.slice(end, node.start)));
  const exported = new Set();
  /** @type {{ name: string, node: Node }[]} */
  const found = [];
  for (const statement of body) {
    const inner = isNode(statement.declaration) ? statement.declaration : statement;
    const isExport = inner !== statement;
    for (const name of declaredNames(inner)) found.push({ name, node: statement });
    if (isExport) for (const name of declaredNames(inner)) exported.add(name);
    if (statement.type !== "ExportNamedDeclaration" || statement.source) continue;
    for (const specifier of Array.isArray(statement.specifiers) ? statement.specifiers : [])
      exported.add(specifier.local.name);
  }
  // Overloads are one function: a comment on any of them counts.
  return [...exported].map((name) => {
    const nodes = found.filter((one) => one.name === name).map(({ node }) => node);
    const offset = nodes[0]?.start ?? 0;
    return { name, line: lineAt(text, offset), documented: nodes.length === 0 || nodes.some(isDocumented) };
  });
}

/**
 * Reads one TypeScript file: what it imports, which run-time globals it names, what it exports.
 *
 * @param {string} file for the parser and for its errors
 * @param {string} text
 * @returns {ParsedSource}
 */
export function parseSource(file, text) {
  const { program, comments, errors } = parseSync(file, text, { lang: "ts" });
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const root = /** @type {Node} */ (/** @type {unknown} */ (program));
  /** @type {ImportUse[]} */
  const imports = [];
  /** @type {GlobalUse[]} */
  const globals = [];
  walk(root, (node, isInTry) => {
    const use = readImport(node);
    const mayFail = isInTry || /^\s*\.catch\(/.test(text.slice(node.end));
    if (use) imports.push({ ...use, mayFail, line: lineAt(text, node.start) });
    const mention = readGlobal(node);
    if (mention) globals.push({ ...mention, line: lineAt(text, node.start) });
  });
  const body = /** @type {Node[]} */ (root.body);
  return { imports, globals, declarations: readDeclarations(text, body, comments) };
}
