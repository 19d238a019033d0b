import type { ToolUseBlock as WireToolUse } from "@aws-sdk/client-bedrock-runtime";
import { isRecord } from "@langchain-aws/core";
import { asWire } from "../as-wire.ts";

/**
 * The arguments of a tool call as the service wants them: always a JSON object. Text is parsed; what is no object is
 * kept under `rawArgs`. Keys are data and stay as they are.
 */
export function toToolInput(input: unknown): WireToolUse["input"] {
  const value = typeof input === "string" ? parsed(input) : (input ?? {});
  return asWire(isRecord(value) ? value : { rawArgs: value });
}

function parsed(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
