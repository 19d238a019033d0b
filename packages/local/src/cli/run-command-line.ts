import { parseArgs } from "node:util";

import { type Command, type Invocation, print, printError, toParseOptions, UsageError } from "./command.ts";
import { doctor } from "./doctor.ts";
import { env } from "./env.ts";
import { faults } from "./faults.ts";
import { requests } from "./requests.ts";
import { run } from "./run.ts";
import { seed } from "./seed.ts";
import { serve } from "./serve.ts";

const program = "langchain-aws-local";
const commands: Readonly<Record<string, Command>> = { serve, run, env, seed, requests, faults, doctor };

/** Runs one command line, without the program's name, and gives the exit code. `serve` is the default command. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const [first] = args;
  const isNamed = first !== undefined && !first.startsWith("-");
  const name = isNamed ? first : "serve";
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const isHelp = name === "help";
    (isHelp ? print : printError)(...(isHelp ? [] : [`Unknown command "${name}".`]), overview());
    return isHelp ? 0 : 2;
  }
  const rest = isNamed ? args.slice(1) : args;
  if (rest.includes("--help") && !rest.slice(0, rest.indexOf("--help")).includes("--")) {
    print(isNamed ? describe(name, command) : overview());
    return 0;
  }
  try {
    return await command.run(parse(command, rest));
  } catch (error) {
    printError(`${program} ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function parse(command: Command, args: readonly string[]): Invocation {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const { values, positionals } = parseOrExplain(command, own);
  const all = (name: string): readonly unknown[] => [values[name]].flat().filter((value) => value !== undefined);
  return {
    texts: (name) => all(name).filter((value) => typeof value === "string"),
    text: (name) => all(name).find((value) => typeof value === "string"),
    flag: (name) => values[name] === true,
    words: positionals,
    rest: end < 0 ? [] : args.slice(end + 1),
  };
}

function parseOrExplain(
  { flags }: Command,
  args: readonly string[],
): { values: Readonly<Record<string, unknown>>; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options: toParseOptions(flags), allowPositionals: true });
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split(/\. (?:To specify|Did you)/);
    const known = Object.keys(flags).map((name) => `--${name}`);
    throw new UsageError(`${reason.replace(/\.$/, "")}. Known: ${[...known, "--help"].join(", ")}.`, { cause: error });
  }
}

function overview(): string {
  const names = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return [
    `Usage: ${program} [COMMAND] [FLAGS]`,
    "",
    "An AWS-compatible endpoint on the loopback.",
    "",
    ...names,
    "",
    `${program} COMMAND --help lists the flags of a command.`,
  ].join("\n");
}

function describe(name: string, { summary, usage, flags }: Command): string {
  const lines = Object.entries(flags).map(([flag, { value, help }]) => {
    const written = value === undefined ? `--${flag}` : `--${flag} ${value}`;
    return `  ${written.padEnd(26)}${help}`;
  });
  return [`Usage: ${program} ${name} ${usage}`, "", summary, "", ...lines].join("\n");
}
