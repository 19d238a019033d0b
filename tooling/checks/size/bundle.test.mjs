import { expect, test } from "vitest";
import { bundle } from "./bundle.mjs";
import { charactersBySource } from "./source-map.mjs";
import { eagerChunks, originOf, weigh } from "./weigh.mjs";

test("tells the package of a bundled file, in a pnpm store or in the workspace", () => {
  expect(originOf("../node_modules/.pnpm/@smithy+core@3.1.0/node_modules/@smithy/core/dist-es/a.js")).toEqual({
    name: "@smithy/core",
    copy: "../node_modules/.pnpm/@smithy+core@3.1.0/node_modules/@smithy/core",
  });
  expect(originOf("../../packages/core/dist/index.js").name).toBe("@langchain-aws/core");
  expect(originOf("program.js").name).toBe("the program");
});

test("counts what loads at start, not what is imported later", () => {
  /** @param {string} name @param {string[]} [imports] */
  const chunk = (name, imports = []) => ({
    name,
    isEntry: name === "program.js",
    imports,
    contents: new TextEncoder().encode("export {};"),
    modules: /** @type {[string, number][]} */ ([[`node_modules/${name}/index.js`, 10]]),
  });
  const chunks = [chunk("program.js", ["a.js", "node:fs"]), chunk("a.js", ["b.js"]), chunk("b.js"), chunk("later.js")];
  expect(eagerChunks(chunks).map(({ name }) => name)).toEqual(["program.js", "a.js", "b.js"]);
  const { min, contributors } = weigh(chunks);
  expect({ min, names: contributors.map(({ name }) => name) }).toEqual({
    min: 30,
    names: ["program.js", "a.js", "b.js"],
  });
});

test.for(
  /** @type {const} */ ([
    // One ends the file with a line break.
    ["esbuild", 20],
    ["rolldown", 19],
  ]),
)("weighs a program bundled by %s", async ([bundler, min]) => {
  const program = { code: 'console.log("one");', directory: import.meta.dirname };
  expect(await bundle(program, bundler, "browser")).toEqual({
    min,
    gzip: expect.any(Number),
    contributors: [{ name: "the program", bytes: 19 }],
    duplicates: [],
  });
});

test.for(/** @type {const} */ (["esbuild", "rolldown"]))(
  "leaves out what %s puts into a file of its own",
  async (bundler) => {
    const code = `export const later = () => import(${JSON.stringify(import.meta.filename)});`;
    const program = { code, directory: import.meta.dirname, external: ["vitest", "esbuild", "rolldown"] };
    const split = await bundle(program, bundler, "node, splitting");
    const whole = await bundle(program, bundler, "node");
    expect(split.min).toBeLessThan(300);
    expect(whole.min).toBeGreaterThan(2000);
  },
);

test("reads from a source map how much of a text each source gave", () => {
  // Four characters of `a` and then `b`; in the second line one of no source, and then `a`.
  const map = { sources: ["a", "b"], mappings: "AAAA,ICAA;A,CDAA" };
  expect(charactersBySource(map, "aaaabbb\nxaaaaa")).toEqual({ a: 9, b: 3 });
});
