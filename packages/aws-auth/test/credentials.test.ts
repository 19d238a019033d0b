import { AwsConfigurationError, AwsCredentialsError } from "@langchain-aws/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { disposeAllClients } from "../src/index.ts";
import { profileP1, useAwsFiles } from "./support/aws-files.ts";
import { RecordingHandler } from "./support/recording-handler.ts";
import { TinyChat, type TinyChatFields } from "./support/tiny-chat.ts";
import { collectWarnings } from "./support/warnings.ts";

const warnings = collectWarnings();

afterEach(async () => {
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const region = "us-east-1";
const keys = { awsAccessKeyId: "AKIDEXPLICIT", awsSecretAccessKey: "explicit-secret" };

/** The request that a model with these fields sends. */
async function send(fields: TinyChatFields): Promise<RecordingHandler["last"]> {
  const handler = new RecordingHandler();
  await new TinyChat({ region, ...fields, config: { ...fields.config, requestHandler: handler } }).invoke("hello");
  return handler.last;
}

function thrownBy(fields: TinyChatFields): AwsConfigurationError {
  try {
    void new TinyChat(fields);
  } catch (error) {
    if (AwsConfigurationError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("The constructor accepted the options.");
}

describe("explicit keys", () => {
  test("[1] an access key id without its secret is refused, and not quoted", () => {
    const error = thrownBy({ awsAccessKeyId: "AKIDLONELY" });
    expect(error.code).toBe("CONFIG_INCOMPLETE_KEYS");
    expect(error.message).toContain("both awsAccessKeyId and awsSecretAccessKey must be specified");
    expect(error.message).not.toContain("AKIDLONELY");
  });

  test("[2] a secret without its access key id is refused, and not quoted", () => {
    const error = thrownBy({ awsSecretAccessKey: "lonely-secret" });
    expect(error.code).toBe("CONFIG_INCOMPLETE_KEYS");
    expect(error.message).toContain("both awsAccessKeyId and awsSecretAccessKey must be specified");
    expect(error.message).not.toContain("lonely-secret");
  });

  test("[3] a session token without keys is refused by name", () => {
    const error = thrownBy({ awsSessionToken: "lonely-token" });
    expect(error.code).toBe("CONFIG_INCOMPLETE_KEYS");
    expect(error.message).toContain("awsSessionToken");
    expect(error.message).not.toContain("lonely-token");
  });

  test("[4] a lone session token in the environment is no error", () => {
    vi.stubEnv("AWS_SESSION_TOKEN", "ambient-token");
    expect(new TinyChat({ region }).awsOptions.secrets).toEqual([]);
  });

  test("[5] the environment's session token is not mixed with explicit keys", async () => {
    vi.stubEnv("AWS_SESSION_TOKEN", "ambient-token");
    const request = await send(keys);
    expect(request.authorization).toContain("Credential=AKIDEXPLICIT/");
    expect(request.headers).not.toHaveProperty("x-amz-security-token");
  });

  test("[6] an explicit session token is sent, and the scope names day, region and service", async () => {
    const request = await send({ ...keys, awsSessionToken: "explicit-token" });
    expect(request.headers["x-amz-security-token"]).toBe("explicit-token");
    expect(request.authorization).toMatch(/Credential=AKIDEXPLICIT\/\d{8}\/us-east-1\/bedrock\/aws4_request/);
  });
});

describe("bearer tokens", () => {
  test("[7] the environment's token is sent, trimmed, when nothing else was passed", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "  ambient-bearer \n");
    expect((await send({})).authorization).toBe("Bearer ambient-bearer");
  });

  test("[8] explicit keys beat the environment's token", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "ambient-bearer");
    expect((await send(keys)).authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXPLICIT\//);
  });

  test("[9] an explicit profile beats the environment's token", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "ambient-bearer");
    useAwsFiles(profileP1);
    const request = await send({ profile: "p1" });
    expect(request.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDPROFILE1\//);
  });

  test("[10] an explicit token beats explicit keys, with one warning", async () => {
    expect((await send({ apiKey: "explicit-bearer", ...keys })).authorization).toBe("Bearer explicit-bearer");
    await send({ apiKey: "explicit-bearer", ...keys });
    expect(warnings.texts).toEqual([
      "[langchain-aws] apiKey was passed, so the AWS credentials beside it are ignored.",
    ]);
  });

  test("[11] a blank token in the environment counts as unset", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "  ");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDAMBIENT");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "ambient-secret");
    expect((await send({})).authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDAMBIENT\//);
  });

  test("[12] two models with two tokens each send their own, and the environment stays as it was", async () => {
    const before = { ...process.env };
    const handler = new RecordingHandler();
    const config = { requestHandler: handler };
    const models = ["token-one", "token-two"].map((apiKey) => new TinyChat({ region, apiKey, config }));
    await Promise.all([...models, ...models].map((model) => model.invoke("hello")));
    expect(handler.requests.map(({ authorization }) => authorization).toSorted()).toEqual([
      "Bearer token-one",
      "Bearer token-one",
      "Bearer token-two",
      "Bearer token-two",
    ]);
    expect({ ...process.env }).toEqual(before);
  });

  test.each([
    { minutes: 4, tokens: 3, name: "is asked again for the next request" },
    { minutes: 60, tokens: 1, name: "is asked once" },
  ])("[13] a token function whose token lives $minutes minutes $name", async ({ minutes, tokens }) => {
    let calls = 0;
    const apiKey = async (): Promise<{ token: string; expiration: Date }> => {
      calls += 1;
      return { token: `t${calls}`, expiration: new Date(Date.now() + minutes * 60_000) };
    };
    const handler = new RecordingHandler();
    const model = new TinyChat({ region, apiKey, config: { requestHandler: handler } });
    for (let request = 0; request < 3; request += 1) await model.invoke("hello");
    expect(new Set(handler.requests.map(({ authorization }) => authorization)).size).toBe(tokens);
    expect(calls === 1).toBe(tokens === 1);
  });

  test("[14] bedrockApiKey shaped like an access key id is refused alone, and signs beside bedrockApiSecret", async () => {
    const bedrockApiKey = "AKIAIOSFODNN7EXAMPLE";
    const error = thrownBy({ bedrockApiKey });
    expect(error.message).toContain("access key id");
    expect(error.message).not.toContain(bedrockApiKey);
    expect(error.message).toContain("(a bearer token): pass an access key id as awsAccessKeyId");
    const request = await send({ bedrockApiKey, bedrockApiSecret: "s" });
    expect(request.authorization).toContain(`Credential=${bedrockApiKey}/`);
    expect(warnings.texts).toEqual([
      "[langchain-aws] bedrockApiKey with bedrockApiSecret is deprecated: pass awsAccessKeyId and awsSecretAccessKey.",
    ]);
  });

  test("bedrockApiKey alone is a bearer token", async () => {
    expect((await send({ bedrockApiKey: "some-token" })).authorization).toBe("Bearer some-token");
  });

  test("[15] a token is refused for plain http to another machine and allowed for this one", async () => {
    expect(thrownBy({ apiKey: "t", endpointUrl: "http://gw.example" }).code).toBe("CONFIG_API_KEY_OVER_HTTP");
    const request = await send({ apiKey: "t", endpointUrl: "http://localhost:8080" });
    expect(request).toMatchObject({ protocol: "http:", host: "localhost", authorization: "Bearer t" });
  });

  test("[15] an endpoint of the environment is looked at too, before anything is sent", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://gw.example");
    const handler = new RecordingHandler();
    const model = new TinyChat({ region, apiKey: "t", config: { requestHandler: handler } });
    await expect(model.invoke("hello")).rejects.toThrow("not sent over plain http");
    expect(handler.requests).toEqual([]);
  });

  test("a token function that resolves nothing is named", async () => {
    const call = send({ apiKey: async () => " " });
    await expect(call).rejects.toSatisfy(AwsCredentialsError.isInstance);
    await expect(call).rejects.toThrow("The apiKey function resolved no token");
  });
});

describe("a caller's objects", () => {
  test("may be frozen, and stay as they were", async () => {
    const credentials = Object.freeze({ accessKeyId: "AKIDFROZEN", secretAccessKey: "s" });
    const handler = new RecordingHandler();
    const config = Object.freeze({ requestHandler: handler, credentials });
    for (const fields of [{ credentials }, {}]) {
      await new TinyChat(Object.freeze({ region, config, ...fields })).invoke("hello");
      expect(handler.last.authorization).toContain("Credential=AKIDFROZEN/");
    }
    expect(credentials).toEqual({ accessKeyId: "AKIDFROZEN", secretAccessKey: "s" });
    expect(config).toEqual({ requestHandler: handler, credentials });
  });
});

describe("credential functions", () => {
  test("are asked once while their identity is fresh, by all models that share them", async () => {
    let calls = 0;
    const credentials = async (): Promise<{ accessKeyId: string; secretAccessKey: string; expiration: Date }> => {
      calls += 1;
      return { accessKeyId: `AKID${calls}`, secretAccessKey: "s", expiration: new Date(Date.now() + 3_600_000) };
    };
    const requests = await Promise.all([send({ credentials }), send({ credentials, region: "eu-west-1" })]);
    expect(requests.map(({ authorization }) => /Credential=(\w+)/.exec(authorization)?.[1])).toEqual([
      "AKID1",
      "AKID1",
    ]);
    expect(calls).toBe(1);
  });

  test("are asked again and the request sent once more when AWS calls the identity expired", async () => {
    let calls = 0;
    const credentials = async (): Promise<{ accessKeyId: string; secretAccessKey: string; expiration: Date }> => {
      calls += 1;
      return { accessKeyId: `AKID${calls}`, secretAccessKey: "s", expiration: new Date(Date.now() + 3_600_000) };
    };
    const handler = new RecordingHandler((index) =>
      index === 0
        ? { status: 403, headers: { "x-amzn-errortype": "ExpiredTokenException" }, body: { message: "expired" } }
        : {},
    );
    await new TinyChat({ region, credentials, config: { requestHandler: handler } }).invoke("hello");
    const sent = handler.requests.map(({ authorization }) => /Credential=(\w+)/.exec(authorization)?.[1]);
    expect(sent).toEqual(["AKID1", "AKID2"]);
  });
});

test("a token that AWS calls expired is replaced, and the request sent once more", async () => {
  let calls = 0;
  const apiKey = async (): Promise<string> => `t${(calls += 1)}`;
  const expired = {
    status: 403,
    headers: { "x-amzn-errortype": "ExpiredTokenException" },
    body: { message: "expired" },
  };
  const handler = new RecordingHandler((index) => (index === 0 ? expired : {}));
  await new TinyChat({ region, apiKey, config: { requestHandler: handler } }).invoke("hello");
  expect(handler.requests.map(({ authorization }) => authorization)).toEqual(["Bearer t1", "Bearer t2"]);
});

test("static keys that AWS calls expired are sent once: there is nothing to replace them with", async () => {
  const expired = {
    status: 403,
    headers: { "x-amzn-errortype": "ExpiredTokenException" },
    body: { message: "expired" },
  };
  const handler = new RecordingHandler(() => expired);
  const model = new TinyChat({ region, ...keys, config: { requestHandler: handler } });
  await expect(model.invoke("hello")).rejects.toSatisfy(AwsCredentialsError.isInstance);
  expect(handler.requests).toHaveLength(1);
});

test("[49] an expired SSO session names the profile and the command that renews it", async () => {
  useAwsFiles({
    config:
      "[profile sso]\nregion = us-east-1\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n\n" +
      "[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n" +
      "sso_registration_scopes = sso:account:access\n",
  });
  const handler = new RecordingHandler();
  const model = new TinyChat({ profile: "sso", config: { requestHandler: handler } });
  const error: unknown = await model.invoke("hello").catch((thrown: unknown) => thrown);
  if (!AwsCredentialsError.isInstance(error)) throw error;
  expect(error.hint).toContain('"sso"');
  expect(error.hint).toContain("aws sso login --profile sso");
  expect(handler.requests).toEqual([]);
});
