import {
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type TokenUsage,
} from "@aws-sdk/client-bedrock-runtime";
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { ChatBedrockConverse } from "@langchain/aws";
import type { AIMessageChunk } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";

import type { ScriptStep } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { claude } from "./bedrock-runtime.ts";
import { createClient } from "./support/clients.ts";
import { valueAt } from "./support/invoke.ts";

const aws = useLocalAws();
const schema = {
  type: "object" as const,
  properties: { city: { type: "string" as const } },
  required: ["city"],
};
const name = "get_weather";
const description = "The weather of a city";

/** What a client made of an answer, in words that all of them have. */
interface Received {
  text: string;
  calls: { name: string; input: unknown }[];
  usage: { input: number | undefined; output: number | undefined };
}

type AiSdkModel = ReturnType<ReturnType<typeof createAmazonBedrock>>;
type AiSdkPrompt = Parameters<AiSdkModel["doGenerate"]>[0];

/** The AI SDK's model, by fetch, and what it is asked. */
function aiSdk(): AiSdkModel {
  const { accessKeyId, secretAccessKey } = aws.credentials;
  return createAmazonBedrock({ region: aws.region, accessKeyId, secretAccessKey, baseURL: aws.url })(claude);
}

const aiSdkPrompt: AiSdkPrompt = {
  prompt: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
  tools: [{ type: "function", name, description, inputSchema: schema }],
};

const input: ConverseCommandInput = {
  modelId: claude,
  messages: [{ role: "user", content: [{ text: "Hello" }] }],
  toolConfig: { tools: [{ toolSpec: { name, description, inputSchema: { json: schema } } }] },
};

async function bySdk(): Promise<Received> {
  const { stream } = await createClient(aws).send(new ConverseStreamCommand(input));
  const received: Received = { text: "", calls: [], usage: { input: undefined, output: undefined } };
  let json = "";
  for await (const event of stream ?? []) {
    const { toolUse } = event.contentBlockStart?.start ?? {};
    if (toolUse !== undefined) {
      json = "";
      received.calls.push({ name: toolUse.name ?? "", input: undefined });
    }
    const { delta } = event.contentBlockDelta ?? {};
    received.text += delta?.text ?? "";
    json += delta?.toolUse?.input ?? "";
    const call = received.calls.at(-1);
    if (event.contentBlockStop && call && json !== "") call.input = JSON.parse(json);
    if (event.metadata) received.usage = usageOf(event.metadata.usage);
  }
  return received;
}

const usageOf = (usage: TokenUsage | undefined): Received["usage"] => ({
  input: usage?.inputTokens,
  output: usage?.outputTokens,
});

async function byLangChain(): Promise<Received> {
  const model = new ChatBedrockConverse({ model: claude, region: aws.region, client: createClient(aws) });
  const bound = model.bindTools([{ type: "function", function: { name, description, parameters: schema } }]);
  let message: AIMessageChunk | undefined;
  for await (const chunk of await bound.stream("Hello"))
    message = message === undefined ? chunk : message.concat(chunk);
  return {
    text: message?.text ?? "",
    calls: (message?.tool_calls ?? []).map((call) => ({ name: call.name, input: call.args })),
    usage: { input: message?.usage_metadata?.input_tokens, output: message?.usage_metadata?.output_tokens },
  };
}

async function byAiSdk(): Promise<Received> {
  const { stream } = await aiSdk().doStream(aiSdkPrompt);
  const received: Received = { text: "", calls: [], usage: { input: undefined, output: undefined } };
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const part = next.value;
    if (part.type === "text-delta") received.text += part.delta;
    if (part.type === "tool-call") received.calls.push({ name: part.toolName, input: JSON.parse(part.input) });
    if (part.type === "finish") {
      received.usage = { input: part.usage.inputTokens.total, output: part.usage.outputTokens.total };
    }
    if (part.type === "error") throw part.error;
  }
  return received;
}

describe("official clients", () => {
  it("[2] the AI SDK is served on the port of the others, by fetch, with its own signatures", async () => {
    aws.chat.script({ text: "Hi there", toolUse: { name, input: { city: "Rome" } } }, { fallback: true });
    const { content, finishReason, usage } = await aiSdk().doGenerate(aiSdkPrompt);
    expect(content.map((part) => part.type)).toEqual(["text", "tool-call"]);
    expect(valueAt(content, "0.text")).toBe("Hi there");
    expect(JSON.parse(String(valueAt(content, "1.input")))).toEqual({ city: "Rome" });
    expect(finishReason.unified).toBe("tool-calls");
    expect(usage.inputTokens.total).toBe(aws.lastRequest()?.usage?.inputTokens);
    expect(aws.lastRequest()).toMatchObject({
      http: "1.1",
      auth: { kind: "sigv4" },
      operation: "Converse",
      status: 200,
    });
    const { output } = await createClient(aws).send(new ConverseCommand({ ...input, toolConfig: undefined }));
    expect(output?.message?.content).toEqual([{ text: "Hello" }]);
    expect(aws.lastRequest()).toMatchObject({ http: "2" });
  });

  it.each<[what: string, step: ScriptStep]>([
    ["a text", { chunks: ["Hel", "lo ", "wörld 🌍"] }],
    [
      "tool calls after a text",
      {
        text: "Both.",
        toolUse: [
          { name, input: { city: "Rome" } },
          { name, input: { city: "Oslo" } },
        ],
      },
    ],
    ["a call without arguments", { toolUse: { name, input: {} } }],
    ["counts that the reply states", { text: "ok", usage: { inputTokens: 11, outputTokens: 7 } }],
  ])("[9] ConverseStream gives SDK, LangChain and AI SDK the same %s", async (_what, step) => {
    aws.chat.script([step, step, step]);
    const expected = await bySdk();
    expect(await byLangChain()).toEqual(expected);
    expect(await byAiSdk()).toEqual(expected);
    const calls = step.toolUse === undefined ? [] : [step.toolUse].flat();
    expect(expected.text).toBe(step.text ?? step.chunks?.join("") ?? "");
    expect(expected.calls).toEqual(calls.map((call) => ({ name, input: call.input })));
    expect(aws.requests({ operation: "ConverseStream" }).map(({ http }) => http)).toEqual(["2", "2", "1.1"]);
  });
});
