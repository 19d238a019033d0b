import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "tsdown";
import { onTestFinished } from "vitest";

import { installDependencies } from "./install-dependencies.ts";

/** The command line, built into a directory of its own. */
export interface Program {
  directory: string;
  /** Starts it with arguments; it is killed at the end of the test if it still runs. */
  start(args: readonly string[], env?: Record<string, string>): Running;
  remove(): Promise<void>;
}

/** A program that was started. */
export interface Running {
  child: ChildProcess;
  /** Resolves with what was printed once the pattern occurs in it. */
  printed(pattern: RegExp): Promise<string>;
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

/** Node 20 runs no TypeScript, so the program is built as it is for the package. */
export async function buildProgram(): Promise<Program> {
  const directory = await mkdtemp(path.join(tmpdir(), "langchain-aws-local-"));
  await build({
    config: false,
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    entry: ["src/cli.ts"],
    outDir: directory,
    format: "esm",
    platform: "neutral",
    target: "node20.19",
    deps: { neverBundle: [/^node:/] },
    dts: false,
    clean: false,
    logLevel: "silent",
    outExtensions: () => ({ js: ".mjs" }),
  });
  await installDependencies(directory);
  return {
    directory,
    start: (args, env = {}) => start(path.join(directory, "cli.mjs"), args, env),
    remove: async () => await rm(directory, { recursive: true, force: true }),
  };
}

function start(program: string, args: readonly string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    cwd: path.dirname(program),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  const listeners = new Set<() => void>();
  const read = (stream: NodeJS.ReadableStream | null, add: (text: string) => void): void => {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      add(text);
      for (const listener of listeners) listener();
    });
  };
  read(child.stdout, (text) => (out += text));
  read(child.stderr, (text) => (err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, out, err }));
  });
  return {
    child,
    ended,
    printed: async (pattern) =>
      await new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(out + err)) resolve(out + err);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended without printing ${String(pattern)}:\n${out}${err}`)));
      }),
  };
}
