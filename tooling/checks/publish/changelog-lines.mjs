// How `changeset version` writes changelogs: what changed, to the reader who updates, without commits they cannot look up.

/**
 * @typedef {{ summary: string }} Changeset
 * @typedef {{ name: string, newVersion: string }} Update
 */

/**
 * One change: its text as a point of a list.
 *
 * @param {Changeset} changeset
 */
export const getReleaseLine = async ({ summary }) => {
  const [first = "", ...others] = summary.trim().split("\n");
  return [`- ${first.trimEnd()}`, ...others.map((line) => `  ${line}`.trimEnd())].join("\n");
};

/**
 * All siblings that a release brings along, in one line.
 *
 * @param {Changeset[]} _changesets
 * @param {Update[]} updates
 */
export const getDependencyReleaseLine = async (_changesets, updates) =>
  updates.length === 0
    ? ""
    : `- Uses ${updates.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`).join(", ")}.`;
