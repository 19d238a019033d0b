import {
  type AttributeFilter,
  BatchPutDocumentCommand,
  DescribeIndexCommand,
  type QueryResultItem,
} from "@aws-sdk/client-kendra";
import { beforeEach, describe, expect, it } from "vitest";

import { createLocalAws, type KendraDocument } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { createKendraClient, filtered, idsOf, indexId, query, retrieve } from "./support/kendra.ts";

const aws = useLocalAws({ kendraIndexes: [{ id: indexId, name: "handbook", description: "What people ask." }] });

const created = new Date("2020-01-01T00:00:00.123Z");
const handbook: readonly KendraDocument[] = [
  {
    id: "vacation",
    title: "Vacation policy",
    text: "Employees get twenty-five days of vacation a year. Unused days expire in March.",
    uri: "https://intra.example/vacation",
    metadata: { _created_at: created, _view_count: 0, pages: 3, topics: ["hr", "leave"], author: "" },
  },
  {
    id: "returns",
    title: "Returns",
    text: "Purchases can be returned within thirty days for a full refund. The receipt is needed.",
  },
  { id: "remote", title: "Remote work", text: "Working from home needs the consent of the team lead." },
];
const faq: KendraDocument = {
  id: "faq-1",
  question: "Who grants vacation?",
  answer: "The team lead grants it, two weeks ahead.",
};
const prices: KendraDocument = {
  id: "prices",
  title: "Prices of furniture",
  table: [
    ["Product", "Price"],
    ["Chair", "49"],
    ["Table", "120"],
  ],
};

const itemOf = (items: QueryResultItem[] | undefined, type: string): QueryResultItem => {
  const item = items?.find(({ Type }) => Type === type);
  if (item === undefined) throw new Error(`There is no ${type}.`);
  return item;
};

/** The parts of a text that are highlighted. */
const highlighted = (text: QueryResultItem["DocumentExcerpt"]): string[] =>
  (text?.Highlights ?? []).map(({ BeginOffset, EndOffset }) => (text?.Text ?? "").slice(BeginOffset, EndOffset));

describe("Kendra Retrieve", () => {
  it("[44] gives passages of documents, best first, with every attribute", async () => {
    await aws.kendra(indexId).add([...handbook, faq]);
    const { QueryId = "", ResultItems = [] } = await retrieve(aws, "How many days of vacation do employees get?");
    expect(ResultItems[0]).toEqual({
      Id: expect.stringMatching(new RegExp(`^${QueryId}-[0-9a-f-]{36}$`)),
      DocumentId: "vacation",
      DocumentTitle: "Vacation policy",
      Content: handbook[0]?.text,
      DocumentURI: "https://intra.example/vacation",
      DocumentAttributes: [
        { Key: "_created_at", Value: { DateValue: created } },
        { Key: "_view_count", Value: { LongValue: 0 } },
        { Key: "pages", Value: { LongValue: 3 } },
        { Key: "topics", Value: { StringListValue: ["hr", "leave"] } },
        { Key: "author", Value: { StringValue: "" } },
        { Key: "_source_uri", Value: { StringValue: "https://intra.example/vacation" } },
      ],
      ScoreAttributes: { ScoreConfidence: "VERY_HIGH" },
    });
    // Questions are for Query alone.
    expect(ResultItems.map(({ DocumentId }) => DocumentId)).not.toContain("faq-1");
    expect(aws.lastRequest()).toMatchObject({ service: "kendra", operation: "Retrieve", status: 200 });
  });

  it("[44] carries dates to the millisecond, in and out", async () => {
    const Documents = [
      {
        Id: "dated",
        Blob: new TextEncoder().encode("A dated animal."),
        Attributes: [{ Key: "_created_at", Value: { DateValue: created } }],
      },
    ];
    await createKendraClient(aws).send(new BatchPutDocumentCommand({ IndexId: indexId, Documents }));
    expect(await filtered(aws, { EqualsTo: { Key: "_created_at", Value: { DateValue: created } } })).toEqual(["dated"]);
    const later = new Date(created.getTime() + 1);
    expect(await filtered(aws, { EqualsTo: { Key: "_created_at", Value: { DateValue: later } } })).toEqual([]);
    const { ResultItems = [] } = await retrieve(aws, "animal");
    expect(ResultItems[0]?.DocumentAttributes).toEqual([{ Key: "_created_at", Value: { DateValue: created } }]);
  });

  it("[44] gives only the attributes that are asked for", async () => {
    await aws.kendra(indexId).add(handbook);
    const { ResultItems = [] } = await retrieve(aws, "vacation", { RequestedDocumentAttributes: ["pages"] });
    expect(ResultItems[0]?.DocumentAttributes).toEqual([{ Key: "pages", Value: { LongValue: 3 } }]);
  });

  it("[44] pages through what it finds, up to the hundredth", async () => {
    await aws
      .kendra(indexId)
      .add(Array.from({ length: 120 }, (_, index) => ({ id: `bee-${index}`, text: `Fact ${index} about bees.` })));
    const page = async (PageNumber?: number, PageSize?: number): Promise<string[]> =>
      idsOf(await retrieve(aws, "bees", { PageNumber, PageSize }));
    const all = await page(1, 100);
    expect(new Set(all).size).toBe(100);
    expect(await page()).toEqual(all.slice(0, 10));
    expect(await page(3, 7)).toEqual(all.slice(14, 21));
    expect(await page(4, 30)).toEqual(all.slice(90));
    expect(await page(2, 100)).toEqual([]);
  });

  it("[44] logs the user context, and finds the same", async () => {
    await aws.kendra(indexId).add(handbook);
    const UserContext = { UserId: "u-7", Groups: ["hr"] };
    expect(idsOf(await retrieve(aws, "vacation", { UserContext }))).toEqual(idsOf(await retrieve(aws, "vacation")));
    aws.expectRequest({ service: "kendra", operation: "Retrieve", body: { UserContext } });
    await query(aws, "vacation", { UserContext: { Token: "t" } });
    aws.expectRequest({ service: "kendra", operation: "Query", body: { UserContext: { Token: "t" } } });
  });

  it("cuts long documents into passages of up to 200 words", async () => {
    const words = Array.from({ length: 90 }, (_, index) => `Sentence ${index} is about the topic of whales.`);
    await aws.kendra(indexId).add([{ id: "long", text: words.join(" ") }]);
    expect(aws.kendra(indexId).size).toBe(1);
    const { ResultItems = [] } = await retrieve(aws, "whales", { PageSize: 100 });
    expect(ResultItems.length).toBeGreaterThan(3);
    for (const { Content = "", DocumentId } of ResultItems) {
      expect(DocumentId).toBe("long");
      expect(Content.split(" ").length).toBeLessThanOrEqual(200);
      expect(words.join(" ")).toContain(Content);
    }
  });

  it("reads thirty words of a query, articles and the like not counted", async () => {
    await aws.kendra(indexId).add([{ id: "whales", text: "Whales sing." }]);
    const many = (count: number): string => Array.from({ length: count }, (_, index) => `zq${index} of the`).join(" ");
    expect(idsOf(await retrieve(aws, `${many(29)} whales`))).toEqual(["whales"]);
    expect(idsOf(await retrieve(aws, `${many(30)} whales`))).toEqual([]);
  });

  it("finds documents of another language only when the filter names it, and is then sure of nothing", async () => {
    await aws.kendra(indexId).add([
      { id: "en", text: "animal cat" },
      { id: "de", text: "animal Katze", metadata: { _language_code: "de" } },
    ]);
    expect(idsOf(await retrieve(aws, "animal"))).toEqual(["en"]);
    const german: AttributeFilter = { EqualsTo: { Key: "_language_code", Value: { StringValue: "de" } } };
    const { ResultItems = [] } = await retrieve(aws, "animal", { AttributeFilter: german });
    expect(ResultItems.map(({ DocumentId, ScoreAttributes }) => [DocumentId, ScoreAttributes])).toEqual([
      ["de", { ScoreConfidence: "NOT_AVAILABLE" }],
    ]);
    expect(await filtered(aws, { NotFilter: german })).toEqual(["en"]);
  });

  it("says how sure it is by words and meaning", async () => {
    await aws.kendra(indexId).add(handbook);
    const surest = async (text: string): Promise<unknown> =>
      (await retrieve(aws, text)).ResultItems?.map(({ ScoreAttributes }) => ScoreAttributes?.ScoreConfidence)[0];
    expect(await surest("refund for returned purchases")).toBe("VERY_HIGH");
    expect(["LOW", "MEDIUM"]).toContain(await surest("the receipt of a gardener on an island in the sea"));
    expect(await surest("quantum chromodynamics")).toBeUndefined();
  });
});

describe("Kendra Query", () => {
  it("[44] gives an answer, the questions and the documents, in this order", async () => {
    await aws.kendra(indexId).add([...handbook, faq]);
    const text = "Who grants the days of vacation that employees get?";
    const { QueryId = "", ResultItems = [], TotalNumberOfResults } = await query(aws, text);
    expect(ResultItems.map(({ Type }) => Type).slice(0, 3)).toEqual(["ANSWER", "QUESTION_ANSWER", "DOCUMENT"]);
    expect(TotalNumberOfResults).toBe(ResultItems.length);
    expect(new Set(ResultItems.map(({ Id }) => Id)).size).toBe(ResultItems.length);

    const answer = itemOf(ResultItems, "ANSWER");
    expect(answer).toMatchObject({ DocumentId: "vacation", Format: "TEXT", FeedbackToken: expect.any(String) });
    const found = answer.AdditionalAttributes?.find(({ Key }) => Key === "AnswerText")?.Value?.TextWithHighlightsValue;
    const top = found?.Highlights?.find(({ TopAnswer }) => TopAnswer);
    expect(found?.Text?.slice(top?.BeginOffset, top?.EndOffset)).toBe(
      "Employees get twenty-five days of vacation a year.",
    );

    const question = itemOf(ResultItems, "QUESTION_ANSWER");
    expect(question.AdditionalAttributes?.map(({ Key, Value }) => [Key, Value?.TextWithHighlightsValue?.Text])).toEqual(
      [
        ["QuestionText", faq.question],
        ["AnswerText", faq.answer],
      ],
    );
    expect(question.DocumentExcerpt?.Text).toBe(faq.answer);

    const document = itemOf(ResultItems, "DOCUMENT");
    expect(document).toMatchObject({
      Id: expect.stringContaining(QueryId),
      DocumentTitle: { Text: "Vacation policy" },
      DocumentURI: "https://intra.example/vacation",
    });
    expect(highlighted(document.DocumentTitle)).toEqual(["Vacation"]);
    expect(highlighted(document.DocumentExcerpt)).toEqual(["Employees", "get", "days", "vacation", "days"]);
  });

  it("[44] answers from a table with its best cell", async () => {
    await aws.kendra(indexId).add([prices]);
    const { ResultItems } = await query(aws, "price of a chair", { QueryResultTypeFilter: "ANSWER" });
    const { Format, TableExcerpt, DocumentExcerpt } = itemOf(ResultItems, "ANSWER");
    expect([Format, DocumentExcerpt?.Text, TableExcerpt?.TotalNumberOfRows]).toEqual(["TABLE", "", 3]);
    expect(TableExcerpt?.Rows?.map(({ Cells = [] }) => Cells.map(({ Value }) => Value))).toEqual(prices.table);
    const cells = TableExcerpt?.Rows?.flatMap(({ Cells = [] }) => Cells) ?? [];
    expect(cells.filter(({ TopAnswer }) => TopAnswer)).toEqual([
      { Value: "49", Header: false, Highlighted: true, TopAnswer: true },
    ]);
    expect(cells.filter(({ Header }) => Header).map(({ Value }) => Value)).toEqual(["Product", "Price"]);
  });

  it("[44] shows up to 100 words around what was found", async () => {
    const filler = "Something else is written here about other things. ".repeat(15);
    await aws.kendra(indexId).add([{ id: "long", text: `${filler}Whales sing at night. ${filler}` }]);
    const { ResultItems } = await query(aws, "whales", { QueryResultTypeFilter: "DOCUMENT" });
    const text = itemOf(ResultItems, "DOCUMENT").DocumentExcerpt?.Text ?? "";
    expect(text).toContain("Whales sing at night.");
    expect(text).toMatch(/^\.\.\.Something else is written/);
    expect(text.split(" ").length).toBeLessThanOrEqual(100);
  });

  it("[44] gives one kind of result when told to, and pages through it", async () => {
    await aws.kendra(indexId).add([...handbook, faq]);
    for (const kind of ["ANSWER", "QUESTION_ANSWER", "DOCUMENT"] as const) {
      const more = { QueryResultTypeFilter: kind };
      const { ResultItems = [] } = await query(aws, "Who grants the days of vacation of employees?", more);
      expect(new Set(ResultItems.map(({ Type }) => Type))).toEqual(new Set([kind]));
    }
    const whole = idsOf(await query(aws, "days of vacation"));
    const pages = [
      await query(aws, "days of vacation", { PageSize: 2 }),
      await query(aws, "days of vacation", { PageSize: 2, PageNumber: 2 }),
    ];
    expect(pages.flatMap(idsOf)).toEqual(whole.slice(0, 4));
    expect(pages.map(({ TotalNumberOfResults }) => TotalNumberOfResults)).toEqual([whole.length, whole.length]);
  });

  it("lists documents when there is no text, sorted by attributes when told to", async () => {
    await aws.kendra(indexId).add([
      { id: "b", text: "Two.", metadata: { year: 2020, kind: "x" } },
      { id: "a", text: "One.", metadata: { year: 1999, kind: "y" } },
      { id: "c", text: "Three." },
      { id: "d", text: "Four.", metadata: { year: 2020, kind: "w" } },
    ]);
    const listed = async (...SortingConfigurations: ["year" | "kind", "ASC" | "DESC"][]): Promise<string> => {
      const sorting = SortingConfigurations.map(([DocumentAttributeKey, SortOrder]) => ({
        DocumentAttributeKey,
        SortOrder,
      }));
      const { ResultItems } = await query(aws, undefined, sorting[0] ? { SortingConfigurations: sorting } : {});
      return (ResultItems ?? []).map(({ DocumentId }) => DocumentId).join("");
    };
    expect(await listed()).toBe("bacd");
    expect(await listed(["year", "ASC"])).toBe("abdc");
    expect(await listed(["year", "DESC"], ["kind", "ASC"])).toBe("dbac");
    const SortingConfiguration = { DocumentAttributeKey: "year", SortOrder: "ASC" } as const;
    expect(idsOf(await query(aws, "", { SortingConfiguration })).join("")).toBe("abdc");
  });

  it("counts the values of attributes", async () => {
    await aws.kendra(indexId).add([
      { text: "animal one", metadata: { kind: "cat", tags: ["a", "b"] } },
      { text: "animal two", metadata: { kind: "dog", tags: ["b"] } },
      { text: "animal three", metadata: { kind: "cat" } },
    ]);
    const { FacetResults } = await query(aws, "animal", {
      Facets: [{ DocumentAttributeKey: "kind" }, { DocumentAttributeKey: "tags", MaxResults: 1 }],
    });
    const pair = (StringValue: string, Count: number): object => ({
      DocumentAttributeValue: { StringValue },
      Count,
    });
    expect(FacetResults).toMatchObject([
      {
        DocumentAttributeKey: "kind",
        DocumentAttributeValueType: "STRING_VALUE",
        DocumentAttributeValueCountPairs: [pair("cat", 2), pair("dog", 1)],
      },
      { DocumentAttributeKey: "tags", DocumentAttributeValueCountPairs: [pair("b", 2)] },
    ]);
  });
});

describe("Kendra attribute filters", () => {
  const [old, young] = [new Date("1999-05-01T00:00:00Z"), new Date("2020-05-01T00:00:00Z")];
  const documents: readonly KendraDocument[] = [
    { id: "cat", text: "animal cat", metadata: { kind: "cat", legs: 4, born: old, tags: ["house", "fur"] } },
    { id: "camel", text: "animal camel", metadata: { kind: "camel", born: young, tags: ["desert"] } },
    { id: "dog", text: "animal dog", metadata: { kind: "dog", legs: 4, born: young, tags: ["fur", "house"] } },
    { id: "none", text: "animal none", metadata: { legs: 0 } },
  ];
  const string = (Key: string, StringValue: string) => ({ Key, Value: { StringValue } });
  const long = (Key: string, LongValue: number) => ({ Key, Value: { LongValue } });
  const date = (Key: string, DateValue: Date) => ({ Key, Value: { DateValue } });
  const list = (Key: string, ...StringListValue: string[]) => ({ Key, Value: { StringListValue } });

  const cases: readonly [name: string, filter: AttributeFilter, found: readonly string[]][] = [
    ["EqualsTo a text", { EqualsTo: string("kind", "cat") }, ["cat"]],
    ["EqualsTo a number", { EqualsTo: long("legs", 4) }, ["cat", "dog"]],
    ["EqualsTo zero", { EqualsTo: long("legs", 0) }, ["none"]],
    ["EqualsTo a date", { EqualsTo: date("born", young) }, ["camel", "dog"]],
    ["EqualsTo a list in any order", { EqualsTo: list("tags", "house", "fur") }, ["cat", "dog"]],
    ["EqualsTo no part of a list", { EqualsTo: list("tags", "house") }, []],
    ["EqualsTo nothing of another type", { EqualsTo: string("legs", "4") }, []],
    ["ContainsAll", { ContainsAll: list("tags", "house", "fur") }, ["cat", "dog"]],
    ["ContainsAll, one missing", { ContainsAll: list("tags", "house", "desert") }, []],
    ["ContainsAny", { ContainsAny: list("tags", "desert", "fur") }, ["camel", "cat", "dog"]],
    ["GreaterThan", { GreaterThan: date("born", old) }, ["camel", "dog"]],
    ["GreaterThanOrEquals", { GreaterThanOrEquals: date("born", old) }, ["camel", "cat", "dog"]],
    ["LessThan", { LessThan: long("legs", 4) }, ["none"]],
    ["LessThanOrEquals", { LessThanOrEquals: long("legs", 4) }, ["cat", "dog", "none"]],
    ["GreaterThan of another type", { GreaterThan: long("born", 0) }, []],
    ["AndAllFilters", { AndAllFilters: [{ EqualsTo: long("legs", 4) }, { GreaterThan: date("born", old) }] }, ["dog"]],
    [
      "OrAllFilters",
      { OrAllFilters: [{ EqualsTo: string("kind", "cat") }, { EqualsTo: long("legs", 0) }] },
      ["cat", "none"],
    ],
    ["NotFilter, the key absent too", { NotFilter: { EqualsTo: string("kind", "cat") } }, ["camel", "dog", "none"]],
    [
      "two levels",
      { AndAllFilters: [{ OrAllFilters: [{ EqualsTo: string("kind", "dog") }, { LessThan: long("legs", 1) }] }] },
      ["dog", "none"],
    ],
    ["a key that every object has", { EqualsTo: string("constructor", "x") }, []],
  ];

  beforeEach(async () => {
    await aws.kendra(indexId).add(documents);
  });

  it.each(cases)("[44] %s", async (_name, filter, found) => {
    expect(await filtered(aws, filter)).toEqual(found);
  });

  it("[44] refuse what has no operator, as the SDK sends a misspelt one", async () => {
    const filter: AttributeFilter = JSON.parse('{ "EqualTo": { "Key": "kind", "Value": { "StringValue": "cat" } } }');
    await expect(filtered(aws, filter)).rejects.toMatchObject({
      name: "ValidationException",
      message: "AttributeFilter cannot have 0 operators. It must have one and only one.",
    });
    expect(aws.lastRequest()).toMatchObject({ body: { AttributeFilter: {} } });
  });

  const eleven = Array.from({ length: 11 }, () => ({ EqualsTo: string("kind", "cat") }));
  it.each([
    [
      "three levels",
      { NotFilter: { NotFilter: { NotFilter: { EqualsTo: string("kind", "cat") } } } },
      "AttributeFilter cannot have a depth of more than 2.",
    ],
    [
      "two operators",
      { EqualsTo: long("legs", 4), NotFilter: { EqualsTo: string("kind", "cat") } },
      "AttributeFilter cannot have 2 operators. It must have one and only one.",
    ],
    [
      "a filter in a group without an operator",
      { AndAllFilters: [{}] },
      "AttributeFilter cannot have 0 operators. It must have one and only one.",
    ],
    ["eleven in a list", { OrAllFilters: eleven }, "AttributeFilter cannot have a length of more than 10"],
    [
      "a text to compare",
      { GreaterThan: string("legs", "4") },
      "The operator GreaterThan of the attribute legs does not support values of type STRING_VALUE.",
    ],
    [
      "a text in a list operator",
      { ContainsAny: string("tags", "fur") },
      "The operator ContainsAny of the attribute tags does not support values of type STRING_VALUE.",
    ],
    ["no value", { EqualsTo: { Key: "kind", Value: {} } }, "must have exactly one type"],
    [
      "two values",
      { EqualsTo: { Key: "kind", Value: { StringValue: "cat", LongValue: 4 } } },
      "must have exactly one type",
    ],
    [
      "a key with a blank",
      { EqualsTo: string("a b", "c") },
      "1 validation error detected: Value 'a b' at 'attributeFilter.equalsTo.key' failed to satisfy constraint",
    ],
  ])("[44] V45 refuse %s", async (_name, filter, message) => {
    await expect(filtered(aws, filter)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
  });
});

describe("Kendra BatchPutDocument and DescribeIndex", () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);

  it("[44] puts documents that are found at once, in place of those with the same id", async () => {
    const client = createKendraClient(aws);
    const put = async (...Documents: NonNullable<BatchPutDocumentCommand["input"]["Documents"]>) =>
      await client.send(new BatchPutDocumentCommand({ IndexId: indexId, Documents }));
    expect(
      await put(
        { Id: "a", Title: "Whales", Blob: text("Whales sing."), ContentType: "PLAIN_TEXT" },
        { Id: "b", Blob: text("<style>p {}</style><p>Bees <b>dance</b>.</p>"), ContentType: "HTML" },
        { Id: "c", S3Path: { Bucket: "bucket", Key: "key" } },
        { Id: "d", Blob: text("%PDF"), ContentType: "PDF" },
      ),
    ).toMatchObject({
      FailedDocuments: [
        { Id: "c", ErrorCode: "InvalidRequest", ErrorMessage: expect.stringContaining("S3") },
        { Id: "d", ErrorCode: "InvalidRequest", ErrorMessage: expect.stringContaining("PDF") },
      ],
    });
    expect(idsOf(await retrieve(aws, "whales"))).toEqual(["a"]);
    const { ResultItems = [] } = await retrieve(aws, "bees");
    expect(ResultItems.map(({ Content = "" }) => Content.replaceAll(/\s+/g, " "))).toEqual(["Bees dance ."]);
    await put({ Id: "a", Title: "Lions", Blob: text("Lions roar.") });
    expect(idsOf(await retrieve(aws, "whales"))).toEqual([]);
    expect(idsOf(await retrieve(aws, "lions"))).toEqual(["a"]);
  });

  it("[44] says what an index holds", async () => {
    await aws.kendra(indexId).add([...handbook, faq]);
    const described = await createKendraClient(aws).send(new DescribeIndexCommand({ Id: indexId }));
    expect(described).toMatchObject({
      Name: "handbook",
      Id: indexId,
      Edition: "DEVELOPER_EDITION",
      Status: "ACTIVE",
      Description: "What people ask.",
      CreatedAt: expect.any(Date),
      UpdatedAt: expect.any(Date),
      IndexStatistics: {
        FaqStatistics: { IndexedQuestionAnswersCount: 1 },
        TextDocumentStatistics: { IndexedTextDocumentsCount: 3, IndexedTextBytes: expect.any(Number) },
      },
    });
    const types = new Map(described.DocumentMetadataConfigurations?.map(({ Name, Type }) => [Name, Type]));
    expect([types.get("_created_at"), types.get("pages"), types.get("topics")]).toEqual([
      "DATE_VALUE",
      "LONG_VALUE",
      "STRING_LIST_VALUE",
    ]);
  });

  it("V45 takes ten documents at a time", async () => {
    const Documents = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, Blob: text("x") }));
    await expect(
      createKendraClient(aws).send(new BatchPutDocumentCommand({ IndexId: indexId, Documents })),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("at 'documents' failed to satisfy constraint"),
    });
  });
});

describe("Kendra refuses", () => {
  const elsewhere = "00000000-0000-0000-0000-000000000000";

  it("[44] V45 an index that is not there, with 404", async () => {
    await expect(retrieve(aws, "x", { IndexId: elsewhere })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 404, attempts: 1 },
    });
    await expect(createKendraClient(aws).send(new DescribeIndexCommand({ Id: elsewhere }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it.each([
    ["a short id", "x", { IndexId: "abc" }, /Value 'abc' at 'indexId' failed to satisfy constraint: .*equal to 36/],
    ["a page of nothing", "x", { PageSize: 0 }, /Value '0' at 'pageSize' .*greater than or equal to 1$/],
    ["a page of 101", "x", { PageSize: 101 }, /Value '101' at 'pageSize' .*less than or equal to 100$/],
    ["page 0", "x", { PageNumber: 0 }, /at 'pageNumber'/],
    ["a query of 1,001 characters", "x".repeat(1_001), {}, /character count of 1001, which exceeds the limit/],
  ] as const)("[44] V45 %s", async (_name, text, more, message) => {
    const refusal = { name: "ValidationException", message: expect.stringMatching(message) };
    await expect(retrieve(aws, text, more)).rejects.toMatchObject(refusal);
    await expect(query(aws, text, more)).rejects.toMatchObject(refusal);
  });

  it("counts a query's characters, not its code units", async () => {
    await expect(retrieve(aws, "😀".repeat(1_000))).resolves.toMatchObject({ ResultItems: [] });
  });

  it("what it would have to leave out in silence", async () => {
    const CollapseConfiguration = { DocumentAttributeKey: "kind" };
    await expect(query(aws, "x", { CollapseConfiguration })).rejects.toMatchObject({ name: "ValidationException" });
    const Facets = [{ DocumentAttributeKey: "kind", Facets: [{ DocumentAttributeKey: "x" }] }];
    await expect(query(aws, "x", { Facets })).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("aws.kendra", () => {
  it("makes an index, which reset takes away, and gives those of the options their documents back", async () => {
    await using other = await createLocalAws({
      kendraIndexes: [{ id: indexId, documents: [{ text: "Whales sing.", uri: "s3://b/whales" }] }],
    });
    const made = "00000000-0000-0000-0000-000000000001";
    await other.kendra(made).add([{ text: "Bees dance." }]);
    await other.kendra(indexId).add([{ text: "Whales dive." }]);
    expect(idsOf(await retrieve(other, "bees", { IndexId: made }))).toEqual(["document-1"]);
    expect(idsOf(await retrieve(other, "whales")).toSorted()).toEqual(["document-1", "s3://b/whales"]);
    other.reset();
    await expect(retrieve(other, "bees", { IndexId: made })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    expect(idsOf(await retrieve(other, "whales"))).toEqual(["s3://b/whales"]);
  });

  it("forgets what still waits to be read when it is cleared", async () => {
    const index = aws.kendra(indexId);
    const [running, waiting] = [index.add([{ text: "Whales sing." }]), index.add([{ text: "Whales dive." }])];
    index.clear();
    expect([await running, await waiting]).toEqual([0, 0]);
    expect(await index.add([{ text: "Whales sleep." }])).toBe(1);
    expect(index.size).toBe(1);
  });

  it.each([
    ["an unknown member", { txt: "x" }, "documents[1] has the unknown member `txt`"],
    ["two contents", { text: "x", table: [["y"]] }, "documents[1] must have one of `text`"],
    ["no content", { id: "x" }, "documents[1] must have one of `text`"],
    ["a question without answer", { question: "x" }, "documents[1] must have one of `text`"],
    ["a broken number", { text: "x", metadata: { a: 1.5 } }, "documents[1].metadata must be an object of texts, whole"],
    ["a broken date", { text: "x", metadata: { a: new Date(Number.NaN) } }, "documents[1].metadata must be an object"],
    ["a name with a blank", { text: "x", metadata: { "a b": 1 } }, "documents[1].metadata must be an object whose"],
    ["an empty table", { table: [] }, "documents[1].table must be a list of rows"],
  ])("refuses %s, and adds nothing then", async (_name, document, message) => {
    // Callers without types may write anything.
    const index: { readonly size: number; add(documents: unknown): Promise<number> } = aws.kendra(indexId);
    await expect(index.add([{ text: "fine" }, document])).rejects.toThrow(message);
    expect(index.size).toBe(0);
  });

  it("refuses options that cannot work", async () => {
    await expect(createLocalAws({ kendraIndexes: [{ id: "short" }] })).rejects.toThrow(
      "createLocalAws: kendraIndexes[0].id must be 36 letters, digits and hyphens.",
    );
    await expect(createLocalAws({ kendraIndexes: [{ id: indexId, documents: [{ question: "x" }] }] })).rejects.toThrow(
      "createLocalAws: kendraIndexes[0].documents[0] must have one of",
    );
    expect(() => aws.kendra("short")).toThrow("36 letters");
  });
});
