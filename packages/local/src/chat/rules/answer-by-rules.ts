import { lastUserText } from "../conversation.ts";
import type { ChatReply } from "../reply.ts";
import type { ChatRequest } from "../responder.ts";

/** The answer of fixed rules: no model, one request gives one answer. */
export function answerByRules(request: ChatRequest): ChatReply {
  return { text: lastUserText(request.messages) };
}
