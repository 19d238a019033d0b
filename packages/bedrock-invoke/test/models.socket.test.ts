import { forgetBaseModels } from "@langchain-aws/aws-auth";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { useReplayServer } from "@langchain-aws/wire-cases/replay-server";
import { beforeEach, describe, expect, test } from "vitest";
import { forgetRefusals } from "../src/count-tokens.ts";
import { ChatBedrock } from "../src/index.ts";
import { collect, connect, connectLlm, rejectionOf, sumOf, useWarnings } from "./support/connect.ts";
import { H, tool } from "./support/messages.ts";
import { models } from "./support/models.ts";
import { plainReplies } from "./support/replies.ts";

const account = "arn:aws:bedrock:us-east-1:000000000000";
const claude = `${account}:application-inference-profile/claude4me`;
const aws = useLocalAws({
  models: { applicationProfiles: [{ id: "claude4me", model: "anthropic.claude-sonnet-4-20250514-v1:0" }] },
});
const bare = useReplayServer();
const warnings = useWarnings();
beforeEach(() => forgetBaseModels());

describe("the format of a model", () => {
  test("[56] Jurassic does not stream: one chunk, by InvokeModel", async () => {
    bare.answer({ response: plainReplies["ai21-j2"] });
    const chunks = await collect(await connect(bare, { model: models.jurassic }).stream("Hi"));
    expect(bare.requests.map(({ operation }) => operation)).toEqual(["invoke"]);
    expect(chunks.filter(({ text }) => text !== "")).toHaveLength(1);
    expect(sumOf(chunks).response_metadata).toMatchObject({ stop_reason: "endoftext" });
  });

  test.each([
    [`${account}:imported-model/abcdefghijkl`, /imported.*provider.*baseModelId.*bodyFormat/],
    [`${account}:default-prompt-router/x:1`, /prompt router.*bodyFormat/],
    ["arn:aws:sagemaker:us-east-1:000000000000:endpoint/x", /endpoint.*bodyFormat/],
    [`${account}:custom-model/x/abcdefghijkl`, /custom.*bodyFormat/],
    ["acme.model-v1", /provider "acme".*openai-chat.*ChatBedrockConverse/],
    ["amazon.something-new", /"amazon" have different body formats/],
  ])("[57] %s does not say it", (model, words) => {
    expect(() => connect(bare, { model })).toThrow(words);
    expect(() => connect(bare, { model })).toThrow(expect.objectContaining({ name: "ModelProviderError" }));
    expect(() => connectLlm(bare, { model })).toThrow(expect.objectContaining({ name: "ModelProviderError" }));
  });

  test("[57] is what the caller says it is", async () => {
    bare.answer({ response: plainReplies["openai-chat"] });
    const model = `${account}:imported-model/abcdefghijkl`;
    await connect(bare, { model, bodyFormat: "openai-chat" }).invoke("Hi");
    await connect(bare, { model, provider: "qwen" }).invoke("Hi");
    expect(bare.requests).toMatchObject([
      { model, body: { messages: [{ role: "user", content: "Hi" }] } },
      { model, body: { messages: [{ role: "user", content: "Hi" }] } },
    ]);
    const wrong = { model, bodyFormat: "nonsense" as "llama" };
    expect(() => connect(bare, wrong)).toThrow(/no body format "nonsense"/);
  });

  test("a managed prompt has none", () => {
    expect(() => connect(bare, { model: `${account}:prompt/ABCDEFGHIJ` })).toThrow(
      /ChatBedrockConverse with `promptVariables`/,
    );
  });

  test("of an application profile is looked up once, and its tools are known then", async () => {
    aws.chat.script([{ text: "a" }, { text: "b" }]);
    const model = connect(aws, { model: claude });
    await model.invoke("Hi");
    await model.invoke("Hi");
    expect(aws.requests().map(({ operation }) => operation)).toEqual([
      "GetInferenceProfile",
      "InvokeModel",
      "InvokeModel",
    ]);
    expect(aws.lastRequest()?.body).toHaveProperty("anthropic_version");
  });

  test("of an application profile that may not be looked up is an error, unless it is known otherwise", async () => {
    aws.chat.script([{ text: "a" }, { text: "b" }]);
    const denied = { match: { operation: "GetInferenceProfile" }, do: { accessDenied: true } };
    aws.faults.add(denied);
    const failure = await rejectionOf(connect(aws, { model: claude }).invoke("Hi"));
    expect(failure).toMatchObject({ name: "BedrockAccessDeniedError" });
    expect(failure.message).toMatch(/bedrock:GetInferenceProfile.*`provider` or `baseModelId`/);
    expect((await connect(aws, { model: claude, provider: "anthropic" }).invoke("Hi")).text).toBe("a");
    expect((await connect(aws, { model: claude, baseModelId: models.claude }).invoke("Hi")).text).toBe("b");
  });
});

describe("BedrockLLM", () => {
  test.each([
    models.claude,
    "anthropic.claude-3-haiku-20240307-v1:0",
    `${account}:inference-profile/${models.claude}`,
    models.claudeSonnet5,
  ])("[62] refuses %s", (model) => {
    expect(() => connectLlm(bare, { model })).toThrow(/Claude 3 and later take messages only. Use ChatBedrock/);
  });

  test("[62] refuses Claude behind an application profile at the first call", async () => {
    const failure = await rejectionOf(connectLlm(aws, { model: claude }).invoke("Hi"));
    expect(failure).toMatchObject({ name: "AwsConfigurationError", code: "CONFIG_CHAT_ONLY_MODEL" });
  });

  test.each([
    ["Hey", "\n\nHuman: Hey\n\nAssistant:", 0],
    ["Human: Hello\n\nAssistant:", "\n\nHuman: Hello\n\nAssistant:", 0],
    [
      "\n\n\n\nHuman: Hello\nAssistant: Hi\nHuman: More",
      "\n\nHuman: Hello\n\nAssistant: Hi\n\nHuman: More\n\nAssistant:",
      0,
    ],
    ["Assistant: first", "\n\nHuman: \n\nAssistant: first", 0],
    ["Human: a\n\nHuman: b", "\n\nHuman: a\n\nHuman: b\n\nAssistant:", 1],
  ])("[62, 63] writes %j with the markers Claude 2 insists on", async (prompt, expected, warned) => {
    bare.answer({ response: plainReplies["anthropic-text"] });
    expect(await connectLlm(bare, { model: "anthropic.claude-v2" }).invoke(prompt)).toBe(" ok");
    expect(bare.requests[0]?.body).toEqual({ prompt: expected, max_tokens_to_sample: 1024 });
    expect(warnings.texts).toHaveLength(warned);
  });

  test("sends one user message to models that only chat", async () => {
    bare.answer({ response: plainReplies["openai-chat"] });
    expect(await connectLlm(bare, { model: models.gptOss, maxTokens: 3 }).invoke("Hi")).toBe("ok");
    bare.answer({ response: plainReplies["cohere-chat"] });
    expect(await connectLlm(bare, { model: models.commandR }).invoke("Hi")).toBe("ok");
    expect(bare.requests[0]?.body).toEqual({ message: "Hi" });
  });

  test("generates with what the service says about it, and streams the same", async () => {
    const whole = { generation: "abc", prompt_token_count: 4, generation_token_count: 2, stop_reason: "length" };
    bare.answer({ response: whole });
    const result = await connectLlm(bare).generate(["a", "b"]);
    expect(result.generations.map(([first]) => first)).toMatchObject([
      { text: "abc", generationInfo: { stop_reason: "length", usage_metadata: { total_tokens: 6 } } },
      { text: "abc" },
    ]);
    expect(result.llmOutput).toMatchObject({ tokenUsage: { totalTokens: 12 }, model_id: models.llama3 });
    const events = ["a", "bc"].map((generation, at) => ({
      generation,
      prompt_token_count: at === 0 ? 4 : null,
      generation_token_count: at + 1,
      stop_reason: at === 1 ? "length" : null,
    }));
    const wrapped = events.map((event) => ({
      chunk: { bytes: Buffer.from(JSON.stringify(event)).toString("base64") },
    }));
    bare.answer({ events: wrapped });
    expect((await collect(await connectLlm(bare).stream("a"))).join("")).toBe("abc");
    bare.answer({ events: wrapped });
    expect(await connectLlm(bare, { streaming: true }).invoke("a")).toBe("abc");
  });

  test("leaves thoughts in a completion, and takes them out of an answer", async () => {
    const text = "<think>hm</think>\n\nblue";
    bare.answer({ response: { choices: [{ index: 0, text, stop_reason: "stop" }] } });
    expect(await connectLlm(bare, { model: models.deepseekR1 }).invoke("The sky is")).toBe(text);
    bare.answer({ response: { choices: [{ index: 0, text, stop_reason: "stop" }] } });
    const reply = await connect(bare, { model: models.deepseekR1 }).invoke("The sky is?");
    expect([reply.text, reply.additional_kwargs["reasoning_content"]]).toEqual(["blue", "hm"]);
  });

  test("applies guardrails and tiers, which Python's asynchronous way forgets", async () => {
    bare.answer({ response: plainReplies.llama });
    const guardrails = { guardrailIdentifier: "g", guardrailVersion: "1" };
    await connectLlm(bare, { guardrails, serviceTier: "flex" }).invoke("a");
    expect(bare.headers[0]).toMatchObject({
      "x-amzn-bedrock-guardrailidentifier": "g",
      "x-amzn-bedrock-service-tier": "flex",
    });
  });
});

describe("tokens", () => {
  const notCounted = "The provided model doesn't support counting tokens.";

  test("[64] are counted by the service for the foundation model, whatever the id", async () => {
    const base = "anthropic.claude-sonnet-4-20250514-v1:0";
    for (const model of [base, models.claude]) {
      expect(await connect(aws, { model }).getNumTokensFromMessages([H("Hello")], [tool("f")])).toBeGreaterThan(0);
    }
    const requests = aws.requests();
    expect(requests.map(({ operation, model }) => [operation, model])).toEqual([
      ["CountTokens", base],
      ["CountTokens", base],
    ]);
    const counted = requests[0]?.body as { input: { invokeModel: { body: string } } };
    expect(JSON.parse(Buffer.from(counted.input.invokeModel.body, "base64").toString())).toEqual({
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 8192,
      messages: [{ role: "user", content: "Hello" }],
      tools: [expect.objectContaining({ name: "f" })],
    });
  });

  test("[64] of a model that thinks are counted with more room than the thought may take", async () => {
    const modelKwargs = { thinking: { type: "enabled", budget_tokens: 10_000 } };
    await connect(aws, { modelKwargs }).getNumTokensFromMessages([H("Hello")]);
    await connect(aws, { modelKwargs, maxTokens: 11_000 }).getNumTokensFromMessages([H("Hello")]);
    const rooms = aws.requests().map(({ body }) => {
      const { input } = body as { input: { invokeModel: { body: string } } };
      const { max_tokens } = JSON.parse(Buffer.from(input.invokeModel.body, "base64").toString()) as Record<
        string,
        unknown
      >;
      return max_tokens;
    });
    expect(rooms).toEqual([18_192, 11_000]);
  });

  test.each([
    ["that it does not count", { error: { status: 400, type: "ValidationException", message: notCounted } }],
    ["that this caller may not ask", { accessDenied: true as const }],
  ])("[64] are estimated when the service has said %s, and it is not asked again", async (_, refusal) => {
    forgetRefusals();
    aws.faults.add({ match: { operation: "CountTokens" }, do: refusal });
    const model = connect(aws);
    expect(await model.getNumTokensFromMessages([H("12345678")])).toBe(6);
    expect(await model.getNumTokensFromMessages([H("12345678")])).toBe(6);
    expect(aws.requests()).toHaveLength(1);
    expect(await connect(aws, { model: models.llama3 }).getNumTokensFromMessages([H("12345678")])).toBe(6);
    expect(aws.requests()).toHaveLength(1);
    forgetRefusals();
  });

  test("[65] of a text are estimated here", async () => {
    bare.answer({});
    expect(await connect(bare).getNumTokens("abcdefgh")).toBe(2);
    expect(
      await connect(bare, { customGetTokenIds: (text) => Array.from(text, (_, at) => at) }).getNumTokens("abc"),
    ).toBe(3);
    expect(await connectLlm(bare).getNumTokens("abcdefgh")).toBe(2);
    expect(bare.requests).toEqual([]);
  });

  test("are numbers only with a tokenizer", () => {
    expect(() => connect(bare).getTokenIds("a")).toThrow(/Pass `customGetTokenIds`/);
    expect(connect(bare, { customGetTokenIds: () => [7] }).getTokenIds("a")).toEqual([7]);
  });
});

test("the class takes the model as its first argument", () => {
  expect(new ChatBedrock(models.claude, { region: "us-east-1" }).model).toBe(models.claude);
  expect(() => new ChatBedrock({})).toThrow(/Pass `model`/);
});
