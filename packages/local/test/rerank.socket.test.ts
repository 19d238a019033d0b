import type { RerankSource } from "@aws-sdk/client-bedrock-agent-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createLocalAws } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { requestHttp1 } from "./support/raw-http.ts";
import { type Asked, modelArn, rerank } from "./support/rerank.ts";

const aws = useLocalAws();

const library = [
  "A recipe for bread with rye flour and honey.",
  "How to change the tyre of a bicycle.",
  "The history of the printing press.",
  "Growing tomatoes on a small balcony.",
  "A short introduction to chess openings.",
  "The rules of table tennis.",
  "Choosing a sleeping bag for winter.",
  "How volcanoes are made.",
  "The colours of autumn leaves.",
  "A guide to the museums of Vienna.",
  "Tuning a guitar by ear.",
  "Why the sky is blue.",
  "Knots that sailors use.",
  "The heart of a whale weighs as much as a car.",
  "Return policy: purchases can be returned within thirty days for a full refund.",
  "A letter from the sea.",
  "How bees find their way home.",
  "The oldest library of the world.",
  "Learning to swim as an adult.",
  "What wind turbines are made of.",
];

describe("Rerank", () => {
  it.each([
    ["HTTP/2", {}],
    ["HTTP/1.1", { requestHandler: new NodeHttpHandler() }],
  ])("[39] puts the relevant one of 20 texts first over %s", async (_http, config) => {
    const results = await rerank(aws, "Can I get a refund for a purchase?", { texts: library, config });
    expect(results).toHaveLength(20);
    expect(results[0]?.index).toBe(14);
    expect(Object.keys(results[0] ?? {}).toSorted()).toEqual(["index", "relevanceScore"]);
    expect(aws.lastRequest()).toMatchObject({ service: "bedrock-agent-runtime", operation: "Rerank", status: 200 });
  });

  it("[39] keeps indexes of the request, scores in order, from 0 to 1", async () => {
    const word = fc.constantFrom("rain", "sun", "day", "sea", "wet", "street", "snow", "!", "à", "😀");
    const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { minLength: 1, maxLength: 12 }), async (query, texts) => {
        const results = await rerank(aws, query, { texts });
        expect(results.map(({ index }) => index).toSorted((a, b) => Number(a) - Number(b))).toEqual([...texts.keys()]);
        const scores = results.map(({ relevanceScore }) => relevanceScore ?? Number.NaN);
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      }),
      { numRuns: 30 },
    );
  });

  it("[39] scores a pair alike in every company", async () => {
    const scoreOf = async (texts: readonly string[], index: number): Promise<number | undefined> =>
      (await rerank(aws, "rainy day", { texts })).find((result) => result.index === index)?.relevanceScore;
    const alone = await scoreOf(["wet streets on a rainy day"], 0);
    expect(await scoreOf(["sun", "the sea", "wet streets on a rainy day"], 2)).toBe(alone);
    expect(await scoreOf(["rainy day"], 0)).toBeCloseTo(1, 6);
  });

  it("gives as many results as asked for", async () => {
    const results = await rerank(aws, "bees", { texts: library, numberOfResults: 3 });
    expect(results.map(({ index }) => index)).toEqual([16, expect.any(Number), expect.any(Number)]);
  });

  it("reads the words of JSON documents", async () => {
    const toJson = (jsonDocument: RerankDocumentJson): RerankSource => ({
      type: "INLINE",
      inlineDocumentSource: { type: "JSON", jsonDocument },
    });
    const sources = [
      toJson({ title: "mountain", views: 3 }),
      toJson({ title: "beach", tags: ["sand", "warm water"], sea: { temperature: 21, isCalm: true } }),
    ];
    const results = await rerank(aws, "warm water and a calm sea at the beach", { sources });
    expect(results[0]?.index).toBe(1);
  });

  it("breaks as a fault says", async () => {
    aws.faults.add({ match: { service: "bedrock-agent-runtime" }, when: { nth: 1 }, do: { throttle: true } });
    await rerank(aws, "bees", { texts: library });
    expect(aws.requests().map(({ status }) => status)).toEqual([429, 200]);
  });

  it("[8] takes signatures and no API keys", async () => {
    const answer = await requestHttp1({
      url: aws.url,
      method: "POST",
      path: "/rerank",
      headers: { host: `127.0.0.1:${aws.port}`, authorization: "Bearer local-token" },
      body: "{}",
    });
    expect([answer.status, answer.headers["x-amzn-errortype"]]).toEqual([
      403,
      expect.stringMatching(/^MissingAuthenticationTokenException/),
    ]);
  });
});

type RerankDocumentJson = NonNullable<NonNullable<RerankSource["inlineDocumentSource"]>["jsonDocument"]>;

const query = { type: "TEXT", textQuery: { text: "a" } } as const;
const tooLong = "failed to satisfy constraint: Member must have length less than or equal to 32000";
const invalidArn =
  "The provided model ARN for reranking is invalid. Please, use a valid model ARN. Also check the model ARN follows this format: arn:<partition>:bedrock:<region>:<foundation-model/<model-id>";

const refused: readonly [what: string, asked: Asked, message: string][] = [
  [
    "two queries",
    { texts: ["a"], more: { queries: [query, query] } },
    "1 validation error detected: Value at 'queries' failed to satisfy constraint: Member must have length less than or equal to 1",
  ],
  [
    "no source",
    { texts: [] },
    "1 validation error detected: Value at 'sources' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    "1,001 sources",
    { texts: Array.from({ length: 1_001 }, () => "a") },
    "1 validation error detected: Value at 'sources' failed to satisfy constraint: Member must have length less than or equal to 1000",
  ],
  [
    "an empty text",
    { texts: ["a", ""] },
    "1 validation error detected: Value '' at 'sources.2.member.inlineDocumentSource.textDocument.text' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    "a text and a query of 32,001 characters",
    {
      texts: ["b".repeat(32_001)],
      more: { queries: [{ type: "TEXT", textQuery: { text: "a".repeat(32_001) } }] },
    },
    `2 validation errors detected: Value at 'queries.1.member.textQuery.text' ${tooLong}; Value at 'sources.1.member.inlineDocumentSource.textDocument.text' ${tooLong}`,
  ],
  [
    "no result",
    { texts: ["a"], numberOfResults: 0 },
    "1 validation error detected: Value '0' at 'rerankingConfiguration.bedrockRerankingConfiguration.numberOfResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    "1,001 results",
    { texts: ["a"], numberOfResults: 1_001 },
    "1 validation error detected: Value '1001' at 'rerankingConfiguration.bedrockRerankingConfiguration.numberOfResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
  ],
  [
    "more results than sources",
    { texts: ["a", "b"], numberOfResults: 3 },
    "Cannot provide numberOfResults value that exceeds the number of sources.",
  ],
  ["a bare model id", { texts: ["a"], arn: "cohere.rerank-v3-5:0" }, invalidArn],
  ["a model that nobody has", { texts: ["a"], arn: modelArn.replace("v3-5", "v9") }, invalidArn],
  ["a model that ranks nothing", { texts: ["a"], arn: modelArn.replace("rerank-v3-5", "embed-v4") }, invalidArn],
  [
    "an application inference profile",
    { texts: ["a"], arn: "arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/abc123def456" },
    invalidArn,
  ],
  [
    "an inference profile",
    { texts: ["a"], arn: "arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.cohere.embed-v4:0" },
    invalidArn,
  ],
];

describe("Rerank refuses", () => {
  it.each(refused)("[39] V42 %s", async (_what, asked, message) => {
    await expect(rerank(aws, "a", asked)).rejects.toMatchObject({
      name: "ValidationException",
      message,
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
  });

  it("[39] V42 a renamed member, and a document without its member", async () => {
    const bodies = [{ bedrockReranking: {} }, { bedrockRerankingConfiguration: { modelConfiguration: {} } }];
    for (const more of bodies) {
      const configuration = { type: "BEDROCK_RERANKING_MODEL", ...more };
      await expect(
        rerank(aws, "a", {
          texts: ["a"],
          // The SDK sends what it is given; types keep programs from this, not other clients.
          more: { rerankingConfiguration: JSON.parse(JSON.stringify(configuration)) },
        }),
      ).rejects.toMatchObject({ name: "ValidationException", message: expect.stringContaining("must not be null") });
    }
    const sources: RerankSource[] = [{ type: "INLINE", inlineDocumentSource: { type: "JSON" } }];
    await expect(rerank(aws, "a", { sources })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("sources.1.member.inlineDocumentSource.jsonDocument"),
    });
  });

  it("a model without access, with 403", async () => {
    await using other = await createLocalAws({ models: { denied: ["cohere.rerank*"] } });
    await expect(rerank(other, "a", { texts: ["a"] })).rejects.toMatchObject({
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 403 },
    });
    await rerank(other, "a", { texts: ["a"], arn: modelArn.replace("cohere.rerank-v3-5", "amazon.rerank-v1") });
    expect(other.lastRequest()).toMatchObject({ status: 200 });
  });

  it("[39] V42 nothing of 1,000 texts of 32,000 characters", async () => {
    const texts = Array.from({ length: 1_000 }, (_, index) => (index === 7 ? "b".repeat(20_000) : `text ${index}`));
    const results = await rerank(aws, "text 42", { texts, numberOfResults: 1_000 });
    expect(results).toHaveLength(1_000);
    expect(results[0]?.index).toBe(42);
  });
});
