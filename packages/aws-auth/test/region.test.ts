import { InvokeModelCommand, type BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError, AwsRegionError } from "@langchain-aws/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createControlPlane, disposeAllClients, sendCommand, takeAwsFields } from "../src/index.ts";
import { profileP1, useAwsFiles } from "./support/aws-files.ts";
import { RecordingHandler } from "./support/recording-handler.ts";
import { TinyChat, type TinyChatFields } from "./support/tiny-chat.ts";
import { collectWarnings } from "./support/warnings.ts";

const warnings = collectWarnings();

afterEach(async () => {
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const keys = { awsAccessKeyId: "AKIDEXPLICIT", awsSecretAccessKey: "explicit-secret" };
const context = { service: "bedrock-runtime", operation: "InvokeModel" };

async function send(fields: TinyChatFields): Promise<RecordingHandler["last"]> {
  const handler = new RecordingHandler();
  await new TinyChat({ ...keys, ...fields, config: { ...fields.config, requestHandler: handler } }).invoke("hello");
  return handler.last;
}

const hostIn = (region: string): string => `bedrock-runtime.${region}.amazonaws.com`;
const arnIn = (region: string): string =>
  `arn:aws:bedrock:${region}:111122223333:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0`;

describe("the region", () => {
  test("[16] comes from the profile, with its keys, when nothing else says one", async () => {
    useAwsFiles(profileP1);
    const handler = new RecordingHandler();
    await new TinyChat({ profile: "p1", config: { requestHandler: handler } }).invoke("hello");
    expect(handler.last.host).toBe(hostIn("eu-central-1"));
    expect(handler.last.authorization).toContain("Credential=AKIDPROFILE1/");
  });

  test("[17] of the environment beats the profile's", async () => {
    useAwsFiles(profileP1);
    vi.stubEnv("AWS_REGION", "us-west-2");
    const handler = new RecordingHandler();
    await new TinyChat({ profile: "p1", config: { requestHandler: handler } }).invoke("hello");
    expect(handler.last.host).toBe(hostIn("us-west-2"));
  });

  test("[18] comes from AWS_DEFAULT_REGION, which the AWS SDK does not read", async () => {
    vi.stubEnv("AWS_DEFAULT_REGION", "eu-west-1");
    expect((await send({})).host).toBe(hostIn("eu-west-1"));
  });

  test("[19] is not taken from an empty AWS_REGION", async () => {
    vi.stubEnv("AWS_REGION", "");
    vi.stubEnv("AWS_DEFAULT_REGION", "eu-west-1");
    expect((await send({})).host).toBe(hostIn("eu-west-1"));
  });

  test("[20] that nothing says is an error of its own, before anything is sent", async () => {
    const handler = new RecordingHandler();
    const model = new TinyChat({ ...keys, model: "anthropic.x", config: { requestHandler: handler } });
    const error: unknown = await model.invoke("hello").catch((thrown: unknown) => thrown);
    expect(AwsRegionError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(/No AWS region.*regionName.*credentialsProfileName.*AWS_REGION.*ARN/s);
    await expect(model.ready()).rejects.toSatisfy(AwsRegionError.isInstance);
    expect(handler.requests).toEqual([]);
  });

  test("[21] of the model's ARN beats the environment's", async () => {
    vi.stubEnv("AWS_REGION", "us-west-2");
    expect((await send({ model: arnIn("us-east-2") })).host).toBe(hostIn("us-east-2"));
    expect(warnings.texts).toEqual([]);
  });

  test("[22] that was passed beats the model's ARN, with one warning", async () => {
    expect((await send({ region: "us-west-2", model: arnIn("us-east-2") })).host).toBe(hostIn("us-west-2"));
    await send({ region: "us-west-2", model: arnIn("us-east-2") });
    expect(warnings.texts).toEqual([
      "[langchain-aws] The region us-west-2 was passed, but the model's ARN is in us-east-2. Requests go to us-west-2.",
    ]);
  });

  test("comes from BEDROCK_AWS_REGION last of all, for classes that opt in", async () => {
    const env = { BEDROCK_AWS_REGION: "eu-north-1" };
    const { options } = takeAwsFields({}, { service: "bedrock", legacyBedrockEnv: true, env });
    const load = (): Promise<never> => Promise.reject(new Error("not loaded"));
    expect(await createControlPlane({ options, userAgent: ["x", "1"], load }).region()).toBe("eu-north-1");
  });

  test.each(["us-east-1.evil.com/", "US-EAST-1", "us east 1", "-us"])("%j is no region", (region) => {
    expect(() => new TinyChat({ region })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID_REGION", name: "AwsConfigurationError" }),
    );
  });
});

describe("the endpoint", () => {
  test("[23] keeps its path, and the control plane is not sent there", async () => {
    const handler = new RecordingHandler();
    const fields = {
      ...keys,
      region: "us-east-1",
      endpointUrl: "https://gw.example/base",
      config: { requestHandler: handler },
    };
    const arn = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc";
    const client = await new TinyChat(fields).client();
    await sendCommand(client, new InvokeModelCommand({ modelId: arn, body: "{}" }), { context });
    expect(handler.last).toMatchObject({ host: "gw.example", path: `/base/model/${encodeURIComponent(arn)}/invoke` });

    await new TinyChat({ ...fields, model: arn }).findProvider();
    expect(handler.last).toMatchObject({
      host: "bedrock.us-east-1.amazonaws.com",
      path: `/inference-profiles/${encodeURIComponent(arn)}`,
    });
  });

  test("[23] in config does not reach the control plane either", async () => {
    const handler = new RecordingHandler();
    const config = { requestHandler: handler, endpoint: "https://gw.example/base" };
    const arn = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/def";
    const model = new TinyChat({ ...keys, region: "us-east-1", model: arn, config });
    await model.invoke("hello");
    await model.findProvider();
    expect(handler.requests.map(({ host }) => host)).toEqual(["gw.example", "bedrock.us-east-1.amazonaws.com"]);
  });

  test("is the passed profile's, unless an option or the environment has one", async () => {
    useAwsFiles({
      ...profileP1,
      config:
        "[profile p1]\nregion = eu-central-1\nservices = mine\nendpoint_url = https://all.example\n\n" +
        "[services mine]\nbedrock_runtime =\n  endpoint_url = https://runtime.example\n",
    });
    const hosts: string[] = [];
    const ask = async (fields: TinyChatFields): Promise<void> => {
      const handler = new RecordingHandler();
      const model = new TinyChat({ profile: "p1", ...fields, config: { requestHandler: handler } });
      await model.invoke("hello");
      if (fields.model !== undefined) await model.findProvider();
      hosts.push(...handler.requests.map(({ host }) => host));
    };
    await ask({ model: "arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/jkl" });
    await ask({ endpointUrl: "https://gw.example" });
    vi.stubEnv("AWS_ENDPOINT_URL", "https://env.example");
    await ask({});
    vi.stubEnv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    await ask({});
    const own = "bedrock-runtime.eu-central-1.amazonaws.com";
    expect(hosts).toEqual(["runtime.example", "all.example", "gw.example", "env.example", own]);
  });

  test("[24] is the FIPS one on request, which excludes an endpoint of one's own", async () => {
    const config = { useFipsEndpoint: true };
    expect((await send({ region: "us-east-1", config })).host).toBe("bedrock-runtime-fips.us-east-1.amazonaws.com");
    expect(() => new TinyChat({ config, endpointUrl: "https://gw.example" })).toThrow(
      expect.objectContaining({ code: "CONFIG_FIPS_WITH_ENDPOINT" }),
    );
  });

  test("[24] the old pseudo region means FIPS too", async () => {
    const request = await send({ region: "fips-us-east-1" });
    expect(request.host).toBe("bedrock-runtime-fips.us-east-1.amazonaws.com");
    expect(request.authorization).toContain("/us-east-1/bedrock/");
  });

  test("[25] has the suffix of its partition", async () => {
    expect((await send({ region: "cn-north-1" })).host).toBe("bedrock-runtime.cn-north-1.amazonaws.com.cn");
  });

  test("a host alone is taken for https", async () => {
    expect(await send({ region: "us-east-1", endpointHost: "gw.example:8443" })).toMatchObject({
      protocol: "https:",
      host: "gw.example",
    });
  });

  test.each([
    "not a url",
    "ftp://gw.example",
    "https://u:p@gw.example",
    "https://gw.example?x=1",
    "https://gw.example#x",
  ])("%j is no endpoint, and is not quoted", (endpointUrl) => {
    const create = (): TinyChat => new TinyChat({ endpointUrl });
    expect(create).toThrow(expect.objectContaining({ code: "CONFIG_INVALID_ENDPOINT" }));
    expect(create).toThrow(expect.objectContaining({ message: expect.not.stringContaining(endpointUrl) }));
  });
});

describe("an injected client", () => {
  test("lends region, identity and handler to the control plane, and stays as it was", async () => {
    const { BedrockRuntimeClient } = await import("@aws-sdk/client-bedrock-runtime");
    const handler = Object.assign(new RecordingHandler(), { metadata: { handlerProtocol: "http/1.1" } });
    const client: BedrockRuntimeClient = new BedrockRuntimeClient({
      region: "ap-south-1",
      credentials: { accessKeyId: "AKIDINJECTED", secretAccessKey: "s" },
      requestHandler: handler,
    });
    const arn = "arn:aws:bedrock:ap-south-1:111122223333:provisioned-model/ghi";
    const model = new TinyChat({ client, model: arn });
    await model.findProvider();
    expect(handler.last).toMatchObject({
      host: "bedrock.ap-south-1.amazonaws.com",
      path: expect.stringContaining("provisioned"),
    });
    expect(handler.last.authorization).toContain("Credential=AKIDINJECTED/");
    await model.dispose();
    expect(handler.destroyed).toBe(0);
  });

  test("without send() is refused", () => {
    // @ts-expect-error -- what a caller without types may do
    expect(() => new TinyChat({ client: {} })).toThrow(AwsConfigurationError);
  });
});
