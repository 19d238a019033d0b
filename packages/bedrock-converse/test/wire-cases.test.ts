import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { type CaseMessage, readWireCases, type WireCase } from "@langchain-aws/wire-cases";
import { describe, expect, test } from "vitest";
import type { ChatBedrockConverse } from "../src/index.ts";
import { useWarnings } from "./build.ts";
import { collect, connect, sumOf } from "./connect.ts";
import { useReplayServer } from "@langchain-aws/wire-cases/replay-server";

const aws = useLocalAws();
const bare = useReplayServer();
const warnings = useWarnings();
const cases = readWireCases("converse");

const alone = cases.filter((each) => each.response === undefined && each.events === undefined);

describe("requests", () => {
  test.each(alone.filter(({ expected }) => expected.error === undefined))("$title", async (wireCase) => {
    const { model, messages, sent } = prepare(wireCase);
    const before = JSON.stringify([messages, wireCase.call]);
    // Twice: nothing of the first call may show in the second.
    await send(model, messages, wireCase);
    await send(model, messages, wireCase);
    const operation = wireCase.isStream ? "converse-stream" : "converse";
    const request = { ...wireCase.request, operation };
    expect(sent()).toEqual([request, request]);
    expect(warnings.texts).toEqual(wireCase.expected.warnings.map((words) => expect.stringContaining(words)));
    expect(JSON.stringify([messages, wireCase.call])).toBe(before);
  });
});

describe("refused before anything is sent", () => {
  test.each(alone.filter(({ expected }) => expected.error !== undefined))("$title", async (wireCase) => {
    const { model, messages, sent } = prepare(wireCase);
    const before = JSON.stringify([messages, wireCase.call]);
    const failure: unknown = await send(model, messages, wireCase).catch((error: unknown) => error);
    const { name, words } = wireCase.expected.error ?? { name: "", words: [] };
    expect(failure).toMatchObject({ name });
    expect(words.filter((word) => !String(failure).includes(word))).toEqual([]);
    expect(sent()).toEqual([]);
    expect(warnings.texts).toEqual(wireCase.expected.warnings.map((each) => expect.stringContaining(each)));
    expect(JSON.stringify([messages, wireCase.call])).toBe(before);
  });
});

describe("replies at once", () => {
  test.each(cases.filter((each) => each.response !== undefined))("$title", async (wireCase) => {
    const { response, request, expected } = wireCase;
    bare.answer({ response });
    const model = connect(aws, { ...wireCase.options, endpointUrl: bare.url });
    const messages = wireCase.messages.map(toMessage);
    const reply = await model.invoke(messages, wireCase.call);
    expect(bare.requests).toEqual([{ ...request, operation: "converse" }]);
    expect(whole(reply)).toEqual(expected.message);
    expect(JSON.parse(JSON.stringify(reply.content))).toEqual(reply.content);
    await expectReplay(model, messages, reply, wireCase);
  });
});

describe("replies in a stream", () => {
  const streams = cases.filter((each) => each.events !== undefined);

  test.each(streams)("added up: $title", async (wireCase) => {
    const { events, request, expected } = wireCase;
    bare.answer({ events });
    const model = connect(aws, { ...wireCase.options, endpointUrl: bare.url });
    const messages = wireCase.messages.map(toMessage);
    const sum = sumOf(await collect(await model.stream(messages, wireCase.call)));
    expect(bare.requests).toEqual([{ ...request, operation: "converse-stream" }]);
    expect(whole(sum)).toEqual(expected.message);
    await expectReplay(model, messages, sum, wireCase);
  });

  test.each(streams.filter((each) => each.response !== undefined))("by invoke: $title", async (wireCase) => {
    bare.answer({ events: wireCase.events });
    const model = connect(aws, { ...wireCase.options, endpointUrl: bare.url, streaming: true });
    const reply = await model.invoke(wireCase.messages.map(toMessage), wireCase.call);
    expect(whole(reply)).toEqual(wireCase.expected.message);
  });
});

/** Sends the reply back with the conversation, and looks at the assistant's turn. */
async function expectReplay(
  model: ChatBedrockConverse,
  messages: BaseMessage[],
  reply: AIMessage,
  { expected: { replay }, call }: WireCase,
): Promise<void> {
  if (replay === undefined) return;
  bare.answer({ response: plainReply });
  await model.invoke([...messages, reply, new HumanMessage("go on")], call);
  expect(bare.requests).toMatchObject([{ body: { messages: [{}, { role: "assistant", content: replay }, {}] } }]);
}

/** A model on the local endpoint, or on the bare server where the local endpoint would refuse the case. */
function prepare({ options, messages, notLocal }: WireCase): {
  readonly model: ChatBedrockConverse;
  readonly messages: BaseMessage[];
  readonly sent: () => unknown[];
} {
  const isLocal = notLocal === undefined;
  aws.chat.on(/[^]*/, { text: "ok" });
  bare.answer({ response: plainReply, events: plainEvents });
  return {
    model: connect(aws, { ...options, ...(!isLocal && { endpointUrl: bare.url }) }),
    messages: messages.map(toMessage),
    sent: () => (isLocal ? localRequests() : bare.requests),
  };
}

async function send(model: ChatBedrockConverse, messages: BaseMessage[], { call, isStream }: WireCase): Promise<void> {
  if (isStream) await collect(await model.stream(messages, call));
  else await model.invoke(messages, call);
}

function localRequests(): unknown[] {
  return aws.requests().map(({ model, operation, body }) => ({
    model,
    body,
    operation: operation === "ConverseStream" ? "converse-stream" : "converse",
  }));
}

/**
 * All of a message, without the numbers that blocks of a stream carry to be added up by, and without the empty details
 * that LangChain's sum of two counts has.
 */
function whole(message: AIMessage): unknown {
  const { id, content, tool_calls, invalid_tool_calls, additional_kwargs, usage_metadata, response_metadata } = message;
  return {
    id,
    content: typeof content === "string" ? content : content.map(({ index: _number, ...block }) => block),
    tool_calls,
    invalid_tool_calls,
    additional_kwargs,
    usage_metadata: usage_metadata && Object.fromEntries(Object.entries(usage_metadata).filter(isNotEmpty)),
    response_metadata,
  };
}

function isNotEmpty([, value]: [string, unknown]): boolean {
  return typeof value !== "object" || value === null || Object.keys(value).length > 0;
}

function toMessage({ role, content, ...fields }: CaseMessage): BaseMessage {
  // Cases hold what LangChain's types forbid and applications send all the same.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const all = { ...fields, content: content as string };
  if (role === "user") return new HumanMessage(all);
  if (role === "system") return new SystemMessage(all);
  if (role === "assistant") return new AIMessage(all);
  return new ToolMessage({ ...all, tool_call_id: String(fields["tool_call_id"]) });
}

const plainReply = {
  output: { message: { role: "assistant", content: [{ text: "ok" }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 1 },
};

const plainEvents = [
  { messageStart: { role: "assistant" } },
  { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "ok" } } },
  { contentBlockStop: { contentBlockIndex: 0 } },
  { messageStop: { stopReason: "end_turn" } },
  { metadata: { usage: plainReply.usage, metrics: plainReply.metrics } },
];
