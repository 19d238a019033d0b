import { isRecord, numberOf, recordOf } from "@langchain-aws/core";
import type { Body } from "../formats/body-format.ts";

/** Model ids by what is true of them. Sources: the model pages of Anthropic's API and of Amazon Bedrock. */
const thinkingByDefault = /claude-(?:sonnet|opus|fable)-5/;
const refusingForcedTools = /claude-3-7-|claude-sonnet-4|claude-opus-4(?!-8)|claude-haiku-4/;
const refusingStrict = /claude-opus-4-[78]|claude-(?:opus|fable|sonnet)-5/;
const counting = /claude-3-[57]-|claude-(?:opus|sonnet|haiku)-4-/;

/** Whether the model thinks: because it is told to, or because it does unless it is told not to. */
export function isThinking(body: Body, modelId: string): boolean {
  const { thinking } = body;
  if (isRecord(thinking)) return thinking["type"] !== "disabled";
  return thinkingByDefault.test(modelId);
}

/** The tokens a thought may take, where the body says it. The service wants `max_tokens` above it. */
export function thinkingBudget(body: Body): number {
  const thinking = recordOf(body["thinking"]);
  return (thinking["type"] === "enabled" ? numberOf(thinking["budget_tokens"]) : undefined) ?? 0;
}

/** Whether a thinking model refuses to be made to call a tool. */
export function refusesForcedTools(modelId: string): boolean {
  return refusingForcedTools.test(modelId);
}

/** Whether tools may say `strict`, and output may have a format, on Bedrock. */
export function takesStrict(modelId: string): boolean {
  return !refusingStrict.test(modelId);
}

/** Whether CountTokens knows the model. */
export function countsTokens(modelId: string): boolean {
  return counting.test(modelId);
}
