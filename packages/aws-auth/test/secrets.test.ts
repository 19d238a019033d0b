import { inspect } from "node:util";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { load } from "@langchain/core/load";
import { afterEach, describe, expect, test, vi } from "vitest";
import { disposeAllClients, takeAwsFields } from "../src/index.ts";
import { RecordingHandler } from "./support/recording-handler.ts";
import { TinyChat, type TinyChatFields } from "./support/tiny-chat.ts";
import { collectWarnings } from "./support/warnings.ts";

collectWarnings();

afterEach(async () => {
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const secrets = {
  accessKeyId: "AKIDVERYSECRET",
  secretAccessKey: "very-secret-access-key",
  sessionToken: "very-secret-session-token",
  bearer: "very-secret-bearer",
  proxyPassword: "very-secret-proxy-password",
  providerSecret: "very-secret-of-a-provider",
  configSecret: "very-secret-of-config",
  configToken: "very-secret-token-of-config",
};

const everySecret = (): TinyChatFields => ({
  model: "anthropic.claude-3-5-haiku-20241022-v1:0",
  region: "us-east-1",
  maxRetries: 2,
  timeout: 5000,
  awsAccessKeyId: secrets.accessKeyId,
  awsSecretAccessKey: secrets.secretAccessKey,
  awsSessionToken: secrets.sessionToken,
  apiKey: secrets.bearer,
  proxy: `http://user:${secrets.proxyPassword}@proxy.example:8080`,
  credentials: { accessKeyId: secrets.accessKeyId, secretAccessKey: secrets.providerSecret },
  config: {
    credentials: { accessKeyId: "x", secretAccessKey: secrets.configSecret },
    token: { token: secrets.configToken },
  },
  client: new BedrockRuntimeClient({
    region: "us-east-1",
    credentials: { accessKeyId: secrets.accessKeyId, secretAccessKey: secrets.providerSecret },
  }),
});

/** The names of the secrets that a text shows. */
const shownIn = (text: string): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

const secret = (id: string): object => ({ lc: 1, type: "secret", id: [id] });

describe("a model made with secrets", () => {
  test("[28] has placeholders for them in JSON, and neither client nor credentials", () => {
    const json = JSON.stringify(new TinyChat(everySecret()));
    expect(shownIn(json)).toEqual([]);
    expect(JSON.parse(json)).toEqual({
      lc: 1,
      type: "constructor",
      id: ["langchain_aws", "test", "TinyChat"],
      kwargs: {
        model: "anthropic.claude-3-5-haiku-20241022-v1:0",
        region_name: "us-east-1",
        max_retries: 2,
        timeout: 5000,
        aws_access_key_id: secret("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key: secret("AWS_SECRET_ACCESS_KEY"),
        aws_session_token: secret("AWS_SESSION_TOKEN"),
        api_key: secret("AWS_BEARER_TOKEN_BEDROCK"),
      },
    });
  });

  test("[28] works again when that JSON is loaded with the secrets", async () => {
    vi.stubEnv("AWS_REGION", "eu-west-1");
    const keys = { awsAccessKeyId: secrets.accessKeyId, awsSecretAccessKey: secrets.secretAccessKey };
    const json = JSON.stringify(new TinyChat({ region: "us-west-2", ...keys }));
    const loaded = await load<TinyChat>(json, {
      secretsMap: { AWS_ACCESS_KEY_ID: secrets.accessKeyId, AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey },
      importMap: { test: { TinyChat } },
      optionalImportsMap: { "langchain_aws/test": { TinyChat } },
    });
    expect(loaded.awsOptions).toEqual(new TinyChat({ region: "us-west-2", ...keys }).awsOptions);
    expect(loaded.awsOptions.secrets).toEqual([secrets.accessKeyId, secrets.secretAccessKey]);
  });

  test("[29] shows none when it is inspected, its constructor arguments included", async () => {
    const { client: _client, proxy: _proxy, ...fields } = everySecret();
    const handler = new RecordingHandler();
    const model = new TinyChat({ ...fields, config: { ...fields.config, requestHandler: handler } });
    await model.invoke("hello");
    const text = inspect(model, { depth: 8, showHidden: true });
    expect(shownIn(text)).toEqual([]);
    expect(inspect(model.lc_kwargs, { depth: 8 })).toContain("awsAccessKeyId: '[secret]'");
  });

  test("shows none when its options are cloned, listed or traced", () => {
    const { options, rest, marks } = takeAwsFields(everySecret(), { service: "bedrock-runtime" });
    const model = new TinyChat(everySecret());
    const shown = [structuredClone(options), Object.entries(options), rest, marks, model.invocationParams({})];
    expect(shownIn(shown.map((value) => inspect(value, { depth: 8, showHidden: true })).join("\n"))).toEqual([]);
    expect(shownIn(JSON.stringify([model.getLsParams({}), model._identifyingParams(), model.serialize()]))).toEqual([]);
  });

  test("hands its secrets to whoever masks error texts, and to nobody else", () => {
    const { options } = takeAwsFields(everySecret(), { service: "bedrock-runtime" });
    expect(options.secrets).toEqual(expect.arrayContaining(Object.values(secrets)));
    expect(Object.keys(options)).not.toContain("secrets");
  });

  test("masks them in what AWS says about it", async () => {
    const body = { message: `The token ${secrets.sessionToken} of ${secrets.accessKeyId} is not valid` };
    const handler = new RecordingHandler(() => ({
      status: 403,
      headers: { "x-amzn-errortype": "AccessDeniedException" },
      body,
    }));
    const { awsAccessKeyId, awsSecretAccessKey, awsSessionToken } = everySecret();
    const keys = { awsAccessKeyId, awsSecretAccessKey, awsSessionToken };
    const model = new TinyChat({ region: "us-east-1", ...keys, config: { requestHandler: handler } });
    const error: unknown = await model.invoke("hello").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "BedrockAccessDeniedError" });
    expect(shownIn(inspect(error, { depth: 8, showHidden: true }))).toEqual([]);
  });
});

test("[30] keys of the environment leave no trace in the JSON", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", secrets.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", secrets.secretAccessKey);
  vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", secrets.bearer);
  const model = new TinyChat({ region: "us-east-1", config: { requestHandler: new RecordingHandler() } });
  await model.invoke("hello");
  expect(JSON.parse(JSON.stringify(model))).toMatchObject({ kwargs: { region_name: "us-east-1" } });
  expect(JSON.stringify(model)).not.toMatch(/secret|access_key/);
});
