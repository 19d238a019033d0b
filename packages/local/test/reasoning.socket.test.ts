import {
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ContentBlock,
  type Message,
} from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, createClient, refusalOf } from "./bedrock-runtime.ts";

const aws = useLocalAws();
type Input = Partial<ConverseCommandInput>;

const sonnet46 = "us.anthropic.claude-sonnet-4-6";
const nova2 = "us.amazon.nova-2-lite-v1:0";
const gptOss = "openai.gpt-oss-120b-1:0";
const deepseek = "us.deepseek.r1-v1:0";
const thinking = { additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 1024 } } };

const send = async (input: Input): Promise<ContentBlock[]> => {
  const { output } = await createClient(aws).send(
    new ConverseCommand({ modelId: claude, messages: ask("Hello"), ...input }),
  );
  return output?.message?.content ?? [];
};
const thought = (text: string, signature?: string): ContentBlock => ({
  reasoningContent: { reasoningText: { text, signature } },
});
const after = (...content: ContentBlock[]): Message[] => [
  ...(ask("Hello") ?? []),
  { role: "assistant", content },
  ...(ask("Go on") ?? []),
];
const validation = (message: string): unknown => ({ name: "ValidationException", message, status: 400 });
const fromModel = (message: string): unknown => validation(`The model returned the following errors: ${message}`);

describe("reasoning on request", () => {
  const text = 'The last turn says: "Hello". Fixed rules decide what to answer.';
  it.each<{ name: string; input: Input; expected: unknown }>([
    {
      name: "a budget for Claude",
      input: thinking,
      expected: thought(text, expect.stringMatching(/^[\w+/]{86}==$/)),
    },
    {
      name: "adaptive thinking for Claude",
      input: { modelId: sonnet46, additionalModelRequestFields: { thinking: { type: "adaptive" } } },
      expected: thought(text, expect.any(String)),
    },
    {
      name: "an effort for Nova 2, which hides what it thinks",
      input: {
        modelId: nova2,
        additionalModelRequestFields: { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } },
      },
      expected: thought("[REDACTED]"),
    },
    {
      name: "an effort for gpt-oss, which signs nothing",
      input: { modelId: gptOss, additionalModelRequestFields: { reasoning_effort: "low" } },
      expected: thought(text),
    },
  ])("comes before the answer: $name", async ({ input, expected }) => {
    expect(await send(input)).toEqual([expected, { text: "Hello" }]);
  });

  it.each<{ name: string; input: Input }>([
    { name: "Claude", input: { additionalModelRequestFields: { thinking: { type: "disabled" } } } },
    {
      name: "Nova 2",
      input: { modelId: nova2, additionalModelRequestFields: { reasoningConfig: { type: "disabled" } } },
    },
    { name: "gpt-oss", input: { modelId: gptOss } },
  ])("is left out where nobody asks for it: $name", async ({ input }) => {
    expect(await send(input)).toEqual([{ text: "Hello" }]);
  });

  it("streams its text, then its signature, and comes back as it was given", async () => {
    const { stream } = await createClient(aws).send(
      new ConverseStreamCommand({ modelId: claude, messages: ask("Hello"), ...thinking }),
    );
    const pieces: { text?: string; signature?: string }[] = [];
    for await (const { contentBlockDelta } of stream ?? []) {
      const reasoning = contentBlockDelta?.delta?.reasoningContent;
      if (reasoning !== undefined) pieces.push({ text: reasoning.text, signature: reasoning.signature });
    }
    const signed = pieces.map(({ signature }) => signature !== undefined);
    expect(signed).toEqual([...Array.from({ length: pieces.length - 1 }, () => false), true]);
    const text = pieces.map((piece) => piece.text ?? "").join("");
    const messages = after(thought(text, pieces.at(-1)?.signature), { text: "Hello" });
    expect(await send({ ...thinking, messages })).toEqual([expect.anything(), { text: "Go on" }]);
  });
});

describe("thoughts sent back", () => {
  it("[20] V37 refuse a signature that was made for another text, and a text that was signed otherwise", async () => {
    const [first] = await send(thinking);
    const { text = "", signature = "" } = first?.reasoningContent?.reasoningText ?? {};
    expect(signature).not.toBe("");
    const invalid = fromModel("messages.1.content.0: Invalid `signature` in `thinking` block");
    for (const [changed, sign] of [
      [text, signature.replace(/^./, "_")],
      [`${text} `, signature],
    ] as const) {
      const messages = after(thought(changed, sign), { text: "Hello" });
      expect(await refusalOf(send({ ...thinking, messages }))).toEqual(invalid);
    }
    const genuine = after(thought(text, signature), { text: "Hello" });
    expect(await send({ ...thinking, messages: genuine })).toHaveLength(2);
  });

  it("take a thought of another origin on trust", async () => {
    const messages = after(thought("Anything", "c2ln"), { text: "Hello" });
    expect(await send({ ...thinking, messages })).toHaveLength(2);
  });

  it("know the thoughts of a script, until a reset", async () => {
    aws.chat.script({ reasoning: { text: "Scripted", signature: "c2ln" }, text: "a" }, { fallback: true });
    await send({});
    const messages = after(thought("Changed", "c2ln"), { text: "a" });
    expect(await refusalOf(send({ messages }))).toMatchObject({ message: expect.stringContaining("Invalid") });
    aws.chat.reset();
    expect(await send({ messages })).toEqual([{ text: "Go on" }]);
  });

  it.each<{ name: string; input: Input; expected: unknown }>([
    {
      name: "without a signature, for Claude",
      input: { messages: after(thought("a"), { text: "b" }) },
      expected: fromModel("messages.1.content.0.thinking.signature: Field required"),
    },
    {
      name: "with an empty signature, for Claude",
      input: { messages: after(thought("a", ""), { text: "b" }) },
      expected: fromModel("messages.1.content.0.thinking.signature: Field required"),
    },
    {
      name: "with a signature, for gpt-oss",
      input: { modelId: gptOss, messages: after(thought("a", ""), { text: "b" }) },
      expected: validation(
        "This model doesn't support the reasoningContent.reasoningText.signature field. Remove " +
          "reasoningContent.reasoningText.signature and try again.",
      ),
    },
    {
      name: "at all, for DeepSeek R1",
      input: { modelId: deepseek, messages: after(thought("a"), { text: "b" }) },
      expected: validation(
        "User messages cannot contain reasoning content. Please remove the reasoning content and try again.",
      ),
    },
    {
      name: "before a call, lost",
      input: {
        ...thinking,
        messages: [
          ...(ask("Hello") ?? []),
          { role: "assistant", content: [{ toolUse: { toolUseId: "1", name: "add", input: {} } }] },
          { role: "user", content: [{ toolResult: { toolUseId: "1", content: [{ text: "3" }] } }] },
        ],
        toolConfig: { tools: [{ toolSpec: { name: "add", inputSchema: { json: { type: "object" } } } }] },
      },
      expected: expect.objectContaining({
        message: expect.stringContaining("Expected `thinking` or `redacted_thinking`, but found `tool_use`."),
      }),
    },
  ])("[20] V37 are refused $name", async ({ input, expected }) => {
    expect(await refusalOf(send(input))).toEqual(expected);
  });

  it("are taken without a signature by gpt-oss, and redacted by Claude", async () => {
    expect(await send({ modelId: gptOss, messages: after(thought("a"), { text: "b" }) })).toEqual([{ text: "Go on" }]);
    const redacted: ContentBlock = { reasoningContent: { redactedContent: new Uint8Array([1, 2]) } };
    expect(await send({ messages: after(redacted, { text: "b" }) })).toEqual([{ text: "Go on" }]);
  });
});

describe("settings beside reasoning", () => {
  const high = { reasoningConfig: { type: "enabled", maxReasoningEffort: "high" } };
  it.each<{ name: string; input: Input; expected: unknown }>([
    {
      name: "a temperature beside Claude's thinking",
      input: { ...thinking, inferenceConfig: { temperature: 0.2, maxTokens: 2048 } },
      expected: fromModel("`temperature` may only be set to 1 when thinking is enabled."),
    },
    {
      name: "a reasoning setting of a Nova model that cannot reason",
      input: { modelId: "amazon.nova-pro-v1:0", additionalModelRequestFields: high },
      expected: fromModel(
        "Malformed input request: the provided reasoning config value is invalid, please reformat your input and try again.",
      ),
    },
    {
      name: "a length beside Nova's high effort",
      input: { modelId: nova2, additionalModelRequestFields: high, inferenceConfig: { maxTokens: 100, topP: 0.5 } },
      expected: fromModel("maxTokens, topP must be unset when reasoning is enabled with high effort."),
    },
  ])("refuse $name", async ({ input, expected }) => {
    expect(await refusalOf(send(input))).toEqual(expected);
  });

  it("take what fits", async () => {
    const inferenceConfig = { temperature: 1, maxTokens: 2048 };
    expect(await send({ ...thinking, inferenceConfig })).toHaveLength(2);
    expect(await send({ modelId: nova2, additionalModelRequestFields: high })).toHaveLength(2);
  });
});
