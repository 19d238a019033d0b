import { getEventListeners } from "node:events";

import { ConverseCommand, ConverseStreamCommand, type ConverseStreamOutput } from "@aws-sdk/client-bedrock-runtime";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { describe, expect, it } from "vitest";

import type { ContentBlock } from "../src/chat/content-blocks.ts";
import type { ReplyPart } from "../src/chat/reply.ts";
import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, createClient } from "./bedrock-runtime.ts";

const aws = useLocalAws();
const pixel = "iVBORw0KGgo=";

interface Frame {
  headers: [name: string, value: unknown][];
  body: Record<string, unknown>;
}

/** The frames of a stream as they are on the wire, without any client between. */
async function framesOf(): Promise<Frame[]> {
  const response = await fetch(`${aws.url}/model/${encodeURIComponent(claude)}/converse-stream`, {
    method: "POST",
    headers: { authorization: "Bearer local-token", "content-type": "application/json" },
    body: JSON.stringify({ messages: ask("Hello") }),
  });
  expect(response.headers.get("content-type")).toBe("application/vnd.amazon.eventstream");
  const bytes = new Uint8Array(await response.arrayBuffer());
  const codec = new EventStreamCodec(
    (text) => (typeof text === "string" ? text : new TextDecoder().decode(text)),
    (text) => new TextEncoder().encode(text),
  );
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = new DataView(bytes.buffer, at).getUint32(0);
    const { headers, body } = codec.decode(bytes.subarray(at, at + length));
    const parsed: Record<string, unknown> = JSON.parse(new TextDecoder().decode(body));
    frames.push({ headers: Object.entries(headers).map(([name, { value }]) => [name, value]), body: parsed });
    at += length;
  }
  return frames;
}

function withoutFiller({ headers, body }: Frame): unknown {
  const { p: _filler, ...rest } = body;
  return { [String(headers[0]?.[1])]: rest };
}

async function eventsOf(): Promise<ConverseStreamOutput[]> {
  const { stream } = await createClient(aws).send(
    new ConverseStreamCommand({ modelId: claude, messages: ask("Hello") }),
  );
  const events: ConverseStreamOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

const everyKind: ContentBlock[] = [
  { reasoningContent: { reasoningText: { text: "Let me", signature: "c2ln" } } },
  { reasoningContent: { redactedContent: new Uint8Array([1, 2, 3]) } },
  {
    citationsContent: {
      content: [{ text: "Cited" }],
      citations: [{ title: "Doc", location: { documentChar: { documentIndex: 0, start: 0, end: 5 } } }],
    },
  },
  { text: "Plain" },
  { toolUse: { toolUseId: "srv_1", name: "nova_grounding", input: { q: 1 }, type: "server_tool_use" } },
  {
    toolResult: { toolUseId: "srv_1", type: "nova_grounding_result", status: "success", content: [{ text: "found" }] },
  },
  { image: { format: "png", source: { bytes: pixel } } },
  { toolUse: { toolUseId: "tooluse_1", name: "add", input: { first: 1, second: 22 } } },
];

describe("ConverseStream", () => {
  it("[11] orders events, omits the starts of texts, opens tools with an empty delta and fills every body", async () => {
    aws.chat.script({ blocks: everyKind, usage: { inputTokens: 1, outputTokens: 2 }, latencyMs: 3 });
    const frames = await framesOf();

    for (const { headers, body } of frames) {
      expect(headers.map(([name]) => name)).toEqual([":event-type", ":content-type", ":message-type"]);
      expect(headers.slice(1).map(([, value]) => value)).toEqual(["application/json", "event"]);
      expect(body.p).toMatch(/^[a-zA-Z0-9]{3,62}$/);
    }
    const at = (contentBlockIndex: number, delta: unknown): unknown => ({
      contentBlockDelta: { contentBlockIndex, delta },
    });
    const stop = (contentBlockIndex: number): unknown => ({ contentBlockStop: { contentBlockIndex } });
    expect(frames.map(withoutFiller)).toEqual([
      { messageStart: { role: "assistant" } },
      at(0, { reasoningContent: { text: "Let" } }),
      at(0, { reasoningContent: { text: " me" } }),
      at(0, { reasoningContent: { signature: "c2ln" } }),
      stop(0),
      at(1, { reasoningContent: { redactedContent: "AQID" } }),
      stop(1),
      at(2, { citation: { title: "Doc", location: { documentChar: { documentIndex: 0, start: 0, end: 5 } } } }),
      at(2, { text: "Cited" }),
      stop(2),
      at(3, { text: "Plain" }),
      stop(3),
      {
        contentBlockStart: {
          contentBlockIndex: 4,
          start: { toolUse: { toolUseId: "srv_1", name: "nova_grounding", type: "server_tool_use" } },
        },
      },
      at(4, { toolUse: { input: "" } }),
      at(4, { toolUse: { input: '{"q":1}' } }),
      stop(4),
      {
        contentBlockStart: {
          contentBlockIndex: 5,
          start: { toolResult: { toolUseId: "srv_1", type: "nova_grounding_result", status: "success" } },
        },
      },
      at(5, { toolResult: [{ text: "found" }] }),
      stop(5),
      { contentBlockStart: { contentBlockIndex: 6, start: { image: { format: "png" } } } },
      at(6, { image: { source: { bytes: pixel } } }),
      stop(6),
      {
        contentBlockStart: {
          contentBlockIndex: 7,
          start: { toolUse: { toolUseId: "tooluse_1", name: "add", type: "tool_use" } },
        },
      },
      at(7, { toolUse: { input: "" } }),
      at(7, { toolUse: { input: '{"first":1,' } }),
      at(7, { toolUse: { input: '"second":22' } }),
      at(7, { toolUse: { input: "}" } }),
      stop(7),
      { messageStop: { stopReason: "tool_use" } },
      {
        metadata: {
          usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3, serverToolUsage: {} },
          metrics: { latencyMs: 3 },
        },
      },
    ]);
  });

  it("carries the same blocks as Converse", async () => {
    aws.chat.script([{ blocks: everyKind }, { blocks: everyKind }]);
    const whole = await createClient(aws).send(new ConverseCommand({ modelId: claude, messages: ask("Hello") }));
    const events = await eventsOf();
    const input = events
      .flatMap(({ contentBlockDelta }) => (contentBlockDelta?.contentBlockIndex === 7 ? [contentBlockDelta.delta] : []))
      .map((delta) => delta?.toolUse?.input ?? "")
      .join("");
    expect(JSON.parse(input)).toEqual(whole.output?.message?.content?.[7]?.toolUse?.input);
    expect(whole.output?.message?.content).toHaveLength(everyKind.length);
    // A stream counts cached tokens only where the request has a cache point; a whole answer of Claude always does.
    const { cacheReadInputTokens, cacheWriteInputTokens, ...usage } = whole.usage ?? {};
    expect(events.at(-1)?.metadata?.usage).toEqual(usage);
    expect([cacheReadInputTokens, cacheWriteInputTokens]).toEqual([0, 0]);
  });

  it("gives tool calls ids of the service's form", async () => {
    aws.chat.script({ toolUse: [{ name: "add" }, { name: "add" }] });
    const ids = (await eventsOf()).flatMap(
      ({ contentBlockStart }) => contentBlockStart?.start?.toolUse?.toolUseId ?? [],
    );
    expect(ids).toEqual([expect.stringMatching(/^tooluse_[\w-]{22}$/), expect.stringMatching(/^tooluse_[\w-]{22}$/)]);
    expect(new Set(ids).size).toBe(2);
  });

  it("streams a tool call in the pieces that the script states", async () => {
    aws.chat.script({ toolUse: { name: "add", inputChunks: ['{"a', '":', "1"] } });
    const pieces = (await eventsOf()).flatMap(
      ({ contentBlockDelta }) => contentBlockDelta?.delta?.toolUse?.input ?? [],
    );
    expect(pieces).toEqual(["", '{"a', '":', "1"]);
  });

  it("sends the blocks of an async iterable as they come", async () => {
    let goOn: () => void = () => {};
    const isSeen = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    aws.chat.on("Hello", async function* parts(): AsyncGenerator<ReplyPart> {
      yield { text: "one" };
      await isSeen;
      yield { text: "two" };
      yield { stopReason: "content_filtered" };
    });
    const { stream } = await createClient(aws).send(
      new ConverseStreamCommand({ modelId: claude, messages: ask("Hello") }),
    );
    const seen: string[] = [];
    for await (const { contentBlockDelta, messageStop } of stream ?? []) {
      if (contentBlockDelta?.delta?.text !== undefined) seen.push(contentBlockDelta.delta.text);
      if (messageStop?.stopReason !== undefined) seen.push(messageStop.stopReason);
      if (seen.length === 1) goOn();
    }
    expect(seen).toEqual(["one", "two", "content_filtered"]);
  });

  it("leaves no listener behind at each event of a slow stream", async () => {
    const counts: number[] = [];
    aws.faults.add({ do: { eventDelayMs: 1, splitEvery: 40 } });
    aws.chat.on("Hello", async function* parts({ signal }): AsyncGenerator<ReplyPart> {
      for (let index = 0; index < 15; index += 1) {
        counts.push(getEventListeners(signal, "abort").length);
        yield { text: "word" };
      }
    });
    expect(await eventsOf()).toHaveLength(33);
    expect(new Set(counts)).toEqual(new Set([1]));
  });
});
