import {
  AwsConfigurationError,
  isRecord,
  numberOf,
  omitUndefined,
  type PlainRecord,
  recordOf,
  stringOf,
} from "@langchain-aws/core";
import type { ToolDefinition } from "@langchain-aws/core/tools";
import { contentError } from "../messages/content-error.ts";
import { type Turn, type TurnCall, textOfTurn } from "../messages/read-turns.ts";
import { readConversation } from "../messages/system-prompt.ts";
import { listOf, parsedJson } from "../record.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { describe, functionsOnly } from "../tools/bound-tools.ts";
import { isForced } from "../tools/tool-choice.ts";
import type { Body, BodyFormat } from "./body-format.ts";

/** Cohere Command R and R+. Source: "Cohere Command R and Command R+ models", Amazon Bedrock User Guide. */
export const cohereChat: BodyFormat = {
  name: "cohere-chat",
  takesTools: true,
  stops: "service",
  buildChat: (messages, options) => ({
    ...toConversation(readConversation(messages, options)),
    ...toolFields(options),
  }),
  buildPrompt: (message) => ({ message }),
  buildSampling: ({ temperature, maxTokens, stop }) =>
    omitUndefined({ max_tokens: maxTokens, temperature, stop_sequences: stop }),
  createReader: (context) => textReply({ readWhole, readEvent }, context),
};

/** The last question is the `message`; what the tools said since is `tool_results`; all before is history. */
function toConversation(turns: readonly Turn[]): Body {
  const preamble = turns.filter(({ role }) => role === "system").map((turn) => textOfTurn(turn));
  const said = turns.filter(({ role }) => role !== "system");
  const asked = said.findLastIndex(({ role }) => role === "user");
  const question = said[asked];
  if (question === undefined) {
    throw new AwsConfigurationError("Command R needs a HumanMessage to answer.", { code: "UNSUPPORTED_CONTENT" });
  }
  const since = said.slice(asked + 1);
  const results = toResults(since);
  if (results === undefined && since.length > 0) {
    throw contentError(
      "Command R answers the last HumanMessage; only calls of tools and their results may follow it.",
      since[0]?.place ?? question.place,
    );
  }
  const history = toHistory(said.slice(0, asked));
  return omitUndefined({
    message: textOfTurn(question),
    chat_history: history.length === 0 ? undefined : history,
    preamble: preamble.length === 0 ? undefined : preamble.join("\n\n"),
    tool_results: results,
  });
}

function toHistory(turns: readonly Turn[]): readonly PlainRecord[] {
  const names = new Map<string, TurnCall>();
  return turns.map((turn) => {
    for (const call of turn.calls) names.set(call.id, call);
    switch (turn.role) {
      case "assistant":
        return {
          role: "CHATBOT",
          message: textOfTurn(turn),
          ...(turn.calls.length > 0 && { tool_calls: turn.calls.map(toCall) }),
        };
      case "tool":
        return { role: "TOOL", tool_results: [toResult(turn, names)] };
      case "user":
        return { role: "USER", message: textOfTurn(turn) };
      default:
        throw contentError(`There is no role "${turn.role}" in this format.`, turn.place);
    }
  });
}

/** The results behind the last question; nothing when something else stands there. */
function toResults(turns: readonly Turn[]): readonly PlainRecord[] | undefined {
  const names = new Map<string, TurnCall>();
  const results: PlainRecord[] = [];
  for (const turn of turns) {
    for (const call of turn.calls) names.set(call.id, call);
    if (turn.role === "tool") results.push(toResult(turn, names));
    else if (turn.role !== "assistant" || turn.calls.length === 0) return undefined;
  }
  return results.length === 0 ? undefined : results;
}

function toResult(turn: Turn, calls: ReadonlyMap<string, TurnCall>): PlainRecord {
  const call = calls.get(turn.callId ?? "");
  if (call === undefined) {
    throw contentError("This result belongs to no call: its id is in no AIMessage before it.", turn.place);
  }
  const text = textOfTurn(turn);
  const value = parsedJson(text);
  const outputs = Array.isArray(value) && value.every(isRecord) ? value : [isRecord(value) ? value : { result: text }];
  return { call: toCall(call), outputs };
}

function toCall({ name, args }: TurnCall): PlainRecord {
  return { name, parameters: args };
}

function toolFields({ tools, toolChoice }: ResolvedOptions): Body {
  if (tools.length === 0 || toolChoice?.kind === "none") return {};
  if (isForced(toolChoice) || toolChoice?.kind === "other") {
    throw new AwsConfigurationError('Command R cannot be made to call a tool: pass tool_choice "auto" or none.', {
      code: "CONFIG_INVALID_TOOL_CHOICE",
    });
  }
  return { tools: functionsOnly(tools, "cohere-chat").map(toTool) };
}

function toTool(tool: ToolDefinition): PlainRecord {
  const { name, inputSchema } = tool;
  const required = new Set(listOf(inputSchema["required"]));
  const parameters = Object.entries(recordOf(inputSchema["properties"])).map(([key, given]) => {
    const schema = recordOf(given);
    const parts = [stringOf(schema["description"]), allowedValues(schema["enum"])].filter(Boolean);
    return [
      key,
      omitUndefined({
        description: parts.length === 0 ? undefined : parts.join(" "),
        type: typeName(schema["type"]),
        required: required.has(key),
      }),
    ];
  });
  return { name, description: describe(tool), parameter_definitions: Object.fromEntries(parameters) };
}

const typeNames: Readonly<Record<string, string>> = {
  string: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
  array: "List",
  object: "Dict",
};

function typeName(type: unknown): string {
  const first: unknown = Array.isArray(type) ? type.find((name) => name !== "null") : type;
  return typeof first === "string" ? (typeNames[first] ?? first) : "str";
}

function allowedValues(values: unknown): string | undefined {
  return Array.isArray(values) ? `One of: ${values.map((value) => JSON.stringify(value)).join(", ")}.` : undefined;
}

function readWhole(body: PlainRecord, out: ReplySink): void {
  out.id(stringOf(body["generation_id"]));
  out.text(stringOf(body["text"]));
  readCalls(body, out);
  readEnd(body, out);
}

function readEvent(event: PlainRecord, out: ReplySink): void {
  switch (event["event_type"]) {
    case "stream-start":
      out.id(stringOf(event["generation_id"]));
      return;
    case "text-generation":
      out.text(stringOf(event["text"]));
      return;
    case "tool-calls-generation":
      readCalls(event, out);
      return;
    case "stream-end":
      // As recorded, a stream has no start of its own: its id comes last.
      out.id(stringOf(recordOf(event["response"])["generation_id"]));
      if (out.callCount === 0) readCalls(recordOf(event["response"]), out);
      readEnd({ ...recordOf(event["response"]), finish_reason: event["finish_reason"] }, out);
      return;
    default:
  }
}

function readCalls(body: PlainRecord, out: ReplySink): void {
  for (const call of listOf(body["tool_calls"])) {
    if (!isRecord(call)) continue;
    const args = JSON.stringify(recordOf(call["parameters"]));
    out.call({ index: out.callCount, name: stringOf(call["name"]), args });
  }
}

function readEnd(body: PlainRecord, out: ReplySink): void {
  out.stop(stringOf(body["finish_reason"]));
  const { citations, documents } = body;
  const found = { ...(isFilled(citations) && { citations }), ...(isFilled(documents) && { documents }) };
  if (Object.keys(found).length > 0) out.metadata(found);
  const units = recordOf(recordOf(body["meta"])["billed_units"]);
  out.usage(omitUndefined({ input: numberOf(units["input_tokens"]), output: numberOf(units["output_tokens"]) }));
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
