import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./workspace.mjs";

/**
 * @typedef {object} Outcome
 * @property {number} code 0 when it went well; 1 also when it was ended after the time limit
 * @property {string} output both streams, in the order they came
 */

/**
 * Runs a program to its end without blocking: a server of this process can answer it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} options
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { cwd, env = process.env, timeoutMs = 120_000 }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    const take = (/** @type {Buffer} */ bytes) => {
      output += bytes.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const timer = setTimeout(() => {
      output += `\nended after ${timeoutMs / 1000} s\n`;
      child.kill("SIGKILL");
    }, timeoutMs);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** @type {{ packageManager: string }} */
const { packageManager } = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));

/**
 * The pinned pnpm, through npm.
 *
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} options
 */
export const runPnpm = (args, options) =>
  run("npm", ["exec", "--yes", `--package=${packageManager}`, "--", "pnpm", ...args], options);

/**
 * The environment for code that talks to `local`: no AWS setting of the machine but `local`'s own, and no bundle of
 * certificates that Node would parse at each start.
 *
 * @param {Record<string, string>} localEnvironment as `local` states it
 * @returns {NodeJS.ProcessEnv}
 */
export function loopbackEnvironment(localEnvironment) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|BEDROCK_|LANGSMITH_|LANGCHAIN_|NODE_EXTRA_CA_CERTS$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nonexistent/aws-config",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/aws-credentials",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...localEnvironment,
  };
}
