import { BedrockClient, GetGuardrailCommand, ListGuardrailsCommand } from "@aws-sdk/client-bedrock";
import {
  ApplyGuardrailCommand,
  type ApplyGuardrailCommandInput,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
  type GuardrailAssessment,
  type GuardrailPiiEntityFilter,
  type GuardrailSensitiveInformationPolicyAssessment,
} from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalAws, type GuardrailOptions } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, createClient, refusalOf } from "./bedrock-runtime.ts";

const rules: GuardrailOptions = {
  id: "gr0123456789",
  name: "House rules",
  description: "What is not said here",
  versions: ["1", "2"],
  words: ["forbidden word", { text: "only asked", outputEnabled: false }],
  topics: [{ name: "Investment advice", definition: "Where to put money", phrases: ["buy stocks", "invest in"] }],
  piiEntities: [
    { type: "EMAIL", action: "ANONYMIZE" },
    { type: "US_SOCIAL_SECURITY_NUMBER", action: "BLOCK" },
    { type: "URL", action: "NONE" },
  ],
  regexes: [{ name: "TicketId", description: "Tickets", pattern: "TCK-\\d+", action: "ANONYMIZE" }],
  blockedInputMessaging: "Blocked on the way in.",
  blockedOutputsMessaging: "Blocked on the way out.",
};
const arn = "arn:aws:bedrock:us-east-1:000000000000:guardrail/gr0123456789";
const aws = useLocalAws({
  guardrails: [rules, { id: "empty" }],
  clock: () => 1_750_000_000_000,
  auth: { mode: "off" },
});

const guardrailConfig = { guardrailIdentifier: rules.id, guardrailVersion: "1" };
const apply = (
  source: "INPUT" | "OUTPUT",
  texts: readonly string[],
  input: Partial<ApplyGuardrailCommandInput> = {},
): Promise<unknown> =>
  createClient(aws)
    .send(
      new ApplyGuardrailCommand({
        ...guardrailConfig,
        source,
        content: texts.map((text) => ({ text: { text } })),
        ...input,
      }),
    )
    .then(({ $metadata: _metadata, ...answer }) => answer);

const usage = (units: number): Record<string, number> => ({
  topicPolicyUnits: units,
  contentPolicyUnits: 0,
  wordPolicyUnits: units,
  sensitiveInformationPolicyUnits: units,
  sensitiveInformationPolicyFreeUnits: units,
  contextualGroundingPolicyUnits: 0,
  contentPolicyImageUnits: 0,
  automatedReasoningPolicyUnits: 0,
  automatedReasoningPolicies: 0,
});
const coverage = (guarded: number, total = guarded): unknown => ({ textCharacters: { guarded, total } });
const assessment = (characters: number, policies: GuardrailAssessment = {}): unknown => ({
  ...policies,
  invocationMetrics: {
    guardrailProcessingLatency: 1,
    usage: usage(Math.ceil(characters / 1000)),
    guardrailCoverage: coverage(characters),
  },
  appliedGuardrailDetails: {
    guardrailId: rules.id,
    guardrailVersion: "1",
    guardrailArn: arn,
    guardrailOrigin: ["REQUEST"],
    guardrailOwnership: "SELF",
  },
});
const word = (match: string): GuardrailAssessment => ({
  wordPolicy: { customWords: [{ match, action: "BLOCKED", detected: true }], managedWordLists: [] },
});
/** The client's types have a list of regular expressions beside it; the service leaves out a list that has nothing. */
const personal = (piiEntities: GuardrailPiiEntityFilter[]): GuardrailAssessment => ({
  sensitiveInformationPolicy: { piiEntities } as GuardrailSensitiveInformationPolicyAssessment,
});
const email = (match: string): GuardrailAssessment =>
  personal([{ match, type: "EMAIL", action: "ANONYMIZED", detected: true }]);

describe("ApplyGuardrail", () => {
  it("lets through what no rule finds", async () => {
    expect(await apply("INPUT", ["Good morning"])).toEqual({
      usage: usage(1),
      action: "NONE",
      actionReason: "No action.",
      outputs: [],
      assessments: [assessment(12)],
      guardrailCoverage: coverage(12),
    });
  });

  it.each<{ name: string; text: string; policies: GuardrailAssessment }>([
    { name: "a word, whatever its case", text: "A Forbidden Word!", policies: word("Forbidden Word") },
    {
      name: "a topic, by one of its phrases",
      text: "Should I invest in gold?",
      policies: {
        topicPolicy: { topics: [{ name: "Investment advice", type: "DENY", action: "BLOCKED", detected: true }] },
      },
    },
    {
      name: "personal information, and hides what would be masked beside it",
      text: "I am a@b.com, 123-45-6789.",
      policies: personal([
        { match: "123-45-6789", type: "US_SOCIAL_SECURITY_NUMBER", action: "BLOCKED", detected: true },
      ]),
    },
  ])("blocks $name", async ({ text, policies }) => {
    expect(await apply("INPUT", ["Hello.", text])).toEqual({
      usage: usage(1),
      action: "GUARDRAIL_INTERVENED",
      actionReason: "Guardrail blocked.",
      outputs: [{ text: "Blocked on the way in." }],
      assessments: [assessment(text.length + 6, policies)],
      guardrailCoverage: coverage(text.length + 6),
    });
  });

  it("masks by the name of the kind or of the pattern, one output for each text", async () => {
    const texts = ["Mail a@b.com or c@d.org about TCK-12.", "Nothing here.", "a@b.com again"];
    expect(await apply("OUTPUT", texts)).toMatchObject({
      action: "GUARDRAIL_INTERVENED",
      actionReason: "Guardrail masked.",
      outputs: [
        { text: "Mail {EMAIL} or {EMAIL} about {TicketId}." },
        { text: "Nothing here." },
        { text: "{EMAIL} again" },
      ],
      assessments: [
        {
          sensitiveInformationPolicy: {
            piiEntities: [
              { match: "a@b.com", type: "EMAIL", action: "ANONYMIZED", detected: true },
              { match: "c@d.org", type: "EMAIL", action: "ANONYMIZED", detected: true },
            ],
            regexes: [{ name: "TicketId", match: "TCK-12", regex: "TCK-\\d+", action: "ANONYMIZED", detected: true }],
          },
        },
      ],
    });
  });

  it("only reports what has no action", async () => {
    expect(await apply("INPUT", ["See https://example.com/a"])).toMatchObject({
      action: "NONE",
      outputs: [],
      assessments: [
        {
          sensitiveInformationPolicy: {
            piiEntities: [{ match: "https://example.com/a", type: "URL", action: "NONE", detected: true }],
          },
        },
      ],
    });
  });

  it("asks each rule only in its directions, and bills a unit for each thousand characters", async () => {
    const actions = await Promise.all([apply("INPUT", ["only asked"]), apply("OUTPUT", ["only asked"])]);
    expect(actions).toEqual([
      expect.objectContaining({ action: "GUARDRAIL_INTERVENED" }),
      expect.objectContaining({ action: "NONE" }),
    ]);
    expect(await apply("INPUT", ["a".repeat(1001)])).toMatchObject({ usage: usage(2) });
  });

  it("reports every rule with the scope FULL", async () => {
    const answer = await apply("INPUT", ["only asked"], { outputScope: "FULL" });
    expect(answer).toMatchObject({
      assessments: [
        {
          topicPolicy: { topics: [{ name: "Investment advice", type: "DENY", action: "NONE", detected: false }] },
          wordPolicy: {
            customWords: [
              { match: "forbidden word", action: "NONE", detected: false },
              { match: "only asked", action: "BLOCKED", detected: true },
            ],
          },
        },
      ],
    });
  });

  it("does not look at what grounding is checked against, nor at images", async () => {
    const content: ApplyGuardrailCommandInput["content"] = [
      { text: { text: "forbidden word", qualifiers: ["grounding_source"] } },
      { text: { text: "fine", qualifiers: ["guard_content"] } },
      { image: { format: "png", source: { bytes: new Uint8Array([1]) } } },
    ];
    expect(await apply("OUTPUT", [], { content })).toMatchObject({
      action: "NONE",
      guardrailCoverage: { textCharacters: { guarded: 4, total: 18 }, images: { guarded: 0, total: 1 } },
    });
  });

  it.each([
    { guardrailIdentifier: "other", guardrailVersion: "1" },
    { guardrailIdentifier: rules.id, guardrailVersion: "3" },
  ])("refuses $guardrailIdentifier in version $guardrailVersion with one text", async (input) => {
    const refusal = { name: "ValidationException", message: unknownGuardrail, status: 400 };
    expect(await refusalOf(apply("INPUT", ["a"], input))).toEqual(refusal);
    expect(await refusalOf(converse({ guardrailConfig: input }))).toEqual(refusal);
  });

  it("refuses what is no identifier, and takes ARN and draft", async () => {
    expect(await refusalOf(apply("INPUT", ["a"], { guardrailIdentifier: "No Such" }))).toMatchObject({
      message: "The provided guardrail identifier is invalid.",
    });
    expect(await apply("INPUT", ["a"], { guardrailIdentifier: arn, guardrailVersion: "DRAFT" })).toMatchObject({
      assessments: [{ appliedGuardrailDetails: { guardrailVersion: "DRAFT" } }],
    });
  });
});

const unknownGuardrail = "The guardrail identifier or version provided in the request does not exist.";

/** The parts of an answer that a guardrail decides, from Converse. */
async function converse(input: Partial<ConverseCommandInput>): Promise<Record<string, unknown>> {
  const {
    output,
    stopReason,
    usage: used,
    trace,
  } = await createClient(aws).send(
    new ConverseCommand({ modelId: claude, messages: ask("Hello"), guardrailConfig, ...input }),
  );
  return { content: output?.message?.content, stopReason, outputTokens: used?.outputTokens, trace };
}

/** The same parts, from ConverseStream. */
async function stream(input: Partial<ConverseStreamCommandInput>): Promise<Record<string, unknown>> {
  const answer = await createClient(aws).send(
    new ConverseStreamCommand({ modelId: claude, messages: ask("Hello"), guardrailConfig, ...input }),
  );
  const texts: string[] = [];
  const parts: Record<string, unknown> = {};
  for await (const { contentBlockDelta, messageStop, metadata } of answer.stream ?? []) {
    if (contentBlockDelta?.delta?.text !== undefined) {
      const { contentBlockIndex = 0, delta } = contentBlockDelta;
      texts[contentBlockIndex] = (texts[contentBlockIndex] ?? "") + delta.text;
    }
    if (messageStop !== undefined) parts["stopReason"] = messageStop.stopReason;
    if (metadata !== undefined) {
      Object.assign(parts, { outputTokens: metadata.usage?.outputTokens, trace: metadata.trace });
    }
  }
  return { content: texts.map((text) => ({ text })), ...parts };
}

const traced = { ...guardrailConfig, trace: "enabled" } as const;
const trace = (guardrail: Record<string, unknown>): unknown => ({ guardrail });

describe("a guarded conversation", () => {
  it.each<{ name: string; asked: string; said: string; expected: Record<string, unknown> }>([
    {
      name: "nothing found",
      asked: "Hello",
      said: "Good day",
      expected: {
        content: [{ text: "Good day" }],
        stopReason: "end_turn",
        outputTokens: 2,
        trace: trace({
          inputAssessment: { [rules.id]: assessment(5) },
          outputAssessments: { [rules.id]: [assessment(8)] },
          actionReason: "No action.",
        }),
      },
    },
    {
      name: "blocked input",
      asked: "Say the forbidden word",
      said: "never asked",
      expected: {
        content: [{ text: "Blocked on the way in." }],
        stopReason: "guardrail_intervened",
        outputTokens: 0,
        trace: trace({
          inputAssessment: { [rules.id]: assessment(22, word("forbidden word")) },
          actionReason: "Guardrail blocked.",
        }),
      },
    },
    {
      name: "blocked output",
      asked: "Hello",
      said: "A forbidden word.",
      expected: {
        content: [{ text: "Blocked on the way out." }],
        stopReason: "guardrail_intervened",
        outputTokens: 5,
        trace: trace({
          modelOutput: ["A forbidden word."],
          inputAssessment: { [rules.id]: assessment(5) },
          outputAssessments: { [rules.id]: [assessment(17, word("forbidden word"))] },
          actionReason: "No action.\nGuardrail blocked.",
        }),
      },
    },
    {
      name: "masked output",
      asked: "Hello",
      said: "I am a@b.com.",
      expected: {
        content: [{ text: "I am {EMAIL}." }],
        stopReason: "guardrail_intervened",
        outputTokens: 4,
        trace: trace({
          modelOutput: ["I am a@b.com."],
          inputAssessment: { [rules.id]: assessment(5) },
          outputAssessments: { [rules.id]: [assessment(13, email("a@b.com"))] },
          actionReason: "No action.\nGuardrail masked.",
        }),
      },
    },
  ])("[34] agrees between ApplyGuardrail, Converse and ConverseStream: $name", async ({ asked, said, expected }) => {
    aws.chat.on(/.*/, { text: said });
    const input = { messages: ask(asked), guardrailConfig: traced };
    expect(await converse(input)).toEqual(expected);
    expect(await stream(input)).toEqual(expected);
    const [onInput, onOutput] = await Promise.all([apply("INPUT", [asked]), apply("OUTPUT", [said])]);
    const outcomes = [onInput, onOutput].map((answer) => Object(answer).outputs[0]?.text as unknown);
    const [first] = Object(expected["content"]) as { text: string }[];
    expect(outcomes[0] ?? outcomes[1] ?? said).toBe(first?.text);
  });

  it("gives the model a masked request, and no request that is blocked", async () => {
    expect(await converse({ messages: ask("Write to a@b.com") })).toMatchObject({
      content: [{ text: "Write to {EMAIL}" }],
      stopReason: "end_turn",
    });
    aws.chat.script({ text: "not taken" });
    await converse({ messages: ask("forbidden word") });
    expect(aws.chat.remaining).toBe(1);
    aws.chat.reset();
  });

  it("looks only at what is marked, where anything is", async () => {
    const marked = (text: string, more: string): ConverseCommandInput["messages"] => [
      { role: "user", content: [{ text: more }, { guardContent: { text: { text } } }] },
    ];
    const reasons = await Promise.all([
      converse({ messages: marked("Hello", "forbidden word"), system: [{ text: "forbidden word" }] }),
      converse({ messages: marked("forbidden word", "Hello") }),
      converse({ system: [{ guardContent: { text: { text: "forbidden word" } } }] }),
    ]);
    // The rules repeat the last user text, so that the first of these is caught on its way out.
    expect(reasons.map(({ content }) => content)).toEqual([
      [{ text: "Blocked on the way out." }],
      [{ text: "Blocked on the way in." }],
      [{ text: "Blocked on the way in." }],
    ]);
  });

  it("keeps thoughts and calls out of it, and leaves them where only text is masked", async () => {
    aws.chat.on(/.*/, {
      reasoning: { text: "a@b.com", signature: "c2ln" },
      text: "a@b.com",
      toolUse: { name: "send", input: { to: "a@b.com" }, toolUseId: "t1" },
    });
    expect(await converse({})).toMatchObject({
      content: [
        { reasoningContent: { reasoningText: { text: "a@b.com", signature: "c2ln" } } },
        { text: "{EMAIL}" },
        { toolUse: { name: "send", input: { to: "a@b.com" }, toolUseId: "t1" } },
      ],
      stopReason: "guardrail_intervened",
    });
  });

  it("shows a trace only when asked, and every rule when all of it is", async () => {
    expect((await converse({}))["trace"]).toBeUndefined();
    const full = await converse({ guardrailConfig: { ...guardrailConfig, trace: "enabled_full" } });
    expect(full["trace"]).toMatchObject({
      guardrail: {
        inputAssessment: {
          [rules.id]: { topicPolicy: { topics: [{ name: "Investment advice", action: "NONE", detected: false }] } },
        },
      },
    });
  });

  it("lets text leak in async mode before it intervenes, and shows each look in the trace", async () => {
    const leak = `${"Good day to you. ".repeat(8)}forbidden word and more that nobody sees. ${"The end. ".repeat(20)}`;
    aws.chat.on(/.*/, { text: leak });
    const answer = await stream({ guardrailConfig: { ...traced, streamProcessingMode: "async" } });
    const [{ text = "" } = {}] = Object(answer["content"]) as { text?: string }[];
    expect(text).toMatch(/^(Good day to you. ){8}forbidden word.*Blocked on the way out\.$/);
    expect(text).not.toContain("The end.");
    expect(answer["stopReason"]).toBe("guardrail_intervened");
    const looks = Object(answer["trace"]).guardrail.outputAssessments[rules.id] as GuardrailAssessment[];
    expect(looks.map(({ wordPolicy }) => wordPolicy?.customWords?.length ?? 0)).toEqual([0, 0, 1]);
  });

  it("masks nothing in async mode, but says what it would have", async () => {
    aws.chat.on(/.*/, { text: "I am a@b.com." });
    expect(await stream({ guardrailConfig: { ...traced, streamProcessingMode: "async" } })).toMatchObject({
      content: [{ text: "I am a@b.com." }],
      stopReason: "guardrail_intervened",
      trace: { guardrail: { actionReason: "No action.\nGuardrail masked." } },
    });
  });

  it("wants both parts of its name, or neither", async () => {
    expect(await refusalOf(converse({ guardrailConfig: { guardrailIdentifier: rules.id } }))).toMatchObject({
      name: "ValidationException",
    });
    expect(await converse({ guardrailConfig: {} })).toMatchObject({ stopReason: "end_turn" });
  });

  it("wants the permission to apply it", async () => {
    await using limited = await createLocalAws({
      guardrails: [rules],
      auth: { keys: { AKIALOCAL: { secretAccessKey: "local", allow: ["bedrock:InvokeModel"] } } },
    });
    const refused = createClient(limited).send(
      new ConverseCommand({ modelId: claude, messages: ask("Hello"), guardrailConfig }),
    );
    expect(await refusalOf(refused)).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(`bedrock:ApplyGuardrail on resource: ${arn}`),
    });
  });
});

describe("the control plane", () => {
  const bedrock = (): BedrockClient => {
    const client = new BedrockClient(aws.clientConfig("bedrock"));
    onTestFinished(() => client.destroy());
    return client;
  };
  const createdAt = new Date("2025-01-01T00:00:00Z");

  it("lists drafts, versions of one, and pages", async () => {
    const { guardrails, nextToken } = await bedrock().send(new ListGuardrailsCommand({ maxResults: 1 }));
    expect(guardrails).toEqual([
      {
        id: rules.id,
        arn,
        status: "READY",
        name: "House rules",
        description: "What is not said here",
        version: "DRAFT",
        createdAt,
        updatedAt: createdAt,
      },
    ]);
    const next = await bedrock().send(new ListGuardrailsCommand({ maxResults: 1, nextToken }));
    expect([next.guardrails?.map(({ id }) => id), next.nextToken]).toEqual([["empty"], undefined]);
    const versions = await bedrock().send(new ListGuardrailsCommand({ guardrailIdentifier: rules.id }));
    expect(versions.guardrails?.map(({ version }) => version)).toEqual(["DRAFT", "1", "2"]);
  });

  it("tells what a guardrail holds", async () => {
    const { $metadata: _metadata, ...guardrail } = await bedrock().send(
      new GetGuardrailCommand({ guardrailIdentifier: arn, guardrailVersion: "2" }),
    );
    const both = { inputEnabled: true, outputEnabled: true };
    const block = { inputAction: "BLOCK", outputAction: "BLOCK" };
    const mask = { action: "ANONYMIZE", inputAction: "ANONYMIZE", outputAction: "ANONYMIZE", ...both };
    expect(guardrail).toEqual({
      name: "House rules",
      description: "What is not said here",
      guardrailId: rules.id,
      guardrailArn: arn,
      version: "2",
      status: "READY",
      createdAt,
      updatedAt: createdAt,
      topicPolicy: {
        topics: [
          {
            name: "Investment advice",
            definition: "Where to put money",
            examples: ["buy stocks", "invest in"],
            type: "DENY",
            ...block,
            ...both,
          },
        ],
      },
      wordPolicy: {
        words: [
          { text: "forbidden word", ...block, ...both },
          { text: "only asked", ...block, inputEnabled: true, outputEnabled: false },
        ],
      },
      sensitiveInformationPolicy: {
        piiEntities: [
          { type: "EMAIL", ...mask },
          { type: "US_SOCIAL_SECURITY_NUMBER", ...block, action: "BLOCK", ...both },
          { type: "URL", action: "NONE", inputAction: "NONE", outputAction: "NONE", ...both },
        ],
        regexes: [{ name: "TicketId", description: "Tickets", pattern: "TCK-\\d+", ...mask }],
      },
      blockedInputMessaging: "Blocked on the way in.",
      blockedOutputsMessaging: "Blocked on the way out.",
    });
  });

  it.each([{ guardrailIdentifier: "other" }, { guardrailIdentifier: "empty", guardrailVersion: "7" }])(
    "knows no %j",
    async (input) => {
      expect(await refusalOf(bedrock().send(new GetGuardrailCommand(input)))).toMatchObject({
        name: "ResourceNotFoundException",
        status: 404,
      });
    },
  );
});

describe("the option", () => {
  it.each<{ name: string; guardrail: Record<string, unknown>; message: string }>([
    { name: "an id", guardrail: { id: "A-B" }, message: "`guardrails[0].id` must be small letters and digits" },
    { name: "a version", guardrail: { id: "a", versions: ["DRAFT"] }, message: "`guardrails[0].versions` must be" },
    {
      name: "a member",
      guardrail: { id: "a", contentFilters: [] },
      message: "unknown member `guardrails[0].contentFilters`. Known: id, name",
    },
    { name: "words", guardrail: { id: "a", words: [1] }, message: "`guardrails[0].words` must be" },
    { name: "a word", guardrail: { id: "a", words: [{}] }, message: "`guardrails[0].words[0].text` must be" },
    {
      name: "a topic",
      guardrail: { id: "a", topics: [{ name: "b", phrases: [] }] },
      message: "`guardrails[0].topics[0].phrases` must be a list of texts, at least one",
    },
    {
      name: "a pattern",
      guardrail: { id: "a", regexes: [{ name: "b", pattern: "(", action: "BLOCK" }] },
      message: "`guardrails[0].regexes[0].pattern` must be a regular expression",
    },
    {
      name: "a kind that has no form",
      guardrail: { id: "a", piiEntities: [{ type: "NAME", action: "BLOCK" }] },
      message: "`guardrails[0].piiEntities[0].type` must be a kind that can be told by its form: EMAIL",
    },
    {
      name: "an action",
      guardrail: { id: "a", piiEntities: [{ type: "EMAIL", action: "MASK" }] },
      message: "`guardrails[0].piiEntities[0].action` must be",
    },
  ])("is refused for $name", async ({ guardrail, message }) => {
    const options: unknown = { guardrails: [guardrail] };
    await expect(createLocalAws(Object(options))).rejects.toThrow(message);
  });
});
