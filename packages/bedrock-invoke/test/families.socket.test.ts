import { useLocalAws } from "@langchain-aws/local/vitest";
import { describe, expect, test } from "vitest";
import { collect, connect, connectLlm, sumOf } from "./support/connect.ts";
import { H, S, T, tool } from "./support/messages.ts";
import { models } from "./support/models.ts";

const aws = useLocalAws();

/** Every family, in its own format, without the detour by Converse. Llama 2 has left the service. */
const offered = Object.entries(models).filter(([name]) => name !== "llama2");
const families = offered.map(([name, model]) => ({ name, model, fields: { model, betaUseConverseApi: false } }));
const withTools = [
  "claude",
  "claudeSonnet5",
  "nova",
  "commandR",
  "jamba",
  "mistralLarge2",
  "pixtral",
  "deepseekV3",
  "gptOss",
  "qwen",
  "kimi",
];
const streamless = new Set(["jurassic"]);

describe.each(families)("$name", ({ name, fields }) => {
  test("converses, whole and streamed, with the same words, reasons and counts", async () => {
    const step = { chunks: ["Hello ", "there."], usage: { inputTokens: 7, outputTokens: 3 } };
    aws.chat.script([step, step]);
    const model = connect(aws, { ...fields, maxTokens: 100 });
    const whole = await model.invoke([S("Be brief."), H("Hi")]);
    const sum = sumOf(await collect(await model.stream([S("Be brief."), H("Hi")])));
    expect(whole.text.trim()).toBe("Hello there.");
    expect(sum.text).toBe(whole.text);
    expect(sum.response_metadata["stop_reason"]).toBe(whole.response_metadata["stop_reason"]);
    expect(whole.usage_metadata).toMatchObject({ input_tokens: 7, output_tokens: 3, total_tokens: 10 });
    expect(sum.usage_metadata).toMatchObject({ input_tokens: 7, output_tokens: 3, total_tokens: 10 });
    const stream = streamless.has(name) ? "InvokeModel" : "InvokeModelWithResponseStream";
    expect(aws.requests().map(({ operation, status }) => [operation, status])).toEqual([
      ["InvokeModel", 200],
      [stream, 200],
    ]);
  });

  test("stops at a stop sequence, whole and streamed", async () => {
    const step = { chunks: ["one tw", "o thr", "ee"] };
    aws.chat.script([step, step]);
    const model = connect(aws, fields);
    const whole = await model.invoke("Count.", { stop: ["two", "("] });
    expect(whole.text.trim()).toBe("one");
    const sum = sumOf(await collect(await model.stream("Count.", { stop: ["two", "("] })));
    expect(sum.text).toBe(whole.text);
  });
});

test.each(withTools)("%s calls a tool and takes its result, whole and streamed", async (name) => {
  const call = { toolUse: { name: "f", input: { city: "x" } } };
  aws.chat.script([call, { text: "It is sunny." }, call, { text: "It is sunny." }]);
  const fields = families.find((family) => family.name === name)?.fields ?? {};
  const model = connect(aws, fields).bindTools([tool("f")]);
  const whole = await model.invoke("weather?");
  expect(whole.tool_calls).toMatchObject([{ name: "f", args: { city: "x" } }]);
  const answer = await model.invoke([H("weather?"), whole, T("sunny", whole.tool_calls?.[0]?.id ?? "")]);
  expect(answer.text.trim()).toBe("It is sunny.");
  const sum = sumOf(await collect(await model.stream("weather?")));
  expect(sum.tool_calls).toMatchObject([{ name: "f", args: { city: "x" } }]);
  const second = await collect(await model.stream([H("weather?"), sum, T("sunny", sum.tool_calls?.[0]?.id ?? "")]));
  expect(sumOf(second).text.trim()).toBe("It is sunny.");
});

test.each(["gptOss", "kimi", "deepseekR1"])("%s thinks beside its answer", async (name) => {
  const step = { reasoning: "hm", text: "Yes." };
  aws.chat.script([step, step]);
  const model = connect(aws, families.find((family) => family.name === name)?.fields ?? {});
  const whole = await model.invoke("Sure?");
  expect(whole.additional_kwargs["reasoning_content"]).toBe("hm");
  expect(whole.text).toBe("Yes.");
  const sum = sumOf(await collect(await model.stream("Sure?")));
  expect([sum.text, sum.additional_kwargs["reasoning_content"]]).toEqual(["Yes.", "hm"]);
});

test.each(["llama3", "titan", "mistral7b", "command", "jurassic", "writer", "gptOss", "commandR", "qwen"])(
  "BedrockLLM completes a text with %s",
  async (name) => {
    aws.chat.script([{ text: "blue." }, { chunks: ["bl", "ue."] }]);
    const model = connectLlm(aws, { model: models[name as keyof typeof models] });
    expect((await model.invoke("The sky is")).trim()).toBe("blue.");
    expect((await collect(await model.stream("The sky is"))).join("").trim()).toBe("blue.");
  },
);
