import { AIMessage } from "@langchain/core/messages";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { describe, expect, test } from "vitest";
import { collect, connect, rejectionOf, sumOf } from "./support/connect.ts";
import { tool } from "./support/messages.ts";
import { models } from "./support/models.ts";

const profile = { id: "nova4me", model: "amazon.nova-lite-v1:0" };
const arn = "arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/nova4me";
const guardrail = { id: "gr0123456789", words: ["moon cheese"] };
const aws = useLocalAws({ models: { applicationProfiles: [profile] }, guardrails: [guardrail] });

/** A Converse class that writes down what it is made from and asked. */
function spyFactory(): { made: unknown[]; asked: unknown[]; factory: (fields: object) => unknown } {
  const made: unknown[] = [];
  const asked: unknown[] = [];
  const factory = (fields: object): unknown => {
    made.push(fields);
    return {
      _generate: async (_messages: unknown, call: unknown) => {
        asked.push(call);
        return { generations: [{ text: "ok", message: new AIMessage("ok") }] };
      },
      _streamResponseChunks: async function* () {},
    };
  };
  return { made, asked, factory };
}

describe("Nova", () => {
  test("[55] goes through Converse, with every parameter in its place", async () => {
    aws.chat.script([{ text: "hello" }]);
    const fields = {
      model: models.nova,
      modelKwargs: { thinking: { a: 1 }, top_p: 0.5, max_tokens: 9 },
      temperature: 0,
    };
    const reply = await connect(aws, fields).invoke("Hi", { stop: ["END"] });
    expect(reply.text).toBe("hello");
    expect(aws.requests()).toMatchObject([
      {
        operation: "Converse",
        body: {
          inferenceConfig: { topP: 0.5, maxTokens: 9, temperature: 0, stopSequences: ["END"] },
          additionalModelRequestFields: { thinking: { a: 1 } },
        },
      },
    ]);
  });

  test("[55] streams, calls tools and answers in a schema there", async () => {
    aws.chat.script([
      { chunks: ["a", "b"] },
      { toolUse: { name: "f", input: { city: "x" }, toolUseId: "t1" } },
      { toolUse: { name: "extract", input: { city: "x" }, toolUseId: "t2" } },
    ]);
    const model = connect(aws, { model: models.nova });
    expect(sumOf(await collect(await model.stream("Hi"))).text).toBe("ab");
    const called = await model.bindTools([tool("f")], { tool_choice: true }).invoke("Hi");
    expect(called.tool_calls).toMatchObject([{ name: "f", args: { city: "x" } }]);
    const schema = { type: "object", properties: { city: { type: "string" } } };
    expect(await model.withStructuredOutput(schema).invoke("Hi")).toEqual({ city: "x" });
    expect(aws.requests()).toMatchObject([
      { operation: "ConverseStream" },
      { operation: "Converse", body: { toolConfig: { toolChoice: { any: {} } } } },
      { operation: "Converse", body: { toolConfig: { toolChoice: { tool: { name: "extract" } } } } },
    ]);
  });

  test("[55] behind an application profile is found out at the first call", async () => {
    aws.chat.script([{ text: "a" }, { text: "b" }]);
    const model = connect(aws, { model: arn });
    await model.invoke("Hi");
    await model.invoke("Hi");
    expect(aws.requests().map(({ operation }) => operation)).toEqual(["GetInferenceProfile", "Converse", "Converse"]);
  });

  test("is counted here, without a request", async () => {
    expect(await connect(aws, { model: models.nova }).getNumTokensFromMessages([])).toBe(0);
    expect(aws.requests()).toEqual([]);
  });
});

describe("the Converse model", () => {
  test("is made once, from fields in its own words, by a factory where there is one", async () => {
    const { made, asked, factory } = spyFactory();
    const guardrails = { guardrailIdentifier: "g", guardrailVersion: "1", trace: true, streamProcessingMode: "async" };
    const model = connect(aws, {
      betaUseConverseApi: true,
      converseFactory: factory,
      guardrails,
      stopSequences: ["A"],
      service_tier: "flex",
      modelKwargs: { additional_model_request_fields: { a: 1 }, top_k: 5 },
      systemPromptWithTools: "X",
    });
    await model.invoke("Hi");
    await model.invoke("Hi", { modelKwargs: { top_p: 0.1 }, guardrails: null });
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      model: models.claude,
      endpointUrl: aws.url,
      credentials: aws.credentials,
      stopSequences: ["A"],
      serviceTier: "flex",
      additionalModelRequestFields: { a: 1, top_k: 5 },
      system: ["X"],
      guardrailConfig: {
        guardrailIdentifier: "g",
        guardrailVersion: "1",
        trace: "enabled",
        streamProcessingMode: "async",
      },
    });
    expect(asked[1]).toMatchObject({ topP: 0.1 });
    expect(asked[1]).not.toHaveProperty("guardrails");
  });

  test("a factory must make a model", async () => {
    const model = connect(aws, { betaUseConverseApi: true, converseFactory: () => ({}) });
    expect(await rejectionOf(model.invoke("Hi"))).toMatchObject({ code: "CONFIG_INVALID_OPTION" });
  });

  test("keeps a guardrail that is switched off for one call off for that call alone", async () => {
    aws.chat.script([{ text: "of moon cheese" }]);
    const guardrails = { guardrailIdentifier: guardrail.id, guardrailVersion: "1" };
    const model = connect(aws, { model: models.nova, guardrails });
    await model.invoke("moon cheese");
    expect(aws.lastRequest()?.body).toHaveProperty("guardrailConfig.guardrailIdentifier", guardrail.id);
  });
});
