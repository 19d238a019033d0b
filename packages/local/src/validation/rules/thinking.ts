import { INVOCATIONS, modelErrors, type Rule, type RuleContext } from "../rule.ts";

const asOf = "2026-11";
const common = { id: "V37", source: "issue", asOf, isApproximate: true, operations: INVOCATIONS } as const;

/** What Claude's extended thinking rules out. Source: "Extended thinking", Amazon Bedrock User Guide. */
export const thinkingRules: readonly Rule[] = [
  {
    ...common,
    refuses: "a thinking budget that leaves no room for an answer",
    check: (context) => {
      const budget = thinkingOf(context)?.budget_tokens;
      const maxTokens = context.body.inferenceConfig?.maxTokens;
      return typeof budget === "number" && maxTokens !== undefined && budget >= maxTokens
        ? modelErrors("max_tokens must be greater than thinking.budget_tokens")
        : undefined;
    },
  },
  {
    ...common,
    refuses: "topP beside thinking",
    check: (context) =>
      thinkingOf(context) !== undefined && context.body.inferenceConfig?.topP !== undefined
        ? modelErrors("top_p must be unset when thinking is enabled.")
        : undefined,
  },
  {
    ...common,
    refuses: "a forced tool beside thinking",
    check: (context) => {
      const choice = context.body.toolConfig?.toolChoice;
      const isForced = choice?.any !== undefined || choice?.tool !== undefined;
      return thinkingOf(context) !== undefined && isForced
        ? modelErrors("Thinking may not be enabled when tool_choice forces tool use.")
        : undefined;
    },
  },
  {
    ...common,
    refuses: "a last tool call that lost the thought before it",
    check: (context) => {
      if (thinkingOf(context) === undefined) return undefined;
      const turn = context.turns.findLast(({ role }) => role === "assistant");
      const first = turn?.blocks[0];
      if (first === undefined || !("toolUse" in first.block)) return undefined;
      return modelErrors(
        `${first.path}.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`tool_use\`. When \`thinking\` is ` +
          "enabled, a final `assistant` message must start with a thinking block.",
      );
    },
  },
];

/** The `thinking` field of a Claude model that thinks by budget, when it is switched on. */
function thinkingOf({ model, body }: RuleContext): Record<string, unknown> | undefined {
  if (model.family !== "claude" || model.reasoning !== "budget") return undefined;
  const fields = body.additionalModelRequestFields;
  const thinking = isObject(fields) ? fields.thinking : undefined;
  return isObject(thinking) && thinking.type === "enabled" ? thinking : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
