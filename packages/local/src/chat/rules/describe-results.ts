import type { ToolResult, ToolResultContent } from "../content-blocks.ts";
import { lastToolResults } from "../conversation.ts";
import type { ChatRequest } from "../responder.ts";

/** A sentence that contains the tool results of the last turn, each with the name of its tool. */
export function describeResults(request: ChatRequest): string {
  const parts = lastToolResults(request.messages).map((result) => describeResult(result, request));
  return `${parts.join("; ")}.`;
}

/** The texts of the tool results of the last turn. */
export function resultsText(request: ChatRequest): string {
  return lastToolResults(request.messages).map(textOf).join("\n");
}

function describeResult(result: ToolResult, request: ChatRequest): string {
  const name = toolName(result.toolUseId, request) ?? "The tool";
  return result.status === "error" ? `${name} failed: ${textOf(result)}` : `${name} returned ${textOf(result)}`;
}

function toolName(toolUseId: string, { messages }: ChatRequest): string | undefined {
  for (const { content } of messages.toReversed()) {
    for (const block of content)
      if ("toolUse" in block && block.toolUse.toolUseId === toolUseId) return block.toolUse.name;
  }
  return undefined;
}

function textOf({ content }: ToolResult): string {
  const texts = content.map(partText).filter((text) => text !== "");
  return texts.length === 0 ? "nothing" : texts.join(", ");
}

function partText(part: ToolResultContent): string {
  if ("text" in part) return part.text.trim();
  if ("json" in part) return JSON.stringify(part.json) ?? "";
  if ("searchResult" in part) return part.searchResult.content.map(({ text }) => text).join(" ");
  if ("document" in part) return `the document ${part.document.name}`;
  return "image" in part ? `an image (${part.image.format})` : `a video (${part.video.format})`;
}
