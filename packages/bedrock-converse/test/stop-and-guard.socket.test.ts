import { useLocalAws } from "@langchain-aws/local/vitest";
import { HumanMessage } from "@langchain/core/messages";
import { describe, expect, test } from "vitest";
import { redactBlockedTurns } from "../src/index.ts";
import { models, tool, useWarnings } from "./build.ts";
import { collect, connect, sumOf } from "./connect.ts";

const aws = useLocalAws({ guardrails: [{ id: "gr", words: ["forbidden"] }] });
useWarnings();

describe("the stop sequence that was met", () => {
  test("is reported for Claude, at once and in a stream", async () => {
    aws.chat.on(/.*/, { text: "one END two" });
    const model = connect(aws, { stop: ["STOP", "END"] });
    const reply = await model.invoke("hi");
    expect(reply.response_metadata).toMatchObject({ stopReason: "stop_sequence", stopSequence: "END" });
    const sum = sumOf(await collect(await model.stream("hi")));
    expect(sum.response_metadata).toMatchObject({ stopReason: "stop_sequence", stopSequence: "END" });
  });

  test("is read where a stream of Claude has it", async () => {
    aws.chat.script([{ text: "x", additionalModelResponseFields: { delta: { stop_sequence: "END" } } }]);
    const sum = sumOf(await collect(await connect(aws, { stop: ["END"] }).stream("hi")));
    expect(sum.response_metadata).toMatchObject({ stopSequence: "END" });
  });

  test.each([
    ["other families", { model: models.nova, stop: ["END"] }, undefined],
    ["a request without stop sequences", {}, undefined],
    ["a caller who asks for fields", { stop: ["END"], additionalModelResponseFieldPaths: ["/x"] }, ["/x"]],
    ["a caller who asks for none", { stop: ["END"], additionalModelResponseFieldPaths: [] }, []],
  ])("is not asked for on behalf of %s", async (_, fields, expected) => {
    aws.chat.on(/.*/, { text: "ok" });
    const reply = await connect(aws, fields).invoke("hi");
    expect(Reflect.get(Object(aws.lastRequest()?.body), "additionalModelResponseFieldPaths")).toEqual(expected);
    expect(reply.response_metadata).not.toHaveProperty("stopSequence");
  });
});

test("a blocked turn, once redacted, does not block the next one", async () => {
  aws.chat.on(/.*/, { text: "sure" });
  const guardrailConfig = { guardrailIdentifier: "gr", guardrailVersion: "1", trace: "enabled" as const };
  const model = connect(aws, { guardrailConfig });
  const history = [new HumanMessage("say forbidden things")];
  const blocked = await model.invoke(history);
  expect(blocked.response_metadata["stopReason"]).toBe("guardrail_intervened");
  const next = new HumanMessage("and now something nice");
  expect((await model.invoke([...history, blocked, next])).response_metadata["stopReason"]).toBe(
    "guardrail_intervened",
  );
  expect((await model.invoke([...redactBlockedTurns([...history, blocked]), next])).text).toBe("sure");
});

test("[68] a call that breaks off is invalid at once, in a stream, and when a stream is added up", async () => {
  aws.chat.on(/.*/, {
    toolUse: { name: "f", inputChunks: ['{"x": 1, "na'], toolUseId: "t" },
    stopReason: "max_tokens",
  });
  const sum = sumOf(
    await collect(
      await connect(aws)
        .bindTools([tool("f")])
        .stream("hi"),
    ),
  );
  const streamed = await connect(aws, { streaming: true })
    .bindTools([tool("f")])
    .invoke("hi");
  for (const message of [sum, streamed]) {
    expect(message.tool_calls).toEqual([]);
    expect(message.invalid_tool_calls).toMatchObject([
      { id: "t", name: "f", error: expect.stringContaining("max_tokens") },
    ]);
  }
});
