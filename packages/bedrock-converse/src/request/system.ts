import type { SystemContentBlock as WireSystemContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { isRecord, type PlainRecord, stringOf } from "@langchain-aws/core";
import { isBlank } from "./blank-text.ts";
import { cachePoint, cachePointAfter } from "./cache-point.ts";
import { type BlockPlace, contentError } from "./content-error.ts";
import { toGuardContent } from "./guard-content.ts";

/** What an own or a message's system text may hold, in the order in which one object's members are sent. */
const readers: Readonly<Record<string, (block: PlainRecord, place: BlockPlace) => readonly WireSystemContentBlock[]>> =
  {
    text: (block) => [{ text: stringOf(block["text"]) ?? "" }],
    guardContent: (block, place) => [{ guardContent: toGuardContent(block, place) }],
    cachePoint: (block) => [cachePoint(isRecord(block["cachePoint"]) ? block["cachePoint"] : {})],
  };

const memberOfType: Readonly<Record<string, string>> = {
  text: "text",
  guard_content: "guardContent",
  cache_point: "cachePoint",
};

/**
 * System content as Converse has it: texts, guarded texts and cache points. Blank texts are dropped.
 *
 * @throws AwsConfigurationError naming the place for anything else
 */
export function toSystemContent(content: unknown, place: Omit<BlockPlace, "block">): readonly WireSystemContentBlock[] {
  const items: unknown[] = Array.isArray(content) ? content : [content ?? ""];
  const blocks = items.flatMap((item, block) => systemBlocks(item, { ...place, block }));
  return blocks.filter((block) => block.text === undefined || !isBlank(block.text));
}

function systemBlocks(item: unknown, place: BlockPlace): readonly WireSystemContentBlock[] {
  if (typeof item === "string") return [{ text: item }];
  if (!isRecord(item)) throw contentError("A system block must be a string or an object", place);
  if (item["type"] === "non_standard") return systemBlocks(item["value"], place);
  const type = stringOf(item["type"]);
  const converted = membersOf(item, type).flatMap((member) => readers[member]?.(item, place) ?? []);
  if (converted.length === 0) {
    throw contentError(
      `A system message cannot hold "${type ?? "such"}" content; it takes text, guard_content and cache points`,
      place,
    );
  }
  // Blank text is not sent, and leaves nothing to cache.
  const isBlankText = converted.every((block) => block.text !== undefined && isBlank(block.text));
  return isBlankText ? [] : [...converted, ...cachePointAfter(item, converted)];
}

/** What one block holds, which may be more than its type says; `guard_content` has its text under `text`. */
function membersOf(item: PlainRecord, type: string | undefined): readonly string[] {
  const own = type !== undefined && Object.hasOwn(memberOfType, type) ? memberOfType[type] : undefined;
  if (type !== undefined && own === undefined) return [];
  return Object.keys(readers).filter((member) =>
    member === "text" && own === "guardContent" ? false : member === own || item[member] !== undefined,
  );
}
