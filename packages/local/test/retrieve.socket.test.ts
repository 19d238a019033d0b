import type { ImplicitFilterConfiguration, RetrievalFilter } from "@aws-sdk/client-bedrock-agent-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { beforeEach, describe, expect, it } from "vitest";

import { createLocalAws, type KnowledgeBaseDocument } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { filtered, knowledgeBaseId, retrieve, textsOf } from "./support/knowledge-bases.ts";

const aws = useLocalAws({
  knowledgeBases: [
    { id: "MANAGED001", type: "managed", documents: [{ text: "Managed stores need no database of their own." }] },
  ],
  guardrails: [
    {
      id: "gr1",
      words: ["dragon"],
      piiEntities: [{ type: "EMAIL", action: "ANONYMIZE" }],
    },
  ],
});

const policies: readonly KnowledgeBaseDocument[] = [
  { text: "Purchases can be returned within thirty days for a full refund.", uri: "s3://shop/returns.md" },
  { text: "The office is closed on public holidays.", uri: "https://shop.example/holidays" },
  { text: "Employees get twenty-five days of vacation a year.", uri: "handbook-7" },
  { text: "Passwords are changed every ninety days." },
];

describe("Retrieve", () => {
  it.each([
    ["HTTP/2", {}],
    ["HTTP/1.1", { requestHandler: new NodeHttpHandler() }],
  ])("[37] finds the passage that a query is about over %s", async (_http, config) => {
    await aws.kb(knowledgeBaseId).add(policies);
    const { retrievalResults = [] } = await retrieve(aws, "Can I get a refund for a purchase?", { config });
    expect(retrievalResults).toHaveLength(4);
    expect(retrievalResults[0]).toEqual({
      content: { type: "TEXT", text: policies[0]?.text },
      location: { type: "S3", s3Location: { uri: "s3://shop/returns.md" } },
      metadata: {
        "x-amz-bedrock-kb-source-uri": "s3://shop/returns.md",
        "x-amz-bedrock-kb-chunk-id": expect.stringMatching(/^1%3A0%3A[A-Za-z0-9]{20}$/),
        "x-amz-bedrock-kb-data-source-id": "DS00000001",
      },
      score: expect.any(Number),
    });
    const scores = retrievalResults.map(({ score }) => score ?? Number.NaN);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(aws.lastRequest()).toMatchObject({ service: "bedrock-agent-runtime", operation: "Retrieve", status: 200 });
  });

  it("[37] names the place of a document by the form of its URI", async () => {
    await aws.kb(knowledgeBaseId).add(policies);
    const { retrievalResults = [] } = await retrieve(aws, "days");
    const byText = new Map(retrievalResults.map(({ content, location }) => [content?.text, location]));
    expect(policies.map(({ text }) => byText.get(text))).toEqual([
      { type: "S3", s3Location: { uri: "s3://shop/returns.md" } },
      { type: "WEB", webLocation: { url: "https://shop.example/holidays" } },
      { type: "CUSTOM", customDocumentLocation: { id: "handbook-7" } },
      undefined,
    ]);
  });

  it.each([
    { type: "S3", s3Location: { uri: "s3://bucket/key" } },
    { type: "WEB", webLocation: { url: "https://a.example" } },
    { type: "CONFLUENCE", confluenceLocation: { url: "https://c.example" } },
    { type: "SALESFORCE", salesforceLocation: { url: "https://s.example" } },
    { type: "SHAREPOINT", sharePointLocation: { url: "https://p.example" } },
    { type: "ONEDRIVE", oneDriveLocation: { url: "https://o.example" } },
    { type: "GOOGLEDRIVE", googleDriveLocation: { url: "https://g.example" } },
    { type: "KENDRA", kendraDocumentLocation: { uri: "https://k.example" } },
    { type: "CUSTOM", customDocumentLocation: { id: "7" } },
    { type: "SQL", sqlLocation: { query: "select 1" } },
  ])("[37] keeps a location of the type $type", async (location) => {
    await aws.kb(knowledgeBaseId).add([{ text: "Something.", location }]);
    const { retrievalResults = [] } = await retrieve(aws, "something");
    expect(retrievalResults[0]?.location).toEqual(location);
    const [, source] = Object.values(location).flatMap((member) => Object.values(member).join(""));
    expect(retrievalResults[0]?.metadata).toMatchObject({ "x-amz-bedrock-kb-source-uri": source });
  });

  it("keeps images, rows, sound and film as they are, and finds them by their words", async () => {
    const row = [{ columnName: "city", columnValue: "Vienna", type: "STRING" }];
    const contents = [
      { type: "IMAGE", byteContent: "data:image/png;base64,AQID" },
      { type: "ROW", row },
      { type: "AUDIO", audio: { s3Uri: "s3://b/a.mp3", transcription: "the whale sings" } },
      { type: "VIDEO", video: { s3Uri: "s3://b/v.mp4", summary: "a volcano erupts" } },
    ];
    await aws.kb(knowledgeBaseId).add(contents.map((content, index) => ({ content, id: `doc-${index}` })));
    for (const [query, index] of [
      ["Vienna", 1],
      ["whale", 2],
      ["volcano", 3],
    ] as const) {
      const { retrievalResults = [] } = await retrieve(aws, query);
      expect(retrievalResults[0]).toMatchObject({ content: contents[index], documentId: `doc-${index}` });
    }
    const image = { format: "png", inlineContent: new Uint8Array([1, 2, 3]) } as const;
    const { retrievalResults = [] } = await retrieve(aws, "", { more: { retrievalQuery: { type: "IMAGE", image } } });
    expect(retrievalResults[0]?.content).toEqual(contents[0]);
    expect(retrievalResults[0]?.score).toBeCloseTo(1, 5);
  });

  it("cuts long texts into passages that overlap, and short ones not at all", async () => {
    const sentences = Array.from({ length: 40 }, (_, index) => `Sentence number ${index} is about topic ${index}.`);
    const added = await aws.kb(knowledgeBaseId).add([{ text: sentences.join(" "), uri: "s3://b/long.txt" }]);
    expect(added).toBeGreaterThan(1);
    expect(aws.kb(knowledgeBaseId).size).toBe(added);
    const texts = textsOf(await retrieve(aws, "topic", { vector: { numberOfResults: 100 } }));
    expect(texts.every((text) => text.length <= 1_200 && sentences.join(" ").includes(text))).toBe(true);
    expect(texts.filter((text) => text.includes(" 27 ")).length).toBeGreaterThanOrEqual(1);
    await using whole = await createLocalAws({ knowledgeBases: [{ id: knowledgeBaseId, chunking: "none" }] });
    expect(await whole.kb(knowledgeBaseId).add([{ text: sentences.join(" ") }])).toBe(1);
  });

  it("[37] gives as many results as asked for, five unless told", async () => {
    await aws
      .kb(knowledgeBaseId)
      .add(Array.from({ length: 12 }, (_, index) => ({ text: `A fact about bees ${index}.` })));
    expect(textsOf(await retrieve(aws, "bees"))).toHaveLength(5);
    expect(textsOf(await retrieve(aws, "bees", { vector: { numberOfResults: 3 } }))).toHaveLength(3);
    expect(textsOf(await retrieve(aws, "bees", { vector: { numberOfResults: 100 } }))).toHaveLength(12);
  });

  it.each(["SEMANTIC", "HYBRID"] as const)("[37] pages through every passage once, %s", async (overrideSearchType) => {
    const documents = Array.from({ length: 12 }, (_, index) => ({ text: `Fact ${index} about ${index % 3} bees.` }));
    const expected = documents.map(({ text }) => text).toSorted();
    await aws.kb(knowledgeBaseId).add(documents);
    const vector = { numberOfResults: 5, overrideSearchType };
    const whole = textsOf(await retrieve(aws, "2 bees", { vector: { ...vector, numberOfResults: 100 } }));
    const pages: string[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await retrieve(aws, "2 bees", { vector, more: nextToken === undefined ? {} : { nextToken } });
      pages.push(textsOf(page));
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]);
    expect(pages.flat()).toEqual(whole);
    expect(whole.toSorted()).toEqual(expected);
  });

  it("[37] refuses a token of another request", async () => {
    await aws.kb(knowledgeBaseId).add(policies);
    const vector = { numberOfResults: 1 };
    const { nextToken = "" } = await retrieve(aws, "days", { vector });
    await expect(retrieve(aws, "holidays", { vector, more: { nextToken } })).rejects.toMatchObject({
      name: "ValidationException",
      message: "The provided nextToken is invalid.",
    });
    await expect(retrieve(aws, "days", { vector, more: { nextToken: "abc" } })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it("[37] searches by meaning alone, or by rank in both meaning and words", async () => {
    // The meaning of a text is what the embedder says: here, that all but one text are the same.
    const embed = (texts: readonly string[], dimensions: number): number[][] =>
      texts.map((text) =>
        Array.from({ length: dimensions }, (_, index) => {
          if (text.startsWith("query")) return index === 0 ? 1 : 0.1;
          return text.includes("near") === (index === 0) ? 1 : 0.2;
        }),
      );
    await using other = await createLocalAws({ embeddings: { embed } });
    await other.kb(knowledgeBaseId).add([{ text: "near the sea" }, { text: "error code 4711" }, { text: "far away" }]);
    const first = async (overrideSearchType: "SEMANTIC" | "HYBRID"): Promise<unknown[]> =>
      textsOf(await retrieve(other, "query: error 4711", { vector: { overrideSearchType } }));
    expect(await first("SEMANTIC")).toEqual(["near the sea", expect.any(String), expect.any(String)]);
    expect((await first("HYBRID"))[0]).toBe("error code 4711");
    const { retrievalResults = [] } = await retrieve(other, "query: error 4711", {
      vector: { overrideSearchType: "HYBRID" },
    });
    expect(retrievalResults.every(({ score = -1 }) => score > 0 && score <= 1)).toBe(true);
  });
});

describe("Retrieve filters", () => {
  const documents: readonly KnowledgeBaseDocument[] = [
    { text: "animal cat", metadata: { animal: "cat", year: 1999, legs: 4, tame: true, tags: ["house", "fur"] } },
    { text: "animal camel", metadata: { animal: "camel", year: 2005, tame: true, tags: ["desert"] } },
    { text: "animal dog", metadata: { animal: "dog", year: 2020, legs: 4, tame: false, tags: ["house"] } },
    { text: "animal none", metadata: { year: 1989 } },
  ];
  const [cat, camel, dog, none] = ["animal cat", "animal camel", "animal dog", "animal none"] as const;

  const cases: readonly [name: string, filter: RetrievalFilter, found: readonly string[]][] = [
    ["equals a string", { equals: { key: "animal", value: "cat" } }, [cat]],
    ["equals a number", { equals: { key: "legs", value: 4 } }, [cat, dog]],
    ["equals a boolean", { equals: { key: "tame", value: false } }, [dog]],
    ["equals no number that is a string", { equals: { key: "legs", value: "4" } }, []],
    ["equals nothing of another case", { equals: { key: "animal", value: "Cat" } }, []],
    ["notEquals, the key absent too", { notEquals: { key: "animal", value: "cat" } }, [camel, dog, none]],
    ["greaterThan", { greaterThan: { key: "year", value: 1999 } }, [camel, dog]],
    ["greaterThanOrEquals", { greaterThanOrEquals: { key: "year", value: 1999 } }, [cat, camel, dog]],
    ["lessThan", { lessThan: { key: "year", value: 1999 } }, [none]],
    ["lessThanOrEquals", { lessThanOrEquals: { key: "year", value: 1999 } }, [cat, none]],
    ["lessThan of an absent key", { lessThan: { key: "legs", value: 9 } }, [cat, dog]],
    ["in", { in: { key: "animal", value: ["cat", "dog"] } }, [cat, dog]],
    ["notIn, the key absent too", { notIn: { key: "animal", value: ["cat", "dog"] } }, [camel, none]],
    ["startsWith", { startsWith: { key: "animal", value: "ca" } }, [cat, camel]],
    ["listContains", { listContains: { key: "tags", value: "house" } }, [cat, dog]],
    ["listContains no part of a member", { listContains: { key: "tags", value: "hou" } }, []],
    ["stringContains", { stringContains: { key: "animal", value: "am" } }, [camel]],
    ["stringContains in a list", { stringContains: { key: "tags", value: "ese" } }, [camel]],
    [
      "andAll",
      { andAll: [{ equals: { key: "legs", value: 4 } }, { greaterThan: { key: "year", value: 2000 } }] },
      [dog],
    ],
    [
      "orAll",
      { orAll: [{ equals: { key: "animal", value: "cat" } }, { lessThan: { key: "year", value: 1990 } }] },
      [cat, none],
    ],
    [
      "orAll in andAll",
      {
        andAll: [
          { equals: { key: "tame", value: true } },
          { orAll: [{ equals: { key: "animal", value: "dog" } }, { startsWith: { key: "animal", value: "cam" } }] },
        ],
      },
      [camel],
    ],
    ["a key that every object has", { equals: { key: "constructor", value: "x" } }, []],
  ];

  beforeEach(async () => {
    await aws.kb(knowledgeBaseId).add(documents);
  });

  it.each(cases)("[37] %s", async (_name, filter, found) => {
    expect(await filtered(aws, filter)).toEqual(found.toSorted());
  });

  it("[37] by the attributes of the service", async () => {
    await aws.kb(knowledgeBaseId).add([{ text: "animal bee", uri: "s3://zoo/bee.txt" }]);
    const filter = { startsWith: { key: "x-amz-bedrock-kb-source-uri", value: "s3://zoo/" } };
    expect(await filtered(aws, filter)).toEqual(["animal bee"]);
  });

  it.each([
    [
      "a text to compare",
      { greaterThan: { key: "year", value: "1999" } },
      "The value of filter.greaterThan must be a number.",
    ],
    [
      "a value for in",
      { andAll: [{ equals: { key: "a", value: 1 } }, { in: { key: "b", value: "x" } }] },
      "The value of filter.andAll[1].in must be a list of strings or of numbers.",
    ],
    [
      "one member of andAll",
      { andAll: [{ equals: { key: "a", value: 1 } }] },
      "1 validation error detected: Value at 'retrievalConfiguration.vectorSearchConfiguration.filter.andAll' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      "one member of orAll",
      { orAll: [{ equals: { key: "a", value: 1 } }] },
      "1 validation error detected: Value at 'retrievalConfiguration.vectorSearchConfiguration.filter.orAll' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
  ] as const satisfies readonly (readonly [string, unknown, string])[])(
    "[37] V43 refuse %s",
    async (_name, filter, message) => {
      const wire: RetrievalFilter = JSON.parse(JSON.stringify(filter));
      await expect(filtered(aws, wire)).rejects.toMatchObject({ name: "ValidationException", message });
    },
  );

  it("[37] refuse what has no operator, as the SDK sends a misspelt one", async () => {
    const filter: RetrievalFilter = JSON.parse('{ "equal": { "key": "animal", "value": "cat" } }');
    await expect(filtered(aws, filter)).rejects.toMatchObject({ name: "SerializationException" });
    expect(aws.lastRequest()).toMatchObject({
      body: { retrievalConfiguration: { vectorSearchConfiguration: { filter: {} } } },
    });
  });

  it("can be implied by the query", async () => {
    const implicitFilterConfiguration: ImplicitFilterConfiguration = {
      modelArn: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
      metadataAttributes: [
        { key: "animal", type: "STRING", description: "The animal" },
        { key: "tags", type: "STRING_LIST", description: "Where it lives" },
      ],
    };
    const found = async (query: string): Promise<unknown> =>
      textsOf(await retrieve(aws, query, { vector: { implicitFilterConfiguration } })).toSorted();
    expect(await found("What does a camel eat?")).toEqual([camel]);
    expect(await found("Which animals live in a house?")).toEqual([cat, dog].toSorted());
    expect(await found("What is there?")).toHaveLength(4);
  });
});

describe("Retrieve with more", () => {
  it("reranks, and reads metadata when told to", async () => {
    await aws.kb(knowledgeBaseId).add([
      { text: "A report about the weather in spring.", metadata: { author: "Ada Lovelace" } },
      { text: "A report about the weather in autumn.", metadata: { author: "Grace Hopper" } },
    ]);
    const modelConfiguration = { modelArn: "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0" };
    const firstOf = async (metadataConfiguration?: object): Promise<unknown> => {
      const { retrievalResults = [] } = await retrieve(aws, "weather report by Grace Hopper", {
        vector: {
          rerankingConfiguration: {
            type: "BEDROCK_RERANKING_MODEL",
            bedrockRerankingConfiguration: { modelConfiguration, numberOfRerankedResults: 1, ...metadataConfiguration },
          },
        },
      });
      expect(retrievalResults).toHaveLength(1);
      return retrievalResults[0]?.metadata?.["author"];
    };
    expect(await firstOf({ metadataConfiguration: { selectionMode: "ALL" } })).toBe("Grace Hopper");
    const fieldsToInclude = [{ fieldName: "author" }];
    const selective = { selectionMode: "SELECTIVE", selectiveModeConfiguration: { fieldsToInclude } };
    expect(await firstOf({ metadataConfiguration: selective })).toBe("Grace Hopper");
    modelConfiguration.modelArn = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
    await expect(firstOf()).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("[37] V44 wants managedSearchConfiguration for a managed knowledge base", async () => {
    const managed = { knowledgeBaseId: "MANAGED001" };
    await expect(retrieve(aws, "stores", { vector: {}, more: managed })).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "Incompatible configuration: vectorSearchConfiguration is not supported for managed knowledge bases. Use managedSearchConfiguration instead.",
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
    for (const retrievalConfiguration of [
      undefined,
      { managedSearchConfiguration: { rerankingModelType: "MANAGED" } },
    ] as const) {
      const more = { ...managed, ...(retrievalConfiguration && { retrievalConfiguration }) };
      expect(textsOf(await retrieve(aws, "stores", { more }))).toEqual([
        "Managed stores need no database of their own.",
      ]);
    }
    await aws.kb(knowledgeBaseId).add(policies);
    const retrievalConfiguration = { managedSearchConfiguration: {} };
    await expect(retrieve(aws, "stores", { more: { retrievalConfiguration } })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it("lets a guardrail look at the query", async () => {
    await aws.kb(knowledgeBaseId).add(policies);
    const ask = async (text: string): Promise<[unknown, number]> => {
      const guardrailConfiguration = { guardrailId: "gr1", guardrailVersion: "1" };
      const { guardrailAction, retrievalResults = [] } = await retrieve(aws, text, {
        more: { guardrailConfiguration },
      });
      return [guardrailAction, retrievalResults.length];
    };
    expect(await ask("vacation days")).toEqual(["NONE", 4]);
    expect(await ask("where is the dragon")).toEqual(["INTERVENED", 0]);
    expect(await ask("vacation of ada@example.com")).toEqual(["INTERVENED", 4]);
    expect((await retrieve(aws, "vacation")).guardrailAction).toBeUndefined();
  });

  it("logs the user context and finds the same", async () => {
    await aws.kb(knowledgeBaseId).add(policies);
    const userContext = { userId: "u-7" };
    expect(textsOf(await retrieve(aws, "vacation", { more: { userContext } }))).toEqual(
      textsOf(await retrieve(aws, "vacation")),
    );
    aws.expectRequest({ operation: "Retrieve", body: { userContext } });
  });
});

describe("Retrieve refuses", () => {
  it("[37] an unknown knowledge base, with 404", async () => {
    for (const id of ["KB0000ABSE", "arn:aws:bedrock:us-east-1:000000000000:knowledge-base/KB0000ABSE"]) {
      await expect(retrieve(aws, "days", { more: { knowledgeBaseId: id } })).rejects.toMatchObject({
        name: "ResourceNotFoundException",
        $metadata: { httpStatusCode: 404, attempts: 1 },
      });
    }
  });

  it("[37] nothing of a knowledge base that is named by its ARN", async () => {
    await aws.kb(knowledgeBaseId).add(policies);
    const arn = `arn:aws:bedrock:us-east-1:000000000000:knowledge-base/${knowledgeBaseId}`;
    expect(textsOf(await retrieve(aws, "days", { more: { knowledgeBaseId: arn } }))).toHaveLength(4);
  });

  it.each([
    [
      "an id of nine characters",
      "days",
      { more: { knowledgeBaseId: "KB0000001" } },
      /at 'knowledgeBaseId' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    ],
    [
      "no result",
      "days",
      { vector: { numberOfResults: 0 } },
      /Value '0' at 'retrievalConfiguration\.vectorSearchConfiguration\.numberOfResults' failed to satisfy constraint: Member must have value greater than or equal to 1$/,
    ],
    [
      "101 results",
      "days",
      { vector: { numberOfResults: 101 } },
      /Value '101' at '.*numberOfResults' failed to satisfy constraint: Member must have value less than or equal to 100$/,
    ],
    [
      "a query of 20,001 characters",
      "a".repeat(20_001),
      {},
      /^1 validation error detected: Value at 'retrievalQuery\.text' failed to satisfy constraint: Member must have length less than or equal to 20000$/,
    ],
    ["a query without words", "  ", {}, /retrievalQuery/],
  ] as const)("[37] V43 %s", async (_what, text, asked, message) => {
    await aws.kb(knowledgeBaseId).add(policies);
    await expect(retrieve(aws, text, asked)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
  });

  it("[37] nothing of 20,000 characters and 100 results", async () => {
    await aws.kb(knowledgeBaseId).add(policies);
    expect(textsOf(await retrieve(aws, "a ".repeat(10_000), { vector: { numberOfResults: 100 } }))).toHaveLength(4);
  });
});

describe("A knowledge base", () => {
  it("of the options has its documents from the start and after a reset; others are gone then", async () => {
    const more = { knowledgeBaseId: "MANAGED001" };
    await aws.kb("MANAGED001").add([{ text: "One more." }]);
    const other = aws.kb(knowledgeBaseId);
    await other.add(policies);
    expect(textsOf(await retrieve(aws, "more", { more }))).toHaveLength(2);
    aws.reset();
    expect(textsOf(await retrieve(aws, "more", { more }))).toHaveLength(1);
    await expect(retrieve(aws, "days")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await other.add(policies.slice(0, 1));
    expect(textsOf(await retrieve(aws, "days"))).toHaveLength(1);
    other.clear();
    expect(textsOf(await retrieve(aws, "days"))).toEqual([]);
  });

  it("refuses documents and ids that cannot be right, and says where", async () => {
    const add = async (document: unknown): Promise<number> =>
      // Programs in JavaScript can pass anything.
      await aws.kb(knowledgeBaseId).add(JSON.parse(JSON.stringify([{ text: "Fine." }, document])));
    await expect(add({ txt: "a" })).rejects.toThrow(
      "documents[1] has the unknown member `txt`. Known: id, title, text,",
    );
    await expect(add({ uri: "a" })).rejects.toThrow("documents[1] must have either `text` or `content`.");
    await expect(add({ text: "a", metadata: { a: { b: 1 } } })).rejects.toThrow(
      "documents[1].metadata must be an object of",
    );
    await expect(add({ text: "a", location: { uri: "s3://a/b" } })).rejects.toThrow("documents[1].location must be");
    expect(aws.kb(knowledgeBaseId).size).toBe(0);
    expect(() => aws.kb("short")).toThrow("The id of a knowledge base must be ten letters and digits.");
    await expect(createLocalAws({ knowledgeBases: [{ id: "short" }] })).rejects.toThrow(
      "createLocalAws: knowledgeBases[0].id must be ten letters and digits.",
    );
  });
});
