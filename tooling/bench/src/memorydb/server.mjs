// `local` with a MemoryDB port, in a process of its own. Says where it is, and over IPC what it received.
import { createLocalAws } from "@langchain-aws/local";

const aws = await createLocalAws({ memorydb: { maxCommands: 1_000_000 } });

process.on("message", (message) => {
  if (message === "stop") {
    void aws.close().then(() => process.disconnect());
    return;
  }
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { name } of aws.memorydb.commands()) counts[name] = (counts[name] ?? 0) + 1;
  aws.memorydb.clearCommands();
  process.send?.({ counts });
});
process.send?.({ url: aws.memorydb.url });
