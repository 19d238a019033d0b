import { describe, expect, test } from "vitest";
import { build, H, models } from "../../test/build.ts";
import { resolveOptions, resolveSettings } from "../resolve-options.ts";
import { parseResponse, type WireReply } from "./parse-response.ts";
import { toReplyContext } from "./reply-context.ts";
import type { AIMessage } from "@langchain/core/messages";
import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import type { ChatBedrockConverseInput } from "../index.ts";

const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 3 };

function parse(
  content: WireContentBlock[],
  fields: ChatBedrockConverseInput = {},
  facts: Partial<WireReply> = {},
): AIMessage {
  const context = toReplyContext(resolveOptions(resolveSettings({ model: models.claude, ...fields })));
  const reply = {
    output: { message: { role: "assistant" as const, content } },
    stopReason: "end_turn",
    usage,
    metrics: { latencyMs: 7 },
    $metadata: { requestId: "r", httpStatusCode: 200, attempts: 1 },
    ...facts,
  };
  return parseResponse(reply, context);
}

describe("envelope", () => {
  test("[56] gives one text as a string, with all facts about the reply", () => {
    const message = parse([{ text: "hi" }]);
    expect(message.content).toBe("hi");
    expect(message.id).toBe("r");
    expect(message.usage_metadata).toEqual({ input_tokens: 1, output_tokens: 2, total_tokens: 3 });
    expect(message.response_metadata).toEqual({
      model_provider: "bedrock-converse",
      model_name: "anthropic.claude-haiku-4-5-20251001-v1:0",
      stopReason: "end_turn",
      metrics: { latencyMs: 7 },
      usage,
      requestId: "r",
      $metadata: { requestId: "r", httpStatusCode: 200, attempts: 1 },
      ResponseMetadata: { RequestId: "r", HTTPStatusCode: 200, RetryAttempts: 0 },
    });
  });

  test("[56] gives standard content as a list that says so", () => {
    const message = parse([{ text: "hi" }], { outputVersion: "v1" });
    expect(message.content).toEqual([{ type: "text", text: "hi" }]);
    expect(message.response_metadata["output_version"]).toBe("v1");
  });

  test("gives what a prompt router has chosen, traces and the model's own fields", () => {
    const trace = { promptRouter: { invokedModelId: "m" } };
    expect(
      parse([{ text: "hi" }], {}, { trace, additionalModelResponseFields: { a: 1 } }).response_metadata,
    ).toMatchObject({
      trace,
      routed_model_id: "m",
      additionalModelResponseFields: { a: 1 },
    });
  });

  test.each([
    ["no message", {}],
    ["a user's message", { output: { message: { role: "user" as const, content: [] } } }],
  ])("refuses a reply that holds %s", (_, facts) => {
    expect(() => parse([], {}, { output: undefined, ...facts })).toThrow(/Check endpoint and region/);
  });
});

describe("usage", () => {
  test("[57] counts cached tokens among the input, and details only what was said", () => {
    const cached = {
      inputTokens: 2,
      outputTokens: 316,
      totalTokens: 3148,
      cacheReadInputTokens: 2830,
      cacheWriteInputTokens: 0,
    };
    expect(parse([], {}, { usage: cached }).usage_metadata).toEqual({
      input_tokens: 2832,
      output_tokens: 316,
      total_tokens: 3148,
      input_token_details: { cache_read: 2830, cache_creation: 0 },
    });
    // The service's total holds, also where it counts what nobody has documented; without one there is the sum.
    expect(parse([], {}, { usage: { ...cached, totalTokens: 4000 } }).usage_metadata?.total_tokens).toBe(4000);
    expect(parse([], {}, { usage: { ...cached, totalTokens: undefined } }).usage_metadata?.total_tokens).toBe(3148);
    expect(parse([]).usage_metadata).not.toHaveProperty("input_token_details");
    expect(parse([], {}, { usage: undefined }).usage_metadata).toBeUndefined();
  });

  test("[58] keeps the counts for each time-to-live", () => {
    const cacheDetails = [
      { ttl: "5m", inputTokens: 300 },
      { ttl: "1h", inputTokens: 200 },
    ] as const;
    const message = parse([], {}, { usage: { ...usage, cacheWriteInputTokens: 500, cacheDetails: [...cacheDetails] } });
    expect(message.usage_metadata?.input_token_details).toEqual({ cache_creation: 500 });
    expect(message.response_metadata["usage"]).toMatchObject({ cacheDetails });
  });
});

describe("content", () => {
  const use = { toolUse: { toolUseId: "1", name: "f", input: { a_b: 1 } } };

  test("gives tool calls apart from content, in standard content also in place", () => {
    const toolCall = { type: "tool_call", id: "1", name: "f", args: { a_b: 1 } };
    const message = parse([{ text: "b" }, use]);
    expect([message.content, message.tool_calls]).toEqual(["b", [toolCall]]);
    expect(parse([use]).content).toBe("");
    const standard = parse([{ text: "b" }, use], { outputVersion: "v1" });
    expect([standard.content, standard.tool_calls]).toEqual([[{ type: "text", text: "b" }, toolCall], [toolCall]]);
  });

  test("[63] keeps a call without an object of arguments apart", () => {
    const message = parse([{ toolUse: { toolUseId: "1", name: "f", input: "x" } }], {}, { stopReason: "max_tokens" });
    expect(message.tool_calls).toEqual([]);
    expect(message.invalid_tool_calls).toEqual([
      { type: "invalid_tool_call", id: "1", name: "f", args: "x", error: expect.stringContaining("max_tokens") },
    ]);
  });

  test.each(["error", "success"] as const)("[59] says that a tool of the service ended with %s", (status) => {
    const blocks: WireContentBlock[] = [{ toolResult: { toolUseId: "s", content: [{ text: "x" }], status } }];
    const own = parse(blocks).content;
    expect(own).toMatchObject([{ type: "server_tool_result", tool_use_id: "s", is_error: status === "error" }]);
    const standard = parse(blocks, { outputVersion: "v1" }).content;
    expect(standard).toMatchObject([{ type: "server_tool_call_result", toolCallId: "s", status }]);
  });

  test("[59] gives what the service's own tools did as blocks, never as calls, and takes it back", () => {
    const blocks: WireContentBlock[] = [
      { toolUse: { toolUseId: "s", name: "nova_grounding", input: { q: 1 }, type: "server_tool_use" } },
      {
        toolResult: { toolUseId: "s", content: [{ json: { a: 1 } }], status: "success", type: "nova_grounding_result" },
      },
    ];
    for (const outputVersion of ["v0", "v1"] as const) {
      const message = parse(blocks, { model: models.nova2, outputVersion });
      expect(message.tool_calls).toEqual([]);
      expect(message.content).toHaveLength(2);
      const request = build([H("a"), message, H("b")], { model: models.nova2 }, { tools: ["nova_grounding"] });
      expect(request.messages?.[1]?.content).toEqual(blocks);
    }
  });

  test("[60] gives a web citation as an annotation, and both forms of it are taken back", () => {
    const location = { web: { url: "https://example.com", domain: "example.com" } };
    const citations = [{ title: "t", sourceContent: [{ text: "c" }], location }];
    const block = { citationsContent: { content: [{ text: "b" }], citations } };
    const standard = parse([block], { outputVersion: "v1" });
    expect(standard.content).toEqual([
      {
        type: "text",
        text: "b",
        annotations: [
          { type: "citation", title: "t", url: "https://example.com", citedText: "c", extras: { location } },
        ],
      },
    ]);
    const plain = parse([block]);
    expect(plain.content).toEqual([{ type: "citations_content", ...block }]);
    expect(plain.contentBlocks).toMatchObject([
      { type: "text", text: "b", annotations: [{ type: "citation", citedText: "c" }] },
    ]);
    for (const message of [standard, plain]) {
      expect(build([H("a"), message, H("z")]).messages?.[1]?.content).toEqual([block]);
    }
  });

  test("[61] gives media in a form that survives JSON and is taken back", () => {
    const blocks: WireContentBlock[] = [
      { image: { format: "png", source: { bytes: new Uint8Array([1]) } } },
      { audio: { format: "mp3", source: { bytes: new Uint8Array([2]) } } },
      { video: { format: "mp4", source: { s3Location: { uri: "s3://b/k" } } } },
    ];
    for (const outputVersion of ["v0", "v1"] as const) {
      const message = parse(blocks, { outputVersion });
      const copy: unknown = JSON.parse(JSON.stringify(message.content));
      expect(copy).toEqual(message.content);
      expect(build([H("a"), message, H("z")]).messages?.[1]?.content).toEqual(blocks);
    }
  });

  test("gives reasoning with its signature, redacted reasoning as base64, and takes both back", () => {
    const blocks: WireContentBlock[] = [
      { reasoningContent: { reasoningText: { text: "th", signature: "sig" } } },
      { reasoningContent: { redactedContent: new Uint8Array([1, 2]) } },
      { text: "b" },
    ];
    expect(parse(blocks).content).toEqual([
      { type: "reasoning", reasoning: "th", signature: "sig" },
      { type: "reasoning_content", redactedContent: "AQI=" },
      { type: "text", text: "b" },
    ]);
    expect(parse(blocks, { outputVersion: "v1" }).content).toEqual([
      { type: "reasoning", reasoning: "th", signature: "sig" },
      { type: "reasoning", reasoning: "", extras: { redactedContent: "AQI=" } },
      { type: "text", text: "b" },
    ]);
    for (const outputVersion of ["v0", "v1"] as const) {
      expect(build([H("a"), parse(blocks, { outputVersion }), H("z")]).messages?.[1]?.content).toEqual(blocks);
    }
  });

  test("keeps a member it does not know", () => {
    const unknown = { $unknown: ["hologram", { x: 1 }] } as unknown as WireContentBlock;
    expect(parse([{ text: "b" }, unknown]).content).toEqual([
      { type: "text", text: "b" },
      { type: "non_standard", value: { hologram: { x: 1 } } },
    ]);
  });

  test("[62] takes Nova's thinking out of its text, and leaves other models' text alone", () => {
    const text = "<thinking> a </thinking>b<thinking>c</thinking> d";
    expect(parse([{ text }], { model: models.nova }).content).toEqual([
      { type: "reasoning", reasoning: "a" },
      { type: "text", text: "b" },
      { type: "reasoning", reasoning: "c" },
      { type: "text", text: " d" },
    ]);
    expect(parse([{ text: "<thinking> </thinking>x" }], { model: models.nova }).content).toBe("x");
    expect(parse([{ text: "a <thinking>b" }], { model: models.nova }).content).toBe("a <thinking>b");
    expect(parse([{ text }], { model: models.nova, stripInlineReasoning: false }).content).toBe(text);
    expect(parse([{ text }]).content).toBe(text);
  });
});
