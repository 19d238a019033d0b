import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { BedrockAgentRuntimeClient } from "@aws-sdk/client-bedrock-agent-runtime";
import { disposeAllClients, sharedClientCount } from "@langchain-aws/aws-auth";
import { AwsConfigurationError, AwsRegionError } from "@langchain-aws/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { BedrockRerank } from "../src/index.ts";
import { packageName, packageVersion } from "../src/version.ts";
import { RecordingHandler } from "./support/recording-handler.ts";
import { named } from "./support/named.ts";
import { createReranker, modelArn, thrownBy, thrownIn } from "./support/reranker.ts";

afterEach(async () => {
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const sentArn = ({ body }: ReturnType<typeof createReranker>["handler"]): string | undefined =>
  body.rerankingConfiguration?.bedrockRerankingConfiguration?.modelConfiguration?.modelArn;

describe("the model", () => {
  test.each(
    named([
      { name: "[26] asks for a model that is missing", fields: {} },
      { name: "[26] asks for a model when it is blank", fields: { modelArn: " " } },
      { name: "[26] asks for a model when it is no text", fields: { model: 42 as unknown as string } },
    ]),
  )("%s", (_, { fields }) => {
    const error = thrownIn(() => new BedrockRerank({ region: "us-west-2", ...fields }));
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("modelArn");
  });

  test("[26] is asked for when there is no argument at all", () => {
    expect(AwsConfigurationError.isInstance(thrownIn(() => new BedrockRerank()))).toBe(true);
  });

  test.each([
    ["[27] us-west-2", "amazon.rerank-v1:0", "arn:aws:bedrock:us-west-2::foundation-model/amazon.rerank-v1:0"],
    [
      "[27] us-gov-west-1",
      "cohere.rerank-v3-5:0",
      "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/cohere.rerank-v3-5:0",
    ],
    ["[27] cn-north-1", "amazon.rerank-v1:0", "arn:aws-cn:bedrock:cn-north-1::foundation-model/amazon.rerank-v1:0"],
    [
      "eusc-de-east-1",
      "amazon.rerank-v1:0",
      "arn:aws-eusc:bedrock:eusc-de-east-1::foundation-model/amazon.rerank-v1:0",
    ],
  ])("%s: a bare id becomes an ARN of the client's region", async (name, model, arn) => {
    const { reranker, handler } = createReranker({ model, region: name.split(" ").at(-1) ?? "" });
    await reranker.rerank(["a"], "q");
    expect(sentArn(handler)).toBe(arn);
  });

  test("[27] is an ARN of an injected client's region", async () => {
    const inputs: object[] = [];
    const client = {
      config: { region: async () => "ca-central-1" },
      send: async (command: object) => {
        inputs.push(command);
        return { results: [] };
      },
    };
    await new BedrockRerank({ model: "amazon.rerank-v1:0", client }).rerank(["a"], "q");
    const expected = "arn:aws:bedrock:ca-central-1::foundation-model/amazon.rerank-v1:0";
    expect(inputs).toMatchObject([
      {
        input: {
          rerankingConfiguration: { bedrockRerankingConfiguration: { modelConfiguration: { modelArn: expected } } },
        },
      },
    ]);
  });

  test("that is an ARN is sent unchanged, and says the region", async () => {
    vi.stubEnv("AWS_REGION", "us-east-1");
    const { reranker, handler } = createReranker({ region: undefined });
    await reranker.rerank(["a"], "q");
    expect([sentArn(handler), handler.requests[0]?.host]).toEqual([
      modelArn,
      "bedrock-agent-runtime.us-west-2.amazonaws.com",
    ]);
  });

  test("that was percent-encoded is decoded", async () => {
    const { reranker, handler } = createReranker({ model: encodeURIComponent(modelArn) });
    await reranker.rerank(["a"], "q");
    expect(sentArn(handler)).toBe(modelArn);
    expect(new BedrockRerank({ model: "arn%3Aaws%ZZ" }).modelArn).toBe("arn%3Aaws%ZZ");
  });

  test("without a region is an error at the first call, before any request", async () => {
    const { reranker, handler } = createReranker({ model: "amazon.rerank-v1:0", region: undefined });
    expect(AwsRegionError.isInstance(await thrownBy(reranker.rerank(["a"], "q")))).toBe(true);
    expect(handler.requests).toEqual([]);
  });
});

describe("options", () => {
  test.each([0, -1, 1.5, NaN, Infinity, "3"])("[10] refuse topN %s", async (given) => {
    const topN = given as number;
    const error = thrownIn(() => new BedrockRerank({ modelArn, topN }));
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    const { reranker, handler } = createReranker();
    for (const documents of [["a"], []]) {
      expect(await thrownBy(reranker.rerank(documents, "q", { topN }))).toBeInstanceOf(RangeError);
    }
    expect(handler.requests).toEqual([]);
  });

  const conflict = { modelArn, model: "amazon.rerank-v1:0" };
  test.each<[string, object, string]>([
    ["two models", conflict, '"modelArn" and "model"'],
    ["two spellings that differ", { modelArn, topN: 1, top_n: 2 }, '"topN" and "top_n"'],
    ["maxConcurrency 0", { modelArn, maxConcurrency: 0 }, "maxConcurrency"],
    ["maxConcurrency as text", { modelArn, maxConcurrency: "4" }, "maxConcurrency"],
    ["model fields that are an array", { modelArn, additionalModelRequestFields: [1] }, "additionalModelRequestFields"],
    [
      "model fields without JSON",
      { modelArn, additionalModelRequestFields: { n: 1n } },
      "additionalModelRequestFields",
    ],
    ["half a key", { modelArn, awsAccessKeyId: "AKIDEXAMPLE" }, "awsSecretAccessKey"],
    ["[30] a Bedrock API key", { modelArn, apiKey: "bedrock-api-key-abc" }, "API key"],
    ["[30] a Bedrock API key by Python's name", { modelArn, bedrock_api_key: "ABSKabcdefgh" }, "API key"],
  ])("%s is refused", (_, fields, message) => {
    const error = thrownIn(() => new BedrockRerank(fields));
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(message);
  });

  test.each<[string, object, string]>([
    ["two spellings that differ", { topN: 1, top_n: 2 }, '"topN" and "top_n"'],
    ["model fields that are no object", { additionalModelRequestFields: "a" }, "additionalModelRequestFields"],
    ["a signal that is none", { signal: { aborted: true } }, "signal"],
  ])("%s is refused in a call", async (_, call, message) => {
    const { reranker, handler } = createReranker();
    const error = await thrownBy(reranker.rerank(["a"], "q", call));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(message);
    expect(handler.requests).toEqual([]);
  });

  test("may be frozen, in Python's names, twice the same, and null for nothing", async () => {
    const fields = Object.freeze({
      model_arn: modelArn,
      model: modelArn,
      model_id: null,
      top_n: 1,
      max_concurrency: null,
      region_name: "us-west-2",
    });
    const reranker = new BedrockRerank(fields);
    expect([reranker.modelArn, reranker.topN]).toEqual([modelArn, 1]);
  });

  test.each(["endpointUrl", "baseUrl", "endpoint_url", "base_url"])("[28] send requests to %s", async (name) => {
    const { reranker, handler } = createReranker({ [name]: "https://vpce.example" });
    await reranker.rerank(["a"], "q");
    expect(handler.requests.map(({ host, path }) => [host, path])).toEqual([["vpce.example", "/rerank"]]);
  });

  test("tell the service which package calls", async () => {
    const { reranker, handler } = createReranker();
    await reranker.rerank(["a"], "q");
    expect(handler.requests[0]?.headers["user-agent"]).toContain("md/-langchain-aws-rerank");
  });
});

describe("clients", () => {
  test("[11] are not built for nothing", async () => {
    const { reranker, handler } = createReranker();
    expect(await reranker.rerank([], "q")).toEqual([]);
    expect(await reranker.rerank([], "")).toEqual([]);
    expect(await reranker.rerank(["", " "], "q")).toEqual([]);
    expect(await reranker.compressDocuments([], "q")).toEqual([]);
    expect([handler.requests.length, sharedClientCount()]).toEqual([0, 0]);
    await reranker.rerank(["a"], "q");
    expect([handler.requests.length, sharedClientCount()]).toEqual([1, 1]);
  });

  test("are shared by equal objects, and given up by dispose", async () => {
    const { reranker, handler } = createReranker();
    await reranker.ready();
    expect([sharedClientCount(), handler.requests.length]).toEqual([1, 0]);
    await reranker.rerank(["a"], "q");
    await reranker.dispose();
    expect(sharedClientCount()).toBe(0);
  });

  test("that are injected are used as they are", async () => {
    const sent: unknown[] = [];
    const client = {
      send: async (_command: object, options: object) => {
        sent.push(Object.keys(options));
        return { results: [{ index: 0, relevanceScore: 0.5 }] };
      },
    };
    const reranker = new BedrockRerank({ modelArn, client });
    expect(await reranker.rerank(["a"], "q")).toEqual([{ index: 0, relevanceScore: 0.5 }]);
    await reranker.dispose();
    expect([sent, sharedClientCount()]).toEqual([[["abortSignal"]], 0]);
  });

  test("that are injected are waited for as long as `timeout` says", async () => {
    const requestHandler: object = new RecordingHandler(({ signal }) => hangUntil(signal));
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-so-secret-key" };
    const client = new BedrockAgentRuntimeClient({ region: "us-west-2", credentials, requestHandler, maxAttempts: 1 });
    const reranker = new BedrockRerank({ modelArn, client, timeout: 20 });
    await expect(reranker.rerank(["a"], "q")).rejects.toMatchObject({ name: "BedrockModelTimeoutError" });
  });
});

/** No answer before the request is given up. */
const hangUntil = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(new Error("The request was given up.")));
  });

describe("secrets", () => {
  test("[30] a Bedrock API key of the environment is not used", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-ambient");
    const { reranker, handler } = createReranker();
    await reranker.rerank(["a"], "q");
    const { authorization = "" } = handler.requests[0]?.headers ?? {};
    expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-west-2\/bedrock\/aws4_request/);
  });

  test("[34] are shown nowhere", async () => {
    const fields = {
      awsAccessKeyId: "AKIASECRETID",
      awsSecretAccessKey: "secret-access-key",
      awsSessionToken: "secret-session-token",
      proxy: "http://user:secret-password@proxy.example",
      modelArn,
      topN: 5,
    };
    const reranker = new BedrockRerank(fields);
    for (const shown of [JSON.stringify(reranker), inspect(reranker, { depth: 8, showHidden: true })]) {
      expect(shown).not.toMatch(/secret|AKIASECRETID/i);
      expect(shown).toContain(modelArn);
    }
  });
});

test("the version is the manifest's", () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect({ name: packageName, version: packageVersion }).toEqual(
    expect.objectContaining({
      name: Reflect.get(manifest as object, "name"),
      version: Reflect.get(manifest as object, "version"),
    }),
  );
});
