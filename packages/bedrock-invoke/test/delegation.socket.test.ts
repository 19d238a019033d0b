import { AIMessage } from "@langchain/core/messages";
import { disposeAllClients, sharedClientCount } from "@langchain-aws/aws-auth";
import { GuardrailInterventionError } from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { describe, expect, test } from "vitest";
import { collect, connect, rejectionOf, sumOf } from "./support/connect.ts";
import { tool } from "./support/messages.ts";
import { models } from "./support/models.ts";

const profile = { id: "nova4me", model: "amazon.nova-lite-v1:0" };
const arn = "arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/nova4me";
const guardrail = { id: "gr0123456789", words: ["moon cheese"] };
const guardrails = { guardrailIdentifier: guardrail.id, guardrailVersion: "1" };
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

test.each([
  "acme.model-1",
  "arn:aws:bedrock:us-east-1:000000000000:imported-model/abcdefghijkl",
  "arn:aws:bedrock:us-east-1:000000000000:default-prompt-router/anthropic.claude:1",
  "arn:aws:bedrock:us-east-1:000000000000:prompt/ABCDEFGHIJ:1",
])("%s needs no body format when it goes through Converse", async (id) => {
  const { made, factory } = spyFactory();
  const model = connect(aws, { model: id, betaUseConverseApi: true, converseFactory: factory });
  expect((await model.bindTools([tool("f")]).invoke("Hi")).text).toBe("ok");
  expect(made).toMatchObject([{ model: id }]);
  expect(model.profile).toEqual({});
  expect(model.invocationParams({})).toEqual({ model: id });
  expect(() => connect(aws, { model: id })).toThrow(/ChatBedrockConverse/);
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
    await model.invoke("Hi", { modelKwargs: { top_p: 0.1, stop: ["B"] }, stop: ["C"] });
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
    expect(asked[1]).toMatchObject({ topP: 0.1, stop: ["C"] });
    expect(asked[1]).not.toHaveProperty("stopSequences");
    // A model of its own for calls without the guardrail, made once, too.
    await model.invoke("Hi", { guardrails: null });
    await model.invoke("Hi", { guardrails: null });
    expect(made).toHaveLength(2);
    expect(made[1]).toMatchObject({ model: models.claude, stopSequences: ["A"] });
    expect(made[1]).not.toHaveProperty("guardrailConfig");
    expect(asked[2]).not.toHaveProperty("guardrails");
  });

  test("a factory must make a model", async () => {
    const model = connect(aws, { betaUseConverseApi: true, converseFactory: () => ({}) });
    expect(await rejectionOf(model.invoke("Hi"))).toMatchObject({ code: "CONFIG_INVALID_OPTION" });
  });

  test("keeps a guardrail that is switched off for one call off for that call alone", async () => {
    aws.chat.script([{ text: "of moon cheese" }, { text: "of moon cheese" }]);
    const model = connect(aws, { model: models.nova, guardrails });
    expect((await model.invoke("moon cheese", { guardrails: null })).text).toBe("of moon cheese");
    expect(sumOf(await collect(await model.stream("moon cheese", { guardrails: null }))).text).toBe("of moon cheese");
    expect(aws.requests().map(({ body }) => Object.keys(body as object))).not.toContainEqual(
      expect.arrayContaining(["guardrailConfig"]),
    );
    expect((await model.invoke("moon cheese")).text).not.toBe("of moon cheese");
    expect(aws.lastRequest()?.body).toHaveProperty("guardrailConfig.guardrailIdentifier", guardrail.id);
  });

  test("makes an intervention an error where that is wanted, of an answer and of a stream", async () => {
    const fields = { model: models.nova, guardrails: { ...guardrails, trace: true, throwOnIntervention: true } };
    for (const call of [
      async () => connect(aws, fields).invoke("moon cheese"),
      async () => collect(await connect(aws, fields).stream("moon cheese")),
      async () => connect(aws, { model: models.nova }).invoke("moon cheese", { guardrails: fields.guardrails }),
    ]) {
      const failure = await rejectionOf(call());
      expect(GuardrailInterventionError.isInstance(failure)).toBe(true);
      expect(failure).toMatchObject({ trace: expect.anything() });
    }
    aws.chat.script([{ text: "hello" }]);
    expect((await connect(aws, fields).invoke("Hi")).text).toBe("hello");
  });

  test("gives its connections up with the model", async () => {
    aws.chat.script([{ text: "a" }, { text: "b" }]);
    await disposeAllClients();
    const model = connect(aws, { model: models.nova, guardrails });
    await model.invoke("Hi");
    await model.invoke("Hi", { guardrails: null });
    expect(sharedClientCount()).toBeGreaterThan(0);
    await model.dispose();
    expect(sharedClientCount()).toBe(0);
  });
});
