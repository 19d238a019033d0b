import { isRecord, numberOf, omitUndefined, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { listOf } from "../record.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import type { Body, BodyFormat } from "./body-format.ts";
import { buildNovaChat } from "./nova-messages.ts";

/** Amazon Nova's own messages. Source: "Complete request schema", Amazon Nova User Guide. */
export const nova: BodyFormat = {
  name: "nova",
  takesTools: true,
  takesCacheControl: true,
  stops: "service",
  nested: ["inferenceConfig"],
  buildChat: buildNovaChat,
  buildSampling: ({ temperature, maxTokens, stop }) =>
    inConfig(omitUndefined({ maxTokens, temperature, stopSequences: stop })),
  placeKwargs,
  buildEffort: (effort, family) =>
    family.effort === true ? inConfig({ reasoningConfig: { type: "enabled", maxReasoningEffort: effort } }) : undefined,
  createReader: (context) => textReply({ readWhole, readEvent }, context),
};

/** Members of `inferenceConfig`, also by the names Python's users know. */
const inferenceNames: Readonly<Record<string, string>> = {
  maxTokens: "maxTokens",
  max_new_tokens: "maxTokens",
  temperature: "temperature",
  topP: "topP",
  top_p: "topP",
  topK: "topK",
  top_k: "topK",
  stopSequences: "stopSequences",
  stop_sequences: "stopSequences",
};

function placeKwargs(kwargs: PlainRecord): Body {
  const { inferenceConfig, ...others } = kwargs;
  const config: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(others)) {
    const member = Object.hasOwn(inferenceNames, name) ? inferenceNames[name] : undefined;
    if (member === undefined) body[name] = value;
    else config[member] = value;
  }
  return { ...body, ...inConfig({ ...config, ...(isRecord(inferenceConfig) && inferenceConfig) }) };
}

function inConfig(config: PlainRecord): Body {
  return Object.keys(config).length === 0 ? {} : { inferenceConfig: config };
}

function readWhole(body: PlainRecord, out: ReplySink): void {
  const message = recordOf(recordOf(body["output"])["message"]);
  for (const block of listOf(message["content"])) {
    if (!isRecord(block)) continue;
    out.text(stringOf(block["text"]));
    out.thought(thoughtOf(block["reasoningContent"]));
    if (!isRecord(block["toolUse"])) continue;
    const { toolUseId, name, input } = block["toolUse"];
    out.call({
      index: out.callCount,
      id: stringOf(toolUseId),
      name: stringOf(name),
      args: typeof input === "string" ? input : JSON.stringify(input ?? {}),
    });
  }
  out.stop(stringOf(body["stopReason"]));
  readUsage(body["usage"], out);
}

/** Calls are numbered in the order they come: the pieces of one follow its start. */
function readEvent(event: PlainRecord, out: ReplySink): void {
  const start = recordOf(recordOf(event["contentBlockStart"])["start"]);
  if (isRecord(start["toolUse"])) {
    const { toolUseId, name } = start["toolUse"];
    out.call({ index: out.callCount, id: stringOf(toolUseId), name: stringOf(name), args: "" });
  }
  const delta = recordOf(recordOf(event["contentBlockDelta"])["delta"]);
  out.text(stringOf(delta["text"]));
  out.thought(thoughtOf(delta["reasoningContent"]));
  if (isRecord(delta["toolUse"])) {
    const { input } = delta["toolUse"];
    const args = typeof input === "string" ? input : JSON.stringify(input ?? {});
    out.call({ index: Math.max(out.callCount - 1, 0), args });
  }
  if (isRecord(event["messageStop"])) out.stop(stringOf(event["messageStop"]["stopReason"]));
  if (isRecord(event["metadata"])) readUsage(event["metadata"]["usage"], out);
}

function thoughtOf(content: unknown): string | undefined {
  const reasoning = recordOf(content);
  return stringOf(recordOf(reasoning["reasoningText"])["text"]) ?? stringOf(reasoning["text"]);
}

/** Some replies name the cache's counts with `Count` at the end, some without. */
function readUsage(given: unknown, out: ReplySink): void {
  const usage = recordOf(given);
  out.usage(
    omitUndefined({
      input: numberOf(usage["inputTokens"]),
      output: numberOf(usage["outputTokens"]),
      cacheRead: numberOf(usage["cacheReadInputTokenCount"] ?? usage["cacheReadInputTokens"]),
      cacheWrite: numberOf(usage["cacheWriteInputTokenCount"] ?? usage["cacheWriteInputTokens"]),
    }),
  );
}
