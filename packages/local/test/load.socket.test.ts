import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalAws, type LocalAws, type LocalAwsOptions } from "../src/index.ts";
import { collect, converse, createClient, createClientOver, openStream } from "./support/clients.ts";

async function start(options: LocalAwsOptions): Promise<LocalAws> {
  const aws = await createLocalAws(options);
  onTestFinished(async () => await aws.close());
  return aws;
}

/** The whole heap after a collection, in bytes. */
function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collectGarbage: unknown = runInNewContext("gc");
  if (typeof collectGarbage === "function") collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe("much at once", () => {
  it("[52] delivers every event of 200 streams", async () => {
    const aws = await start({});
    aws.chat.on("Hello", { chunks: Array.from({ length: 50 }, (_, index) => `word${index} `) });
    const client = createClient(aws);
    const streams = await Promise.all(Array.from({ length: 200 }, async () => await collect(await openStream(client))));
    const deltas = streams.map(({ events }) => events.filter((event) => event.contentBlockDelta !== undefined).length);
    expect(new Set(deltas)).toEqual(new Set([50]));
    expect(aws.requests().map(({ eventsSent }) => eventsSent)).toEqual(Array.from({ length: 200 }, () => 54));
  });
});

describe("much over time", () => {
  it.each(["h1", "h2"] as const)(
    "[52] holds no more than its log may, however many requests come, over %s",
    async (protocol) => {
      const aws = await start({ log: { maxEntries: 100 } });
      const client = createClientOver(protocol, aws);
      const send = async (count: number): Promise<void> => {
        for (let at = 0; at < count; at += 1) await converse(client);
      };
      await send(600);
      const before = heapUsed();
      await send(1_800);
      expect(aws.requests()).toHaveLength(100);
      // An entry alone has some 2 kB, and so has a session: if those of all requests were held, it would be twice this.
      expect(heapUsed() - before).toBeLessThan(1_800_000);
    },
  );
});
