import type { ContentBlock, Message, ToolResult } from "./content-blocks.ts";

/** The text of one block, if it is one that says something in words. */
export function blockText(block: ContentBlock): string | undefined {
  if ("text" in block) return block.text;
  if ("citationsContent" in block) return (block.citationsContent.content ?? []).map(({ text }) => text).join("");
  if ("guardContent" in block) return guardedText(block.guardContent);
  return undefined;
}

/** The texts of a message, joined by line ends. */
export function messageText(message: Message): string {
  return message.content
    .map(blockText)
    .filter((text) => text !== undefined)
    .join("\n");
}

/** The text of the last user turn that has any; `""` when there is none. */
export function lastUserText(messages: readonly Message[]): string {
  const turn = messages.findLast((message) => message.role === "user" && messageText(message).trim() !== "");
  return turn === undefined ? "" : messageText(turn);
}

/** The tool results of the last turn, in order; empty unless that turn is the user's and holds some. */
export function lastToolResults(messages: readonly Message[]): ToolResult[] {
  const turn = messages.findLast(({ role }) => role !== "system");
  if (turn?.role !== "user") return [];
  return turn.content.flatMap((block) => ("toolResult" in block ? [block.toolResult] : []));
}

function guardedText(content: Readonly<Record<string, unknown>>): string | undefined {
  const { text } = content;
  if (typeof text !== "object" || text === null || !("text" in text)) return undefined;
  return typeof text.text === "string" ? text.text : undefined;
}
