import { Document } from "@langchain/core/documents";
import { describe, expect, test } from "vitest";
import { AmazonKnowledgeBasesRetriever } from "../src/index.ts";
import { named } from "./support/named.ts";
import { results } from "./support/recording-handler.ts";
import { createClient, createRetriever, knowledgeBaseId, type LooseFields } from "./support/retriever.ts";

const found = async (given: readonly unknown[], fields: LooseFields = {}): Promise<unknown[]> => {
  const { client } = createClient({ retrievalResults: given });
  return new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client, ...fields }).invoke("q");
};

const metadataOf = async (result: object, fields: LooseFields = {}): Promise<Record<string, unknown>> => {
  const [document] = await found([result], fields);
  return document instanceof Document ? document.metadata : {};
};

const location = { type: "S3", s3Location: { uri: "s3://b/k" } };
const three = [
  { content: { text: "r1" }, metadata: { k: 1 } },
  { content: { text: "r2" }, score: 1, location },
  { content: { text: "r3" } },
];
const second = new Document({
  pageContent: "r2",
  metadata: { score: 1, type: "TEXT", location, source: "s3://b/k" },
});
const threeDocuments = [
  new Document({ pageContent: "r1", metadata: { score: 0, type: "TEXT", source_metadata: { k: 1 } } }),
  second,
  new Document({ pageContent: "r3", metadata: { score: 0, type: "TEXT" } }),
];

describe("results become documents", () => {
  test("[15] with score, type, source and the source's metadata", async () => {
    expect(await found(three)).toEqual(threeDocuments);
  });

  test("[15] over the real client as well", async () => {
    const { retriever } = createRetriever({}, () => results(three));
    expect(await retriever.invoke("q")).toEqual(threeDocuments);
  });

  test("[16] of which a floor keeps the good ones", async () => {
    expect(await found(three, { minScoreConfidence: 0.6 })).toEqual([second]);
    expect(await found(three, { minScoreConfidence: 0 })).toEqual(threeDocuments);
    expect(await found(three, { minScoreConfidence: 1 })).toEqual([second]);
  });

  test("[17] of which a ceiling keeps the near ones", async () => {
    const far = [{ content: { text: "near" }, score: 0.1 }, { content: { text: "far" }, score: 0.5 }, three[2]];
    const near = new Document({ pageContent: "near", metadata: { score: 0.1, type: "TEXT" } });
    expect(await found(far, { maxScore: 0.3 })).toEqual([near]);
    expect(await found(far, { maxScore: 0.1 })).toEqual([near]);
    expect(await found(far, { maxScore: 0.5, minScoreConfidence: 0.5 })).toMatchObject([{ pageContent: "far" }]);
  });

  const row = [
    { columnName: "a", columnValue: "1", type: "LONG" },
    { columnName: "b", columnValue: "x, y", type: "STRING" },
  ];
  const audio = { s3Uri: "s3://b/a.mp3", transcription: "hello" };
  const video = { s3Uri: "s3://b/v.mp4", summary: "a cat jumps" };

  test.each(
    named([
      {
        name: "[18] of an image: its data: URI",
        content: { type: "IMAGE", byteContent: "data:image/png;base64,AQID" },
        expected: ["data:image/png;base64,AQID", { type: "IMAGE" }],
      },
      {
        name: "[19] of a row: the row as JSON",
        content: { type: "ROW", row },
        expected: [JSON.stringify(row), { type: "ROW" }],
      },
      { name: "[19] of no row: an empty one", content: { type: "ROW", row: null }, expected: ["[]", { type: "ROW" }] },
      {
        name: "[20] of sound: what is said",
        content: { type: "AUDIO", audio },
        expected: ["hello", { type: "AUDIO", audio }],
      },
      {
        name: "[20] of film: what happens",
        content: { type: "VIDEO", video },
        expected: ["a cat jumps", { type: "VIDEO", video }],
      },
      {
        name: "[20] of sound without words: nothing",
        content: { type: "AUDIO", audio: { s3Uri: "s3://b/a.mp3" } },
        expected: ["", { type: "AUDIO", audio: { s3Uri: "s3://b/a.mp3" } }],
      },
      { name: "[21] of no content: nothing", content: undefined, expected: ["", { type: "TEXT" }] },
      { name: "[21] of empty content: nothing", content: {}, expected: ["", { type: "TEXT" }] },
      { name: "[21] of a new type: nothing", content: { type: "NEW" }, expected: ["", { type: "NEW" }] },
      {
        name: "[21] of a new type with a text: the text",
        content: { type: "NEW", text: "t" },
        expected: ["t", { type: "NEW" }],
      },
      {
        name: "[23] of text: every space of it",
        content: { text: "a\n\n| x |  y |\n..." },
        expected: ["a\n\n| x |  y |\n...", { type: "TEXT" }],
      },
    ]),
  )("%s", async (_, { content, expected: [pageContent, metadata] }) => {
    expect(await found([{ content, score: 0.5 }, three[2]])).toEqual([
      { pageContent, metadata: { score: 0.5, ...(metadata as object) }, id: undefined },
      threeDocuments[2],
    ]);
  });

  test.each([
    ["[22] S3", { s3Location: { uri: "S" } }],
    ["[22] WEB", { webLocation: { url: "S" } }],
    ["[22] CONFLUENCE", { confluenceLocation: { url: "S" } }],
    ["[22] SALESFORCE", { salesforceLocation: { url: "S" } }],
    ["[22] SHAREPOINT", { sharePointLocation: { url: "S" } }],
    ["[22] ONEDRIVE", { oneDriveLocation: { url: "S" } }],
    ["[22] GOOGLEDRIVE", { googleDriveLocation: { url: "S" } }],
    ["[22] KENDRA", { kendraDocumentLocation: { uri: "S" } }],
    ["[22] CUSTOM", { customDocumentLocation: { id: "S" } }],
    ["[22] SQL", { sqlLocation: { query: "S" } }],
    ["[22] NEW", { newLocation: { name: "n", url: "S" } }],
    ["[22] NEWER", { newerLocation: { name: "n", id: "S" } }],
  ])("%s: the place is the source", async (name, place) => {
    const type = name.split(" ").at(-1);
    expect(await metadataOf({ location: { type, ...place } })).toMatchObject({ source: "S" });
  });

  test("[22] the metadata tells the source of a place that the SDK does not know", async () => {
    const metadata = { "x-amz-bedrock-kb-source-uri": "https://docs.example/1" };
    expect(await metadataOf({ location: { type: "NEW" }, metadata })).toMatchObject({
      source: "https://docs.example/1",
    });
    expect(await metadataOf({ location: { type: "NEW" } })).toEqual({
      score: 0,
      type: "TEXT",
      location: { type: "NEW" },
    });
  });

  test("[24] with the source's metadata beside it, which replaces nothing", async () => {
    const metadata = { score: 9, author: "z", type: "book" };
    const result = { content: { text: "t" }, score: 0.5, metadata };
    expect(await metadataOf(result, { flattenMetadata: true })).toEqual({
      score: 0.5,
      type: "TEXT",
      author: "z",
      source_metadata: metadata,
    });
    expect(await metadataOf(result)).toEqual({ score: 0.5, type: "TEXT", source_metadata: metadata });
  });

  test("[25] with the chunk's id, and none for a document's", async () => {
    const chunk = { "x-amz-bedrock-kb-chunk-id": "c1" };
    expect(await found([{ content: { text: "t" }, metadata: chunk, documentId: "d" }])).toMatchObject([{ id: "c1" }]);
    expect(await found([{ content: { text: "t" }, documentId: "d" }])).toEqual([
      new Document({ pageContent: "t", metadata: { score: 0, type: "TEXT", documentId: "d" } }),
    ]);
  });

  test("with members of a newer API, which replace nothing either", async () => {
    const result = { content: {}, novelty: [1], type: "x" };
    expect(await metadataOf(result)).toEqual({ score: 0, type: "TEXT", novelty: [1] });
    const metadata = { novelty: "of the source" };
    expect(await metadataOf({ ...result, metadata }, { flattenMetadata: true })).toEqual({
      score: 0,
      type: "TEXT",
      novelty: [1],
      source_metadata: metadata,
    });
  });

  test("[21] one by one: a result that is none does not cost the others", async () => {
    expect(await found([null, three[2]])).toEqual([
      new Document({ pageContent: "", metadata: { score: 0, type: "TEXT" } }),
      threeDocuments[2],
    ]);
  });
});

describe("a reply", () => {
  test("[30] of a guardrail that stepped in marks every document", async () => {
    const { client } = createClient({ retrievalResults: three, guardrailAction: "INTERVENED" });
    const documents = await new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client }).invoke("q");
    expect(documents.map(({ metadata }) => metadata["guardrailAction"])).toEqual(Array(3).fill("INTERVENED"));
    const calm = createClient({ retrievalResults: three, guardrailAction: "NONE" });
    expect(await new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client: calm.client }).invoke("q")).toEqual(
      threeDocuments,
    );
  });

  test("[31] without results is no document", async () => {
    const { client } = createClient({});
    expect(await new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client }).invoke("q")).toEqual([]);
  });

  test("[32] that is frozen, and settings that are, are not changed", async () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    const fields = freeze({
      minScoreConfidence: 0.5,
      flattenMetadata: true,
      retrievalConfig: {
        nextToken: "t",
        vectorSearchConfiguration: { filter: { andAll: [{ in: { key: "k", value: ["a"] } }] } },
      },
      extraRequest: { retrievalConfiguration: { more: 1 } },
    });
    expect(await found(freeze(three), fields)).toEqual([second]);
  });
});

describe("pages", () => {
  const page = (text: string, nextToken?: string): object => ({ retrievalResults: [{ content: { text } }], nextToken });
  const texts = async (maxPages: number, ...pages: readonly object[]): Promise<unknown[]> => {
    const { client, inputs } = createClient(...pages);
    const documents = await new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client, maxPages }).invoke("q");
    const tokens = inputs.map((input) => (input as { nextToken?: string }).nextToken);
    return [documents.map(({ pageContent }) => pageContent), tokens];
  };

  test("[26] are not turned unless asked for", async () => {
    expect(await texts(1, page("a", "t"), page("b"))).toEqual([["a"], [undefined]]);
  });

  test("[26] are turned to the last", async () => {
    expect(await texts(3, page("a", "t"), page("b"))).toEqual([
      ["a", "b"],
      [undefined, "t"],
    ]);
  });

  test("[26] are turned as often as allowed", async () => {
    expect(await texts(2, page("a", "t"), page("b", "u"), page("c"))).toEqual([
      ["a", "b"],
      [undefined, "t"],
    ]);
  });

  test("are not turned for ever when a token comes twice", async () => {
    expect(await texts(9, page("a", "t"), page("b", "t"))).toEqual([
      ["a", "b"],
      [undefined, "t"],
    ]);
  });

  test("come one by one from retrievePage", async () => {
    const { client, inputs } = createClient({ ...page("a", "t2"), guardrailAction: "NONE" });
    const retriever = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client });
    expect(await retriever.retrievePage(" q ", { nextToken: "t1" })).toEqual({
      documents: [new Document({ pageContent: "a", metadata: { score: 0, type: "TEXT" } })],
      nextToken: "t2",
      guardrailAction: "NONE",
    });
    expect(inputs).toEqual([{ knowledgeBaseId, retrievalQuery: { text: "q" }, nextToken: "t1" }]);
  });
});
