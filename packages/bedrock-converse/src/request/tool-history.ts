import type {
  ContentBlock as WireContentBlock,
  Message as WireMessage,
  ToolConfiguration as WireToolConfiguration,
  ToolResultContentBlock as WireToolResultContent,
} from "@aws-sdk/client-bedrock-runtime";
import { warnOnce } from "@langchain-aws/core";

/**
 * Writes tool calls and their results as text when the request has no tools: the service refuses tool blocks then
 * ("The toolConfig field must be defined").
 */
export function withoutToolBlocks(
  messages: readonly WireMessage[],
  toolConfig: WireToolConfiguration | undefined,
): readonly WireMessage[] {
  if (toolConfig !== undefined || !messages.some(({ content }) => content?.some(isToolBlock))) return messages;
  warnOnce(
    "bedrock-converse:tool-history",
    "The conversation holds tool calls and no tool is bound, so they are sent as text. Bind the tools to keep them as they are.",
  );
  return messages.map((message) => ({ ...message, content: (message.content ?? []).flatMap(toText) }));
}

function isToolBlock(block: WireContentBlock): boolean {
  return block.toolUse !== undefined || block.toolResult !== undefined;
}

function toText(block: WireContentBlock): WireContentBlock[] {
  if (block.toolUse !== undefined) {
    const { name, input } = block.toolUse;
    return [{ text: `[Called ${name} with parameters: ${JSON.stringify(input ?? {})}]` }];
  }
  if (block.toolResult === undefined) return [block];
  const content = block.toolResult.content ?? [];
  const texts = content.flatMap(spokenText);
  const media = content.filter(
    (item): item is WireToolResultContent & WireContentBlock => spokenText(item).length === 0,
  );
  return [{ text: `[Tool output: ${texts.join("\n")}]` }, ...media];
}

function spokenText(item: WireToolResultContent): string[] {
  if (item.text !== undefined) return [item.text];
  return item.json === undefined ? [] : [JSON.stringify(item.json)];
}
