import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import {
  CreateIndexCommand,
  CreateVectorBucketCommand,
  DeleteVectorsCommand,
  ListVectorsCommand,
  paginateListVectors,
  PutVectorsCommand,
  QueryVectorsCommand,
  S3VectorsClient,
  type VectorData,
} from "@aws-sdk/client-s3vectors";
import { BatchPutDocumentCommand, DescribeIndexCommand } from "@aws-sdk/client-kendra";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";

import { createLocalAws, type LocalAws, type LocalAwsOptions } from "../src/index.ts";
import { converse, createClient, errorOf } from "./support/clients.ts";
import { createKendraClient, indexId, query, retrieve as retrieveKendra } from "./support/kendra.ts";
import { knowledgeBaseId, retrieve, textsOf } from "./support/knowledge-bases.ts";
import { nearest, vector, withClient } from "./support/memorydb.ts";
import { askDatabase } from "./support/neptune.ts";
import { buildProgram, type Program } from "./support/program.ts";
import { createS3VectorsClient, inIndex, put, randomVectors, type Written } from "./support/s3-vectors.ts";

const options: LocalAwsOptions = {
  s3Vectors: { buckets: [{ name: "media", indexes: [{ name: "movies", dimension: 3 }] }] },
  knowledgeBases: [{ id: knowledgeBaseId, documents: [{ text: "Whales sing." }] }],
  kendraIndexes: [{ id: indexId, documents: [{ text: "Foxes dig dens." }] }],
  memorydb: true,
};

async function makeDirectory(): Promise<string> {
  const parent = await mkdtemp(path.join(tmpdir(), "langchain-aws-local-data-"));
  onTestFinished(async () => await rm(parent, { recursive: true, force: true }));
  return path.join(parent, "data");
}

/** Runs `use` with an instance that keeps its data there, and closes it. */
async function withData<Result>(
  dataDir: string | undefined,
  use: (aws: LocalAws) => Promise<Result>,
  more: LocalAwsOptions = {},
): Promise<Result> {
  await using aws = await createLocalAws({ ...options, ...more, ...(dataDir !== undefined && { dataDir }) });
  return await use(aws);
}

const films: readonly Written[] = [
  ["whales", [1, 0, 0], { year: 1986, tags: ["sea"] }],
  ["foxes", [0, 1, 0], { year: 1981 }],
  ["gone", [0, 0, 1]],
];

/** Something of every kind, through the doors that applications use. */
async function fill(aws: LocalAws): Promise<void> {
  await aws
    .kb(knowledgeBaseId)
    .add([{ text: "Bats hang upside down.", uri: "s3://b/bats.txt", metadata: { legs: 2 } }]);
  await aws.kb("KB00000002").add([{ text: "Owls turn their heads." }]);
  await createKendraClient(aws).send(
    new BatchPutDocumentCommand({
      IndexId: indexId,
      Documents: [
        {
          Id: "moles",
          Title: "Moles",
          Blob: Buffer.from("Moles dig tunnels."),
          Attributes: [{ Key: "_created_at", Value: { DateValue: new Date(1_700_000_000_123) } }],
        },
      ],
    }),
  );
  const vectors = createS3VectorsClient(aws);
  await put(vectors, films);
  await withClient({ url: aws.memorydb.url }, async ({ send }) => {
    await send("FT.CREATE", "i", "ON", "HASH", "PREFIX", 1, "d:", "SCHEMA", ...schema);
    await send("HSET", "d:1", "content", "one", "v", vector(1, 0));
    await send("HSET", "d:2", "content", "two", "v", vector(0, 1));
    await send("SET", Buffer.from([0xff, 0x00, 0x80]), Buffer.from([0, 255, 10]));
    await send("SET", "short", "life", "PX", 3_600_000);
  });
  const created = await askDatabase(aws, {
    path: "/openCypher",
    form: {
      query:
        "CREATE (a:Sea {name: 'North', depth: 95.0})-[:MEETS]->(b:Sea {name: 'Baltic', depth: 55.0}) RETURN id(a) AS id",
    },
  });
  expect(created.status).toBe(200);
  await askDatabase(aws, { path: "/sparql", form: { update: "INSERT DATA { <urn:a> <urn:b> 'c' }" } });
  await aws.graph("g-0123456789").openCypher("CREATE (:Ship {name: 'Vasa'})");
}

const schema = ["content", "TEXT", "v", "VECTOR", "FLAT", 6, "TYPE", "FLOAT32", "DIM", 2, "DISTANCE_METRIC", "L2"];

/** What applications see of it. */
async function look(aws: LocalAws): Promise<unknown> {
  const vectors = createS3VectorsClient(aws);
  const kendra = createKendraClient(aws);
  const cypher = "MATCH (a)-[r]->(b) RETURN id(a) AS a, type(r) AS type, b.name AS name, a.depth / 2 AS half";
  return {
    bats: (await retrieve(aws, "bats hang")).retrievalResults?.map(({ content, location, metadata }) => [
      content?.text,
      location,
      metadata?.["legs"],
    ]),
    owls: textsOf(await retrieve(aws, "owls", { more: { knowledgeBaseId: "KB00000002" } })),
    moles: (await retrieveKendra(aws, "tunnels of moles")).ResultItems?.map(({ DocumentId, Content }) => [
      DocumentId,
      Content,
    ]),
    attributes: (await query(aws, "moles")).ResultItems?.map((item) => item.DocumentAttributes),
    updated: (await kendra.send(new DescribeIndexCommand({ Id: indexId }))).UpdatedAt,
    vectors: (await vectors.send(new ListVectorsCommand({ ...inIndex, returnData: true, returnMetadata: true })))
      .vectors,
    near: (await vectors.send(new QueryVectorsCommand({ ...inIndex, topK: 1, queryVector: { float32: [1, 0, 0] } })))
      .vectors,
    redis: await withClient({ url: aws.memorydb.url }, async ({ send }) => [
      await send("FT._LIST"),
      await send(...nearest(vector(1, 0), { k: 1 })),
      await send("DBSIZE"),
      Number(await send("PTTL", "short")) > 3_000_000,
    ]),
    cypher: (await askDatabase(aws, { path: "/openCypher", form: { query: cypher } })).json,
    rdf: await aws.graph().dumpRdf(),
    ships: await aws.graph("g-0123456789").openCypher("MATCH (s:Ship) RETURN s.name AS name"),
  };
}

describe("dataDir", () => {
  it("[47] keeps what every store holds over a restart", async () => {
    const dataDir = await makeDirectory();
    const before = await withData(dataDir, async (aws) => {
      await fill(aws);
      return await look(aws);
    });
    expect(before).toMatchObject({
      bats: [
        ["Bats hang upside down.", { s3Location: { uri: "s3://b/bats.txt" } }, 2],
        ["Whales sing.", undefined, undefined],
      ],
      owls: ["Owls turn their heads."],
      rdf: '<urn:a> <urn:b> "c" .',
      ships: [{ name: "Vasa" }],
    });
    // Twice: what was only read is kept as well as what was written.
    for (let restart = 0; restart < 2; restart += 1) expect(await withData(dataDir, look)).toEqual(before);
    const touched = await withData(dataDir, async (aws) => {
      await aws.kb("KB00000002").add([{ text: "Owls see in the dark." }]);
      return textsOf(await retrieve(aws, "owls", { more: { knowledgeBaseId: "KB00000002" } }));
    });
    expect(touched).toHaveLength(2);
    expect(await withData(dataDir, look)).toEqual({ ...(before as object), owls: touched });
  });

  it("[47] is private, and holds neither requests nor scripts nor faults", async () => {
    const dataDir = await makeDirectory();
    await withData(dataDir, async (aws) => {
      aws.chat.on("Hello", { text: "a scripted secret" });
      aws.faults.add({ match: { operation: "Retrieve" }, do: { throttle: true } });
      await converse(createClient(aws));
      await aws.kb(knowledgeBaseId).add([{ text: "Kept." }]);
    });
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    const names = await readdir(dataDir);
    expect(names).toContain("knowledge-bases.jsonl");
    for (const name of names) {
      expect((await stat(path.join(dataDir, name))).mode & 0o077).toBe(0);
      expect(await readFile(path.join(dataDir, name), "latin1")).not.toMatch(/scripted secret|throttle|Hello/);
    }
  });

  it("[47] leaves to the options what nobody has touched", async () => {
    const dataDir = await makeDirectory();
    await withData(dataDir, async (aws) => await aws.kb("KB00000002").add([{ text: "Owls." }]));
    const now = { knowledgeBases: [{ id: knowledgeBaseId, documents: [{ text: "Whales breathe air." }] }] };
    expect(await withData(dataDir, async (aws) => textsOf(await retrieve(aws, "whales")), now)).toEqual([
      "Whales breathe air.",
    ]);
  });

  it("[47] keeps that things are gone: cleared, deleted, reset", async () => {
    const dataDir = await makeDirectory();
    await withData(dataDir, async (aws) => {
      await fill(aws);
      aws.kb(knowledgeBaseId).clear();
      aws.graph().clear();
      const client = createS3VectorsClient(aws);
      await client.send(new DeleteVectorsCommand({ ...inIndex, keys: ["gone"] }));
    });
    await withData(dataDir, async (aws) => {
      expect(textsOf(await retrieve(aws, "whales"))).toEqual([]);
      expect(await aws.graph().openCypher("MATCH (n) RETURN n")).toEqual([]);
      expect(await aws.graph().dumpRdf()).toBe("");
      const { vectors = [] } = await createS3VectorsClient(aws).send(new ListVectorsCommand(inIndex));
      expect(new Set(vectors.map(({ key }) => key))).toEqual(new Set(["foxes", "whales"]));
      aws.reset();
    });
    await withData(dataDir, async (aws) => {
      expect(textsOf(await retrieve(aws, "whales"))).toEqual(["Whales sing."]);
      expect(aws.memorydb.keyCount).toBe(0);
      const { vectors } = await createS3VectorsClient(aws).send(new ListVectorsCommand(inIndex));
      expect(vectors).toEqual([]);
    });
  });

  it("[47] is for one instance at a time, and for nothing else", async () => {
    const dataDir = await makeDirectory();
    await withData(dataDir, async () => {
      const error = await errorOf(createLocalAws({ dataDir }));
      expect(error.message).toMatch(
        / is in use by the process \d+\. Close that instance, or choose another directory;/,
      );
    });
    await writeFile(path.join(dataDir, "lock"), "{");
    await withData(dataDir, async () => undefined);
    const foreign = path.dirname(dataDir);
    await writeFile(path.join(foreign, "thesis.tex"), "");
    expect((await errorOf(createLocalAws({ dataDir: foreign }))).message).toMatch(
      /^createLocalAws: .* holds other files \((data|thesis\.tex)\)\. Choose a directory of its own\.$/,
    );
    expect((await errorOf(createLocalAws({ dataDir: "" }))).message).toBe(
      "createLocalAws: `dataDir` must be the path of a directory.",
    );
  });

  it("[47] refuses a newer format and damaged files by name, and changes nothing", async () => {
    const dataDir = await makeDirectory();
    await withData(dataDir, async (aws) => await put(createS3VectorsClient(aws), [["a", [1, 2, 3]]]));
    const file = path.join(dataDir, "s3-vectors.jsonl");
    const binary = (await readdir(dataDir)).find((name) => name.endsWith(".bin")) ?? "";
    const text = await readFile(file, "utf8");
    const lines = text.split("\n");
    const refused = async (changed: string): Promise<string> => {
      await writeFile(file, changed);
      const { message } = await errorOf(createLocalAws({ dataDir }));
      expect(await readFile(file, "utf8")).toBe(changed);
      return message;
    };
    expect(await refused(text.replace('"version":1', '"version":2'))).toBe(
      `${file} has the format 2, and this version of @langchain-aws/local reads formats up to 1. ` +
        "Update the package, or choose another directory.",
    );
    const advice = "Put a copy of it in its place, or remove it to begin anew.";
    expect(await refused(lines.slice(0, 2).join("\n") + "\n")).toBe(
      `${file} is damaged: its last line is missing. ${advice}`,
    );
    expect(await refused(lines.with(1, "{").join("\n"))).toBe(
      `${file} is damaged: line 2 is not a JSON object. ${advice}`,
    );
    expect(await refused(lines.toSpliced(1, 1).join("\n"))).toBe(`${file} is damaged: it is not complete. ${advice}`);
    expect(await refused(text.replace("langchain-aws-local", "other"))).toBe(
      `${file} was not written by @langchain-aws/local.`,
    );
    await writeFile(file, text);
    await writeFile(path.join(dataDir, binary), "short");
    expect((await errorOf(createLocalAws({ dataDir }))).message).toContain("it is not complete");
  });

  it("[47] passes over what a killed process was writing, and removes it with the next write", async () => {
    const dataDir = await makeDirectory();
    await withData(dataDir, async (aws) => await put(createS3VectorsClient(aws), [["a", [1, 2, 3]]]));
    const half = ["s3-vectors.0123456789abcdef.tmp", "s3-vectors.0123456789abcdef.bin"];
    for (const name of half) await writeFile(path.join(dataDir, name), "half");
    await withData(dataDir, async (aws) => await put(createS3VectorsClient(aws), [["b", [1, 2, 3]]]));
    expect((await readdir(dataDir)).filter((name) => half.includes(name))).toEqual([]);
  });

  it("leaves the MemoryDB port's file alone while there is no port", async () => {
    const dataDir = await makeDirectory();
    const set = async (aws: LocalAws): Promise<unknown> =>
      await withClient({ url: aws.memorydb.url }, async ({ send }) => await send("SET", "a", "b"));
    await withData(dataDir, set);
    await withData(dataDir, async (aws) => await aws.kb("KB00000002").add([{ text: "Owls." }]), { memorydb: false });
    expect(await withData(dataDir, async (aws) => aws.memorydb.keyCount)).toBe(1);
  });
});

describe("snapshots", () => {
  it("[47] bring everything back that they hold, and take away the rest", async () => {
    const snapshot = await makeDirectory();
    await using aws = await createLocalAws(options);
    await fill(aws);
    const before = await look(aws);
    await aws.snapshot(snapshot);
    expect((await stat(snapshot)).mode & 0o777).toBe(0o700);
    aws.chat.script([{ text: "still there" }]);
    await aws.kb("KB00000003").add([{ text: "Newts." }]);
    aws.kb("KB00000002").clear();
    await put(createS3VectorsClient(aws), [["whales", [0, 0, 1]]]);
    await aws.restore(snapshot);
    expect(await look(aws)).toEqual(before);
    await expect(retrieve(aws, "newts", { more: { knowledgeBaseId: "KB00000003" } })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    expect(aws.chat.remaining).toBe(1);
    await using other = await createLocalAws({ memorydb: true });
    await other.restore(snapshot);
    expect(await look(other)).toEqual(before);
  });

  it("show the moment in which they were taken, whatever is written meanwhile", async () => {
    const snapshot = await makeDirectory();
    await using aws = await createLocalAws(options);
    const client = createS3VectorsClient(aws);
    await put(client, [["a", [1, 0, 0], { year: 1 }]]);
    const writing = aws.snapshot(snapshot);
    await put(client, [
      ["a", [0, 1, 0], { year: 2 }],
      ["b", [0, 0, 1]],
    ]);
    await writing;
    await aws.restore(snapshot);
    const { vectors } = await client.send(
      new ListVectorsCommand({ ...inIndex, returnData: true, returnMetadata: true }),
    );
    expect([
      [{ key: "a", data: { float32: [1, 0, 0] }, metadata: { year: 1 } }],
      [
        { key: "a", data: { float32: [0, 1, 0] }, metadata: { year: 2 } },
        { key: "b", data: { float32: [0, 0, 1] }, metadata: {} },
      ],
    ]).toContainEqual(vectors);
  });

  it("say why they cannot be taken or brought back, and change nothing then", async () => {
    const snapshot = await makeDirectory();
    await using aws = await createLocalAws(options);
    expect((await errorOf(aws.restore(snapshot))).message).toBe(`${snapshot} holds no snapshot.`);
    await withClient({ url: aws.memorydb.url }, async ({ send }) => await send("SET", "a", "b"));
    await aws.snapshot(snapshot);
    await using without = await createLocalAws();
    await without.kb("KB00000009").add([{ text: "Here." }]);
    expect((await errorOf(without.restore(snapshot))).message).toBe(
      `${snapshot} holds the store memorydb, which this instance has not: pass \`memorydb: true\` to createLocalAws.`,
    );
    expect(without.kb("KB00000009").size).toBe(1);
    await writeFile(path.join(snapshot, "notes.txt"), "");
    expect((await errorOf(aws.snapshot(snapshot))).message).toContain("holds other files (notes.txt)");
  });
});

describe("a process that is killed", () => {
  let program: Program;
  beforeAll(async () => void (program = await buildProgram()), 30_000);
  afterAll(async () => await program.remove());

  const dimension = 128;
  const numbers = randomVectors(1_000, dimension);
  const bucket = { vectorBucketName: "killed", indexName: "writes" };

  /** A server that keeps its data, and a client of it. */
  async function serve(
    dataDir: string,
  ): Promise<{ client: S3VectorsClient; kill: (signal: NodeJS.Signals) => Promise<void> }> {
    const running = program.start(["serve", "--port", "0", "--quiet", "--data", dataDir]);
    const endpoint = /(http:\S+)/.exec(await running.printed(/Serving AWS on \S+\n/))?.[1] ?? "";
    const client = new S3VectorsClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "local" },
    });
    return {
      client,
      kill: async (signal) => {
        running.child.kill(signal);
        await running.ended;
        client.destroy();
      },
    };
  }

  async function keysOf(client: S3VectorsClient): Promise<Map<string, VectorData | undefined>> {
    const found = new Map<string, VectorData | undefined>();
    for await (const { vectors = [] } of paginateListVectors({ client }, { ...bucket, returnData: true })) {
      for (const { key = "", data } of vectors) found.set(key, data);
    }
    return found;
  }

  it("[47] leaves a store that can be loaded, and holds a state that there was", async () => {
    const dataDir = await makeDirectory();
    let { client, kill } = await serve(dataDir);
    await client.send(new CreateVectorBucketCommand({ vectorBucketName: "killed" }));
    await client.send(
      new CreateIndexCommand({ ...bucket, dataType: "float32", dimension, distanceMetric: "euclidean" }),
    );
    const file = path.join(dataDir, "s3-vectors.jsonl");
    const kills = [1, 90, 231, 420, 880];
    for (let at = 0; at < 1_000; at += 1) {
      const write = new PutVectorsCommand({
        ...bucket,
        vectors: [{ key: `k${at}`, data: { float32: [...(numbers[at] ?? [])] } }],
      });
      await client.send(write);
      if (!kills.includes(at)) continue;
      // From the first write on the disk on, whenever it may happen.
      await vi.waitFor(async () => expect(await readFile(file, "utf8")).toContain('"key":"k0"'), 10_000);
      await kill("SIGKILL");
      ({ client, kill } = await serve(dataDir));
      const found = await keysOf(client);
      // The writes followed each other, so a state that there was has all up to one of them and none behind it.
      expect([...found.keys()].toSorted()).toEqual(Array.from({ length: found.size }, (_, of) => `k${of}`).toSorted());
      for (const [key, data] of found) {
        expect(data?.float32).toEqual([...(numbers[Number(key.slice(1))] ?? [])]);
      }
      at = found.size - 1;
      kills.shift();
    }
    await kill("SIGTERM");
    ({ client, kill } = await serve(dataDir));
    expect((await keysOf(client)).size).toBe(1_000);
    await kill("SIGTERM");
    expect((await readdir(dataDir)).filter((name) => name.endsWith(".tmp") || name === "lock")).toEqual([]);
  }, 120_000);
});
