// The two commands of this repository, `npm run demo` and `npm test`, on a machine with only Node and npm: fetches the
// pinned pnpm through npm, installs the locked dependencies, then runs the task. An old Node must be able to read it.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packageManager, engines } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
const [task, ...rest] = process.argv.slice(2);

const [neededMajor = 0, neededMinor = 0] = engines.node.match(/\d+/g).map(Number);
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  const needed = engines.node.replace(">=", "");
  console.error(
    `Node ${process.versions.node} is too old: this repository needs ${needed} or newer. ` +
      "Install it: nvm install --lts (or from https://nodejs.org)",
  );
  process.exit(1);
}

/** @type {NodeJS.ProcessEnv} turbo's cache does not know which Node ran a task; NODE_UNDER_TEST is in its keys */
const quietEnvironment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  NODE_UNDER_TEST: process.version,
};
// Tests never leave the loopback, and Node reads this bundle again at every start (some 85 ms).
const { NODE_EXTRA_CA_CERTS: _unused, ...loopbackEnvironment } = quietEnvironment;

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function pnpm(args, env) {
  const { status, error } = spawnSync("npm", ["exec", "--yes", `--package=${packageManager}`, "--", "pnpm", ...args], {
    cwd: root,
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

pnpm(["install", "--frozen-lockfile", "--reporter=append-only"], quietEnvironment);
pnpm(["run", "--silent", `task:${task}`, ...rest], task === "test" ? loopbackEnvironment : quietEnvironment);
