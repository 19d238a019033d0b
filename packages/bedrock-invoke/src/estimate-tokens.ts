import { isRecord } from "@langchain-aws/core";
import type { BaseMessage, MessageContent } from "@langchain/core/messages";

const charactersPerToken = 4;
/** Role and separators. */
const tokensPerMessage = 4;

/** The tokens of a content: by the caller's tokenizer, else four characters each. Nothing is downloaded. */
export function estimateTokens(content: MessageContent, tokenize: ((text: string) => number[]) | undefined): number {
  const text = typeof content === "string" ? content : content.map(textOf).join("");
  return tokenize === undefined ? Math.ceil(text.length / charactersPerToken) : tokenize(text).length;
}

/** The tokens of a conversation and of tools, estimated. */
export function estimateConversation(
  messages: readonly BaseMessage[],
  tools: readonly unknown[],
  tokenize: ((text: string) => number[]) | undefined,
): number {
  const said = messages.reduce((sum, message) => {
    const calls = "tool_calls" in message && Array.isArray(message.tool_calls) ? message.tool_calls : [];
    const called = calls.length === 0 ? 0 : estimateTokens(JSON.stringify(calls), tokenize);
    return sum + tokensPerMessage + estimateTokens(message.content, tokenize) + called;
  }, 0);
  return said + (tools.length === 0 ? 0 : estimateTokens(JSON.stringify(tools), tokenize));
}

function textOf(block: unknown): string {
  if (typeof block === "string") return block;
  return isRecord(block) && typeof block["text"] === "string" ? block["text"] : "";
}
