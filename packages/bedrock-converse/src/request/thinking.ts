import { isRecord, type PlainRecord } from "@langchain-aws/core";
import type { ResolvedOptions } from "../resolve-options.ts";

/** The `thinking` object that will be sent, wherever the caller has put it. */
export function thinkingOf(options: ResolvedOptions): PlainRecord | undefined {
  const explicit = options.additionalModelRequestFields?.["thinking"] ?? options.thinking;
  if (isRecord(explicit)) return explicit;
  const usesEffort = options.reasoningEffort !== undefined && options.resolved.family.effort?.via === "adaptive";
  return usesEffort ? { type: "adaptive" } : undefined;
}

/** Whether the model will think before it answers. */
export function isThinking(options: ResolvedOptions): boolean {
  const thinking = thinkingOf(options);
  if (thinking === undefined) return options.resolved.family.thinksByDefault;
  return thinking["type"] === "enabled" || thinking["type"] === "adaptive";
}
