import { lastUserText } from "./conversation.ts";
import type { ChatRequest } from "./responder.ts";

/** Which requests an answer is for, by what they hold. All members given must hold. */
export interface RequestPattern {
  /** The model id as sent, or the id of the model behind it; a string must be equal. */
  model?: string | RegExp;
  /** `Converse`, `ConverseStream`. */
  operation?: string;
  /** The text of the last user turn; a string must occur in it. */
  text?: string | RegExp;
  /** The system text; a string must occur in it. */
  system?: string | RegExp;
  /** The name of a tool that the request declares. */
  tool?: string;
}

/** Which requests an answer is for; a bare string or expression is looked for in the last user text. */
export type RequestMatch = string | RegExp | RequestPattern | ((request: ChatRequest) => boolean);

/** Says whether a request is one that `match` means. */
export function matchesRequest(match: RequestMatch, request: ChatRequest): boolean {
  if (typeof match === "function") return match(request);
  if (typeof match === "string" || match instanceof RegExp) return holds(match, lastUserText(request.messages));
  const { model, operation, text, system, tool } = match;
  return (
    (model === undefined || [request.modelId, request.baseModelId].some((id) => isEqual(model, id))) &&
    (operation === undefined || operation === request.operation) &&
    (text === undefined || holds(text, lastUserText(request.messages))) &&
    (system === undefined || holds(system, request.system)) &&
    (tool === undefined || request.tools.some((declared) => declared.name === tool))
  );
}

function holds(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === "string" ? text.includes(wanted) : text.search(wanted) >= 0;
}

function isEqual(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === "string" ? wanted === text : text.search(wanted) >= 0;
}
