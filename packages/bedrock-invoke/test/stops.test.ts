import * as fc from "fast-check";
import { useReplayServer } from "@langchain-aws/wire-cases/replay-server";
import { describe, expect, test } from "vitest";
import { StopCutter } from "../src/reply/stop-cutter.ts";
import { collect, connect, connectLlm, rejectionOf, sumOf } from "./support/connect.ts";
import { models } from "./support/models.ts";
import { plainReplies, wrapped } from "./support/replies.ts";

const bare = useReplayServer();

const bodies = (): unknown[] => bare.requests.map(({ body }) => body);

describe("stop lists", () => {
  test("[4] of a call replace the constructor's for that call alone", async () => {
    bare.answer({ response: plainReplies["anthropic-messages"] });
    const model = connect(bare, { stopSequences: ["A"] });
    await model.invoke("Hi", { stop: ["B"] });
    await model.invoke("Hi");
    expect(bodies()).toMatchObject([{ stop_sequences: ["B"] }, { stop_sequences: ["A"] }]);
  });

  test("[40] of a call leave nothing behind", async () => {
    bare.answer({ response: plainReplies["titan-text"] });
    const model = connect(bare, { model: models.titan, maxTokens: 5 });
    await model.invoke("hi", { stop: ["X"] });
    await model.invoke("hi");
    expect(bodies()).toEqual([
      { inputText: "\n\nUser: hi\n\nBot:", textGenerationConfig: { maxTokenCount: 5, stopSequences: ["X"] } },
      { inputText: "\n\nUser: hi\n\nBot:", textGenerationConfig: { maxTokenCount: 5 } },
    ]);
  });

  test("of the constructor lie under the parameters of a call, and over those of the constructor", async () => {
    bare.answer({ response: plainReplies["anthropic-messages"] });
    const model = connect(bare, { stopSequences: ["A"], modelKwargs: { stop_sequences: ["Z"] } });
    await model.invoke("Hi", { modelKwargs: { stop_sequences: ["C"] } });
    await model.invoke("Hi");
    await model.invoke("Hi", { stop: [] });
    expect(bodies()).toMatchObject([{ stop_sequences: ["C"] }, { stop_sequences: ["A"] }, { stop_sequences: ["Z"] }]);
  });
});

const generations = (texts: readonly string[]): Record<string, unknown>[] =>
  wrapped([
    ...texts.map((generation) => ({ generation, stop_reason: null })),
    { generation: "", stop_reason: "stop", "amazon-bedrock-invocationMetrics": { inputTokenCount: 1 } },
  ]);

describe("where the service takes no stop list", () => {
  test("[42] an answer is cut here, whole", async () => {
    bare.answer({ response: { generation: "abcENDdef", stop_reason: "stop" } });
    const model = connect(bare, { model: models.llama3 });
    const reply = await model.invoke("Hi", { stop: ["END"] });
    expect(reply.content).toBe("abc");
    expect(reply.response_metadata).toMatchObject({ stop_reason: "stop_sequence", stop_sequence: "END" });
    expect(Object.keys(bare.requests[0]?.body as object)).toEqual(["prompt"]);
  });

  test("[42] and in a stream, which is closed then", async () => {
    bare.answer({ events: generations(["abE", "NDdef", "never read"]) });
    const model = connect(bare, { model: models.llama3 });
    const chunks = await collect(await model.stream("Hi", { stop: ["END"] }));
    const sum = sumOf(chunks);
    expect(sum.content).toBe("ab");
    expect(sum.response_metadata).toMatchObject({ stop_reason: "stop_sequence", stop_sequence: "END" });
    expect(sum.usage_metadata).toBeUndefined();
  });

  test.each(["(", ".", "[", "\\", "$", "a|b", "^"])("[43] %s is that character and no pattern", async (stop) => {
    const before = "no special character";
    bare.answer({ response: { generation: `${before}${stop}rest`, stop_reason: "stop" } });
    expect((await connect(bare, { model: models.llama3 }).invoke("Hi", { stop: [stop] })).content).toBe(before);
    bare.answer({ events: generations([before, stop, "rest"]) });
    expect(
      sumOf(await collect(await connect(bare, { model: models.llama3 }).stream("Hi", { stop: [stop] }))).content,
    ).toBe(before);
    bare.answer({ response: { generation: `${before}${stop}rest`, stop_reason: "stop" } });
    expect(await connectLlm(bare, { stop: [stop] }).invoke("Hi")).toBe(before);
  });

  test("what only began like a stop sequence is given out in the end", async () => {
    bare.answer({ events: generations(["abE", "N"]) });
    const sum = sumOf(await collect(await connect(bare, { model: models.llama3 }).stream("Hi", { stop: ["END"] })));
    expect(sum.content).toBe("abEN");
    expect(sum.response_metadata).toMatchObject({ stop_reason: "stop" });
  });
});

test("a text is cut at the same place however it comes", () => {
  const letters = fc.constantFrom("a", "b", "c", "(", ".");
  const text = fc.array(letters, { maxLength: 30 }).map((list) => list.join(""));
  const stops = fc.array(
    fc.array(letters, { minLength: 1, maxLength: 4 }).map((list) => list.join("")),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  fc.assert(
    fc.property(text, stops, fc.array(fc.nat(30), { maxLength: 6 }), (all, list, cuts) => {
      const whole = new StopCutter(list);
      const expected = whole.push(all) + whole.end();
      const ends = [...cuts.map((cut) => Math.min(cut, all.length)), all.length].toSorted((a, b) => a - b);
      const pieces = ends.map((end, at) => all.slice(ends[at - 1] ?? 0, end));
      const streamed = new StopCutter(list);
      const seen = pieces.map((piece) => streamed.push(piece)).join("") + streamed.end();
      expect([seen, streamed.met]).toEqual([expected, whole.met]);
      for (const stop of list) expect(expected).not.toContain(stop);
      expect(whole.met === undefined ? all : all.slice(0, expected.length)).toBe(expected);
    }),
  );
});

test("[52] a stream that ends with the text [DONE] ends cleanly", async () => {
  const events = [
    { choices: [{ index: 0, text: "Hel", finish_reason: null }] },
    { choices: [{ index: 0, text: "lo", finish_reason: "stop" }] },
    "[DONE]",
  ];
  bare.answer({ events: wrapped(events) });
  const sum = sumOf(await collect(await connect(bare, { model: models.writer }).stream("Hi")));
  expect(sum.content).toBe("Hello");
  expect(sum.response_metadata).toMatchObject({ stop_reason: "stop" });
  bare.answer({ events: [{ chunk: { bytes: Buffer.from("[DONE]").toString("base64") } }] });
  expect(await collect(await connect(bare, { model: models.writer }).stream("Hi"))).toHaveLength(1);
});

test("an event that is no JSON is an error, and not skipped", async () => {
  bare.answer({ events: [{ chunk: { bytes: Buffer.from("<html>").toString("base64") } }] });
  const failure = await rejectionOf(connect(bare, { model: models.writer }).stream("Hi"));
  expect(failure).toMatchObject({ name: "BedrockStreamError", code: "UNEXPECTED_EVENT" });
  expect(failure.message).not.toContain("html");
});

test.each([
  [{}, /members: none/],
  [{ secret: "x" }, /members: secret/],
  [[1], /no JSON object/],
])("a reply that is none of the format's is an error without its content: %j", async (response, words) => {
  bare.answer({ response });
  const failure = await rejectionOf(connect(bare, { model: models.llama3 }).invoke("Hi"));
  expect(failure).toMatchObject({ name: "BedrockModelError", code: "UNEXPECTED_REPLY" });
  expect(failure.message).toMatch(words);
  expect(failure.message).toMatch(/cannot be read as llama/);
});
