import { INVOCATIONS, type Rule } from "../rule.ts";

const asOf = "2026-11";

/**
 * Who may call which model, and how.
 *
 * V8, an id that means nothing, is refused by the catalogue before any rule is asked.
 */
export const modelAccessRules: readonly Rule[] = [
  {
    id: "V10",
    refuses: "a model that the account has no access to",
    source: "issue",
    asOf,
    error: { type: "AccessDeniedException", status: 403 },
    check: ({ isDenied }) => (isDenied ? "You don't have access to the model with the specified model ID." : undefined),
  },
  {
    id: "V9",
    refuses: "the bare id of a model that is served through profiles only",
    source: "issue",
    asOf,
    operations: INVOCATIONS,
    check: ({ model, isBare, isUnchecked, modelId }) =>
      isBare && !isUnchecked && !model.inferenceTypes.includes("ON_DEMAND")
        ? `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. Retry your request with the ID or ` +
          "ARN of an inference profile that contains this model."
        : undefined,
  },
];
