import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, onTestFinished, test } from "vitest";

import { createLocalAws, type LocalAws, type LocalAwsOptions } from "../src/index.ts";

import { withClient } from "./support/memorydb.ts";

const run = promisify(execFile);
const packageDirectory = path.resolve(import.meta.dirname, "..");
const model = "anthropic.claude-3-haiku-20240307-v1:0";
const messages = [{ role: "user" as const, content: [{ text: "It's 'quoted' and \"quoted\"\nover two: lines" }] }];

async function start(options: LocalAwsOptions = {}): Promise<{ aws: LocalAws; client: BedrockRuntimeClient }> {
  const aws = await createLocalAws({ log: { answers: true }, ...options });
  const client = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
  onTestFinished(async () => {
    client.destroy();
    await aws.close();
  });
  return { aws, client };
}

async function ask(aws: LocalAws, route: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${aws.url}/_local/${route}`, {
    headers: { "x-local-token": aws.controlToken },
    ...init,
  });
  return { status: response.status, body: await response.json() };
}

describe("what was answered", () => {
  test("is kept when asked, whole or event by event", async () => {
    const { aws, client } = await start();
    aws.chat.script([{ text: "Rome" }, { chunks: ["Ro", "me"] }]);
    await client.send(new ConverseCommand({ modelId: model, messages }));
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: model, messages }));
    for await (const _event of stream ?? []) void _event;
    await aws.waitForRequest({ operation: "ConverseStream", endedBy: "answer" });
    const [whole, streamed] = aws.requests();
    expect(whole?.answer).toMatchObject({ output: { message: { content: [{ text: "Rome" }] } } });
    expect(streamed?.timeline?.map(({ type }) => type)).toEqual([
      "messageStart",
      "contentBlockDelta",
      "contentBlockDelta",
      "contentBlockStop",
      "messageStop",
      "metadata",
    ]);
  });

  test("is not kept otherwise; what a client was told of a refusal always is", async () => {
    const { aws, client } = await start({ log: {} });
    await client.send(new ConverseCommand({ modelId: model, messages }));
    const refused = client.send(new ConverseCommand({ modelId: model, messages, inferenceConfig: { topP: 3 } }));
    await expect(refused).rejects.toThrow("topP");
    const [whole, wrong] = aws.requests();
    expect(whole).not.toHaveProperty("answer");
    expect(wrong?.message).toContain("topP");
  });
});

describe("control routes", () => {
  test("give one call, and none for an id that is not there", async () => {
    const { aws, client } = await start();
    await client.send(new ConverseCommand({ modelId: model, messages }));
    const id = aws.lastRequest()?.id ?? "";
    expect(await ask(aws, `requests/${id}`)).toMatchObject({ status: 200, body: { id, params: { modelId: model } } });
    expect(await ask(aws, "requests/none")).toMatchObject({ status: 404 });
  });

  test("list what is stored, a page at a time", async () => {
    const { aws } = await start({
      s3Vectors: { buckets: [{ name: "books", indexes: [{ name: "pages", dimension: 2 }] }] },
    });
    await aws.kb("KB00000001").add(["one", "two", "three"].map((text) => ({ text })));
    const { body } = await ask(aws, "stores");
    const { stores } = body as { stores: { name: string; containers: unknown[] }[] };
    expect(stores.find(({ name }) => name === "knowledge-bases")).toEqual({
      name: "knowledge-bases",
      containers: [{ id: "KB00000001", size: 3, details: { type: "own" } }],
    });
    expect(stores.find(({ name }) => name === "s3-vectors")).toEqual({
      name: "s3-vectors",
      containers: [{ id: "books/pages", size: 0, details: { dimension: 2, distanceMetric: "cosine" } }],
    });
    const second = await ask(aws, "stores/knowledge-bases/KB00000001?from=1&limit=1");
    expect(second.body).toMatchObject({ items: [{ text: "two" }] });
    expect(await ask(aws, "stores/s3-vectors/books%2Fpages")).toEqual({ status: 200, body: { items: [] } });
    expect(await ask(aws, "stores/s3-vectors/other")).toMatchObject({ status: 404 });
    expect(await ask(aws, "stores/knowledge-bases/KB00000001?from=-1")).toMatchObject({ status: 400 });
  });

  test("show keys, indexes, nodes and triples as they are", async () => {
    const { aws } = await start({
      memorydb: true,
      graphs: [{ openCypher: ["CREATE (:Stop {name: 'Harbour'})"], turtle: "<urn:a> <urn:b> <urn:c> ." }],
    });
    await withClient({ url: aws.memorydb.url }, async ({ send }) => {
      await send(
        "FT.CREATE",
        "idx",
        "ON",
        "HASH",
        "PREFIX",
        "1",
        "doc:",
        "SCHEMA",
        "v",
        "VECTOR",
        "FLAT",
        "6",
        "TYPE",
        "FLOAT32",
        "DIM",
        "2",
        "DISTANCE_METRIC",
        "COSINE",
      );
      await send("HSET", "doc:1", "word", "grüße", "v", Buffer.from([0, 0, 128, 63, 0, 0, 0, 0]));
    });
    const { body } = await ask(aws, "stores");
    const { stores } = body as { stores: { name: string; containers: unknown[] }[] };
    expect(stores.find(({ name }) => name === "memorydb")?.containers).toEqual([
      { id: "all keys", size: 1 },
      { id: "idx", size: 1, details: { v: "vector" } },
    ]);
    expect(stores.find(({ name }) => name === "graphs")?.containers).toEqual([
      { id: "database", size: 1, details: { holds: "nodes" } },
      { id: "database (RDF)", size: 1, details: { holds: "triples" } },
    ]);
    expect((await ask(aws, "stores/memorydb/all%20keys")).body).toEqual({
      items: [{ key: "doc:1", value: { word: "grüße", v: { bytes: 8 } } }],
    });
    expect((await ask(aws, "stores/memorydb/idx")).body).toEqual({ items: ["doc:1"] });
    expect((await ask(aws, "stores/graphs/database")).body).toMatchObject({
      items: [{ "~labels": ["Stop"], "~properties": { name: "Harbour" } }],
    });
    expect((await ask(aws, "stores/graphs/database%20(RDF)")).body).toEqual({ items: ["<urn:a> <urn:b> <urn:c> ."] });
    expect((await ask(aws, "stores/graphs/g-0000000000")).status).toBe(404);
  });

  test("[49] say nothing without the token, whatever the route", async () => {
    const { aws } = await start();
    for (const route of ["requests", "requests/x/code", "stores", "stores/kendra/x", "health"]) {
      expect((await fetch(`${aws.url}/_local/${route}`)).status).toBe(403);
    }
    const door = await fetch(`${aws.url}/_local/`);
    expect(door.status).toBe(403);
    expect(await door.text()).not.toContain(aws.controlToken);
    expect(door.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await fetch(`${aws.url}/_local/?token=wrong`)).status).toBe(403);
  });

  test("the page's cookie opens the page alone", async () => {
    const { aws } = await start();
    const page = await fetch(aws.pageUrl);
    const cookie = page.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^local-token-[0-9a-f]{8}=[\w-]+; Path=\/_local\/; HttpOnly; SameSite=Strict$/);
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    expect((await fetch(`${aws.url}/_local/`, { headers })).status).toBe(200);
    expect((await fetch(`${aws.url}/_local/reset`, { method: "POST", headers })).status).toBe(403);
  });
});

describe("a call as code", () => {
  test("makes the same call when it is run", async () => {
    const { aws, client } = await start();
    aws.chat.on(/[^]*/, { text: "ok" });
    await client.send(new ConverseCommand({ modelId: model, messages, inferenceConfig: { maxTokens: 5 } }));
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: model, messages }));
    for await (const _event of stream ?? []) void _event;
    const originals = aws.requests();
    for (const { id } of originals) {
      const { body } = await ask(aws, `requests/${id}/code`);
      await runProgram((body as { code: string }).code, aws.env());
    }
    const repeated = aws.requests().slice(originals.length);
    expect(repeated.map(({ operation, model, body }) => ({ operation, model, body }))).toEqual(
      originals.map(({ operation, model, body }) => ({ operation, model, body })),
    );
  });

  test("is a curl command where no client makes the call", async () => {
    const { aws } = await start();
    await fetch(`${aws.url}/somewhere?x=1`, { method: "POST", body: '{"it":"\'s"}' });
    const { body } = await ask(aws, `requests/${aws.lastRequest()?.id}/code`);
    expect(body).toMatchObject({ code: expect.stringContaining(`curl -X POST '${aws.url}/somewhere?x=1'`) });
  });
});

/** Runs a program where the AWS clients of this package are found. */
async function runProgram(code: string, env: Record<string, string>): Promise<void> {
  const folder = await mkdtemp(path.join(packageDirectory, "node_modules/.program-"));
  try {
    await writeFile(path.join(folder, "program.mjs"), code);
    await run(process.execPath, [path.join(folder, "program.mjs")], { env: { ...process.env, ...env } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
