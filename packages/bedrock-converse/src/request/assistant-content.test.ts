import { fromBase64, toBase64 } from "@langchain-aws/core";
import { describe, expect, test } from "vitest";
import { A, build, call, H, models, T, tool, useWarnings } from "../../test/build.ts";

const warnings = useWarnings();
const bound = { tools: [tool("f")] };

type Fields = Parameters<typeof A>[1];

function assistant(
  content: unknown,
  fields: Fields = {},
  model: string = models.claude,
  options: object = {},
): unknown {
  return build([H("a"), A(content, fields), H("z")], { model, ...options }, bound).messages?.[1]?.content;
}

function toolUse(id: string, input: object, name = "f"): object {
  return { toolUse: { toolUseId: id, name, input } };
}

describe("tool calls", () => {
  test("[35] sends a call once, as tool_calls has it", () => {
    const content = [
      { type: "text", text: "b" },
      { type: "tool_use", id: "1", name: "old", input: { x: 1 } },
    ];
    expect(assistant(content, { tool_calls: [call("1", "f", { x: 2 })] })).toEqual([
      { text: "b" },
      toolUse("1", { x: 2 }),
    ]);
  });

  test.each([
    ["tool_call", { type: "tool_call", id: "1", name: "f", args: { my_key: 1 } }],
    ["tool_use", { type: "tool_use", id: "1", name: "f", input: { my_key: 1 } }],
    ["tool_use with text", { type: "tool_use", id: "1", name: "f", input: '{"my_key":1}' }],
    ["tool_call_chunk", { type: "tool_call_chunk", id: "1", name: "f", args: '{"my_key":1}' }],
    ["Converse's own", { toolUse: { toolUseId: "1", name: "f", input: { my_key: 1 } } }],
  ])("[36] sends a call in the form %s, its keys untouched", (_, block) => {
    expect(assistant([block])).toEqual([toolUse("1", { my_key: 1 })]);
  });

  test.each([
    ["nothing", "", {}],
    ["no JSON", "oops", { rawArgs: "oops" }],
    ["a list", "[1]", { rawArgs: [1] }],
  ])("[36] makes an object of arguments that are %s", (_, input, sent) => {
    expect(assistant([{ type: "tool_use", id: "1", name: "f", input }])).toEqual([toolUse("1", sent)]);
  });

  test("[41] takes another provider's history from tool_calls", () => {
    const content = [{ type: "function_call", call_id: "1", name: "f", arguments: "{}" }];
    expect(assistant(content, { tool_calls: [call("1", "f", { x: 1 })] })).toEqual([toolUse("1", { x: 1 })]);
    const metadata = { model_provider: "openai" };
    expect(assistant(content, { tool_calls: [call("1", "f", { x: 1 })], response_metadata: metadata })).toEqual([
      toolUse("1", { x: 1 }),
    ]);
  });

  test("sends an unparsable call only when a result answers it", () => {
    const invalid = [{ type: "invalid_tool_call" as const, id: "1", name: "f", args: '{"x":', error: "cut" }];
    expect(assistant("b", { invalid_tool_calls: invalid })).toEqual([{ text: "b" }]);
    const messages = [H("a"), A("b", { invalid_tool_calls: invalid }), T("error", "1")];
    expect(build(messages, {}, bound).messages?.[1]?.content).toEqual([
      { text: "b" },
      toolUse("1", { rawArgs: '{"x":' }),
    ]);
  });

  test("sends what the service's own tools did as it was", () => {
    const use = { toolUse: { toolUseId: "s", name: "nova_grounding", input: { q: 1 }, type: "server_tool_use" } };
    const result = { toolResult: { toolUseId: "s", content: [{ json: { a: 1 } }], type: "nova_grounding_result" } };
    const replied = [
      { type: "server_tool_use", id: "s", name: "nova_grounding", input: { q: 1 } },
      {
        type: "server_tool_result",
        tool_use_id: "s",
        is_error: false,
        result_type: "nova_grounding_result",
        content: [{ type: "json", json: { a: 1 } }],
      },
    ];
    expect(assistant(replied)).toEqual([use, result]);
  });
});

describe("reasoning", () => {
  const wire = [{ reasoningContent: { reasoningText: { text: "th", signature: "sig" } } }];
  const spellings: [string, object][] = [
    ["LangChain's", { type: "reasoning", reasoning: "th", signature: "sig" }],
    ["Python's v1", { type: "reasoning", reasoning: "th", extras: { signature: "sig" } }],
    ["Python's", { type: "reasoning_content", reasoning_content: { text: "th", signature: "sig" } }],
    ["older LangChain's", { type: "reasoning_content", reasoningText: { text: "th", signature: "sig" } }],
    ["Anthropic's", { type: "thinking", thinking: "th", signature: "sig" }],
    ["Converse's own", { reasoningContent: { reasoningText: { text: "th", signature: "sig" } } }],
  ];

  test.each(spellings)("[37] sends signed reasoning back, spelled as %s", (_, block) => {
    expect(assistant([block, "b"])).toEqual([...wire, { text: "b" }]);
  });

  test("[37] drops unsigned reasoning, or sends it when asked", () => {
    const block = { type: "reasoning", reasoning: "th" };
    expect(assistant([block, "b"])).toEqual([{ text: "b" }]);
    expect(assistant([block, "b"], {}, models.gptOss, { reasoningReplay: "all" })).toEqual([
      { reasoningContent: { reasoningText: { text: "th" } } },
      { text: "b" },
    ]);
    const signed = { type: "reasoning", reasoning: "th", signature: "sig" };
    expect(assistant([signed, "b"], {}, models.gptOss, { reasoningReplay: "all" })).toEqual([
      { reasoningContent: { reasoningText: { text: "th" } } },
      { text: "b" },
    ]);
    expect(assistant([signed, "b"], {}, models.claude, { reasoningReplay: "none" })).toEqual([{ text: "b" }]);
  });

  test("joins the pieces a stream has left, up to the signature that closes them", () => {
    const pieces = [
      { type: "reasoning", reasoning: "t" },
      { type: "reasoning", reasoning: "h" },
      { type: "reasoning", reasoning: "", signature: "sig" },
      { type: "reasoning", reasoning: "again", signature: "sig2" },
    ];
    expect(assistant([...pieces, "b"])).toEqual([
      ...wire,
      { reasoningContent: { reasoningText: { text: "again", signature: "sig2" } } },
      { text: "b" },
    ]);
  });

  test("sends a signature without text with an empty text", () => {
    expect(assistant([{ type: "reasoning", reasoning: "", signature: "sig" }, "b"])).toEqual([
      { reasoningContent: { reasoningText: { text: "", signature: "sig" } } },
      { text: "b" },
    ]);
  });

  test("[38] sends redacted reasoning as bytes, pieces joined as bytes", () => {
    const wireBytes = [{ reasoningContent: { redactedContent: new Uint8Array([1, 2]) } }, { text: "b" }];
    expect(assistant([{ type: "reasoning_content", redactedContent: "AQI=" }, "b"])).toEqual(wireBytes);
    expect(assistant([{ type: "redacted_thinking", data: "AQI=" }, "b"])).toEqual(wireBytes);
    expect(assistant([{ type: "reasoning", reasoning: "", extras: { redactedContent: "AQI=" } }, "b"])).toEqual(
      wireBytes,
    );
    const pieces = [1, 2].map((byte) => ({
      type: "reasoning_content",
      redactedContent: toBase64(new Uint8Array([byte])),
    }));
    expect(assistant([...pieces, "b"])).toEqual(wireBytes);
    expect(fromBase64("AQI=")).toEqual(new Uint8Array([1, 2]));
  });

  test("[39] sends a placeholder for an answer of unsigned reasoning alone, with a warning", () => {
    expect(assistant([{ type: "reasoning", reasoning: "th" }])).toEqual([{ text: "." }]);
    expect(warnings.texts).toEqual([expect.stringContaining("without a signature")]);
  });

  test("sends no reasoning to models that refuse it", () => {
    const signed = { type: "reasoning", reasoning: "th", signature: "sig" };
    const request = build([H("a"), A([signed, "b"]), H("c")], { model: "us.deepseek.r1-v1:0" });
    expect(request.messages?.[1]?.content).toEqual([{ text: "b" }]);
  });
});

describe("citations", () => {
  const location = { documentPage: { documentIndex: 0, start: 1, end: 2 } };
  const citation = { type: "citation", title: "t", citedText: "c", extras: { location } };

  test("[40] sends cited text back with its citations", () => {
    const wire = [
      {
        citationsContent: {
          content: [{ text: "b" }],
          citations: [{ title: "t", sourceContent: [{ text: "c" }], location }],
        },
      },
    ];
    expect(assistant([{ type: "text", text: "b", annotations: [citation] }])).toEqual(wire);
    const python = { title: "t", source_content: [{ text: "c" }], location };
    expect(assistant([{ type: "text", text: "b", citations: [python] }])).toEqual(wire);
    const snake = { ...python, location: { document_page: { document_index: 0, start: 1, end: 2 } } };
    expect(assistant([{ type: "text", text: "b", citations: [snake] }])).toEqual(wire);
    expect(assistant([{ type: "citations_content", ...wire[0] }])).toEqual(wire);
  });

  test("[40] leaves out citations the service does not take back", () => {
    const found = { title: "t", location: { searchResultLocation: { searchResultIndex: 0 } } };
    const snake = { title: "t", location: { search_result_location: { search_result_index: 0 } } };
    expect(assistant([{ type: "text", text: "b", citations: [found, snake] }])).toEqual([{ text: "b" }]);
  });

  test("folds streamed citations into the text before them", () => {
    const streamed = [
      { type: "text", text: "b" },
      { type: "text", text: "", citations: [{ title: "t", location }] },
    ];
    expect(assistant(streamed)).toEqual([
      { citationsContent: { content: [{ text: "b" }], citations: [{ title: "t", location }] } },
    ]);
  });
});

test("refuses blocks without any sense by their place", () => {
  expect(() => build([H("a"), A([{ foo: 1 }])])).toThrow(/no `type`.*message 1, ai, block 0/);
  expect(() => build([H("a"), A([{ type: "non_standard" }])])).toThrow(/no `value`.*message 1, ai, block 0/);
});
