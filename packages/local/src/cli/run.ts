import { spawn } from "node:child_process";
import { constants } from "node:os";

import { createLocalAws } from "../local-aws.ts";
import { type Command, printError, UsageError } from "./command.ts";
import { serverVariables } from "./serve.ts";
import { readServerOptions, serverFlags } from "./server-options.ts";

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Variables that would send a client elsewhere, or make it sign with something else. */
const misleading = [
  "AWS_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
];

/** `run`: an endpoint for as long as one command runs. */
export const run: Command = {
  summary: "Starts an endpoint on a free port and runs a command against it.",
  usage: "[FLAGS] -- COMMAND [ARGUMENTS]",
  flags: serverFlags,
  async run(invocation) {
    const [command, ...args] = invocation.rest;
    if (command === undefined) throw new UsageError("name the command behind --, as in: run -- node app.mjs");
    if (invocation.words.length > 0) throw new UsageError("the command belongs behind --, as in: run -- node app.mjs");
    const aws = await createLocalAws(await readServerOptions(invocation, 0));
    try {
      return await runChild(command, args, { ...withoutMisleading(process.env), ...serverVariables(aws) });
    } finally {
      await aws.close();
    }
  },
};

function withoutMisleading(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.includes(name)));
}

/** The command's exit code; as shells count, 127 when there is no such command and 128 + N for signal N. */
async function runChild(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, args, { stdio: "inherit", env });
  const forward = (signal: NodeJS.Signals): void => {
    // A terminal sends its interrupt to the child by itself; a second one would be taken for impatience.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, forward);
  try {
    return await new Promise((resolve) => {
      child.on("error", (error) => {
        printError(`langchain-aws-local run: ${error.message}`);
        resolve("code" in error && error.code === "ENOENT" ? 127 : 126);
      });
      child.on("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    for (const signal of forwarded) process.off(signal, forward);
  }
}
