import { createLocalAws, type LocalAws, type MemoryDbEngine } from "@langchain-aws/local";
import { missingForSearchEngine, startSearchEngine } from "@langchain-aws/search-engine";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { engineSuite } from "./suite/engine-suite.ts";

/** The engines of the stand-in, and what only some of them have. */
const standIns: [MemoryDbEngine, { hasPlainQueries: boolean }][] = [
  ["memorydb", { hasPlainQueries: true }],
  ["valkey-1.0.0", { hasPlainQueries: false }],
  ["valkey-1.0", { hasPlainQueries: false }],
  ["valkey-1.2", { hasPlainQueries: true }],
  ["redisearch", { hasPlainQueries: true }],
];

/** Words that some engine refuses. */
const forbidden = /^(?:SORTABLE|EPSILON|SORTBY|DD|VECTOR_RANGE|NOCONTENT)$/;

describe.each(standIns)("as %s", (engine, options) => {
  let aws: LocalAws | undefined;
  beforeAll(async () => {
    aws = await createLocalAws({ memorydb: { engine } });
  });
  afterAll(async () => await aws?.close());
  engineSuite(() => running(aws), options);

  test("[9] no word that an engine refuses was ever sent", () => {
    const words = running(aws)
      .commands()
      .flatMap(({ args }) => args)
      .filter((word) => typeof word === "string");
    expect(words.length).toBeGreaterThan(1000);
    expect(words.filter((word) => forbidden.test(word))).toEqual([]);
    const texts = words.filter((word) => word === "TEXT" && engine.startsWith("valkey-1.0"));
    expect(texts).toEqual([]);
  });
});

describe("in cluster mode", () => {
  let aws: LocalAws | undefined;
  beforeAll(async () => {
    aws = await createLocalAws({ memorydb: { cluster: true, replicas: 1 } });
  });
  afterAll(async () => await aws?.close());
  engineSuite(() => running(aws), { hasPlainQueries: true });

  test("[52] commands that change an index went to the primary", () => {
    const changing = running(aws)
      .commands()
      .filter(({ name }) => ["FT.CREATE", "FT.DROPINDEX", "HSET", "UNLINK"].includes(name));
    expect(new Set(changing.map(({ node }) => node))).toEqual(new Set(["primary"]));
  });
});

const missing = missingForSearchEngine();
if (missing !== undefined) {
  // oxlint-disable-next-line no-console -- said once, in place of the tests
  console.log(`The tests on a real search engine are left out: ${missing}.`);
}

describe.runIf(missing === undefined).each([
  ["standalone", false],
  ["in cluster mode", true],
])("[53] on a real engine, RediSearch, %s", (name, cluster) => {
  let engine: Awaited<ReturnType<typeof startSearchEngine>> | undefined;
  let passed = 0;
  beforeAll(async () => {
    engine = await startSearchEngine({ cluster });
  });
  afterEach(({ task }) => {
    if (task.result?.state !== "fail") passed += 1;
  });
  afterAll(async () => {
    await engine?.stop();
    // oxlint-disable-next-line no-console -- whoever reads the output sees that the real engine ran
    console.log(`${passed} tests passed on a real search engine (RediSearch 2.6, ${name}).`);
  });
  engineSuite(
    () => {
      if (engine === undefined) throw new Error("The engine runs inside tests only.");
      return engine;
    },
    { hasPlainQueries: true },
  );
});

function running(aws: LocalAws | undefined): LocalAws["memorydb"] {
  if (aws === undefined) throw new Error("The endpoint runs inside tests only.");
  return aws.memorydb;
}
