import { inspect } from "node:util";
import { AwsLangChainError } from "@langchain-aws/core";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BedrockRerank } from "../src/index.ts";
import { refusal } from "./support/recording-handler.ts";
import { named } from "./support/named.ts";
import { createReranker, modelArn, thrownBy } from "./support/reranker.ts";

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("the number of attempts", () => {
  test.each(
    named([
      {
        name: "[29] is one for a request that is wrong",
        maxRetries: 5,
        status: 400,
        type: "ValidationException",
        attempts: 1,
      },
      { name: "[29] is one without retries", maxRetries: 0, status: 429, type: "ThrottlingException", attempts: 1 },
      { name: "[29] are three with two retries", maxRetries: 2, status: 429, type: "ThrottlingException", attempts: 3 },
      { name: "is one for a refusal", maxRetries: 2, status: 403, type: "AccessDeniedException", attempts: 1 },
      {
        name: "is one for an unknown model",
        maxRetries: 2,
        status: 404,
        type: "ResourceNotFoundException",
        attempts: 1,
      },
      {
        name: "is one for a used up quota",
        maxRetries: 2,
        status: 400,
        type: "ServiceQuotaExceededException",
        attempts: 1,
      },
      {
        name: "are three for a failure of the service",
        maxRetries: 2,
        status: 500,
        type: "InternalServerException",
        attempts: 3,
      },
      { name: "are three for a bad gateway", maxRetries: 2, status: 502, type: "BadGatewayException", attempts: 3 },
    ]),
  )("%s", async (_, { maxRetries, status, type, attempts }) => {
    const failed: Error[] = [];
    const { reranker, handler } = createReranker({ maxRetries, onFailedAttempt: (error) => failed.push(error) }, () =>
      refusal(status, type, "no"),
    );
    const error = await thrownBy(reranker.rerank(["a"], "q"));
    expect(error).toMatchObject({
      awsCode: type,
      httpStatusCode: status,
      service: "bedrock-agent-runtime",
      operation: "Rerank",
      requestId: "request-1",
    });
    expect(AwsLangChainError.isInstance(error) && error.cause).toMatchObject({ name: type });
    expect([handler.requests.length, failed.length]).toEqual([attempts, attempts]);
    for (const each of failed) expect(AwsLangChainError.isInstance(each)).toBe(true);
  });
});

const profile = "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/abc123";

describe("errors say what to do", () => {
  test.each(
    named([
      {
        name: "about an inference profile",
        fields: { model: profile },
        answer: refusal(400, "ValidationException", "The provided request is not valid"),
        class: "BedrockValidationError",
        hint: /inference profile.*::foundation-model\/<id>.*bare id/,
      },
      {
        name: "about an identifier the service does not take",
        fields: {},
        answer: refusal(400, "ValidationException", "The provided model identifier is invalid"),
        class: "BedrockModelNotFoundError",
        hint: /::foundation-model\/<id>.*us-west-2/,
      },
      {
        name: "about a model that is not there",
        fields: {},
        answer: refusal(404, "ResourceNotFoundException", "Not found"),
        class: "BedrockModelNotFoundError",
        hint: /not every region.*us-west-2/,
      },
      {
        name: "about permissions",
        fields: {},
        answer: refusal(403, "AccessDeniedException", "not authorized"),
        class: "BedrockAccessDeniedError",
        hint: /bedrock:Rerank.*bedrock:InvokeModel/,
      },
      {
        name: "about throttling",
        fields: {},
        answer: refusal(429, "ThrottlingException", "slow down"),
        class: "BedrockThrottlingError",
        hint: /maxConcurrency/,
      },
      {
        name: "about what is no answer of the service",
        fields: {},
        answer: { status: 403, body: "<html>blocked</html>" },
        class: "BedrockAccessDeniedError",
        hint: /non-JSON body/,
      },
    ]),
  )("%s", async (_, { fields, answer, class: name, hint }) => {
    const { reranker } = createReranker(fields, () => answer);
    const error = await thrownBy(reranker.rerank(["a"], "q"));
    expect(error).toMatchObject({ name, hint: expect.stringMatching(hint) });
    expect(String(error)).toMatch(hint);
  });

  const lost = (): Promise<never> =>
    Promise.reject(
      Object.assign(new Error("Could not load credentials from any providers"), { name: "CredentialsProviderError" }),
    );

  test.each([
    ["bedrock-api-key-ambient", /API keys \(bearer\) do not work for Rerank/],
    [undefined, /aws sso login/],
  ])("about missing credentials, with AWS_BEARER_TOKEN_BEDROCK=%s", async (token, hint) => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", token);
    const reranker = new BedrockRerank({ modelArn, credentials: lost });
    const error = await thrownBy(reranker.rerank(["a"], "q"));
    expect(error).toMatchObject({ name: "AwsCredentialsError", hint: expect.stringMatching(hint) });
    expect(inspect(error)).not.toContain("bedrock-api-key-ambient");
  });

  test("about missing credentials when the default chain finds none", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-ambient");
    const { reranker, handler } = createReranker({ awsAccessKeyId: undefined, awsSecretAccessKey: undefined });
    expect(await thrownBy(reranker.rerank(["a"], "q"))).toMatchObject({
      name: "AwsCredentialsError",
      hint: expect.stringMatching(/do not work for Rerank/),
    });
    expect(handler.requests).toEqual([]);
  });
});

describe("errors hold nothing of the caller's", () => {
  const query = "what did the patient say?";
  const text = 'the patient said "ouch"\n';
  const documents = [text, { pageContent: "a diagnosis of the heart" }, { note: { text: "born in 1970" } }];

  test.each([
    ["the query", query],
    ["a text", text],
    ["a text as JSON has it", JSON.stringify(text)],
    ["a document", "a diagnosis of the heart"],
    ["a member of a JSON document", "born in 1970"],
  ])("when the service repeats %s", async (_, repeated) => {
    const failed: Error[] = [];
    const { reranker } = createReranker({ onFailedAttempt: (error) => failed.push(error) }, () =>
      refusal(400, "ValidationException", `1 validation error detected: Value '${repeated}' is not valid`),
    );
    const error = await thrownBy(reranker.rerank<string | Record<string, unknown>>(documents, query));
    expect(String(error)).toMatch(/Value '"?\[redacted\]"?' is not valid/);
    for (const each of [error, ...failed]) {
      expect(inspect(each, { depth: 8 })).not.toMatch(/patient|ouch|diagnosis|born/);
    }
  });

  test("when they are refused before anything is sent", async () => {
    const { reranker } = createReranker();
    const cycle: Record<string, unknown> = { diagnosis: "heart" };
    cycle["self"] = cycle;
    const errors = [
      await thrownBy(reranker.rerank([cycle], query)),
      await thrownBy(reranker.rerank([{ diagnosis: 1n }], query)),
      await thrownBy(reranker.rerank(["a"], query.repeat(2000))),
    ];
    for (const error of errors) expect(inspect(error, { depth: 8 })).not.toMatch(/patient|diagnosis|heart/);
  });
});
