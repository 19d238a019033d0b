import { AwsConfigurationError } from "@langchain-aws/core";
import { describe, expect, test } from "vitest";
import { AmazonKnowledgeBasesRetriever } from "../src/index.ts";
import { named } from "./support/named.ts";
import {
  createClient,
  createRetriever,
  knowledgeBaseId,
  type LooseFields,
  thrownBy,
  thrownIn,
} from "./support/retriever.ts";

const vector = (config: object): object => ({ retrievalConfig: { vectorSearchConfiguration: config } });
const managed = (config: object): object => ({ retrievalConfig: { managedSearchConfiguration: config } });
const filter = { in: { key: "k", value: ["a"] } };
const reranking = (numberOfRerankedResults?: number): object => ({
  type: "BEDROCK_RERANKING_MODEL",
  bedrockRerankingConfiguration: {
    modelConfiguration: { modelArn: "arn:x" },
    ...(numberOfRerankedResults !== undefined && { numberOfRerankedResults }),
  },
});

const sent: readonly { name: string; fields: LooseFields; expected: object }[] = [
  { name: "[1] holds the query alone", fields: {}, expected: {} },
  {
    name: "[2] has the search configuration unchanged",
    fields: vector({ numberOfResults: 5, filter }),
    expected: { retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 5, filter } } },
  },
  {
    name: "[3] has Python's in_ as in",
    fields: vector({ numberOfResults: 5, filter: { in_: { key: "k", value: ["a"] } } }),
    expected: { retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 5, filter } } },
  },
  {
    name: "[4] asks for four results when the search does not say",
    fields: vector({ overrideSearchType: "HYBRID" }),
    expected: {
      retrievalConfiguration: { vectorSearchConfiguration: { overrideSearchType: "HYBRID", numberOfResults: 4 } },
    },
  },
  {
    name: "[5] takes a managed search",
    fields: managed({ numberOfResults: 10, rerankingModelType: "MANAGED" }),
    expected: {
      retrievalConfiguration: {
        managedSearchConfiguration: { numberOfResults: 10, rerankingModelType: "MANAGED" },
      },
    },
  },
  {
    name: "[7] makes a vector search of the shorthands",
    fields: { topK: 7, filter: { equals: { key: "a", value: 1 } }, overrideSearchType: "SEMANTIC" },
    expected: {
      retrievalConfiguration: {
        vectorSearchConfiguration: {
          numberOfResults: 7,
          filter: { equals: { key: "a", value: 1 } },
          overrideSearchType: "SEMANTIC",
        },
      },
    },
  },
  {
    name: "adds the shorthands to a managed search",
    fields: { ...managed({ rerankingModelType: "NONE" }), topK: 7, filter },
    expected: {
      retrievalConfiguration: {
        managedSearchConfiguration: { rerankingModelType: "NONE", numberOfResults: 7, filter },
      },
    },
  },
  {
    name: "[12] has reranking in full",
    fields: vector({ numberOfResults: 4, rerank: { modelArn: "arn:x", topN: 3 } }),
    expected: {
      retrievalConfiguration: {
        vectorSearchConfiguration: { numberOfResults: 4, rerankingConfiguration: reranking(3) },
      },
    },
  },
  {
    name: "[13] has the guardrail",
    fields: { guardrailConfig: { guardrailId: "g", guardrailVersion: "1" } },
    expected: { guardrailConfiguration: { guardrailId: "g", guardrailVersion: "1" } },
  },
  {
    name: "[13] has the guardrail under its other names",
    fields: { guardrails: { guardrailIdentifier: "g", guardrailVersion: "1" } },
    expected: { guardrailConfiguration: { guardrailId: "g", guardrailVersion: "1" } },
  },
  {
    name: "[14] has the user",
    fields: { userContext: { userId: "u" } },
    expected: { userContext: { userId: "u" } },
  },
  {
    name: "[27] has the token beside the configuration",
    fields: { retrievalConfig: { nextToken: "t", vectorSearchConfiguration: { numberOfResults: 1 } } },
    expected: { nextToken: "t", retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 1 } } },
  },
  {
    name: "takes Python's names",
    fields: {
      retrieval_config: { vectorSearchConfiguration: { numberOfResults: 2 } },
      user_context: { userId: "u" },
    },
    expected: {
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 2 } },
      userContext: { userId: "u" },
    },
  },
  {
    name: "has an implicit filter and the metadata a reranker reads",
    fields: vector({
      numberOfResults: 4,
      implicitFilterConfiguration: {
        modelArn: "arn:m",
        metadataAttributes: [{ key: "year", type: "NUMBER", description: "of the report" }],
      },
      rerankingConfiguration: {
        type: "BEDROCK_RERANKING_MODEL",
        bedrockRerankingConfiguration: {
          modelConfiguration: { modelArn: "arn:x" },
          metadataConfiguration: {
            selectionMode: "SELECTIVE",
            selectiveModeConfiguration: { fieldsToInclude: [{ fieldName: "title" }] },
          },
        },
      },
    }),
    expected: {
      retrievalConfiguration: {
        vectorSearchConfiguration: {
          numberOfResults: 4,
          implicitFilterConfiguration: {
            modelArn: "arn:m",
            metadataAttributes: [{ key: "year", type: "NUMBER", description: "of the report" }],
          },
          rerankingConfiguration: {
            type: "BEDROCK_RERANKING_MODEL",
            bedrockRerankingConfiguration: {
              modelConfiguration: { modelArn: "arn:x" },
              metadataConfiguration: {
                selectionMode: "SELECTIVE",
                selectiveModeConfiguration: { fieldsToInclude: [{ fieldName: "title" }] },
              },
            },
          },
        },
      },
    },
  },
  {
    name: "has what is newer than this package",
    fields: { topK: 2, extraRequest: { retrievalConfiguration: { vectorSearchConfiguration: { novelty: true } } } },
    expected: {
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 2, novelty: true } },
    },
  },
];

describe("the request", () => {
  test.each(named(sent))("%s", async (_, { fields, expected }) => {
    const { client, inputs } = createClient({ retrievalResults: [] });
    await new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client, ...fields }).invoke("  hi  ");
    expect(inputs).toEqual([{ knowledgeBaseId, retrievalQuery: { text: "hi" }, ...expected }]);
  });

  test("[1, 2] is on the wire what it is in the command", async () => {
    const { retriever, handler } = createRetriever(vector({ numberOfResults: 5, filter }));
    await retriever.invoke("  hi  ");
    expect(handler.requests).toMatchObject([{ path: `/knowledgebases/${knowledgeBaseId}/retrieve` }]);
    expect(handler.body).toEqual({
      retrievalQuery: { text: "hi" },
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 5, filter } },
    });
  });
});

describe("options that cannot be are refused", () => {
  const rows: readonly { name: string; fields: LooseFields; says: string }[] = [
    {
      name: "[6] two searches",
      fields: { retrievalConfig: { vectorSearchConfiguration: {}, managedSearchConfiguration: {} } },
      says: "both vectorSearchConfiguration and managedSearchConfiguration",
    },
    { name: "[8] no results", fields: { topK: 0 }, says: "topK" },
    { name: "[8] 101 results", fields: { topK: 101 }, says: "topK" },
    { name: "[8] half a result", fields: { topK: 1.5 }, says: "topK" },
    {
      name: "101 results in the configuration",
      fields: managed({ numberOfResults: 101 }),
      says: "retrievalConfig.managedSearchConfiguration.numberOfResults",
    },
    { name: "[9] a misspelt filter in the search", fields: vector({ filters: filter }), says: '"filters"' },
    { name: "a misspelt filter beside the search", fields: { filters: filter }, says: '"filters"' },
    { name: "topK in the search", fields: vector({ topK: 3 }), says: '"topK"' },
    {
      name: "a search type for a managed search",
      fields: managed({ overrideSearchType: "HYBRID" }),
      says: '"overrideSearchType"',
    },
    {
      name: "the shorthand of a search type for a managed search",
      fields: { ...managed({}), overrideSearchType: "HYBRID" },
      says: "overrideSearchType is for vector",
    },
    {
      name: "a reranking type for a vector search",
      fields: vector({ rerankingModelType: "NONE" }),
      says: '"rerankingModelType"',
    },
    {
      name: "an implicit filter for a managed search",
      fields: managed({ implicitFilterConfiguration: {} }),
      says: '"implicitFilterConfiguration"',
    },
    { name: "another search type", fields: { overrideSearchType: "hybrid" }, says: "HYBRID, SEMANTIC" },
    { name: "a number of results said twice", fields: { ...vector({ numberOfResults: 3 }), topK: 4 }, says: "topK" },
    {
      name: "a filter said twice",
      fields: { ...vector({ filter }), filter: { in: { key: "k", value: ["b"] } } },
      says: "retrievalConfig.vectorSearchConfiguration.filter",
    },
    {
      name: "reranking said twice",
      fields: vector({ rerank: { modelArn: "arn:x" }, rerankingConfiguration: reranking() }),
      says: "rerank",
    },
    { name: "reranking without a model", fields: vector({ rerank: { topN: 3 } }), says: "rerank" },
    {
      name: "[13] a guardrail without a version",
      fields: { guardrailConfig: { guardrailId: "g" } },
      says: "both guardrailId and guardrailVersion",
    },
    {
      name: "[13] a guardrail without an id",
      fields: { guardrails: { guardrailVersion: "1" } },
      says: "both guardrailId and guardrailVersion",
    },
    {
      name: "[13] a guardrail with a blank version",
      fields: { guardrails: { guardrailId: "g", guardrailVersion: " " } },
      says: "both guardrailId and guardrailVersion",
    },
    { name: "a user without an id", fields: { userContext: {} }, says: "userContext" },
    { name: "[16] a floor above 1", fields: { minScoreConfidence: 1.5 }, says: "minScoreConfidence" },
    { name: "[16] a floor that is no number", fields: { minScoreConfidence: NaN }, says: "minScoreConfidence" },
    { name: "a ceiling below 0", fields: { maxScore: -1 }, says: "maxScore" },
    { name: "no page", fields: { maxPages: 0 }, says: "maxPages" },
    { name: "a knowledge base that is missing", fields: { knowledgeBaseId: undefined }, says: "knowledgeBaseId" },
    { name: "a knowledge base that is blank", fields: { knowledgeBaseId: " " }, says: "knowledgeBaseId" },
    { name: "an API key", fields: { apiKey: "bedrock-api-key-x" }, says: "takes no Bedrock API key" },
    { name: "a filter of null", fields: { filter: null }, says: "filter is null" },
    { name: "two spellings with two values", fields: { topK: 1, top_k: 2 }, says: "top_k" },
  ];

  test.each(named(rows))("%s", (_, { fields, says }) => {
    const error = thrownIn(() => createRetriever(fields));
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(says);
  });
});

describe("images", () => {
  const png = new Uint8Array([1, 2, 3]);

  test.each(
    named([
      { name: "[28] of bytes", data: png },
      { name: "of base64", data: "AQID" },
      { name: "of a data: URI", data: "data:image/png;base64,AQID" },
    ]),
  )("%s are sent as base64", async (_, { data }) => {
    const { retriever, handler } = createRetriever();
    await retriever.retrieve({ image: { format: "png", data } });
    expect(handler.body).toEqual({
      retrievalQuery: { type: "IMAGE", image: { format: "png", inlineContent: "AQID" } },
    });
  });

  test("may have a text beside them", async () => {
    const { retriever, handler } = createRetriever();
    await retriever.retrieve({ text: " a cat ", image: { format: "png", data: png } });
    expect(handler.body).toMatchObject({ retrievalQuery: { type: "IMAGE", text: "a cat" } });
  });

  const large = new Uint8Array(6 * 1024 * 1024);
  const refused: readonly { name: string; query: object; error: ErrorConstructor; says: string }[] = [
    { name: "[29] of 6 MB", query: { image: { format: "png", data: large } }, error: RangeError, says: "5 MiB" },
    {
      name: "[29] of 6 MB of base64",
      query: { image: { format: "png", data: Buffer.from(large).toString("base64") } },
      error: RangeError,
      says: "5 MiB",
    },
    { name: "[29] that are a blank text", query: { text: "   " }, error: RangeError, says: "blank" },
    { name: "of nothing", query: {}, error: RangeError, says: "blank" },
    { name: "without bytes", query: { image: { format: "png", data: "" } }, error: RangeError, says: "empty" },
    { name: "of another format", query: { image: { format: "tiff", data: png } }, error: TypeError, says: "png, jpeg" },
    {
      name: "of two formats",
      query: { image: { format: "png", data: "data:image/gif;base64,AQID" } },
      error: TypeError,
      says: "format",
    },
    { name: "that are no base64", query: { image: { format: "png", data: "a!" } }, error: TypeError, says: "base64" },
    { name: "that are a number", query: { image: 3 }, error: TypeError, says: "format, data" },
  ];

  test.each(named(refused))("%s are refused before any request", async (_, { query, error: Expected, says }) => {
    const { retriever, handler } = createRetriever();
    const error = await thrownBy(retriever.retrieve(query));
    expect(error).toBeInstanceOf(Expected);
    expect(String(error)).toContain(says);
    expect(handler.requests).toEqual([]);
  });

  test("[29] a blank query is refused before any request", async () => {
    const { retriever, handler } = createRetriever();
    expect(await thrownBy(retriever.invoke("   "))).toBeInstanceOf(RangeError);
    expect(await thrownBy(retriever.retrievePage(" \n"))).toBeInstanceOf(RangeError);
    expect(await thrownBy(retriever.invoke(7 as unknown as string))).toBeInstanceOf(TypeError);
    expect(handler.requests).toEqual([]);
  });
});
