import type {
  ContentBlock as WireContentBlock,
  Message as WireMessage,
  SystemContentBlock as WireSystemContentBlock,
} from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError, stringOf } from "@langchain-aws/core";
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { property } from "./property.ts";
import { toAssistantContent } from "./assistant-content.ts";
import { withoutEmptyContent } from "./blank-text.ts";
import type { RequestContext } from "./context.ts";
import { lateSystemMode, refuseToolChanges, toLateSystemContent } from "./late-system.ts";
import { toSystemContent } from "./system.ts";
import { writeToolResult } from "./tool-results.ts";
import { toUserContent } from "./user-content.ts";

/** A conversation in Converse's two parts. */
export interface Conversation {
  readonly system: readonly WireSystemContentBlock[];
  readonly messages: readonly WireMessage[];
}

/** One message of the wire while it is being put together; its content may still be empty. */
interface Turn {
  readonly role: "user" | "assistant" | "system";
  readonly content: readonly WireContentBlock[];
}

/** What one LangChain message becomes. */
interface Converted {
  readonly system?: readonly WireSystemContentBlock[];
  readonly turn?: Turn;
}

/** Roles of a `ChatMessage`, by the names other providers use. */
const chatRoles: Readonly<Record<string, string>> = {
  user: "human",
  human: "human",
  assistant: "ai",
  ai: "ai",
  system: "system",
  developer: "system",
};

/**
 * Converts a conversation: system messages apart, neighbours of one role joined, nothing blank, never empty.
 *
 * The messages are only read.
 *
 * @throws AwsConfigurationError for messages and blocks Converse has nothing for
 */
export function toConversation(messages: readonly BaseMessage[], context: RequestContext): Conversation {
  const answered = answeredCalls(messages);
  const system: WireSystemContentBlock[] = [];
  const turns: Turn[] = [];
  let isLate = false;
  for (const [index, message] of messages.entries()) {
    const kind = kindOf(message);
    const converted = convert(message, kind, index, { context, answered, isLate });
    if (converted.system !== undefined) system.push(...converted.system);
    if (converted.turn !== undefined) turns.push(converted.turn);
    isLate ||= kind !== "system";
  }
  const joined = trimPrefill(joinNeighbours(turns));
  return { system, messages: toWireMessages(joined, context.options.emptyContentPlaceholder) };
}

interface Circumstances {
  readonly context: RequestContext;
  readonly answered: ReadonlySet<string>;
  /** Whether a turn came before. */
  readonly isLate: boolean;
}

function answeredCalls(messages: readonly BaseMessage[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const message of messages) {
    if (ToolMessage.isInstance(message)) ids.add(message.tool_call_id);
  }
  return ids;
}

function convert(
  message: BaseMessage,
  kind: string,
  index: number,
  { context, answered, isLate }: Circumstances,
): Converted {
  const place = { role: kind, message: index };
  switch (kind) {
    case "system":
      return convertSystem(message, index, isLate, context);
    case "human":
      return { turn: { role: "user", content: toUserContent(message.content, context, place) } };
    case "ai":
      return { turn: { role: "assistant", content: assistantContent(message, index, answered, context) } };
    case "tool":
    case "function":
      return { turn: { role: "user", content: toolContent(message, index, context) } };
    default:
      throw new AwsConfigurationError(`Unsupported message type: ${kind} (message ${index})`, {
        code: "UNSUPPORTED_CONTENT",
        lc_error_code: "INVALID_PROMPT_INPUT",
      });
  }
}

function kindOf(message: BaseMessage): string {
  const kind = message.getType();
  if (kind !== "generic") return kind === "developer" ? "system" : kind;
  const role = stringOf(property(message, "role")) ?? "";
  if (Object.hasOwn(chatRoles, role)) return chatRoles[role] ?? role;
  // The role alone makes no tool's answer of it: there is no call that it belongs to.
  return role === "tool" || role === "function" ? `${role}, as a ChatMessage` : role;
}

function convertSystem(message: BaseMessage, index: number, isLate: boolean, context: RequestContext): Converted {
  const place = { role: "system", message: index };
  const mode = isLate ? lateSystemMode(context.options) : "hoist";
  if (mode === "native") {
    return { turn: { role: "system", content: toLateSystemContent(message.content, context.options, place) } };
  }
  refuseToolChanges(message.content, isLate, place);
  const content = toSystemContent(message.content, place);
  if (mode === "hoist") return { system: content };
  const noted = content.map((block) => (block.text === undefined ? block : { text: `[System note] ${block.text}` }));
  return { turn: { role: "user", content: noted } };
}

function assistantContent(
  message: BaseMessage,
  index: number,
  answered: ReadonlySet<string>,
  context: RequestContext,
): readonly WireContentBlock[] {
  const place = { role: "ai", message: index };
  if (!AIMessage.isInstance(message)) {
    // A ChatMessage with the assistant's role has text and nothing else.
    return toUserContent(message.content, context, place);
  }
  const provider = stringOf(message.response_metadata["model_provider"]);
  const isOwn = provider === undefined || /^bedrock[-_]converse$/.test(provider);
  const content: unknown = isOwn ? message.content : message.contentBlocks;
  return toAssistantContent({ message, content, answered }, context, place);
}

function toolContent(message: BaseMessage, index: number, context: RequestContext): readonly WireContentBlock[] {
  const id = stringOf(property(message, "tool_call_id"));
  const place = { role: "tool", message: index };
  if (id === undefined) return toUserContent(message.content, context, place);
  const isError = property(message, "status") === "error";
  return writeToolResult({ id, content: message.content, isError }, context, { ...place, block: 0 });
}

/** The beginning of an answer must not end in white space. */
function trimPrefill(turns: readonly Turn[]): readonly Turn[] {
  const last = turns.at(-1);
  // A cache point behind the text ends nothing.
  const at = last?.content.findLastIndex((block) => block.cachePoint === undefined) ?? -1;
  const text = last?.content[at]?.text;
  if (last?.role !== "assistant" || text === undefined) return turns;
  return [...turns.slice(0, -1), { ...last, content: last.content.with(at, { text: text.trimEnd() }) }];
}

function toWireMessages(turns: readonly Turn[], placeholder: string): WireMessage[] {
  return turns.map(({ role, content }) => ({
    role,
    content: withoutEmptyContent(content, placeholder),
  }));
}

/**
 * Joins neighbouring turns of one role. Converse wants roles to alternate, and parallel tool calls give LangChain one
 * ToolMessage each.
 */
function joinNeighbours(turns: readonly Turn[]): readonly Turn[] {
  const joined: Turn[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last?.role === turn.role)
      joined[joined.length - 1] = { role: turn.role, content: [...last.content, ...turn.content] };
    else joined.push(turn);
  }
  return joined;
}
