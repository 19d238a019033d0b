import { isRecord, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { AIMessage, type BaseMessage, ChatMessage, ToolMessage } from "@langchain/core/messages";
import { type BlockPlace, contentError } from "./content-error.ts";
import { type InlineMedia, isMedia, readMedia } from "./media.ts";

/** A call of a tool in a history. */
export interface TurnCall {
  readonly id: string;
  readonly name: string;
  readonly args: PlainRecord;
}

/** A part of a turn. `native` is a block in the format's own form, which has no `type`. */
export type TurnPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "media"; readonly media: InlineMedia; readonly block: PlainRecord }
  | { readonly type: "native"; readonly block: PlainRecord };

/** One message as every format but Anthropic's sees it. */
export interface Turn {
  /** `system`, `user`, `assistant`, `tool`, or the role of a ChatMessage. */
  readonly role: string;
  readonly parts: readonly TurnPart[];
  readonly calls: readonly TurnCall[];
  /** The call a tool message answers. */
  readonly callId?: string;
  readonly isError: boolean;
  readonly place: BlockPlace;
}

const roles: Readonly<Record<string, string>> = {
  system: "system",
  developer: "system",
  human: "user",
  ai: "assistant",
  tool: "tool",
  function: "tool",
};

/** Blocks of an answer that are not said again: what was thought, and calls, which a message has in `tool_calls`. */
const unsaid: ReadonlySet<string> = new Set([
  "thinking",
  "redacted_thinking",
  "reasoning",
  "reasoning_content",
  "tool_use",
  "tool_call",
  "invalid_tool_call",
  "tool_call_chunk",
  "input_json_delta",
]);

/**
 * Reads messages into turns.
 *
 * @throws AwsConfigurationError for blocks that no format takes, naming message, block and type
 */
export function readTurns(messages: readonly BaseMessage[]): readonly Turn[] {
  return messages.map(readTurn);
}

function readTurn(message: BaseMessage, index: number): Turn {
  const type = message.getType();
  const place = { message: index, role: type };
  const isAnswer = AIMessage.isInstance(message);
  return {
    role: ChatMessage.isInstance(message) ? message.role : (roles[type] ?? type),
    parts: partsOf(message.content, place, isAnswer),
    calls: isAnswer ? callsOf(message) : [],
    ...(ToolMessage.isInstance(message) && { callId: message.tool_call_id }),
    isError: ToolMessage.isInstance(message) && message.status === "error",
    place,
  };
}

function partsOf(content: unknown, place: BlockPlace, isAnswer: boolean): readonly TurnPart[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((given: unknown, block): TurnPart[] => {
    if (typeof given === "string") return given === "" ? [] : [{ type: "text", text: given }];
    const part = isRecord(given) ? given : {};
    const { type } = part;
    if (isAnswer && typeof type === "string" && unsaid.has(type)) return [];
    if (type === "text" || (type === undefined && typeof part["text"] === "string")) {
      const text = stringOf(part["text"]) ?? "";
      return text === "" ? [] : [{ type: "text", text }];
    }
    if (type === undefined) return [{ type: "native", block: part }];
    const at = { ...place, block };
    if (!isMedia(part))
      throw contentError(`A block of type "${stringOf(type) ?? "?"}" cannot be sent in this format.`, at);
    const media = readMedia(part, at);
    return [media.kind === "text" ? { type: "text", text: media.text } : { type: "media", media, block: part }];
  });
}

function callsOf(message: AIMessage): readonly TurnCall[] {
  const calls = message.tool_calls ?? [];
  if (calls.length > 0) {
    return calls.map(({ id, name, args }, at) => ({ id: id ?? `call_${at}`, name, args: recordOf(args) }));
  }
  if (!Array.isArray(message.content)) return [];
  return message.content.flatMap((block: unknown) => {
    if (!isRecord(block) || block["type"] !== "tool_use") return [];
    return [{ id: stringOf(block["id"]) ?? "", name: stringOf(block["name"]) ?? "", args: recordOf(block["input"]) }];
  });
}

/**
 * The text of a turn, its parts joined.
 *
 * @throws AwsConfigurationError for anything but text
 */
export function textOfTurn(turn: Turn, separator = "\n"): string {
  return turn.parts
    .map((part, block) => {
      if (part.type === "text") return part.text;
      throw contentError(
        part.type === "media"
          ? `This model takes text only here, and no ${part.media.kind}. Use ChatBedrockConverse or a model that takes it, or set \`baseModelId\` when this id hides one.`
          : "This model takes text only. Pass blocks of type `text`.",
        { ...turn.place, block },
      );
    })
    .join(separator);
}
