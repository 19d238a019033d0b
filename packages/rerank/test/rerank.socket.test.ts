import { disposeAllClients } from "@langchain-aws/aws-auth";
import { BedrockAccessDeniedError, BedrockModelTimeoutError, BedrockThrottlingError } from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { Document } from "@langchain/core/documents";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BedrockRerank, type BedrockRerankInput } from "../src/index.ts";
import { thrownBy } from "./support/reranker.ts";

const aws = useLocalAws();
const operation = "Rerank";

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const connect = (fields: BedrockRerankInput = {}): BedrockRerank =>
  new BedrockRerank({
    model: "cohere.rerank-v3-5:0",
    region: aws.region,
    credentials: aws.credentials,
    endpointUrl: aws.url,
    ...fields,
  });

/** What the endpoint was sent, by number of documents. */
const sentSizes = (): (number | undefined)[] =>
  aws.requests({ operation }).map(({ body }) => {
    const { sources } = body as { sources?: unknown[]; bytes?: number };
    return sources?.length;
  });

const documents = [
  "The beach was sunny all week.",
  { topic: "cooking", text: "Boil the pasta for nine minutes." },
  new Document({ pageContent: "Wet streets make brakes slow on a rainy day.", id: "rain" }),
  "",
  "Umbrellas sell best on a rainy day.",
];

describe("over a real socket", () => {
  test("[1-5] ranks texts, documents and JSON objects by what they say", async () => {
    const ranked = await connect({ topN: null }).rerank(documents, "brakes on wet streets on a rainy day", {
      returnDocuments: true,
    });
    expect(ranked.length).toBe(4);
    expect(ranked.slice(0, 2).map(({ index }) => index)).toEqual([2, 4]);
    expect(ranked[0]?.document).toBe(documents[2]);
    const scores = ranked.map(({ relevanceScore }) => relevanceScore);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    aws.expectRequest({ operation, region: aws.region, status: 200, auth: { kind: "sigv4" } });
  });

  test("[16] compresses documents", async () => {
    const pages = ["cats purr", "dogs bark at the moon", "the moon is far away"].map(
      (pageContent, index) => new Document({ pageContent, id: `d${index}`, metadata: { index } }),
    );
    const best = await connect({ topN: 1 }).compressDocuments(pages, "why do dogs bark");
    expect(best).toEqual([
      new Document({
        pageContent: "dogs bark at the moon",
        id: "d1",
        metadata: { index: 1, relevanceScore: expect.any(Number), relevance_score: expect.any(Number) },
      }),
    ]);
  });

  test.each(["amazon.rerank-v1:0", "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0"])(
    "[27] is served by %s",
    async (model) => {
      expect((await connect({ model }).rerank(["a word", "another"], "word")).map(({ index }) => index)).toEqual([
        0, 1,
      ]);
    },
  );

  test("[23] finds the one relevant text among 2,500, in three requests", async () => {
    const many = Array.from({ length: 2500 }, (_, index) => `entry number ${index} of the log`);
    many[2345] = "the disk of the database is full";
    const [best, ...others] = await connect().rerank(many, "is the database disk full");
    expect([best?.index, others.length]).toEqual([2345, 2]);
    expect(new Set(sentSizes())).toEqual(new Set([1000, 500]));
    expect(sentSizes().length).toBe(3);
  });

  test("[8, 18, 20] sends nothing that the service refuses", async () => {
    const long = "x".repeat(40_000);
    const ranked = await connect({ topN: 100 }).rerank([" ", long, { nested: [{ when: new Date(0) }] }, ""], "when");
    expect(new Set(ranked.map(({ index }) => index))).toEqual(new Set([1, 2]));
    expect(aws.requests({ operation }).map(({ status }) => status)).toEqual([200]);
  });

  test("[30] signs, though there is a Bedrock API key in the environment", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-ambient");
    await connect().rerank(["a"], "q");
    expect(aws.lastRequest()?.auth.kind).toBe("sigv4");
  });

  test("shares one connection pool between equal objects", async () => {
    const [one, other] = [connect(), connect()];
    await Promise.all([one.ready(), other.ready()]);
    await one.rerank(["a"], "q");
    await one.dispose();
    expect((await other.rerank(["a"], "q")).length).toBe(1);
  });
});

describe("when something fails", () => {
  test("[29] tries again after throttling, and says so", async () => {
    aws.faults.add({ match: { operation }, when: { times: 2 }, do: { throttle: true } });
    const failed: string[] = [];
    const reranker = connect({ maxRetries: 2, onFailedAttempt: ({ name }) => failed.push(name) });
    expect((await reranker.rerank(["a"], "q")).length).toBe(1);
    expect(aws.requests({ operation }).map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 429],
      [2, 429],
      [3, 200],
    ]);
    expect(failed).toEqual(["BedrockThrottlingError", "BedrockThrottlingError"]);
  });

  test("[29] gives up after the last retry, and fails once without retries", async () => {
    aws.faults.add({ match: { operation }, do: { throttle: true } });
    expect(BedrockThrottlingError.isInstance(await thrownBy(connect({ maxRetries: 1 }).rerank(["a"], "q")))).toBe(true);
    expect(aws.requests({ operation }).length).toBe(2);
    await thrownBy(connect({ maxRetries: 0 }).rerank(["a"], "q"));
    expect(aws.requests({ operation }).length).toBe(3);
  });

  test("[29] sends what is refused once, and says which models there are", async () => {
    const model = `arn:aws:bedrock:${aws.region}:123456789012:application-inference-profile/abc123def456`;
    const error = await thrownBy(connect({ model }).rerank(["a private text"], "a private question"));
    expect(error).toMatchObject({
      name: "BedrockValidationError",
      awsCode: "ValidationException",
      httpStatusCode: 400,
      hint: expect.stringContaining("::foundation-model/<id>"),
    });
    expect(String(error)).not.toContain("private");
    expect(aws.requests({ operation }).length).toBe(1);
  });

  test("names the permissions that are missing", async () => {
    aws.faults.add({ match: { operation }, do: { accessDenied: true } });
    const error = await thrownBy(connect().rerank(["a"], "q"));
    expect(BedrockAccessDeniedError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("bedrock:Rerank");
  });

  test("[32] aborts the requests that are under way, and sends no other", async () => {
    const controller = new AbortController();
    const hung = vi.fn<() => boolean>(() => {
      if (hung.mock.calls.length === 2) controller.abort(new Error("enough"));
      return true;
    });
    aws.faults.add({ match: { operation, test: hung }, do: { hang: true } });
    const many = Array.from({ length: 4500 }, (_, index) => `entry ${index}`);
    const call = connect({ maxConcurrency: 2 }).rerank(many, "q", { signal: controller.signal });
    expect(String(await thrownBy(call))).toContain("enough");
    expect(aws.requests({ operation }).length).toBe(2);
  });

  test("of one chunk, ends the others", async () => {
    const refused = { error: { status: 400, type: "ValidationException", message: "no" } };
    aws.faults.add({ match: { operation }, when: { nth: 1 }, do: { hang: true } });
    aws.faults.add({ match: { operation }, do: refused });
    const many = Array.from({ length: 4500 }, (_, index) => `entry ${index}`);
    const error = await thrownBy(connect({ maxConcurrency: 2 }).rerank(many, "q"));
    expect(error).toMatchObject({ awsCode: "ValidationException" });
    expect(aws.requests({ operation }).length).toBe(2);
  });

  test("gives up on a service that is silent when the timeout is over", async () => {
    aws.faults.add({ match: { operation }, do: { hang: true } });
    const error = await thrownBy(connect({ timeout: 50 }).rerank(["a"], "q"));
    expect(BedrockModelTimeoutError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("timeout");
    expect(aws.requests({ operation }).length).toBe(1);
  });
});
