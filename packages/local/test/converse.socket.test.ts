import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";

const aws = useLocalAws();
const modelId = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const messages = [{ role: "user" as const, content: [{ text: "Hello there" }] }];

const client = (): BedrockRuntimeClient => new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));

async function streamOf(input: Record<string, unknown> = {}): Promise<ConverseStreamOutput[]> {
  const { stream } = await client().send(new ConverseStreamCommand({ modelId, messages, ...input }));
  const events: ConverseStreamOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

describe("Converse", () => {
  it("answers with the reply of the script", async () => {
    aws.chat.script({ text: "Hi!", usage: { inputTokens: 7, outputTokens: 3 }, latencyMs: 12 });
    const { $metadata: _, ...answer } = await client().send(new ConverseCommand({ modelId, messages }));
    expect(answer).toEqual({
      output: { message: { role: "assistant", content: [{ text: "Hi!" }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 7, outputTokens: 3, totalTokens: 10 },
      metrics: { latencyMs: 12 },
    });
  });

  it("echoes the last user text when nothing was scripted", async () => {
    const { output } = await client().send(new ConverseCommand({ modelId, messages }));
    expect(output?.message?.content).toEqual([{ text: "Hello there" }]);
  });
});

describe("ConverseStream", () => {
  it("streams the reply of the script", async () => {
    aws.chat.script({ chunks: ["Hi", " there"], usage: { inputTokens: 7, outputTokens: 3 }, latencyMs: 12 });
    expect(await streamOf()).toEqual([
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Hi" } } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: " there" } } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: "end_turn" } },
      { metadata: { usage: { inputTokens: 7, outputTokens: 3, totalTokens: 10 }, metrics: { latencyMs: 12 } } },
    ]);
  });
});
