import * as fc from "fast-check";
import { expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { mutationsOf } from "./support/mutations.ts";
import { requestHttp1 } from "./support/raw-http.ts";

const aws = useLocalAws({
  auth: { mode: "off" },
  log: { maxEntries: 5 },
  agents: [
    {
      id: "AGENT00001",
      model: "amazon.nova-lite-v1:0",
      instruction: "You help.",
      actionGroups: [{ name: "clock", functions: [{ name: "get_time" }], execute: () => "noon" }],
    },
  ],
});

const said = {
  sessionAttributes: { a: "b" },
  promptSessionAttributes: { c: "d" },
  invocationId: "x",
  returnControlInvocationResults: [
    {
      functionResult: {
        actionGroup: "g",
        function: "f",
        responseBody: { TEXT: { body: "b" } },
        responseState: "FAILURE",
      },
    },
  ],
  conversationHistory: { messages: [{ role: "user", content: [{ text: "a" }] }] },
};
const shared = {
  inputText: "get_time, and f with a word",
  enableTrace: true,
  endSession: false,
  streamingConfigurations: { streamFinalResponse: true },
};
const requests = [
  [
    "/agents/AGENT00001/agentAliases/TSTALIASID/sessions/session-1/text",
    { ...shared, sessionState: said, memoryId: "m-1" },
  ],
  [
    "/agents/session-1",
    {
      ...shared,
      foundationModel: "amazon.nova-lite-v1:0",
      instruction: "You help people with all questions that they may have.",
      inlineSessionState: said,
      actionGroups: [
        {
          actionGroupName: "g",
          actionGroupExecutor: { customControl: "RETURN_CONTROL" },
          functionSchema: { functions: [{ name: "f", parameters: { word: { type: "string", required: true } } }] },
        },
      ],
      knowledgeBases: [{ knowledgeBaseId: "KB00000001", description: "d" }],
      guardrailConfiguration: { guardrailIdentifier: "g", guardrailVersion: "1" },
    },
  ],
] as const;

it("[40] any body of an agent is answered or refused, never with a defect of the endpoint's own", async () => {
  const statuses = new Set<number>();
  const request = fc.constantFrom(...requests).chain(([path, body]) => fc.tuple(fc.constant(path), mutationsOf(body)));
  await fc.assert(
    fc.asyncProperty(request, async ([path, body]) => {
      const headers = { "content-type": "application/json" };
      const { status } = await requestHttp1({ url: aws.url, path, headers, body: JSON.stringify(body) });
      statuses.add(status);
      expect(aws.lastRequest()?.problem).toBeUndefined();
      expect([200, 400, 404]).toContain(status);
    }),
    { numRuns: 300 },
  );
  expect(statuses).toContain(200);
  expect(statuses).toContain(400);
});
