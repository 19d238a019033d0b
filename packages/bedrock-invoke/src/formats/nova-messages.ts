import type { BaseMessage } from "@langchain/core/messages";
import { AwsConfigurationError, firstText, isRecord, omitUndefined, type PlainRecord } from "@langchain-aws/core";
import type { InlineMedia } from "../messages/media.ts";
import { contentError, type BlockPlace } from "../messages/content-error.ts";
import { type Turn, textOfTurn } from "../messages/read-turns.ts";
import { readConversation } from "../messages/system-prompt.ts";
import { parsedJson } from "../record.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { describe, functionsOnly } from "../tools/bound-tools.ts";
import type { ToolChoice } from "../tools/tool-choice.ts";
import type { Body } from "./body-format.ts";

interface NovaMessage {
  readonly role: string;
  readonly content: readonly PlainRecord[];
}

/**
 * A conversation in Nova's form: like Converse, with base64 for bytes.
 *
 * @throws AwsConfigurationError when it does not begin with the user, and for media that Nova does not take
 */
export function buildNovaChat(messages: readonly BaseMessage[], options: ResolvedOptions): Body {
  const turns = readConversation(messages, options);
  const system = turns.filter(({ role }) => role === "system").map((turn) => ({ text: textOfTurn(turn) }));
  const said = joined(turns.filter(({ role }) => role !== "system").map((turn) => toMessage(turn, options)));
  if (said[0] !== undefined && said[0].role !== "user") {
    throw new AwsConfigurationError("Nova wants the user to speak first: put a HumanMessage in front.", {
      code: "UNSUPPORTED_CONTENT",
      lc_error_code: "INVALID_PROMPT_INPUT",
    });
  }
  return omitUndefined({
    schemaVersion: "messages-v1",
    system: system.length === 0 ? undefined : system,
    messages: options.cacheControl === undefined ? said : withCachePoint(said),
    toolConfig: toolConfig(options),
  });
}

function toMessage(turn: Turn, options: ResolvedOptions): NovaMessage {
  if (turn.role === "tool") return { role: "user", content: [toResult(turn)] };
  if (turn.role !== "user" && turn.role !== "assistant") {
    throw contentError(`There is no role "${turn.role}" in this format.`, turn.place);
  }
  const content = turn.parts.flatMap((part, block): PlainRecord[] => {
    if (part.type === "native") return [part.block];
    if (part.type === "text") return part.text.trim() === "" ? [] : [{ text: part.text }];
    return [toMedia(part.media, part.block, { ...turn.place, block }, options)];
  });
  const calls = turn.calls.map(({ id, name, args }) => ({ toolUse: { toolUseId: id, name, input: args } }));
  const all = [...content, ...calls];
  return { role: turn.role, content: all.length === 0 ? [{ text: "." }] : all };
}

function toResult(turn: Turn): PlainRecord {
  const text = textOfTurn(turn);
  const value = parsedJson(text);
  return {
    toolResult: omitUndefined({
      toolUseId: turn.callId,
      content: [isRecord(value) ? { json: value } : { text }],
      status: turn.isError ? "error" : undefined,
    }),
  };
}

/** Neighbours of one role as one message: Nova wants the roles to take turns. */
function joined(messages: readonly NovaMessage[]): readonly NovaMessage[] {
  const result: NovaMessage[] = [];
  for (const message of messages) {
    const last = result.at(-1);
    if (last?.role !== message.role) result.push(message);
    else result[result.length - 1] = { role: last.role, content: [...last.content, ...message.content] };
  }
  return result;
}

function withCachePoint(messages: readonly NovaMessage[]): readonly NovaMessage[] {
  const last = messages.at(-1);
  if (last === undefined) return messages;
  return [...messages.slice(0, -1), { ...last, content: [...last.content, { cachePoint: { type: "default" } }] }];
}

/** Nova's names of formats, by media type. Source: "Supported content types", Amazon Nova User Guide. */
const formats: Readonly<Record<string, string>> = {
  "image/jpg": "jpeg",
  "text/plain": "txt",
  "text/markdown": "md",
  "application/msword": "doc",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.ms-excel": "xls",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "video/quicktime": "mov",
  "video/x-matroska": "mkv",
  "video/x-flv": "flv",
  "video/x-ms-wmv": "wmv",
  "video/3gpp": "three_gp",
};

function toMedia(
  { kind, mimeType, base64 }: InlineMedia,
  block: PlainRecord,
  place: BlockPlace,
  { model }: ResolvedOptions,
): PlainRecord {
  if (kind === "audio" || model.family.images === false) {
    throw contentError(`This model takes no ${kind}. Use a Nova model that does.`, place);
  }
  const format = formats[mimeType] ?? mimeType.split("/")[1] ?? mimeType;
  const source = { bytes: base64 };
  if (kind !== "document") return { [kind]: { format, source } };
  const metadata = isRecord(block["metadata"]) ? block["metadata"] : {};
  const given = firstText(block["title"], block["name"], metadata["name"], metadata["filename"], block["filename"]);
  const name =
    given?.replace(/\.[a-z]+$/i, "").replaceAll(/[^A-Za-z0-9 ()[\]-]/g, "-") ??
    `document-${place.message}-${place.block ?? 0}`;
  return { document: { name, format, source } };
}

function toolConfig({ tools, toolChoice }: ResolvedOptions): PlainRecord | undefined {
  if (tools.length === 0 || toolChoice?.kind === "none") return undefined;
  return omitUndefined({
    tools: functionsOnly(tools, "nova").map((tool) => ({
      toolSpec: { name: tool.name, description: describe(tool), inputSchema: { json: tool.inputSchema } },
    })),
    toolChoice: toChoice(toolChoice),
  });
}

function toChoice(choice: ToolChoice | undefined): PlainRecord | undefined {
  switch (choice?.kind) {
    case "auto":
    case "any":
      return { [choice.kind]: {} };
    case "tool":
      return { tool: { name: choice.name } };
    case "other":
      return choice.value;
    default:
      return undefined;
  }
}
