import { expect, test } from "vitest";
import { bareDeclarations } from "./report.mjs";

test("keeps declarations and drops what says nothing about the interface", () => {
  const text = [
    'import { B } from "b";',
    'import { A } from "a";',
    "//#region src/a.d.ts",
    "/** Adds. */",
    "declare function add(a: number): number; //#endregion",
    "",
    "interface Options {",
    "  /** Where. */",
    '  url: "http://127.0.0.1";',
    "}",
    "export { Options, add };",
  ].join("\n");
  expect(bareDeclarations(text).split("\n")).toEqual([
    'import { A } from "a";',
    'import { B } from "b";',
    "declare function add(a: number): number;",
    "interface Options {",
    '  url: "http://127.0.0.1";',
    "}",
    "export { Options, add };",
  ]);
});
