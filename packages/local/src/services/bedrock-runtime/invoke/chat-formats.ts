import { anthropicMessages } from "./anthropic/anthropic-messages.ts";
import type { ChatFormat } from "./chat-format.ts";
import type { InvokeCall } from "./invoke-family.ts";

/** Every form of chat and completion body; a new one is a file beside this and a row here. */
export const chatFormats: readonly ChatFormat[] = [anthropicMessages];

/**
 * The form of a request: the one that its model takes. Where the model takes several, or nothing is known of it, as of
 * imported models, the one that the body has.
 */
export function formatOfCall({ model, body }: InvokeCall): ChatFormat | undefined {
  const own = chatFormats.filter((format) => format.serves(model));
  if (own.length === 1) return own[0];
  const candidates = own.length === 0 && model.family === "generic" ? chatFormats : own;
  if (!isObject(body)) return candidates[0];
  return candidates.find((format) => format.recognises(body)) ?? own[0];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
