import { BedrockAccessDeniedError, ModelProviderError, parseModelId } from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { afterEach, describe, expect, test } from "vitest";
import {
  createControlPlane,
  disposeAllClients,
  forgetBaseModels,
  lookUpBaseModel,
  takeAwsFields,
} from "../src/index.ts";
import { localFields } from "./support/local-fields.ts";
import { RecordingHandler, type Reply } from "./support/recording-handler.ts";
import { TinyChat } from "./support/tiny-chat.ts";

const profile = "arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/team1";
const aws = useLocalAws({
  models: { applicationProfiles: [{ id: "team1", model: "anthropic.claude-3-5-haiku-20241022-v1:0" }] },
});

afterEach(async () => {
  forgetBaseModels();
  await disposeAllClients();
});

const lookup = { operation: "GetInferenceProfile" };

describe("model identifiers", () => {
  test.each([
    {
      number: 42,
      id: "us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0",
      expected: { provider: "anthropic", geoPrefix: "us-gov" },
    },
    { number: 43, id: "xx-new.anthropic.claude-9", expected: { provider: "anthropic", geoPrefix: "xx-new" } },
    {
      number: 44,
      id: "arn:aws:bedrock:us-east-1::custom-model/cohere.command-r-v1:0/MyModel",
      expected: { kind: "custom", provider: "cohere", baseModelId: "cohere.command-r-v1:0" },
    },
  ])("[$number] $id is read without asking AWS", async ({ id, expected }) => {
    expect(parseModelId(id)).toMatchObject(expected);
    const model = new TinyChat({ ...localFields(aws), model: id });
    expect(await model.findProvider()).toBe(expected.provider);
    expect(aws.requests()).toEqual([]);
  });
});

describe("an application inference profile", () => {
  test("[45] is looked up once by all models that share its ARN", async () => {
    const models = [1, 2, 3].map(() => new TinyChat({ ...localFields(aws), model: profile }));
    expect(await Promise.all(models.map((model) => model.findProvider()))).toEqual([
      "anthropic",
      "anthropic",
      "anthropic",
    ]);
    expect(await models[0]?.findProvider()).toBe("anthropic");
    expect(aws.requests(lookup)).toHaveLength(1);
  });

  test("[46] that may not be read stops no model whose provider is known", async () => {
    aws.faults.add({ match: lookup, do: { accessDenied: true } });
    const model = new TinyChat({ ...localFields(aws), model: profile, provider: "anthropic" });
    expect(await model.findProvider()).toBe("anthropic");
    expect((await model.invoke("hello")).text).not.toBe("");
  });

  test("[46] that may not be read is an error naming the action and both options otherwise", async () => {
    aws.faults.add({ match: lookup, do: { accessDenied: true } });
    const error: unknown = await new TinyChat({ ...localFields(aws), model: profile })
      .findProvider()
      .catch((thrown: unknown) => thrown);
    if (!BedrockAccessDeniedError.isInstance(error)) throw error;
    expect(error.message).toMatch(/bedrock:GetInferenceProfile.*`provider`.*`baseModelId`/s);
  });
});

describe("a lookup", () => {
  const keys = { awsAccessKeyId: "AKIDEXPLICIT", awsSecretAccessKey: "s" };
  const sourceOver = (handler: RecordingHandler, load = () => import("@aws-sdk/client-bedrock")) => {
    const config = { requestHandler: handler };
    const { options } = takeAwsFields(
      { region: "us-east-1", ...keys, maxRetries: 0, config },
      { service: "bedrock-runtime" },
    );
    return createControlPlane({ options, userAgent: ["x", "1"], load });
  };
  const replying = (body: unknown): RecordingHandler => new RecordingHandler((): Reply => ({ body }));

  test.each([
    {
      name: "a provisioned model",
      arn: "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/p1",
      body: { foundationModelArn: "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0" },
      path: "/provisioned-model-throughput/",
      expected: { provider: "meta", baseModelId: "meta.llama3-8b-instruct-v1:0" },
    },
    {
      name: "a custom model deployment",
      arn: "arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/d1",
      body: { modelArn: "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/xyz" },
      path: "/model-customization/custom-model-deployments/",
      expected: { provider: "amazon", baseModelId: "amazon.nova-lite-v1:0" },
    },
  ])("of $name asks the operation that knows it", async ({ arn, body, path, expected }) => {
    const handler = replying(body);
    expect(await lookUpBaseModel(parseModelId(arn), sourceOver(handler))).toEqual(expected);
    expect(handler.last.path).toContain(path);
  });

  test("is kept for a day, and a failure for a minute", async () => {
    let now = 0;
    const clock = (): number => now;
    let denied = true;
    const body = { models: [{ modelArn: "arn:aws:bedrock:us-east-1::foundation-model/cohere.command-r-v1:0" }] };
    const handler = new RecordingHandler(() => (denied ? { status: 500, body: {} } : { body }));
    const source = sourceOver(handler);
    const ask = (): Promise<unknown> => lookUpBaseModel(parseModelId(profile), source, { clock }).catch(() => "failed");
    const answers = [await ask()];
    denied = false;
    for (const time of [59_000, 61_000, 61_000 + 86_000_000, 61_000 + 86_500_000]) {
      now = time;
      answers.push(await ask());
    }
    const found = { provider: "cohere", baseModelId: "cohere.command-r-v1:0" };
    expect(answers).toEqual(["failed", "failed", found, found, found]);
    expect(handler.requests).toHaveLength(3);
  });

  test("of models of several providers is an error", async () => {
    const models = ["meta.llama3-8b-instruct-v1:0", "cohere.command-r-v1:0"].map((id) => ({
      modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${id}`,
    }));
    const call = lookUpBaseModel(parseModelId(profile), sourceOver(replying({ models })));
    await expect(call).rejects.toSatisfy(ModelProviderError.isInstance);
  });

  test("without the package that makes it names the package, and is done without when it is optional", async () => {
    const source = sourceOver(new RecordingHandler(), () => Promise.reject(new Error("Cannot find package")));
    await expect(lookUpBaseModel(parseModelId(profile), source)).rejects.toThrow("npm install @aws-sdk/client-bedrock");
    expect(await lookUpBaseModel(parseModelId(profile), source, { optional: true })).toEqual({});
  });
});
