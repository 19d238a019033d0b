import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { AwsCredentialsError } from "@langchain-aws/core";
import { createLocalAws } from "@langchain-aws/local";
import { createClient, createCluster } from "@redis/client";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  createMemoryDBClient,
  InMemorySemanticCache,
  InMemoryVectorStore,
  type MemoryDBClient,
  MemoryDBAuthError,
  MemoryDBConfigError,
  MemoryDBConnectionError,
  memoryDBIamCredentials,
  MemoryDBUnsupportedError,
} from "../src/index.ts";
import { failureOf } from "./support/failure.ts";
import { TableEmbeddings } from "./support/table-embeddings.ts";
import { names, openCache, openStore, startAws, startServer } from "./support/with-store.ts";

const credentials = { accessKeyId: "AKIALOCAL", secretAccessKey: "local" };

const pem = (name: string): string => readFileSync(new URL(`fixtures/localhost-${name}.pem`, import.meta.url), "utf8");

describe("the address", () => {
  afterEach(() => {
    delete process.env["REDIS_URL"];
  });

  test("[1] is asked for, and read from REDIS_URL", async () => {
    expect(() => new InMemoryVectorStore(new TableEmbeddings(), { indexName: "i" })).toThrow(MemoryDBConfigError);
    expect(() => new InMemoryVectorStore(new TableEmbeddings(), { indexName: "i" })).toThrow("REDIS_URL");
    const server = await startServer();
    process.env["REDIS_URL"] = server.url;
    const store = new InMemoryVectorStore(new TableEmbeddings(), { indexName: "i" });
    onTestFinished(async () => await store.close());
    await store.ready();
    expect(server.commands("FT._LIST")).toHaveLength(1);
  });

  test.each([
    [{ redisHost: "x" }, "redisUrl"],
    [{ redis_port: 1 }, "redisUrl"],
    [{ contentKey: "x" }, "indexSchema.content_key"],
    [{ distance_metric: "L2" }, "vectorSchema.distance_metric"],
  ])("[2] has names that Python gave up refused: %j", (fields, instead) => {
    const build = (): unknown =>
      new InMemoryVectorStore(new TableEmbeddings(), { redisUrl: "redis://x", indexName: "i", ...fields });
    expect(build).toThrow(MemoryDBConfigError);
    expect(build).toThrow(instead);
  });

  test("takes Python's spellings, and one of two only", () => {
    const store = new InMemoryVectorStore(new TableEmbeddings(), {
      redis_url: "redis://x",
      index_name: "i",
      key_prefix: "p",
    } as never);
    expect([store.indexName, store.keyPrefix]).toEqual(["i", "p"]);
    const both = { redis_url: "redis://x", redisUrl: "redis://y", indexName: "i" } as never;
    expect(() => new InMemoryVectorStore(new TableEmbeddings(), both)).toThrow(
      '"redis_url" and "redisUrl" are two spellings of one option',
    );
    for (const one of [
      { redis_url: undefined, redisUrl: "redis://x", index_name: "i", indexName: undefined },
      { redisUrl: "redis://x", redis_url: "redis://x", indexName: "i", index_name: "i" },
    ]) {
      expect(new InMemoryVectorStore(new TableEmbeddings(), one as never).indexName).toBe("i");
    }
  });

  test.each([
    [{ redisUrl: "http://x" }, "redis://host:6379"],
    [{ redisUrl: "rediss://x", tls: false }, "`tls` is false"],
    [{ redisUrl: "redis://x", commandTimeoutMs: 0 }, "commandTimeoutMs"],
    [{ redisUrl: "redis://x", readFrom: "any" }, "readFrom"],
    [{ redisUrl: "redis://x", engine: "redis" }, "engine"],
    [{ redisUrl: "redis://x", client: {} }, "`client` is no client"],
    [{ redisUrl: "redis://x", batchSize: 0 }, "batchSize"],
    [{ redisUrl: "redis://x", iam: { userName: "u" } }, "iam.clusterName"],
    [
      { redisUrl: "redis://:p@127.0.0.1", iam: { userName: "u", clusterName: "c" } },
      "in place of a password|takes the place",
    ],
    [{ redisUrl: "redis://db.example", iam: { userName: "u", clusterName: "c" } }, "needs TLS"],
    [
      {
        redisUrl: "redis://127.0.0.1",
        iam: { userName: "u", clusterName: "c", reauthenticateEveryMs: 12 * 3_600_000 },
      },
      "eleven hours",
    ],
  ])("has %j refused", (fields, message) => {
    const build = (): unknown => new InMemoryVectorStore(new TableEmbeddings(), { indexName: "i", ...fields } as never);
    expect(build).toThrow(MemoryDBConfigError);
    expect(build).toThrow(new RegExp(message));
  });
});

test("[3] a password is in no error, no JSON and no inspection", async () => {
  const server = await startServer({ users: { alice: { password: "open-sesame" } } });
  const secret = "wrong-secret-of-alice";
  const store = openStore({ url: server.url.replace("//", `//alice:${secret}@`) });
  const other = openStore(server, { username: "alice", password: secret });
  const cache = openCache(server, { username: "alice", password: secret });
  const errors = await Promise.all([store.ready(), other.ready(), cache.lookup("a", "b")].map(failureOf));
  for (const error of errors) {
    expect(MemoryDBAuthError.isInstance(error)).toBe(true);
    expect(`${error.message} ${error.stack} ${inspect(error, { depth: 8 })}`).not.toContain(secret);
  }
  const clustered = await startServer({ users: { alice: { password: "open-sesame" } }, cluster: true });
  const inCluster = openStore(clustered, { username: "alice", password: secret, cluster: true });
  expect(MemoryDBAuthError.isInstance(await failureOf(inCluster.ready()))).toBe(true);
  for (const one of [store, other, cache]) {
    expect(`${JSON.stringify(one)} ${inspect(one, { depth: 8, showHidden: true })}`).not.toContain(secret);
  }
  expect(JSON.stringify(server.commands())).not.toContain(secret);
});

describe("a connection", () => {
  test("[4] that breaks while idle crashes nothing, and the next search succeeds after a restart", async () => {
    const first = await createLocalAws({ memorydb: true });
    const { port, url } = first.memorydb;
    const store = openStore({ url });
    await store.addTexts(["a"]);
    await first.close();
    await using second = await createLocalAws({ memorydb: { port } });
    const other = openStore({ url }, { keyPrefix: "doc:movies" });
    await other.addTexts(["a"]);
    expect(await store.similaritySearch("a", 1)).toHaveLength(1);
    expect(second.memorydb.commands("FT.SEARCH")).toHaveLength(1);
  });

  test("that is cut while a command waits is opened again, and the command sent again", async () => {
    const server = await startServer();
    const store = openStore(server);
    await store.addTexts(["a"]);
    server.fault({ command: "FT.SEARCH", drop: true });
    expect(await store.similaritySearch("a", 1)).toHaveLength(1);
  });

  test("is one for fifty searches at the same time", async () => {
    const server = await startServer();
    const store = openStore(server);
    await store.addTexts(["a", "b"]);
    const found = await Promise.all(Array.from({ length: 50 }, async () => await store.similaritySearch("a", 2)));
    expect(found.every((documents) => documents.length === 2)).toBe(true);
    expect(server.connectionCount).toBe(1);
  });

  test("is not opened by a constructor", async () => {
    const server = await startServer();
    openStore(server);
    openCache(server);
    expect(server.commands()).toEqual([]);
    expect(server.connectionCount).toBe(0);
  });

  test("gives up in time when nobody answers", async () => {
    const server = await startServer();
    // Long enough for the commands before, on a busy machine, too.
    const store = openStore(server, { commandTimeoutMs: 500 });
    server.fault({ command: "FT._LIST", hang: true });
    const error = await failureOf(store.addTexts(["a"]));
    expect(MemoryDBConnectionError.isInstance(error)).toBe(true);
    expect(error.message).toContain("FT._LIST got no answer within 500 ms");
    expect(server.commands("FT._LIST")).toHaveLength(1);
    const noCluster = openStore({ url: "redis://127.0.0.1:1" }, { cluster: true, commandTimeoutMs: 200 });
    expect(MemoryDBConnectionError.isInstance(await failureOf(noCluster.ready()))).toBe(true);
    const nobody = openStore({ url: "redis://127.0.0.1:1" }, { commandTimeoutMs: 50 });
    expect(MemoryDBConnectionError.isInstance(await failureOf(nobody.ready()))).toBe(true);
  });

  test("does not make a caller wait who has given up", async () => {
    const server = await startServer();
    const store = openStore(server);
    await store.addTexts(["a"]);
    const controller = new AbortController();
    server.fault({ command: "FT.SEARCH", hang: true });
    const search = store.similaritySearch("a", 1, undefined, { signal: controller.signal });
    await server.waitForCommand("FT.SEARCH");
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await failureOf(search)).toBe(reason);
  });

  test.each(["CLUSTERDOWN The cluster is down", "TRYAGAIN Multiple keys", "LOADING Redis is loading"])(
    "tries %s again",
    async (error) => {
      const server = await startServer();
      const store = openStore(server);
      await store.addTexts(["a"]);
      server.fault({ command: "FT.SEARCH", error, times: 2 });
      expect(await store.similaritySearch("a", 1)).toHaveLength(1);
      expect(server.commands("FT.SEARCH")).toHaveLength(3);
    },
  );

  test("gives up after three more attempts", async () => {
    const server = await startServer();
    const store = openStore(server);
    server.fault({ command: "FT._LIST", error: "LOADING Redis is loading", times: 100 });
    expect(await failureOf(store.ready())).toMatchObject({
      name: "MemoryDBError",
      awsCode: "LOADING",
      command: "FT._LIST",
      retryable: true,
    });
    expect(server.commands("FT._LIST")).toHaveLength(4);
  });

  test("is refused after close, and says so", async () => {
    const server = await startServer();
    const store = openStore(server);
    await store.ready();
    await store[Symbol.asyncDispose]();
    expect(await failureOf(store.ready())).toMatchObject({ name: "MemoryDBConnectionError", retryable: false });
    await vi.waitFor(() => expect(server.connectionCount).toBe(0));
  });

  test("says when the cluster has no search", async () => {
    const server = await startServer();
    const store = openStore(server);
    server.fault({ command: "FT._LIST", error: "ERR unknown command 'FT._LIST', with args beginning with: " });
    const error = await failureOf(store.ready());
    expect(MemoryDBUnsupportedError.isInstance(error)).toBe(true);
    expect(error.message).toContain("vector search is not enabled on this cluster");
  });

  test("speaks TLS", async () => {
    const key = pem("key");
    const cert = pem("cert");
    await using aws = await createLocalAws({ memorydb: true, tls: { key, cert } });
    const store = openStore(aws.memorydb, { tls: { ca: cert, servername: "localhost" } });
    await store.addTexts(["a"]);
    expect(await store.similaritySearch("a", 1)).toHaveLength(1);
    await using clustered = await createLocalAws({ memorydb: { cluster: true, replicas: 1 }, tls: { key, cert } });
    const spread = openStore(clustered.memorydb, { tls: { ca: cert, servername: "localhost" }, readFrom: "replica" });
    await spread.addTexts(["a"]);
    expect(await spread.similaritySearch("a", 1)).toHaveLength(1);
    const distrustful = openStore(aws.memorydb, { commandTimeoutMs: 200 });
    expect(MemoryDBConnectionError.isInstance(await failureOf(distrustful.ready()))).toBe(true);
  });
});

test("every node of a cluster behind a rediss: address is spoken to with TLS", async () => {
  // The certificate of the tests is nobody's: for this one test Node takes any.
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  onTestFinished(() => {
    delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  });
  const memorydb = { cluster: true, replicas: 1, users: { alice: { password: "p" } } };
  await using aws = await createLocalAws({ memorydb, tls: { key: pem("key"), cert: pem("cert") } });
  for (const cluster of ["auto", true] as const) {
    const fields = { readFrom: "replica", cluster, indexName: `i-${cluster}` } as const;
    const store = openStore({ url: aws.memorydb.url.replace("//", "//alice:p@") }, fields);
    await store.addTexts(["a"]);
    expect(await store.similaritySearch("a", 1)).toHaveLength(1);
  }
});

describe("[5] with IAM", () => {
  test("every connection has a token of its own, and live ones authenticate again", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: Date.now() });
    onTestFinished(() => void vi.useRealTimers());
    const aws = await startAws({ users: { app: { iam: true } } }, () => Date.now());
    const server = aws.memorydb;
    const iam = { userName: "app", clusterName: server.clusterName, region: aws.region, credentials };
    const store = openStore(server, { iam });
    await store.ready();
    expect(server.commands("AUTH")).toMatchObject([{ args: ["AUTH", "app", "***"] }]);
    vi.setSystemTime(Date.now() + 1000);
    server.dropConnections();
    await store.ready();
    expect(server.commands("AUTH")).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(10 * 3_600_000);
    await server.waitForCommand("AUTH", { count: 3 });
    vi.setSystemTime(Date.now() + 3 * 3_600_000);
    await store.ready();
    expect(server.commands("AUTH").map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  });

  test("every node of a cluster is entered with a token, and a wrong key is refused", async () => {
    const aws = await startAws({ users: { app: { iam: true } }, cluster: true, replicas: 1 });
    const server = aws.memorydb;
    const iam = { userName: "app", clusterName: server.clusterName, region: aws.region, credentials };
    const store = openStore(server, { iam, readFrom: "replica" });
    await store.addTexts(["a"]);
    expect(await store.similaritySearch("a", 1)).toHaveLength(1);
    const stranger = openStore(server, { iam: { ...iam, credentials: { ...credentials, secretAccessKey: "no" } } });
    expect(MemoryDBAuthError.isInstance(await failureOf(stranger.ready()))).toBe(true);
  });

  test("credentials that are not found are an error of their own at once, not a server out of reach", async () => {
    const aws = await startAws({ users: { app: { iam: true } } });
    const server = aws.memorydb;
    const none = async (): Promise<never> => {
      throw Object.assign(new Error("Could not load credentials from any providers"), {
        name: "CredentialsProviderError",
      });
    };
    const iam = { userName: "app", clusterName: server.clusterName, region: aws.region, credentials: none };
    const store = openStore(server, { iam });
    for (const call of [store.ready(), store.addTexts(["a"]), memoryDBIamCredentials(iam)]) {
      expect(AwsCredentialsError.isInstance(await failureOf(call))).toBe(true);
    }
    expect(server.commands("AUTH")).toEqual([]);
  });
});

describe("[52] a client", () => {
  test("of our own speaks RESP2, and a cluster is noticed", async () => {
    const server = await startServer({ cluster: true, replicas: 1 });
    const store = openStore(server);
    await store.addTexts(["a"]);
    expect(server.commands("HELLO")).toEqual([]);
    expect(server.commands("CLUSTER").length).toBeGreaterThan(0);
    expect(server.commands("FT.CREATE")).toMatchObject([{ node: "primary" }]);
  });

  test("of the caller's is used and not closed: node-redis, its cluster, ioredis, GLIDE, and one of five members", async () => {
    const single = await startServer();
    const clustered = await startServer({ cluster: true });
    const plain = createClient({ url: single.url });
    const cluster = createCluster({ rootNodes: [{ url: clustered.url }] });
    const { Redis } = await import("ioredis");
    const io = new Redis(single.url);
    await Promise.all([plain.connect(), cluster.connect()]);
    const shared = await createMemoryDBClient({ redisUrl: single.url });
    onTestFinished(async () => {
      plain.destroy();
      cluster.destroy();
      io.disconnect();
      await shared.close();
    });
    const clients: object[] = [plain, cluster, io, shared];
    if (process.platform !== "win32") {
      const { GlideClient, Logger } = await import("@valkey/valkey-glide");
      Logger.init("off");
      const glide = await GlideClient.createClient({ addresses: [{ host: "127.0.0.1", port: single.port }] });
      onTestFinished(() => glide.close());
      clients.push(glide);
    }
    for (const [index, client] of clients.entries()) {
      const store = new InMemoryVectorStore(new TableEmbeddings(), { client, indexName: `shared${index}` });
      await store.addTexts(["a", "b"], [{ n: 1 }, {}], { ids: ["1", "2"] });
      expect((await store.similaritySearch("a", 1)).map(({ pageContent }) => pageContent)).toEqual(["a"]);
      expect(await store.maxMarginalRelevanceSearch("a", { k: 2 })).toHaveLength(2);
      expect(await store.getByIds(["1", "3"])).toMatchObject([{ metadata: { n: 1 } }]);
      expect(await store.dropIndexWithStats(true)).toEqual({ dropped: true, deletedKeys: 2 });
      await store.close();
      await store.similaritySearch("a", 1).catch(() => undefined);
    }
    expect([plain.isOpen, cluster.isOpen, io.status]).toEqual([true, true, "ready"]);
  });

  test("that is written by hand needs five members", async () => {
    const sent: unknown[] = [];
    const client: MemoryDBClient = {
      owned: false,
      send: async (args) => {
        sent.push(args[0]);
        return args[0] === "FT._LIST" ? [] : "OK";
      },
      pipeline: async (commands) => commands.map(() => 1),
      // oxlint-disable-next-line typescript/require-await -- an iteration without an end in sight
      async *scan() {
        yield ["k"];
      },
      close: async () => undefined,
    };
    const store = new InMemoryVectorStore(new TableEmbeddings(), { client, indexName: "i", engine: "memorydb" });
    await store.addTexts(["a"]);
    await store.delete({ deleteAll: true });
    expect(sent).toEqual(["FT._LIST", "FT.CREATE"]);
  });
});

test("a store and a cache may share one client", async () => {
  const server = await startServer();
  const client = await createMemoryDBClient({ redisUrl: server.url });
  onTestFinished(async () => await client.close());
  const store = new InMemoryVectorStore(new TableEmbeddings(), { client, indexName: "i" });
  const cache = new InMemorySemanticCache({ client, embeddings: new TableEmbeddings(), onError: "throw" });
  await Promise.all([store.addTexts(["a"]), cache.update("p", "m", [{ text: "x" }])]);
  expect(server.connectionCount).toBe(1);
  expect(names(server).filter((name) => name === "FT.CREATE")).toHaveLength(2);
  await store.close();
  expect(await cache.lookup("p", "m")).toEqual([{ text: "x" }]);
});
