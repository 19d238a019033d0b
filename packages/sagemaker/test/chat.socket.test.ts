import {
  AIMessage,
  type AIMessageChunk,
  ChatMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ChatModelContentHandler, ChatSagemaker, OpenAIChatHandler } from "../src/index.ts";
import { collect, thrownBy } from "./support/collect.ts";
import { json, pieces, sse, useEndpoint } from "./support/connect.ts";

const connection = useEndpoint();
const { serve, aws } = connection;

const chat = (fields: object = {}): ChatSagemaker => new ChatSagemaker({ ...connection.fields, ...fields });
const sumOf = (chunks: readonly AIMessageChunk[]): AIMessageChunk => chunks.reduce((sum, chunk) => sum.concat(chunk));

describe("answers", () => {
  test("[21, 39] the sum of the chunks is the plain answer; usage once", async () => {
    const usage = { prompt_tokens: 4, completion_tokens: 5, total_tokens: 9 };
    const delta = (fields: object, finish_reason: string | null = null): object => ({
      id: "chatcmpl-1",
      choices: [{ index: 0, delta: fields, finish_reason }],
    });
    const call = (fields: object): object => ({ tool_calls: [{ index: 0, ...fields }] });
    const events = sse(
      delta({ role: "assistant", content: "" }),
      delta({ reasoning_content: "Weather " }),
      delta({ reasoning: "is asked." }),
      delta({ content: "Let me see." }),
      delta(call({ id: "c1", function: { name: "weather", arguments: '{"ci' } })),
      delta(call({ function: { arguments: 'ty":"Paris"}' } }), "tool_calls"),
      { id: "chatcmpl-1", choices: [], usage },
    );
    serve(pieces([...events, "data: [DONE]\n\n"]));
    const chunks = await collect(await chat().stream("q"));
    const message = {
      content: "Let me see.",
      reasoning_content: "Weather is asked.",
      tool_calls: [{ id: "c1", function: { name: "weather", arguments: '{"city":"Paris"}' } }],
    };
    serve(json({ id: "chatcmpl-1", usage, choices: [{ message, finish_reason: "tool_calls" }] }));
    const plain = await chat().invoke("q");
    serve(pieces([...events, "data: [DONE]\n\n"]));
    const joined = await chat({ streaming: true }).invoke("q");
    for (const reply of [sumOf(chunks), plain, joined]) {
      expect(reply).toMatchObject({
        id: "chatcmpl-1",
        content: "Let me see.",
        additional_kwargs: { reasoning_content: "Weather is asked." },
        tool_calls: [{ id: "c1", name: "weather", args: { city: "Paris" } }],
        usage_metadata: { input_tokens: 4, output_tokens: 5, total_tokens: 9 },
        response_metadata: { finish_reason: "tool_calls", raw_finish_reason: "tool_calls" },
      });
    }
    expect(chunks.filter((chunk) => chunk.usage_metadata !== undefined)).toHaveLength(1);
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(["chatcmpl-1"]));
  });

  test("[21, 39] the ready container answers alike, streamed in any cut and whole", async () => {
    serve("openai", { parts: "random" });
    aws.chat.on("q", {
      reasoning: "Hm.",
      text: "It is é😀.",
      toolUse: [{ name: "f", input: { a: ["é"] }, toolUseId: "t" }],
    });
    const { id: _a, response_metadata: a, ...streamed } = sumOf(await collect(await chat().stream("q")));
    const { id: _b, response_metadata: b, ...plain } = await chat().invoke("q");
    const { content, tool_calls, usage_metadata, additional_kwargs } = plain;
    expect(streamed).toMatchObject({ content, tool_calls, usage_metadata, additional_kwargs });
    expect(content).toBe("It is é😀.");
    expect(a["finish_reason"]).toBe(b["finish_reason"]);
  });

  test("[22] names no model and asks for usage, unless told otherwise", async () => {
    serve(pieces(["data: [DONE]\n\n"]));
    await collect(await chat().stream("q"));
    expect(connection.bodies[0]).toEqual({
      messages: [{ role: "user", content: "q" }],
      stream: true,
      stream_options: { include_usage: true },
    });
    await collect(await chat({ contentHandler: new OpenAIChatHandler({ includeUsage: false }) }).stream("q"));
    expect(connection.bodies.at(-1)).not.toHaveProperty("stream_options");
    serve("openai");
    await chat({ contentHandler: new OpenAIChatHandler({ model: "my-endpoint" }) }).invoke("q");
    expect(connection.bodies.at(-1)).toMatchObject({ model: "my-endpoint", stream: false });
    expect(await thrownBy(chat({ modelKwargs: { model: "gpt-4" } }).invoke("q"))).toMatchObject({
      name: "SagemakerModelError",
      originalStatusCode: 404,
    });
  });

  test("keeps parts of a list, and knows nothing of a shape without choices", async () => {
    const content = [
      { type: "text", text: "a" },
      { type: "odd", x: 1 },
    ];
    serve(json({ choices: [{ message: { content } }] }));
    expect((await chat().invoke("q")).content).toEqual(content);
    serve(json({ answer: "hi" }));
    expect(await thrownBy(chat().invoke("q"))).toMatchObject({
      name: "SagemakerHandlerError",
      message: expect.stringContaining("no choices[0].message"),
    });
  });

  test("[7] come from a handler of one's own, whole and streamed", async () => {
    class Echo extends ChatModelContentHandler {
      override transformInput(messages: unknown[]): Uint8Array {
        return new TextEncoder().encode(JSON.stringify({ said: messages.length }));
      }

      override transformOutput(output: Uint8Array): AIMessage {
        return new AIMessage(new TextDecoder().decode(output));
      }
    }
    serve("echo");
    const model = chat({ contentHandler: new Echo() });
    expect((await model.invoke("q")).content).toBe('{"said":1}');
    expect(sumOf(await collect(await model.stream("q"))).content).toBe('{"said":1}');
  });
});

describe("messages", () => {
  test("[36] of every role are sent, and images", async () => {
    serve("openai");
    await chat().invoke([
      new SystemMessage("s1"),
      new SystemMessage("s2"),
      new HumanMessage({
        content: [
          { type: "text", text: "see" },
          { type: "image", mimeType: "image/png", data: "AQI=" },
          { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
        ],
      }),
      new AIMessage({ content: "", tool_calls: [{ id: "c1", name: "f", args: { a: 1 } }] }),
      new ToolMessage({ content: "2", tool_call_id: "c1" }),
    ]);
    expect(connection.bodies[0]?.["messages"]).toEqual([
      { role: "system", content: "s1\ns2" },
      {
        role: "user",
        content: [
          { type: "text", text: "see" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AQI=" } },
          { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
      },
      { role: "tool", content: "2", tool_call_id: "c1" },
    ]);
  });

  test("[36] neighbours of the user are joined unless told otherwise, texts of a list become one", async () => {
    serve("openai");
    const texts = [
      { type: "text", text: "c" },
      { type: "text", text: "d" },
    ];
    const messages = [
      new HumanMessage("a"),
      new HumanMessage("b"),
      new AIMessage({ content: texts }),
      new HumanMessage("e"),
    ];
    await chat().invoke(messages);
    expect(connection.bodies[0]?.["messages"]).toEqual([
      { role: "user", content: "a\nb" },
      { role: "assistant", content: "cd" },
      { role: "user", content: "e" },
    ]);
    const apart = chat({ contentHandler: new OpenAIChatHandler({ mergeConsecutive: false }) });
    await apart.invoke([new SystemMessage("s1"), new SystemMessage("s2"), ...messages]);
    expect(connection.bodies[1]?.["messages"]).toHaveLength(5);
    expect(connection.bodies[1]).toHaveProperty("messages.0", { role: "system", content: "s1\ns2" });
  });

  test.each([
    [
      new HumanMessage({ content: [{ type: "audio", data: "x" }] }),
      'messages[1].content[0]: the handler cannot send a block of type "audio"',
    ],
    [new HumanMessage({ content: [{ type: "image", data: "x" }] }), "messages[1].content[0]"],
    [new ChatMessage("hi", "narrator"), 'messages[1]: the handler cannot send a message with the role "narrator"'],
  ])("[36] that a container cannot take are refused before anything is sent", async (message, text) => {
    const error = await thrownBy(chat().invoke([new HumanMessage("ok"), message]));
    expect(error).toMatchObject({ name: "SagemakerConfigError", message: expect.stringContaining(text) });
    expect(aws.requests()).toEqual([]);
  });
});

describe("tools and schemas", () => {
  const schema = { title: "answer", type: "object", properties: { n: { type: "number" } }, required: ["n"] };
  const tools = [{ type: "function", function: { name: "answer", parameters: schema } }];
  const reply = (args: string): object => ({
    choices: [{ message: { content: null, tool_calls: [{ id: "c", function: { name: "answer", arguments: args } }] } }],
  });

  test("[37] malformed arguments are kept apart, whole and streamed", async () => {
    serve(json(reply('{"n":')));
    const expected = [{ name: "answer", args: '{"n":' }];
    expect((await chat().bindTools(tools).invoke("q")).invalid_tool_calls).toMatchObject(expected);
    const delta = { tool_calls: [{ index: 0, id: "c", function: { name: "answer", arguments: '{"n":' } }] };
    serve(pieces(sse({ choices: [{ delta }] })));
    const sum = sumOf(await collect(await chat().bindTools(tools).stream("q")));
    expect([sum.tool_calls, sum.tool_call_chunks?.map(({ args }) => args)]).toEqual([
      [expect.objectContaining({ name: "answer", args: {} })],
      ['{"n":'],
    ]);
  });

  test.each(["functionCalling", "jsonSchema", "jsonMode"] as const)(
    "[37] withStructuredOutput by %s",
    async (method) => {
      serve("openai");
      if (method === "jsonMode") aws.chat.on(/days/, { text: 'Here: {"n": 7}' });
      const model = chat();
      expect(await model.withStructuredOutput(schema, { method }).invoke("There are 7 days.")).toEqual({ n: 7 });
      const zod = z.object({ n: z.number() }).describe("An answer");
      expect(await model.withStructuredOutput(zod, { method, name: "answer" }).invoke("There are 7 days.")).toEqual({
        n: 7,
      });
      const raw = await model.withStructuredOutput(schema, { method, includeRaw: true }).invoke("There are 7 days.");
      expect(raw).toMatchObject({ parsed: { n: 7 }, raw: { usage_metadata: { total_tokens: expect.any(Number) } } });
      const asked = {
        functionCalling: { tool_choice: { type: "function", function: { name: "answer" } } },
        jsonSchema: { response_format: { type: "json_schema", json_schema: { name: "answer", schema } } },
        jsonMode: { response_format: { type: "json_object" } },
      };
      expect(connection.bodies[0]).toMatchObject(asked[method]);
    },
  );

  test("[37] an answer that does not fit is an error, or stands beside the raw one", async () => {
    serve(json(reply('{"n":"seven"}')));
    const zod = z.object({ n: z.number() });
    const named = { name: "answer" };
    expect(await thrownBy(chat().withStructuredOutput(zod, named).invoke("q"))).toMatchObject({
      message: expect.stringContaining("does not fit"),
    });
    const raw = await chat()
      .withStructuredOutput(zod, { ...named, includeRaw: true })
      .invoke("q");
    expect(raw).toMatchObject({ parsed: null });
    expect(() => chat().withStructuredOutput(zod, { method: "magic" })).toThrow('no method "magic"');
    expect(() => chat().bindTools([{} as never])).toThrow(/tool/i);
  });
});
