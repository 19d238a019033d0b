import type {
  ContentBlock as WireContentBlock,
  ConverseStreamOutput as WireEvent,
} from "@aws-sdk/client-bedrock-runtime";
import { ChatModelStream } from "@langchain/core/language_models/stream";
import type { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { build, H, models, useWarnings } from "../../test/build.ts";
import type { ChatBedrockConverseInput } from "../index.ts";
import { resolveOptions, resolveSettings } from "../resolve-options.ts";
import { parseResponse } from "./parse-response.ts";
import { parseStream } from "./parse-stream.ts";
import { createChunkRenderer } from "./render-chunks.ts";
import { createEventRenderer } from "./render-events.ts";
import { type ReplyContext, toReplyContext } from "./reply-context.ts";

const warnings = useWarnings();
const exchange = { requestId: "r", httpStatusCode: 200, attempts: 1 };
const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 3 };

function contextOf(fields: ChatBedrockConverseInput): ReplyContext {
  return toReplyContext(resolveOptions(resolveSettings({ model: models.claude, ...fields })));
}

function delta(contentBlockIndex: number, change: object): WireEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- deltas the SDK does not know are among them
  return { contentBlockDelta: { contentBlockIndex, delta: change } } as WireEvent;
}

function start(contentBlockIndex: number, what: object): WireEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return { contentBlockStart: { contentBlockIndex, start: what } } as WireEvent;
}

function stop(contentBlockIndex: number): WireEvent {
  return { contentBlockStop: { contentBlockIndex } };
}

function whole(events: readonly WireEvent[], stopReason = "end_turn"): WireEvent[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- stop reasons the SDK does not know are among them
  const end = { messageStop: { stopReason } } as WireEvent;
  return [{ messageStart: { role: "assistant" } }, ...events, end, { metadata: { usage, metrics: { latencyMs: 7 } } }];
}

interface Read {
  readonly chunks: AIMessageChunk[];
  readonly sum: AIMessageChunk;
  readonly message: AIMessage;
}

function read(events: readonly WireEvent[], fields: ChatBedrockConverseInput = {}, isIndexed = false): Read {
  const context = contextOf(fields);
  const parser = parseStream(exchange, context);
  const render = createChunkRenderer(exchange, context, isIndexed || fields.streamContent === "blocks");
  const chunks = events.flatMap((event) => parser.read(event).flatMap((part) => render(part)?.message ?? []));
  const list = chunks as AIMessageChunk[];
  const sum = list.slice(1).reduce((total, chunk) => total.concat(chunk), list[0] as AIMessageChunk);
  return { chunks: list, sum, message: parser.message() };
}

async function native(events: readonly WireEvent[], fields: ChatBedrockConverseInput = {}): Promise<AIMessage> {
  const context = contextOf(fields);
  const parser = parseStream(exchange, context);
  const renderer = createEventRenderer(exchange, context);
  const list = events.flatMap((event) => parser.read(event).flatMap((part) => renderer.render(part)));
  return new ChatModelStream(
    (async function* () {
      yield* [...list, renderer.finish()];
    })(),
  );
}

/** Content without the stream's own numbering. */
function plain(content: AIMessage["content"]): unknown {
  if (typeof content === "string") return content;
  return content.map(({ index: _number, ...block }) => block);
}

/** The events a service would send for a block. */
function eventsOf(block: WireContentBlock, index: number): WireEvent[] {
  if (block.text !== undefined)
    return [...block.text.split(/(?<=\s)/).map((text) => delta(index, { text })), stop(index)];
  const thought = block.reasoningContent?.reasoningText;
  if (thought !== undefined) {
    const { text = "", signature } = thought;
    const signed = signature === undefined ? [] : [delta(index, { reasoningContent: { signature } })];
    return [
      ...text.split(/(?<=\s)/).map((piece) => delta(index, { reasoningContent: { text: piece } })),
      ...signed,
      stop(index),
    ];
  }
  const redacted = block.reasoningContent?.redactedContent;
  if (redacted !== undefined) return [delta(index, { reasoningContent: { redactedContent: redacted } }), stop(index)];
  const { toolUseId, name, input } = block.toolUse ?? {};
  return [
    start(index, { toolUse: { toolUseId, name } }),
    delta(index, { toolUse: { input: JSON.stringify(input) } }),
    stop(index),
  ];
}

describe("text", () => {
  test("[64] streams text as strings that add up to the plain reply", () => {
    const { chunks, sum, message } = read(whole([delta(0, { text: "a" }), delta(0, { text: "b" }), stop(0)]));
    expect(chunks.map(({ content }) => content)).toEqual(["", "a", "b", "", ""]);
    expect(sum.content).toBe("ab");
    expect(sum.id).toBe("r");
    expect(sum.response_metadata).toEqual(message.response_metadata);
    expect(message.response_metadata["stopReason"]).toBe("end_turn");
    expect(sum.usage_metadata).toMatchObject({ input_tokens: 1, output_tokens: 2, total_tokens: 3 });
  });

  test("[64] streams cited text as one block with its citations; in standard content as annotations", () => {
    const citation = { title: "t", sourceContent: [{ text: "c" }], location: { web: { url: "u" } } };
    const events = whole([delta(0, { text: "a" }), delta(0, { text: "b" }), delta(0, { citation }), stop(0)]);
    expect(plain(read(events, {}, true).sum.content)).toEqual([{ type: "text", text: "ab", citations: [citation] }]);
    const { sum, message } = read(events, { outputVersion: "v1" });
    expect(plain(sum.content)).toEqual(message.content);
  });

  test("[65] keeps reasoning and text in one block each, and sends both back", () => {
    const events = whole([
      delta(0, { reasoningContent: { text: "th" } }),
      delta(0, { reasoningContent: { text: "ink" } }),
      delta(0, { reasoningContent: { signature: "sig" } }),
      stop(0),
      ...["a", "b", "\n"].map((text) => delta(1, { text })),
      stop(1),
    ]);
    const { sum } = read(events);
    expect(sum.content).toEqual([
      { type: "reasoning", reasoning: "think", signature: "sig", index: 0 },
      { type: "text", text: "ab\n", index: 1 },
    ]);
    expect(build([H("a"), sum, H("z")]).messages?.[1]?.content).toEqual([
      { reasoningContent: { reasoningText: { text: "think", signature: "sig" } } },
      { text: "ab\n" },
    ]);
  });

  test("streams indexed blocks from the start when asked", () => {
    const { chunks } = read(whole([delta(0, { text: "a" }), stop(0)]), { streamContent: "blocks" });
    expect(chunks[1]?.content).toEqual([{ type: "text", text: "a", index: 0 }]);
  });

  test("[62] finds Nova's thinking however the stream is cut", () => {
    const text = "<thinking> a b </thinking>c<thinking>d</thinking> e ";
    const reply = { output: { message: { role: "assistant" as const, content: [{ text }] } }, $metadata: exchange };
    const expected = parseResponse(reply, contextOf({ model: models.nova })).content;
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 })), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => delta(0, { text: text.slice(at[index], end) }));
        const { sum, message } = read(whole([...pieces, stop(0)]), { model: models.nova });
        expect(plain(sum.content)).toEqual(expected);
        expect(message.content).toEqual(expected);
      }),
    );
  });
});

test("typed events hand the signature of a thought on as it comes, also of one without text", () => {
  const context = contextOf({});
  const parser = parseStream(exchange, context);
  const renderer = createEventRenderer(exchange, context);
  const thought = { type: "reasoning", signature: "sig" };
  const events = [delta(0, { reasoningContent: { signature: "sig" } }), stop(0)];
  expect(events.flatMap((event) => parser.read(event).flatMap((part) => renderer.render(part)))).toEqual([
    { event: "content-block-start", index: 0, content: { type: "reasoning", reasoning: "" } },
    { event: "content-block-delta", index: 0, delta: { type: "block-delta", fields: thought } },
    { event: "content-block-finish", index: 0, content: { ...thought, reasoning: "" } },
  ]);
});

describe("tool calls", () => {
  test.each([
    ["no delta", []],
    ["an empty delta", [delta(0, { toolUse: { input: "" } })]],
  ])("[66] gives a call without arguments an empty object, with %s", async (_, deltas) => {
    const events = whole([start(0, { toolUse: { toolUseId: "1", name: "f" } }), ...deltas, stop(0)], "tool_use");
    const expected = [expect.objectContaining({ id: "1", name: "f", args: {} })];
    const { sum, message } = read(events);
    expect(sum.tool_calls).toEqual(expected);
    expect(message.tool_calls).toEqual(expected);
    expect((await native(events)).tool_calls).toEqual(expected);
  });

  test("[67] keeps interleaved calls apart", () => {
    const events = whole(
      [
        start(0, { toolUse: { toolUseId: "1", name: "f" } }),
        start(1, { toolUse: { toolUseId: "2", name: "g" } }),
        delta(0, { toolUse: { input: '{"a":' } }),
        delta(1, { toolUse: { input: '{"b":' } }),
        delta(0, { toolUse: { input: "1}" } }),
        delta(1, { toolUse: { input: "2}" } }),
        stop(0),
        stop(1),
      ],
      "tool_use",
    );
    const { sum, message } = read(events);
    for (const { tool_calls } of [sum, message]) {
      expect(tool_calls).toMatchObject([
        { id: "1", name: "f", args: { a: 1 } },
        { id: "2", name: "g", args: { b: 2 } },
      ]);
    }
  });

  test.each([
    ["no delta", []],
    ["an empty delta", [delta(0, { toolUse: { input: "" } })]],
  ])("[68] keeps a call apart whose arguments had not begun when the reply was cut, with %s", (_, deltas) => {
    const events = whole([start(0, { toolUse: { toolUseId: "1", name: "f" } }), ...deltas, stop(0)], "max_tokens");
    const { sum, message } = read(events);
    for (const { tool_calls, invalid_tool_calls } of [sum, message]) {
      expect(tool_calls).toEqual([]);
      expect(invalid_tool_calls).toMatchObject([
        { id: "1", name: "f", args: "", error: expect.stringContaining("cut") },
      ]);
    }
  });

  test("[68] keeps a call apart whose arguments were cut", async () => {
    const events = whole(
      [start(0, { toolUse: { toolUseId: "1", name: "f" } }), delta(0, { toolUse: { input: '{"a":"b' } })],
      "max_tokens",
    );
    const { message } = read(events);
    expect(message.tool_calls).toEqual([]);
    expect(message.invalid_tool_calls).toMatchObject([
      { id: "1", name: "f", args: '{"a":"b', error: expect.stringContaining("max_tokens") },
    ]);
    const streamed = await native(events);
    expect(streamed.tool_calls).toEqual([]);
    expect(streamed.content).toMatchObject([
      { type: "invalid_tool_call", id: "1", error: expect.stringContaining("max_tokens") },
    ]);
  });

  test("gives Nova's calls back under the bound name", () => {
    const call = { tools: [{ name: "my-tool", schema: {} }] };
    const context = toReplyContext(resolveOptions(resolveSettings({ model: models.nova }), call));
    const parser = parseStream(exchange, context);
    whole([start(0, { toolUse: { toolUseId: "1", name: "my_tool" } }), stop(0)], "tool_use").forEach((event) =>
      parser.read(event),
    );
    expect(parser.message().tool_calls).toMatchObject([{ name: "my-tool" }]);
  });
});

describe("everything else", () => {
  test("[38] joins the bytes of redacted reasoning", () => {
    const pieces = [1, 2].map((byte) => delta(0, { reasoningContent: { redactedContent: new Uint8Array([byte]) } }));
    const { sum } = read(whole([...pieces, stop(0), delta(1, { text: "b" }), stop(1)]));
    expect(plain(sum.content)).toEqual([
      { type: "reasoning_content", redactedContent: "AQI=" },
      { type: "text", text: "b" },
    ]);
    expect(build([H("a"), sum, H("z")]).messages?.[1]?.content?.[0]).toEqual({
      reasoningContent: { redactedContent: new Uint8Array([1, 2]) },
    });
  });

  test("[69] puts several citations on one block", () => {
    const citations = ["x", "y", "z"].map((title) => ({ title }));
    const events = whole([delta(0, { text: "a" }), ...citations.map((citation) => delta(0, { citation })), stop(0)]);
    const { sum, message } = read(events, {}, true);
    expect(plain(sum.content)).toEqual([{ type: "text", text: "a", citations }]);
    expect(message.content).toEqual([
      { type: "citations_content", citationsContent: { content: [{ text: "a" }], citations } },
    ]);
  });

  test("[70] takes images, results of the service's tools and what it does not know", () => {
    const events = whole([
      start(0, { image: { format: "png" } }),
      delta(0, { image: { source: { bytes: new Uint8Array([1]) } } }),
      delta(0, { image: { source: { bytes: new Uint8Array([2]) } } }),
      stop(0),
      start(1, { toolUse: { toolUseId: "s", name: "t", type: "server_tool_use" } }),
      delta(1, { toolUse: { input: '{"q":1}' } }),
      stop(1),
      start(2, { toolResult: { toolUseId: "s", status: "success" } }),
      delta(2, { toolResult: [{ text: "a" }] }),
      delta(2, { toolResult: [{ text: "b" }, { json: { c: 1 } }] }),
      stop(2),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- unknown on purpose
      { fooBar: { x: 1 } } as unknown as WireEvent,
      delta(3, { fooBar: 1 }),
    ]);
    const { sum, message } = read(events);
    expect(plain(sum.content)).toEqual([
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AQI=" } },
      { type: "server_tool_use", id: "s", name: "t", input: { q: 1 } },
      {
        type: "server_tool_result",
        tool_use_id: "s",
        is_error: false,
        status: "success",
        content: [
          { type: "text", text: "ab" },
          { type: "json", json: { c: 1 } },
        ],
      },
    ]);
    expect(plain(sum.content)).toEqual(message.content);
    expect(sum.tool_calls).toEqual([]);
  });

  test("warns of an image that could not be finished", () => {
    read(whole([start(0, { image: { format: "png" } }), delta(0, { image: { error: { message: "no" } } }), stop(0)]));
    expect(warnings.texts).toEqual([expect.stringContaining("could not finish an image")]);
  });

  test("[71] throws an exception that comes as an event", () => {
    const exception = Object.assign(new Error("slow down"), { name: "ThrottlingException" });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- less than the SDK's class has
    const event = { throttlingException: exception } as unknown as WireEvent;
    expect(() => parseStream(exchange, contextOf({})).read(event)).toThrow(exception);
  });

  test("[77] leaves out token counts when asked, not the metadata", () => {
    const { sum } = read(whole([delta(0, { text: "a" }), stop(0)]), { streamUsage: false });
    expect(sum.usage_metadata).toBeUndefined();
    expect(sum.response_metadata).toMatchObject({ usage, stopReason: "end_turn" });
  });
});

describe("the three ways to read a reply agree", () => {
  const json = fc.dictionary(fc.constantFrom("a", "b_c"), fc.oneof(fc.string(), fc.integer()));
  const block: fc.Arbitrary<WireContentBlock> = fc.oneof(
    fc.string({ minLength: 1 }).map((text) => ({ text })),
    fc
      .tuple(fc.string({ minLength: 1 }), fc.option(fc.string({ minLength: 1 }), { nil: undefined }))
      .map(([text, signature]) => ({
        reasoningContent: { reasoningText: signature === undefined ? { text } : { text, signature } },
      })),
    fc.uint8Array({ minLength: 1 }).map((redactedContent) => ({ reasoningContent: { redactedContent } })),
    json.map((input) => ({ toolUse: { toolUseId: "id", name: "f", input } })),
  );
  const blocks = fc
    .array(block, { maxLength: 5 })
    .map((list) =>
      list.map((each, index) =>
        each.toolUse === undefined ? each : { toolUse: { ...each.toolUse, toolUseId: `id${index}` } },
      ),
    );

  test.each(["v0", "v1"] as const)("[64] in %s, for text, reasoning and tool calls", async (outputVersion) => {
    await fc.assert(
      fc.asyncProperty(blocks, async (content) => {
        const fields = { outputVersion };
        const message = { role: "assistant" as const, content };
        const reply = {
          output: { message },
          stopReason: "end_turn",
          usage,
          metrics: { latencyMs: 7 },
          $metadata: exchange,
        };
        const expected = parseResponse(reply, contextOf(fields));
        const events = whole(content.flatMap(eventsOf));
        const { sum, message: collected } = read(events, fields);
        expect(plain(sum.content)).toEqual(expected.content);
        expect(sum.tool_calls).toEqual(expected.tool_calls);
        expect(sum.response_metadata).toEqual(expected.response_metadata);
        expect(collected).toEqual(expected);
        const streamed = await native(events, fields);
        expect(streamed.content).toEqual(parseResponse(reply, contextOf({ outputVersion: "v1" })).content);
        expect(streamed.usage_metadata).toEqual(expected.usage_metadata);
      }),
    );
  });
});
