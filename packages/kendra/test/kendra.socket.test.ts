import { disposeAllClients } from "@langchain-aws/aws-auth";
import {
  BedrockAccessDeniedError,
  BedrockModelNotFoundError,
  BedrockModelTimeoutError,
  BedrockThrottlingError,
  BedrockValidationError,
} from "@langchain-aws/core";
import type { KendraDocument } from "@langchain-aws/local";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AttributeFilter, AmazonKendraRetriever, type AmazonKendraRetrieverInput, f } from "../src/index.ts";
import { indexId, thrownBy } from "./support/retriever.ts";

const aws = useLocalAws();

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAllClients();
});

const connect = (fields: Partial<AmazonKendraRetrieverInput> = {}): AmazonKendraRetriever =>
  new AmazonKendraRetriever({
    indexId,
    region: aws.region,
    credentials: aws.credentials,
    endpointUrl: aws.url,
    ...fields,
  });

const asked = (): [string | undefined, number | undefined][] =>
  aws.requests({ service: "kendra" }).map(({ operation, status }) => [operation, status]);

const created = new Date("2020-01-01T00:00:00.250Z");
const handbook: readonly KendraDocument[] = [
  {
    id: "vacation",
    title: "Vacation policy",
    text: "Employees get twenty-five days\n\nof vacation a year... Unused days expire in March.",
    uri: "https://intra.example/vacation",
    metadata: { _created_at: created, _view_count: 0, topics: ["hr", "leave"], team: "hr" },
  },
  {
    id: "returns",
    title: "Returns",
    text: "Purchases can be returned within thirty days for a full refund.",
    metadata: { _created_at: new Date("2024-06-01T00:00:00Z"), _view_count: 12, topics: ["shop"], team: "shop" },
  },
];
const question: KendraDocument = { id: "faq", question: "Who grants vacation?", answer: "The team lead grants it." };
const prices: KendraDocument = {
  id: "prices",
  title: "Prices",
  table: [
    ["Product", "Price"],
    ["Chair", "49"],
  ],
};

describe("over a real socket", () => {
  test("[1, 20, 21, 29] finds passages with their attributes", async () => {
    await aws.kendra(indexId).add(handbook);
    const [document] = await connect().invoke("  how many days of vacation do employees get ");
    expect(document).toEqual({
      id: document?.metadata["result_id"],
      pageContent:
        "Document Title: Vacation policy\nDocument Excerpt: \nEmployees get twenty-five days of vacation a year Unused days expire in March.\n",
      metadata: {
        result_id: expect.stringContaining(document?.metadata["query_id"]),
        document_id: "vacation",
        source: "https://intra.example/vacation",
        title: "Vacation policy",
        excerpt: handbook[0]?.text,
        document_attributes: {
          _created_at: "2020-01-01T00:00:00.250Z",
          _view_count: 0,
          topics: ["hr", "leave"],
          team: "hr",
          _source_uri: "https://intra.example/vacation",
        },
        score: "VERY_HIGH",
        query_id: expect.any(String),
      },
    });
    aws.expectRequest({
      service: "kendra",
      operation: "Retrieve",
      status: 200,
      auth: { kind: "sigv4" },
      body: { IndexId: indexId, QueryText: "how many days of vacation do employees get", PageSize: 3 },
    });
    expect(asked()).toEqual([["Retrieve", 200]]);
  });

  test("[5, 26] falls back to the answer of a FAQ", async () => {
    await aws.kendra(indexId).add([question]);
    const documents = await connect().invoke("who grants vacation");
    expect(documents).toMatchObject([
      {
        pageContent: "Document Excerpt: \nThe team lead grants it.\n",
        metadata: { type: "QUESTION_ANSWER", document_id: "faq", feedback_token: expect.any(String) },
      },
    ]);
    expect(asked()).toEqual([
      ["Retrieve", 200],
      ["Query", 200],
    ]);
  });

  test("[6, 27] reads tables, when Retrieve gives no list", async () => {
    await aws.kendra(indexId).add([prices]);
    aws.faults.add({ match: { operation: "Retrieve" }, do: { emptyBody: true } });
    const queryOptions = { QueryResultTypeFilter: "ANSWER" } as const;
    const documents = await connect({ queryOptions }).invoke("price of a chair");
    expect(documents).toMatchObject([
      {
        pageContent: "Document Title: Prices\nDocument Excerpt: \nProduct | Price\nChair | 49\n",
        metadata: { type: "ANSWER", format: "TABLE", top_answer: "49" },
      },
    ]);
  });

  test("[28] has the answer in an excerpt, and where it stands", async () => {
    await aws.kendra(indexId).add(handbook);
    aws.faults.add({ match: { operation: "Retrieve" }, do: { emptyBody: true } });
    const [answer] = await connect().invoke("refund for returned purchases");
    const { highlights, excerpt, ...metadata } = answer?.metadata ?? {};
    expect(metadata).toMatchObject({ type: "ANSWER", format: "TEXT", top_answer: handbook[1]?.text });
    for (const { text, beginOffset, endOffset } of highlights) expect(excerpt.slice(beginOffset, endOffset)).toBe(text);
  });

  test("[7] finds nothing in two requests", async () => {
    aws.kendra(indexId);
    expect(await connect().invoke("anything")).toEqual([]);
    expect(asked().map(([operation]) => operation)).toEqual(["Retrieve", "Query"]);
  });

  test("[12] sends no query that is too long for the service", async () => {
    await aws.kendra(indexId).add(handbook);
    await connect().invoke("vacation ".repeat(5_000));
    await connect().invoke("😀".repeat(1_500));
    expect(asked().every(([, status]) => status === 200)).toBe(true);
  });

  const filters: readonly [name: string, filter: AttributeFilter, found: string[]][] = [
    ["[15] a text", { EqualsTo: { Key: "team", Value: { StringValue: "hr" } } }, ["vacation"]],
    [
      "[18] a date as text",
      { LessThan: { Key: "_created_at", Value: { DateValue: "2020-01-01T01:00:00.251+01:00" } } },
      ["vacation"],
    ],
    ["[18] the same date, to the millisecond", f.eq("_created_at", created), ["vacation"]],
    ["[18] a later date", f.gt("_created_at", created), ["returns"]],
    ["a number", f.lte("_view_count", 0), ["vacation"]],
    ["one of several", f.in("team", ["hr", "it"]), ["vacation"]],
    ["a list", f.containsAny("topics", ["leave", "tax"]), ["vacation"]],
    ["all of a list", f.containsAll("topics", ["hr", "shop"]), []],
    ["a list as a whole", f.eq("topics", ["shop"]), ["returns"]],
    ["not", f.not(f.eq("team", "hr")), ["returns"]],
    ["two levels", f.or(f.and(f.eq("team", "hr"), f.gt("_view_count", 0)), f.not(f.eq("team", "hr"))), ["returns"]],
    ["operators side by side", { ...f.eq("team", "hr"), ...f.gte("_view_count", 0) }, ["vacation"]],
  ];

  test.each(filters)("%s keeps apart what it should, in both requests", async (_, attributeFilter, found) => {
    await aws.kendra(indexId).add(handbook);
    const retriever = connect({ attributeFilter });
    const ids = (await retriever.invoke("days")).map(({ metadata }) => metadata["document_id"]);
    expect(ids).toEqual(found);
    aws.faults.add({ match: { operation: "Retrieve" }, do: { emptyBody: true } });
    const documents = (await retriever.invoke("days")).filter(({ metadata }) => metadata["type"] === "DOCUMENT");
    expect(documents.map(({ metadata }) => metadata["document_id"])).toEqual(found);
  });

  test("[14, 32, 34] says on whose behalf, which attributes and which page", async () => {
    const facts = Array.from({ length: 8 }, (_, index) => ({
      id: `${index}`,
      text: `Fact ${index}: bees dance.`,
      metadata: { even: index % 2, n: index },
    }));
    await aws.kendra(indexId).add(facts);
    const documentRelevanceOverrideConfigurations = [{ Name: "n", Relevance: { Importance: 5 } }];
    const retriever = connect({ requestedDocumentAttributes: ["n"], documentRelevanceOverrideConfigurations, topK: 4 });
    const first = await retriever.with({ userContext: { Token: "t" } }).invoke("bees");
    const second = await retriever.with({ userContext: { UserId: "u", Groups: ["g"] }, pageNumber: 2 }).invoke("bees");
    const ids = [...first, ...second].map(({ metadata }) => metadata["document_id"]);
    expect(new Set(ids).size).toBe(8);
    expect(first[0]?.metadata["document_attributes"]).toEqual({ n: expect.any(Number) });
    expect(aws.requests({ operation: "Retrieve" }).map(({ body }) => body)).toMatchObject([
      { UserContext: { Token: "t" } },
      {
        UserContext: { UserId: "u", Groups: ["g"] },
        PageNumber: 2,
        DocumentRelevanceOverrideConfigurations: [{ Name: "n" }],
      },
    ]);
  });

  test("answers many at once over one pool", async () => {
    await aws.kendra(indexId).add(handbook);
    const retriever = connect();
    const answers = await retriever.batch(
      Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? "vacation" : "refund")),
    );
    expect(new Set(answers.map(([first], index) => `${index % 2} ${first?.metadata["document_id"]}`))).toEqual(
      new Set(["0 vacation", "1 returns"]),
    );
    expect(aws.requests({ operation: "Retrieve" }).length).toBe(60);
  });
});

describe("when something fails", () => {
  test("[36] tries again after throttling, and gives up after the last retry", async () => {
    await aws.kendra(indexId).add(handbook);
    aws.faults.add({ match: { service: "kendra" }, when: { times: 3 }, do: { throttle: true } });
    expect(BedrockThrottlingError.isInstance(await thrownBy(connect({ maxRetries: 1 }).invoke("vacation")))).toBe(true);
    expect(asked().length).toBe(2);
    expect((await connect({ maxRetries: 1 }).invoke("vacation")).length).toBeGreaterThan(0);
    expect(asked().length).toBe(4);
  });

  test("[8, 36] sends what is refused once, and asks no Query", async () => {
    aws.kendra(indexId);
    aws.faults.add({ match: { service: "kendra" }, do: { accessDenied: true } });
    const error = await thrownBy(connect().invoke("q"));
    expect(BedrockAccessDeniedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ cause: { name: "AccessDeniedException" } });
    expect(asked().length).toBe(1);
  });

  test("names an index that is not there", async () => {
    const error = await thrownBy(connect({ indexId: "00000000-0000-0000-0000-000000000000" }).invoke("q"));
    expect(BedrockModelNotFoundError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ awsCode: "ResourceNotFoundException", hint: expect.stringContaining("indexId") });
    expect(asked().length).toBe(1);
  });

  test("passes on what the service refuses", async () => {
    const error = await thrownBy(connect({ indexId: "short" }).invoke("q"));
    expect(BedrockValidationError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("indexId");
  });

  test("[35] an abort closes the request under way, and no other is sent", async () => {
    aws.kendra(indexId);
    const controller = new AbortController();
    const hung = (): boolean => {
      controller.abort(new Error("enough"));
      return true;
    };
    aws.faults.add({ match: { operation: "Retrieve", test: hung }, do: { hang: true } });
    const error = await thrownBy(connect().invoke("q", { signal: controller.signal }));
    expect(String(error)).toContain("enough");
    expect(aws.requests({ service: "kendra" }).map(({ operation }) => operation)).toEqual(["Retrieve"]);
  });

  test("gives up on a service that is silent when the timeout is over", async () => {
    aws.kendra(indexId);
    aws.faults.add({ match: { service: "kendra" }, do: { hang: true } });
    const error = await thrownBy(connect({ timeout: 50 }).invoke("q"));
    expect(BedrockModelTimeoutError.isInstance(error)).toBe(true);
    expect(aws.requests({ service: "kendra" }).length).toBe(1);
  });
});
