import { useLocalAws } from "@langchain-aws/local/vitest";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { forgetRefusals } from "../src/count-tokens.ts";
import { H, models, useWarnings } from "./build.ts";
import { connect } from "./connect.ts";

const denied = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const profileArn = (id: string): string => `arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/${id}`;
const aws = useLocalAws({
  models: {
    denied: [denied],
    applicationProfiles: [
      { id: "nova", model: models.nova },
      { id: "llama", model: models.llama },
    ],
  },
});
const warnings = useWarnings();
beforeEach(forgetRefusals);

test.each([
  ["does not count tokens", models.claude3, 400],
  ["may not be used", `us.${denied}`, 403],
])("[89] a model that %s is asked once, and estimated with one warning", async (_, model, status) => {
  const counts = [
    await connect(aws, { model }).getNumTokensFromMessages([H("one two three")]),
    await connect(aws, { model }).getNumTokensFromMessages([H("one two three")]),
  ];
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts[1]).toBe(counts[0]);
  expect(aws.requests({ operation: "CountTokens" }).map((request) => request.status)).toEqual([status]);
  expect(warnings.texts).toEqual([expect.stringContaining("estimated")]);
});

test("[82] whether the model behind an ARN takes a begun answer is seen at the first call", async () => {
  const schema = z.object({ city: z.string() });
  const asking = (id: string) =>
    connect(aws, { model: profileArn(id) }).withStructuredOutput(schema, { method: "promptPrefill" });
  aws.chat.script([{ text: '{"city":"Rome"}' }]);
  expect(await asking("nova").invoke("hi")).toEqual({ city: "Rome" });
  expect(aws.lastRequest()?.body).toMatchObject({
    messages: [{}, { role: "assistant", content: [{ text: "```json" }] }],
  });
  await expect(asking("llama").invoke("hi")).rejects.toThrow(/does not go on with a begun answer/);
  expect(aws.requests({ operation: "Converse" })).toHaveLength(1);
});
