import { describe, expect, it } from "vitest";

import { createLocalAws } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { claude, refusalOf } from "./bedrock-runtime.ts";
import { images, invoke, invokeStream, valueAt } from "./support/invoke.ts";

const aws = useLocalAws({
  guardrails: [{ id: "gr0123456789", words: ["moon cheese"], piiEntities: [{ type: "EMAIL", action: "ANONYMIZE" }] }],
});

const base = { anthropic_version: "bedrock-2023-05-31", max_tokens: 1_000 };
const ask = (content: unknown): Record<string, unknown> => ({ ...base, messages: [{ role: "user", content }] });
const weather = {
  name: "get_weather",
  description: "The weather of a city",
  input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const use = { type: "tool_use", id: "toolu_1", name: "get_weather", input: { city: "Rome" } };
const result = { type: "tool_result", tool_use_id: "toolu_1", content: "sunny" };
const user = (content: unknown): unknown => ({ role: "user", content });
const assistant = (content: unknown): unknown => ({ role: "assistant", content });

/** The message that the events of a stream make, put together as Anthropic's own clients do. */
function assemble(chunks: readonly unknown[]): unknown {
  let message: Record<string, unknown> = {};
  const content: Record<string, unknown>[] = [];
  const json: string[] = [];
  for (const chunk of chunks) {
    const index = Number(valueAt(chunk, "index"));
    const at = content[index] ?? {};
    const delta = valueAt(chunk, "delta");
    const append = (name: string): void => {
      const before = typeof at[name] === "string" ? at[name] : "";
      at[name] = before + String(valueAt(delta, name));
    };
    const kinds: Record<string, () => void> = {
      message_start: () => void (message = { ...(valueAt(chunk, "message") as object) }),
      content_block_start: () => void (content[index] = { ...(valueAt(chunk, "content_block") as object) }),
      text_delta: () => append("text"),
      thinking_delta: () => append("thinking"),
      signature_delta: () => append("signature"),
      input_json_delta: () => void (json[index] = `${json[index] ?? ""}${String(valueAt(delta, "partial_json"))}`),
      citations_delta: () => void (at.citations = [...(at.citations as unknown[]), valueAt(delta, "citation")]),
      message_delta: () => {
        message = { ...message, ...(delta as object) };
        message.usage = { ...(message.usage as object), ...(valueAt(chunk, "usage") as object) };
      },
    };
    kinds[String(valueAt(delta, "type") ?? valueAt(chunk, "type"))]?.();
  }
  for (const [index, block] of content.entries()) {
    if (json[index] !== undefined) block.input = JSON.parse(json[index]);
  }
  return { ...message, content };
}

/** What may differ between two answers of one script. */
const withoutIds = (message: unknown): unknown => ({ ...(message as object), id: "" });

describe("[12] Claude's own form", () => {
  it("answers a text, counted in the body and in the headers", async () => {
    aws.chat.script({ text: "Hello there", expect: { system: "Be brief.", messages: [{ content: "Hi" }] } });
    const { body, headers } = await invoke(aws, claude, { ...ask("Hi"), system: "Be brief." });
    expect(body).toEqual({
      model: "claude-sonnet-4-5-20250929",
      id: expect.stringMatching(/^msg_bdrk_01\w{22}$/),
      type: "message",
      role: "assistant",
      content: [{ type: "text", text: "Hello there" }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: {
        input_tokens: 7,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: 3,
      },
    });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-amzn-bedrock-input-token-count": "7",
      "x-amzn-bedrock-output-token-count": "3",
      "x-amzn-bedrock-cache-read-input-token-count": "0",
      "x-amzn-bedrock-invocation-latency": expect.stringMatching(/^\d+$/),
    });
    expect(aws.lastRequest()).toMatchObject({ operation: "InvokeModel", usage: { inputTokens: 7, outputTokens: 3 } });
  });

  it("streams the events of the Messages API, the metrics in the last", async () => {
    aws.chat.script({ chunks: ["He", "llo"] });
    const chunks = await invokeStream(aws, claude, ask("Hi"));
    expect(chunks.map((chunk) => valueAt(chunk, "type"))).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(chunks.slice(1, 4)).toEqual([
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "He" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "llo" } },
    ]);
    expect(chunks.at(-2)).toEqual({
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: 2 },
    });
    expect(chunks.at(-1)).toEqual({
      type: "message_stop",
      "amazon-bedrock-invocationMetrics": {
        inputTokenCount: 4,
        outputTokenCount: 2,
        invocationLatency: expect.any(Number),
        firstByteLatency: expect.any(Number),
        cacheReadInputTokenCount: 0,
        cacheWriteInputTokenCount: 0,
      },
    });
    expect(aws.lastRequest()).toMatchObject({ eventsSent: 7, usage: { inputTokens: 4, outputTokens: 2 } });
  });

  it.each([
    ["a text", { text: "one two three" }, {}, "end_turn"],
    ["a tool call", { toolUse: { name: "get_weather", input: { city: "Rome" } } }, { tools: [weather] }, "tool_use"],
    [
      "parallel tool calls after a text",
      { text: "Both.", toolUse: [{ name: "get_weather" }, { name: "get_weather", input: { city: "Oslo" } }] },
      { tools: [weather] },
      "tool_use",
    ],
    ["thoughts", { reasoning: { text: "Well, then", signature: "c2ln" }, text: "ok" }, {}, "end_turn"],
    ["redacted thoughts", { reasoning: { redacted: "c2VjcmV0" }, text: "ok" }, {}, "end_turn"],
    [
      "citations",
      {
        text: "Blue.",
        citations: [
          {
            title: "Sky",
            sourceContent: [{ text: "The sky is blue." }],
            location: { documentChar: { documentIndex: 0, start: 0, end: 16 } },
          },
        ],
      },
      {},
      "end_turn",
    ],
    ["a stop sequence", { text: "one END two" }, { stop_sequences: ["END"] }, "stop_sequence"],
    ["the token limit", { text: "a b c d e f g h i j" }, { max_tokens: 2 }, "max_tokens"],
  ] as const)("gives %s whole as in a stream", async (_what, reply, more, stopReason) => {
    aws.chat.script([{ ...reply }, { ...reply }]);
    const whole = (await invoke(aws, claude, { ...ask("Hi"), ...more })).body;
    const chunks = await invokeStream(aws, claude, { ...ask("Hi"), ...more });
    const idless = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll(/(toolu|msg)_bdrk_01\w{22}/g, "$1"));
    expect(idless(withoutIds(assemble(chunks)))).toEqual(idless(withoutIds(whole)));
    expect(valueAt(whole, "stop_reason")).toBe(stopReason);
  });

  it("cites in its own words", async () => {
    const document = {
      type: "document",
      source: { type: "text", media_type: "text/plain", data: "The sky is blue. Grass is green." },
      title: "Colours",
      citations: { enabled: true },
    };
    const { body } = await invoke(aws, claude, ask([document, { type: "text", text: "Which colour is the sky?" }]));
    expect(valueAt(body, "content.0")).toEqual({
      type: "text",
      text: "The sky is blue.",
      citations: [
        {
          type: "char_location",
          cited_text: "The sky is blue.",
          document_title: "Colours",
          document_index: 0,
          start_char_index: 0,
          end_char_index: 16,
        },
      ],
    });
  });

  it("runs a conversation with tools by rules: call, result, answer", async () => {
    const first = await invoke(aws, claude, { ...ask("get_weather in Rome, please"), tools: [weather] });
    const content = valueAt(first.body, "content");
    expect(first.body).toMatchObject({ stop_reason: "tool_use" });
    expect(content).toMatchObject([{ type: "tool_use", name: "get_weather", input: { city: "Rome" } }]);
    expect(valueAt(content, "0.id")).toMatch(/^toolu_bdrk_01\w{22}$/);
    const second = await invoke(aws, claude, {
      ...base,
      tools: [weather],
      messages: [
        user("get_weather in Rome, please"),
        assistant(content),
        user([{ type: "tool_result", tool_use_id: valueAt(content, "0.id"), content: "sunny, 25 degrees" }]),
      ],
    });
    expect(second.body).toMatchObject({ stop_reason: "end_turn" });
    expect(valueAt(second.body, "content.0.text")).toContain("sunny, 25 degrees");
  });

  it("chooses tools as tool_choice says", async () => {
    const time = { ...weather, name: "get_time", description: "The time of a city" };
    const names = async (toolChoice: unknown): Promise<unknown[]> => {
      const { body } = await invoke(aws, claude, {
        ...ask("get_weather and get_time in Rome"),
        tools: [weather, time],
        tool_choice: toolChoice,
      });
      const content = valueAt(body, "content");
      return Array.isArray(content) ? content.map((block) => valueAt(block, "name")) : [];
    };
    expect(await names({ type: "auto" })).toEqual(["get_weather", "get_time"]);
    expect(await names({ type: "any", disable_parallel_tool_use: true })).toEqual(["get_weather"]);
    expect(await names({ type: "tool", name: "get_time" })).toEqual(["get_time"]);
    expect(await names({ type: "none" })).toEqual([undefined]);
  });

  it("thinks, and knows its thoughts again", async () => {
    const thinking = { type: "enabled", budget_tokens: 1_024 };
    const body = { ...ask("Why?"), max_tokens: 2_000, thinking };
    const { body: first } = await invoke(aws, claude, body);
    const content = valueAt(first, "content");
    expect(content).toMatchObject([{ type: "thinking", signature: expect.any(String) }, { type: "text" }]);
    const history = { ...body, messages: [user("Why?"), assistant(content), user("And?")] };
    await invoke(aws, claude, history);
    const forged = JSON.parse(JSON.stringify(history).replace("The last turn says", "The last turn said"));
    expect(await refusalOf(invoke(aws, claude, forged))).toMatchObject({
      message: "messages.1.content.0: Invalid `signature` in `thinking` block",
    });
  });

  it("fills the schema of output_config", async () => {
    const schema = { ...weather.input_schema, additionalProperties: false };
    const { body } = await invoke(aws, claude, {
      ...ask("Rome is a city"),
      output_config: { format: { type: "json_schema", schema } },
    });
    expect(JSON.parse(String(valueAt(body, "content.0.text")))).toEqual({ city: "Rome" });
  });

  it("counts what is cached, by its time to live", async () => {
    const text = "word ".repeat(2_000);
    const body = {
      ...ask("Hi"),
      system: [{ type: "text", text, cache_control: { type: "ephemeral", ttl: "1h" } }],
    };
    const usage = { input_tokens: 4, cache_read_input_tokens: 0, cache_creation_input_tokens: 2_500 };
    const first = await invoke(aws, claude, body);
    expect(first.body).toMatchObject({
      usage: { ...usage, cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 2_500 } },
    });
    expect(first.headers).toMatchObject({ "x-amzn-bedrock-cache-write-input-token-count": "2500" });
    const chunks = await invokeStream(aws, claude, body);
    expect(chunks[0]).toMatchObject({
      message: { usage: { input_tokens: 4, cache_read_input_tokens: 2_500, cache_creation_input_tokens: 0 } },
    });
  });

  it("repeats the settings that it was asked for", async () => {
    const { headers } = await invoke(aws, claude, ask("Hi"), {
      performanceConfigLatency: "optimized",
      serviceTier: "flex",
    });
    expect(headers).toMatchObject({
      "x-amzn-bedrock-performanceconfig-latency": "optimized",
      "x-amzn-bedrock-service-tier": "flex",
    });
  });

  it("looks at images and their names alone", async () => {
    const source = { type: "base64", media_type: "image/png", data: images.pixel };
    const { body } = await invoke(aws, claude, ask([{ type: "image", source }]));
    expect(valueAt(body, "content.0.text")).toBe("Received without text: image.");
  });
});

describe("a guardrail of InvokeModel", () => {
  const guard = {
    guardrailIdentifier: "gr0123456789",
    guardrailVersion: "1",
    trace: "ENABLED",
    contentType: "application/json",
  } as const;

  it("refuses a request: no message of a model, the trace beside it", async () => {
    const { body } = await invoke(aws, claude, ask("Is there moon cheese?"), guard);
    expect(body).toMatchObject({
      type: "message",
      role: "assistant",
      content: [{ type: "text", text: expect.any(String) }],
      "amazon-bedrock-guardrailAction": "INTERVENED",
      "amazon-bedrock-trace": {
        guardrail: {
          input: { gr0123456789: { wordPolicy: { customWords: [{ match: "moon cheese", action: "BLOCKED" }] } } },
          actionReason: "Guardrail blocked.",
        },
      },
    });
    expect(Object.keys(body as object)).not.toContain("usage");
  });

  it("says that it did nothing, and shows nothing unless asked", async () => {
    const { trace: _trace, ...silent } = guard;
    const { body } = await invoke(aws, claude, ask("Hello"), silent);
    expect(body).toMatchObject({ "amazon-bedrock-guardrailAction": "NONE", stop_reason: "end_turn" });
    expect(Object.keys(body as object)).not.toContain("amazon-bedrock-trace");
  });

  it("replaces and masks answers, whole and streamed", async () => {
    aws.chat.script([{ text: "Write to a@b.de" }, { text: "moon cheese it is" }, { text: "moon cheese it is" }]);
    const masked = await invoke(aws, claude, ask("Who?"), guard);
    expect(valueAt(masked.body, "content.0.text")).toBe("Write to {EMAIL}");
    expect(masked.body).toMatchObject({
      "amazon-bedrock-guardrailAction": "INTERVENED",
      "amazon-bedrock-trace": { guardrail: { outputs: [{ gr0123456789: {} }], actionReason: "Guardrail masked." } },
    });
    const blocked = await invoke(aws, claude, ask("What?"), guard);
    const chunks = await invokeStream(aws, claude, ask("What?"), guard);
    expect(valueAt(assemble(chunks), "content.0.text")).toBe(valueAt(blocked.body, "content.0.text"));
    expect(chunks.at(-1)).toMatchObject({
      type: "message_stop",
      "amazon-bedrock-guardrailAction": "INTERVENED",
      "amazon-bedrock-trace": { guardrail: { modelOutput: ["moon cheese it is"] } },
    });
  });

  it("guards tagged texts alone where the body names a suffix", async () => {
    const tagged = (inside: string, outside: string): unknown => ({
      ...ask(
        `${outside}<amazon-bedrock-guardrails-guardContent_xy>${inside}</amazon-bedrock-guardrails-guardContent_xy>`,
      ),
      "amazon-bedrock-guardrailConfig": { tagSuffix: "xy", streamProcessingMode: "SYNCHRONOUS" },
    });
    aws.chat.on("", { text: "fine" });
    const outside = await invoke(aws, claude, tagged("Hello", "moon cheese? "), guard);
    expect(outside.body).toMatchObject({ "amazon-bedrock-guardrailAction": "NONE" });
    const inside = await invoke(aws, claude, tagged("moon cheese?", ""), guard);
    expect(inside.body).toMatchObject({ "amazon-bedrock-guardrailAction": "INTERVENED" });
  });

  it.each([
    ["the settings without a guardrail", {}, { "amazon-bedrock-guardrailConfig": { tagSuffix: "x" } }],
    ["no version", { guardrailIdentifier: "gr0123456789", contentType: "application/json" }, {}],
    ["a guardrail that is not there", { ...guard, guardrailIdentifier: "other" }, {}],
    ["another content type", { ...guard, contentType: undefined }, {}],
  ])("is refused: %s", async (_what, settings, more) => {
    await expect(invoke(aws, claude, { ...ask("Hi"), ...more }, settings)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
  });
});

const malformed = (problem: string): string =>
  `Malformed input request: ${problem}, please reformat your input and try again.`;
const many = Array.from({ length: 5 }, (_, at) => ({
  type: "text",
  text: `t${at}`,
  cache_control: { type: "ephemeral" },
}));

const refused: readonly [what: string, body: unknown, message: string][] = [
  [
    "no limit",
    { anthropic_version: base.anthropic_version, messages: [user("a")] },
    malformed("#: required key [max_tokens] not found"),
  ],
  ["a member too many", { ...ask("a"), model: "x" }, malformed("#: extraneous key [model] is not permitted")],
  ["several", { ...ask("a"), stream: true, foo: 1 }, malformed("2 schema violations found")],
  ["a temperature above 1", { ...ask("a"), temperature: 2 }, malformed("#/temperature: 2 is not less or equal to 1")],
  ["no JSON object", [], malformed("#: expected type: JSONObject, found: JSONArray")],
  ["no messages", { ...base, messages: [] }, "messages: at least one message is required"],
  [
    "a system message",
    { ...base, messages: [{ role: "system", content: "a" }] },
    'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
  ],
  [
    "another role",
    { ...base, messages: [{ role: "tool", content: "a" }] },
    "messages.0.role: Input should be 'user' or 'assistant'",
  ],
  ["no content", { ...base, messages: [{ role: "user" }] }, "messages.0.content: Field required"],
  ["an empty text", ask(""), "messages: text content blocks must be non-empty"],
  ["white space alone", ask("  "), "messages: text content blocks must contain non-whitespace text"],
  [
    "an empty content",
    ask([]),
    "messages.0: all messages must have non-empty content except for the optional final assistant message",
  ],
  [
    "a member too many in a block",
    ask([{ type: "text", text: "a", index: 0 }]),
    "messages.0.content.0.text.index: Extra inputs are not permitted",
  ],
  [
    "an image by its address",
    ask([{ type: "image", source: { type: "url", url: "https://example.com/a.png" } }]),
    "messages.0.content.0.image.source: Input tag 'url' found using 'type' does not match any of the expected tags: 'base64'",
  ],
  [
    "an image of another kind",
    ask([{ type: "image", source: { type: "base64", media_type: "image/bmp", data: images.bmp } }]),
    "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  ],
  [
    "trailing white space in a prefill",
    { ...base, messages: [user("a"), assistant("b ")] },
    "messages: final assistant content cannot end with trailing whitespace",
  ],
  [
    "a call without its result",
    { ...base, tools: [weather], messages: [user("a"), assistant([use]), user("b")] },
    "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
  ],
  [
    "a result behind a text",
    { ...base, tools: [weather], messages: [user("a"), assistant([use]), user([{ type: "text", text: "b" }, result])] },
    "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
  ],
  [
    "a result without its call",
    { ...base, tools: [weather], messages: [user([result])] },
    "messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
  ],
  [
    "an id with other characters",
    { ...base, tools: [weather], messages: [user("a"), assistant([{ ...use, id: "a.b" }])] },
    "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  ],
  ["a tool without schema", { ...ask("a"), tools: [{ name: "t" }] }, "tools.0.custom.input_schema: Field required"],
  ["two tools of one name", { ...ask("a"), tools: [weather, weather] }, "tools: Tool names must be unique."],
  [
    "a member of tools that Bedrock does not know",
    { ...ask("a"), tools: [{ ...weather, eager_input_streaming: true }] },
    "tools.0.custom.eager_input_streaming: Extra inputs are not permitted",
  ],
  [
    "a tool that is not there",
    { ...ask("a"), tools: [weather], tool_choice: { type: "tool", name: "x" } },
    "tool_choice.tool.name: Tool 'x' not found in provided tools",
  ],
  ["five cache marks", ask(many), "A maximum of 4 blocks with cache_control may be provided. Found 5."],
  ["a beta that is none", { ...ask("a"), anthropic_beta: ["nonsense"] }, "invalid beta flag"],
  [
    "a small budget",
    { ...ask("a"), thinking: { type: "enabled", budget_tokens: 5 } },
    "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
  ],
  [
    "a budget above the limit",
    { ...ask("a"), thinking: { type: "enabled", budget_tokens: 1_024 } },
    "max_tokens must be greater than thinking.budget_tokens",
  ],
  [
    "more than the model gives",
    { ...ask("a"), max_tokens: 64_001 },
    "max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-5-20250929",
  ],
];

describe("[12] what Claude's own form refuses", () => {
  it.each(refused)("[20] V39 %s", async (_what, body, message) => {
    expect(await refusalOf(invoke(aws, claude, body))).toEqual({ name: "ValidationException", message, status: 400 });
    expect(await refusalOf(invokeStream(aws, claude, body))).toMatchObject({ message });
  });

  it("[17] V11, V12 turns out of turn, in 2024 alone", async () => {
    const results = [
      user("a"),
      assistant([use, { ...use, id: "toolu_2" }]),
      user([result]),
      user([{ ...result, tool_use_id: "toolu_2" }]),
    ];
    const twice = { ...base, tools: [weather], messages: results };
    await invoke(aws, claude, twice);
    await using strict = await createLocalAws({ validation: "strict2024" });
    expect(await refusalOf(invoke(strict, claude, twice))).toMatchObject({
      message:
        'messages: roles must alternate between "user" and "assistant", but found multiple "user" roles in a row',
    });
    const first = { ...base, messages: [assistant("a"), user("b")] };
    await invoke(aws, claude, first);
    expect(await refusalOf(invoke(strict, claude, first))).toMatchObject({
      message: 'messages: first message must use the "user" role',
    });
  });

  it("[20] V39 an old tool of the model's own, naming those that there are", async () => {
    const tools = [{ type: "bash_20241022", name: "bash" }];
    const { message } = await refusalOf(invoke(aws, claude, { ...ask("a"), tools }));
    expect(message).toMatch(
      /^tools\.0: Input tag 'bash_20241022' found using 'type' does not match any of the expected/,
    );
    await invoke(aws, claude, { ...ask("a"), tools: [{ type: "bash_20250124", name: "bash" }] });
  });
});
