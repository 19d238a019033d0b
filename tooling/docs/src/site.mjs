import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";
import { readPackages, repositoryRoot } from "./packages.mjs";

/** @import { CommentDisplayPart, TypeDocOptions } from "typedoc" */

/** Where the pages are made. */
export const siteDirectory = join(repositoryRoot, "tooling", "docs", "site");

/** The guides that stand in `docs/`, in the order in which one reads them; what is not named follows. */
const order = [
  "quick-start.md",
  "testing-with-local.md",
  "lambda-and-edge.md",
  "security.md",
  "migrating-from-python.md",
  "migrating-from-langchain-aws-js.md",
];

/** @type {Partial<TypeDocOptions>} */
const shared = {
  excludePrivate: true,
  excludeInternal: true,
  disableGit: true,
  disableSources: true,
  logLevel: "Error",
};

/**
 * Makes the pages: one part for each package with its README, the guides, and a search over all of it.
 *
 * @returns {Promise<void>}
 */
export async function buildSite() {
  const scratch = mkdtempSync(join(tmpdir(), "typedoc-"));
  try {
    const parts = [];
    for (const { name, directory, entries } of readPackages()) {
      const file = join(scratch, `${parts.length}.json`);
      const app = await Application.bootstrap({
        ...shared,
        name,
        entryPoints: entries,
        readme: join(directory, "README.md"),
        tsconfig: join(directory, "tsconfig.json"),
        skipErrorChecking: true,
      });
      const project = await app.convert();
      if (project === undefined) throw new Error(`${name}: no pages could be made.`);
      await app.generateJson(project, file);
      parts.push(file);
      console.log(`read   ${name}`);
    }
    const app = await Application.bootstrap({
      ...shared,
      name: "LangChain on AWS for TypeScript",
      entryPointStrategy: "merge",
      entryPoints: parts,
      readme: join(repositoryRoot, "README.md"),
      projectDocuments: guides(),
      searchInComments: true,
      searchInDocuments: true,
      customCss: fileURLToPath(new URL("site.css", import.meta.url)),
    });
    const project = await app.convert();
    if (project === undefined) throw new Error("The parts could not be put together.");
    // TypeDoc writes the project's name above its README, and above a guide nothing.
    project.readme = withoutTitle(withPlainHeadings(project.readme ?? []));
    for (const guide of project.documents ?? []) {
      guide.content = withPlainHeadings(guide.content);
      guide.name = titleOf(guide.content) ?? guide.name;
    }
    for (const part of project.children ?? []) part.readme = withPlainHeadings(part.readme ?? []);
    await app.generateDocs(project, siteDirectory);
    if (app.logger.hasErrors()) throw new Error("TypeDoc reported errors.");
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/**
 * Makes code in headings plain text, for TypeDoc leaves it out of "On This Page".
 *
 * @param {CommentDisplayPart[]} parts of a text, code among them
 * @returns {CommentDisplayPart[]}
 */
function withPlainHeadings(parts) {
  let line = "";
  return parts.map((part) => {
    const isHeading = /^#+ /.test(line) && part.kind === "code";
    const text = isHeading ? part.text.replaceAll("`", "") : part.text;
    line = (line + text).split("\n").at(-1) ?? "";
    return isHeading ? { kind: "text", text } : part;
  });
}

/**
 * The heading of a text.
 *
 * @param {CommentDisplayPart[]} parts
 * @returns {string | undefined}
 */
function titleOf(parts) {
  return /^# (.+)/.exec(parts.map(({ text }) => text).join(""))?.[1];
}

/** @param {CommentDisplayPart[]} parts */
function withoutTitle([first, ...rest]) {
  return first === undefined ? [] : [{ ...first, text: first.text.replace(/^# .+\n/, "") }, ...rest];
}

/** @returns {string[]} */
function guides() {
  const folder = join(repositoryRoot, "docs");
  const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
  const first = order.filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => !order.includes(name)).toSorted()].map((name) => join(folder, name));
}
