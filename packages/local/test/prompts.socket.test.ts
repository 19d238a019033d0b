import { ConverseCommand, type ConverseCommandInput, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { createLocalAws } from "../src/local-aws.ts";
import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, createClient, refusalOf } from "./bedrock-runtime.ts";

const greeting = "arn:aws:bedrock:us-east-1:000000000000:prompt/GREETING01:1";
const chat = "arn:aws:bedrock:us-east-1:000000000000:prompt/CHAT000001";
const aws = useLocalAws({
  prompts: [
    { id: "GREETING01", model: claude, text: "Greet {{name}} in {{ language }}, {{name}}!" },
    {
      id: "CHAT000001",
      version: "DRAFT",
      model: "amazon.nova-lite-v1:0",
      system: "Speak {{language}}.",
      messages: [
        { role: "user", content: [{ text: "I am {{name}}." }] },
        { role: "assistant", content: [{ text: "Hello." }] },
        { role: "user", content: [{ image: { format: "png", source: { bytes: new Uint8Array([1]) } } }] },
      ],
      inferenceConfig: { maxTokens: 5 },
      toolConfig: { tools: [{ toolSpec: { name: "look", inputSchema: { json: { type: "object" } } } }] },
      additionalModelRequestFields: { topK: 1 },
    },
    { id: "WRONG00001", model: claude, text: " " },
  ],
});

const promptVariables = { name: { text: "Ada" }, language: { text: "Latin {{name}}" } };
const send = async (input: Omit<ConverseCommandInput, "$unknown">): Promise<unknown> => {
  const { output, stopReason } = await createClient(aws).send(new ConverseCommand(input));
  return [output?.message?.content, stopReason];
};

describe("a prompt in place of a model", () => {
  it("is filled in with the variables, once each, and needs no messages", async () => {
    expect(await send({ modelId: greeting, promptVariables })).toEqual([
      [{ text: "Greet Ada in Latin {{name}}, Ada!" }],
      "end_turn",
    ]);
    const { stream } = await createClient(aws).send(new ConverseStreamCommand({ modelId: greeting, promptVariables }));
    let text = "";
    for await (const { contentBlockDelta } of stream ?? []) text += contentBlockDelta?.delta?.text ?? "";
    expect(text).toBe("Greet Ada in Latin {{name}}, Ada!");
  });

  it("brings its model, system text, settings and tools along, and the messages of the request follow its own", async () => {
    const seen: unknown[] = [];
    aws.chat.on(/.*/, ({ modelId, baseModelId, messages, system, tools, inferenceConfig, additionalFields }) => {
      seen.push({ modelId, baseModelId, messages, system, tools, inferenceConfig, additionalFields });
      return { text: "one two three four five six seven" };
    });
    expect(await send({ modelId: chat, promptVariables, messages: ask("And now?") })).toEqual([
      [{ text: expect.stringMatching(/^one two three four/) }],
      "max_tokens",
    ]);
    expect(seen).toEqual([
      {
        modelId: chat,
        baseModelId: "amazon.nova-lite-v1:0",
        messages: [
          { role: "user", content: [{ text: "I am Ada." }] },
          { role: "assistant", content: [{ text: "Hello." }] },
          { role: "user", content: [{ image: { format: "png", source: { bytes: "AQ==" } } }] },
          { role: "user", content: [{ text: "And now?" }] },
        ],
        system: "Speak Latin {{name}}.",
        tools: [{ name: "look", schema: { type: "object" } }],
        inferenceConfig: { maxTokens: 5 },
        additionalFields: { topK: 1 },
      },
    ]);
  });

  it("is refused without its variables, and takes more than it has", async () => {
    expect(await refusalOf(send({ modelId: greeting, promptVariables: { other: { text: "x" } } }))).toEqual({
      name: "ValidationException",
      message: "The prompt variables name, language have no value. Provide them in promptVariables.",
      status: 400,
    });
    expect(await send({ modelId: greeting, promptVariables: { ...promptVariables, other: { text: "x" } } })).toEqual([
      expect.anything(),
      "end_turn",
    ]);
  });

  it.each<{ name: string; input: Partial<ConverseCommandInput> }>([
    { name: "system", input: { system: [{ text: "Be brief." }] } },
    { name: "inferenceConfig", input: { inferenceConfig: { maxTokens: 9 } } },
    { name: "additionalModelRequestFields", input: { additionalModelRequestFields: { a: 1 } } },
  ])("is refused beside $name, which is the prompt's own", async ({ name, input }) => {
    expect(await refusalOf(send({ modelId: greeting, promptVariables, ...input }))).toEqual({
      name: "ValidationException",
      message: `The following fields can't be included in a request that uses a prompt resource: ${name}. Remove them and try again.`,
      status: 400,
    });
  });

  it.each([
    "arn:aws:bedrock:us-east-1:000000000000:prompt/GREETING01",
    "arn:aws:bedrock:us-east-1:000000000000:prompt/GREETING01:2",
    "arn:aws:bedrock:us-east-1:000000000000:prompt/OTHER00001:1",
  ])("is unknown: %s", async (modelId) => {
    expect(await refusalOf(send({ modelId, promptVariables }))).toMatchObject({
      name: "ResourceNotFoundException",
      status: 404,
    });
  });

  it("follows the rules of its model", async () => {
    expect(await refusalOf(send({ modelId: "arn:aws:bedrock:us-east-1:000000000000:prompt/WRONG00001:1" }))).toEqual({
      name: "ValidationException",
      message:
        "The model returned the following errors: messages: text content blocks must contain non-whitespace text",
      status: 400,
    });
  });

  it("is what variables are for: without one they are ignored", async () => {
    expect(await send({ modelId: claude, messages: ask("{{name}}"), promptVariables })).toEqual([
      [{ text: "{{name}}" }],
      "end_turn",
    ]);
  });

  it.each<{ name: string; prompt: Record<string, unknown>; message: string }>([
    { name: "no id", prompt: { model: "a", text: "b" }, message: "`prompts[0].id` must be letters and digits" },
    { name: "no model", prompt: { id: "a", text: "b" }, message: "`prompts[0].model` must be" },
    { name: "no text", prompt: { id: "a", model: "b" }, message: "with either `text` or `messages`" },
    {
      name: "a wrong version",
      prompt: { id: "a", model: "b", text: "c", version: "latest" },
      message: "`prompts[0].version` must be",
    },
    {
      name: "messages without content",
      prompt: { id: "a", model: "b", messages: [{ role: "user" }] },
      message: "`prompts[0].messages` must be a list of messages",
    },
    {
      name: "an unknown member",
      prompt: { id: "a", model: "b", text: "c", variables: [] },
      message: "unknown member `prompts[0].variables`",
    },
  ])("is refused as an option with $name", async ({ prompt, message }) => {
    const options: unknown = { prompts: [prompt] };
    await expect(createLocalAws(Object(options))).rejects.toThrow(message);
  });
});
