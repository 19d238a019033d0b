import type { Model } from "../../catalogue/model-profile.ts";
import { INVOCATIONS, modelErrors, type Rule } from "../rule.ts";

const common = { id: "V31", asOf: "2026-11", operations: INVOCATIONS } as const;

/**
 * Settings of `inferenceConfig` that models do not take, or not together.
 *
 * Source: recorded answers, and public notes of people who tried each setting alone.
 */
export const samplingRules: readonly Rule[] = [
  { ...refused("temperature"), source: "recorded" },
  { ...refused("topP"), source: "public notes" },
  { ...refused("stopSequences"), source: "public notes" },
  {
    ...common,
    refuses: "a temperature for a Claude model that is not sampled by request",
    source: "public notes",
    check: ({ model, body }) =>
      model.sampling === "fixed" && body.inferenceConfig?.temperature !== undefined
        ? modelErrors("`temperature` is deprecated for this model.")
        : undefined,
  },
  {
    ...common,
    refuses: "topP for a Claude model that is not sampled by request",
    source: "public notes",
    isApproximate: true,
    check: ({ model, body }) =>
      model.sampling === "fixed" && body.inferenceConfig?.topP !== undefined
        ? modelErrors("`top_p` is deprecated for this model.")
        : undefined,
  },
  {
    ...common,
    refuses: "temperature and topP together",
    source: "issue",
    check: ({ model, body: { inferenceConfig } }) =>
      model.sampling === "exclusive" && inferenceConfig?.temperature !== undefined && inferenceConfig.topP !== undefined
        ? modelErrors("`temperature` and `top_p` cannot both be specified for this model. Please use only one.")
        : undefined,
  },
];

/** Bedrock itself refuses a setting, before the model sees it. */
function refused(name: NonNullable<Model["refusedSettings"]>[number]): Omit<Rule, "source"> {
  return {
    ...common,
    refuses: `the setting ${name}`,
    check: ({ model, body }) =>
      isGiven(body.inferenceConfig?.[name]) && model.refusedSettings?.includes(name) === true
        ? `This model doesn't support the ${name} field. Remove ${name} and try again.`
        : undefined,
  };
}

function isGiven(value: number | readonly string[] | undefined): boolean {
  return typeof value === "number" || (value ?? []).length > 0;
}
