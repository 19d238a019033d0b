import type { RequestEntry } from "@langchain-aws/local";

import { heading, say } from "./terminal.ts";

/** One screen of figures, all of them read from the endpoints' own request logs. */
export function summarise(requests: readonly RequestEntry[], elapsedMs: number): void {
  const usage = requests.map((entry) => entry.usage);
  const sum = (pick: (entry: RequestEntry) => number): number =>
    requests.reduce((total, entry) => total + pick(entry), 0);
  const rows: [string, string][] = [
    ["requests made", String(requests.length)],
    ["signatures verified", String(requests.filter((entry) => entry.auth.kind === "sigv4").length)],
    ["retries", String(requests.filter((entry) => entry.attempt > 1).length)],
    ["stream events sent", String(sum((entry) => entry.eventsSent))],
    [
      "tokens in / out",
      `${usage.reduce((n, u) => n + (u?.inputTokens ?? 0), 0)} / ${usage.reduce((n, u) => n + (u?.outputTokens ?? 0), 0)}`,
    ],
    ["time", `${(elapsedMs / 1000).toFixed(1)} s`],
  ];
  heading("Summary");
  for (const [name, value] of rows) say(`  ${name.padEnd(20)} ${value}`);
  say("\nThe same on real AWS: npm run demo -- --live --model us.anthropic.claude-sonnet-4-5-20250929-v1:0");
}
