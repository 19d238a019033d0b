import { createLocalAws } from "@langchain-aws/local";
import { expect, test } from "vitest";
import { run as runBulk } from "../examples/bulk.mjs";
import { run as runParaphrase } from "../examples/paraphrase.mjs";
import { startServer } from "./support/with-store.ts";

test("documents are written through a failure, found and deleted, with progress", async () => {
  const server = await startServer();
  let printed = "";
  const full = "OOM command not allowed when used memory > 'maxmemory'.";
  const result = await runBulk(
    server.url,
    5000,
    (text) => (printed += text),
    () => server.fault({ command: "HSET", from: 2500, error: full }),
  );
  expect(result).toEqual({ found: 100, left: 0 });
  expect(server.keyCount).toBe(0);
  expect(printed).toMatch(/Cut off at input 2499\. \d+ documents are stored\./);
  expect(printed).toContain("5000 of 5000 written");
  expect(printed).toContain("100 of 100 found");
  expect(printed).toContain("5000 of 5000 deleted");
});

test("a question in other words is answered from the cache, and the model is not called", async () => {
  await using aws = await createLocalAws({ embeddings: "semantic", memorydb: true });
  aws.chat.on(/password/, { text: "Press Reset." });
  aws.chat.on(/ship/, { text: "To the EU." });
  let printed = "";
  const { calls, answers } = await runParaphrase(aws, (text) => (printed += text));
  expect(calls).toBe(2);
  expect(answers).toEqual(["Press Reset.", "Press Reset.", "To the EU."]);
  expect(printed).toContain("2 calls for 3 questions; 1 hit, 2 misses.");
});
