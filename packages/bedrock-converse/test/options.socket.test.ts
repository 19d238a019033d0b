import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { forgetBaseModels } from "@langchain-aws/aws-auth";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { InMemoryCache } from "@langchain/core/caches";
import { load } from "@langchain/core/load";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChatBedrockConverse } from "../src/index.ts";
import { models, tool, useWarnings } from "./build.ts";
import { collect, connect, sumOf } from "./connect.ts";

const profileId = "abcdef123456";
const accountId = "111122223333";
const aws = useLocalAws({
  accountId,
  auth: { bearerTokens: ["token-1"] },
  models: {
    applicationProfiles: [{ id: profileId, model: "anthropic.claude-sonnet-4-5-20250929-v1:0", name: "mine" }],
  },
});
const warnings = useWarnings();
const profileArn = `arn:aws:bedrock:us-east-1:${accountId}:application-inference-profile/${profileId}`;

describe("spellings", () => {
  test("[5] takes a model in every spelling, and refuses two that differ", async () => {
    const model = models.nova;
    const made = [
      new ChatBedrockConverse(model, { region: "us-east-1" }),
      new ChatBedrockConverse({ model, regionName: "us-east-1" }),
      new ChatBedrockConverse({ modelId: model }),
      // @ts-expect-error -- Python's names
      new ChatBedrockConverse({ model_id: model, region_name: "us-east-1" }),
    ];
    expect(made.map((each) => each.model)).toEqual([model, model, model, model]);
    expect(() => new ChatBedrockConverse({ model: "a", modelId: "b" })).toThrow(/"model" and "modelId"/);
  });

  test("uses a model of its own, with a warning, when none is named", () => {
    expect(new ChatBedrockConverse().model).toBe("anthropic.claude-haiku-4-5-20251001-v1:0");
    expect(warnings.texts).toEqual([expect.stringContaining("without a model")]);
  });

  test("counts null as not passed", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    const nothing = { maxConcurrency: null, defaultHeaders: null, disableStreaming: null, modelProfile: null };
    // @ts-expect-error -- as settings read from JSON say it
    const model = connect(aws, { model: models.llama, ...nothing });
    await collect(await model.stream("hi", { tools: [tool("f")] }));
    expect(aws.requests().map(({ operation }) => operation)).toEqual(["Converse"]);
  });

  test("[10] tells an AWS profile from a model profile", async () => {
    const capable = new ChatBedrockConverse({ model: models.claude, profile: { structuredOutput: true } });
    expect(capable.profile.structuredOutput).toBe(true);
    expect(JSON.stringify(capable)).toContain('"model_profile":{"structuredOutput":true}');
    const two = { profile: { structuredOutput: true }, modelProfile: { structuredOutput: false } };
    expect(() => new ChatBedrockConverse({ model: models.claude, ...two })).toThrow(/"profile" and "modelProfile"/);
    const named = new ChatBedrockConverse({ model: models.claude, profile: "dev" });
    expect(named.profile).toEqual(new ChatBedrockConverse(models.claude).profile);
    expect(JSON.stringify(named)).toContain('"credentials_profile_name":"dev"');
  });
});

describe("fields of the model's own", () => {
  const asked = { additionalModelResponseFieldPaths: ["/stop_sequence"], stopSequences: ["END"] };
  const expected = { stopReason: "stop_sequence", additionalModelResponseFields: { stop_sequence: "END" } };

  test("asks for fields of the model's own reply, which tells the stop sequence by /stop_sequence", async () => {
    aws.chat.script([{ text: "so far END and no further" }]);
    const reply = await connect(aws, asked).invoke("hi");
    expect(aws.lastRequest()?.body).toMatchObject({ additionalModelResponseFieldPaths: ["/stop_sequence"] });
    expect(reply.response_metadata).toMatchObject(expected);
  });

  test("asks for fields of the model's own reply in a stream", async () => {
    aws.chat.script([{ text: "so far END and no further" }]);
    const chunks = await collect(await connect(aws).stream("hi", asked));
    expect(sumOf(chunks).response_metadata).toMatchObject(expected);
  });
});

describe("application inference profiles", () => {
  beforeEach(() => forgetBaseModels());

  test("[6] sends the ARN and follows the rules of the base model", async () => {
    aws.chat.script([{ text: "ok" }]);
    const reply = await connect(aws, {
      model: profileArn,
      baseModelId: "anthropic.claude-sonnet-5",
      temperature: 0.5,
    }).invoke("hi");
    expect(aws.requests()).toMatchObject([{ operation: "Converse", model: profileArn }]);
    expect(aws.lastRequest()?.body).not.toHaveProperty("inferenceConfig");
    expect(reply.response_metadata).toMatchObject({
      model_name: "anthropic.claude-sonnet-5",
      inference_profile_id: profileArn,
    });
  });

  test("sends to a profile named beside a descriptive model", async () => {
    aws.chat.script([{ text: "ok" }]);
    const reply = await connect(aws, { applicationInferenceProfile: profileArn }).invoke("hi");
    expect(aws.lastRequest()?.model).toBe(profileArn);
    expect(reply.response_metadata["model_name"]).toBe("anthropic.claude-haiku-4-5-20251001-v1:0");
  });

  test("[7] looks the base model up once for two calls", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    const model = connect(aws, { model: profileArn });
    const reply = await model.invoke("hi");
    await model.invoke("hi");
    expect(aws.requests().map(({ operation }) => operation)).toEqual(["GetInferenceProfile", "Converse", "Converse"]);
    expect(reply.response_metadata["model_name"]).toBe("anthropic.claude-sonnet-4-5-20250929-v1:0");
  });

  test("[7] works without permission for the look-up", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    aws.faults.add({ match: { operation: "GetInferenceProfile" }, do: { accessDenied: true } });
    const reply = await connect(aws, { model: profileArn }).invoke("hi");
    expect(reply.content).toBe("ok");
    expect(reply.response_metadata["model_name"]).toBe(profileArn);
  });

  test("looks the base model up again when it could not be found before", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    aws.faults.add({ match: { operation: "GetInferenceProfile" }, when: { times: 1 }, do: { accessDenied: true } });
    const model = connect(aws, { model: profileArn });
    const names = [];
    for (let call = 0; call < 3; call += 1) {
      const { response_metadata } = await model.invoke("hi");
      names.push(response_metadata["model_name"]);
      // As after the minute for which a failure is kept.
      if (call === 1) forgetBaseModels();
    }
    expect(names).toEqual([profileArn, profileArn, "anthropic.claude-sonnet-4-5-20250929-v1:0"]);
    expect(aws.requests({ operation: "GetInferenceProfile" })).toHaveLength(2);
  });

  test("takes an ARN that was copied out of a URL, in whole or in part", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    const copies = [encodeURIComponent(profileArn), profileArn.replace("/", "%2F")];
    for (const model of copies) await connect(aws, { model, provider: "anthropic" }).invoke("hi");
    expect(aws.requests({ operation: "Converse" }).map(({ model }) => model)).toEqual([profileArn, profileArn]);
  });
});

describe("clients", () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  test("[8] takes the region from AWS_REGION", async () => {
    process.env["AWS_REGION"] = "us-east-1";
    aws.chat.script([{ text: "ok" }]);
    await connect(aws, { region: undefined }).invoke("hi");
    expect(aws.lastRequest()?.region).toBe("us-east-1");
  });

  test("[9] sends a bearer token alone, and signs with keys whatever the environment says", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    await connect(aws, { credentials: undefined, bedrockApiKey: "token-1" }).invoke("hi");
    expect(aws.lastRequest()?.auth.kind).toBe("bearer");
    const { accessKeyId, secretAccessKey } = aws.credentials;
    await connect(aws, {
      credentials: undefined,
      bedrockApiKey: accessKeyId,
      bedrockApiSecret: secretAccessKey,
    }).invoke("hi");
    expect(aws.lastRequest()?.auth.kind).toBe("sigv4");
    process.env["AWS_BEARER_TOKEN_BEDROCK"] = "token-1";
    const environment = { ...process.env };
    await connect(aws).invoke("hi");
    expect(aws.lastRequest()?.auth.kind).toBe("sigv4");
    expect(process.env).toEqual(environment);
  });

  test("[94] signs the headers of two models that share a client", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    const client = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
    for (const value of ["one", "two"]) {
      const model = connect(aws, {
        client,
        credentials: undefined,
        endpointUrl: undefined,
        defaultHeaders: { "x-team": value },
      });
      await model.invoke("hi");
      const { headers } = aws.lastRequest() ?? {};
      expect(headers?.["x-team"]).toBe(value);
      expect(headers?.["authorization"]).toMatch(/SignedHeaders=[^,]*x-team/);
    }
    client.destroy();
  });

  test("[97] gives up an attempt after the timeout, and keeps an endpoint of clientOptions", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    const clientOptions = { endpoint: aws.url, region: aws.region };
    const model = connect(aws, { endpointUrl: undefined, region: undefined, clientOptions });
    expect((await model.invoke("hi")).content).toBe("ok");
    aws.faults.add({ do: { latencyMs: 60_000 } });
    await expect(connect(aws, { timeout: 50 }).invoke("hi")).rejects.toThrow(/timeout/i);
  });

  test("a call may name another model", async () => {
    aws.chat.on(/.*/, { text: "ok" });
    const reply = await connect(aws).invoke("hi", { model: models.nova });
    expect(aws.lastRequest()?.model).toBe(models.nova);
    expect(reply.response_metadata["model_name"]).toBe("amazon.nova-lite-v1:0");
  });
});

describe("identity", () => {
  const secrets = {
    awsAccessKeyId: "AKIASECRETSECRETSECR",
    awsSecretAccessKey: "very-secret-key",
    awsSessionToken: "very-secret-session",
  };

  test("[11] serialises with references to its secrets and nothing private", () => {
    const client = new BedrockRuntimeClient({
      region: "us-east-1",
      credentials: { accessKeyId: "AK-CLIENT", secretAccessKey: "client-secret" },
    });
    const model = new ChatBedrockConverse({
      model: models.claude,
      region: "us-east-1",
      ...secrets,
      defaultHeaders: { authorization: "header-secret" },
      temperature: 0.5,
      system: ["s"],
      client,
    });
    const json: unknown = JSON.parse(JSON.stringify(model));
    expect(json).toMatchObject({
      lc: 1,
      type: "constructor",
      id: ["langchain_aws", "chat_models", "ChatBedrockConverse"],
      kwargs: {
        model_id: models.claude,
        region_name: "us-east-1",
        temperature: 0.5,
        system: ["s"],
        aws_access_key_id: { lc: 1, type: "secret", id: ["AWS_ACCESS_KEY_ID"] },
        aws_secret_access_key: { lc: 1, type: "secret", id: ["AWS_SECRET_ACCESS_KEY"] },
        aws_session_token: { lc: 1, type: "secret", id: ["AWS_SESSION_TOKEN"] },
      },
    });
    for (const text of [JSON.stringify(model), inspect(model, { depth: 8, showHidden: true })]) {
      for (const secret of [...Object.values(secrets), "header-secret", "client-secret"])
        expect(text).not.toContain(secret);
    }
    expect(JSON.stringify(model)).not.toMatch(/"(credentials|client|default_headers)"/);
    client.destroy();
  });

  test("[11] serialises an API key as a reference", () => {
    const json = JSON.stringify(new ChatBedrockConverse({ model: models.claude, apiKey: "very-secret-token" }));
    expect(json).toContain('"api_key":{"lc":1,"type":"secret","id":["AWS_BEARER_TOKEN_BEDROCK"]}');
    expect(json).not.toContain("very-secret-token");
  });

  test("loads what it has serialised", async () => {
    const { accessKeyId, secretAccessKey } = aws.credentials;
    const json = JSON.stringify(
      connect(aws, {
        credentials: undefined,
        awsAccessKeyId: accessKeyId,
        awsSecretAccessKey: secretAccessKey,
        maxTokens: 7,
      }),
    );
    const loaded = await load<ChatBedrockConverse>(json, {
      secretsMap: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      optionalImportsMap: { "langchain_aws/chat_models": Promise.resolve({ ChatBedrockConverse }) },
      optionalImportEntrypoints: ["langchain_aws/chat_models"],
    });
    aws.chat.script([{ text: "ok" }]);
    expect((await loaded.invoke("hi")).content).toBe("ok");
    expect(aws.lastRequest()?.body).toMatchObject({ inferenceConfig: { maxTokens: 7 } });
  });

  test("[12] keeps the cached answers of two models apart", async () => {
    aws.chat.script([{ text: "one" }, { text: "two" }]);
    const cache = new InMemoryCache();
    const replies = [];
    for (const model of [models.claude, models.nova, models.claude])
      replies.push((await connect(aws, { model, cache }).invoke("hi")).content);
    expect(replies).toEqual(["one", "two", "one"]);
    expect(aws.requests()).toHaveLength(2);
  });

  test("[13] keeps its name when classes are renamed", () => {
    const Minified = { x: class extends ChatBedrockConverse {} }.x;
    expect(new Minified({ model: models.claude }).getName()).toBe("ChatBedrockConverse");
    expect(ChatBedrockConverse.lc_name()).toBe("ChatBedrockConverse");
  });

  test("[96] shows traces the request without messages, and no secret", async () => {
    aws.chat.script([{ text: "ok" }, { text: "ok" }]);
    const seen: unknown[] = [];
    const handler = {
      handleChatModelStart: (...started: unknown[]) => void seen.push(started),
    };
    const model = connect(aws, {
      temperature: 0.1,
      defaultHeaders: { "x-a": "header-secret" },
      apiKey: "token-1",
      credentials: undefined,
    });
    await model.invoke("hi", { callbacks: [handler], temperature: 0.7, tools: [tool("f")], stop: ["END"] });
    const told = JSON.stringify(seen);
    expect(told).not.toContain("token-1");
    expect(told).not.toContain("header-secret");
    expect(seen).toMatchObject([
      {
        4: {
          invocation_params: { modelId: models.claude, inferenceConfig: { temperature: 0.7, stopSequences: ["END"] } },
        },
      },
    ]);
    expect(model.getLsParams({ temperature: 0.7, maxTokens: 9, stop: ["END"] })).toEqual({
      ls_provider: "amazon_bedrock",
      ls_model_name: "anthropic.claude-haiku-4-5-20251001-v1:0",
      ls_model_type: "chat",
      ls_temperature: 0.7,
      ls_max_tokens: 9,
      ls_stop: ["END"],
    });
    expect(model.invocationParams({})).not.toHaveProperty("messages");
    await collect(await model.stream("hi"));
  });

  test("keeps what the constructor was told about streams, and says nothing it was not told", () => {
    const kwargs = (fields: object): unknown => JSON.parse(JSON.stringify(connect(aws, fields))).kwargs;
    expect(kwargs({})).not.toHaveProperty("disable_streaming");
    expect(kwargs({ disableStreaming: false })).toMatchObject({ disable_streaming: false });
    expect(kwargs({ disableStreaming: "tool_calling" })).toMatchObject({ disable_streaming: "tool_calling" });
  });

  test("counts tokens offline", async () => {
    expect(await connect(aws).getNumTokens("12345678")).toBe(2);
    expect(aws.requests()).toEqual([]);
  });

  test("leaves a frozen options object alone", () => {
    const fields = Object.freeze({
      model: models.claude,
      region: "us-east-1",
      additionalModelRequestFields: Object.freeze({ a: 1 }),
    });
    expect(new ChatBedrockConverse(fields).model).toBe(models.claude);
  });
});
