import type { ContentBlock, Message } from "../../chat/content-blocks.ts";
import type { RequestTool, RequestToolChoice } from "../../chat/responder.ts";
import { type Body, isObject, objectOf, textOf } from "./json-body.ts";

/** Messages of an OpenAI body, in the words of the chat engine; a text says what is wrong with them. */
export function readOpenAiMessages(value: unknown): { messages: Message[]; system: string } | string {
  if (!Array.isArray(value) || value.length === 0) return "`messages` must be a list of one message at least";
  const messages: Message[] = [];
  const system: string[] = [];
  for (const [index, given] of value.entries()) {
    const message = objectOf(given);
    const content = contentOf(message["content"]);
    if (typeof content === "string") return `messages[${index}]: ${content}`;
    const { role } = message;
    if (role === "system" || role === "developer") system.push(wordsOf(content));
    else if (role === "user") addTurn(messages, "user", content);
    else if (role === "assistant") addTurn(messages, "assistant", [...content, ...callsOf(message["tool_calls"])]);
    else if (role === "tool") addTurn(messages, "user", [toolResult(message, content)]);
    else return `messages[${index}]: unexpected role`;
  }
  return { messages, system: system.join("\n\n") };
}

/** Neighbours of one role are one turn, as the results of parallel calls must be. */
function addTurn(messages: Message[], role: string, content: readonly ContentBlock[]): void {
  const last = messages.at(-1);
  if (last?.role === role) messages[messages.length - 1] = { role, content: [...last.content, ...content] };
  else messages.push({ role, content });
}

function contentOf(content: unknown): ContentBlock[] | string {
  if (content === null || content === undefined) return [];
  if (typeof content === "string") return [{ text: content }];
  if (!Array.isArray(content)) return "`content` must be a text or a list of parts";
  const blocks: ContentBlock[] = [];
  for (const part of content.map(objectOf)) {
    if (part["type"] === "text") blocks.push({ text: textOf(part["text"]) ?? "" });
    else if (part["type"] === "image_url") blocks.push(imageOf(textOf(objectOf(part["image_url"])["url"]) ?? ""));
    else return "unknown part type";
  }
  return blocks;
}

function imageOf(url: string): ContentBlock {
  const [, format, bytes] = /^data:image\/([a-z]+);base64,(.*)$/s.exec(url) ?? [];
  return bytes === undefined || format === undefined
    ? { image: { format: "png", source: { s3Location: { uri: url } } } }
    : { image: { format, source: { bytes } } };
}

function callsOf(calls: unknown): ContentBlock[] {
  return (Array.isArray(calls) ? calls.map(objectOf) : []).map((call) => {
    const called = objectOf(call["function"]);
    return {
      toolUse: {
        toolUseId: textOf(call["id"]) ?? "",
        name: textOf(called["name"]) ?? "",
        input: parsed(textOf(called["arguments"]) ?? "{}"),
      },
    };
  });
}

function toolResult(message: Body, content: readonly ContentBlock[]): ContentBlock {
  const text = wordsOf(content);
  const json = parsed(text);
  return {
    toolResult: {
      toolUseId: textOf(message["tool_call_id"]) ?? "",
      content: [isObject(json) ? { json } : { text }],
    },
  };
}

function wordsOf(content: readonly ContentBlock[]): string {
  return content.flatMap((block) => ("text" in block ? [block.text] : [])).join("");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The tools of an OpenAI body. */
export function readOpenAiTools(tools: unknown): RequestTool[] {
  return (Array.isArray(tools) ? tools.map(objectOf) : []).map((tool) => {
    const { name, description, parameters } = objectOf(tool["function"]);
    return {
      name: textOf(name) ?? "",
      ...(typeof description === "string" && { description }),
      schema: objectOf(parameters),
    };
  });
}

/** The choice of tools of an OpenAI body. */
export function readToolChoice(choice: unknown): RequestToolChoice {
  if (choice === "required") return { kind: "any" };
  if (choice === "none") return { kind: "none" };
  const name = textOf(objectOf(objectOf(choice)["function"])["name"]);
  return name === undefined ? { kind: "auto" } : { kind: "tool", name };
}
