import type { ContentBlock as WireContentBlock, Message as WireMessage } from "@aws-sdk/client-bedrock-runtime";
import type { RequestContext } from "./context.ts";

/**
 * Keeps tool blocks and other blocks in turns of their own, for the families that want it ("Conversation blocks and
 * tool use blocks cannot be provided in the same turn"). Text beside a tool use is dropped; text beside tool results
 * moves to a turn of its own, with a placeholder's answer between.
 */
export function separateToolTurns(
  messages: readonly WireMessage[],
  { family, options }: RequestContext,
): readonly WireMessage[] {
  if (!family.separatesToolTurns) return messages;
  return messages.flatMap((message): WireMessage[] => {
    const content = message.content ?? [];
    if (message.role === "assistant") return [{ ...message, content: toolUsesOnly(content) }];
    const results = content.filter((block) => block.toolResult !== undefined);
    if (results.length === 0 || results.length === content.length) return [message];
    return [
      { role: "user", content: results },
      { role: "assistant", content: [{ text: options.emptyContentPlaceholder }] },
      { role: "user", content: content.filter((block) => block.toolResult === undefined) },
    ];
  });
}

function toolUsesOnly(content: readonly WireContentBlock[]): WireContentBlock[] {
  const uses = content.filter((block) => block.toolUse !== undefined);
  return uses.length > 0 ? uses : [...content];
}
