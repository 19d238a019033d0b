import type {
  ContentBlock as WireContentBlock,
  ToolResultContentBlock as WireToolResultContent,
} from "@aws-sdk/client-bedrock-runtime";
import { isRecord, omitUndefined, type PlainRecord, stringOf } from "@langchain-aws/core";
import { isCachePoint } from "./cache-point.ts";
import { isBlank } from "./blank-text.ts";
import { toContentBlocks } from "./content-blocks.ts";
import { type BlockPlace, contentError } from "./content-error.ts";
import type { RequestContext } from "./context.ts";
import { contentMemberOf, type MemberName, verbatim } from "./wire-members.ts";
import { asWire, type WireJson } from "../as-wire.ts";

/** The members a tool result can hold. The record makes the compiler complain when the SDK gains one. */
const resultMembers: { readonly [K in MemberName<WireToolResultContent>]: true } = {
  json: true,
  text: true,
  image: true,
  document: true,
  video: true,
  searchResult: true,
};

/** One tool's answer, before it is written as Converse has it. */
export interface ToolAnswer {
  readonly id: string;
  readonly content: unknown;
  readonly isError: boolean;
}

/** Writes a tool's answer; cache points inside it come out behind it, where Converse has them. */
export function writeToolResult(
  answer: ToolAnswer,
  context: RequestContext,
  place: BlockPlace,
): readonly WireContentBlock[] {
  const items: unknown[] = Array.isArray(answer.content) ? answer.content : [answer.content ?? ""];
  const converted = items.flatMap((item, block) => resultBlocks(item, context, { ...place, block }));
  const cachePoints = converted.filter((block): block is WireContentBlock => isCachePoint(block));
  const content = converted.filter((block): block is WireToolResultContent => !isCachePoint(block));
  const spoken = content.filter((block) => block.text === undefined || !isBlank(block.text));
  return [
    {
      toolResult: omitUndefined({
        toolUseId: context.toolIds.toWire(answer.id),
        content: spoken.length > 0 ? spoken : [{ text: context.options.emptyContentPlaceholder }],
        status: answer.isError && saysStatus(context) ? ("error" as const) : undefined,
      }),
    },
    ...cachePoints,
  ];
}

/** A tool result written as a content block: Anthropic's `tool_result`, or Converse's own. */
export function toToolResult(
  block: PlainRecord,
  context: RequestContext,
  place: BlockPlace,
): readonly WireContentBlock[] {
  const native = block["toolResult"];
  if (isRecord(native)) {
    const id = stringOf(native["toolUseId"]) ?? "";
    return [verbatim("toolResult", { ...native, toolUseId: context.toolIds.toWire(id) })];
  }
  const id = stringOf(block["tool_use_id"]);
  if (id === undefined) throw contentError("A tool_result block has no `tool_use_id`", place);
  return writeToolResult({ id, content: block["content"], isError: block["is_error"] === true }, context, place);
}

function saysStatus({ options, family }: RequestContext): boolean {
  return options.includeToolResultStatus === "auto" ? family.toolResultStatus : options.includeToolResultStatus;
}

function resultBlocks(
  item: unknown,
  context: RequestContext,
  place: BlockPlace,
): readonly (WireToolResultContent | WireContentBlock)[] {
  const json = jsonOf(item);
  if (json !== undefined) return [json];
  return toContentBlocks(item, context, place).map((block) => {
    if (isCachePoint(block)) return block;
    const member = contentMemberOf({ ...block });
    if (member !== undefined && Object.hasOwn(resultMembers, member)) return block;
    throw contentError(`A tool result cannot hold ${member ?? "such"} content`, place);
  });
}

/** JSON is what says so, and any object that is no content block at all. */
function jsonOf(item: unknown): WireToolResultContent | undefined {
  if (!isRecord(item)) return undefined;
  const isPlain = typeof item["type"] !== "string" && contentMemberOf(item) === undefined;
  if (!isPlain && item["type"] !== "json") return undefined;
  const value = "json" in item ? item["json"] : item;
  return { json: asWire<WireJson>(value) };
}
