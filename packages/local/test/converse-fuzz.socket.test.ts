import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { LocalAws, LocalAwsOptions } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";

// A model without rules of its own, so that nothing but the mutation is refused.
const MODEL = "local.any";
const PROMPT = "arn:aws:bedrock:us-east-1:000000000000:prompt/PROMPT0001:1";
const account: LocalAwsOptions = {
  log: { maxEntries: 5 },
  guardrails: [{ id: "gr", words: ["never said"], piiEntities: [{ type: "EMAIL", action: "ANONYMIZE" }] }],
  prompts: [{ id: "PROMPT0001", model: MODEL, text: "Say {{word}}" }],
};
const checked = useLocalAws(account);
const unchecked = useLocalAws({ ...account, validation: "off" });

const valid = {
  messages: [
    {
      role: "user",
      content: [{ text: "Add 1 and 2" }, { image: { format: "png", source: { bytes: "iVBORw0KGgo=" } } }],
    },
    {
      role: "assistant",
      content: [
        { reasoningContent: { reasoningText: { text: "Hm", signature: "c2ln" } } },
        { toolUse: { toolUseId: "1", name: "add", input: { a: 1 } } },
      ],
    },
    { role: "user", content: [{ toolResult: { toolUseId: "1", content: [{ json: { sum: 3 } }, { text: "3" }] } }] },
    { role: "system", content: [{ text: "Go on." }, { toolRemoval: { tool: { name: "add" } } }] },
    { role: "assistant", content: [{ citationsContent: { content: [{ text: "3" }], citations: [{ title: "t" }] } }] },
    {
      role: "user",
      content: [
        { text: "Why?" },
        { document: { name: "d", format: "txt", source: { text: "Because." }, citations: { enabled: true } } },
        { searchResult: { title: "t", source: "s", content: [{ text: "So." }] } },
        { guardContent: { text: { text: "a@b.com 1 + 2", qualifiers: ["guard_content"] } } },
        { cachePoint: { type: "default" } },
      ],
    },
  ],
  system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
  inferenceConfig: { maxTokens: 100, temperature: 0.5, stopSequences: ["x"] },
  toolConfig: {
    tools: [
      { toolSpec: { name: "add", inputSchema: { json: { type: "object", properties: { a: { type: "number" } } } } } },
      { systemTool: { name: "nova_code_interpreter" } },
    ],
    toolChoice: { auto: {} },
  },
  outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema: { schema: '{"type":"object"}' } } } },
  additionalModelRequestFields: { thinking: { type: "disabled" }, reasoning_effort: "low" },
  additionalModelResponseFieldPaths: ["/stop_sequence"],
  guardrailConfig: {
    guardrailIdentifier: "gr",
    guardrailVersion: "1",
    trace: "enabled_full",
    streamProcessingMode: "async",
  },
  serviceTier: { type: "flex" },
  requestMetadata: { key: "value" },
};

/** What a request with a prompt may hold. */
const prompted = { messages: valid.messages.slice(0, 1), promptVariables: { word: { text: "hello" } } };

const applied = {
  source: "OUTPUT",
  content: [
    { text: { text: "a@b.com", qualifiers: ["query"] } },
    { image: { format: "png", source: { bytes: "AA==" } } },
  ],
  outputScope: "FULL",
};

/** Every path into a JSON value, the value itself left out. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [[...path, key], ...pathsOf(member, [...path, key])]);
}

/** A copy with another value at one place. */
function withValue(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? withValue(item, rest, other) : item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === key ? withValue(member, rest, other) : member]),
  );
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, {}, [], "", 0, -1, true, [null], [{}], { text: null }, "x".repeat(300)),
  fc.jsonValue({ maxDepth: 2 }),
);

const send = (aws: LocalAws, path: string, body: unknown): Promise<Response> =>
  fetch(`${aws.url}${path}`, {
    method: "POST",
    headers: { authorization: "Bearer local-token", "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const targets: { name: string; path: string; body: object; numRuns: number }[] = [
  { name: "Converse", path: `/model/${MODEL}/converse`, body: valid, numRuns: 200 },
  { name: "ConverseStream", path: `/model/${MODEL}/converse-stream`, body: valid, numRuns: 200 },
  {
    name: "Converse with a prompt",
    path: `/model/${encodeURIComponent(PROMPT)}/converse`,
    body: prompted,
    numRuns: 50,
  },
  { name: "ApplyGuardrail", path: "/guardrail/gr/version/1/apply", body: applied, numRuns: 50 },
];

describe("any body", () => {
  it.each(targets)(
    "is answered or refused, never with a defect of the endpoint's own: $name",
    async ({ path: url, body, numRuns }) => {
      expect((await send(checked, url, body)).status).toBe(200);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...pathsOf(body)), odd, async (path, value) => {
          for (const aws of [checked, unchecked]) {
            const response = await send(aws, url, withValue(body, path, value));
            const isDefect = (await response.text()).includes("The local endpoint failed");
            expect({ path, value, isDefect }).toEqual({ path, value, isDefect: false });
            expect([200, 400, 403]).toContain(response.status);
          }
        }),
        { numRuns, seed: 11 },
      );
    },
  );
});
