import type { Citation } from "@aws-sdk/client-bedrock-agent-runtime";
import { beforeEach, describe, expect, it } from "vitest";

import { type ChatRequest, createLocalAws, type KnowledgeBaseDocument } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { generate, generateStream, modelArn } from "./support/generation.ts";
import { knowledgeBaseId, retrieve } from "./support/knowledge-bases.ts";

const aws = useLocalAws({
  knowledgeBases: [{ id: "MANAGED001", type: "managed", documents: [{ text: "Managed stores need no database." }] }],
  guardrails: [{ id: "gr1", words: ["dragon"], piiEntities: [{ type: "EMAIL", action: "ANONYMIZE" }] }],
  models: { denied: ["meta.*"] },
});

const policies: readonly KnowledgeBaseDocument[] = [
  { text: "Purchases can be returned within thirty days for a full refund.", uri: "s3://shop/returns.md" },
  { text: "The office is closed on public holidays.", uri: "https://shop.example/holidays" },
  { text: "Employees get twenty-five days of vacation a year.", uri: "handbook-7", metadata: { topic: "hr" } },
  { text: "Unused vacation days can be carried over until March.", uri: "handbook-8", metadata: { topic: "hr" } },
];

beforeEach(async () => {
  await aws.kb(knowledgeBaseId).add(policies);
});

const urisOf = ({ retrievedReferences = [] }: Citation): unknown[] =>
  retrievedReferences.map(({ metadata }) => metadata?.["x-amz-bedrock-kb-source-uri"]);

/** The request that a model was asked. */
const askedOf = async (question: string, asked: Parameters<typeof generate>[2] = {}): Promise<ChatRequest> => {
  let seen: ChatRequest | undefined;
  aws.chat.on(
    (request) => request.operation === "RetrieveAndGenerate",
    (request) => {
      seen = request;
      return { text: "Fine." };
    },
  );
  await generate(aws, question, asked);
  if (seen === undefined) throw new Error("No model was asked.");
  return seen;
};

describe("RetrieveAndGenerate", () => {
  it("[38] answers with citations that point to retrieved passages", async () => {
    const question = "Can purchases be returned for a refund?";
    const { output, citations = [], sessionId, guardrailAction } = await generate(aws, question);
    expect(output?.text).toContain("within thirty days");
    expect(sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(guardrailAction).toBeUndefined();
    const { retrievalResults = [] } = await retrieve(aws, question);
    const [first] = retrievalResults;
    expect(citations[0]?.retrievedReferences).toEqual([
      { content: first?.content, location: first?.location, metadata: first?.metadata },
    ]);
    for (const { generatedResponsePart } of citations) {
      const { text, span } = generatedResponsePart?.textResponsePart ?? {};
      expect(output?.text?.slice(span?.start, (span?.end ?? 0) + 1)).toBe(text);
    }
  });

  it("[38] looks for the source of each sentence where the model names none", async () => {
    const first = "Unused vacation days can be carried over until March.";
    const second = "The moon is made of cheese.";
    const third = "Employees get twenty-five days of vacation a year.";
    aws.chat.script({ text: `${first} ${second}\n\n${third}` });
    const { output, citations = [] } = await generate(aws, "How many vacation days are there?");
    expect(citations.map((citation) => [citation.generatedResponsePart?.textResponsePart, urisOf(citation)])).toEqual([
      [{ text: first, span: { start: 0, end: first.length - 1 } }, ["handbook-8"]],
      [{ text: second, span: { start: first.length + 1, end: first.length + second.length } }, []],
      [
        { text: third, span: { start: first.length + second.length + 3, end: (output?.text?.length ?? 0) - 1 } },
        ["handbook-7"],
      ],
    ]);
  });

  it("[38] takes the search results that the model cites", async () => {
    const location = (searchResultIndex: number): { searchResultLocation: object } => ({
      searchResultLocation: { searchResultIndex, start: 0, end: 1 },
    });
    const { retrievalResults = [] } = await retrieve(aws, "vacation");
    aws.chat.script({
      text: "Twice cited.",
      citations: [{ location: location(1) }, { location: location(0) }, { location: location(99) }] as never,
    });
    const { citations = [] } = await generate(aws, "vacation");
    expect(citations.map(({ retrievedReferences }) => retrievedReferences?.map(({ content }) => content))).toEqual([
      [retrievalResults[1]?.content, retrievalResults[0]?.content],
    ]);
  });

  it("[38] keeps the session: the model sees what was said, and the search knows what it is about", async () => {
    aws.chat.script([{ text: "Twenty-five days." }, { text: "Until March." }]);
    const { sessionId } = await generate(aws, "How many days of vacation do employees get?");
    const next = await generate(aws, "And if they are unused?", { more: { sessionId } });
    expect(next.sessionId).toBe(sessionId);
    aws.chat.reset();
    const { messages } = await askedOf("Thanks.", { more: { sessionId } });
    expect(
      messages.map(({ role, content }) => [role, content.flatMap((block) => ("text" in block ? [block.text] : []))]),
    ).toEqual([
      ["user", ["How many days of vacation do employees get?"]],
      ["assistant", ["Twenty-five days."]],
      ["user", ["And if they are unused?"]],
      ["assistant", ["Until March."]],
      ["user", ["Thanks."]],
    ]);
  });

  it("[38] refuses a session that it did not begin, and one from before a reset", async () => {
    const refusal = { name: "ValidationException", message: expect.stringMatching(/^Session with Id .* is not valid/) };
    await expect(generate(aws, "days", { more: { sessionId: "made-up" } })).rejects.toMatchObject(refusal);
    const { sessionId } = await generate(aws, "days");
    aws.reset();
    await aws.kb(knowledgeBaseId).add(policies);
    await expect(generate(aws, "days", { more: { sessionId } })).rejects.toMatchObject(refusal);
  });

  it("[38] searches as it is told: filter, number of results, reranking", async () => {
    const filter = { equals: { key: "topic", value: "hr" } };
    const vectorSearchConfiguration = { filter, numberOfResults: 1 };
    const { messages } = await askedOf("vacation", { base: { retrievalConfiguration: { vectorSearchConfiguration } } });
    const results = messages.flatMap(({ content }) =>
      content.flatMap((block) => ("searchResult" in block ? [block.searchResult] : [])),
    );
    expect(results).toMatchObject([{ source: expect.stringMatching(/^handbook-/), citations: { enabled: true } }]);
  });

  it("searches for each question of several when it is to take them apart", async () => {
    const base = {
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 1 } },
      orchestrationConfiguration: { queryTransformationConfiguration: { type: "QUERY_DECOMPOSITION" } },
    } as const;
    const { messages } = await askedOf("When is the office closed? How many days of vacation do employees get?", {
      base,
    });
    const sources = messages.flatMap(({ content }) =>
      content.flatMap((block) => ("searchResult" in block ? [block.searchResult.source] : [])),
    );
    expect(sources.toSorted()).toEqual(["handbook-7", "https://shop.example/holidays"]);
  });

  it("fills the prompt template, and hands the settings on", async () => {
    const generationConfiguration = {
      promptTemplate: {
        textPromptTemplate: "Be brief. $search_results$ Now: $query$ $output_format_instructions$$unknown$",
      },
      inferenceConfig: { textInferenceConfig: { temperature: 0.5, maxTokens: 100, stopSequences: ["END"] } },
      additionalModelRequestFields: { top_k: 5 },
    };
    const base = {
      generationConfiguration,
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 1 } },
    };
    const asked = await askedOf("vacation", { base });
    expect(asked.system).toMatch(/^Be brief\. \[1\] \S.* Now: vacation \$unknown\$$/);
    expect(asked).toMatchObject({
      modelId: modelArn,
      baseModelId: "amazon.nova-lite-v1:0",
      inferenceConfig: { temperature: 0.5, maxTokens: 100, stopSequences: ["END"] },
      additionalFields: { top_k: 5 },
    });
    aws.chat.script({ text: "This much END and no more." });
    expect((await generate(aws, "vacation", { base })).output?.text).toBe("This much ");
  });

  it("says that it found nothing, and asks no model", async () => {
    const retrievalConfiguration = {
      vectorSearchConfiguration: { filter: { equals: { key: "topic", value: "none" } } },
    };
    const { output, citations } = await generate(aws, "vacation", { base: { retrievalConfiguration } });
    const text = "Sorry, I am unable to assist you with this request.";
    expect(output).toEqual({ text });
    expect(citations).toEqual([
      {
        generatedResponsePart: { textResponsePart: { text, span: { start: 0, end: text.length - 1 } } },
        retrievedReferences: [],
      },
    ]);
  });

  it("lets a guardrail look at the question and at the answer", async () => {
    const base = { generationConfiguration: { guardrailConfiguration: { guardrailId: "gr1", guardrailVersion: "1" } } };
    const ask = async (
      question: string,
      answer?: string,
    ): Promise<[unknown, string | undefined, number | undefined]> => {
      aws.chat.reset();
      if (answer !== undefined) aws.chat.script({ text: answer });
      const { guardrailAction, output, citations } = await generate(aws, question, { base });
      return [guardrailAction, output?.text, citations?.[0]?.retrievedReferences?.length];
    };
    const refusal = "Sorry, the model cannot answer this question.";
    const answer = "Employees get twenty-five days of vacation a year.";
    expect(await ask("vacation", answer)).toEqual(["NONE", answer, 1]);
    expect(await ask("vacation of the dragon")).toEqual(["INTERVENED", refusal, 0]);
    expect(await ask("vacation", "A dragon has none.")).toEqual(["INTERVENED", refusal, 0]);
    expect(await ask("vacation", "Ask ada@example.com about it.")).toEqual(["INTERVENED", "Ask {EMAIL} about it.", 0]);
    expect(await ask("vacation of ada@example.com", answer)).toEqual(["INTERVENED", answer, 1]);
  });

  it("answers from a document that comes with the request", async () => {
    const data = new TextEncoder().encode("Foxes sleep in dens. The kitchen opens at nine.");
    const sources = (contentType: string): object => ({
      modelArn,
      sources: [{ sourceType: "BYTE_CONTENT", byteContent: { identifier: "house.txt", contentType, data } }],
    });
    const ask = async (externalSourcesConfiguration: object): ReturnType<typeof generate> =>
      generate(aws, "When does the kitchen open?", {
        more: {
          retrieveAndGenerateConfiguration: {
            type: "EXTERNAL_SOURCES",
            externalSourcesConfiguration: externalSourcesConfiguration as never,
          },
        },
      });
    const { output, citations = [] } = await ask(sources("text/plain"));
    expect(output?.text).toBe("The kitchen opens at nine.");
    expect(citations[0]?.retrievedReferences?.[0]?.content?.text).toContain("Foxes sleep");
    await expect(ask(sources("application/pdf"))).rejects.toMatchObject({ name: "ValidationException" });
    const s3 = { modelArn, sources: [{ sourceType: "S3", s3Location: { uri: "s3://bucket/house.txt" } }] };
    await expect(ask(s3)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("S3"),
    });
  });
});

describe("RetrieveAndGenerateStream", () => {
  it("[38] says the same as the whole answer, and keeps the session", async () => {
    const question = "Can purchases be returned for a refund?";
    const whole = await generate(aws, question);
    const { events, sessionId } = await generateStream(aws, question);
    const text = events.map(({ output }) => output?.text ?? "").join("");
    expect(text).toBe(whole.output?.text);
    const citations = events.flatMap(({ citation }) => (citation === undefined ? [] : [citation]));
    expect(
      citations.map(({ generatedResponsePart, retrievedReferences }) => ({
        generatedResponsePart,
        retrievedReferences,
      })),
    ).toEqual(whole.citations);
    expect(citations.map(({ citation }) => citation)).toEqual(whole.citations);
    expect(events.filter(({ output }) => output !== undefined).length).toBeGreaterThan(3);
    const next = await generateStream(aws, "And then?", { more: { sessionId } });
    expect(next.sessionId).toBe(sessionId);
    expect(sessionId).not.toBe(whole.sessionId);
  });

  it("sends words as they are said, and a citation behind those that it is for", async () => {
    async function* slowly(): AsyncGenerator<{ text: string }> {
      yield { text: "Employees get twenty-five days of vacation a year." };
      yield { text: " Nobody knows why." };
    }
    aws.chat.on("vacation", slowly);
    const { events } = await generateStream(aws, "vacation");
    expect(events.map((event) => Object.keys(event)[0]).join(" ")).toMatch(/^(output )+citation (output )+citation$/);
  });

  it("says what the guardrail did, before any word", async () => {
    const base = { generationConfiguration: { guardrailConfiguration: { guardrailId: "gr1", guardrailVersion: "1" } } };
    const { events } = await generateStream(aws, "vacation of the dragon", { base });
    expect(events[0]).toEqual({ guardrail: { action: "INTERVENED" } });
    expect(events.map(({ output }) => output?.text ?? "").join("")).toBe(
      "Sorry, the model cannot answer this question.",
    );
  });

  it("is refused before it begins", async () => {
    await expect(generateStream(aws, "days", { base: { knowledgeBaseId: "KB0000ABSE" } })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 404, attempts: 1 },
    });
  });
});

describe("RetrieveAndGenerate refuses", () => {
  const embedding = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0";
  it.each([
    [
      "an unknown knowledge base",
      { base: { knowledgeBaseId: "KB0000ABSE" } },
      "ResourceNotFoundException",
      /KB0000ABSE/,
    ],
    ["an unknown model", { base: { modelArn: "anthropic.claude-9" } }, "ValidationException", /identifier is invalid/],
    ["a model that does not chat", { base: { modelArn: embedding } }, "ValidationException", /not supported/],
    [
      "a model without access",
      { base: { modelArn: "meta.llama3-8b-instruct-v1:0" } },
      "AccessDeniedException",
      /access/,
    ],
    ["no configuration", { more: { retrieveAndGenerateConfiguration: undefined } }, "ValidationException", /missing/],
    [
      "a configuration of the other type",
      { more: { retrieveAndGenerateConfiguration: { type: "EXTERNAL_SOURCES" } } },
      "ValidationException",
      /needs externalSourcesConfiguration/,
    ],
    [
      "a prompt without search results",
      { base: { generationConfiguration: { promptTemplate: { textPromptTemplate: "Hello $query$" } } } },
      "ValidationException",
      /\$search_results\$/,
    ],
    [
      "a vector search of a managed knowledge base",
      { base: { knowledgeBaseId: "MANAGED001", retrievalConfiguration: { vectorSearchConfiguration: {} } } },
      "ValidationException",
      /managedSearchConfiguration/,
    ],
  ] as const)("%s", async (_what, asked, name, message) => {
    await expect(generate(aws, "days", asked as never)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
      $metadata: { attempts: 1 },
    });
  });

  it("a question of more than 1,000 characters, and one of none", async () => {
    await expect(generate(aws, "a".repeat(1_001))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(
        /'input\.text' failed to satisfy constraint: Member must have length less than or equal to 1000$/,
      ),
    });
    await expect(generate(aws, " ")).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("a key that may generate but neither search nor ask a model", async () => {
    const key = (...allow: string[]): object => ({ secretAccessKey: "local", allow });
    await using strict = await createLocalAws({
      auth: { keys: { AKIALOCAL: key("bedrock:RetrieveAndGenerate", "bedrock:Retrieve") } } as never,
      knowledgeBases: [{ id: knowledgeBaseId, documents: policies }],
    });
    await expect(generate(strict, "days")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("bedrock:InvokeModel"),
    });
  });
});
