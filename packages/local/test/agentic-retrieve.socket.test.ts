import {
  AgenticRetrieveStreamCommand,
  type AgenticRetrieveStreamCommandInput,
  type AgenticRetrieveStreamResponseOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { modelArn } from "./support/generation.ts";
import { createAgentClient, knowledgeBaseId } from "./support/knowledge-bases.ts";

const aws = useLocalAws({
  knowledgeBases: [
    {
      id: "MANAGED001",
      type: "managed",
      documents: [
        {
          text: "The basic plan costs ten euros a month.",
          uri: "https://plans.example/basic",
          metadata: { plan: "basic" },
        },
        { text: "The team plan has five seats.", uri: "https://plans.example/team", metadata: { plan: "team" } },
      ],
    },
    {
      id: "MANAGED002",
      type: "managed",
      documents: [{ content: { type: "IMAGE", byteContent: "data:image/png;base64,AQID" } }],
    },
  ],
  guardrails: [{ id: "gr1", words: ["dragon"] }],
});

const question = "What does the basic plan cost? How many seats does the team plan have?";

async function ask(
  more: Partial<AgenticRetrieveStreamCommandInput> = {},
  ...ids: readonly string[]
): Promise<AgenticRetrieveStreamResponseOutput[]> {
  const { stream } = await createAgentClient(aws).send(
    new AgenticRetrieveStreamCommand({
      messages: [{ role: "user", content: { text: question } }],
      retrievers: (ids.length === 0 ? ["MANAGED001"] : ids).map((id) => ({
        configuration: { knowledgeBase: { knowledgeBaseId: id, retrievalOverrides: { maxNumberOfResults: 1 } } },
      })),
      agenticRetrieveConfiguration: { foundationModelType: "MANAGED", rerankingModelType: "MANAGED" },
      ...more,
    }),
  );
  const events: AgenticRetrieveStreamResponseOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

const resultOf = (
  events: readonly AgenticRetrieveStreamResponseOutput[],
): NonNullable<AgenticRetrieveStreamResponseOutput["result"]> =>
  events.flatMap(({ result }) => result ?? [])[0] ?? { results: [] };

describe("AgenticRetrieveStream", () => {
  it("looks for each question, and answers with citations of its results", async () => {
    const events = await ask();
    const steps = events.flatMap(({ traceEvent }) => traceEvent?.attributes ?? []);
    expect(steps.map(({ step, status }) => [step, status])).toEqual([
      ["Planning", "IN_PROGRESS"],
      ["Planning", "SUCCEEDED"],
      ["Retrieval", "SUCCEEDED"],
    ]);
    expect(steps[1]?.actions?.map(({ retrieve }) => retrieve?.inputQuery?.text)).toEqual([
      "What does the basic plan cost?",
      "How many seats does the team plan have?",
    ]);
    const { results = [], generatedResponse } = resultOf(events);
    expect(results).toHaveLength(2);
    expect(results.find(({ metadata }) => metadata?.["plan"] === "basic")).toMatchObject({
      content: { mimeType: "text/plain", text: "The basic plan costs ten euros a month." },
      sourceRetriever: { identifier: "MANAGED001" },
    });
    const { answer = "", citations = [] } = generatedResponse ?? {};
    expect(events.map(({ responseEvent }) => responseEvent?.text ?? "").join("")).toBe(answer);
    expect(citations.length).toBeGreaterThan(0);
    for (const { startIndex, endIndex, references = [] } of citations) {
      const cited = results[references[0]?.resultIndex ?? -1]?.content?.text;
      expect(cited).toContain(answer.slice(startIndex, endIndex));
    }
  });

  it("answers nothing when it is told not to", async () => {
    const events = await ask({ generateResponse: false });
    expect(events.some(({ responseEvent }) => responseEvent !== undefined)).toBe(false);
    expect(resultOf(events)).toMatchObject({ results: [{}, {}] });
    expect(resultOf(events).generatedResponse).toBeUndefined();
  });

  it("searches several knowledge bases, and gives images as bytes", async () => {
    const { results = [] } = resultOf(await ask({ generateResponse: false }, "MANAGED001", "MANAGED002"));
    expect(results.find(({ sourceRetriever }) => sourceRetriever?.identifier === "MANAGED002")?.content).toEqual({
      mimeType: "image/png",
      byteContent: new Uint8Array([1, 2, 3]),
    });
    expect(new Set(results.map(({ sourceRetriever }) => sourceRetriever?.identifier)).size).toBe(2);
  });

  it("hands the conversation and the model of the caller's on", async () => {
    aws.chat.script({ text: "Ten.", expect: ({ modelId, messages }) => modelId === modelArn && messages.length === 3 });
    const events = await ask({
      messages: [
        { role: "user", content: { text: "Which plans are there?" } },
        { role: "assistant", content: { text: "Basic and team." } },
        { role: "user", content: { text: "What does the basic plan cost?" } },
      ],
      agenticRetrieveConfiguration: {
        foundationModelType: "CUSTOM",
        foundationModelConfiguration: {
          type: "BEDROCK_FOUNDATION_MODEL",
          bedrockFoundationModelConfiguration: { modelConfiguration: { modelArn } },
        },
      },
    });
    expect(resultOf(events).generatedResponse?.answer).toBe("Ten.");
  });

  it("neither searches nor answers what a guardrail blocks", async () => {
    const bedrockGuardrailConfiguration = { guardrailId: "gr1", guardrailVersion: "1" };
    const messages = [{ role: "user", content: { text: "Is there a dragon plan?" } }] as const;
    const events = await ask({ messages: [...messages], policyConfiguration: { bedrockGuardrailConfiguration } });
    expect(resultOf(events)).toMatchObject({
      results: [],
      generatedResponse: { answer: "Sorry, the model cannot answer this question.", citations: [] },
    });
  });

  it.each([
    ["a knowledge base with a vector store", {}, [knowledgeBaseId], /managed/],
    [
      "a conversation that ends with the assistant",
      { messages: [{ role: "assistant", content: { text: "a" } }] },
      [],
      /last message/,
    ],
    [
      "a custom model without its ARN",
      { agenticRetrieveConfiguration: { foundationModelType: "CUSTOM" } },
      [],
      /CUSTOM needs/,
    ],
    ["a token", { nextToken: "abc" }, [], /nextToken/],
    ["no message", { messages: [] }, [], /'messages' failed to satisfy constraint/],
    [
      "a memory",
      { memoryConfiguration: { memoryId: "m", sessionBinding: { actorId: "a", sessionId: "s" } } },
      [],
      /memoryConfiguration/,
    ],
  ] as const)("refuses %s", async (_what, more, ids, message) => {
    aws.kb(knowledgeBaseId);
    await expect(ask(more as never, ...ids)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
  });
});
