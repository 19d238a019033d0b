import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePage, withSection } from "./page.mjs";
import { sections } from "./sections.mjs";

const page = "# Page\n\nIntroduction.\n\n## First\n\none\n\n### Part\n\n1\n\n## By hand\n\nkept\n\n## Third\n\nthree\n";
const order = ["First", "Second", "Third"];

test("replaces one section and leaves the others", () => {
  expect(withSection(page, { title: "First", text: "new" }, order)).toBe(
    "# Page\n\nIntroduction.\n\n## First\n\nnew\n\n## Third\n\nthree\n\n## By hand\n\nkept\n",
  );
  expect(withSection("# Page\n\n## First\n\none\n\n## Third\n\n3\n", { title: "First", text: "one" }, order)).toBe(
    "# Page\n\n## First\n\none\n\n## Third\n\n3\n",
  );
});

test("puts a new section into its place", () => {
  const titles = parsePage(withSection(page, { title: "Second", text: "two" }, order)).sections.map(
    ({ title }) => title,
  );
  expect(titles).toEqual(["First", "Second", "Third", "By hand"]);
});

test("the page holds nothing that no command writes", () => {
  const written = readFileSync(new URL("../../../docs/benchmarks.md", import.meta.url), "utf8");
  const titles = Object.values(sections).map(({ title }) => title);
  const found = parsePage(written).sections.map(({ title }) => title);
  expect(found).toEqual(titles.filter((title) => found.includes(title)));
  expect(found.length).toBeGreaterThan(5);
});
