import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { isRecord, omitUndefined, type PlainRecord, stringOf } from "@langchain-aws/core";
import type { ResolvedOptions } from "../resolve-options.ts";
import { type BlockPlace, contentError } from "./content-error.ts";
import { toSystemContent } from "./system.ts";
import { toWireToolName } from "./tool-ids.ts";
import { verbatim } from "./wire-members.ts";

/** What becomes of system messages after the first turn. */
export type LateSystemMode = "hoist" | "user" | "native";

/** Blocks that change which of the declared tools the model sees from here on. */
const toolChanges = ["toolAddition", "toolRemoval"] as const;

/** What becomes of late system messages: what was asked for, else what the model's profile says it takes. */
export function lateSystemMode({ midConversationSystem, profile }: ResolvedOptions): LateSystemMode {
  if (midConversationSystem !== undefined) return midConversationSystem;
  return profile.midConversationSystemMessages === true || profile.midConversationTools === true ? "native" : "hoist";
}

/**
 * The content of a system message that stays where it is: system content, and `toolAddition` and `toolRemoval`, each
 * naming a tool of the request.
 *
 * Source: "ToolAdditionBlock" and "ToolRemovalBlock", Amazon Bedrock API Reference.
 *
 * @throws AwsConfigurationError naming the place for anything else
 */
export function toLateSystemContent(
  content: unknown,
  options: ResolvedOptions,
  place: Omit<BlockPlace, "block">,
): readonly WireContentBlock[] {
  const items: unknown[] = Array.isArray(content) ? content : [content ?? ""];
  return items.flatMap((item): readonly WireContentBlock[] => {
    const change = toolChangeIn(item);
    if (change === undefined) return toSystemContent([item], place);
    const [member, value] = change;
    const tool = isRecord(value["tool"]) ? value["tool"] : {};
    const name = stringOf(tool["name"]);
    const wireName = name === undefined ? undefined : toWireToolName(name, options.resolved.family);
    return [verbatim(member, { ...value, tool: omitUndefined({ ...tool, name: wireName }) })];
  });
}

/**
 * Refuses tool changes where the request has no place for them.
 *
 * @throws AwsConfigurationError naming the place and what to do
 */
export function refuseToolChanges(content: unknown, isLate: boolean, place: Omit<BlockPlace, "block">): void {
  const items: unknown[] = Array.isArray(content) ? content : [];
  const block = items.findIndex((item) => toolChangeIn(item) !== undefined);
  if (block < 0) return;
  throw contentError(
    isLate
      ? 'Tools are added and removed by system messages that stay in place; set `midConversationSystem` to "native"'
      : "Tools are added and removed after the first turn only; bind those that are there from the start",
    { ...place, block },
  );
}

function toolChangeIn(item: unknown): readonly [(typeof toolChanges)[number], PlainRecord] | undefined {
  if (!isRecord(item)) return undefined;
  if (item["type"] === "non_standard") return toolChangeIn(item["value"]);
  for (const member of toolChanges) {
    const value = item[member];
    if (isRecord(value)) return [member, value];
  }
  return undefined;
}
