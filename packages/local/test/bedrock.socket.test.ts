import {
  BedrockClient,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  type ListFoundationModelsCommandInput,
  ListInferenceProfilesCommand,
} from "@aws-sdk/client-bedrock";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { ask, converse, refusalOf } from "./bedrock-runtime.ts";

const application = "arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/abc123def456";
const aws = useLocalAws({
  models: {
    applicationProfiles: [
      { id: "abc123def456", model: "us.meta.llama3-3-70b-instruct-v1:0", name: "team-a", description: "Team A" },
      {
        id: "arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/xyz",
        model: "amazon.nova-lite-v1:0",
      },
    ],
    extra: [{ id: "acme.chat-v1:0", name: "Acme Chat", provider: "Acme", maxOutputTokens: 10 }],
  },
});
const client = (): BedrockClient => new BedrockClient(aws.clientConfig("bedrock"));

describe("inference profiles", () => {
  it("[36] resolve an application profile, and Converse with its ARN follows the rules of the model behind it", async () => {
    const {
      $metadata: _metadata,
      createdAt,
      updatedAt,
      ...profile
    } = await client().send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: application }));
    expect([createdAt, updatedAt]).toEqual([new Date("2025-01-01"), new Date("2025-01-01")]);
    expect(profile).toEqual({
      inferenceProfileName: "team-a",
      description: "Team A",
      inferenceProfileArn: application,
      inferenceProfileId: "abc123def456",
      models: [{ modelArn: "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-3-70b-instruct-v1:0" }],
      status: "ACTIVE",
      type: "APPLICATION",
    });

    expect(await converse(aws, { modelId: application, messages: ask("Hello") })).toBe("end_turn");
    const toolConfig = { tools: [{ toolSpec: { name: "a", inputSchema: { json: {} } } }], toolChoice: { any: {} } };
    expect(await refusalOf(converse(aws, { modelId: application, toolConfig }))).toMatchObject({
      message: expect.stringContaining("toolConfig.toolChoice.any"),
    });
  });

  it.each([
    ["abc123def456", "abc123def456"],
    ["arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/xyz", "xyz"],
    ["us.amazon.nova-lite-v1:0", "us.amazon.nova-lite-v1:0"],
    ["arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.amazon.nova-lite-v1:0", "us.amazon.nova-lite-v1:0"],
  ])("are found by id and by ARN: %s", async (inferenceProfileIdentifier, id) => {
    const profile = await client().send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }));
    expect(profile.inferenceProfileId).toBe(id);
  });

  it("list a model twice for a global profile, once without a region", async () => {
    const { models } = await client().send(
      new GetInferenceProfileCommand({ inferenceProfileIdentifier: "global.anthropic.claude-sonnet-4-6" }),
    );
    expect(models).toEqual([
      { modelArn: "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6" },
      { modelArn: "arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-6" },
    ]);
  });

  it("refuse one that does not exist", async () => {
    const wanted = client().send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: "us.nothing" }));
    expect(await refusalOf(wanted)).toMatchObject({ name: "ResourceNotFoundException", status: 404 });
  });

  it("are listed page by page, by type", async () => {
    const ids: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client().send(
        new ListInferenceProfilesCommand({ typeEquals: "SYSTEM_DEFINED", maxResults: 40, nextToken }),
      );
      ids.push(...(page.inferenceProfileSummaries ?? []).map(({ inferenceProfileId }) => inferenceProfileId));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
    const { inferenceProfileSummaries } = await client().send(
      new ListInferenceProfilesCommand({ typeEquals: "APPLICATION" }),
    );
    expect(inferenceProfileSummaries?.map(({ inferenceProfileId }) => inferenceProfileId)).toEqual([
      "abc123def456",
      "xyz",
    ]);
  });
});

describe("foundation models", () => {
  it("are listed by provider, output and way of calling", async () => {
    const ids = async (input: ListFoundationModelsCommandInput): Promise<unknown[]> => {
      const { modelSummaries } = await client().send(new ListFoundationModelsCommand(input));
      return (modelSummaries ?? []).map(({ modelId }) => modelId);
    };
    expect(await ids({ byProvider: "Acme" })).toEqual(["acme.chat-v1:0"]);
    expect(await ids({ byProvider: "cohere", byOutputModality: "EMBEDDING", byInferenceType: "ON_DEMAND" })).toEqual([
      "cohere.embed-v4:0",
      "cohere.embed-multilingual-v3",
      "cohere.embed-english-v3",
    ]);
  });

  it("are described by id and by ARN, a model of the user's too", async () => {
    const arn = "arn:aws:bedrock:us-east-1::foundation-model/acme.chat-v1:0";
    const answers = await Promise.all(
      ["acme.chat-v1:0", arn].map((modelIdentifier) =>
        client().send(new GetFoundationModelCommand({ modelIdentifier })),
      ),
    );
    for (const { modelDetails } of answers) {
      expect(modelDetails).toMatchObject({ modelArn: arn, modelName: "Acme Chat", providerName: "Acme" });
    }
    expect(await refusalOf(converse(aws, { modelId: arn, inferenceConfig: { maxTokens: 11 } }))).toMatchObject({
      message: expect.stringContaining("the model limit of 10"),
    });
  });

  it("refuse an id that means nothing", async () => {
    const wanted = client().send(new GetFoundationModelCommand({ modelIdentifier: "acme.nothing" }));
    expect(await refusalOf(wanted)).toMatchObject({
      message: "The provided model identifier is invalid.",
      status: 400,
    });
  });
});
