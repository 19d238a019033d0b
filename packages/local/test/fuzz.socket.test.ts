import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalAws, type LocalAws, type LocalAwsOptions } from "../src/index.ts";
import { createRandom, mutate, patientMs, recordHttp2, seeds, send, toBytes } from "./support/fuzz.ts";
import { requestHttp1 } from "./support/raw-http.ts";

/** How many requests; `FUZZ_REQUESTS=100000 FUZZ_SEED=7 pnpm vitest run test/fuzz` sends others, and more. */
const count = Number(process.env["FUZZ_REQUESTS"] ?? 1_500);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);
const parallel = 32;
/** A millisecond is short for a request, and long for a hundred thousand. */
const timeoutMs = 60_000 + count * 20;

const options: LocalAwsOptions = {
  log: { maxEntries: 100 },
  memorydb: true,
  knowledgeBases: [{ id: "KB00000001", documents: [{ text: "Whales sing." }] }],
  kendraIndexes: [{ id: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03", documents: [{ text: "Foxes dig." }] }],
  s3Vectors: { buckets: [{ name: "media", indexes: [{ name: "movies", dimension: 3 }] }] },
  graphs: [{ id: "g-0123456789" }],
};

async function start(more: LocalAwsOptions): Promise<LocalAws> {
  const aws = await createLocalAws({ ...options, ...more });
  onTestFinished(async () => await aws.close());
  return aws;
}

/** Sends mutated bytes, so many at a time, and counts the answers by their status lines. */
async function fuzz(
  port: number,
  corpus: readonly Buffer[],
  total: number,
  leaves = false,
): Promise<Map<string, number>> {
  const random = createRandom(seed);
  const outcomes = new Map<string, number>();
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (sent < total) {
      const original = corpus[sent % corpus.length] ?? Buffer.alloc(0);
      sent += 1;
      const bytes = mutate(original, random);
      const answer = await send(port, bytes, { leaves });
      // What would have to be mended: the request is shown as it was sent.
      if (answer.includes("The local endpoint failed")) throw new Error(`${bytes.toString("latin1")}\n\n${answer}`);
      // Behind a 100 that was asked for stands the answer itself, unless the body did not come.
      const final = answer.replace(/^(?:HTTP\/1\.1 100 Continue\r\n\r\n)+/, "");
      const outcome = /^HTTP\/1\.1 (\d{3})/.exec(final)?.[1] ?? (final === "" ? "closed" : "bytes");
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return outcomes;
}

async function expectServing(aws: LocalAws): Promise<void> {
  const bytes = await toBytes(aws, seeds[0] ?? { method: "GET", path: "/" });
  expect(await send(aws.port, bytes, { patienceMs: patientMs })).toMatch(/^HTTP\/1\.1 200 /);
  const headers = { authorization: "Bearer local-token" };
  expect((await requestHttp1({ url: aws.url, path: "/model/x/unknown", headers })).status).toBe(404);
}

describe("mutated requests", () => {
  it.each([
    ["with signatures checked", {}],
    ["without signatures", { auth: { mode: "off" as const } }],
    ["without signatures and rules", { auth: { mode: "off" as const }, validation: "off" as const }],
  ])(
    "are answered or cut off over HTTP/1.1, %s, and leave it serving",
    async (_name, more) => {
      const aws = await start(more);
      const corpus = await Promise.all(seeds.map(async (one) => await toBytes(aws, one)));
      const valid = await Promise.all(
        corpus.map(async (bytes) => (await send(aws.port, bytes, { patienceMs: patientMs })).slice(9, 12)),
      );
      expect(valid.filter((status) => status !== "200")).toEqual(["403"]);
      const outcomes = await fuzz(aws.port, corpus, Math.ceil(count / 4));
      const refusals = ["400", "403", "404", "413", "421", "431", "405", "408", "415", "417", "501"];
      for (const outcome of outcomes.keys()) expect(["200", "closed", ...refusals]).toContain(outcome);
      expect(outcomes.get("400")).toBeGreaterThan(0);
      await expectServing(aws);
    },
    timeoutMs,
  );

  it(
    "are answered or cut off over HTTP/2",
    async () => {
      const aws = await start({});
      const corpus = await Promise.all(seeds.slice(0, 9).map(async (one) => await recordHttp2(aws, one)));
      const outcomes = await fuzz(aws.port, corpus, Math.ceil(count / 8), true);
      expect(outcomes.get("bytes")).toBeGreaterThan(0);
      await expectServing(aws);
    },
    timeoutMs,
  );

  it(
    "are answered or cut off by MemoryDB",
    async () => {
      const aws = await start({});
      const command = (...words: readonly string[]): string =>
        `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`;
      const vector = "\u0000\u0000\u0080?\u0000\u0000\u0000\u0000";
      const corpus = [
        command("HELLO", "3") + command("PING"),
        command(
          "FT.CREATE",
          "i",
          "ON",
          "HASH",
          "PREFIX",
          "1",
          "d:",
          "SCHEMA",
          "t",
          "TAG",
          "n",
          "NUMERIC",
          "v",
          "VECTOR",
        ) + command("FT._LIST"),
        command(
          "FT.CREATE",
          "j",
          "SCHEMA",
          "v",
          "VECTOR",
          "HNSW",
          "6",
          "TYPE",
          "FLOAT32",
          "DIM",
          "2",
          "DISTANCE_METRIC",
          "L2",
        ),
        command("HSET", "d:1", "v", vector, "t", "a") + command("HGETALL", "d:1"),
        command(
          "FT.SEARCH",
          "j",
          "(@t:{a|b} @n:[1 (2])=>[KNN 2 @v $q AS s]",
          "PARAMS",
          "2",
          "q",
          vector,
          "DIALECT",
          "2",
        ),
        command("SET", "k", "v", "EX", "10") + command("MULTI") + command("GET", "k") + command("EXEC"),
        command("SCAN", "0", "MATCH", "d:*", "COUNT", "10") +
          command("INFO") +
          command("CLIENT", "SETINFO", "LIB-NAME", "x"),
        "PING\r\nINFO server\r\n",
      ].map((text) => Buffer.from(text, "latin1"));
      await fuzz(aws.memorydb.port, corpus, Math.ceil(count / 8));
      expect(await send(aws.memorydb.port, Buffer.from("PING\r\n"))).toBe("+PONG\r\n");
    },
    timeoutMs,
  );
});
