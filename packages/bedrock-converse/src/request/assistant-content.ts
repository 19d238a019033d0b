import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { isRecord, omitUndefined, type PlainRecord, stringOf, warnOnce } from "@langchain-aws/core";
import type { AIMessage } from "@langchain/core/messages";
import { isBlank } from "./blank-text.ts";
import { cachePointAfter } from "./cache-point.ts";
import { citedText, toCitations } from "./citations.ts";
import { nativeBlocks, toContentBlocks } from "./content-blocks.ts";
import { type BlockPlace, contentError } from "./content-error.ts";
import type { RequestContext } from "./context.ts";
import { reasoningTypes, toReasoning } from "./reasoning.ts";
import { toWireToolName } from "./tool-ids.ts";
import { toToolInput } from "./tool-input.ts";
import { writeToolResult } from "./tool-results.ts";
import { contentMemberOf, verbatim } from "./wire-members.ts";

/** What an assistant turn is made from. */
export interface AssistantTurn {
  readonly message: AIMessage;
  /** The content to read: the message's own, or LangChain's standard blocks for another provider's message. */
  readonly content: unknown;
  /** Ids of tool calls that a later tool message answers. */
  readonly answered: ReadonlySet<string>;
}

type Reader = (block: PlainRecord, turn: TurnContext, place: BlockPlace) => readonly WireContentBlock[];

interface TurnContext extends RequestContext {
  readonly toolCalls: ReadonlyMap<string, { readonly name: string; readonly args: unknown }>;
  readonly written: Set<string>;
}

const byType: Readonly<Record<string, Reader>> = {
  text: (block) => textBlock(block),
  citations_content: (block) => toCitations(block["citationsContent"]),
  tool_use: (block, turn) => toolUse(block, block["input"], turn),
  tool_call: (block, turn) => toolUse(block, block["args"], turn),
  tool_call_chunk: (block, turn) => toolUse(block, block["args"], turn),
  server_tool_use: (block, turn) => serverToolUse(block, block["input"], turn),
  server_tool_call: (block, turn) => serverToolUse(block, block["args"], turn),
  server_tool_result: (block, turn, place) => serverToolResult(block, turn, place),
  server_tool_call_result: (block, turn, place) => serverToolResult(block, turn, place),
  // Answered ones are added from `invalid_tool_calls`, the others have no result that could follow them.
  invalid_tool_call: () => [],
  image: toContentBlocks,
  video: toContentBlocks,
  audio: toContentBlocks,
  file: toContentBlocks,
  document: toContentBlocks,
  search_result: toContentBlocks,
  guard_content: toContentBlocks,
  cache_point: toContentBlocks,
};

/** The content of an assistant turn: its blocks in their order, then the tool calls they do not mention. */
export function toAssistantContent(
  { message, content, answered }: AssistantTurn,
  context: RequestContext,
  place: Omit<BlockPlace, "block">,
): readonly WireContentBlock[] {
  const toolCalls = new Map(
    (message.tool_calls ?? []).flatMap((call) => (call.id === undefined ? [] : [[call.id, call] as const])),
  );
  const turn: TurnContext = { ...context, toolCalls, written: new Set() };
  const items: unknown[] = Array.isArray(content) ? content : [content ?? ""];
  const blocks = foldCitations(items.flatMap((item, block) => toBlocks(items, item, block, turn, place)));
  const called = (message.tool_calls ?? []).flatMap((call, index) => missingCall(call, index, turn));
  const failed = (message.invalid_tool_calls ?? []).flatMap((call) => invalidCall(call, answered, turn));
  return [...blocks, ...called, ...failed].filter((block) => block.text === undefined || !isBlank(block.text));
}

function toBlocks(
  items: readonly unknown[],
  item: unknown,
  index: number,
  turn: TurnContext,
  message: Omit<BlockPlace, "block">,
): readonly WireContentBlock[] {
  const place = { ...message, block: index };
  if (typeof item === "string") return [{ text: item }];
  if (!isRecord(item)) throw contentError("A content block must be a string or an object", place);
  if (isReasoning(item)) return reasoningRun(items, index, turn);
  const converted = readBlock(item, turn, place);
  return [...converted, ...cachePointAfter(item, converted)];
}

function readBlock(block: PlainRecord, turn: TurnContext, place: BlockPlace): readonly WireContentBlock[] {
  const type = stringOf(block["type"]);
  if (type === "non_standard") return nonStandard(block, turn, place);
  const member = contentMemberOf(block);
  if (member === "toolUse") return nativeToolUse(block["toolUse"], turn);
  if (member === "citationsContent") return toCitations(block["citationsContent"]);
  const reader = type !== undefined && Object.hasOwn(byType, type) ? byType[type] : undefined;
  if (reader !== undefined) return reader(block, turn, place);
  const native = nativeBlocks(block, turn, place);
  if (native !== undefined) return native;
  if (type === undefined) throw contentError("A content block has no `type` and is none of Converse's own", place);
  return dropForeign(type);
}

function nonStandard(block: PlainRecord, turn: TurnContext, place: BlockPlace): readonly WireContentBlock[] {
  const value = block["value"];
  if (isRecord(value)) return isReasoning(value) ? toReasoning([value], turn) : readBlock(value, turn, place);
  throw contentError("A non_standard block has no `value`", place);
}

/** Another provider's kinds of block, such as OpenAI's `refusal`: nothing on Converse stands for them. */
function dropForeign(type: string): readonly WireContentBlock[] {
  warnOnce(
    `bedrock-converse:foreign-block:${type}`,
    `Content of type "${type}" in an assistant message means nothing to Converse and is not sent.`,
  );
  return [];
}

function isReasoning(item: unknown): item is PlainRecord {
  if (!isRecord(item)) return false;
  return reasoningTypes.has(String(item["type"])) || isRecord(item["reasoningContent"]);
}

/** A run of reasoning blocks is written by its first; the others are part of it. */
function reasoningRun(items: readonly unknown[], index: number, turn: TurnContext): readonly WireContentBlock[] {
  if (isReasoning(items[index - 1])) return [];
  const end = items.findIndex((item, at) => at > index && !isReasoning(item));
  return toReasoning(items.slice(index, end < 0 ? undefined : end).filter(isReasoning), turn);
}

function textBlock(block: PlainRecord): readonly WireContentBlock[] {
  const text = stringOf(block["text"]) ?? "";
  const cited = block["annotations"] ?? block["citations"];
  return Array.isArray(cited) && cited.length > 0 ? citedText(text, cited) : [{ text }];
}

/** Streamed citations come in a block without text of its own; the text they belong to stands before it. */
function foldCitations(blocks: readonly WireContentBlock[]): readonly WireContentBlock[] {
  const folded: WireContentBlock[] = [];
  for (const block of blocks) {
    const previous = folded.at(-1);
    const isOrphan =
      block.citationsContent !== undefined && block.citationsContent.content?.every((part) => part.text === "");
    if (isOrphan !== true || previous?.text === undefined) {
      folded.push(block);
    } else {
      folded[folded.length - 1] = {
        citationsContent: { ...block.citationsContent, content: [{ text: previous.text }] },
      };
    }
  }
  return folded;
}

function toolUse(block: PlainRecord, input: unknown, turn: TurnContext): readonly WireContentBlock[] {
  return callBlock(stringOf(block["id"]) ?? "", stringOf(block["name"]) ?? "", input, turn);
}

function nativeToolUse(given: unknown, turn: TurnContext): readonly WireContentBlock[] {
  const use = isRecord(given) ? given : {};
  const id = stringOf(use["toolUseId"]) ?? "";
  if (use["type"] !== undefined) return [verbatim("toolUse", { ...use, toolUseId: turn.toolIds.toWire(id) })];
  return callBlock(id, stringOf(use["name"]) ?? "", use["input"], turn);
}

/** A message's `tool_calls` are what applications edit, so they win over the content block of the same id. */
function callBlock(id: string, name: string, input: unknown, turn: TurnContext): readonly WireContentBlock[] {
  if (turn.written.has(id)) return [];
  turn.written.add(id);
  const edited = turn.toolCalls.get(id);
  return [
    {
      toolUse: {
        toolUseId: turn.toolIds.toWire(id),
        name: toWireToolName(edited?.name ?? name, turn.family),
        input: toToolInput(edited === undefined ? input : edited.args),
      },
    },
  ];
}

function missingCall(
  call: { readonly id?: string; readonly name: string; readonly args: unknown },
  index: number,
  turn: TurnContext,
): readonly WireContentBlock[] {
  return callBlock(call.id ?? `call_${index}`, call.name, call.args, turn);
}

/** A call that could not be parsed is sent only when something answers it: a result needs its use before it. */
function invalidCall(
  call: { readonly id?: string; readonly name?: string; readonly args?: string },
  answered: ReadonlySet<string>,
  turn: TurnContext,
): readonly WireContentBlock[] {
  if (call.id === undefined || !answered.has(call.id)) return [];
  return callBlock(call.id, call.name ?? "", call.args, turn);
}

function serverToolUse(block: PlainRecord, input: unknown, turn: TurnContext): readonly WireContentBlock[] {
  return [
    {
      toolUse: {
        toolUseId: turn.toolIds.toWire(stringOf(block["id"]) ?? ""),
        name: stringOf(block["name"]) ?? "",
        input: toToolInput(input),
        type: "server_tool_use",
      },
    },
  ];
}

function serverToolResult(block: PlainRecord, turn: TurnContext, place: BlockPlace): readonly WireContentBlock[] {
  const id = stringOf(block["tool_use_id"] ?? block["toolCallId"]) ?? "";
  const [result, ...others] = writeToolResult(
    { id, content: block["content"] ?? block["output"], isError: false },
    turn,
    place,
  );
  const extras = isRecord(block["extras"]) ? block["extras"] : {};
  const isError = block["is_error"] === true || block["status"] === "error";
  const isOwn = block["type"] === "server_tool_result";
  const said = stringOf(isOwn ? block["status"] : extras["status"]) ?? (isError ? "error" : undefined);
  const type = stringOf(block["result_type"] ?? extras["type"]);
  return [verbatim("toolResult", omitUndefined({ ...result?.toolResult, status: said, type })), ...others];
}
