// The package as it ships, with a log that is soon full and with streams of 404 events, and it tells of its own memory.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalAws } from "@langchain-aws/local";
import { scenario } from "../scenario.mjs";

const scratch = mkdtempSync(join(tmpdir(), "bench-local-"));
const dataDir = process.argv.includes("--data") ? { dataDir: join(scratch, "data") } : {};
const aws = await createLocalAws({
  region: scenario.region,
  log: { maxEntries: 1_000 },
  s3Vectors: { buckets: [{ name: "bench", indexes: [{ name: "vectors", dimension: 512 }] }] },
  ...dataDir,
});
aws.chat.on({ text: scenario.streamPrompt }, { chunks: scenario.deltas.slice(0, 400) });
aws.chat.on({ text: scenario.prompt }, { text: scenario.answer });

/** @param {boolean} collects whether garbage is collected before */
function state(collects) {
  if (collects) globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { rss, heapUsed, cpu: user + system };
}

async function close() {
  await aws.close();
  rmSync(scratch, { recursive: true });
  return {};
}

process.on("message", (/** @type {{ what: "state" | "close", collects?: boolean }} */ { what, collects = true }) => {
  if (what === "state") process.send?.(state(collects));
  else void close().then((answer) => process.send?.(answer));
});
process.send?.({ http1: aws.url, http2: aws.url });
