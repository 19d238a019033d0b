import { createConnection } from "node:net";

import { createClient, createCluster } from "@redis/client";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it } from "vitest";

import { createLocalAws, type LocalAws, type MemoryDbEngine, type MemoryDbOptions } from "../src/index.ts";
import { nearest, type RawClient, vector, withClient } from "./support/memorydb.ts";
import { Sha256 } from "./support/signing.ts";

const create = ["FT.CREATE", "i", "ON", "HASH", "PREFIX", 1, "d:", "SCHEMA"];
const vectorField = (metric = "COSINE"): (string | number)[] => [
  "v",
  "VECTOR",
  "FLAT",
  6,
  "TYPE",
  "FLOAT32",
  "DIM",
  2,
  "DISTANCE_METRIC",
  metric,
];
const tags = ["genre", "TAG", "SEPARATOR", ",", "year", "NUMERIC"];

async function withMemoryDb<Result>(
  options: MemoryDbOptions,
  use: (client: RawClient, aws: LocalAws) => Promise<Result>,
): Promise<Result> {
  await using aws = await createLocalAws({ memorydb: options });
  return await withClient({ url: aws.memorydb.url }, (client) => use(client, aws));
}

const refusal = async (sent: Promise<unknown>): Promise<string> =>
  await sent.then(
    () => "no error",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

const readable = (reply: unknown): unknown => JSON.parse(JSON.stringify(reply));

describe("clients", () => {
  it("[46] connects node-redis with RESP 2 and 3", async () => {
    await using aws = await createLocalAws({ memorydb: true });
    for (const RESP of [2, 3] as const) {
      await withClient({ url: aws.memorydb.url, RESP }, async ({ send }) => {
        await send("HSET", "d:1", "content", "a", "n", "7");
        expect(await send("HMGET", "d:1", "content", "absent", "n")).toEqual(["a", null, "7"]);
        expect(await send("GET", "absent")).toBeNull();
      });
    }
    const client = createClient({ url: aws.memorydb.url });
    await client.connect();
    expect({ ...(await client.hGetAll("d:1")) }).toEqual({ content: "a", n: "7" });
    client.destroy();
    expect(aws.memorydb.commands("HELLO")[0]?.args).toEqual(["HELLO", "3"]);
    expect(aws.env()["REDIS_URL"]).toBe(aws.memorydb.url);
  });

  // GLIDE has no build for Windows.
  it.skipIf(process.platform === "win32")("[46] connects Valkey GLIDE", async () => {
    const { GlideClient, Logger } = await import("@valkey/valkey-glide");
    await using aws = await createLocalAws({ memorydb: true });
    Logger.init("off");
    const client = await GlideClient.createClient({ addresses: [{ host: "127.0.0.1", port: aws.memorydb.port }] });
    try {
      await client.customCommand(["HSET", "d:1", "content", "a"]);
      expect(await client.customCommand(["HGET", "d:1", "content"])).toBe("a");
      expect(await client.customCommand(["FT._LIST"])).toEqual([]);
    } finally {
      client.close();
    }
  });

  it("takes commands in pieces of any size, and inline commands", async () => {
    await using aws = await createLocalAws({ memorydb: true });
    const socket = createConnection(aws.memorydb.port, "127.0.0.1");
    const bytes = Buffer.from("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nv\r\nv!\r\nPING\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n");
    let answer = "";
    await new Promise<void>((resolve) => {
      socket.on("data", (chunk) => {
        answer += String(chunk);
        if (answer.endsWith("v!\r\n")) resolve();
      });
      const sendFrom = (at: number): void => {
        if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => sendFrom(at + 1));
      };
      sendFrom(0);
    });
    socket.destroy();
    expect(answer).toBe("+OK\r\n+PONG\r\n$5\r\nv\r\nv!\r\n");
  });

  it("refuses what is no command", async () => {
    await using aws = await createLocalAws({ memorydb: true });
    const socket = createConnection(aws.memorydb.port, "127.0.0.1");
    socket.write("*1\r\n:4\r\n");
    let answer = "";
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toBe("-ERR Protocol error: expected '$', got ':'\r\n");
  });
});

describe("keys", () => {
  it("answers as Redis does", async () => {
    await withMemoryDb({}, async ({ send }) => {
      expect(await send("SET", "s", "1", "EX", 100)).toBe("OK");
      expect(await send("TTL", "s")).toBe(100);
      expect(await send("PERSIST", "s")).toBe(1);
      expect(await send("TTL", "s")).toBe(-1);
      expect(await send("TTL", "absent")).toBe(-2);
      expect(await send("SET", "s", "2", "NX")).toBeNull();
      expect(await send("TYPE", "s")).toBe("string");
      expect(await send("HSET", "h", "a", "1", "b", "2")).toBe(2);
      expect(await send("HSET", "h", "a", "3")).toBe(0);
      expect(await send("HDEL", "h", "a", "b")).toBe(2);
      expect(await send("EXISTS", "h", "s")).toBe(1);
      expect(await refusal(send("HGET", "s", "f"))).toMatch(/^WRONGTYPE/);
      expect(await refusal(send("HSET", "h", "f"))).toBe("ERR wrong number of arguments for 'hset' command");
      expect(await refusal(send("FROBNICATE", "x"))).toBe(
        "ERR unknown command 'FROBNICATE', with args beginning with: 'x' ",
      );
      expect(await refusal(send("EXPIRE", "s", "soon"))).toBe("ERR value is not an integer or out of range");
    });
  });

  it("forgets what has expired, also in an index", async () => {
    let now = 1_000_000;
    await using aws = await createLocalAws({ memorydb: true, clock: () => now });
    await withClient({ url: aws.memorydb.url }, async ({ send }) => {
      await send(...create, "content", "TEXT", ...vectorField());
      await send("HSET", "d:1", "content", "a", "v", vector(1, 0));
      await send("EXPIRE", "d:1", 10);
      expect(readable(await send(...nearest(vector(1, 0))))).toEqual([1, "d:1", ["content", "a", "distance", "0"]]);
      now += 10_000;
      expect(await send(...nearest(vector(1, 0)))).toEqual([0]);
      expect(await send("KEYS", "*")).toEqual([]);
    });
  });

  it("scans by pattern, all keys exactly once", async () => {
    await withMemoryDb({}, async ({ send }) => {
      for (let index = 0; index < 25; index += 1) await send("SET", `a[${index}]*`, "x");
      await send("SET", "b", "x");
      const found: unknown[] = [];
      let cursor: unknown = "0";
      do {
        const page: unknown = await send("SCAN", String(cursor), "MATCH", "a\\[*", "COUNT", 7);
        if (!Array.isArray(page) || !Array.isArray(page[1])) throw new Error("no page");
        found.push(...page[1]);
        cursor = page[0];
        if (found.length > 0) await send("DEL", String(found.at(-1)));
      } while (cursor !== "0");
      expect(found.length).toBe(25);
      expect(new Set(found).size).toBe(25);
    });
  });

  it("runs transactions, and none with a refused command", async () => {
    await withMemoryDb({}, async ({ send }) => {
      await send("MULTI");
      expect(await send("SET", "k", "1")).toBe("QUEUED");
      expect(await send("EXEC")).toEqual(["OK"]);
      await send("MULTI");
      await refusal(send("NOPE"));
      expect(await refusal(send("EXEC"))).toMatch(/^EXECABORT/);
    });
  });
});

describe("search", () => {
  it("[46] finds the nearest by each metric, with filters and scores", async () => {
    const distances = {
      COSINE: ["0", "0.292893230915", "1"],
      L2: ["0", "1", "2"],
      IP: ["0", "0", "1"],
    };
    for (const [metric, expected] of Object.entries(distances)) {
      await withMemoryDb({}, async ({ send }) => {
        await send(...create, "content", "TEXT", ...tags, ...vectorField(metric));
        await send("HSET", "d:1", "content", "a", "genre", "War,Drama", "year", "1990", "v", vector(1, 0));
        await send("HSET", "d:2", "content", "b", "genre", "war", "year", "2000", "v", vector(1, 1));
        await send("HSET", "d:3", "content", "c", "genre", "love", "year", "2010", "v", vector(0, 1));
        await send("HSET", "other:1", "content", "x", "v", vector(1, 0));
        const all = await send(...nearest(vector(1, 0)));
        expect(readable(all)).toEqual([
          3,
          ...["a", "b", "c"].flatMap((content, index) => [
            `d:${index + 1}`,
            ["content", content, "distance", expected[index]],
          ]),
        ]);
        for (const [filter, keys] of [
          ["(@genre:{war})", ["d:1", "d:2"]],
          ["(@genre:{drama | love})", ["d:1", "d:3"]],
          ["(@genre:{wa*})", ["d:1", "d:2"]],
          ["((-@genre:{war}))", ["d:3"]],
          ["(@year:[(1990 +inf])", ["d:2", "d:3"]],
          ["(@year:[1990 2000] @genre:{drama})", ["d:1"]],
          ["(@genre:{love} | @year:[-inf (2000])", ["d:1", "d:3"]],
          ['(@content:("a"))', ["d:1"]],
          ["(@content:(a|c))", ["d:1", "d:3"]],
        ] as const) {
          const reply = await send(...nearest(vector(1, 0), { filter, fields: [] }).toSpliced(4, 1, 0));
          expect([filter, reply]).toEqual([filter, [keys.length, ...keys]]);
        }
      });
    }
  });

  it("counts the matches before LIMIT", async () => {
    await withMemoryDb({}, async ({ send }) => {
      await send(...create, ...vectorField());
      for (const key of ["d:1", "d:2", "d:3"]) await send("HSET", key, "v", vector(1, 0));
      const query = nearest(vector(1, 0), { k: 3, fields: ["distance"] });
      const limited = (offset: number, count: number): (string | number | Buffer)[] =>
        query.toSpliced(query.indexOf("LIMIT"), 3, "LIMIT", offset, count);
      expect(await send(...limited(0, 1))).toEqual([3, "d:1", ["distance", "0"]]);
      expect(await send(...limited(2, 5))).toEqual([3, "d:3", ["distance", "0"]]);
      expect(await send(...limited(0, 0))).toEqual([3]);
    });
  });

  it("leaves a vector of another length out, and finds the key again once it is right", async () => {
    await withMemoryDb({}, async ({ send }) => {
      await send(...create, ...vectorField());
      await send("HSET", "d:1", "v", vector(1, 0, 0));
      expect(await send(...nearest(vector(1, 0), { fields: ["distance"] }))).toEqual([0]);
      await send("HSET", "d:1", "v", vector(1, 0));
      expect(await send(...nearest(vector(1, 0), { fields: ["distance"] }))).toEqual([1, "d:1", ["distance", "0"]]);
      await send("UNLINK", "d:1");
      expect(await send(...nearest(vector(1, 0), { fields: ["distance"] }))).toEqual([0]);
    });
  });

  it("knows of a write after the visibility delay", async () => {
    await withMemoryDb({ visibilityDelayMs: 20 }, async ({ send }) => {
      await send(...create, ...vectorField());
      await send("HSET", "d:1", "v", vector(1, 0));
      const search = async (): Promise<unknown> => await send(...nearest(vector(1, 0), { fields: ["distance"] }));
      let reply = await search();
      while (JSON.stringify(reply) === "[0]") reply = await search();
      expect(reply).toEqual([1, "d:1", ["distance", "0"]]);
    });
  });
});

describe("engines", () => {
  const engines: MemoryDbEngine[] = ["memorydb", "valkey-1.0.0", "valkey-1.0", "valkey-1.2", "redisearch"];

  /** For each engine what a command gives: the start of its refusal, or `ok`. */
  const rows: { name: string; send: (string | number | Buffer)[]; expected: Record<MemoryDbEngine, string> }[] = [
    {
      name: "TEXT",
      send: ["FT.CREATE", "t", "SCHEMA", "content", "TEXT", ...vectorField()],
      expected: {
        memorydb: "ok",
        "valkey-1.0.0": "Invalid field type for field `content`: Unknown argument `TEXT`",
        "valkey-1.0": "Invalid field type for field `content`: Unknown argument `TEXT`",
        "valkey-1.2": "ok",
        redisearch: "ok",
      },
    },
    {
      name: "EPSILON",
      send: ["FT.CREATE", "t", "SCHEMA", ...vectorField().with(3, 8), "EPSILON", "0.1"],
      expected: { ...everywhere("Invalid field type for field `v`: Unexpected argument `EPSILON`"), redisearch: "ok" },
    },
    {
      name: "FLOAT64",
      send: ["FT.CREATE", "t", "SCHEMA", ...vectorField().with(5, "FLOAT64")],
      expected: { ...everywhere("Invalid field type for field `v`"), redisearch: "ok" },
    },
    {
      name: "SORTABLE",
      send: ["FT.CREATE", "t", "SCHEMA", "year", "NUMERIC", "SORTABLE", ...vectorField()],
      expected: {
        ...everywhere("Invalid field type for field `year`: Unexpected argument `SORTABLE`"),
        "valkey-1.2": "ok",
        redisearch: "ok",
      },
    },
    {
      name: "no vector field",
      send: ["FT.CREATE", "t", "SCHEMA", "year", "NUMERIC"],
      expected: {
        ...everywhere("ok"),
        "valkey-1.0.0": "At least one attribute must be indexed as a vector",
        "valkey-1.0": "At least one attribute must be indexed as a vector",
      },
    },
    {
      name: "SORTBY the distance",
      send: [...nearest(vector(1, 0), { fields: ["distance"] }), "SORTBY", "distance"],
      expected: {
        ...everywhere("Unexpected argument `SORTBY`"),
        "valkey-1.2": "Index field `distance` does not exist",
        redisearch: "ok",
      },
    },
    {
      name: "RETURN of an undeclared field",
      send: nearest(vector(1, 0), { fields: ["undeclared"] }),
      expected: { ...everywhere("ok"), memorydb: "Index field `undeclared` does not exist" },
    },
    {
      name: "a query without KNN",
      send: ["FT.SEARCH", "i", "@genre:{war}", "DIALECT", 2],
      expected: { ...everywhere("ok"), "valkey-1.0.0": "Invalid query", "valkey-1.0": "Invalid query" },
    },
    {
      name: "VECTOR_RANGE",
      send: ["FT.SEARCH", "i", "*=>[VECTOR_RANGE 1 @v $vector]", "PARAMS", 2, "vector", vector(1, 0), "DIALECT", 2],
      expected: everywhere("VECTOR_RANGE is not supported"),
    },
    {
      name: "an unused parameter",
      send: nearest(vector(1, 0), { fields: ["distance"] }).flatMap((word) =>
        word === "PARAMS" ? ["PARAMS", 2, "x", "1", word] : [word],
      ),
      expected: { ...everywhere("Parameter `x` not used."), redisearch: "ok" },
    },
    {
      name: "an exponent",
      send: nearest(vector(1, 0), { filter: "(@year:[1e3 +inf])", fields: ["distance"] }),
      expected: { ...everywhere("Syntax error"), "valkey-1.2": "ok", redisearch: "ok" },
    },
    {
      name: "an empty range",
      send: nearest(vector(1, 0), { filter: "(@year:[5 3])", fields: ["distance"] }),
      expected: { ...everywhere("Invalid range"), redisearch: "ok" },
    },
    {
      name: "a field that is not indexed",
      send: nearest(vector(1, 0), { filter: "(@nope:{a})", fields: ["distance"] }),
      expected: { ...everywhere("Invalid filter expression"), redisearch: "ok" },
    },
    {
      name: "a wrong query vector",
      send: nearest(vector(1, 0, 0), { fields: ["distance"] }),
      expected: {
        ...everywhere(
          "Error parsing vector similarity parameters: query vector blob size (12) does not match index's expected size (8).",
        ),
        redisearch:
          "Error parsing vector similarity query: query vector blob size (12) does not match index's expected size (8).",
      },
    },
    {
      name: "KNN 0",
      send: nearest(vector(1, 0), { k: 0, fields: ["distance"] }),
      expected: { ...everywhere("k must be positive"), redisearch: "ok" },
    },
    {
      name: "an unknown index in a search",
      send: nearest(vector(1, 0)).with(1, "nope"),
      expected: { ...everywhere("Index with name 'nope' not found"), redisearch: "nope: no such index" },
    },
    {
      name: "an unknown index in FT.INFO",
      send: ["FT.INFO", "nope"],
      expected: { ...everywhere("Index with name 'nope' not found"), redisearch: "Unknown Index name" },
    },
    {
      name: "an index of the same name",
      send: [...create, ...vectorField()],
      expected: { ...everywhere("Index i in database 0 already exists."), redisearch: "Index already exists" },
    },
    {
      name: "DD",
      send: ["FT.DROPINDEX", "i", "DD"],
      expected: { ...everywhere("ERR wrong number of arguments for FT.DROPINDEX command"), redisearch: "ok" },
    },
    {
      name: "no DIALECT",
      send: nearest(vector(1, 0), { fields: ["distance"] }).slice(0, -2),
      expected: { ...everywhere("ok"), memorydb: "DIALECT 2", redisearch: "Syntax error at offset 1 near >[" },
    },
  ];

  function everywhere(text: string): Record<MemoryDbEngine, string> {
    return { memorydb: text, "valkey-1.0.0": text, "valkey-1.0": text, "valkey-1.2": text, redisearch: text };
  }

  it.each(engines)("refuses what %s refuses", async (engine) => {
    for (const { name, send: args, expected } of rows) {
      await withMemoryDb({ engine }, async ({ send }) => {
        await send(...create, ...tags, ...vectorField());
        const result = await send(...args).then(
          () => "ok",
          (error: Error) => error.message,
        );
        const start = expected[engine];
        expect(`${name}: ${result.slice(0, start.length)}`).toBe(`${name}: ${start}`);
      });
    }
  });

  it("reads escapes in tags as each engine does", async () => {
    const found = async (engine: MemoryDbEngine, value: string): Promise<string[]> =>
      await withMemoryDb({ engine }, async ({ send }) => {
        await send(...create, ...tags, ...vectorField());
        for (const tag of ["a|b", "a", "b", "x}y", "alice*", "alicea", "a-b"]) {
          await send("HSET", `d:${tag}`, "genre", tag, "v", vector(1, 0));
        }
        const reply = await send(
          ...nearest(vector(1, 0), { filter: `(@genre:{${value}})`, fields: [] }).toSpliced(4, 1, 0),
        ).catch((error: Error) => [error.message.split(" ").slice(0, 2).join(" ")]);
        return Array.isArray(reply) ? reply.filter((key) => typeof key === "string") : [];
      });
    expect(await found("memorydb", "a\\|b")).toEqual(["d:a|b"]);
    expect(await found("valkey-1.0", "a\\|b")).toEqual(["d:a|b"]);
    expect(await found("valkey-1.0.0", "a\\|b")).toEqual(["d:b"]);
    expect(await found("valkey-1.0.0", "a-b")).toEqual(["d:a-b"]);
    expect(await found("memorydb", "x\\}y")).toEqual(["d:x}y"]);
    expect(await found("valkey-1.0", "x\\}y")).toEqual(["Syntax error"]);
    expect(await found("memorydb", "alice\\*")).toEqual(["d:alice*"]);
    expect(await found("valkey-1.2", "alice\\*")).toEqual(["d:alice*", "d:alicea"]);
  });

  it("compares a filtered cosine query as it was sent, on valkey-search 1.0", async () => {
    const filteredDistance = async (engine: MemoryDbEngine): Promise<unknown> =>
      await withMemoryDb({ engine }, async ({ send }) => {
        await send(...create, ...tags, ...vectorField());
        await send("HSET", "d:1", "genre", "a", "v", vector(2, 0));
        const filter = "(@genre:{a})";
        return await send(...nearest(vector(9.5, 0), { filter, fields: ["distance"] }));
      });
    expect(await filteredDistance("valkey-1.0")).toEqual([1, "d:1", ["distance", "-8.5"]]);
    expect(await filteredDistance("memorydb")).toEqual([1, "d:1", ["distance", "0"]]);
  });

  it("does not find a vector of zeros on RediSearch alone, and gives the distance first there", async () => {
    const reply = async (engine: MemoryDbEngine): Promise<unknown> =>
      await withMemoryDb({ engine }, async ({ send }) => {
        await send(...create, "content", "TAG", ...vectorField());
        await send("HSET", "d:0", "content", "z", "v", vector(0, 0));
        await send("HSET", "d:1", "content", "a", "v", vector(1, 0));
        return await send(...nearest(vector(1, 0)));
      });
    expect(await reply("redisearch")).toEqual([1, "d:1", ["distance", "0", "content", "a"]]);
    const both = ["d:1", ["content", "a", "distance", "0"], "d:0", ["content", "z", "distance", "1"]];
    expect(await reply("memorydb")).toEqual([2, ...both]);
    expect(await reply("valkey-1.0")).toEqual([2, ...both]);
  });

  it("says who it is", async () => {
    const modules = async (engine: MemoryDbEngine): Promise<unknown> =>
      await withMemoryDb({ engine }, async ({ send }) => await send("INFO", "modules"));
    expect(await modules("memorydb")).not.toMatch(/module:/);
    expect(await modules("valkey-1.0")).toMatch(/module:name=search,ver=10003,/);
    expect(await modules("redisearch")).toMatch(/module:name=search,ver=20623,/);
  });

  it("describes an index in the shape of the engine", async () => {
    const info = async (engine: MemoryDbEngine): Promise<string> =>
      await withMemoryDb({ engine }, async ({ send }) => {
        await send(...create, ...tags, ...vectorField());
        return JSON.stringify(await send("FT.INFO", "i"));
      });
    expect(await info("memorydb")).toContain('"backfill_status","Completed"');
    expect(await info("memorydb")).toContain('"key_prefixes",["d:"]');
    expect(await info("valkey-1.0")).toContain('"dimensions",2,"distance_metric","COSINE"');
    expect(await info("valkey-1.0")).toContain('"state","ready"');
    expect(await info("redisearch")).toContain(
      '["identifier","genre","attribute","genre","type","TAG","SEPARATOR",","]',
    );
    expect(await info("redisearch")).not.toContain("COSINE");
  });

  it("[46] drops an index, with its documents where the engine can", async () => {
    await withMemoryDb({ engine: "redisearch" }, async ({ send }, aws) => {
      await send(...create, ...vectorField());
      await send("HSET", "d:1", "v", vector(1, 0));
      await send("SET", "other", "x");
      await send("FT.DROPINDEX", "i", "DD");
      expect(await send("FT._LIST")).toEqual([]);
      expect(aws.memorydb.keyCount).toBe(1);
    });
  });

  it("refuses an eleventh index, and a search while an index is being filled", async () => {
    await withMemoryDb({}, async ({ send }, aws) => {
      const release = aws.memorydb.holdBackfill();
      await send(...create, ...vectorField());
      expect(await refusal(send(...nearest(vector(1, 0), { fields: ["distance"] })))).toMatch(
        /backfill is in progress/,
      );
      expect(JSON.stringify(await send("FT.INFO", "i"))).toContain("InProgres");
      release();
      expect(await send(...nearest(vector(1, 0), { fields: ["distance"] }))).toEqual([0]);
      for (let index = 0; index < 9; index += 1) await send("FT.CREATE", `more${index}`, "SCHEMA", ...vectorField());
      expect(await refusal(send("FT.CREATE", "last", "SCHEMA", ...vectorField()))).toMatch(
        /^Maximum number of indexes/,
      );
    });
  });
});

describe("cluster mode", () => {
  it("refuses keys of several slots, and takes one slot by a hash tag", async () => {
    await withMemoryDb({ cluster: true }, async ({ send }) => {
      expect(await refusal(send("UNLINK", "a", "b"))).toBe("CROSSSLOT Keys in request don't hash to the same slot");
      expect(await send("UNLINK", "{x}a", "{x}b")).toBe(0);
      expect(await send("CLUSTER", "KEYSLOT", "123456789")).toBe(12_739);
      await send("MULTI");
      await send("SET", "a", "1");
      await send("SET", "b", "1");
      expect(await refusal(send("EXEC"))).toMatch(/^CROSSSLOT/);
    });
  });

  it("serves node-redis's cluster client, and sends it on from a replica", async () => {
    await using aws = await createLocalAws({ memorydb: { cluster: true, replicas: 1 } });
    const [replicaPort = 0] = aws.memorydb.replicaPorts;
    const cluster = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${replicaPort}` }], RESP: 2 });
    cluster.on("error", () => undefined);
    await cluster.connect();
    try {
      await cluster.sendCommand("a", false, ["HSET", "a", "f", "1"]);
      expect(await cluster.sendCommand("a", true, ["HGET", "a", "f"])).toBe("1");
      expect(cluster.masters.length).toBe(1);
    } finally {
      cluster.destroy();
    }
    await withClient({ url: `redis://127.0.0.1:${replicaPort}` }, async ({ send }) => {
      expect(await refusal(send("HGET", "a", "f"))).toBe(`MOVED 15495 127.0.0.1:${aws.memorydb.port}`);
      expect(await refusal(send(...create, ...vectorField()))).toMatch(/^READONLY/);
      await send("READONLY");
      expect(await send("HGET", "a", "f")).toBe("1");
    });
  });
});

describe("authentication", () => {
  const users = { alice: { password: "secret-of-alice", deny: ["FT._LIST"] }, app: { iam: true } };

  it("lets in who has the password, and says nothing about it", async () => {
    await using aws = await createLocalAws({ memorydb: { users } });
    const { url } = aws.memorydb;
    await withClient({ url, username: "alice", password: "secret-of-alice" }, async ({ send }) => {
      expect(await send("PING")).toBe("PONG");
      expect(await refusal(send("FT._LIST"))).toBe(
        "NOPERM User alice has no permissions to run the 'ft._list' command",
      );
    });
    expect(await refusal(withClient({ url, username: "alice", password: "x" }, async () => 0))).toMatch(/^WRONGPASS/);
    await withClient({ url }, async ({ send }) => {
      expect(await refusal(send("GET", "k"))).toBe("NOAUTH Authentication required.");
    });
    expect(JSON.stringify(aws.memorydb.commands())).not.toContain("secret-of-alice");
  });

  it("checks IAM tokens: signature, age, user, cluster, and cuts the connection after 12 hours", async () => {
    let now = Date.parse("2026-01-02T03:04:05Z");
    await using aws = await createLocalAws({ memorydb: { users }, clock: () => now });
    const { url } = aws.memorydb;
    const token = async (
      change: { User?: string; secret?: string; host?: string; service?: string } = {},
    ): Promise<string> => {
      const signer = new SignatureV4({
        service: change.service ?? "memorydb",
        region: aws.region,
        credentials: {
          accessKeyId: aws.credentials.accessKeyId,
          secretAccessKey: change.secret ?? aws.credentials.secretAccessKey,
        },
        sha256: Sha256,
      });
      const hostname = change.host ?? aws.memorydb.clusterName;
      const signed = await signer.presign(
        {
          method: "GET",
          protocol: "http:",
          hostname,
          path: "/",
          headers: { host: hostname },
          query: { Action: "connect", User: change.User ?? "app" },
        },
        { expiresIn: 900, signingDate: new Date(now) },
      );
      const query = Object.entries(signed.query ?? {}).map(
        ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
      );
      return `${hostname}/?${query.join("&")}`;
    };
    const enter = async (password: string): Promise<string> =>
      await refusal(withClient({ url, username: "app", password }, async () => 0));
    expect(await enter(await token())).toBe("no error");
    for (const change of [{ User: "alice" }, { secret: "x" }, { host: "another" }, { service: "elasticache" }]) {
      expect(await enter(await token(change))).toMatch(/^WRONGPASS/);
    }
    const old = await token();
    now += 900_000;
    expect(await enter(old)).toMatch(/^WRONGPASS/);
    await withClient({ url, username: "app", password: await token() }, async ({ send }) => {
      now += 11 * 3_600_000;
      expect(await send("AUTH", "app", await token())).toBe("OK");
      now += 11 * 3_600_000;
      expect(await send("PING")).toBe("PONG");
      now += 3_600_000;
      expect(await refusal(send("PING"))).toMatch(/[Ss]ocket closed/);
    });
  });
});

describe("the port", () => {
  it("is there on demand, says what it received, and breaks when it is told to", async () => {
    await using without = await createLocalAws();
    expect(() => without.memorydb).toThrow("Pass `memorydb: true`");
    expect(without.env()).not.toHaveProperty("REDIS_URL");
    await withMemoryDb({}, async ({ send }, aws) => {
      aws.memorydb.fault({
        command: "HSET",
        from: 2,
        error: "OOM command not allowed when used memory > 'maxmemory'.",
      });
      await send("HSET", "a", "f", "1");
      expect(await refusal(send("HSET", "b", "f", "1"))).toMatch(/^OOM/);
      await send("HSET", "b", "f", "1");
      expect(aws.memorydb.commands("hset").map(({ args, error }) => [args[1], error?.slice(0, 3)])).toEqual([
        ["a", undefined],
        ["b", "OOM"],
        ["b", undefined],
      ]);
      aws.memorydb.fault({ command: "GET", drop: true });
      expect(await refusal(send("GET", "a"))).toMatch(/[Ss]ocket closed/);
      expect(() => aws.memorydb.fault({ command: "GET" })).toThrow("say what happens");
      aws.reset();
      expect(aws.memorydb.keyCount).toBe(0);
    });
  });

  it("keeps two instances apart, and closes with a client that waits", async () => {
    const [first, second] = await Promise.all([createLocalAws({ memorydb: true }), createLocalAws({ memorydb: true })]);
    await withClient({ url: first.memorydb.url }, async ({ send }) => {
      await send("SET", "k", "1");
      expect([first.memorydb.keyCount, second.memorydb.keyCount]).toEqual([1, 0]);
      first.memorydb.fault({ hang: true });
      const waiting = refusal(send("GET", "k"));
      await first.memorydb.waitForCommand("GET");
      await Promise.all([first.close(), second.close()]);
      expect(await waiting).toMatch(/[Ss]ocket closed/);
    });
  });

  it.each([
    [{ engine: "redis" }, "memorydb.engine must be one of memorydb"],
    [{ replicas: 1 }, "memorydb.replicas needs `cluster: true`"],
    [{ users: { a: {} } }, "memorydb.users must be an object of users"],
    [{ clusterName: "no dots." }, "memorydb.clusterName must be"],
    [{ nope: 1 }, "memorydb: unknown option `nope`"],
  ])("refuses the option %j", async (memorydb, message) => {
    await expect(createLocalAws({ memorydb: memorydb as MemoryDbOptions })).rejects.toThrow(message);
  });
});
