import type { Message } from "../content-blocks.ts";
import { lastUserText, messageText } from "../conversation.ts";
import type { ChatRequest, RequestTool } from "../responder.ts";
import { topicWords, wordPattern } from "./text-hints.ts";

/**
 * The tools that the rules call for a request, in order; none when an answer in words is due.
 *
 * The tool that `toolChoice` names; else each tool that the last user text names, so that calls can be parallel; else
 * the tool that shares most words with the conversation. With `toolChoice.any` it is the first tool at the least.
 * After tool results, only tools that were not called since that text are looked at, so that an agent comes to an end.
 */
export function chooseTools(request: ChatRequest): RequestTool[] {
  const tools = wantedTools(request);
  return request.parallelToolCalls === false ? tools.slice(0, 1) : tools;
}

function wantedTools(request: ChatRequest): RequestTool[] {
  const { toolChoice } = request;
  if (toolChoice.kind === "none") return [];
  if (toolChoice.kind === "tool") return request.tools.filter(({ name }) => name === toolChoice.name);
  const called = calledTools(request.messages);
  const uncalled = request.tools.filter(({ name }) => !called.has(name));
  const tools = uncalled.length === 0 ? request.tools : uncalled;
  const named = namedTools(tools, lastUserText(request.messages));
  if (named.length > 0) return named;
  const nearest = nearestTool(tools, request) ?? (toolChoice.kind === "any" ? tools[0] : undefined);
  return nearest === undefined ? [] : [nearest];
}

/** The tools that were called after the last text of the user. */
function calledTools(messages: readonly Message[]): Set<string> {
  const asked = messages.findLastIndex((message) => message.role === "user" && messageText(message).trim() !== "");
  const calls = messages.slice(asked + 1).flatMap(({ content }) => content);
  return new Set(calls.flatMap((block) => ("toolUse" in block ? [block.toolUse.name] : [])));
}

function namedTools(tools: readonly RequestTool[], text: string): RequestTool[] {
  return tools
    .map((tool) => ({ tool, at: text.search(wordPattern(tool.name)) }))
    .filter(({ at }) => at >= 0)
    .toSorted((left, right) => left.at - right.at)
    .map(({ tool }) => tool);
}

function nearestTool(tools: readonly RequestTool[], { messages }: ChatRequest): RequestTool | undefined {
  const said = topicWords(
    messages
      .filter(({ role }) => role === "user")
      .map(messageText)
      .join(" "),
  );
  let nearest: RequestTool | undefined;
  let most = 0;
  for (const tool of tools) {
    const words = topicWords(`${tool.name.replaceAll(/[_-]/g, " ")} ${tool.description ?? ""}`);
    const shared = [...words].filter((word) => said.has(word)).length;
    if (shared > most) [nearest, most] = [tool, shared];
  }
  return nearest;
}
