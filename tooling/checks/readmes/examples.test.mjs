import { expect, test } from "vitest";
import { atItsLine, readExamples } from "./examples.mjs";

const markdown = [
  "# A",
  "```ts",
  'import { a } from "a";',
  "a();",
  "```",
  "```bash",
  "npm i",
  "```",
  "```ts no-run",
  "deploy();",
  "```",
  "```typescript",
  'import { test } from "vitest";',
  "```",
].join("\n");

test("finds TypeScript blocks, their lines and how to try them", () => {
  expect(readExamples(markdown)).toEqual([
    { line: 3, how: "run", code: 'import { a } from "a";\na();\n' },
    { line: 10, how: "check", code: "deploy();\n" },
    { line: 13, how: "test", code: 'import { test } from "vitest";\n' },
  ]);
});

test("keeps code on its lines", () => {
  const [, example] = readExamples(markdown);
  const lines = example ? atItsLine(example).split("\n") : [];
  expect(lines.indexOf("deploy();")).toBe(9);
});

test("refuses a block inside a block", () => {
  expect(() => readExamples(["````ts", "a();", "# B", "```ts", "b();", "```", "````"].join("\n"))).toThrow("line 1");
});
