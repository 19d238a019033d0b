import { isRecord, type PlainRecord, stringOf } from "@langchain-aws/core";
import type { ToolDefinition } from "@langchain-aws/core/tools";
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { parsedJson } from "../record.ts";
import { describe } from "./bound-tools.ts";

/** A call that a model wrote as XML. */
export interface XmlCall {
  readonly name: string;
  readonly args: PlainRecord;
}

/** Where the model is stopped, so that it does not write the results as well. */
export const xmlCallsEnd = "</function_calls>";

/**
 * The system text that describes tools to a model without a field for them, in the form Claude before version 3 was
 * taught. Source: "Claude 2.1 tool use", Anthropic.
 */
export function describeToolsInXml(tools: readonly ToolDefinition[]): string {
  return [
    "Some questions can be answered with the tools listed below. To use them, write nothing after a block of this form:",
    "<function_calls>\n<invoke>\n<tool_name>NAME_OF_THE_TOOL</tool_name>\n<parameters>\n<NAME_OF_THE_PARAMETER>VALUE</NAME_OF_THE_PARAMETER>\n...\n</parameters>\n</invoke>\n</function_calls>",
    "The tools are:",
    `<tools>\n${tools.map(describeTool).join("\n")}\n</tools>`,
  ].join("\n\n");
}

function describeTool(tool: ToolDefinition): string {
  const { properties } = tool.inputSchema;
  const parameters = Object.entries(isRecord(properties) ? properties : {}).map(([name, schema]) => {
    const { type, description } = isRecord(schema) ? schema : {};
    const lines = [
      `<name>${escaped(name)}</name>`,
      `<type>${escaped(stringOf(type) ?? alternatives(schema))}</type>`,
      ...(typeof description === "string" ? [`<description>${escaped(description)}</description>`] : []),
    ];
    return `<parameter>\n${lines.join("\n")}\n</parameter>`;
  });
  return [
    "<tool_description>",
    `<tool_name>${escaped(tool.name)}</tool_name>`,
    `<description>${escaped(describe(tool))}</description>`,
    ["<parameters>", ...parameters, "</parameters>"].join("\n"),
    "</tool_description>",
  ].join("\n");
}

/** The type of a parameter that may be several things, as JSON. */
function alternatives(schema: unknown): string {
  if (!isRecord(schema)) return "any";
  const { type, anyOf, allOf, oneOf } = schema;
  const several = anyOf ?? allOf ?? oneOf ?? type;
  return several === undefined ? "any" : JSON.stringify(several);
}

/** The calls in a text; a block that was cut off at its end counts too. */
export function readXmlCalls(text: string): readonly XmlCall[] {
  const start = text.indexOf("<function_calls>");
  if (start < 0) return [];
  const block = text.slice(start).split(xmlCallsEnd)[0] ?? "";
  return Array.from(block.matchAll(/<invoke>([^]*?)<\/invoke>/g), ([, invoke = ""]) => readInvoke(invoke)).filter(
    ({ name }) => name !== "",
  );
}

function readInvoke(invoke: string): XmlCall {
  const name = /<tool_name>([^]*?)<\/tool_name>/.exec(invoke)?.[1]?.trim() ?? "";
  const parameters = /<parameters>([^]*?)<\/parameters>/.exec(invoke)?.[1] ?? "";
  const pairs = Array.from(parameters.matchAll(/<([\w.-]+)>([^]*?)<\/\1>/g), ([, key = "", value = ""]) => [
    unescaped(key),
    valueOf(unescaped(value)),
  ]);
  return { name: unescaped(name), args: Object.fromEntries(pairs) };
}

/** Numbers, booleans, lists and objects are written as JSON; everything else is text. */
function valueOf(text: string): unknown {
  const value = parsedJson(text);
  return value === undefined || typeof value === "string" ? text : value;
}

/** A history with its calls and results as text, for a model that has no other form for them. */
export function withXmlHistory(messages: readonly BaseMessage[]): readonly BaseMessage[] {
  const names = new Map<string, string>();
  return messages.map((message) => {
    if (ToolMessage.isInstance(message)) return resultAsText(message, names);
    if (!AIMessage.isInstance(message) || (message.tool_calls ?? []).length === 0) return message;
    for (const { id, name } of message.tool_calls ?? []) names.set(id ?? "", name);
    // An answer of this very kind still holds what the model wrote, without the end it was stopped at.
    const said = message.text.split("<function_calls>")[0]?.trimEnd() ?? "";
    const calls = (message.tool_calls ?? []).map(({ name, args }) => writeInvoke(name, args));
    return new AIMessage([said, `<function_calls>\n${calls.join("\n")}\n${xmlCallsEnd}`].filter(Boolean).join("\n"));
  });
}

function writeInvoke(name: string, args: PlainRecord): string {
  const parameters = Object.entries(args).map(([key, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `<${key}>${escaped(text)}</${key}>`;
  });
  return `<invoke>\n<tool_name>${escaped(name)}</tool_name>\n<parameters>\n${parameters.join("\n")}\n</parameters>\n</invoke>`;
}

function resultAsText(message: ToolMessage, names: ReadonlyMap<string, string>): HumanMessage {
  const name = message.name ?? names.get(message.tool_call_id) ?? "";
  const body =
    message.status === "error"
      ? `<error>${escaped(message.text)}</error>`
      : `<result>\n<tool_name>${escaped(name)}</tool_name>\n<stdout>${escaped(message.text)}</stdout>\n</result>`;
  return new HumanMessage(`<function_results>\n${body}\n</function_results>`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
