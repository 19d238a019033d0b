import * as sdk from "@aws-sdk/client-bedrock-runtime";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { afterEach, describe, expect, test } from "vitest";
import { BedrockModelClient, disposeAllClients, forgetBaseModels, takeAwsFields } from "../src/index.ts";
import { localFields } from "./support/local-fields.ts";

const aws = useLocalAws({
  models: { applicationProfiles: [{ id: "team1", model: "anthropic.claude-3-5-haiku-20241022-v1:0" }] },
});
const profile = "arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/team1";

afterEach(async () => {
  forgetBaseModels();
  await disposeAllClients();
});

class TinyClient extends BedrockModelClient<typeof sdk> {
  async ask(modelId: string): Promise<string | undefined> {
    const { ConverseCommand } = await this.loadSdk();
    const client = await this.source.get();
    const input = { modelId, messages: [{ role: "user" as const, content: [{ text: "Hi" }] }] };
    const output: unknown = await client.send(new ConverseCommand(input));
    return (output as sdk.ConverseCommandOutput).stopReason;
  }

  async providerOf(modelId: string): Promise<string | undefined> {
    const { provider } = await this.lookUp(modelId);
    return provider;
  }
}

function connect(fields: object = {}, load = async (): Promise<typeof sdk> => sdk) {
  return new TinyClient({
    options: takeAwsFields({ ...localFields(aws), ...fields }, { service: "bedrock-runtime" }).options,
    modelId: "amazon.nova-lite-v1:0",
    userAgent: ["@langchain-aws/aws-auth", "0.0.0"],
    load,
    loadControlPlane: async () => import("@aws-sdk/client-bedrock"),
  });
}

describe("a client of Bedrock's models", () => {
  test("loads the SDK once, at the first request, and again only when that failed", async () => {
    const loads: string[] = [];
    const client = connect({}, async () => {
      loads.push("sdk");
      if (loads.length === 1) throw new Error("The file did not arrive.");
      return sdk;
    });
    expect(loads).toEqual([]);
    await expect(client.ask("amazon.nova-lite-v1:0")).rejects.toThrow("The file did not arrive.");
    expect(await client.ask("amazon.nova-lite-v1:0")).toBe("end_turn");
    expect(await client.ask("amazon.nova-lite-v1:0")).toBe("end_turn");
    expect(loads).toEqual(["sdk", "sdk"]);
  });

  test("asks the control plane for the model behind a profile", async () => {
    expect(await connect().providerOf(profile)).toBe("anthropic");
    expect(aws.requests({ operation: "GetInferenceProfile" })).toHaveLength(1);
  });

  test("is who it is: equal for equal credentials and regions, and never one of them", async () => {
    const one = await connect().identity();
    expect(await connect().identity()).toBe(one);
    expect(await connect({ region: "eu-west-1" }).identity()).not.toBe(one);
    const credentials = { accessKeyId: "AKIAOTHER", secretAccessKey: "another secret" };
    const other = await connect({ credentials }).identity();
    expect(other).not.toBe(one);
    expect(other).not.toMatch(/AKIA|secret/);
  });

  test("goes on with another client after it was given up", async () => {
    const client = connect();
    await client.ready();
    expect(aws.requests()).toEqual([]);
    await client.dispose();
    expect(await client.ask("amazon.nova-lite-v1:0")).toBe("end_turn");
  });
});
