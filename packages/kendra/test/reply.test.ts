import { disposeAllClients } from "@langchain-aws/aws-auth";
import { Document } from "@langchain/core/documents";
import * as fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  AmazonKendraRetriever,
  cleanExcerpt,
  combinedText,
  KENDRA_CONFIDENCE_MAPPING,
  type KendraResultItem,
} from "../src/index.ts";
import { named } from "./support/named.ts";
import { replies, results } from "./support/recording-handler.ts";
import { createRetriever, indexId, type LooseFields, thrownBy } from "./support/retriever.ts";

afterEach(async () => {
  await disposeAllClients();
});

/** The documents of a reply of Retrieve. */
const retrieved = async (items: readonly object[], fields: LooseFields = {}): Promise<Document[]> =>
  createRetriever(fields, replies(results(items), results())).retriever.invoke("q");

/** The documents of a reply of Query, after a Retrieve that finds nothing. */
const queried = async (items: readonly object[], fields: LooseFields = {}): Promise<Document[]> =>
  createRetriever(fields, replies(results(), results(items))).retriever.invoke("q");

const scored = (...scores: string[]): object[] =>
  scores.map((ScoreConfidence, index) => ({
    DocumentTitle: `Document ${index + 1}`,
    Content: ["This is one.", "This is two.", "This is three."][index] ?? "More.",
    ScoreAttributes: { ScoreConfidence },
  }));

const attribute = (Key: string, Value: object): object => ({ Key, Value });

describe("the floor of confidence", () => {
  const rows: readonly { name: string; scores: string[]; floor?: number; kept: number[] }[] = [
    { name: "[2] 0.6 keeps HIGH and not MEDIUM", scores: ["HIGH", "MEDIUM", "HIGH"], floor: 0.6, kept: [1, 3] },
    { name: "[3] 0 keeps all", scores: ["HIGH", "LOW", "NOT_AVAILABLE"], floor: 0, kept: [1, 2, 3] },
    { name: "keeps all unless it is set", scores: ["HIGH", "LOW", "NEW"], kept: [1, 2, 3] },
    { name: "[3] 1 keeps no HIGH", scores: ["HIGH"], floor: 1, kept: [] },
    { name: "1 keeps VERY_HIGH", scores: ["HIGH", "VERY_HIGH"], floor: 1, kept: [2] },
    { name: "[3] 0.5 keeps MEDIUM", scores: ["MEDIUM", "LOW"], floor: 0.5, kept: [1] },
    {
      name: "0.01 drops what is not known",
      scores: ["NEW", "constructor", "NOT_AVAILABLE", "LOW"],
      floor: 0.01,
      kept: [4],
    },
  ];

  test.each(named(rows))("%s", async (_, { scores, floor, kept }) => {
    const documents = await retrieved(scored(...scores), { topK: 4, minScoreConfidence: floor });
    expect(documents.map(({ metadata }) => metadata["title"])).toEqual(kept.map((number) => `Document ${number}`));
  });

  test("[2] leaves the text as it is, and asks nothing more", async () => {
    const answer = replies(results(scored("HIGH", "MEDIUM", "HIGH")), results());
    const { retriever, handler } = createRetriever({ minScoreConfidence: 0.6 }, answer);
    const [first, ...others] = await retriever.invoke("q");
    expect([first?.pageContent, others.length]).toEqual([
      "Document Title: Document 1\nDocument Excerpt: \nThis is one.\n",
      1,
    ]);
    expect(handler.operations).toEqual(["Retrieve"]);
  });

  test("[9] drops everything without asking Query", async () => {
    const { retriever, handler } = createRetriever(
      { minScoreConfidence: 1 },
      replies(results(scored("LOW")), results()),
    );
    expect(await retriever.invoke("q")).toEqual([]);
    expect(handler.operations).toEqual(["Retrieve"]);
  });

  test("counts as the mapping says", () => {
    expect(KENDRA_CONFIDENCE_MAPPING).toEqual({ NOT_AVAILABLE: 0, LOW: 0.25, MEDIUM: 0.5, HIGH: 0.75, VERY_HIGH: 1 });
  });
});

test("[10] gives no more than topK, in the service's order, and cuts before it looks at scores", async () => {
  const items = scored("LOW", "HIGH", "HIGH", "HIGH", "HIGH");
  const titles = async (fields: LooseFields): Promise<unknown[]> =>
    (await retrieved(items, { topK: 2, ...fields })).map(({ metadata }) => metadata["title"]);
  expect(await titles({})).toEqual(["Document 1", "Document 2"]);
  expect(await titles({ minScoreConfidence: 0.5 })).toEqual(["Document 2"]);
});

describe("a document of Retrieve", () => {
  test("[20, 21, 29] has everything that the service gives", async () => {
    const item = {
      Id: "r-1",
      DocumentId: "d-1",
      DocumentURI: "https://a.example",
      DocumentTitle: "A title",
      Content: "Some\n  text...",
      DocumentAttributes: [
        attribute("_created_at", { DateValue: 1_577_836_800 }),
        attribute("zero", { LongValue: 0 }),
        attribute("blank", { StringValue: "" }),
        attribute("none", { StringListValue: [] }),
        attribute("list", { StringListValue: ["a", "b"] }),
        attribute("nothing", {}),
        attribute("twice", { LongValue: 1 }),
        attribute("twice", { LongValue: 2 }),
        attribute("__proto__", { StringValue: "own" }),
      ],
      ScoreAttributes: { ScoreConfidence: "VERY_HIGH" },
    };
    const [document, ...others] = await retrieved([item]);
    expect(others).toEqual([]);
    expect(document).toBeInstanceOf(Document);
    expect(document).toEqual(
      new Document({
        id: "r-1",
        pageContent: "Document Title: A title\nDocument Excerpt: \nSome text\n",
        metadata: {
          result_id: "r-1",
          document_id: "d-1",
          source: "https://a.example",
          title: "A title",
          excerpt: "Some\n  text...",
          document_attributes: {
            _created_at: "2020-01-01T00:00:00.000Z",
            zero: 0,
            blank: "",
            none: [],
            list: ["a", "b"],
            nothing: null,
            twice: 2,
            ["__proto__"]: "own",
          },
          score: "VERY_HIGH",
          query_id: "query-1",
        },
      }),
    );
    expect(document?.metadata).not.toHaveProperty("type");
  });

  test("[22, 24, 29] is there though the service gives next to nothing", async () => {
    const answer = replies({ body: { ResultItems: [{}, { ScoreAttributes: {} }] } }, results());
    const documents = await createRetriever({}, answer).retriever.invoke("q");
    const expected = {
      pageContent: "",
      metadata: { title: "", excerpt: "", document_attributes: {}, score: "NOT_AVAILABLE" },
    };
    expect(documents).toEqual([new Document(expected), new Document(expected)]);
    expect(documents[0]?.id).toBeUndefined();
  });

  test("shares nothing with the reply of a client of the caller's own", async () => {
    const StringListValue = ["a"];
    const send = async (): Promise<object> => ({
      ResultItems: [{ DocumentAttributes: [attribute("list", { StringListValue })] }],
    });
    const [document] = await new AmazonKendraRetriever({ indexId, client: { send } }).invoke("q");
    document?.metadata["document_attributes"].list.push("b");
    expect(StringListValue).toEqual(["a"]);
  });

  test("[20] has dates to the millisecond, and none for what is none", async () => {
    const [document] = await retrieved([
      { DocumentAttributes: [attribute("a", { DateValue: 1_577_836_800.123 }), attribute("b", { DateValue: 9e15 })] },
    ]);
    expect(document?.metadata["document_attributes"]).toEqual({ a: "2020-01-01T00:00:00.123Z", b: null });
  });
});

describe("a document of Query", () => {
  const highlighted = (Text: string, ...Highlights: object[]): object => ({ Text, Highlights });
  const extra = (Key: string, Text: string): object => ({
    Key,
    ValueType: "TEXT_WITH_HIGHLIGHTS_VALUE",
    Value: { TextWithHighlightsValue: highlighted(Text) },
  });
  const cells = (...texts: string[]): object => ({ Cells: texts.map((Value) => ({ Value })) });

  test("[5] has its type, its feedback token and its title", async () => {
    const [document] = await queried([
      {
        Id: "r-1",
        Type: "DOCUMENT",
        DocumentTitle: { Text: "A title" },
        DocumentExcerpt: { Text: "An excerpt." },
        FeedbackToken: "token-1",
        ScoreAttributes: { ScoreConfidence: "HIGH" },
      },
    ]);
    expect(document).toEqual(
      new Document({
        id: "r-1",
        pageContent: "Document Title: A title\nDocument Excerpt: \nAn excerpt.\n",
        metadata: {
          result_id: "r-1",
          title: "A title",
          excerpt: "An excerpt.",
          document_attributes: {},
          score: "HIGH",
          type: "DOCUMENT",
          feedback_token: "token-1",
          query_id: "query-1",
        },
      }),
    );
  });

  test("[25] is there without a title", async () => {
    const [document] = await queried([{ Type: "DOCUMENT", DocumentExcerpt: { Text: "An excerpt." } }]);
    expect(document).toMatchObject({ pageContent: "Document Excerpt: \nAn excerpt.\n", metadata: { title: "" } });
  });

  const excerpts: readonly { name: string; item: object; expected: string }[] = [
    {
      name: "[26] the answer of a FAQ behind its question",
      item: { AdditionalAttributes: [extra("QuestionText", "Q?"), extra("AnswerText", "A.")] },
      expected: "A.",
    },
    { name: "[26] the answer alone", item: { AdditionalAttributes: [extra("AnswerText", "A.")] }, expected: "A." },
    {
      name: "[26] the excerpt without an answer",
      item: { AdditionalAttributes: [extra("QuestionText", "Q?")] },
      expected: "E.",
    },
    {
      name: "the excerpt for an empty answer",
      item: { AdditionalAttributes: [extra("AnswerText", "")] },
      expected: "E.",
    },
    {
      name: "[27] the rows of a table",
      item: { Type: "ANSWER", Format: "TABLE", TableExcerpt: { Rows: [cells("a", "b"), cells("c", "d")] } },
      expected: "a | b\nc | d",
    },
    {
      name: "the excerpt of a text beside a table",
      item: { Type: "ANSWER", Format: "TEXT", TableExcerpt: { Rows: [cells("a")] } },
      expected: "E.",
    },
    { name: "the excerpt of a table that is missing", item: { Format: "TABLE" }, expected: "E." },
    { name: "nothing of a table without rows", item: { Format: "TABLE", TableExcerpt: {} }, expected: "" },
  ];

  test.each(named(excerpts))("%s is its excerpt", async (_, { item, expected }) => {
    const [document] = await queried([{ DocumentExcerpt: { Text: "E." }, ...item }]);
    expect(document?.metadata["excerpt"]).toBe(expected);
  });

  test("[27] of a table has the best cell as its answer", async () => {
    const [document] = await queried([
      {
        Type: "ANSWER",
        Format: "TABLE",
        TableExcerpt: {
          Rows: [
            {
              Cells: [
                { Value: "Product", Header: true },
                { Value: "Price", Header: true },
              ],
            },
            { Cells: [{ Value: "Chair" }, { Value: "49", TopAnswer: true, Highlighted: true }] },
          ],
          TotalNumberOfRows: 2,
        },
      },
    ]);
    expect(document?.pageContent).toBe("Document Excerpt: \nProduct | Price\nChair | 49\n");
    expect(document?.metadata).toEqual({
      title: "",
      excerpt: "Product | Price\nChair | 49",
      document_attributes: {},
      score: "NOT_AVAILABLE",
      type: "ANSWER",
      format: "TABLE",
      top_answer: "49",
      query_id: "query-1",
    });
  });

  test("names the format of answers alone", async () => {
    const documents = await queried([
      { Type: "ANSWER", Format: "TEXT" },
      { Type: "DOCUMENT", Format: "TEXT" },
      { Format: "TEXT" },
    ]);
    expect(documents.map(({ metadata }) => metadata["format"])).toEqual(["TEXT", undefined, undefined]);
  });

  test("[28] has the parts that are highlighted, as they stand in the raw excerpt", async () => {
    const text = "The  quick brown fox...";
    const [document] = await queried([
      {
        DocumentExcerpt: highlighted(
          text,
          { BeginOffset: 5, EndOffset: 10, TopAnswer: true },
          { BeginOffset: 0, EndOffset: 3, Type: "THESAURUS_SYNONYM", TopAnswer: false },
          { BeginOffset: 4, EndOffset: 9_999 },
          { BeginOffset: 4, EndOffset: text.length + 1 },
          { BeginOffset: 17, EndOffset: text.length },
          { BeginOffset: -1, EndOffset: 3 },
          { BeginOffset: 5, EndOffset: 5 },
          {},
        ),
      },
    ]);
    expect(document?.metadata).toMatchObject({
      excerpt: text,
      highlights: [
        { text: "quick", beginOffset: 5, endOffset: 10, topAnswer: true, type: "STANDARD" },
        { text: "The", beginOffset: 0, endOffset: 3, topAnswer: false, type: "THESAURUS_SYNONYM" },
        { text: "fox...", beginOffset: 17, endOffset: 23, topAnswer: false, type: "STANDARD" },
      ],
      top_answer: "quick",
    });
    expect(document?.pageContent).toBe("Document Excerpt: \nThe quick brown fox\n");
  });

  test("[28] has none of the excerpt's highlights when the answer is its text", async () => {
    const answer = {
      ...extra("AnswerText", ""),
      Value: { TextWithHighlightsValue: highlighted("Yes, in May.", { BeginOffset: 8, EndOffset: 11 }) },
    };
    const DocumentExcerpt = highlighted("Another text", { BeginOffset: 0, EndOffset: 7, TopAnswer: true });
    const [document] = await queried([{ AdditionalAttributes: [answer], DocumentExcerpt }]);
    expect(document?.metadata["highlights"]).toMatchObject([{ text: "May" }]);
    expect(document?.metadata).not.toHaveProperty("top_answer");
  });
});

describe("the page content", () => {
  test.each([
    ["[23] cleans white space, then dots", "x  ...  y\n z", "x  y z"],
    ["keeps single blanks", "a b c", "a b c"],
    ["takes every kind of white space", "\ta\u00a0b\r\nc\u2003 d ", " a b c d "],
    ["takes dots one by one", "a.... b.. c", "a. b.. c"],
    ["has nothing of nothing", "", ""],
  ])("%s", (_, excerpt, expected) => {
    expect(cleanExcerpt(excerpt)).toBe(expected);
  });

  test("[23] leaves the excerpt in the metadata as it was", async () => {
    const [document] = await retrieved([{ Content: "x  ...  y\n z" }]);
    expect(document).toMatchObject({
      pageContent: "Document Excerpt: \nx  y z\n",
      metadata: { excerpt: "x  ...  y\n z" },
    });
  });

  test("cleans as Python's two replacements do", () => {
    const piece = fc.constantFrom(" ", "  ", "\n", "\t", "...", ".", "a", "\u00a0", "😀");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        expect(cleanExcerpt(text)).toBe(text.replaceAll(/\s+/g, " ").replaceAll("...", ""));
      }),
    );
  });

  test("[30] is a formatter's own text, once for each document that is kept", async () => {
    const seen: KendraResultItem[] = [];
    const pageContentFormatter = (item: KendraResultItem): string => {
      seen.push(item);
      return `${item.getTitle()}!`;
    };
    const documents = await retrieved(scored("HIGH", "LOW", "HIGH", "HIGH"), {
      topK: 3,
      minScoreConfidence: 0.5,
      pageContentFormatter,
    });
    expect(documents.map(({ pageContent }) => pageContent)).toEqual(["Document 1!", "Document 3!"]);
    expect(seen.length).toBe(2);
  });

  test("[30] is all that a formatter has to read", async () => {
    let item: KendraResultItem | undefined;
    const pageContentFormatter = (given: KendraResultItem): string => {
      item = given;
      return combinedText(given);
    };
    const raw = {
      Id: "r-1",
      DocumentId: "d-1",
      DocumentURI: "https://a.example",
      Type: "ANSWER",
      Format: "TEXT",
      DocumentTitle: { Text: "T" },
      DocumentExcerpt: { Text: "E" },
      DocumentAttributes: [attribute("pages", { LongValue: 3 })],
      FeedbackToken: "f",
    };
    const [document] = await queried([raw], { pageContentFormatter });
    expect({ ...item }).toEqual({
      kind: "query",
      id: "r-1",
      documentId: "d-1",
      documentUri: "https://a.example",
      title: "T",
      excerpt: "E",
      type: "ANSWER",
      format: "TEXT",
      documentAttributes: { pages: 3 },
      scoreConfidence: "NOT_AVAILABLE",
      queryId: "query-1",
      raw,
    });
    expect(item?.getExcerpt()).toBe("E");
    expect(item?.getScoreAttribute()).toBe("NOT_AVAILABLE");
    expect(item?.getDocumentAttributesDict()).toEqual({ pages: 3 });
    expect(item?.getAdditionalMetadata()).toEqual({
      type: "ANSWER",
      format: "TEXT",
      feedback_token: "f",
      query_id: "query-1",
    });
    expect(document?.pageContent).toBe("Document Title: T\nDocument Excerpt: \nE\n");
  });

  test.each([
    ["[30] a number", 5, "number"],
    ["a promise", Promise.resolve("x"), "object"],
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
  ])("%s is no text", async (_, made, says) => {
    const error = await thrownBy(retrieved([{ Content: "x" }], { pageContentFormatter: () => made }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: `pageContentFormatter must return a text, not ${says}.` });
  });

  test("[30] what a formatter throws is thrown", async () => {
    const failure = new Error("no");
    const pageContentFormatter = (): string => {
      throw failure;
    };
    expect(await thrownBy(retrieved([{ Content: "x" }], { pageContentFormatter }))).toBe(failure);
  });
});

describe("any reply", () => {
  const text = fc.string({ maxLength: 20 });
  const offset = fc.integer({ min: -3, max: 30 });
  const passage = fc.record(
    {
      Text: text,
      Highlights: fc.array(fc.record({ BeginOffset: offset, EndOffset: offset, TopAnswer: fc.boolean() })),
    },
    { requiredKeys: [] },
  );
  const item = fc.record(
    {
      Id: text,
      Type: fc.constantFrom("ANSWER", "QUESTION_ANSWER", "DOCUMENT", "NEW"),
      Format: fc.constantFrom("TEXT", "TABLE"),
      AdditionalAttributes: fc.array(
        fc.record(
          {
            Key: fc.constantFrom("QuestionText", "AnswerText"),
            Value: fc.record({ TextWithHighlightsValue: passage }, { requiredKeys: [] }),
          },
          { requiredKeys: [] },
        ),
      ),
      DocumentTitle: passage,
      DocumentExcerpt: passage,
      TableExcerpt: fc.record(
        {
          Rows: fc.array(
            fc.record({ Cells: fc.array(fc.record({ Value: text }, { requiredKeys: [] })) }, { requiredKeys: [] }),
          ),
        },
        { requiredKeys: [] },
      ),
      DocumentAttributes: fc.array(
        fc.record(
          { Key: text, Value: fc.record({ LongValue: fc.integer() }, { requiredKeys: [] }) },
          { requiredKeys: [] },
        ),
      ),
      ScoreAttributes: fc.record({ ScoreConfidence: text }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );

  test("becomes one document for each of the first results, whatever is missing in it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 5 }), async (items) => {
        const documents = await queried(items, { topK: 3 });
        expect(documents.length).toBe(Math.min(items.length, 3));
        for (const { pageContent, metadata } of documents) {
          expect(typeof pageContent).toBe("string");
          expect(metadata).toMatchObject({
            title: expect.any(String),
            excerpt: expect.any(String),
            score: expect.any(String),
          });
          for (const { text, beginOffset, endOffset } of metadata["highlights"] ?? []) {
            expect(text).toBe(metadata["excerpt"].slice(beginOffset, endOffset));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
