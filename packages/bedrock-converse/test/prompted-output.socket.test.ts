import { useLocalAws } from "@langchain-aws/local/vitest";
import { ModelRefusalError } from "@langchain/core/errors";
import { OutputParserException } from "@langchain/core/output_parsers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ChatBedrockConverse } from "../src/index.ts";
import { models, S, H, useWarnings } from "./build.ts";
import { collect, connect } from "./connect.ts";

const aws = useLocalAws();
useWarnings();
const schema = z.object({ city: z.string(), degrees: z.number() });
const rome = { city: "Rome", degrees: 20 };

function asking(method: string, model: ChatBedrockConverse = connect(aws, { model: models.nova })) {
  return model.withStructuredOutput(schema, { method });
}

describe("by words alone", () => {
  test.each(["jsonMode", "json_mode"])(
    "[82] %s asks in the system text and reads JSON from the text",
    async (method) => {
      aws.chat.script([{ text: JSON.stringify(rome) }]);
      expect(await asking(method).invoke([S("Be brief."), H("Rome?")])).toEqual(rome);
      expect(aws.lastRequest()?.body).toEqual({
        system: [{ text: expect.stringMatching(/^Be brief\.\n\n.*JSON schema[^]*"degrees"/) }],
        messages: [{ role: "user", content: [{ text: "Rome?" }] }],
      });
    },
  );

  test.each([
    ["a fence", '```json\n{"city":"Rome","degrees":20}\n```'],
    ["a fence without a name, and words", 'Sure:\n```\n{"city":"Rome","degrees":20}\n```\nDone.'],
    ["words around it", 'Here you are: {"city":"Rome","degrees":20}. Bye!'],
  ])("reads JSON in %s", async (_, text) => {
    aws.chat.script([{ text }]);
    expect(await asking("jsonMode").invoke("Rome?")).toEqual(rome);
  });

  test.each(["jsonMode", "promptPrefill", "jsonSchema"])("%s fails on an answer of another form", async (method) => {
    aws.chat.script([
      { text: "It is warm." },
      { text: '{"city":"Rome"}' },
      { text: '{"city":"Ro', stopReason: "max_tokens" },
      { text: "Sorry", stopReason: "guardrail_intervened" },
    ]);
    const model = asking(method, connect(aws));
    await expect(model.invoke("a")).rejects.toThrow("The answer holds no JSON object.");
    await expect(model.invoke("b")).rejects.toThrow(/does not fit the schema: degrees: /);
    const cut = model.invoke("c");
    await expect(cut).rejects.toThrow(/cut off.*maxTokens/);
    await expect(cut).rejects.toThrow(OutputParserException);
    await expect(model.invoke("d")).rejects.toThrow(ModelRefusalError);
  });
});

describe("by the beginning of the answer", () => {
  test.each(["promptPrefill", "prompt_prefill"])("[82] %s begins the answer and stops at its end", async (method) => {
    aws.chat.script([{ text: '\n{"city":"Rome","degrees":20}\n', stopReason: "stop_sequence" }]);
    expect(await asking(method, connect(aws, { model: models.nova, stop: ["END"] })).invoke("Rome?")).toEqual(rome);
    expect(aws.lastRequest()?.body).toMatchObject({
      messages: [{ role: "user" }, { role: "assistant", content: [{ text: "```json" }] }],
      inferenceConfig: { stopSequences: ["END", "```"] },
    });
  });

  test("[82] is refused at once for a family that does not go on with a begun answer", () => {
    expect(() => asking("promptPrefill", connect(aws, { model: models.llama }))).toThrow(
      /Use "jsonMode" or "jsonSchema"/,
    );
  });
});

describe("streams", () => {
  test.each(["jsonMode", "jsonSchema"])(
    "%s gives the value as it grows, and the checked one at the end",
    async (method) => {
      aws.chat.script([{ chunks: ['```json\n{"city":"Ro', 'me","degr', 'ees":2', "0}\n```"] }]);
      const values = await collect(await asking(method, connect(aws)).stream("Rome?"));
      expect(values).toEqual([{ city: "Ro" }, { city: "Rome" }, { city: "Rome", degrees: 2 }, rome]);
    },
  );

  test("text in blocks is read too", async () => {
    aws.chat.script([{ chunks: ['{"city":"Rome",', '"degrees":20}'] }]);
    const values = await collect(await asking("jsonMode", connect(aws, { streamContent: "blocks" })).stream("Rome?"));
    expect(values.at(-1)).toEqual(rome);
  });

  test("a call after reasoning is read too", async () => {
    aws.chat.script([
      {
        reasoning: { text: "hm", signature: "s" },
        toolUse: { name: "extract", inputChunks: ['{"city":"Rome"', ',"degrees":20}'] },
      },
    ]);
    const values = await collect(await connect(aws).withStructuredOutput(schema).stream("Rome?"));
    expect(values.at(-1)).toEqual(rome);
  });

  test("a call that breaks off fails at the end", async () => {
    aws.chat.script([
      { toolUse: { name: "extract", inputChunks: ['{"city":"Rome","degrees":2'] }, stopReason: "max_tokens" },
    ]);
    const values: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const value of await connect(aws).withStructuredOutput(schema).stream("Rome?")) values.push(value);
    };
    await expect(reading()).rejects.toThrow(/cut off.*maxTokens/);
    expect(values).toEqual([{}, { city: "Rome", degrees: 2 }]);
  });
});
