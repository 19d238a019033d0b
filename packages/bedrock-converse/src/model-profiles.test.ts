import { describe, expect, it } from "vitest";
import { ChatBedrockConverse } from "./chat-bedrock-converse.ts";
import { profileOf } from "@langchain-aws/core/model-profiles";

const sonnet45 = "anthropic.claude-sonnet-4-5-20250929-v1:0";

describe("profileOf", () => {
  it.each([
    [sonnet45, { maxInputTokens: 200_000, maxOutputTokens: 64_000, structuredOutput: true, imageInputs: true }],
    ["anthropic.claude-opus-4-8", { temperature: false, structuredOutput: false, reasoningOutput: true }],
    ["anthropic.claude-sonnet-5", { reasoningEffortLevels: ["low", "medium", "high", "xhigh", "max"] }],
    ["anthropic.claude-3-haiku-20240307-v1:0", { maxOutputTokens: 4_096, reasoningOutput: false }],
    ["amazon.nova-2-lite-v1:0", { maxInputTokens: 1_000_000, videoInputs: true, reasoningOutput: true }],
    ["amazon.nova-micro-v1:0", { imageInputs: false, toolCalling: true }],
    ["meta.llama3-70b-instruct-v1:0", { toolCalling: false, maxInputTokens: 8_192 }],
    ["deepseek.r1-v1:0", { toolCalling: false, reasoningOutput: true }],
    ["openai.gpt-oss-120b-1:0", { reasoningEffortLevels: ["low", "medium", "high"], imageInputs: false }],
  ])("knows %s", (id, expected) => {
    expect(profileOf(id)).toMatchObject(expected);
  });

  it("looks at the id on the wire when the base model id says nothing", () => {
    expect(profileOf(undefined, "acme.unknown-v1", sonnet45)).toBe(profileOf(sonnet45));
  });

  it("promises nothing of a model it does not know", () => {
    expect(profileOf("acme.model-v1:0", undefined)).toEqual({});
  });
});

describe("the profile of a model", () => {
  it("[90] is the same for plain and geographic ids, and empty for unknown ones", () => {
    const profiles = [sonnet45, `us.${sonnet45}`, `global.${sonnet45}`].map(
      (id) => new ChatBedrockConverse(id).profile,
    );
    expect(profiles.map(({ maxInputTokens }) => maxInputTokens)).toEqual([200_000, 200_000, 200_000]);
    expect(new ChatBedrockConverse("acme.model-v1:0").profile).toEqual({});
  });

  it("[90] never makes an agent rely on structured output that is not known to work", () => {
    const ids = [
      "us.anthropic.claude-opus-4-8",
      "us.anthropic.claude-sonnet-5",
      "us.amazon.nova-pro-v1:0",
      "meta.llama3-3-70b-instruct-v1:0",
    ];
    expect(ids.map((id) => new ChatBedrockConverse(id).profile.structuredOutput)).toEqual([false, false, false, false]);
  });

  it("is found by the base model of an opaque ARN", () => {
    const model = "arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/abc123";
    expect(new ChatBedrockConverse({ model, baseModelId: sonnet45 }).profile.maxInputTokens).toBe(200_000);
  });

  it("takes the caller's word over the table's, member by member", () => {
    const { profile } = new ChatBedrockConverse({
      model: sonnet45,
      profile: { structuredOutput: false, maxInputTokens: 9 },
    });
    expect(profile).toMatchObject({ structuredOutput: false, maxInputTokens: 9, maxOutputTokens: 64_000 });
  });
});
