import { type BaseMessage, SystemMessage } from "@langchain/core/messages";
import type { ResolvedOptions } from "../resolve-options.ts";
import { readTurns, type Turn } from "./read-turns.ts";

/**
 * The turns of a conversation, `systemPromptWithTools` first.
 *
 * @throws AwsConfigurationError for blocks that no format takes
 */
export function readConversation(messages: readonly BaseMessage[], options: ResolvedOptions): readonly Turn[] {
  return readTurns(withSystemPrompt(messages, options));
}

/** The messages with `systemPromptWithTools` in front; the very same list without one. */
export function withSystemPrompt(
  messages: readonly BaseMessage[],
  { systemPromptWithTools }: Pick<ResolvedOptions, "systemPromptWithTools">,
): readonly BaseMessage[] {
  if (systemPromptWithTools === "") return messages;
  const [first, ...rest] = messages;
  if (first === undefined || first.getType() !== "system")
    return [new SystemMessage(systemPromptWithTools), ...messages];
  if (typeof first.content !== "string") {
    return [new SystemMessage({ content: [{ type: "text", text: systemPromptWithTools }, ...first.content] }), ...rest];
  }
  return [new SystemMessage(`${systemPromptWithTools}\n${first.content}`), ...rest];
}
