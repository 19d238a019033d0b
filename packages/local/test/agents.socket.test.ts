import {
  InvokeAgentCommand,
  type InvokeAgentCommandInput,
  InvokeInlineAgentCommand,
  type InvokeInlineAgentCommandInput,
  type ReturnControlPayload,
  type TracePart,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { describe, expect, it } from "vitest";

import { type AgentCall, createLocalAws } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { createAgentClient } from "./support/knowledge-bases.ts";

const calls: AgentCall[] = [];
const city = { city: { type: "string", description: "Where", required: true } } as const;

const aws = useLocalAws({
  knowledgeBases: [
    { id: "KB00000001", documents: [{ text: "The office in Oslo opens at nine.", uri: "s3://docs/oslo.txt" }] },
  ],
  guardrails: [{ id: "gr0123456789", words: ["moon cheese"], blockedInputMessaging: "Not that." }],
  agents: [
    {
      id: "AGENT00001",
      model: "amazon.nova-lite-v1:0",
      instruction: "You help people with the weather.",
      aliases: ["TSTALIASID"],
      actionGroups: [
        {
          name: "weather",
          functions: [{ name: "get_weather", description: "The weather of a city", parameters: city }],
        },
        {
          name: "clock",
          functions: [{ name: "get_time", description: "The time of day in a city", parameters: city }],
          execute: (call) => {
            calls.push(call);
            if (call.input.city === "Nowhere") throw new Error("no such city");
            return "12 o'clock";
          },
        },
      ],
      guardrail: { id: "gr0123456789", version: "1" },
    },
    {
      id: "AGENT00002",
      model: "us.anthropic.claude-sonnet-4-20250514-v1:0",
      instruction: "You answer from the documents.",
      knowledgeBases: ["KB00000001"],
    },
  ],
});

interface Answered {
  text: string;
  chunks: string[];
  traces: TracePart[];
  control?: ReturnControlPayload;
  citations: unknown[];
  sessionId?: string;
}

async function ask(inputText: string | undefined, more: Partial<InvokeAgentCommandInput> = {}): Promise<Answered> {
  const output = await createAgentClient(aws).send(
    new InvokeAgentCommand({ agentId: "AGENT00001", agentAliasId: "TSTALIASID", sessionId: "s-1", inputText, ...more }),
  );
  return { ...(await read(output.completion)), sessionId: output.sessionId };
}

async function askInline(inputText: string, more: Partial<InvokeInlineAgentCommandInput> = {}): Promise<Answered> {
  const { completion } = await createAgentClient(aws).send(
    new InvokeInlineAgentCommand({
      sessionId: "s-1",
      foundationModel: "amazon.nova-lite-v1:0",
      instruction: "You help people with all questions that they may have.",
      inputText,
      ...more,
    }),
  );
  return read(completion);
}

async function read(
  completion:
    | AsyncIterable<{
        chunk?: { bytes?: Uint8Array; attribution?: { citations?: unknown[] } };
        trace?: TracePart;
        returnControl?: ReturnControlPayload;
      }>
    | undefined,
): Promise<Answered> {
  const answered: Answered = { text: "", chunks: [], traces: [], citations: [] };
  for await (const { chunk, trace, returnControl } of completion ?? []) {
    if (chunk) answered.chunks.push(new TextDecoder().decode(chunk.bytes));
    answered.citations.push(...(chunk?.attribution?.citations ?? []));
    if (trace) answered.traces.push(trace);
    if (returnControl) answered.control = returnControl;
  }
  return { ...answered, text: answered.chunks.join("") };
}

/** The names of the steps of an orchestration. */
const stepsOf = ({ traces }: Answered): string[] =>
  traces.flatMap(({ trace }) => Object.keys(trace?.orchestrationTrace ?? trace?.guardrailTrace ?? {}));
const resultsFor = (invocationId: string | undefined, body = "sunny"): Partial<InvokeAgentCommandInput> => ({
  sessionState: {
    invocationId,
    returnControlInvocationResults: [
      { functionResult: { actionGroup: "weather", function: "get_weather", responseBody: { TEXT: { body } } } },
    ],
  },
});

describe("[40] InvokeAgent", () => {
  it("answers in one chunk, without a trace unless it is asked for", async () => {
    aws.chat.script({
      text: "Hello, I am an agent.",
      expect: ({ system, messages, operation }) => {
        expect(system).toBe("You help people with the weather.\n\nmood: good");
        expect(messages).toEqual([{ role: "user", content: [{ text: "Hello" }] }]);
        expect(operation).toBe("InvokeAgent");
      },
    });
    const answered = await ask("Hello", { sessionState: { promptSessionAttributes: { mood: "good" } } });
    expect(answered).toEqual({
      text: "Hello, I am an agent.",
      chunks: ["Hello, I am an agent."],
      traces: [],
      citations: [],
      sessionId: "s-1",
    });
  });

  it("streams its answer in pieces where that is asked for", async () => {
    aws.chat.script({ chunks: ["Hel", "lo"] });
    expect((await ask("Hi", { streamingConfigurations: { streamFinalResponse: true } })).chunks).toEqual(["Hel", "lo"]);
  });

  it("traces each step, with who and where", async () => {
    const answered = await ask("get_time in Oslo, please", { enableTrace: true });
    expect(answered.text).toContain("12 o'clock");
    expect(stepsOf(answered)).toEqual([
      "modelInvocationInput",
      "modelInvocationOutput",
      "invocationInput",
      "observation",
      "modelInvocationInput",
      "modelInvocationOutput",
      "observation",
    ]);
    expect(answered.traces[0]).toMatchObject({
      agentId: "AGENT00001",
      agentAliasId: "TSTALIASID",
      sessionId: "s-1",
      agentVersion: "1",
    });
    expect(answered.traces[0]?.eventTime).toBeInstanceOf(Date);
    expect(answered.traces[1]?.trace?.orchestrationTrace?.modelInvocationOutput?.metadata?.usage).toEqual({
      inputTokens: expect.any(Number),
      outputTokens: expect.any(Number),
    });
    expect(answered.traces[2]?.trace?.orchestrationTrace?.invocationInput).toMatchObject({
      invocationType: "ACTION_GROUP",
      actionGroupInvocationInput: {
        actionGroupName: "clock",
        function: "get_time",
        executionType: "LAMBDA",
        parameters: [{ name: "city", type: "string", value: "Oslo" }],
      },
    });
    expect(answered.traces.at(-1)?.trace?.orchestrationTrace?.observation?.finalResponse?.text).toBe(answered.text);
  });

  it("runs the functions that have someone to run them, with the session's attributes", async () => {
    calls.length = 0;
    await ask("get_time in Oslo", { sessionState: { sessionAttributes: { user: "u1" } } });
    expect(calls).toEqual([
      { actionGroup: "clock", function: "get_time", input: { city: "Oslo" }, sessionAttributes: { user: "u1" } },
    ]);
    await expect(ask("get_time in Nowhere")).rejects.toMatchObject({
      name: "DependencyFailedException",
      message: expect.stringContaining("no such city"),
    });
  });

  it("returns control for the others, and goes on with their results", async () => {
    const first = await ask("get_weather in Rome", { enableTrace: true });
    expect(first.text).toBe("");
    expect(first.control).toEqual({
      invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      invocationInputs: [
        {
          functionInvocationInput: {
            actionGroup: "weather",
            function: "get_weather",
            agentId: "AGENT00001",
            actionInvocationType: "RESULT",
            parameters: [{ name: "city", type: "string", value: "Rome" }],
          },
        },
      ],
    });
    expect(first.traces.at(-1)?.trace?.orchestrationTrace?.invocationInput?.actionGroupInvocationInput).toMatchObject({
      executionType: "RETURN_CONTROL",
      invocationId: first.control?.invocationId,
    });
    const second = await ask(undefined, resultsFor(first.control?.invocationId, "sunny, 25 degrees"));
    expect(second.text).toContain("sunny, 25 degrees");
    // The session remembers all of it.
    aws.chat.script({
      text: "ok",
      expect: ({ messages }) => {
        expect(messages.map(({ role, content }) => `${role} ${Object.keys(content[0] ?? {}).join()}`)).toEqual([
          "user text",
          "assistant toolUse",
          "user toolResult",
          "assistant text",
          "user text",
        ]);
      },
    });
    await ask("Thanks");
  });

  it("runs some calls and returns control for others of one turn", async () => {
    const first = await ask("get_weather and get_time in Oslo");
    expect(first.control?.invocationInputs).toHaveLength(1);
    aws.chat.script({
      text: "both",
      expect: ({ messages }) => {
        const results = (messages.at(-1)?.content ?? []).flatMap((block) =>
          "toolResult" in block ? [block.toolResult.content] : [],
        );
        expect(results).toEqual([[{ text: "12 o'clock" }], [{ text: "sunny" }]]);
      },
    });
    expect((await ask(undefined, resultsFor(first.control?.invocationId))).text).toBe("both");
  });

  it.each([
    ["results of no call", resultsFor("00000000-0000-0000-0000-000000000000")],
    ["no text", { inputText: " " }],
  ] as const)("refuses in the stream: %s", async (_what, input) => {
    const client = createAgentClient(aws, { maxAttempts: 1 });
    const command = new InvokeAgentCommand({
      agentId: "AGENT00001",
      agentAliasId: "TSTALIASID",
      sessionId: "s-9",
      ...input,
    });
    await expect(client.send(command)).rejects.toMatchObject({ name: "ValidationException" });
    // The answer had begun: the refusal is an exception frame.
    expect(aws.lastRequest()).toMatchObject({ status: 200, eventsSent: 1, errorType: "validationException" });
  });

  it("keeps sessions apart, and ends them", async () => {
    aws.chat.script([{ text: "a" }, { text: "b", expect: ({ messages }) => messages.length === 1 }]);
    await ask("one");
    await ask("two", { sessionId: "s-2" });
    const ended = await ask("", { endSession: true });
    expect(ended.text).toBe("Session is terminated as 'endSession' flag is set in request.");
    aws.chat.script({ text: "c", expect: ({ messages }) => messages.length === 1 });
    await ask("three");
    expect(aws.chat.failures).toEqual([]);
  });

  it("begins with the history that a caller brings", async () => {
    aws.chat.script({ text: "ok", expect: ({ messages }) => messages.length === 3 });
    await ask("And now?", {
      sessionState: {
        conversationHistory: {
          messages: [
            { role: "user", content: [{ text: "Hi" }] },
            { role: "assistant", content: [{ text: "Hello" }] },
          ],
        },
      },
    });
    expect(aws.chat.failures).toEqual([]);
  });

  it("looks questions up in its knowledge bases, and cites", async () => {
    const answered = await ask("When does the office in Oslo open?", { agentId: "AGENT00002", enableTrace: true });
    expect(answered.text).toBe("The office in Oslo opens at nine.");
    expect(stepsOf(answered)).toEqual([
      "invocationInput",
      "observation",
      "modelInvocationInput",
      "modelInvocationOutput",
      "observation",
    ]);
    expect(answered.citations).toMatchObject([
      {
        generatedResponsePart: { textResponsePart: { text: "The office in Oslo opens at nine." } },
        retrievedReferences: [
          {
            content: { text: "The office in Oslo opens at nine." },
            location: { s3Location: { uri: "s3://docs/oslo.txt" } },
          },
        ],
      },
    ]);
  });

  it("lets its guardrail look at questions and answers", async () => {
    const refused = await ask("Is there moon cheese?", { enableTrace: true });
    expect(refused.text).toBe("Not that.");
    expect(refused.traces[0]?.trace?.guardrailTrace).toMatchObject({ action: "INTERVENED" });
    aws.chat.script({ text: "moon cheese!" });
    expect((await ask("What?", { sessionId: "s-3" })).text).not.toContain("cheese");
  });

  it.each([
    ["an unknown agent", { agentId: "NOTHERE" }, "ResourceNotFoundException"],
    ["an unknown alias", { agentAliasId: "OTHER" }, "ResourceNotFoundException"],
    ["a short session id", { sessionId: "s" }, "ValidationException"],
  ])("refuses before it answers: %s", async (_what, more, name) => {
    await expect(ask("Hi", more)).rejects.toMatchObject({ name });
    expect(aws.lastRequest()?.eventsSent).toBe(0);
  });

  it.each([
    [
      "a long id",
      { id: "ABCDEFGHIJK", model: "m", instruction: "i" },
      "agents[0].id must be up to ten letters and digits",
    ],
    ["no instruction", { id: "A", model: "m" }, "agents[0].instruction must be a text"],
    [
      "an API schema without paths",
      { id: "A", model: "m", instruction: "i", actionGroups: [{ name: "g", apiSchema: {} }] },
      "agents[0].actionGroups[0].apiSchema: an OpenAPI schema has an object of `paths`",
    ],
    ["an unknown member", { id: "A", model: "m", instruction: "i", x: 1 }, "agents[0] has the unknown member `x`"],
  ])("is refused as an option: %s", async (_what, agent, message) => {
    await expect(createLocalAws({ agents: [agent as never] })).rejects.toThrow(message);
  });
});

describe("[40] InvokeInlineAgent", () => {
  const actionGroups: InvokeInlineAgentCommandInput["actionGroups"] = [
    {
      actionGroupName: "weather",
      actionGroupExecutor: { customControl: "RETURN_CONTROL" },
      functionSchema: { functions: [{ name: "get_weather", description: "The weather of a city", parameters: city }] },
    },
  ];

  it("answers, returns control, and goes on", async () => {
    expect((await askInline("Hello")).text).toBe("Hello");
    const first = await askInline("get_weather in Rome", { actionGroups, enableTrace: true });
    expect(stepsOf(first)).toEqual(["modelInvocationInput", "modelInvocationOutput", "invocationInput"]);
    expect(first.control?.invocationInputs).toMatchObject([
      { functionInvocationInput: { actionGroup: "weather", function: "get_weather" } },
    ]);
    const { sessionState: inlineSessionState } = resultsFor(first.control?.invocationId, "raining");
    const second = await askInline("", { actionGroups, inlineSessionState });
    expect(second.text).toContain("raining");
  });

  it("returns control for the operations of an API, and goes on with what they gave", async () => {
    const payload = JSON.stringify({
      openapi: "3.0.0",
      paths: {
        "/weather/{city}": {
          get: {
            operationId: "get_weather",
            description: "The weather of a city",
            parameters: [{ name: "city", in: "path", required: true, schema: { type: "string" } }],
          },
        },
        "/alarms": {
          post: {
            description: "Sets an alarm",
            operationId: "set_alarm",
            requestBody: {
              content: {
                "application/json": {
                  schema: { type: "object", properties: { hour: { type: "integer" } }, required: ["hour"] },
                },
              },
            },
          },
        },
      },
    });
    const executor = { customControl: "RETURN_CONTROL" } as const;
    const groups = [{ actionGroupName: "api", actionGroupExecutor: executor, apiSchema: { payload } }];
    const first = await askInline("get_weather in Rome, then set_alarm for 7", {
      actionGroups: groups,
      enableTrace: true,
    });
    const [one, two] = first.control?.invocationInputs ?? [];
    expect(one?.apiInvocationInput).toMatchObject({
      actionGroup: "api",
      apiPath: "/weather/{city}",
      httpMethod: "GET",
      parameters: [{ name: "city", type: "string", value: "Rome" }],
    });
    expect(two?.apiInvocationInput).toMatchObject({
      apiPath: "/alarms",
      httpMethod: "POST",
      parameters: [],
      requestBody: { content: { "application/json": { properties: [{ name: "hour", type: "integer", value: "7" }] } } },
    });
    expect(first.traces.at(-1)?.trace?.orchestrationTrace?.invocationInput?.actionGroupInvocationInput).toMatchObject({
      verb: "post",
      apiPath: "/alarms",
      requestBody: { content: { "application/json": [{ name: "hour", type: "integer", value: "7" }] } },
    });
    const result = (apiPath: string, httpMethod: string, body: string): object => ({
      apiResult: {
        actionGroup: "api",
        apiPath,
        httpMethod,
        httpStatusCode: 200,
        responseBody: { "application/json": { body } },
      },
    });
    const second = await askInline("", {
      actionGroups: groups,
      inlineSessionState: {
        invocationId: first.control?.invocationId,
        returnControlInvocationResults: [
          result("/alarms", "POST", "set") as never,
          result("/weather/{city}", "GET", "raining") as never,
        ],
      },
    });
    expect(second.text).toMatch(/raining[\s\S]*set/);
  });

  it("says plainly what it does not run", async () => {
    const lambda = "arn:aws:lambda:us-east-1:000000000000:function:f";
    const withLambda = [{ ...actionGroups[0], actionGroupName: "weather", actionGroupExecutor: { lambda } }];
    await expect(askInline("Hi", { actionGroups: withLambda })).rejects.toMatchObject({
      name: "UnknownOperationException",
    });
    const s3 = { s3BucketName: "b", s3ObjectKey: "k" };
    const inS3 = [{ actionGroupName: "weather", apiSchema: { s3 } }];
    await expect(askInline("Hi", { actionGroups: inS3 })).rejects.toMatchObject({ name: "UnknownOperationException" });
    const broken = [{ actionGroupName: "weather", apiSchema: { payload: "openapi: 3.0.0" } }];
    await expect(askInline("Hi", { actionGroups: broken })).rejects.toMatchObject({ name: "ValidationException" });
    await expect(askInline("Hi", { instruction: "too short" })).rejects.toMatchObject({ name: "ValidationException" });
  });
});
