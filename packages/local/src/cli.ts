#!/usr/bin/env node
import { runCommandLine } from "./cli/run-command-line.ts";

void main();

async function main(): Promise<void> {
  process.exitCode = await runCommandLine(process.argv.slice(2));
}
