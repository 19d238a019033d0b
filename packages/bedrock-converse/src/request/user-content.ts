import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { isRecord } from "@langchain-aws/core";
import { isBlank, withoutBlankText } from "./blank-text.ts";
import { cachePointAfter } from "./cache-point.ts";
import { toContentBlocks } from "./content-blocks.ts";
import type { BlockPlace } from "./content-error.ts";
import type { RequestContext } from "./context.ts";
import { toToolResult } from "./tool-results.ts";

/** The content of a user turn: everything Converse takes there, tool results included. */
export function toUserContent(
  content: unknown,
  context: RequestContext,
  place: Omit<BlockPlace, "block">,
): readonly WireContentBlock[] {
  // What most messages are.
  if (typeof content === "string") return isBlank(content) ? [] : [{ text: content }];
  const items: unknown[] = Array.isArray(content) ? content : [content ?? ""];
  return withoutBlankText(items.flatMap((item, block) => userBlocks(item, context, { ...place, block })));
}

function userBlocks(item: unknown, context: RequestContext, place: BlockPlace): readonly WireContentBlock[] {
  if (!isRecord(item)) return toContentBlocks(item, context, place);
  if (item["type"] === "non_standard") return userBlocks(item["value"], context, place);
  if (item["type"] !== "tool_result" && !isRecord(item["toolResult"])) return toContentBlocks(item, context, place);
  const converted = toToolResult(item, context, place);
  return [...converted, ...cachePointAfter(item, converted)];
}
