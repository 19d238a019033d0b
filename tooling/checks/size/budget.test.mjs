import { expect, test } from "vitest";
import { compareWithBudget, toBudget } from "./budget.mjs";
import { bundle, eagerOutputs, originOf } from "./bundle.mjs";

/** @type {import("./bundle.mjs").Bundle} */
const measured = { min: 1000, gzip: 400, contributors: [{ name: "zod", bytes: 900 }], duplicates: [] };

test("records sizes with 2 % to spare", () => {
  expect(toBudget({ node: measured })).toEqual({ node: { min: 1020, gzip: 408 } });
});

test("accepts what is within its budget and nothing that outgrew it", () => {
  expect(compareWithBudget("a", { node: measured }, { node: { min: 1000, gzip: 400 } })).toEqual([]);
  expect(compareWithBudget("a", { node: measured }, { node: { min: 999, gzip: 400 } })[0]).toContain("zod");
  expect(compareWithBudget("a", { node: measured }, { node: { min: 1000, gzip: 399 } })).toHaveLength(1);
});

test("reports a target without a budget and a package in two copies", () => {
  expect(compareWithBudget("a", { node: measured }, {})[0]).toContain("no budget");
  const twice = { ...measured, duplicates: ["zod"] };
  expect(compareWithBudget("a", { node: twice }, { node: { min: 1000, gzip: 400 } })).toEqual([
    "a, node: zod is in the bundle in two copies.",
  ]);
});

test("tells the package of a bundled file, in a pnpm store or in the workspace", () => {
  expect(originOf("../node_modules/.pnpm/@smithy+core@3.1.0/node_modules/@smithy/core/dist-es/a.js")).toEqual({
    name: "@smithy/core",
    copy: "../node_modules/.pnpm/@smithy+core@3.1.0/node_modules/@smithy/core",
  });
  expect(originOf("../../packages/core/dist/index.js").name).toBe("@langchain-aws/core");
  expect(originOf("program.js").name).toBe("the program");
});

test("counts what loads at start, not what is imported later", () => {
  /** @param {object} own */
  const output = (own) => ({ bytes: 1, inputs: {}, imports: [], exports: [], ...own });
  const outputs = {
    "out/program.js": output({
      entryPoint: "program.js",
      imports: [
        { path: "out/a.js", kind: "import-statement" },
        { path: "out/later.js", kind: "dynamic-import" },
        { path: "node:fs", kind: "import-statement", external: true },
      ],
    }),
    "out/a.js": output({ imports: [{ path: "out/b.js", kind: "import-statement" }] }),
    "out/b.js": output({}),
    "out/later.js": output({}),
  };
  expect(eagerOutputs(outputs)).toEqual(["out/program.js", "out/a.js", "out/b.js"]);
});

test("weighs a program", async () => {
  const program = { code: 'console.log("one");', directory: import.meta.dirname };
  expect(await bundle(program, "browser")).toEqual({
    min: 20,
    gzip: expect.any(Number),
    contributors: [{ name: "the program", bytes: 19 }],
    duplicates: [],
  });
});
