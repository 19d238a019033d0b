import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalAws, type LocalAws, type ReplayOptions } from "../src/index.ts";
import { ask, refusalOf } from "./bedrock-runtime.ts";
import { createClient, modelId, textOf } from "./support/clients.ts";
import { invoke, invokeStream } from "./support/invoke.ts";

type Files = Record<string, unknown>;

/** An instance that replays these folders: for each the values of its files. */
async function replaying(folders: Record<string, Files>, options: Partial<ReplayOptions> = {}): Promise<LocalAws> {
  const directory = await mkdtemp(path.join(tmpdir(), "local-replay-"));
  onTestFinished(async () => await rm(directory, { recursive: true }));
  for (const [folder, files] of Object.entries(folders)) {
    await mkdir(path.join(directory, folder));
    for (const [name, value] of Object.entries(files)) {
      const text = Array.isArray(value) ? value.map((line) => JSON.stringify(line)).join("\n") : JSON.stringify(value);
      await writeFile(path.join(directory, folder, name), typeof value === "string" ? value : text);
    }
  }
  const aws = await createLocalAws({ replay: { directory, ...options } });
  onTestFinished(async () => await aws.close());
  return aws;
}

const request = (text: string, model = modelId): unknown => ({ model, body: { messages: ask(text) } });
const answer = (text: string): unknown => ({
  output: { message: { role: "assistant", content: [{ text }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  metrics: { latencyMs: 4 },
});
const converse = async (aws: LocalAws, text: string, model = modelId): Promise<string | undefined> =>
  textOf(
    await createClient(aws, { maxAttempts: 1 }).send(new ConverseCommand({ modelId: model, messages: ask(text) })),
  );

const two = {
  a: { "request.json": request("one"), "response.json": answer("first") },
  b: { "request.json": request("two"), "response.json": answer("second") },
};

describe("replay", () => {
  it("answers equal requests with what was recorded, in order, and says how others differ", async () => {
    const aws = await replaying({
      ...two,
      c: { "request.json": request("one"), "response.json": answer("third") },
      notes: { "readme.json": {} },
    });
    expect([
      await converse(aws, "two"),
      await converse(aws, "one"),
      await converse(aws, "one"),
      await converse(aws, "one"),
    ]).toEqual(["second", "first", "third", "third"]);
    aws.reset();
    expect(await converse(aws, "one")).toBe("first");
    const refusal = await refusalOf(converse(aws, "three"));
    expect(refusal).toMatchObject({ name: "ReplayMismatch", status: 400 });
    expect(refusal.message).toMatch(
      /The nearest is a:\n {2}messages\[0\]\.content\[0\]\.text: expected "one", received "three"/,
    );
    expect(await refusalOf(converse(aws, "one", "amazon.nova-pro-v1:0"))).toMatchObject({
      message: expect.stringContaining(`model: expected ${modelId}`),
    });
  });

  it("answers by position, or by the nearest, where that is asked for", async () => {
    const positional = await replaying(two, { match: "positional" });
    expect([await converse(positional, "x"), await converse(positional, "y")]).toEqual(["first", "second"]);
    expect(await refusalOf(converse(positional, "z"))).toMatchObject({ name: "ReplayMismatch" });
    const loose = await replaying(two, { match: "loose" });
    const client = createClient(loose);
    const command = new ConverseCommand({ modelId, messages: ask("two"), inferenceConfig: { maxTokens: 5 } });
    expect(textOf(await client.send(command))).toBe("second");
  });

  it("lets the engines answer the rest, where they may", async () => {
    const aws = await replaying(two, { fallback: true });
    expect([await converse(aws, "one"), await converse(aws, "Hello")]).toEqual(["first", "Hello"]);
  });

  it("replays streams, exceptions in them, and errors", async () => {
    const events = [
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "recorded" } } },
      { modelStreamErrorException: { message: "broke" } },
    ];
    const error = { status: 429, type: "ThrottlingException", message: "Too many requests" };
    const aws = await replaying({
      a: { "request.json": request("one"), "events.jsonl": events },
      b: { "request.json": request("two"), "error.json": error },
    });
    const { stream } = await createClient(aws).send(new ConverseStreamCommand({ modelId, messages: ask("one") }));
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const event of stream ?? []) seen.push(event);
    })();
    await expect(reading).rejects.toMatchObject({ name: "ModelStreamErrorException", message: "broke" });
    expect(seen).toEqual(events.slice(0, 2));
    expect(await refusalOf(converse(aws, "two"))).toEqual({
      name: "ThrottlingException",
      message: "Too many requests",
      status: 429,
    });
    // Recorded as a stream alone.
    expect(await refusalOf(converse(aws, "one"))).toMatchObject({ name: "ReplayMismatch" });
  });

  it("replays a model's own form", async () => {
    const body = { prompt: "Hi", max_gen_len: 5 };
    const aws = await replaying({
      a: {
        "request.json": { operation: "InvokeModel", model: "meta.llama3-8b-instruct-v1:0", body },
        "response.json": { generation: "recorded" },
        "events.jsonl": [{ generation: "rec" }, { generation: "orded" }],
      },
    });
    expect((await invoke(aws, "meta.llama3-8b-instruct-v1:0", body)).body).toEqual({ generation: "recorded" });
    expect(await invokeStream(aws, "meta.llama3-8b-instruct-v1:0", body)).toEqual([
      { generation: "rec" },
      { generation: "orded" },
    ]);
  });

  it.each([
    ["a folder that is not there", { directory: "/nowhere/at/all" }, "replay.directory does not exist"],
    ["another way to match", { directory: "x", match: "fuzzy" }, '`match` is "strict" or "positional" or "loose"'],
    ["an unknown member", { directory: "x", dir: "y" }, "without `dir`"],
  ])("is refused: %s", async (_what, replay, message) => {
    await expect(createLocalAws({ replay: replay as ReplayOptions })).rejects.toThrow(message);
  });

  it("names the file that is wrong", async () => {
    await expect(replaying({ a: { "request.json": "{" } })).rejects.toThrow(/a\/request\.json is not JSON/);
    const lines = '{"messageStart":{}}\nnonsense';
    await expect(replaying({ a: { "request.json": request("x"), "events.jsonl": lines } })).rejects.toThrow(
      /events\.jsonl, line 2, is not JSON/,
    );
  });
});
