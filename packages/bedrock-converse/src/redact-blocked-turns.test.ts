import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { redactBlockedTurns } from "./redact-blocked-turns.ts";

const blocked = (trace?: object): AIMessage =>
  new AIMessage({
    content: "I cannot talk about this.",
    response_metadata: { stopReason: "guardrail_intervened", ...(trace && { trace: { guardrail: trace } }) },
  });
const policy = (action: string): object => ({ gr: { wordPolicy: { customWords: [{ match: "x", action }] } } });
const textsOf = (messages: readonly BaseMessage[]): string[] => messages.map(({ text }) => text);

describe("redactBlockedTurns", () => {
  it("replaces what the user said before a blocked answer, and nothing else", () => {
    const history = [
      new SystemMessage("s"),
      new HumanMessage("fine"),
      new AIMessage("ok"),
      new HumanMessage({ content: "bad", id: "1", name: "ann" }),
      new HumanMessage("worse"),
      blocked(),
      new HumanMessage("next"),
    ];
    const redacted = redactBlockedTurns(history);
    const text = "[User input redacted.]";
    expect(textsOf(redacted)).toEqual(["s", "fine", "ok", text, text, "I cannot talk about this.", "next"]);
    expect(redacted[3]).toMatchObject({ id: "1", name: "ann" });
    expect(textsOf(history)[3]).toBe("bad");
    expect(redacted[1]).toBe(history[1]);
    expect(redactBlockedTurns(redacted)).toEqual(redacted);
  });

  it("replaces what a tool said, and keeps it the answer of its call", () => {
    const history = [
      new HumanMessage("q"),
      new AIMessage({ content: "", tool_calls: [{ id: "t", name: "f", args: {} }] }),
      new ToolMessage({ content: "bad", tool_call_id: "t", status: "success" }),
      blocked(),
    ];
    const redacted = redactBlockedTurns(history, "[gone]");
    expect(textsOf(redacted)).toEqual(["q", "", "[gone]", "I cannot talk about this."]);
    expect(redacted[2]).toMatchObject({ tool_call_id: "t", status: "success" });
  });

  it.each([
    ["the input", { inputAssessment: policy("BLOCKED") }, "[User input redacted.]"],
    [
      "the input and the answer",
      { inputAssessment: policy("BLOCKED"), outputAssessments: { gr: [policy("BLOCKED")] } },
      "[User input redacted.]",
    ],
    ["nobody knows what", { inputAssessment: policy("NONE") }, "[User input redacted.]"],
    ["the answer alone", { inputAssessment: policy("NONE"), outputAssessments: { gr: [policy("BLOCKED")] } }, "q"],
  ])("believes a trace that says the guardrail blocked %s", (_, trace, expected) => {
    expect(textsOf(redactBlockedTurns([new HumanMessage("q"), blocked(trace)]))[0]).toBe(expected);
  });
});
