import { describe, expect, it } from "vitest";

import type { ContentBlock, Message } from "../content-blocks.ts";
import type { ChatRequest, RequestTool } from "../responder.ts";
import { answerByRules } from "./answer-by-rules.ts";

const tools: RequestTool[] = [
  {
    name: "get_weather",
    description: "Current weather of a city",
    schema: {
      type: "object",
      properties: { city: { type: "string" }, unit: { enum: ["celsius", "fahrenheit"] } },
      required: ["city", "unit"],
    },
  },
  {
    name: "multiply",
    description: "Product of two numbers",
    schema: { type: "object", properties: { a: { type: "number" }, b: { type: "number" } }, required: ["a", "b"] },
  },
];

const user = (...content: ContentBlock[]): Message => ({ role: "user", content });
const request = (text: string, parts: Partial<ChatRequest> = {}): ChatRequest => ({
  id: "1",
  modelId: "local.test",
  baseModelId: "local.test",
  family: "generic",
  operation: "Converse",
  messages: [user({ text })],
  system: "",
  tools: [],
  systemTools: [],
  toolChoice: { kind: "auto" },
  inferenceConfig: {},
  additionalFields: {},
  body: {},
  attempt: 1,
  signal: new AbortController().signal,
  ...parts,
});
const loop: Message[] = [
  user({ text: "What is the weather in Paris?" }),
  {
    role: "assistant",
    content: [
      { toolUse: { toolUseId: "1", name: "get_weather", input: {} } },
      { toolUse: { toolUseId: "2", name: "multiply", input: {} } },
    ],
  },
  user(
    { toolResult: { toolUseId: "1", content: [{ text: "22 degrees" }] } },
    { toolResult: { toolUseId: "2", content: [{ json: { error: "overflow" } }], status: "error" } },
  ),
];

describe("answerByRules", () => {
  it.each([
    {
      name: "calls the tool that toolChoice names",
      input: request("Hello Ada", { tools, toolChoice: { kind: "tool", name: "get_weather" } }),
      expected: { toolUse: [{ name: "get_weather", input: { city: "Ada", unit: "celsius" } }] },
    },
    {
      name: "calls each tool that the text names, in its order",
      input: request("Please multiply 6 by 7, then get_weather for Paris in fahrenheit", { tools }),
      expected: {
        toolUse: [
          { name: "multiply", input: { a: 6, b: 7 } },
          { name: "get_weather", input: { city: "Paris", unit: "fahrenheit" } },
        ],
      },
    },
    {
      name: "calls the tool that shares most words with the conversation",
      input: request("How is the weather in the city of Oslo?", { tools }),
      expected: { toolUse: [{ name: "get_weather", input: { city: "Oslo", unit: "celsius" } }] },
    },
    {
      name: "calls no tool when nothing speaks for one",
      input: request("Good morning", { tools }),
      expected: { text: "Good morning" },
    },
    {
      name: "calls the first tool when some tool must be called",
      input: request("Good morning Ada", { tools, toolChoice: { kind: "any" } }),
      expected: { toolUse: [{ name: "get_weather", input: { city: "Ada", unit: "celsius" } }] },
    },
    {
      name: "tells the results of tools",
      input: request("", { tools, messages: loop }),
      expected: { text: 'get_weather returned 22 degrees; multiply failed: {"error":"overflow"}.' },
    },
    {
      name: "calls a tool that was not called yet, with the results, when some tool must be called",
      input: request("", {
        tools: [
          ...tools,
          {
            name: "answer",
            schema: { type: "object", properties: { degrees: { type: "number" } }, required: ["degrees"] },
          },
        ],
        messages: loop,
        toolChoice: { kind: "any" },
      }),
      expected: { toolUse: [{ name: "answer", input: { degrees: 22 } }] },
    },
    {
      name: "fills the schema of the output",
      input: request("Ada Lovelace was 36", {
        outputSchema: {
          type: "object",
          properties: { name: { type: "string" }, age: { type: "integer" } },
          required: ["name", "age"],
        },
      }),
      expected: { text: '{"name":"Ada Lovelace","age":36}' },
    },
    {
      name: "quotes the context of the prompt",
      input: request("Context:\nThe Nile is 6650 km long.\nThe Rhine passes Basel.\nQuestion: How long is the Nile?"),
      expected: { blocks: [{ text: "The Nile is 6650 km long." }] },
    },
    {
      name: "quotes the context that a line of the prompt announces",
      input: request(
        "Answer the question based only on the following context:\n\nThe Nile is 6650 km long.\nThe Rhine passes Basel." +
          "\n\nQuestion: How long is the Nile?\nHelpful Answer:",
      ),
      expected: { blocks: [{ text: "The Nile is 6650 km long." }] },
    },
    {
      name: "takes a word in passing for no context",
      input: request("What does context: mean in your sources: tell me."),
      expected: { text: "What does context: mean in your sources: tell me." },
    },
    {
      name: "says so when the context does not help",
      input: request("<context>Bees make honey.</context> Who won?"),
      expected: { blocks: [{ text: "The given documents do not say." }] },
    },
    {
      name: "cites documents that allow it",
      input: request("", {
        messages: [
          user(
            { text: "How long is the Nile?" },
            {
              document: {
                format: "txt",
                name: "Rivers",
                source: { text: "The Rhine passes Basel. The Nile is 6650 km long." },
                citations: { enabled: true },
              },
            },
          ),
        ],
      }),
      expected: {
        blocks: [
          {
            citationsContent: {
              content: [{ text: "The Nile is 6650 km long." }],
              citations: [
                {
                  title: "Rivers",
                  sourceContent: [{ text: "The Nile is 6650 km long." }],
                  location: { documentChar: { documentIndex: 0, start: 24, end: 49 } },
                },
              ],
            },
          },
        ],
      },
    },
    {
      name: "cites search results by their place",
      input: request("", {
        messages: [
          user(
            { text: "How long is the Nile?" },
            {
              searchResult: {
                title: "Rivers",
                source: "https://example.com/rivers",
                content: [{ text: "The Rhine passes Basel." }, { text: "The Nile is 6650 km long." }],
                citations: { enabled: true },
              },
            },
          ),
        ],
      }),
      expected: {
        blocks: [
          {
            citationsContent: {
              content: [{ text: "The Nile is 6650 km long." }],
              citations: [
                {
                  title: "Rivers",
                  source: "https://example.com/rivers",
                  sourceContent: [{ text: "The Nile is 6650 km long." }],
                  location: { searchResultLocation: { searchResultIndex: 0, start: 1, end: 2 } },
                },
              ],
            },
          },
        ],
      },
    },
    {
      name: "thinks and signs when Claude is asked to",
      input: request("Hello", {
        family: "claude",
        additionalFields: { thinking: { type: "enabled", budget_tokens: 1024 } },
      }),
      expected: {
        reasoning: { text: expect.stringContaining('"Hello"'), signature: expect.stringMatching(/^[\w+/]{86}==$/) },
        text: "Hello",
      },
    },
    {
      name: "hides its thoughts when Nova is asked to think",
      input: request("Hello", { family: "nova", additionalFields: { reasoningConfig: { type: "enabled" } } }),
      expected: { reasoning: { text: "[REDACTED]" }, text: "Hello" },
    },
    {
      name: "echoes the last user text otherwise",
      input: request("", {
        messages: [user({ text: "a" }), { role: "assistant", content: [{ text: "b" }] }, user({ text: "c" })],
      }),
      expected: { text: "c" },
    },
    {
      name: "says what it received when there is no text",
      input: request("", { messages: [user({ image: { format: "png", source: { bytes: "" } } })] }),
      expected: { text: "Received without text: image." },
    },
  ])("$name", ({ input, expected }) => {
    expect(answerByRules(input)).toEqual(expected);
    expect(answerByRules(input)).toEqual(expected);
  });
});
