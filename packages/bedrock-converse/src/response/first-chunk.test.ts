import { load } from "@langchain/core/load";
import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { FirstChunk } from "./first-chunk.ts";

const piece = (args: string, index = 0, id = `t${index}`) => ({
  type: "tool_call_chunk" as const,
  args,
  index,
  ...(id !== "" && { id, name: "f" }),
});
const chunk = (...pieces: ReturnType<typeof piece>[]): AIMessageChunk =>
  new AIMessageChunk({ content: "", tool_call_chunks: pieces });
const stop = (stopReason: string): AIMessageChunk =>
  new AIMessageChunk({ content: "", response_metadata: { stopReason } });

function sum(...chunks: AIMessageChunk[]): AIMessageChunk {
  return chunks.reduce((total, next) => total.concat(next), new FirstChunk({ content: "" }));
}

const cutCall = {
  type: "invalid_tool_call",
  id: "t0",
  name: "f",
  args: '{"x": 1, "y',
  error: expect.stringContaining("max_tokens"),
};

describe("the sum of the chunks of a reply", () => {
  it("[68] keeps a call apart whose arguments broke off", () => {
    const total = sum(
      chunk(piece("")),
      chunk(piece('{"x": 1, "y', 0, "")),
      stop("max_tokens"),
      stop("").concat(chunk()),
    );
    expect(total.tool_calls).toEqual([]);
    expect(total.invalid_tool_calls).toEqual([cutCall]);
  });

  it("[68] keeps the whole calls before it", () => {
    const total = sum(chunk(piece('{"a":1}', 0)), chunk(piece('{"b":', 1)), stop("malformed_tool_use"));
    expect(total.tool_calls).toEqual([{ type: "tool_call", id: "t0", name: "f", args: { a: 1 } }]);
    expect(total.invalid_tool_calls).toMatchObject([{ id: "t1", args: '{"b":' }]);
  });

  it("[68] keeps a call apart whose arguments had not begun", () => {
    const total = sum(chunk(piece('{"a":1}', 0)), chunk(piece("", 1)), stop("max_tokens"));
    expect(total.tool_calls).toEqual([{ type: "tool_call", id: "t0", name: "f", args: { a: 1 } }]);
    expect(total.invalid_tool_calls).toMatchObject([{ id: "t1", args: "", error: expect.stringContaining("cut") }]);
  });

  it.each([
    ["whole arguments", '{"x":1}', "max_tokens", { x: 1 }],
    ["no arguments, of a reply that was not cut", "", "tool_use", {}],
    ["arguments that are partial, of a reply that was not cut", '{"x":1', "tool_use", { x: 1 }],
  ])("leaves %s to LangChain", (_, args, stopReason, expected) => {
    const total = sum(chunk(piece(args)), stop(stopReason));
    expect(total.tool_calls).toEqual([{ type: "tool_call", id: "t0", name: "f", args: expected }]);
    expect(total.invalid_tool_calls).toEqual([]);
  });

  it("is written as LangChain's own chunk, and read back without the broken call", async () => {
    const total = sum(chunk(piece('{"x": 1, "y')), stop("max_tokens"));
    const json = JSON.stringify(total);
    expect(JSON.parse(json)).toMatchObject({ id: ["langchain_core", "messages", "AIMessageChunk"] });
    const restored = await load<AIMessageChunk>(json);
    expect(restored).toBeInstanceOf(AIMessageChunk);
    expect(restored.tool_calls).toEqual([]);
  });

  it("is a message of the assistant to everybody", () => {
    const total = sum(new AIMessageChunk("a"), new AIMessageChunk("b"));
    expect(AIMessage.isInstance(total)).toBe(true);
    expect(AIMessageChunk.isInstance(total)).toBe(true);
    expect(total.content).toBe("ab");
  });
});
