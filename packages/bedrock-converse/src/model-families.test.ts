import { expect, test } from "vitest";
import { resolveModel } from "./model-families.ts";

test.each([
  ["us.anthropic.claude-3-haiku-20240307-v1:0", "claude-3"],
  ["anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3"],
  ["us.anthropic.claude-3-7-sonnet-20250219-v1:0", "claude-3-7"],
  ["us.anthropic.claude-sonnet-4-20250514-v1:0", "claude-4"],
  ["us.anthropic.claude-opus-4-1-20250805-v1:0", "claude-4-1"],
  ["global.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-4-1"],
  ["us.anthropic.claude-opus-4-6-v1", "claude-4-6"],
  ["us.anthropic.claude-opus-4-7", "claude-4-7"],
  ["us.anthropic.claude-opus-4-8", "claude-4-8"],
  ["us.anthropic.claude-sonnet-5", "claude-5"],
  ["us.anthropic.claude-opus-5-v1:0", "claude-5"],
  ["us.anthropic.claude-fable-5", "claude-5-other"],
  ["anthropic.claude-next-9", "claude"],
  ["anthropic.claude-instant-v1", "claude-2"],
  ["us.amazon.nova-lite-v1:0", "nova"],
  ["us.amazon.nova-2-lite-v1:0", "nova-2"],
  ["amazon.titan-text-express-v1:0:8k", "titan"],
  ["us.meta.llama3-1-8b-instruct-v1:0", "llama"],
  ["us.meta.llama3-2-11b-instruct-v1:0", "llama-3-2"],
  ["us.meta.llama3-2-1b-instruct-v1:0", "llama-3"],
  ["us.meta.llama4-scout-17b-instruct-v1:0", "llama"],
  ["mistral.mistral-large-2407-v1:0", "mistral-large"],
  ["mistral.mixtral-8x7b-instruct-v0:1", "mistral-legacy"],
  ["cohere.command-r-plus-v1:0", "command-r"],
  ["us.deepseek.r1-v1:0", "deepseek-r1"],
  ["deepseek.v3-v1:0", "deepseek-v3-1"],
  ["openai.gpt-oss-20b-1:0", "gpt-oss"],
  ["xx-new.anthropic.claude-sonnet-5", "claude-5"],
  ["arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0", "claude-3"],
  ["arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-pro-v1:0", "nova"],
  ["arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc", "unknown"],
  ["qwen.qwen3-32b-v1:0", "qwen"],
  ["minimax.minimax-m2.5", "minimax"],
  ["us.openai.gpt-5.6-sol", "gpt-5"],
  ["global.openai.gpt-6-astra", "gpt-5"],
  ["moonshotai.kimi-k3", "kimi"],
  ["zai.glm-5", "unknown"],
])("takes %s for %s", (model, family) => {
  expect(resolveModel({ model }).family.name).toBe(family);
});

test("believes the caller about base model and provider", () => {
  const model = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc";
  expect(resolveModel({ model, baseModelId: "us.anthropic.claude-sonnet-5" })).toMatchObject({
    baseModelId: "anthropic.claude-sonnet-5",
    provider: "anthropic",
    family: { name: "claude-5" },
  });
  expect(resolveModel({ model, provider: "anthropic" }).family.name).toBe("claude");
});
