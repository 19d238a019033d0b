import { omitUndefined, type PlainRecord, recordOf } from "@langchain-aws/core";
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { SagemakerConfigError } from "../errors.ts";
import { toOpenAiContent } from "./content.ts";

/** Options of {@link toOpenAiMessages}. */
export interface MessageOptions {
  /**
   * Joins neighbouring user messages, and neighbouring system messages: many chat templates want roles to alternate.
   *
   * @defaultValue true
   */
  readonly mergeConsecutive?: boolean;
}

/** A message as OpenAI-style containers take it. */
export interface OpenAiMessage {
  readonly role: string;
  readonly content: string | PlainRecord[] | null;
  readonly name?: string;
  readonly tool_calls?: readonly PlainRecord[];
  readonly tool_call_id?: string;
}

const roles: Readonly<Record<string, string>> = {
  system: "system",
  developer: "system",
  human: "user",
  user: "user",
  ai: "assistant",
  assistant: "assistant",
  tool: "tool",
};

const merged: ReadonlySet<string> = new Set(["system", "user"]);

/**
 * Messages as OpenAI-style containers take them. The input is untouched.
 *
 * @throws SagemakerConfigError naming the index of a message that cannot be sent
 */
export function toOpenAiMessages(
  messages: readonly BaseMessage[],
  { mergeConsecutive = true }: MessageOptions = {},
): OpenAiMessage[] {
  const list: OpenAiMessage[] = [];
  for (const [index, message] of messages.entries()) {
    const next = toOpenAiMessage(message, index);
    const last = list.at(-1);
    const isJoined = last !== undefined && last.role === next.role && last.name === next.name && merged.has(next.role);
    if (isJoined && (mergeConsecutive || next.role === "system")) list[list.length - 1] = joined(last, next);
    else list.push(next);
  }
  return list;
}

function toOpenAiMessage(message: BaseMessage, index: number): OpenAiMessage {
  const path = `messages[${index}]`;
  const given = message.type === "generic" && "role" in message ? String(message.role) : message.type;
  const role = Object.hasOwn(roles, given) ? roles[given] : undefined;
  if (role === undefined) {
    throw new SagemakerConfigError(
      `${path}: the handler cannot send a message with the role "${given}". It takes system, user, assistant and tool messages.`,
      { code: "CONFIG_UNSUPPORTED_ROLE" },
    );
  }
  const content = toOpenAiContent(message.content, path);
  if (AIMessage.isInstance(message)) return assistant(message, content);
  const tool_call_id = ToolMessage.isInstance(message) ? message.tool_call_id : undefined;
  return omitUndefined({ role, content, name: role === "tool" ? undefined : message.name, tool_call_id });
}

function assistant(message: AIMessage, content: string | PlainRecord[]): OpenAiMessage {
  const calls = (message.tool_calls ?? []).map(({ id, name, args }) =>
    omitUndefined({ id, type: "function", function: { name, arguments: JSON.stringify(args) } }),
  );
  const hasNone = content.length === 0;
  return {
    role: "assistant",
    content: hasNone && calls.length > 0 ? null : content,
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function joined(first: OpenAiMessage, second: OpenAiMessage): OpenAiMessage {
  const [a, b] = [first.content ?? "", second.content ?? ""];
  if (typeof a === "string" && typeof b === "string") return { ...first, content: `${a}\n${b}` };
  return { ...first, content: [...partsOf(a), ...partsOf(b)] };
}

function partsOf(content: string | PlainRecord[]): PlainRecord[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content.map((part) => recordOf(part));
}
