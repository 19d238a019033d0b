import { KendraClient } from "@aws-sdk/client-kendra";
import { disposeAllClients } from "@langchain-aws/aws-auth";
import { AwsConfigurationError, resetWarnings } from "@langchain-aws/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AmazonKendraRetriever, f } from "../src/index.ts";
import { named } from "./support/named.ts";
import { RecordingHandler, results } from "./support/recording-handler.ts";
import { createRetriever, indexId, type LooseFields, thrownBy, thrownIn } from "./support/retriever.ts";

beforeEach(() => {
  resetWarnings();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const language = { EqualsTo: { Key: "_language_code", Value: { StringValue: "en" } } };
const relevance = [{ Name: "_created_at", Relevance: { Freshness: true, Importance: 3, RankOrder: "ASCENDING" } }];

/** What both requests have, less what every request has. */
const shared: readonly { name: string; fields: LooseFields; expected: object }[] = [
  { name: "[1] are the index, the query and the number of results alone", fields: {}, expected: {} },
  { name: "[10] ask for as many results as wanted", fields: { topK: 7 }, expected: { PageSize: 7 } },
  { name: "[11] ask for a hundred results at most", fields: { topK: 250 }, expected: { PageSize: 100 } },
  {
    name: "[15] have the filter unchanged",
    fields: { attributeFilter: language },
    expected: { AttributeFilter: language },
  },
  {
    name: "have several operators as the group that they mean",
    fields: { attributeFilter: { ...language, NotFilter: language } },
    expected: { AttributeFilter: { AndAllFilters: [language, { NotFilter: language }] } },
  },
  {
    name: "[14] have the user's token",
    fields: { userContext: { Token: "t" } },
    expected: { UserContext: { Token: "t" } },
  },
  {
    name: "[14] have the user and their groups",
    fields: {
      userContext: { UserId: "u-7", Groups: ["hr"], DataSourceGroups: [{ GroupId: "g", DataSourceId: "d" }] },
    },
    expected: {
      UserContext: { UserId: "u-7", Groups: ["hr"], DataSourceGroups: [{ GroupId: "g", DataSourceId: "d" }] },
    },
  },
  {
    name: "[32] have attributes, relevance and page",
    fields: {
      requestedDocumentAttributes: ["author"],
      documentRelevanceOverrideConfigurations: relevance,
      pageNumber: 2,
    },
    expected: {
      RequestedDocumentAttributes: ["author"],
      DocumentRelevanceOverrideConfigurations: relevance,
      PageNumber: 2,
    },
  },
  {
    name: "are the same for Python's names",
    fields: { top_k: 7, attribute_filter: language, user_context: { UserId: "u" }, page_number: 2 },
    expected: { PageSize: 7, AttributeFilter: language, UserContext: { UserId: "u" }, PageNumber: 2 },
  },
  {
    name: "[18] have dates as seconds since the epoch",
    fields: {
      attributeFilter: {
        AndAllFilters: [
          { GreaterThan: { Key: "_created_at", Value: { DateValue: "2020-01-01T00:00:00Z" } } },
          { LessThan: { Key: "_created_at", Value: { DateValue: new Date("2020-01-01T00:00:00.250Z") } } },
        ],
      },
    },
    expected: {
      AttributeFilter: {
        AndAllFilters: [
          { GreaterThan: { Key: "_created_at", Value: { DateValue: 1_577_836_800 } } },
          { LessThan: { Key: "_created_at", Value: { DateValue: 1_577_836_800.25 } } },
        ],
      },
    },
  },
];

describe("the requests of Retrieve and Query", () => {
  test.each(named(shared))("%s", async (_, { fields, expected }) => {
    vi.spyOn(console, "warn").mockReturnValue();
    const { retriever, handler } = createRetriever(fields);
    await retriever.invoke("  test query ");
    const body = { IndexId: indexId, QueryText: "test query", PageSize: 3, ...expected };
    expect(handler.operations).toEqual(["Retrieve", "Query"]);
    expect(handler.bodies).toEqual([body, body]);
  });

  test("[1] the first is a Retrieve that a client of the caller's own sends", async () => {
    const handler = new RecordingHandler(() => results([{ Content: "x" }]));
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
    const config: object = { region: "eu-west-1", credentials, requestHandler: handler };
    const client = new KendraClient(config);
    const destroy = vi.spyOn(client, "destroy");
    await new AmazonKendraRetriever({ indexId: "i", client }).invoke("  test query ");
    await new AmazonKendraRetriever({ indexId: "i", kendraClient: client }).invoke("test query");
    expect(handler.requests.map(({ operation, host, body }) => [operation, host, body])).toEqual(
      [1, 2].map(() => [
        "Retrieve",
        "kendra.eu-west-1.amazonaws.com",
        { IndexId: "i", QueryText: "test query", PageSize: 3 },
      ]),
    );
    expect(destroy).not.toHaveBeenCalled();
    client.destroy();
  });

  test("[31] Query alone has the options for it", async () => {
    const queryOptions = {
      QueryResultTypeFilter: "ANSWER",
      SortingConfigurations: [{ DocumentAttributeKey: "_created_at", SortOrder: "DESC" }],
      SpellCorrectionConfiguration: { IncludeQuerySpellCheckSuggestions: true },
    } as const;
    const { retriever, handler } = createRetriever({ queryOptions });
    await retriever.invoke("q");
    const body = { IndexId: indexId, QueryText: "q", PageSize: 3 };
    expect(handler.bodies).toEqual([body, { ...body, ...queryOptions }]);
  });

  test("[12] cuts a query behind its 999th character, and never inside one", async () => {
    const { retriever, handler } = createRetriever({ fallbackToQuery: false });
    for (const query of ["a".repeat(1_500), "😀".repeat(1_000), `${"é".repeat(998)}😀😀`, "x".repeat(999)]) {
      await retriever.invoke(query);
    }
    const texts = handler.requests.map(({ body }) => String(body["QueryText"]));
    expect(texts.map((text) => Array.from(text).length)).toEqual([999, 999, 999, 999]);
    expect(texts).toEqual(["a".repeat(999), "😀".repeat(999), `${"é".repeat(998)}😀`, "x".repeat(999)]);
    expect(texts.every((text) => !/\p{Cs}/u.test(text))).toBe(true);
  });

  test.each([
    ["[13] a blank query", "   ", "blank"],
    ["[13] an empty query", "", "blank"],
    ["a query that is no text", 42, "text"],
    ["no query", undefined, "text"],
  ])("%s is not sent", async (_, query, says) => {
    const { retriever, handler } = createRetriever();
    const error = await thrownBy(retriever.invoke(query as string));
    expect(error).toMatchObject({ message: expect.stringContaining(says) });
    expect(handler.requests).toEqual([]);
  });

  test("[11] wanting nothing asks nothing", async () => {
    const { retriever, handler } = createRetriever({ topK: 0 });
    expect(await retriever.invoke("q")).toEqual([]);
    expect(handler.requests).toEqual([]);
  });

  test("[11] a topK above a hundred gives one warning", () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    expect(
      [createRetriever({ topK: 250 }), createRetriever({ topK: 101 })].map(({ retriever }) => retriever.topK),
    ).toEqual([100, 100]);
    expect(warn.mock.calls).toEqual([[expect.stringContaining("100 results at most")]]);
  });

  test("[33] go to the region of the environment", async () => {
    vi.stubEnv("AWS_DEFAULT_REGION", "eu-west-1");
    const { retriever, handler } = createRetriever({ region: undefined });
    await retriever.invoke("q");
    expect(new Set(handler.requests.map(({ host }) => host))).toEqual(new Set(["kendra.eu-west-1.amazonaws.com"]));
    expect(handler.requests[0]?.headers["authorization"]).toMatch(/\/eu-west-1\/kendra\/aws4_request/);
  });

  test("are signed, though there is a Bedrock API key in the environment", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-ambient");
    const { retriever, handler } = createRetriever({ fallbackToQuery: false });
    await retriever.invoke("q");
    expect(handler.requests[0]?.headers["authorization"]).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\//);
  });

  test("name this package to the service", async () => {
    const { retriever, handler } = createRetriever({ fallbackToQuery: false });
    await retriever.invoke("q");
    expect(handler.requests[0]?.headers["user-agent"]).toContain("kendra");
  });

  test("change nothing of the caller's, and follow no change of it", async () => {
    const fields = {
      attributeFilter: { EqualsTo: { Key: "born", Value: { DateValue: new Date(0) } } },
      userContext: { UserId: "u", Groups: ["a"] },
      requestedDocumentAttributes: ["author"],
      queryOptions: { VisitorId: "v" },
    };
    const { retriever, handler } = createRetriever(Object.freeze(fields));
    fields.attributeFilter.EqualsTo.Value.DateValue.setTime(5_000);
    fields.attributeFilter.EqualsTo.Key = "other";
    fields.userContext.Groups.push("b");
    fields.requestedDocumentAttributes.push("secret");
    fields.queryOptions.VisitorId = "other";
    await retriever.invoke("q");
    expect(handler.bodies[1]).toEqual({
      IndexId: indexId,
      QueryText: "q",
      PageSize: 3,
      AttributeFilter: { EqualsTo: { Key: "born", Value: { DateValue: 0 } } },
      UserContext: { UserId: "u", Groups: ["a"] },
      RequestedDocumentAttributes: ["author"],
      VisitorId: "v",
    });
  });
});

describe("options that cannot be are refused", () => {
  const rows: readonly { name: string; fields: LooseFields; says: string }[] = [
    { name: "[33] no index", fields: { indexId: undefined }, says: "indexId" },
    { name: "[33] a blank index", fields: { indexId: " " }, says: "indexId" },
    { name: "[11] a negative topK", fields: { topK: -1 }, says: "topK must be a whole number of at least 0, not -1" },
    { name: "half a topK", fields: { topK: 1.5 }, says: "topK must be a whole number of at least 0, not 1.5" },
    { name: "a topK that is no number", fields: { topK: Number.NaN }, says: "not NaN" },
    { name: "a topK that is a text", fields: { topK: "3" }, says: "not string" },
    { name: "[4] a floor below 0", fields: { minScoreConfidence: -0.1 }, says: "minScoreConfidence" },
    { name: "[4] a floor above 1", fields: { minScoreConfidence: 1.01 }, says: "minScoreConfidence" },
    {
      name: "[14] a token beside a user",
      fields: { userContext: { Token: "t-1", UserId: "u" } },
      says: "Token beside UserId",
    },
    { name: "a user context without anybody", fields: { userContext: {} }, says: "userContext is empty" },
    { name: "a misspelt user", fields: { userContext: { userId: "u" } }, says: 'userContext takes no "userId"' },
    { name: "a user without a name", fields: { userContext: { UserId: "" } }, says: "userContext.UserId" },
    { name: "no groups", fields: { userContext: { Groups: [] } }, says: "userContext.Groups must be a list" },
    {
      name: "half a group",
      fields: { userContext: { DataSourceGroups: [{ GroupId: "g" }] } },
      says: 'userContext.DataSourceGroups[0] needs "DataSourceId"',
    },
    {
      name: "[16] a filter that is none",
      fields: { attributeFilter: { EqualTo: {} } },
      says: 'attributeFilter has the unknown operator "EqualTo"',
    },
    { name: "a filter that got lost", fields: { attributeFilter: null }, says: "attributeFilter is null" },
    { name: "a formatter that is none", fields: { pageContentFormatter: "title" }, says: "pageContentFormatter" },
    {
      name: "a fallback that is no boolean",
      fields: { fallbackToQuery: "no" },
      says: "fallbackToQuery must be true or false",
    },
    {
      name: "attributes that are no list",
      fields: { requestedDocumentAttributes: "author" },
      says: "requestedDocumentAttributes",
    },
    { name: "no attributes", fields: { requestedDocumentAttributes: [] }, says: "requestedDocumentAttributes" },
    {
      name: "relevance without a name",
      fields: { documentRelevanceOverrideConfigurations: [{ Relevance: {} }] },
      says: 'documentRelevanceOverrideConfigurations[0] needs "Name"',
    },
    {
      name: "misspelt relevance",
      fields: { documentRelevanceOverrideConfigurations: [{ Name: "a", Relevance: { importance: 1 } }] },
      says: 'documentRelevanceOverrideConfigurations[0].Relevance takes no "importance"',
    },
    {
      name: "importance of 11",
      fields: {
        documentRelevanceOverrideConfigurations: [{ Name: "a", Relevance: { ValueImportanceMap: { x: 11 } } }],
      },
      says: "documentRelevanceOverrideConfigurations[0].Relevance.ValueImportanceMap.x must be a whole number from 1 to 10",
    },
    {
      name: "a duration without its unit",
      fields: { documentRelevanceOverrideConfigurations: [{ Name: "a", Relevance: { Duration: "30" } }] },
      says: "Relevance.Duration",
    },
    { name: "page 0", fields: { pageNumber: 0 }, says: "pageNumber must be a whole number of at least 1" },
    {
      name: "[31] a page size for Query",
      fields: { queryOptions: { PageSize: 9 } },
      says: 'queryOptions takes no "PageSize". Both operations share it: topK',
    },
    {
      name: "[31] a filter for Query",
      fields: { queryOptions: { AttributeFilter: language } },
      says: "attributeFilter",
    },
    {
      name: "a misspelt option for Query",
      fields: { queryOptions: { queryResultTypeFilter: "ANSWER" } },
      says: 'no "queryResultTypeFilter"',
    },
    {
      name: "options for Query that are none",
      fields: { queryOptions: "ANSWER" },
      says: "queryOptions must be a plain object",
    },
    { name: "no place for a request", fields: { maxConcurrency: 0 }, says: "maxConcurrency" },
    { name: "two spellings with two values", fields: { topK: 3, top_k: 4 }, says: '"topK" and "top_k"' },
    {
      name: "two clients",
      fields: { client: { send() {} }, kendraClient: { send() {} } },
      says: '"client" and "kendraClient"',
    },
    { name: "a Bedrock API key", fields: { apiKey: "bedrock-api-key-x" }, says: "kendra takes no Bedrock API key" },
    { name: "a misspelt filter", fields: { attributeFilters: language }, says: 'no option "attributeFilters"' },
    { name: "the filter of another retriever", fields: { filter: language }, says: 'no option "filter"' },
    { name: "a misspelt user context", fields: { usercontext: { UserId: "u" } }, says: 'no option "usercontext"' },
  ];

  test.each(named(rows))("%s", (_, { fields, says }) => {
    const error = thrownIn(() => createRetriever(fields));
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ message: expect.stringContaining(says) });
    expect(String(error)).not.toContain("t-1");
  });

  test("no argument at all", () => {
    expect(thrownIn(() => Reflect.construct(AmazonKendraRetriever, []))).toMatchObject({
      name: "AwsConfigurationError",
    });
  });

  test("but unknown names are ignored, with a warning, as in Python", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const { retriever, handler } = createRetriever({ topk: 9, fallbackToQuery: false });
    createRetriever({ topk: 9 });
    await retriever.invoke("q");
    expect(handler.bodies).toEqual([{ IndexId: indexId, QueryText: "q", PageSize: 3 }]);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('no option "topk"')]]);
  });

  test("a builder's filter is taken as it is", async () => {
    const { retriever, handler } = createRetriever({ attributeFilter: f.and(f.eq("a", "b"), f.gt("n", 1)) });
    await retriever.invoke("q");
    expect(handler.requests[0]?.body["AttributeFilter"]).toEqual({
      AndAllFilters: [
        { EqualsTo: { Key: "a", Value: { StringValue: "b" } } },
        { GreaterThan: { Key: "n", Value: { LongValue: 1 } } },
      ],
    });
  });
});
