#!/usr/bin/env node
import { describeOldNode } from "./require-node.ts";

void main();

async function main(): Promise<void> {
  const problem = describeOldNode(process.versions.node);
  if (problem !== undefined) {
    process.stderr.write(`langchain-aws-local: ${problem}\n`);
    process.exitCode = 1;
    return;
  }
  // After the look at Node: an old one cannot load it.
  const { runCommandLine } = await import("./cli/run-command-line.ts");
  process.exitCode = await runCommandLine(process.argv.slice(2));
}
