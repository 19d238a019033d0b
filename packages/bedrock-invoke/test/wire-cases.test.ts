import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { type CaseMessage, type Json, readWireCases, type WireCase } from "@langchain-aws/wire-cases";
import { useReplayServer } from "@langchain-aws/wire-cases/replay-server";
import { describe, expect, test } from "vitest";
import type { ChatBedrock } from "../src/index.ts";
import { collect, connect, rejectionOf, sumOf, useWarnings } from "./support/connect.ts";
import { formatOf, plainEvents, plainReplies, wrapped } from "./support/replies.ts";

const bare = useReplayServer();
const warnings = useWarnings();
const cases = readWireCases("invoke");

describe("requests", () => {
  const requests = cases.filter((each) => each.response === undefined && each.events === undefined);

  test.each(requests.filter(({ expected }) => expected.error === undefined))("$title", async (wireCase) => {
    const { expected, request } = wireCase;
    const format = formatOf(wireCase.options, request?.body ?? {});
    bare.answer({ response: plainReplies[format], events: wrapped(plainEvents[format] ?? []) });
    const model = connect(bare, wireCase.options);
    const messages = wireCase.messages.map(toMessage);
    const before = JSON.stringify([messages, wireCase.call]);
    // Twice: nothing of the first call may show in the second.
    await send(model, messages, wireCase);
    await send(model, messages, wireCase);
    const operation = wireCase.isStream ? "invoke-with-response-stream" : "invoke";
    expect(bare.requests).toEqual([
      { ...request, operation },
      { ...request, operation },
    ]);
    expect(warnings.texts).toEqual(expected.warnings.map((words) => expect.stringContaining(words)));
    expect(JSON.stringify([messages, wireCase.call])).toBe(before);
  });

  test.each(requests.filter(({ expected }) => expected.error !== undefined))("$title", async (wireCase) => {
    const { name, words } = wireCase.expected.error ?? { name: "", words: [] };
    bare.answer({});
    const failure = await rejectionOf(
      send(connect(bare, wireCase.options), wireCase.messages.map(toMessage), wireCase),
    );
    expect(failure).toMatchObject({ name });
    for (const word of words) expect(failure.message).toContain(word);
    expect(bare.requests).toEqual([]);
  });
});

describe("replies at once", () => {
  test.each(cases.filter((each) => each.response !== undefined))("$title", async (wireCase) => {
    const { response, request, expected } = wireCase;
    bare.answer({ response });
    const model = connect(bare, wireCase.options);
    const messages = wireCase.messages.map(toMessage);
    const reply = await model.invoke(messages, wireCase.call);
    expect(bare.requests).toEqual([{ ...request, operation: "invoke" }]);
    expect(whole(reply)).toEqual(expected.message);
    expect(JSON.parse(JSON.stringify(reply.content))).toEqual(reply.content);
  });
});

describe("replies in a stream", () => {
  const streams = cases.filter((each) => each.events !== undefined);

  test.each(streams)("$title, added up", async (wireCase) => {
    const { events = [], request, expected } = wireCase;
    bare.answer({ events: wrapped(events) });
    const model = connect(bare, wireCase.options);
    const sum = sumOf(await collect(await model.stream(wireCase.messages.map(toMessage), wireCase.call)));
    expect(bare.requests).toEqual([{ ...streamed(request), operation: "invoke-with-response-stream" }]);
    // A list of one text is what a stream makes of a text where there might have been more.
    expect(withPlainText(whole(sum))).toEqual(expected.message);
  });

  test.each(streams)("$title, by invoke", async (wireCase) => {
    bare.answer({ events: wrapped(wireCase.events ?? []) });
    const model = connect(bare, { ...wireCase.options, streaming: true });
    const reply = await model.invoke(wireCase.messages.map(toMessage), wireCase.call);
    expect(whole(reply)).toEqual(wireCase.expected.message);
  });
});

async function send(model: ChatBedrock, messages: BaseMessage[], { call, isStream }: WireCase): Promise<void> {
  if (isStream) await collect(await model.stream(messages, call));
  else await model.invoke(messages, call);
}

/** Cohere's text format says in the body that it is a stream. */
function streamed(request: WireCase["request"]): WireCase["request"] {
  if (request === undefined || !("prompt" in request.body) || !request.model.startsWith("cohere.")) return request;
  return { ...request, body: { ...request.body, stream: true } };
}

interface WholeMessage {
  readonly content: unknown;
}

/**
 * All of a message, without the numbers that blocks of a stream carry to be added up by, without what LangChain copies
 * into it of the result around it, and without the empty details it adds when it sums counts.
 */
function whole(message: AIMessage): WholeMessage {
  const { id, content, tool_calls, invalid_tool_calls, additional_kwargs, usage_metadata, response_metadata } = message;
  const { usage: _usage, tokenUsage: _tokens, model_id: _model, ...metadata } = response_metadata as Json;
  return JSON.parse(
    JSON.stringify({
      ...(id?.startsWith("run-") !== true && { id }),
      content: typeof content === "string" ? content : content.map(({ index: _number, ...block }) => block),
      tool_calls: tool_calls?.map(({ id: callId, ...rest }) => ({
        ...rest,
        id: callId?.replace(/^call_\w{24}$/, "call_*"),
      })),
      invalid_tool_calls,
      additional_kwargs,
      usage_metadata: usage_metadata && Object.fromEntries(Object.entries(usage_metadata).filter(isFilled)),
      response_metadata: metadata,
    }),
  ) as WholeMessage;
}

function isFilled([, value]: [string, unknown]): boolean {
  return typeof value !== "object" || Object.keys(value ?? {}).length > 0;
}

function withPlainText(message: WholeMessage): WholeMessage {
  const { content } = message;
  if (!Array.isArray(content)) return message;
  const blocks: readonly Record<string, unknown>[] = content;
  const isPlain = blocks.every((block) => block["type"] === "text" && block["citations"] === undefined);
  return isPlain ? { ...message, content: blocks.map((block) => block["text"]).join("") } : message;
}

function toMessage({ role, content, ...fields }: CaseMessage): BaseMessage {
  // Cases hold what LangChain's types forbid and applications send all the same.
  const all = { ...fields, content: content as string };
  switch (role) {
    case "user":
      return new HumanMessage(all);
    case "system":
      return new SystemMessage(all);
    case "assistant":
      return new AIMessage(all);
    default:
      return new ToolMessage({ ...all, tool_call_id: String(fields["tool_call_id"]) });
  }
}
