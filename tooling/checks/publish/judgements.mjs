// What must hold of a release, as pure questions: each gives sentences, none when all is well.
import { scope } from "../workspace.mjs";

/**
 * @import { Manifest } from "../workspace.mjs"
 *
 * @typedef {object} Plan what `changeset status --output` writes
 * @property {{ id: string, releases: { name: string, type: string }[] }[]} changesets
 * @property {{ name: string, type: string, oldVersion: string, newVersion: string, changesets: string[] }[]} releases
 *
 * @typedef {Manifest & { publishConfig?: { access?: string, provenance?: boolean } }} PublishedManifest
 */

/**
 * The part of a changelog about one version, without its headings.
 *
 * @param {string} changelog
 * @param {string} version
 * @returns {string[]} its lines that say something
 */
export function linesAbout(changelog, version) {
  const lines = changelog.split("\n");
  const start = lines.indexOf(`## ${version}`);
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("## "));
  return rest.slice(0, end < 0 ? undefined : end).filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

/**
 * @param {string} name
 * @param {string} changelog
 * @param {string} version
 */
export function judgeChangelog(name, changelog, version) {
  const texts = linesAbout(changelog, version).map((line) => line.replace(/^\s*-\s*/, ""));
  return texts.some((text) => /\w/.test(text)) ? [] : [`${name}: the changelog says nothing about ${version}.`];
}

/**
 * @param {Plan} plan
 * @param {string[]} changed names of the packages that differ from their last release
 */
export function judgePlan({ changesets, releases }, changed) {
  const written = new Set(changesets.flatMap((changeset) => changeset.releases.map(({ name }) => name)));
  const majors = new Set(
    changesets.flatMap((changeset) =>
      changeset.releases.filter(({ type }) => type === "major").map(({ name }) => name),
    ),
  );
  return [
    ...changed
      .filter((name) => !written.has(name))
      .map((name) => `${name} differs from its last release and no changeset says how. Run \`pnpm changeset\`.`),
    ...releases
      .filter(({ name, type }) => type === "major" && !majors.has(name))
      .map(
        ({ name, newVersion }) =>
          `${name} would become ${newVersion}, and no changeset asks for a major. A sibling that is a peer left its range.`,
      ),
  ];
}

/** Ranges that only this workspace understands. */
const workspaceRange = /^(workspace|catalog|link|file|portal):/;

/**
 * @param {PublishedManifest} manifest as it stands in the tarball
 * @param {Map<string, string>} versions of the siblings, by name
 */
export function judgeTarball(manifest, versions) {
  const kinds = /** @type {const} */ (["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]);
  const ranges = kinds.flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}).map(([name, range]) => ({ kind, name, range })),
  );
  return [
    ...ranges
      .filter(({ range }) => workspaceRange.test(range))
      .map(
        ({ kind, name, range }) =>
          `${manifest.name}: ${kind} has ${name} as "${range}", which only this workspace understands.`,
      ),
    ...ranges
      .filter(
        ({ kind, name, range }) => kind === "dependencies" && versions.has(name) && range !== `^${versions.get(name)}`,
      )
      .map(
        ({ name, range }) =>
          `${manifest.name} asks for ${name} "${range}", and this release has ${versions.get(name)}.`,
      ),
  ];
}

/**
 * What npm needs to publish with provenance from a continuous integration that it trusts.
 *
 * @param {PublishedManifest & { repository?: { url?: string, directory?: string } }} manifest
 * @param {string | undefined} repositoryUrl of the integration that runs this, if one does
 */
export function judgeProvenance({ name, publishConfig, repository }, repositoryUrl) {
  const problems = [];
  if (publishConfig?.access !== "public") problems.push("publishConfig.access is not public");
  // Off the integration, a publish with this setting would fail for want of an identity; the flag is the command's.
  if (publishConfig?.provenance !== undefined) problems.push("publishConfig.provenance belongs to the command");
  if (!repository?.directory) problems.push("repository.directory is missing");
  if (repositoryUrl !== undefined && repository?.url !== repositoryUrl)
    problems.push(`repository.url is not ${repositoryUrl}, where it is published from`);
  return problems.map((problem) => `${name}: ${problem}.`);
}

/**
 * @param {string[]} published names that a publish would send
 * @param {Manifest[]} packages those of `packages/`
 */
export function judgePublished(published, packages) {
  const meant = new Set(packages.map(({ name }) => name));
  return [
    ...published
      .filter((name) => !meant.has(name))
      .map((name) => `${name} would be published. It is no package of ${scope}…: mark it "private".`),
    ...packages.filter(({ name }) => !published.includes(name)).map(({ name }) => `${name} would not be published.`),
  ];
}
