// A real search engine for tests: RediSearch, taken out of an npm package and loaded into the redis-server of the machine.
// Nothing is installed here; where something is missing, it is said what.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} SearchEngine
 * @property {number} port
 * @property {string} url
 * @property {() => Promise<void>} stop
 */

const here = dirname(fileURLToPath(import.meta.url));

/** Ends the server when this process ends, however it does: the pipe closes then. */
const guardedServer =
  'exec 3<&0; (cat <&3 >/dev/null; kill -9 $$; rm -rf "$SERVER_DIRECTORY") 2>/dev/null & exec "$@" 3<&-';

/**
 * What is missing for a real engine, in one line; `undefined` when nothing is.
 *
 * @returns {string | undefined}
 */
export function missingForSearchEngine() {
  if (process.platform !== "linux" || process.arch !== "x64") return "it runs on Linux on x64 only";
  if (findModule() === undefined) return "the optional package @falkordblite/linux-x64 is not installed";
  if (findProgram("redis-server") === undefined) {
    return "redis-server is not installed (Debian: apt-get install --no-install-recommends redis-server)";
  }
  if (findProgram("gcc") === undefined) return "gcc is not installed (Debian: apt-get install gcc libc6-dev)";
  return undefined;
}

/**
 * Starts an engine on a free port. It ends with `stop`, and with this process in any case.
 *
 * @param {{ cluster?: boolean }} [options]
 * @returns {Promise<SearchEngine>}
 */
export async function startSearchEngine({ cluster = false } = {}) {
  const missing = missingForSearchEngine();
  if (missing !== undefined) throw new Error(`No search engine: ${missing}.`);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(cluster);
    } catch (error) {
      // Another process may have taken the port meanwhile.
      if (attempt === 3) throw error;
    }
  }
}

/** @param {boolean} cluster @returns {Promise<SearchEngine>} */
async function start(cluster) {
  const [port, busPort] = [await freePort(), await freePort()];
  const directory = mkdtempSync(join(tmpdir(), "search-engine-"));
  const settings = [
    ...["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory],
    ...(cluster ? ["--cluster-enabled", "yes", "--cluster-port", String(busPort)] : []),
    ...["--loadmodule", buildLoader()],
  ];
  const child = spawn("/bin/sh", ["-c", guardedServer, "sh", findProgram("redis-server") ?? "", ...settings], {
    env: { ...process.env, SEARCH_MODULE: findModule(), SERVER_DIRECTORY: directory },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
    child.stdin.destroy();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await untilReady(child);
    if (cluster) await takeAllSlots(port);
  } catch (error) {
    await stop();
    throw error;
  }
  child.unref();
  return { port, url: `redis://127.0.0.1:${port}`, stop };
}

/** @param {import("node:child_process").ChildProcessWithoutNullStreams} child */
async function untilReady(child) {
  await new Promise((resolve, reject) => {
    let output = "";
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      output += String(chunk);
      if (output.includes("Ready to accept connections")) resolve(undefined);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`redis-server ended:\n${output}`)));
  });
}

/** @param {number} port */
async function takeAllSlots(port) {
  const taken = await ask(port, "CLUSTER ADDSLOTSRANGE 0 16383");
  if (!taken.startsWith("+OK")) throw new Error(`The cluster refused its slots: ${taken}`);
  while (!(await ask(port, "CLUSTER INFO")).includes("cluster_state:ok"));
}

/** @param {number} port @param {string} command @returns {Promise<string>} */
async function ask(port, command) {
  return await new Promise((resolve, reject) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("error", reject);
    socket.once("data", (reply) => {
      socket.destroy();
      resolve(String(reply));
    });
    socket.write(`${command}\r\n`);
  });
}

/** @returns {Promise<number>} */
async function freePort() {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Compiled once for each state of its source, into this package's own cache. */
function buildLoader() {
  const source = join(here, "loader.c");
  const digest = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 12);
  const cache = join(here, "node_modules", ".cache");
  const target = join(cache, `loader-${digest}.so`);
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  const scratch = `${target}.${process.pid}`;
  const gcc = spawnSync("gcc", ["-shared", "-fPIC", "-O1", "-o", scratch, source, "-ldl"], { encoding: "utf8" });
  if (gcc.status !== 0) throw new Error(`gcc could not build the loader: ${gcc.stderr}`);
  renameSync(scratch, target);
  return target;
}

/** @returns {string | undefined} */
function findModule() {
  try {
    const manifest = createRequire(import.meta.url).resolve("@falkordblite/linux-x64/package.json");
    const file = join(dirname(manifest), "bin", "falkordb.so");
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} name @returns {string | undefined} */
function findProgram(name) {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((file) => existsSync(file));
}
