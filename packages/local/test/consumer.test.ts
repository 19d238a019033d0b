import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { installDependencies } from "./support/install-dependencies.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
let directory = "";

// The package as it is published, in the node_modules of a project that has its dependencies and the types of Node.
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "langchain-aws-local-consumer-"));
  const installed = path.join(directory, "node_modules/@langchain-aws/local");
  await mkdir(installed, { recursive: true });
  await mkdir(path.join(directory, "node_modules/@types"));
  await installDependencies(directory);
  await cp(path.join(root, "package.json"), path.join(installed, "package.json"));
  await symlink(path.join(root, "node_modules/@types/node"), path.join(directory, "node_modules/@types/node"));
  await run(path.join(root, "node_modules/.bin/tsdown"), ["--out-dir", path.join(installed, "dist")], { cwd: root });
}, 60_000);
afterAll(async () => await rm(directory, { recursive: true, force: true }));

const body = `
  const options: LocalAwsOptions = { region: "eu-west-1", faults: [{ when: { nth: 1 }, do: { throttle: true } }] };
  const start = async (): Promise<void> => {
    const aws = await createLocalAws(options);
    const answer = await fetch(aws.url + "/nowhere");
    const [entry]: RequestEntry[] = aws.requests({ status: 404 });
    await aws.chat.script([{ text: "typed", stopReason: "end_turn" }]);
    // @ts-expect-error there is no such option
    const wrong: LocalAwsOptions = { prot: 1 };
    await aws.close();
    console.log(answer.status, entry?.path, Object.keys(wrong).length);
  };
  void start();
`;
const names = `import type { LocalAwsOptions, RequestEntry } from "@langchain-aws/local";`;

describe("a project that installs the package", () => {
  it.each([
    ["an ES module", "main.mts", `${names}\nimport { createLocalAws } from "@langchain-aws/local";\n${body}`],
    [
      "CommonJS",
      "main.cts",
      `${names}\nimport local = require("@langchain-aws/local");\nconst { createLocalAws } = local;\n${body}`,
    ],
  ])("[56] is type-checked strictly and runs as %s", async (_name, file, text) => {
    await writeFile(path.join(directory, file), text);
    const flags = ["--strict", "--module", "nodenext", "--target", "es2022", "--types", "node", "--outDir", "out"];
    const tsc = path.join(path.dirname(typescript), "bin/tsc");
    const checked = await run(process.execPath, [tsc, ...flags, file], { cwd: directory }).catch(
      (error: unknown) => error,
    );
    expect(checked).toMatchObject({ stdout: "" });
    const { stdout } = await run(process.execPath, [`out/${file.replace("ts", "js")}`], { cwd: directory });
    expect(stdout).toBe("404 /nowhere 1\n");
  });

  it("finds the command line as a program", async () => {
    const cli = path.join(directory, "node_modules/@langchain-aws/local/dist/cli.js");
    const { stdout } = await run(cli, ["help"]);
    expect(stdout).toMatch(/^Usage: langchain-aws-local/);
  });
});
