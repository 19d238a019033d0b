import { useReplayServer } from "@langchain-aws/wire-cases/replay-server";
import { describe, expect, test } from "vitest";
import { guardContent } from "../src/index.ts";
import { connect, useWarnings } from "./support/connect.ts";
import { models } from "./support/models.ts";
import { plainReplies } from "./support/replies.ts";

const bare = useReplayServer();
useWarnings();
const reply = { response: plainReplies["anthropic-messages"] };
const guardrail = { guardrailIdentifier: "g", guardrailVersion: "1" };

/** The headers of the last request that begin so, without that beginning. */
function bedrockHeaders(): Record<string, unknown> {
  const entries = Object.entries(bare.headers.at(-1) ?? {});
  const ours = entries.filter(([name]) => name.startsWith("x-amzn-bedrock-"));
  return Object.fromEntries(ours.map(([name, value]) => [name.replace("x-amzn-bedrock-", ""), value]));
}

describe("what goes into headers", () => {
  test("[1] is JSON both ways, and nothing of Bedrock's without a reason", async () => {
    bare.answer(reply);
    await connect(bare).invoke("Hi");
    expect(bare.headers[0]).toMatchObject({ "content-type": "application/json", accept: "application/json" });
    expect(bedrockHeaders()).toEqual({});
  });

  test("[25] is a guardrail, with a trace when that is wanted", async () => {
    bare.answer(reply);
    await connect(bare, { guardrails: { ...guardrail, trace: true } }).invoke("Hi");
    expect(bedrockHeaders()).toEqual({ guardrailidentifier: "g", guardrailversion: "1", trace: "ENABLED" });
    await connect(bare, { guardrails: guardrail }).invoke("Hi");
    expect(bedrockHeaders()).toEqual({ guardrailidentifier: "g", guardrailversion: "1" });
  });

  test.each([
    { guardrailId: "g", guardrailVersion: 1, trace: "enabled_full" },
    { guardrail_identifier: "g", guardrail_version: "1", trace: "ENABLED_FULL" },
    { id: "g", version: "1", trace: "Enabled_Full" },
  ])("is a guardrail in any spelling: $#", async (guardrails) => {
    bare.answer(reply);
    await connect(bare, { guardrails: guardrails as object }).invoke("Hi");
    expect(bedrockHeaders()).toEqual({ guardrailidentifier: "g", guardrailversion: "1", trace: "ENABLED_FULL" });
  });

  test("is the guardrail of the call in place of the constructor's; null means none", async () => {
    bare.answer(reply);
    const model = connect(bare, { guardrails: guardrail });
    await model.invoke("Hi", { guardrails: { guardrailIdentifier: "h", guardrailVersion: "2" } });
    expect(bedrockHeaders()).toEqual({ guardrailidentifier: "h", guardrailversion: "2" });
    await model.invoke("Hi", { guardrails: null });
    expect(bedrockHeaders()).toEqual({});
    await model.invoke("Hi");
    expect(bedrockHeaders()).toEqual({ guardrailidentifier: "g", guardrailversion: "1" });
  });

  test.each([
    { guardrailIdentifier: "g" },
    { guardrailVersion: "1" },
    { guardrailIdentifier: "g", guardrailVersion: "" },
    // As an environment variable that is not set leaves them.
    { guardrailIdentifier: "", guardrailVersion: " " },
  ])("[26] is no half guardrail: $#", (guardrails) => {
    expect(() => connect(bare, { guardrails })).toThrow(/needs guardrailIdentifier and guardrailVersion/);
  });

  test.each([
    [{ guardrailsIdentifier: "g", guardrailsVersion: "1" }, /no member "guardrailsIdentifier".*guardrailIdentifier/],
    [{ ...guardrail, throwOnIntervene: true }, /no member "throwOnIntervene"/],
    [{ ...guardrail, id: "h" }, /"guardrailIdentifier" and "id" are two spellings/],
  ])("is no guardrail that is spelled wrongly: %j", (guardrails: object, problem) => {
    expect(() => connect(bare, { guardrails })).toThrow(problem);
  });

  test.each([{}, { guardrailIdentifier: null, guardrailVersion: null, trace: null }])(
    "is none for %j, which is how Python says it",
    async (guardrails: object) => {
      bare.answer(reply);
      await connect(bare, { guardrails }).invoke("Hi");
      expect(bedrockHeaders()).toEqual({});
    },
  );

  test("[27] is a service tier, a latency, and labels as one JSON text", async () => {
    bare.answer(reply);
    const model = connect(bare, { serviceTier: "flex", requestMetadata: { k: "v" } });
    await model.invoke("Hi", { performanceConfig: { latency: "optimized" } });
    expect(bedrockHeaders()).toEqual({
      "service-tier": "flex",
      "request-metadata": '{"k":"v"}',
      "performanceconfig-latency": "optimized",
    });
  });
});

describe("what a guardrail adds to the body", () => {
  test("is its tag suffix and its mode, when there is one", async () => {
    bare.answer(reply);
    const model = connect(bare, { guardrails: { ...guardrail, tagSuffix: "x1", streamProcessingMode: "async" } });
    await model.invoke(guardContent("look", "x1"));
    expect(bare.requests[0]?.body).toMatchObject({
      messages: [
        {
          content: "<amazon-bedrock-guardrails-guardContent_x1>look</amazon-bedrock-guardrails-guardContent_x1>",
        },
      ],
      "amazon-bedrock-guardrailConfig": { tagSuffix: "x1", streamProcessingMode: "ASYNCHRONOUS" },
    });
    bare.answer(reply);
    await model.invoke("Hi", { guardrails: null });
    expect(bare.requests[0]?.body).not.toHaveProperty("amazon-bedrock-guardrailConfig");
  });

  test("is a suffix of letters and digits only", () => {
    expect(() => guardContent("x", "a b")).toThrow(/1 to 20 letters and digits/);
  });
});

describe("counts", () => {
  test("[32] come from headers when the body has none", async () => {
    const { usage: _none, ...body } = plainReplies["anthropic-messages"] as Record<string, unknown>;
    bare.answer({
      response: body,
      headers: {
        "x-amzn-bedrock-input-token-count": "12",
        "x-amzn-bedrock-output-token-count": "5",
        "x-amzn-bedrock-invocation-latency": "321",
      },
    });
    const answer = await connect(bare).invoke("Hi");
    expect(answer.usage_metadata).toEqual({ input_tokens: 12, output_tokens: 5, total_tokens: 17 });
    expect(answer.response_metadata).toMatchObject({ latency_ms: 321 });
  });

  test("are absent, and not zero, when nobody counts", async () => {
    bare.answer({ response: plainReplies["mistral-text"] });
    const answer = await connect(bare, { model: models.mistral7b }).invoke("Hi");
    expect(answer.usage_metadata).toBeUndefined();
  });
});
