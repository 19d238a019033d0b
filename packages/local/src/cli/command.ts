import type { ParseArgsConfig } from "node:util";

/** Flags by name, as `parseArgs` of Node takes them, each with its line of help. */
export type Flags = Readonly<Record<string, Flag>>;

/** One flag. */
export interface Flag {
  type: "string" | "boolean";
  multiple?: boolean;
  /** What stands behind the flag in the help: `FILE`. */
  value?: string;
  help: string;
}

/** What a command was given. */
export interface Invocation {
  /** Of flags that may be repeated, every value. */
  texts(name: string): readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** What is no flag, before `--`. */
  words: readonly string[];
  /** What follows `--`. */
  rest: readonly string[];
}

/** One command of the command line; it gives the exit code. */
export interface Command {
  summary: string;
  usage: string;
  flags: Flags;
  run(invocation: Invocation): Promise<number>;
}

/** A mistake of the caller's: its message is printed without a stack, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The options that `parseArgs` reads flags by. */
export function toParseOptions(flags: Flags): NonNullable<ParseArgsConfig["options"]> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
}

/** Writes lines to the standard output. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Writes lines to the standard error output. */
export function printError(...lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
}
