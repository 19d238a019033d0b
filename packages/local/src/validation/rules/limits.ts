import { INVOCATIONS, type Rule } from "../rule.ts";

const asOf = "2026-11";

/** How much a model takes and gives. */
export const limitRules: readonly Rule[] = [
  {
    id: "V35",
    refuses: "more output than the model gives",
    source: "issue",
    asOf,
    operations: INVOCATIONS,
    check: ({ model, body }) => {
      const limit = model.maxOutputTokens;
      if ((body.inferenceConfig?.maxTokens ?? 0) <= limit) return undefined;
      return (
        `The maximum tokens you requested exceed the model limit of ${limit}. ` +
        `Try again with a maximum tokens value lower than ${limit}.`
      );
    },
  },
  {
    id: "V36",
    refuses: "more input than the context window holds",
    source: "issue",
    asOf,
    operations: INVOCATIONS,
    check: ({ model, inputTokens }) =>
      inputTokens > model.contextTokens ? "Input is too long for requested model." : undefined,
  },
];
