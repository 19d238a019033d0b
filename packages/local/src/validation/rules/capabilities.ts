import type { MediaKind } from "../../catalogue/model-profile.ts";
import { type Rule, type RuleContext } from "../rule.ts";
import { allBlocks } from "../turns.ts";

const asOf = "2026-11";
const MEDIA: readonly MediaKind[] = ["image", "document", "video", "audio"];

/** What a model cannot do at all. */
export const capabilityRules: readonly Rule[] = [
  {
    id: "V31",
    refuses: "Converse for a model that holds no conversations",
    source: "issue",
    asOf,
    isApproximate: true,
    check: ({ model }) =>
      model.kind === "chat"
        ? undefined
        : "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
  },
  {
    id: "V31",
    refuses: "system text",
    source: "issue",
    asOf,
    check: ({ model, body }) =>
      model.system || (body.system ?? []).length === 0
        ? undefined
        : "This model doesn't support system messages. Try again without a system message or use a model that supports system messages.",
  },
  {
    id: "V31",
    refuses: "tools",
    source: "issue",
    asOf,
    check: ({ model, body }) => (model.tools || !hasTools(body) ? undefined : "This model doesn't support tool use."),
  },
  {
    id: "V31",
    refuses: "tools in a stream",
    source: "issue",
    asOf,
    operations: ["ConverseStream"],
    check: ({ model, body }) =>
      model.toolsInStreams || !hasTools(body) ? undefined : "This model doesn't support tool use in streaming mode.",
  },
  {
    id: "V31",
    refuses: "tools of the service's own",
    source: "public notes",
    asOf,
    isApproximate: true,
    check: ({ model, isUnchecked, body }) => {
      const unknown = systemTools(body).some((name) => !model.systemTools?.some((known) => known === name));
      if (!unknown || isUnchecked) return undefined;
      const field = "toolConfig.tools.systemTool";
      return `This model doesn't support the ${field} field. Remove ${field} and try again.`;
    },
  },
  {
    id: "V31",
    refuses: "a way to choose tools",
    source: "issue",
    asOf,
    check: refusedToolChoice,
  },
  {
    id: "V30",
    refuses: "a kind of media",
    source: "recorded",
    asOf,
    check: ({ model, messages }) => {
      const kind = firstMedia(messages, (media) => !model.media.includes(media));
      if (kind === undefined) return undefined;
      return `This model doesn't support the ${kind} content block that you provided. Update the content block and try again.`;
    },
  },
  {
    id: "V30",
    refuses: "media by S3 location",
    source: "recorded",
    asOf,
    check: ({ model, messages }) =>
      !model.s3Media && hasS3Location(messages)
        ? "This model doesn't support the s3Uri field. Remove s3Uri and try again."
        : undefined,
  },
];

function hasTools({ toolConfig }: RuleContext["body"]): boolean {
  return (toolConfig?.tools ?? []).length > 0;
}

function systemTools({ toolConfig }: RuleContext["body"]): unknown[] {
  return (toolConfig?.tools ?? []).flatMap((tool) =>
    "systemTool" in tool && isObject(tool.systemTool) ? [tool.systemTool.name] : [],
  );
}

function refusedToolChoice({ model, body }: RuleContext): string | undefined {
  const choice = body.toolConfig?.toolChoice;
  const kind = (["auto", "any", "tool"] as const).find((name) => choice?.[name] !== undefined);
  if (kind === undefined || model.toolChoices.includes(kind)) return undefined;
  const field = `toolConfig.toolChoice.${kind}`;
  return `This model doesn't support the ${field} field. Remove ${field} and try again.`;
}

function firstMedia(messages: RuleContext["messages"], isRefused: (kind: MediaKind) => boolean): MediaKind | undefined {
  for (const { block } of allBlocks(messages)) {
    const kind = MEDIA.find((name) => name in block);
    if (kind !== undefined && isRefused(kind)) return kind;
  }
  return undefined;
}

function hasS3Location(messages: RuleContext["messages"]): boolean {
  for (const { block } of allBlocks(messages)) {
    for (const value of Object.values(block)) {
      const source: unknown = isObject(value) ? value.source : undefined;
      if (isObject(source) && source.s3Location !== undefined) return true;
    }
  }
  return false;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
