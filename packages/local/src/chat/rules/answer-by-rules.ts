import { lastToolResults, lastUserText } from "../conversation.ts";
import type { ChatReply, ReplyToolUse } from "../reply.ts";
import type { ChatRequest } from "../responder.ts";
import { answerFromSources } from "./answer-from-sources.ts";
import { chooseTools } from "./choose-tools.ts";
import { describeResults, resultsText } from "./describe-results.ts";
import { fillSchema } from "./fill-schema.ts";
import { passagesOf, withoutContext } from "./sources.ts";
import { TextHints } from "./text-hints.ts";
import { think } from "./think.ts";
import { useSystemTools } from "./use-system-tools.ts";

/**
 * The answer of fixed rules: no model, and one request always gives one answer.
 *
 * Forced tools are called first; then tool results are told, tools that the text is about are called, a JSON schema
 * is filled, tools of the service's own are used, documents and context are quoted. When none of these applies, the answer repeats the last user text.
 */
export function answerByRules(request: ChatRequest): ChatReply {
  const reasoning = think(request);
  const reply = answer(request);
  return reasoning === undefined ? reply : { reasoning, ...reply };
}

function answer(request: ChatRequest): ChatReply {
  const hasResults = lastToolResults(request.messages).length > 0;
  if (["auto", "none"].includes(request.toolChoice.kind) && hasResults) return answerResults(request);
  const tools = chooseTools(request);
  if (tools.length > 0) {
    const said = withoutNames(lastUserText(request.messages), tools);
    const hints = new TextHints(hasResults ? `${resultsText(request)}\n${said}` : said);
    return {
      toolUse: tools.map(({ name, schema }): ReplyToolUse => ({ name, input: fillSchema(schema, hints) ?? {} })),
    };
  }
  if (request.outputSchema !== undefined) return fillOutput(request, lastUserText(request.messages));
  const blocks = useSystemTools(request);
  return blocks === undefined ? answerInWords(request) : { blocks };
}

function answerResults(request: ChatRequest): ChatReply {
  return request.outputSchema === undefined
    ? { text: describeResults(request) }
    : fillOutput(request, `${resultsText(request)}\n${lastUserText(request.messages)}`);
}

function fillOutput({ outputSchema = {} }: ChatRequest, text: string): ChatReply {
  return { text: JSON.stringify(fillSchema(outputSchema, new TextHints(text)) ?? {}) };
}

function answerInWords(request: ChatRequest): ChatReply {
  const text = lastUserText(request.messages);
  const passages = passagesOf(request);
  if (passages.length > 0) return { blocks: answerFromSources(withoutContext(text), passages) };
  return { text: text.trim() === "" ? describeTurn(request) : text };
}

/** What there is to say of a turn without words. */
function describeTurn({ messages }: ChatRequest): string {
  const kinds = (messages.at(-1)?.content ?? []).flatMap((block) => Object.keys(block));
  return kinds.length === 0 ? "There is nothing to answer." : `Received without text: ${kinds.join(", ")}.`;
}

/** The names of tools are no arguments. */
function withoutNames(text: string, tools: readonly { name: string }[]): string {
  return tools.reduce((rest, { name }) => rest.replaceAll(name, " "), text);
}
