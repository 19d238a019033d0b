import { disposeAllClients } from "@langchain-aws/aws-auth";
import {
  AwsConfigurationError,
  BedrockServiceError,
  BedrockStreamError,
  BedrockThrottlingError,
} from "@langchain-aws/core";
import { Document } from "@langchain/core/documents";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { agenticRetrieve, type AgenticRetrieveInput, agenticRetrieveStream, f } from "../src/index.ts";
import { eventStream } from "./support/event-stream-reply.ts";
import { named } from "./support/named.ts";
import { type Answer, RecordingHandler, refusal } from "./support/recording-handler.ts";
import { thrownBy } from "./support/retriever.ts";

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAllClients();
});

const wireResults = [
  { content: { mimeType: "text/plain", text: "r1" }, metadata: { k: 1 }, sourceRetriever: { identifier: "KB1" } },
  { content: { mimeType: "image/png", byteContent: "AQID" } },
];
const result = ["result", { results: wireResults }] as const;

/** Options over the real AWS client, with a handler in place of its network. */
function connected(answer: Answer, fields: object = {}): { input: AgenticRetrieveInput; handler: RecordingHandler } {
  const handler = new RecordingHandler(answer);
  const input = {
    knowledgeBaseId: "KB1",
    query: "compare plans",
    region: "us-west-2",
    awsAccessKeyId: "AKIDEXAMPLE",
    awsSecretAccessKey: "not-so-secret-key",
    maxRetries: 0,
    config: { requestHandler: handler } as object,
    ...fields,
  };
  return { input, handler };
}

const request = (overrides: object = {}, configuration: object = {}): object => ({
  messages: [{ role: "user", content: { text: "compare plans" } }],
  retrievers: [
    { configuration: { knowledgeBase: { knowledgeBaseId: "KB1", retrievalOverrides: { maxNumberOfResults: 4 } } } },
  ],
  agenticRetrieveConfiguration: { foundationModelType: "MANAGED", rerankingModelType: "MANAGED", ...configuration },
  generateResponse: false,
  ...overrides,
});

const sent: readonly { name: string; fields: object; expected: object }[] = [
  { name: "[37] is the default one", fields: { query: "  compare plans " }, expected: request() },
  {
    name: "[37] asks for an answer",
    fields: { generateResponse: true },
    expected: request({ generateResponse: true }),
  },
  {
    name: "has filter and number of results",
    fields: { filter: f.and(f.eq("a", 1)), number_of_results: 9 },
    expected: request({
      retrievers: [
        {
          configuration: {
            knowledgeBase: {
              knowledgeBaseId: "KB1",
              retrievalOverrides: { maxNumberOfResults: 9, filter: { equals: { key: "a", value: 1 } } },
            },
          },
        },
      ],
    }),
  },
  {
    name: "has guardrail and user",
    fields: { guardrails: { guardrailIdentifier: "g", guardrailVersion: "1" }, userContext: { userId: "u" } },
    expected: request({
      policyConfiguration: { bedrockGuardrailConfiguration: { guardrailId: "g", guardrailVersion: "1" } },
      userContext: { userId: "u" },
    }),
  },
  {
    name: "has a model of the caller's, its limits and no reranking",
    fields: { foundationModelArn: "arn:m", maxAgentIteration: 3, rerankingModelType: "NONE" },
    expected: request(
      {},
      {
        foundationModelType: "CUSTOM",
        foundationModelConfiguration: {
          type: "BEDROCK_FOUNDATION_MODEL",
          bedrockFoundationModelConfiguration: { modelConfiguration: { modelArn: "arn:m" } },
        },
        rerankingModelType: "NONE",
        maxAgentIteration: 3,
      },
    ),
  },
];

describe("the request of agentic retrieval", () => {
  test.each(named(sent))("%s", async (_, { fields, expected }) => {
    const { input, handler } = connected(() => eventStream(result), fields);
    await agenticRetrieve(input);
    expect(handler.requests).toMatchObject([{ path: "/agenticRetrieveStream" }]);
    expect(handler.body).toEqual(expected);
  });

  test.each(
    named([
      {
        name: "a missing knowledge base",
        fields: { knowledgeBaseId: " " },
        error: AwsConfigurationError,
        says: "knowledgeBaseId",
      },
      { name: "a blank query", fields: { query: " " }, error: RangeError, says: "blank" },
      { name: "a query that is no text", fields: { query: 7 }, error: TypeError, says: "text" },
      {
        name: "too many results",
        fields: { numberOfResults: 101 },
        error: AwsConfigurationError,
        says: "numberOfResults",
      },
      {
        name: "a filter that is none",
        fields: { filter: { equal: {} } },
        error: AwsConfigurationError,
        says: "filter has",
      },
      {
        name: "half a guardrail",
        fields: { guardrailConfig: { guardrailId: "g" } },
        error: AwsConfigurationError,
        says: "both",
      },
      {
        name: "another way of reranking",
        fields: { rerankingModelType: "BEST" },
        error: AwsConfigurationError,
        says: "CUSTOM, MANAGED",
      },
      {
        name: "an answer asked for by a text",
        fields: { generateResponse: "yes" },
        error: AwsConfigurationError,
        says: "generateResponse",
      },
      {
        name: "no iteration",
        fields: { maxAgentIteration: 0 },
        error: AwsConfigurationError,
        says: "maxAgentIteration",
      },
      { name: "an unknown option", fields: { filters: {} }, error: AwsConfigurationError, says: '"filters"' },
      { name: "a signal that is none", fields: { signal: {} }, error: TypeError, says: "AbortSignal" },
      {
        name: "an API key",
        fields: { apiKey: "bedrock-api-key-x" },
        error: AwsConfigurationError,
        says: "no Bedrock API key",
      },
    ]),
  )("is not sent for %s", async (_, { fields, error: Expected, says }) => {
    const { input, handler } = connected(() => eventStream(result), fields);
    const error = await thrownBy(agenticRetrieve(input));
    expect(error).toBeInstanceOf(Expected);
    expect(String(error)).toContain(says);
    expect(handler.requests).toEqual([]);
  });
});

describe("the events of agentic retrieval", () => {
  const a = ["responseEvent", { text: "a" }] as const;
  const b = ["responseEvent", { text: "b" }] as const;

  test("[37] of an answer in pieces become one answer", async () => {
    const { input } = connected(() => eventStream(a, b, result), { generateResponse: true });
    expect((await agenticRetrieve(input)).generatedResponse).toEqual({ answer: "ab", citations: [] });
  });

  test("[37] of a whole answer beat its pieces, those behind it too", async () => {
    const citations = [{ startIndex: 0, endIndex: 2, references: [{ resultIndex: 0 }] }];
    const whole = ["result", { results: wireResults, generatedResponse: { answer: "AB", citations } }] as const;
    const { input } = connected(() => eventStream(a, whole, b), { generateResponse: true });
    expect((await agenticRetrieve(input)).generatedResponse).toEqual({ answer: "AB", citations });
  });

  test("[37] of results become documents", async () => {
    const { input } = connected(() => eventStream(["result", { results: wireResults, nextToken: "t" }]));
    const { results, documents, generatedResponse, nextToken } = await agenticRetrieve(input);
    expect(results.length).toBe(2);
    expect(documents).toEqual([
      new Document({
        pageContent: "r1",
        metadata: { type: "text/plain", source_metadata: { k: 1 }, source_retriever: "KB1" },
      }),
      new Document({ pageContent: "data:image/png;base64,AQID", metadata: { type: "image/png" } }),
    ]);
    expect([generatedResponse, nextToken]).toEqual([undefined, "t"]);
  });

  test("come one by one, as the AWS SDK has them", async () => {
    const trace = [
      "traceEvent",
      { id: "1", timestamp: 5, attributes: { step: "Planning", status: "IN_PROGRESS", message: "m" } },
    ] as const;
    const { input } = connected(() => eventStream(trace, a, result));
    const names: unknown[] = [];
    for await (const event of agenticRetrieveStream(input)) names.push(Object.keys(event)[0]);
    expect(names).toEqual(["traceEvent", "responseEvent", "result"]);
  });

  test("that hold an exception are that exception, mapped", async () => {
    const { input } = connected(() => eventStream(a, ["validationException", { message: "compare plans is refused" }]));
    const error = await thrownBy(agenticRetrieve(input));
    expect(BedrockStreamError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      operation: "AgenticRetrieveStream",
      partial: true,
      cause: { name: "ValidationException" },
    });
    expect(String(error)).not.toContain("compare plans");
  });

  test("that never came, since the request was refused, are an error without the question", async () => {
    const { input } = connected(() => refusal(400, "ValidationException", "compare plans is no question"));
    const error = await thrownBy(agenticRetrieve(input));
    expect(error).toMatchObject({ operation: "AgenticRetrieveStream", awsCode: "ValidationException" });
    expect(String(error)).toContain("is no question");
    expect(String(error)).not.toContain("compare plans");
  });

  test("of a stream that is aborted end with the reason of the signal", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { input } = connected(() => eventStream(a, b, result), { signal: controller.signal });
    const read = async (): Promise<void> => {
      for await (const _ of agenticRetrieveStream(input)) controller.abort(reason);
    };
    expect(await thrownBy(read())).toBe(reason);
  });

  test("that hold an exception as a member are that exception, whichever client they are from", async () => {
    const send = async (): Promise<object> => ({
      stream: (async function* () {
        yield { throttlingException: Object.assign(new Error("slow down"), { name: "ThrottlingException" }) };
      })(),
    });
    const error = await thrownBy(agenticRetrieve({ knowledgeBaseId: "KB1", query: "q", client: { send } }));
    expect(error).toMatchObject({ operation: "AgenticRetrieveStream", cause: { name: "ThrottlingException" } });
  });

  test("that end without a result are an error", async () => {
    const { input } = connected(() => eventStream(a));
    const error = await thrownBy(agenticRetrieve(input));
    expect(BedrockServiceError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: "CORRUPT_REPLY" });
  });

  test("begin again after a throttled attempt, and never after the first of them", async () => {
    const failed: unknown[] = [];
    const fields = { maxRetries: 1, onFailedAttempt: (error: Error) => failed.push(error) };
    const again = connected(
      (_, index) => (index === 0 ? refusal(429, "ThrottlingException", "no") : eventStream(result)),
      fields,
    );
    expect((await agenticRetrieve(again.input)).results.length).toBe(2);
    expect(failed.map((error) => BedrockThrottlingError.isInstance(error))).toEqual([true]);
    const broken = connected(() => eventStream(a, ["throttlingException", { message: "no" }]), fields);
    expect(await thrownBy(agenticRetrieve(broken.input))).toMatchObject({ partial: true });
    expect([again.handler.requests.length, broken.handler.requests.length]).toEqual([2, 1]);
  });
});
