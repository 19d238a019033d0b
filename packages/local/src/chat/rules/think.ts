import { createHash } from "node:crypto";
import { lastUserText } from "../conversation.ts";
import type { ReplyReasoning } from "../reply.ts";
import type { ChatRequest } from "../responder.ts";

/**
 * The reasoning that goes before an answer when the request switches it on; `undefined` when it does not.
 *
 * Claude thinks with `thinking` and signs its thoughts; Nova 2 thinks with `reasoningConfig` and does not show them.
 */
export function think(request: ChatRequest): ReplyReasoning | undefined {
  const { additionalFields, family } = request;
  if (family === "nova" && typeOf(additionalFields.reasoningConfig) === "enabled") return { text: "[REDACTED]" };
  if (family !== "claude" || !["enabled", "adaptive"].includes(typeOf(additionalFields.thinking) ?? ""))
    return undefined;
  const text = `The last turn says: ${JSON.stringify(lastUserText(request.messages))}. Fixed rules decide what to answer.`;
  return { text, signature: createHash("sha512").update(text).digest("base64") };
}

function typeOf(setting: unknown): string | undefined {
  if (typeof setting !== "object" || setting === null || !("type" in setting)) return undefined;
  return typeof setting.type === "string" ? setting.type : undefined;
}
