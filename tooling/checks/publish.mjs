// Rehearses a release in a scratch clone of what is committed: gives every package its next version and changelog, shows
// them, packs and publishes all as a dry run, and fails when something is not fit to be published.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  judgeChangelog,
  judgePlan,
  judgeProvenance,
  judgePublished,
  judgeTarball,
  linesAbout,
} from "./publish/judgements.mjs";
import { cloneInto, isChanged, mustRun, repositoryUrlOf, writeRepositoryUrl } from "./publish/scratch-clone.mjs";
import { readJson, readText, readWorkspace, relativePath, repositoryRoot, requireBuilds } from "./workspace.mjs";

/** @import { Plan, PublishedManifest } from "./publish/judgements.mjs" */

const shownLines = 3;
const shownColumns = 150;
const changeset = join(repositoryRoot, "node_modules", ".bin", "changeset");
const scratch = mkdtempSync(join(tmpdir(), "publish-"));
const clone = join(scratch, "clone");
const tarballs = join(scratch, "tarballs");
const repositoryUrl = repositoryUrlOf(process.env);

/** @param {string} name */
const changelogOf = (name) => {
  const file = join(clone, "packages", name.replace(/^.*\//, ""), "CHANGELOG.md");
  return existsSync(file) ? readText(file) : "";
};

/** @returns {Promise<PublishedManifest[]>} as they stand in the tarballs */
async function packClone() {
  await mustRun("pnpm", ["--recursive", "--filter", "./packages/*", "pack", "--pack-destination", tarballs], clone);
  const files = (await mustRun("ls", [tarballs], scratch)).trim().split("\n");
  return Promise.all(
    files.map(async (file) =>
      JSON.parse(await mustRun("tar", ["-xzOf", join(tarballs, file), "package/package.json"], scratch)),
    ),
  );
}

/** @returns {Promise<string[]>} the names that a publish would send, without sending them */
async function publishDry() {
  const args = [
    "--recursive",
    "publish",
    "--dry-run",
    "--no-git-checks",
    "--access",
    "public",
    "--provenance",
    "--json",
  ];
  const output = await mustRun("pnpm", args, clone);
  const list = JSON.parse(output.slice(output.indexOf("[\n"), output.lastIndexOf("]") + 1));
  return list.map((/** @type {{ name: string }} */ { name }) => name);
}

const before = readWorkspace().packages;
requireBuilds(before);
if ((await mustRun("git", ["status", "--porcelain"], repositoryRoot)).trim() !== "")
  console.log("Changes that are not committed are left out: a release is made of what is committed.\n");

const problems = [];
try {
  await cloneInto(clone, before);
  const changed = [];
  for (const pkg of before) if (await isChanged(pkg, clone)) changed.push(pkg.manifest.name);
  await mustRun(changeset, ["status", "--output", relativePath(clone, join(scratch, "plan.json"))], clone);
  /** @type {Plan} */
  const plan = readJson(join(scratch, "plan.json"));
  problems.push(...judgePlan(plan, changed));

  await mustRun(changeset, ["version"], clone);
  const { packages } = readWorkspace(clone);
  const versions = new Map(packages.map(({ manifest: { name, version } }) => [name, version]));
  for (const { manifest } of before) {
    const version = versions.get(manifest.name) ?? "";
    if (version === manifest.version) {
      console.log(`${manifest.name} ${version} stays\n`);
      continue;
    }
    console.log(`${manifest.name} ${manifest.version} -> ${version}`);
    const lines = linesAbout(changelogOf(manifest.name), version);
    for (const line of lines.slice(0, shownLines)) console.log(`  ${line.slice(0, shownColumns)}`);
    console.log(lines.length > shownLines ? `  … ${lines.length - shownLines} more lines\n` : "");
    problems.push(...judgeChangelog(manifest.name, changelogOf(manifest.name), version));
  }

  if (repositoryUrl !== undefined)
    for (const { directory } of packages) writeRepositoryUrl(join(directory, "package.json"), repositoryUrl);
  for (const manifest of await packClone())
    problems.push(...judgeTarball(manifest, versions), ...judgeProvenance(manifest, repositoryUrl));
  const published = await publishDry();
  problems.push(
    ...judgePublished(
      published,
      packages.map(({ manifest }) => manifest),
    ),
  );
  console.log(`A publish would send ${published.length} packages.`);
  console.log(
    repositoryUrl === undefined
      ? "Provenance: asked for; npm gives it to a trusted continuous integration, whose repository goes into each manifest there."
      : `Provenance: asked for, from ${repositoryUrl}.`,
  );
} finally {
  rmSync(scratch, { recursive: true });
}
for (const problem of problems) console.log(`\n${problem}`);
if (problems.length > 0) process.exitCode = 1;
