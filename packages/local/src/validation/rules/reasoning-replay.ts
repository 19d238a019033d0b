import type { ContentBlocks } from "../../chat/content-blocks.ts";
import { INVOCATIONS, modelErrors, type Rule, type RuleContext } from "../rule.ts";

const asOf = "2026-11";
const common = { id: "V37", source: "issue", asOf, operations: INVOCATIONS } as const;

/**
 * What a conversation may bring back of a model's thoughts.
 *
 * Claude checks the signature of each: without one, `Field required`; with one that was not made for that text,
 * `Invalid signature`. Other models take thoughts without a signature, or none at all.
 */
export const reasoningReplayRules: readonly Rule[] = [
  {
    ...common,
    refuses: "thoughts sent back to a model that takes none",
    check: (context) =>
      context.model.reasoningReplay === "none" && thoughtsOf(context).length > 0
        ? "User messages cannot contain reasoning content. Please remove the reasoning content and try again."
        : undefined,
  },
  {
    ...common,
    refuses: "a signature for a model that signs nothing",
    check: (context) =>
      context.model.reasoningReplay === "unsigned" &&
      thoughtsOf(context).some(({ signature }) => signature !== undefined)
        ? "This model doesn't support the reasoningContent.reasoningText.signature field. Remove " +
          "reasoningContent.reasoningText.signature and try again."
        : undefined,
  },
  {
    ...common,
    refuses: "a thought without its signature",
    check: (context) => {
      const unsigned = signedThoughts(context).find(({ signature }) => signature === undefined || signature === "");
      return unsigned && modelErrors(`${unsigned.path}.thinking.signature: Field required`);
    },
  },
  {
    ...common,
    refuses: "a thought that was changed",
    isApproximate: true,
    check: (context) => {
      const changed = signedThoughts(context).find(
        ({ text, signature }) => context.thoughts?.isGenuine(text, signature ?? "") === false,
      );
      return changed && modelErrors(`${changed.path}: Invalid \`signature\` in \`thinking\` block`);
    },
  },
];

interface LocatedThought {
  path: string;
  text: string;
  signature?: string;
}

function signedThoughts(context: RuleContext): LocatedThought[] {
  return context.model.reasoningReplay === "signed" ? thoughtsOf(context) : [];
}

function thoughtsOf({ turns }: RuleContext): LocatedThought[] {
  return turns.flatMap(({ blocks }) =>
    blocks.flatMap(({ block, path }) => {
      if (!("reasoningContent" in block)) return [];
      const reasoning: ContentBlocks["reasoningContent"] = block.reasoningContent;
      return "reasoningText" in reasoning ? [{ path, ...reasoning.reasoningText }] : [];
    }),
  );
}
