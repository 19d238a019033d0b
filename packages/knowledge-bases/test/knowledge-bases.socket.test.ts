import { inspect } from "node:util";
import { disposeAllClients } from "@langchain-aws/aws-auth";
import {
  BedrockAccessDeniedError,
  BedrockModelNotFoundError,
  BedrockModelTimeoutError,
  BedrockThrottlingError,
  BedrockValidationError,
  StreamIdleTimeoutError,
} from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  agenticRetrieve,
  agenticRetrieveStream,
  AmazonKnowledgeBasesRetriever,
  type AmazonKnowledgeBasesRetrieverInput,
  f,
} from "../src/index.ts";
import { thrownBy } from "./support/retriever.ts";

const knowledgeBaseId = "KB12345678";
const managed = "KBMANAGED1";
const operation = "Retrieve";
const aws = useLocalAws({
  knowledgeBases: [
    {
      id: knowledgeBaseId,
      documents: [
        { text: "Tenant one has its money in Vienna.", uri: "s3://one/a.md", metadata: { tenant: "one", year: 2025 } },
        {
          text: "Tenant one has a house in Graz.",
          uri: "https://one.example/b",
          metadata: { tenant: "one", year: 2026 },
        },
        {
          text: "Tenant two has its money in Linz.",
          uri: "two-7",
          metadata: { tenant: "two", year: 2026, tags: ["bank"] },
        },
        {
          id: "song",
          content: { type: "AUDIO", audio: { s3Uri: "s3://one/whale.mp3", transcription: "the whale sings" } },
        },
        { id: "photo", content: { type: "IMAGE", byteContent: "data:image/png;base64,AQID" } },
        {
          id: "city",
          content: { type: "ROW", row: [{ columnName: "city", columnValue: "Salzburg", type: "STRING" }] },
        },
      ],
    },
    {
      id: managed,
      type: "managed",
      documents: [
        { text: "The basic plan costs ten euros.", metadata: { plan: "basic" } },
        { text: "The team plan has five seats.", metadata: { plan: "team" } },
      ],
    },
  ],
  guardrails: [{ id: "gr1", words: ["dragon"], piiEntities: [{ type: "EMAIL", action: "ANONYMIZE" }] }],
});

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const connection = (): { region: string; credentials: typeof aws.credentials; endpointUrl: string } => ({
  region: aws.region,
  credentials: aws.credentials,
  endpointUrl: aws.url,
});

const connect = (fields: Partial<AmazonKnowledgeBasesRetrieverInput> = {}): AmazonKnowledgeBasesRetriever =>
  new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, ...connection(), ...fields });

const sourcesOf = (documents: readonly { metadata: Record<string, unknown> }[]): string[] =>
  documents.map(({ metadata }) => String(metadata["source"]));

describe("over a real socket", () => {
  test("[1, 15, 22, 25] finds passages with score, place, metadata and id, in one signed request", async () => {
    const [best] = await connect({ topK: 1 }).invoke("  Where is the money of tenant two?  ");
    expect(best).toMatchObject({
      pageContent: "Tenant two has its money in Linz.",
      id: expect.stringMatching(/^1%3A0%3A/),
      metadata: {
        score: expect.any(Number),
        type: "TEXT",
        source: "two-7",
        location: { type: "CUSTOM", customDocumentLocation: { id: "two-7" } },
        source_metadata: { tenant: "two", year: 2026, tags: ["bank"] },
      },
    });
    expect(aws.requests().length).toBe(1);
    aws.expectRequest({
      operation,
      status: 200,
      auth: { kind: "sigv4" },
      userAgent: /langchain-aws-js\/.*knowledge-bases/,
      body: { retrievalQuery: { text: "Where is the money of tenant two?" } },
    });
  });

  test("[7, 10, 33] keeps tenants apart, each operator as the service reads it", async () => {
    const retriever = connect({ topK: 10 });
    const found = async (filter: Parameters<typeof f.and>[0]): Promise<string[]> =>
      sourcesOf(await retriever.with({ filter }).invoke("money")).toSorted();
    expect(await found(f.eq("tenant", "one"))).toEqual(["https://one.example/b", "s3://one/a.md"]);
    expect(await found(f.and(f.eq("tenant", "one"), f.gt("year", 2025)))).toEqual(["https://one.example/b"]);
    expect(await found(f.or(f.listContains("tags", "bank"), f.lte("year", 2025)))).toEqual(["s3://one/a.md", "two-7"]);
    expect(await found(f.and(f.in("tenant", ["one", "two"]), f.startsWith("tenant", "t")))).toEqual(["two-7"]);
    expect(await found(f.and(f.eq("tenant", "three")))).toEqual([]);
  });

  test("[4, 12] searches by words as well, and reranks", async () => {
    const rerank = { modelArn: "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0", topN: 2 };
    const vectorSearchConfiguration = { overrideSearchType: "HYBRID", rerank } as const;
    const documents = await connect({ retrievalConfig: { vectorSearchConfiguration } }).invoke("a house in Graz");
    expect(documents.length).toBe(2);
    expect(documents[0]?.pageContent).toBe("Tenant one has a house in Graz.");
  });

  test("[18-20, 28] finds images, rows and sound", async () => {
    const retriever = connect({ topK: 1 });
    const [song] = await retriever.invoke("whale");
    expect(song).toMatchObject({ pageContent: "the whale sings", metadata: { type: "AUDIO", documentId: "song" } });
    const [city] = await retriever.invoke("Salzburg");
    expect(JSON.parse(city?.pageContent ?? "")).toMatchObject([{ columnValue: "Salzburg" }]);
    const [photo] = await retriever.retrieve({ image: { format: "png", data: new Uint8Array([1, 2, 3]) } });
    expect(photo).toMatchObject({ pageContent: "data:image/png;base64,AQID", metadata: { type: "IMAGE" } });
  });

  test("[26] turns pages", async () => {
    const whole = await connect({ topK: 6 }).invoke("money");
    expect(whole.length).toBe(6);
    const pages = await connect({ topK: 2, maxPages: 5 }).invoke("money");
    expect(sourcesOf(pages)).toEqual(sourcesOf(whole));
    expect(aws.requests().length).toBe(4);
    const { documents, nextToken } = await connect({ topK: 4 }).retrievePage("money");
    const last = await connect({ topK: 4 }).retrievePage("money", { nextToken: nextToken ?? "" });
    expect([documents.length, last.documents.length, last.nextToken]).toEqual([4, 2, undefined]);
  });

  test("[13, 14, 30] sends guardrail and user, and tells of an intervention", async () => {
    const retriever = connect({
      guardrailConfig: { guardrailId: "gr1", guardrailVersion: "1" },
      userContext: { userId: "u" },
      topK: 1,
    });
    const actions = async (query: string): Promise<unknown[]> =>
      (await retriever.invoke(query)).map(({ metadata }) => metadata["guardrailAction"]);
    expect(await actions("money")).toEqual([undefined]);
    expect(await actions("money of ada@example.com")).toEqual(["INTERVENED"]);
    expect(await actions("the dragon")).toEqual([]);
    aws.expectRequest({ operation, body: { userContext: { userId: "u" } } });
  });

  test("[5] searches a managed knowledge base, and says what it wants", async () => {
    const managedSearchConfiguration = { numberOfResults: 1, rerankingModelType: "MANAGED" } as const;
    const search = { knowledgeBaseId: managed, retrievalConfig: { managedSearchConfiguration } };
    expect((await connect(search).invoke("seats")).map(({ pageContent }) => pageContent)).toEqual([
      "The team plan has five seats.",
    ]);
    const error = await thrownBy(connect({ knowledgeBaseId: managed, topK: 1 }).invoke("seats"));
    expect(BedrockValidationError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ hint: expect.stringContaining("managedSearchConfiguration") });
  });
});

describe("when the service fails", () => {
  test("[36] a query that is too long is sent once, and not repeated in the error", async () => {
    const query = "what did the patient say ".repeat(900);
    const error = await thrownBy(connect({ maxRetries: 3 }).invoke(query));
    expect(BedrockValidationError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ awsCode: "ValidationException", hint: expect.stringContaining("20,000 characters") });
    expect(inspect(error, { depth: 8 })).not.toContain("patient");
    expect(aws.requests().length).toBe(1);
  });

  test("[36] a throttled request is sent again, as often as allowed", async () => {
    aws.faults.add({ match: { operation }, when: { first: 2 }, do: { throttle: true } });
    expect((await connect({ maxRetries: 2 }).invoke("money")).length).toBeGreaterThan(0);
    expect(aws.requests().map(({ status }) => status)).toEqual([429, 429, 200]);
    aws.faults.add({ match: { operation }, do: { throttle: true } });
    const error = await thrownBy(connect({ maxRetries: 0 }).invoke("money"));
    expect(BedrockThrottlingError.isInstance(error)).toBe(true);
    expect(aws.requests().length).toBe(4);
  });

  test("a knowledge base that is not there, and one that may not be read, have an error of their own", async () => {
    const missing = await thrownBy(connect({ knowledgeBaseId: "KB0000ABSE" }).invoke("money"));
    expect(BedrockModelNotFoundError.isInstance(missing)).toBe(true);
    expect(missing).toMatchObject({ hint: expect.stringContaining("us-east-1") });
    aws.faults.add({ match: { operation }, do: { accessDenied: true } });
    const denied = await thrownBy(connect().invoke("money"));
    expect(BedrockAccessDeniedError.isInstance(denied)).toBe(true);
    expect(denied).toMatchObject({ hint: expect.stringContaining("bedrock:Retrieve") });
  });

  test("[34] an abort reaches the service, and the timeout does", async () => {
    aws.faults.add({ match: { operation }, do: { latencyMs: 60_000 } });
    const controller = new AbortController();
    const aborted = thrownBy(connect().invoke("money", { signal: controller.signal }));
    await aws.waitForRequest({ operation });
    controller.abort();
    expect(await aborted).toMatchObject({ name: expect.stringMatching(/Abort/) });
    expect(await aws.waitForRequest({ operation, endedBy: "client" })).toMatchObject({ abortedByClient: true });
    const late = await thrownBy(connect({ timeout: 20, maxRetries: 0 }).invoke("money"));
    expect(BedrockModelTimeoutError.isInstance(late)).toBe(true);
    expect(await thrownBy(connect().invoke("money", { timeout: 20 }))).toMatchObject({
      name: expect.stringMatching(/Abort|Timeout/),
    });
  });

  test("an ambient API key is not looked at", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "local-token");
    expect((await connect().invoke("money")).length).toBeGreaterThan(0);
    expect(aws.lastRequest()).toMatchObject({ auth: { kind: "sigv4" } });
  });
});

describe("agentic retrieval over a real socket", () => {
  const question = { knowledgeBaseId: managed, query: "What does the basic plan cost? Which plan has five seats?" };

  test("[37] finds what each question is about, and answers with citations", async () => {
    const { documents, results, generatedResponse } = await agenticRetrieve({
      ...question,
      ...connection(),
      generateResponse: true,
      numberOfResults: 1,
    });
    expect(documents.map(({ pageContent }) => pageContent).toSorted()).toEqual([
      "The basic plan costs ten euros.",
      "The team plan has five seats.",
    ]);
    const { answer = "", citations = [] } = generatedResponse ?? {};
    for (const { startIndex, endIndex, references } of citations) {
      const cited = results[references?.[0]?.resultIndex ?? -1]?.content?.text;
      expect(cited).toContain(answer.slice(startIndex, endIndex));
    }
    expect(citations.length).toBeGreaterThan(0);
    aws.expectRequest({ operation: "AgenticRetrieveStream", status: 200, auth: { kind: "sigv4" } });
  });

  test("searches as it is told", async () => {
    const { documents, generatedResponse } = await agenticRetrieve({
      ...question,
      ...connection(),
      filter: f.eq("plan", "team"),
    });
    expect(documents.map(({ metadata }) => metadata["source_metadata"])).toMatchObject([{ plan: "team" }]);
    expect(generatedResponse).toBeUndefined();
  });

  test("is refused by a knowledge base with a vector store", async () => {
    const error = await thrownBy(agenticRetrieve({ ...question, ...connection(), knowledgeBaseId }));
    expect(BedrockValidationError.isInstance(error)).toBe(true);
  });

  test("ends the request when its reader stops, when the signal says so, and when nothing comes", async () => {
    const match = { operation: "AgenticRetrieveStream" };
    aws.faults.add({ match, do: { hang: true, afterEvents: 2 } });
    const ended = async (count: number): Promise<void> => {
      await vi.waitFor(() => expect(aws.requests({ ...match, endedBy: "client" }).length).toBe(count));
    };
    for await (const event of agenticRetrieveStream({ ...question, ...connection() })) {
      expect(Object.keys(event)).toEqual(["traceEvent"]);
      break;
    }
    await ended(1);
    const controller = new AbortController();
    const aborted = thrownBy(
      (async () => {
        for await (const _ of agenticRetrieveStream({ ...question, ...connection(), signal: controller.signal }))
          controller.abort();
      })(),
    );
    expect(await aborted).toMatchObject({ name: "AbortError" });
    await ended(2);
    const silent = await thrownBy(agenticRetrieve({ ...question, ...connection(), timeout: 200 }));
    expect(StreamIdleTimeoutError.isInstance(silent)).toBe(true);
    expect(silent).toMatchObject({ hint: expect.stringContaining("timeout") });
    await ended(3);
  });
});
