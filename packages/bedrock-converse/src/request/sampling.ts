import type { InferenceConfiguration as WireInferenceConfiguration } from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError, isRecord, omitUndefined, warnOnce } from "@langchain-aws/core";
import type { ResolvedOptions } from "../resolve-options.ts";
import { isThinking, thinkingOf } from "./thinking.ts";

/** What remains of the sampling options after the model's rules. */
export interface Sampling {
  /** Absent when no option is left. */
  readonly inferenceConfig?: WireInferenceConfiguration;
  readonly topK?: number;
}

type Values = WireInferenceConfiguration & { topK?: number };

/**
 * The sampling options a model takes: those it refuses are left out, each with one warning.
 *
 * @throws AwsConfigurationError when the thinking budget leaves no room for an answer
 */
export function buildSampling(options: ResolvedOptions): Sampling {
  const { temperature, maxTokens, topP, topK, stopSequences } = options;
  const given: Values = {
    ...omitUndefined({ temperature, maxTokens, topP, topK, stopSequences: stopSequences && [...stopSequences] }),
    ...(options.inferenceConfig !== undefined && omitUndefined(options.inferenceConfig)),
  };
  if (Object.keys(given).length === 0) return {};
  checkBudget(given.maxTokens, options);
  const { topK: keptTopK, ...kept } = withoutRefused(given, options);
  if (kept.stopSequences?.length === 0) delete kept.stopSequences;
  return omitUndefined({ inferenceConfig: Object.keys(kept).length === 0 ? undefined : kept, topK: keptTopK });
}

function withoutRefused(all: Values, options: ResolvedOptions): Values {
  const { family } = options.resolved;
  const given = family.stopSequences ? all : drop(all, ["stopSequences"], options, "does not take them");
  if (family.sampling === "fixed" || options.profile.temperature === false) {
    return drop(given, ["temperature", "topP", "topK"], options, "does not take them");
  }
  if (needsNoLimits(options)) {
    return drop(given, ["maxTokens", "temperature", "topP", "topK"], options, "does not take them at high effort");
  }
  if (options.resolved.provider === "anthropic" && isThinking(options)) {
    const names = given.temperature === 1 ? (["topP", "topK"] as const) : (["temperature", "topP", "topK"] as const);
    return drop(given, names, options, "does not take them while it thinks");
  }
  if (family.sampling === "exclusive" && given.temperature !== undefined && given.topP !== undefined) {
    return drop(given, ["topP"], options, "takes temperature or topP, not both");
  }
  return given;
}

function drop(given: Values, names: readonly (keyof Values)[], { modelName }: ResolvedOptions, reason: string): Values {
  const dropped = names.filter((name) => given[name] !== undefined && !isEmpty(given[name]));
  if (dropped.length === 0) return given;
  warnOnce(
    `bedrock-converse:sampling:${modelName}:${dropped.join()}`,
    `Not sent to ${modelName}: ${dropped.join(", ")}. The model ${reason}.`,
  );
  const kept = { ...given };
  for (const name of dropped) delete kept[name];
  return kept;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function needsNoLimits({ reasoningEffort, additionalModelRequestFields, resolved }: ResolvedOptions): boolean {
  if (resolved.family.effort?.via !== "reasoningConfig") return false;
  const config = additionalModelRequestFields?.["reasoningConfig"];
  return (isRecord(config) ? config["maxReasoningEffort"] : reasoningEffort) === "high";
}

function checkBudget(maxTokens: number | undefined, options: ResolvedOptions): void {
  const budget = thinkingOf(options)?.["budget_tokens"];
  if (maxTokens === undefined || typeof budget !== "number" || maxTokens > budget) return;
  throw new AwsConfigurationError(
    `\`maxTokens\` (${maxTokens}) must be more than \`thinking.budget_tokens\` (${budget}): thinking counts as output.`,
    { code: "CONFIG_THINKING_BUDGET" },
  );
}
