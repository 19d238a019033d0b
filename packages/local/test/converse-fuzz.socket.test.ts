import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { LocalAws } from "../src/local-aws.ts";
import { useLocalAws } from "../src/vitest.ts";

// A model without rules of its own, so that nothing but the mutation is refused.
const MODEL = "local.any";
const checked = useLocalAws({ log: { maxEntries: 5 } });
const unchecked = useLocalAws({ validation: "off", log: { maxEntries: 5 } });

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
    { role: "assistant", content: [{ citationsContent: { content: [{ text: "3" }], citations: [{ title: "t" }] } }] },
    {
      role: "user",
      content: [
        { text: "Why?" },
        { document: { name: "d", format: "txt", source: { text: "Because." }, citations: { enabled: true } } },
        { searchResult: { title: "t", source: "s", content: [{ text: "So." }] } },
        { guardContent: { text: { text: "guarded" } } },
        { cachePoint: { type: "default" } },
      ],
    },
  ],
  system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
  inferenceConfig: { maxTokens: 100, temperature: 0.5, stopSequences: ["x"] },
  toolConfig: {
    tools: [
      { toolSpec: { name: "add", inputSchema: { json: { type: "object", properties: { a: { type: "number" } } } } } },
    ],
    toolChoice: { auto: {} },
  },
  outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema: { schema: '{"type":"object"}' } } } },
  additionalModelRequestFields: { thinking: { type: "disabled" } },
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

const send = (aws: LocalAws, body: unknown, suffix = ""): Promise<Response> =>
  fetch(`${aws.url}/model/${MODEL}/converse${suffix}`, {
    method: "POST",
    headers: { authorization: "Bearer local-token", "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("any body", () => {
  it("is answered or refused, never with a defect of the endpoint's own", async () => {
    expect((await send(checked, valid)).status).toBe(200);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...pathsOf(valid)),
        odd,
        fc.constantFrom("", "-stream"),
        async (path, value, suffix) => {
          for (const aws of [checked, unchecked]) {
            const response = await send(aws, withValue(valid, path, value), suffix);
            const isDefect = (await response.text()).includes("The local endpoint failed");
            expect({ path, value, isDefect }).toEqual({ path, value, isDefect: false });
            expect([200, 400, 403]).toContain(response.status);
          }
        },
      ),
      { numRuns: 300, seed: 11 },
    );
  });
});
