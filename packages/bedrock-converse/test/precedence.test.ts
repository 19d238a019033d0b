import { describe, expect, test } from "vitest";
import { callKeys } from "../src/identity.ts";
import type { ChatBedrockConverseCallOptions, ChatBedrockConverseInput } from "../src/index.ts";
import { resolveOptions, resolveSettings } from "../src/resolve-options.ts";
import { build, models, tool, useWarnings, wireTool } from "./build.ts";

useWarnings();

type Key = keyof ChatBedrockConverseCallOptions & keyof ChatBedrockConverseInput;

/** Two values of each option that the constructor and a call both take, which make two different requests. */
const inRequest: Partial<Record<Key, readonly [ofConstructor: unknown, ofCall: unknown]>> = {
  temperature: [0.7, 0],
  maxTokens: [10, 20],
  topP: [0.9, 0.1],
  topK: [5, 6],
  stopSequences: [["a"], ["b"]],
  additionalModelRequestFields: [{ own: 1 }, { own: 2 }],
  additionalModelResponseFieldPaths: [["/a"], ["/b"]],
  guardrailConfig: [
    { guardrailIdentifier: "a", guardrailVersion: "1" },
    { guardrailIdentifier: "b", guardrailVersion: "2" },
  ],
  performanceConfig: [{ latency: "standard" }, { latency: "optimized" }],
  serviceTier: ["flex", { type: "priority" }],
  requestMetadata: [{ own: "a" }, { own: "b" }],
  outputConfig: [{ effort: "low" }, { effort: "high" }],
  promptVariables: [{ own: "a" }, { own: "b" }],
  reasoningEffort: ["low", "high"],
  thinking: [
    { type: "enabled", budget_tokens: 1024 },
    { type: "enabled", budget_tokens: 2048 },
  ],
  cacheControl: [
    { type: "ephemeral", ttl: "5m" },
    { type: "ephemeral", ttl: "1h" },
  ],
};

/** Models for what the usual one does not take. */
const takenBy: Partial<Record<string, string>> = { reasoningEffort: models.nova2, outputConfig: models.claudeOpus48 };

/** The same for what shows in no request. */
const besideRequest: Partial<Record<Key, readonly [ofConstructor: unknown, ofCall: unknown]>> = {
  streamUsage: [false, true],
  streamIdleTimeout: [1000, 2000],
};

/** Options of a call that the constructor does not have, or that have tests of their own. */
const onlyOfCalls: Partial<Record<keyof ChatBedrockConverseCallOptions, string>> = {
  tools: "bound to a model, not built in",
  tool_choice: "needs tools",
  strict: "needs tools",
  model: "[5] and [6] of options.socket.test.ts, and below",
  cache_control: "below",
  response_format: "of structured output",
  inferenceConfig: "below",
  toolConfig: "replaces tools",
  answerFormat: "of structured output",
  maxRetries: "options.socket.test.ts",
  ls_structured_output_format: "for traces",
};

test("every option of a call is in one of the tables", () => {
  const known = [...Object.keys(inRequest), ...Object.keys(besideRequest), ...Object.keys(onlyOfCalls)];
  expect(known.toSorted()).toEqual([...callKeys].toSorted());
});

describe("[2, 3, 4] an option of a call wins over the constructor's, and undefined does not", () => {
  test.each(Object.entries(inRequest))("%s", (key, [ofConstructor, ofCall]) => {
    const given = { model: takenBy[key] ?? models.claude, ...(key === "thinking" && { maxTokens: 4000 }) };
    const fields = { ...given, [key]: ofConstructor };
    const before = structuredClone(fields);
    const asked = build("hi", fields, { [key]: ofCall });
    expect(asked).toEqual(build("hi", given, { [key]: ofCall }));
    expect(asked).not.toEqual(build("hi", fields));
    expect(build("hi", fields, { [key]: undefined })).toEqual(build("hi", fields));
    expect(fields).toEqual(before);
  });

  test.each(Object.entries(besideRequest))("%s", (key, [ofConstructor, ofCall]) => {
    const settings = resolveSettings({ model: models.claude, [key]: ofConstructor });
    expect(resolveOptions(settings, { [key]: ofCall })).toHaveProperty(key, ofCall);
    expect(resolveOptions(settings, { [key]: undefined })).toHaveProperty(key, ofConstructor);
  });

  test("cache_control, LangChain's name of cacheControl in a call", () => {
    const fields = { cacheControl: { type: "ephemeral", ttl: "5m" } } as const;
    const asked = build("hi", fields, { cache_control: { type: "ephemeral", ttl: "1h" } });
    expect(asked).toEqual(build("hi", { cacheControl: { type: "ephemeral", ttl: "1h" } }));
  });

  test("inferenceConfig, member by member", () => {
    const asked = build("hi", { temperature: 0.5, maxTokens: 10 }, { inferenceConfig: { maxTokens: 20 } });
    expect(asked.inferenceConfig).toEqual({ temperature: 0.5, maxTokens: 20 });
  });

  test("thinking, also over the constructor's among the model's own fields", () => {
    const thinking = { type: "enabled", budget_tokens: 1024 };
    const fields = { additionalModelRequestFields: { thinking, other: 1 } };
    const off = { type: "disabled" };
    expect(build("hi", fields, { thinking: off }).additionalModelRequestFields).toEqual({ thinking: off, other: 1 });
    const explicit = { thinking: off, additionalModelRequestFields: { thinking } };
    expect(build("hi", fields, explicit).additionalModelRequestFields).toEqual({ thinking, other: 1 });
    expect(fields).toEqual({ additionalModelRequestFields: { thinking, other: 1 } });
  });

  test("toolConfig, whole", () => {
    const toolConfig = { tools: [wireTool("g")] };
    expect(build("hi", {}, { tools: [tool("f")], toolConfig }).toolConfig).toEqual(toolConfig);
  });

  test("model, with the rules of its family", () => {
    const asked = build("hi", { model: models.claude, topK: 5 }, { model: models.nova });
    expect(asked).toEqual(build("hi", { model: models.nova, topK: 5 }));
  });
});
