import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import {
  AIMessage,
  type AIMessageFields,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { resetWarnings } from "@langchain-aws/core";
import { beforeEach, type MockInstance, vi } from "vitest";
import type { ChatBedrockConverseCallOptions, ChatBedrockConverseInput } from "../src/index.ts";
import { buildRequest, type ConverseInput } from "../src/request/build-request.ts";
import { resolveOptions, resolveSettings } from "../src/resolve-options.ts";

/** Model ids, one for each family the tests need. */
export const models = {
  claude: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  claude3: "anthropic.claude-3-haiku-20240307-v1:0",
  claude35: "anthropic.claude-3-5-sonnet-20240620-v1:0",
  claudeSonnet45: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
  claudeOpus48: "us.anthropic.claude-opus-4-8",
  claudeSonnet5: "us.anthropic.claude-sonnet-5",
  claudeOpus5: "us.anthropic.claude-opus-5",
  nova: "us.amazon.nova-lite-v1:0",
  nova2: "us.amazon.nova-2-lite-v1:0",
  llama: "us.meta.llama3-3-70b-instruct-v1:0",
  llama4: "us.meta.llama4-maverick-17b-instruct-v1:0",
  mistral: "mistral.mistral-large-2407-v1:0",
  deepseek: "us.deepseek.v3-v1:0",
  qwen: "qwen.qwen3-32b-v1:0",
  gptOss: "openai.gpt-oss-120b-1:0",
} as const;

/** The request of a call, without sending it. */
export function build(
  messages: readonly BaseMessage[] | string,
  fields: ChatBedrockConverseInput = {},
  call: Partial<ChatBedrockConverseCallOptions> = {},
  isStream = false,
): ConverseInput {
  const list = typeof messages === "string" ? [new HumanMessage(messages)] : messages;
  return buildRequest(list, resolveOptions(resolveSettings({ model: models.claude, ...fields }), call), { isStream });
}

/** The content of the only message of a request. */
export function contentOf(request: ConverseInput): WireContentBlock[] {
  const [message, ...others] = request.messages ?? [];
  if (message?.content === undefined || others.length > 0) throw new Error("The request has not exactly one message.");
  return message.content;
}

/** A user message, also of blocks LangChain has no type for. */
export function H(content: unknown): HumanMessage {
  return new HumanMessage({ content: anyContent(content) });
}

/** A system message. */
export function S(content: unknown): SystemMessage {
  return new SystemMessage({ content: anyContent(content) });
}

/** An assistant's message; `fields` may hold tool calls and metadata. */
export function A(content: unknown, fields: AIMessageFields = {}): AIMessage {
  return new AIMessage({ ...fields, content: anyContent(content) });
}

/** A tool's answer. */
export function T(content: unknown, id: string, status?: "success" | "error"): ToolMessage {
  return new ToolMessage({ content: anyContent(content), tool_call_id: id, ...(status !== undefined && { status }) });
}

/** A call in a message. */
export function call(
  id: string,
  name: string,
  args: Record<string, unknown> = {},
): { id: string; name: string; args: Record<string, unknown>; type: "tool_call" } {
  return { id, name, args, type: "tool_call" };
}

/** A tool that does nothing, as the wire has it. */
export function wireTool(name: string): {
  toolSpec: { name: string; description: string; inputSchema: { json: { type: string; properties: {} } } };
} {
  return { toolSpec: { name, description: name, inputSchema: { json: { type: "object", properties: {} } } } };
}

/** The same tool as an application declares it. */
export function tool(name: string): { name: string; schema: object } {
  return { name, schema: { type: "object", properties: {} } };
}

/** Listens to warnings; each test begins with none given. */
export function useWarnings(): { readonly texts: string[] } {
  let warn: MockInstance<typeof console.warn> | undefined;
  beforeEach(() => {
    resetWarnings();
    warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    return () => warn?.mockRestore();
  });
  return {
    get texts(): string[] {
      return warn?.mock.calls.map(([text]) => String(text)) ?? [];
    },
  };
}

// The tests say what the types forbid, as applications in JavaScript do.
function anyContent(content: unknown): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return content as string;
}
