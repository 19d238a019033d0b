import { INVOCATIONS, modelErrors, type Rule, type RuleContext } from "../rule.ts";

const asOf = "2026-11";
const common = { id: "V37", source: "issue", asOf, isApproximate: true, operations: INVOCATIONS } as const;

/** What Claude's extended thinking rules out. Source: "Extended thinking", Amazon Bedrock User Guide. */
export const thinkingRules: readonly Rule[] = [
  {
    ...common,
    refuses: "a thinking budget for a model that measures its thinking itself",
    source: "public notes",
    isApproximate: false,
    check: ({ model, body }) => {
      const thinking = fieldOf(body, "thinking");
      return model.thinkingBudget === false && isObject(thinking) && thinking.type === "enabled"
        ? modelErrors(
            '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and ' +
              '"output_config.effort" to control thinking behavior.',
          )
        : undefined;
    },
  },
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
    refuses: "a temperature other than 1 beside thinking",
    check: (context) => {
      const temperature = context.body.inferenceConfig?.temperature;
      return thinkingOf(context) !== undefined && temperature !== undefined && temperature !== 1
        ? modelErrors("`temperature` may only be set to 1 when thinking is enabled.")
        : undefined;
    },
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
  {
    ...common,
    refuses: "reasoning of a Nova model that cannot reason",
    check: ({ model, body }) =>
      model.family === "nova" && model.reasoning === undefined && fieldOf(body, "reasoningConfig") !== undefined
        ? modelErrors(
            "Malformed input request: the provided reasoning config value is invalid, please reformat your input and try again.",
          )
        : undefined,
  },
  {
    ...common,
    refuses: "sampling and length settings beside Nova's high effort",
    check: ({ model, body }) => {
      const reasoning = fieldOf(body, "reasoningConfig");
      if (model.family !== "nova" || !isObject(reasoning)) return undefined;
      if (reasoning.type !== "enabled" || reasoning.maxReasoningEffort !== "high") return undefined;
      const unset = (["maxTokens", "temperature", "topP"] as const).filter(
        (name) => body.inferenceConfig?.[name] !== undefined,
      );
      return unset.length === 0
        ? undefined
        : modelErrors(`${unset.join(", ")} must be unset when reasoning is enabled with high effort.`);
    },
  },
];

function fieldOf({ additionalModelRequestFields: fields }: RuleContext["body"], name: string): unknown {
  return isObject(fields) ? fields[name] : undefined;
}

/** The `thinking` field of a Claude model that thinks by budget, when it is switched on. */
function thinkingOf({ model, body }: RuleContext): Record<string, unknown> | undefined {
  if (model.family !== "claude" || model.reasoning !== "budget") return undefined;
  const thinking = fieldOf(body, "thinking");
  return isObject(thinking) && thinking.type === "enabled" ? thinking : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
