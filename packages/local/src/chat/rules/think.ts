import { createHash } from "node:crypto";
import { lastUserText } from "../conversation.ts";
import type { ReplyReasoning } from "../reply.ts";
import type { ChatRequest } from "../responder.ts";

/** Families whose thoughts are in the clear and unsigned, switched on by `reasoning_effort`. */
const BY_EFFORT: readonly string[] = ["gpt-oss", "moonshot"];

/**
 * The reasoning that goes before an answer when the request switches it on; `undefined` when it does not.
 *
 * Claude thinks with `thinking` and signs its thoughts; Nova 2 thinks with `reasoningConfig` and does not show them;
 * gpt-oss and Kimi think with `reasoning_effort` and sign nothing.
 */
export function think(request: ChatRequest): ReplyReasoning | undefined {
  const { additionalFields, family } = request;
  if (family === "nova" && typeOf(additionalFields.reasoningConfig) === "enabled") return { text: "[REDACTED]" };
  const text = `The last turn says: ${JSON.stringify(lastUserText(request.messages))}. Fixed rules decide what to answer.`;
  if (BY_EFFORT.includes(family)) return additionalFields.reasoning_effort === undefined ? undefined : { text };
  if (family !== "claude" || !["enabled", "adaptive"].includes(typeOf(additionalFields.thinking) ?? ""))
    return undefined;
  return { text, signature: createHash("sha512").update(text).digest("base64") };
}

function typeOf(setting: unknown): string | undefined {
  if (typeof setting !== "object" || setting === null || !("type" in setting)) return undefined;
  return typeof setting.type === "string" ? setting.type : undefined;
}
