import { AIMessage, type BaseMessage, ChatMessage, ToolMessage } from "@langchain/core/messages";
import {
  AwsConfigurationError,
  isRecord,
  omitUndefined,
  type PlainRecord,
  recordOf,
  stringOf,
} from "@langchain-aws/core";
import { contentError } from "../messages/content-error.ts";
import { toAnthropicBlocks, toResultContent } from "./blocks.ts";

/** A message in Anthropic's form. A content that was a text alone may stay one. */
export interface AnthropicMessage {
  readonly role: "user" | "assistant";
  readonly content: string | readonly PlainRecord[];
}

/** A conversation in Anthropic's form. */
export interface AnthropicConversation {
  readonly system: string | readonly PlainRecord[] | undefined;
  readonly messages: readonly AnthropicMessage[];
}

type Turn = { role: "system" | "user" | "assistant"; content: string | readonly PlainRecord[] };

/**
 * Writes messages in the form of Anthropic's API: neighbours of one role joined, system text apart, what the API refuses
 * mended. The messages are left as they are.
 *
 * @throws AwsConfigurationError for system messages in more than one place, and for blocks that Claude does not take
 */
export function toAnthropicConversation(
  messages: readonly BaseMessage[],
  systemPromptWithTools: string,
): AnthropicConversation {
  const turns = joinNeighbours(messages.map((message, index) => toTurn(message, index, messages.length - 1)));
  const systems = turns.filter(({ role }) => role === "system");
  if (systems.length > 1) {
    throw new AwsConfigurationError(
      "Received multiple non-consecutive system messages. Put them together, best in front.",
      { code: "UNSUPPORTED_CONTENT", lc_error_code: "INVALID_PROMPT_INPUT" },
    );
  }
  const others = turns.flatMap(({ role, content }) =>
    role === "system" ? [] : [{ role, content: filled(ordered(role, content)) }],
  );
  return {
    system: withToolText(systems[0]?.content, systemPromptWithTools),
    messages: renameToolIds(others),
  };
}

function toTurn(message: BaseMessage, index: number, last: number): Turn {
  const type = message.getType();
  const place = { message: index, role: type };
  if (ToolMessage.isInstance(message)) return { role: "user", content: toToolResult(message, index) };
  const blocks = (content: unknown): readonly PlainRecord[] =>
    Array.isArray(content) ? toAnthropicBlocks(content, place) : [];
  if (AIMessage.isInstance(message)) {
    const content = toAnswer(message, blocks);
    return { role: "assistant", content: index === last ? withoutTrailingSpace(content) : content };
  }
  const role = ChatMessage.isInstance(message) ? message.role : type;
  const content = typeof message.content === "string" ? message.content : blocks(message.content);
  if (role === "system" || role === "developer") {
    const strange = typeof content === "string" ? undefined : content.find((block) => block["type"] !== "text");
    if (strange === undefined) return { role: "system", content };
    throw contentError(`System messages take text blocks only, and no "${String(strange["type"])}".`, place);
  }
  if (role === "human" || role === "user") return { role: "user", content };
  if (role === "assistant" || role === "ai") return { role: "assistant", content };
  throw contentError(`There is no role "${role}" in Anthropic's messages: use system, user, assistant or tool.`, place);
}

/** A result, or, when the message holds nothing but results, those. */
function toToolResult(message: ToolMessage, index: number): readonly PlainRecord[] {
  const place = { message: index, role: "tool" };
  const { content } = message;
  if (Array.isArray(content) && content.length > 0 && content.every((block) => block.type === "tool_result")) {
    return toAnthropicBlocks(content, place);
  }
  return [
    omitUndefined({
      type: "tool_result",
      tool_use_id: message.tool_call_id,
      content: toResultContent(content, place),
      is_error: message.status === "error" ? true : undefined,
    }),
  ];
}

/** An answer as blocks: what was thought, said and called. Calls count as `tool_calls` has them. */
function toAnswer(message: AIMessage, blocks: (content: unknown) => readonly PlainRecord[]): readonly PlainRecord[] {
  const calls = new Map((message.tool_calls ?? []).map((call) => [call.id, call]));
  const said = blocks(typeof message.content === "string" ? [message.content] : message.content);
  const written = said.map((block) => {
    const id = stringOf(block["id"]);
    const call = block["type"] === "tool_use" ? calls.get(id) : undefined;
    if (call === undefined) return block;
    calls.delete(id);
    return { ...block, name: call.name, input: recordOf(call.args) };
  });
  const rest = [...calls.values()].map(({ id, name, args }) => ({ type: "tool_use", name, id, input: recordOf(args) }));
  return [...storedThought(message), ...written, ...rest];
}

/** Where Python's class and older versions keep what was thought beside a text. */
function storedThought({ content, additional_kwargs }: AIMessage): readonly PlainRecord[] {
  const { thinking } = additional_kwargs;
  if (typeof content !== "string" || !isRecord(thinking)) return [];
  return [
    omitUndefined({
      type: "thinking",
      thinking: stringOf(thinking["text"]) ?? "",
      signature: stringOf(thinking["signature"]),
    }),
  ];
}

/** The service refuses an answer to go on with that ends in white space. */
function withoutTrailingSpace(content: readonly PlainRecord[]): readonly PlainRecord[] {
  return content.flatMap((block) => {
    if (block["type"] !== "text") return [block];
    const text = (stringOf(block["text"]) ?? "").trimEnd();
    return text === "" ? [] : [{ ...block, text }];
  });
}

function joinNeighbours(turns: readonly Turn[]): readonly Turn[] {
  const joined: Turn[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last === undefined || last.role !== turn.role || turn.role === "assistant") joined.push(turn);
    else joined[joined.length - 1] = { role: turn.role, content: [...asBlocks(last), ...asBlocks(turn)] };
  }
  return joined;
}

function asBlocks({ content }: { readonly content: string | readonly PlainRecord[] }): readonly PlainRecord[] {
  if (typeof content !== "string") return content;
  return content.trim() === "" ? [] : [{ type: "text", text: content }];
}

/** Results of tools come first for the user; thoughts first and calls last for the assistant. */
function ordered(role: string, content: string | readonly PlainRecord[]): string | readonly PlainRecord[] {
  if (typeof content === "string") return content;
  const rank = role === "assistant" ? answerRank : userRank;
  return content.toSorted((a, b) => rank(a) - rank(b));
}

function userRank({ type }: PlainRecord): number {
  return type === "tool_result" ? 0 : 1;
}

function answerRank({ type }: PlainRecord): number {
  if (type === "thinking" || type === "redacted_thinking") return 0;
  return type === "tool_use" ? 2 : 1;
}

/** The service refuses a message that says nothing. */
function filled(content: string | readonly PlainRecord[]): string | readonly PlainRecord[] {
  const isBlank = typeof content === "string" ? content.trim() === "" : content.length === 0;
  return isBlank ? [{ type: "text", text: "." }] : content;
}

function withToolText(
  system: string | readonly PlainRecord[] | undefined,
  tools: string,
): string | readonly PlainRecord[] | undefined {
  const isBlank = system === undefined || (typeof system === "string" ? system.trim() === "" : system.length === 0);
  if (isBlank) return tools === "" ? undefined : tools;
  if (tools === "") return system;
  return typeof system === "string" ? `${tools}\n${system}` : [{ type: "text", text: tools }, ...system];
}

/** Ids that other providers made may hold characters the service refuses; calls and results are renamed alike. */
function renameToolIds(messages: readonly AnthropicMessage[]): readonly AnthropicMessage[] {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const rename = (id: string): string => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const legal = id.replaceAll(/[^a-zA-Z0-9_-]/g, "_") || "_";
    let name = legal;
    for (let number = 2; taken.has(name); number += 1) name = `${legal}_${number}`;
    names.set(id, name);
    taken.add(name);
    return name;
  };
  const renamed = (block: PlainRecord): PlainRecord => {
    const key = block["type"] === "tool_use" ? "id" : block["type"] === "tool_result" ? "tool_use_id" : undefined;
    const id = key === undefined ? undefined : stringOf(block[key]);
    return key === undefined || id === undefined ? block : { ...block, [key]: rename(id) };
  };
  return messages.map(({ role, content }) => ({
    role,
    content: typeof content === "string" ? content : content.map(renamed),
  }));
}
