// A sample application outside of the workspace, installed from the packed tarballs as its users would install it, whose
// tests run by `npx langchain-aws-local run -- npx vitest run`: with no AWS setting, no account, and no line about an endpoint.
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install, writeProject } from "./consumers/consumer.mjs";
import { packAll } from "./consumers/pack.mjs";
import { newestCore } from "./consumers/peers.mjs";
import { loopbackEnvironment, run } from "./process.mjs";
import { readCatalog, readWorkspace } from "./workspace.mjs";

const sources = join(dirname(fileURLToPath(import.meta.url)), "sample-app");
const scratch = mkdtempSync(join(tmpdir(), "sample-app-"));
const project = join(scratch, "app");
const catalog = readCatalog(readWorkspace().workspaceText);

/**
 * The tests have other names here, so that they are not taken for tests of this folder.
 *
 * @param {string} file
 */
const write = (file) => copyFileSync(join(sources, file), join(project, file.replace("-test.mjs", ".test.mjs")));

/** @param {string[]} args of the command line */
const npx = (...args) => run("npx", args, { cwd: project, env: loopbackEnvironment({}) });

/**
 * @param {string} what
 * @param {{ code: number, output: string }} outcome
 * @param {boolean} isRight
 */
function judge(what, { code, output }, isRight) {
  console.log(`${isRight ? "ok    " : "failed"} ${what}`);
  if (isRight) return;
  console.log(`exit code ${code}\n${output}`);
  process.exitCode = 1;
}

try {
  const tarballs = new Map(
    (await packAll(join(scratch, "tarballs"))).map(({ pkg, tarball }) => [pkg.manifest.name, tarball]),
  );
  writeProject(project, ["@langchain-aws/local", "@langchain-aws/bedrock-converse"], tarballs, {
    "@langchain/core": await newestCore(),
    vitest: catalog.get("vitest") ?? "4",
  });
  for (const file of ["ask.mjs", "ask-test.mjs", "own-server-test.mjs"]) write(file);
  const installed = await install(project, "npm");
  judge("installed from tarballs, by npm", installed, installed.code === 0);

  const passed = await npx("langchain-aws-local", "run", "--", "npx", "vitest", "run");
  judge("its tests pass against the loopback", passed, passed.code === 0 && /3 passed/.test(passed.output));

  write("broken-test.mjs");
  const failed = await npx("langchain-aws-local", "run", "--", "npx", "vitest", "run");
  judge("a test that fails is the command's failure", failed, failed.code === 1 && /1 failed/.test(failed.output));

  const doctor = await npx("langchain-aws-local", "doctor");
  judge("its shell leads nowhere else", doctor, doctor.code === 0 && /openCypher is not there/.test(doctor.output));
} finally {
  rmSync(scratch, { recursive: true });
}
