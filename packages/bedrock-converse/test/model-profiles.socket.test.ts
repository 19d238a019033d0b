import { BedrockClient, ListFoundationModelsCommand } from "@aws-sdk/client-bedrock";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, test } from "vitest";
import { z } from "zod";
import { profileOf } from "@langchain-aws/core/model-profiles";
import { useWarnings } from "./build.ts";
import { connect } from "./connect.ts";

const aws = useLocalAws();
useWarnings();

test("[90] something is known about every chat model of the catalogue", async () => {
  const client = new BedrockClient(aws.clientConfig("bedrock"));
  const { modelSummaries = [] } = await client.send(new ListFoundationModelsCommand({ byOutputModality: "TEXT" }));
  const ids = modelSummaries.map(({ modelId = "" }) => modelId).filter((id) => !/rerank|sonic|pegasus/.test(id));
  expect(ids.length).toBeGreaterThan(60);
  expect(ids.filter((id) => Object.keys(profileOf(id)).length === 0)).toEqual([]);
});

test("[81] a thinking model of the table uses the service's structured output when no method is named", async () => {
  aws.chat.script([{ text: '{"city":"Rome"}' }]);
  const model = connect(aws, { thinking: { type: "enabled", budget_tokens: 1024 }, maxTokens: 2048 });
  const structured = model.withStructuredOutput(z.object({ city: z.string() }));
  expect(await structured.invoke("hi")).toEqual({ city: "Rome" });
  expect(aws.lastRequest()?.body).toHaveProperty("outputConfig.textFormat.type", "json_schema");
  expect(aws.lastRequest()?.body).not.toHaveProperty("toolConfig");
});
