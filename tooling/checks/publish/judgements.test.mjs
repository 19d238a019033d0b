import { describe, expect, test } from "vitest";
import { getDependencyReleaseLine, getReleaseLine } from "./changelog-lines.mjs";
import { judgeChangelog, judgePlan, judgeProvenance, judgePublished, judgeTarball, linesAbout } from "./judgements.mjs";
import { repositoryUrlOf } from "./scratch-clone.mjs";

const name = "@langchain-aws/rerank";
const changelog = `# ${name}\n\n## 0.2.0\n\n### Minor Changes\n\n- Takes blank texts.\n\n## 0.1.0\n\n- First.\n`;

describe("a changelog", () => {
  test("is read by version", () => {
    expect(linesAbout(changelog, "0.2.0")).toEqual(["- Takes blank texts."]);
    expect(linesAbout(changelog, "0.1.0")).toEqual(["- First."]);
    expect(judgeChangelog(name, changelog, "0.2.0")).toEqual([]);
  });
  test.each([
    ["has no part about the version", changelog.replace("0.2.0", "0.1.9")],
    ["has headings alone", "## 0.2.0\n\n### Minor Changes\n\n## 0.1.0\n\n- First.\n"],
    ["has an empty point", "## 0.2.0\n\n### Minor Changes\n\n- \n"],
    ["is missing", ""],
  ])("that %s fails", (_what, text) => {
    expect(judgeChangelog(name, text, "0.2.0")).toEqual([`${name}: the changelog says nothing about 0.2.0.`]);
  });
  test("has points without commits, and one line for siblings", async () => {
    expect(await getReleaseLine({ summary: "One.\n\nTwo.\n" })).toBe("- One.\n\n  Two.");
    const updates = ["core", "aws-auth"].map((sibling) => ({ name: `@langchain-aws/${sibling}`, newVersion: "0.2.0" }));
    expect(await getDependencyReleaseLine([], updates)).toBe(
      "- Uses `@langchain-aws/core` 0.2.0, `@langchain-aws/aws-auth` 0.2.0.",
    );
    expect(await getDependencyReleaseLine([], [])).toBe("");
  });
});

describe("a plan", () => {
  const release = { name, type: "minor", oldVersion: "0.1.0", newVersion: "0.2.0", changesets: ["a"] };
  const plan = { changesets: [{ id: "a", releases: [{ name, type: "minor" }] }], releases: [release] };
  test("needs a changeset for each changed package", () => {
    expect(judgePlan(plan, [name])).toEqual([]);
    expect(judgePlan(plan, [name, "@langchain-aws/core"])).toEqual([
      expect.stringContaining("@langchain-aws/core differs from its last release and no changeset says how"),
    ]);
  });
  test("has no major that nobody asked for", () => {
    const major = { ...release, type: "major", newVersion: "1.0.0" };
    expect(judgePlan({ ...plan, releases: [major] }, [name])).toEqual([
      expect.stringContaining(`${name} would become 1.0.0, and no changeset asks for a major`),
    ]);
    const asked = [{ id: "a", releases: [{ name, type: "major" }] }];
    expect(judgePlan({ changesets: asked, releases: [major] }, [name])).toEqual([]);
  });
});

describe("a tarball", () => {
  const manifest = {
    name,
    version: "0.2.0",
    dependencies: { "@langchain-aws/core": "^0.2.0", "@smithy/core": "^3.0.0" },
  };
  const versions = new Map([["@langchain-aws/core", "0.2.0"]]);
  test("has ranges that a registry understands", () => {
    expect(judgeTarball(manifest, versions)).toEqual([]);
  });
  test.each(["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"])(
    "fails for workspace ranges in %s",
    (kind) => {
      expect(judgeTarball({ ...manifest, [kind]: { "@smithy/core": "catalog:" } }, versions)).toEqual([
        `${name}: ${kind} has @smithy/core as "catalog:", which only this workspace understands.`,
      ]);
    },
  );
  test("asks for the siblings of its own release", () => {
    expect(judgeTarball(manifest, new Map([["@langchain-aws/core", "0.3.0"]]))).toEqual([
      `${name} asks for @langchain-aws/core "^0.2.0", and this release has 0.3.0.`,
    ]);
  });
});

describe("a publish", () => {
  test("sends the packages and nothing else", () => {
    const packages = [{ name, version: "0.2.0" }];
    expect(judgePublished([name], packages)).toEqual([]);
    expect(judgePublished([name, "@langchain-aws/checks"], packages)).toEqual([
      expect.stringContaining("@langchain-aws/checks would be published"),
    ]);
    expect(judgePublished([], packages)).toEqual([`${name} would not be published.`]);
  });
  test("can have provenance", () => {
    const manifest = {
      name,
      version: "0.2.0",
      publishConfig: { access: "public" },
      repository: { directory: "packages/rerank", url: "git+https://forge.example/team/it.git" },
    };
    const url = repositoryUrlOf({ GITHUB_SERVER_URL: "https://forge.example", GITHUB_REPOSITORY: "team/it" });
    expect(repositoryUrlOf({})).toBeUndefined();
    expect(judgeProvenance(manifest, undefined)).toEqual([]);
    expect(judgeProvenance(manifest, url)).toEqual([]);
    expect(judgeProvenance({ ...manifest, repository: { directory: "packages/rerank" } }, url)).toEqual([
      `${name}: repository.url is not ${url}, where it is published from.`,
    ]);
    expect(
      judgeProvenance({ ...manifest, publishConfig: { provenance: true }, repository: {} }, undefined),
    ).toHaveLength(3);
  });
});
