import { describe, expect, it } from "vitest";
import { build, H, models, S, useWarnings } from "../../test/build.ts";
import type { AnswerFormat } from "./answer-format.ts";

useWarnings();
const cachePoint = { cachePoint: { type: "default" } } as const;
const answerFormat: AnswerFormat = { instructions: "Answer in JSON.", prefill: "```json", stop: "```" };

describe("askForFormat", () => {
  it("[82] puts the instructions before a trailing cache point, the prefill last and the stop sequence beside others", () => {
    const messages = [S([{ type: "text", text: "Be brief." }, cachePoint]), H("hi")];
    const request = build(messages, { model: models.nova, stopSequences: ["END"] }, { answerFormat });
    expect(request).toEqual({
      modelId: models.nova,
      system: [{ text: "Be brief.\n\nAnswer in JSON." }, cachePoint],
      messages: [
        { role: "user", content: [{ text: "hi" }] },
        { role: "assistant", content: [{ text: "```json" }] },
      ],
      inferenceConfig: { stopSequences: ["END", "```"] },
    });
  });

  it.each([
    ["nothing", [], [{ text: "Answer in JSON." }]],
    ["a guarded text alone", [{ guardContent: { text: { text: "g" } } }, cachePoint], undefined],
    ["a text of the constructor", ["own"], [{ text: "own\n\nAnswer in JSON." }]],
  ])("finds a place for instructions in %s", (_, system, expected) => {
    const request = build("hi", { system }, { answerFormat: { instructions: "Answer in JSON." } });
    expect(request.system).toEqual(
      expected ?? [{ guardContent: { text: { text: "g" } } }, { text: "Answer in JSON." }, cachePoint],
    );
    expect(request).not.toHaveProperty("inferenceConfig");
  });

  it("names a stop sequence once", () => {
    expect(build("hi", { stop: ["```"] }, { answerFormat }).inferenceConfig).toEqual({ stopSequences: ["```"] });
  });

  it("keeps automatic cache points on the conversation, in front of the begun answer", () => {
    const request = build("hi", { model: models.nova, cacheControl: {} }, { answerFormat });
    expect(request.messages).toEqual([
      { role: "user", content: [{ text: "hi" }, cachePoint] },
      { role: "assistant", content: [{ text: "```json" }] },
    ]);
  });

  it.each([
    models.llama,
    models.claudeSonnet5,
    models.claudeOpus48,
    "us.anthropic.claude-sonnet-4-6",
    "us.anthropic.claude-opus-4-7",
    models.gptOss,
  ])("[82] refuses to begin the answer of %s", (model) => {
    expect(() => build("hi", {}, { model, answerFormat })).toThrow(/does not go on with a begun answer/);
  });

  it("refuses to begin the answer of a model that thinks", () => {
    const fields = { thinking: { type: "enabled", budget_tokens: 1024 } };
    expect(() => build("hi", fields, { answerFormat })).toThrow(/while it thinks/);
  });
});
