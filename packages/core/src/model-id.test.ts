import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseModelId, type ParsedModelId } from "./model-id.ts";

const account = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const arn = (resource: string) => `arn:aws:bedrock:us-east-1:123456789012:${resource}`;

describe("parseModelId", () => {
  const cases: (Omit<ParsedModelId, "raw"> & { input: string })[] = [
    {
      input: "anthropic.claude-3-haiku-20240307-v1:0",
      kind: "foundation",
      provider: "anthropic",
      baseModelId: "anthropic.claude-3-haiku-20240307-v1:0",
    },
    { input: "zai.glm-4.6", kind: "foundation", provider: "zai", baseModelId: "zai.glm-4.6" },
    {
      input: "meta.llama3-8b-instruct-v1:0",
      kind: "foundation",
      provider: "meta",
      baseModelId: "meta.llama3-8b-instruct-v1:0",
    },
    {
      input: "amazon.titan-text-express-v1:0:8k",
      kind: "foundation",
      provider: "amazon",
      baseModelId: "amazon.titan-text-express-v1:0",
      contextVariant: "8k",
    },
    { input: "newco.model-1", kind: "foundation", provider: "newco", baseModelId: "newco.model-1" },
    {
      input: "us.anthropic.claude-sonnet-4-20250514-v1:0",
      kind: "inference-profile",
      geoPrefix: "us",
      provider: "anthropic",
      baseModelId: "anthropic.claude-sonnet-4-20250514-v1:0",
    },
    {
      input: "global.newco.model-1:0",
      kind: "inference-profile",
      geoPrefix: "global",
      provider: "newco",
      baseModelId: "newco.model-1:0",
    },
    {
      input: "  eu.amazon.nova-lite-v1:0\n",
      kind: "inference-profile",
      geoPrefix: "eu",
      provider: "amazon",
      baseModelId: "amazon.nova-lite-v1:0",
    },
    {
      input: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k",
      kind: "foundation",
      partition: "aws",
      region: "us-east-1",
      resourceId: "amazon.nova-pro-v1:0:300k",
      provider: "amazon",
      baseModelId: "amazon.nova-pro-v1:0",
      contextVariant: "300k",
    },
    {
      input: arn("inference-profile/us.meta.llama3-1-70b-instruct-v1:0"),
      ...account,
      kind: "inference-profile",
      resourceId: "us.meta.llama3-1-70b-instruct-v1:0",
      geoPrefix: "us",
      provider: "meta",
      baseModelId: "meta.llama3-1-70b-instruct-v1:0",
    },
    {
      input: arn("application-inference-profile/a1b2c3d4e5f6"),
      ...account,
      kind: "application-inference-profile",
      resourceId: "a1b2c3d4e5f6",
    },
    { input: arn("provisioned-model/a1b2c3"), ...account, kind: "provisioned", resourceId: "a1b2c3" },
    {
      input: arn("custom-model/amazon.titan-text-express-v1:0:8k/a1b2c3"),
      ...account,
      kind: "custom",
      resourceId: "a1b2c3",
      provider: "amazon",
      baseModelId: "amazon.titan-text-express-v1:0",
      contextVariant: "8k",
    },
    { input: arn("custom-model/a1b2c3"), ...account, kind: "custom", resourceId: "a1b2c3" },
    { input: arn("custom-model-deployment/a1b2c3"), ...account, kind: "custom-deployment", resourceId: "a1b2c3" },
    { input: arn("imported-model/a1b2c3"), ...account, kind: "imported", resourceId: "a1b2c3" },
    { input: arn("prompt/A1B2C3"), ...account, kind: "prompt", resourceId: "A1B2C3" },
    { input: arn("prompt/A1B2C3:2"), ...account, kind: "prompt", resourceId: "A1B2C3" },
    {
      input: arn("default-prompt-router/anthropic.claude:1"),
      ...account,
      kind: "prompt-router",
      resourceId: "anthropic.claude:1",
    },
    { input: arn("prompt-router/a1b2c3"), ...account, kind: "prompt-router", resourceId: "a1b2c3" },
    {
      input: "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/my-endpoint",
      kind: "endpoint",
      partition: "aws",
      region: "eu-west-1",
      accountId: "123456789012",
      resourceId: "my-endpoint",
    },
    {
      input: "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.titan-tg1-large",
      kind: "foundation",
      partition: "aws-us-gov",
      region: "us-gov-west-1",
      resourceId: "amazon.titan-tg1-large",
      provider: "amazon",
      baseModelId: "amazon.titan-tg1-large",
    },
    {
      input: "arn:aws-eusc:bedrock:eusc-de-east-1:123456789012:provisioned-model/x",
      kind: "provisioned",
      partition: "aws-eusc",
      region: "eusc-de-east-1",
      accountId: "123456789012",
      resourceId: "x",
    },
    {
      input: "arn:aws:bedrock:::foundation-model/cohere.command-r-v1:0",
      kind: "foundation",
      partition: "aws",
      resourceId: "cohere.command-r-v1:0",
      provider: "cohere",
      baseModelId: "cohere.command-r-v1:0",
    },
    {
      input: "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aprovisioned-model%2Fa1b2c3",
      ...account,
      kind: "provisioned",
      resourceId: "a1b2c3",
    },
    { input: "arn:aws:bedrock:us-east-1:123456789012:new-thing/x", ...account, kind: "unknown", resourceId: "x" },
    { input: "arn:aws:bedrock:us-east-1:123456789012:constructor/x", ...account, kind: "unknown", resourceId: "x" },
    { input: "arn:aws:s3:::bucket", kind: "unknown", partition: "aws" },
    { input: "arn%3Aaws%", kind: "unknown" },
    { input: "anthropic", kind: "unknown", provider: "anthropic" },
    { input: "anthropic/claude", kind: "unknown", provider: "anthropic" },
    { input: "us.anthropic", kind: "unknown" },
    { input: "my-model", kind: "unknown" },
    { input: "a sentence. Not an id", kind: "unknown" },
    { input: "", kind: "unknown" },
  ];

  it.each(cases)("reads $input", ({ input, ...expected }) => {
    expect(parseModelId(input)).toEqual({ raw: input, ...expected });
  });

  it("[42] reads a geography with a hyphen", () => {
    expect(parseModelId("us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0")).toMatchObject({
      provider: "anthropic",
      geoPrefix: "us-gov",
    });
  });

  it("[43] tolerates a geography that it has never heard of", () => {
    expect(parseModelId("xx-new.anthropic.claude-9")).toMatchObject({ provider: "anthropic", geoPrefix: "xx-new" });
  });

  it("[44] takes the base model of a custom model from the middle of its ARN", () => {
    expect(parseModelId("arn:aws:bedrock:us-east-1::custom-model/cohere.command-r-v1:0/MyModel")).toMatchObject({
      kind: "custom",
      provider: "cohere",
      baseModelId: "cohere.command-r-v1:0",
    });
  });

  const geographies = ["us", "us-gov", "eu", "apac", "ap", "jp", "au", "sa", "amer", "ca", "mx", "global"];
  const providers =
    "ai21 amazon anthropic cohere deepseek google luma meta minimax mistral moonshot moonshotai nvidia openai qwen stability twelvelabs writer zai";

  it.each(geographies)("strips the geography %s from every known provider", (geoPrefix) => {
    for (const provider of providers.split(" ")) {
      const baseModelId = `${provider}.model-1.5-v2:0`;
      expect(parseModelId(`${geoPrefix}.${baseModelId}`)).toEqual({
        raw: `${geoPrefix}.${baseModelId}`,
        kind: "inference-profile",
        geoPrefix,
        provider,
        baseModelId,
      });
    }
  });

  it("never throws and keeps the input", () => {
    const likeAnArn = fc
      .array(
        fc.oneof(
          fc.constantFrom("arn", ":", "/", "%3A", "%", "aws", "bedrock", "custom-model", "us.", ":0"),
          fc.string(),
        ),
      )
      .map((parts) => `arn:${parts.join("")}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), likeAnArn), (input) => {
        expect(parseModelId(input).raw).toBe(input);
      }),
    );
  });

  it("gives a base model that parses to itself", () => {
    const label = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
        const { baseModelId, provider } = parseModelId(labels.join("."));
        if (baseModelId === undefined) return;
        expect(baseModelId.startsWith(`${provider}.`)).toBe(true);
      }),
    );
  });
});
