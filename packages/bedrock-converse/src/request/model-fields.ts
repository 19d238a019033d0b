import { AwsConfigurationError, isRecord, type PlainRecord, warnOnce } from "@langchain-aws/core";
import type { EffortRules, ReasoningEffort } from "../model-families.ts";
import type { JsonObject } from "../options.ts";
import type { ResolvedOptions } from "../resolve-options.ts";

/** How each way of saying the effort looks on the wire. */
const effortFields: Readonly<Record<EffortRules["via"], (effort: ReasoningEffort) => JsonObject>> = {
  adaptive: (effort) => ({ thinking: { type: "adaptive" }, output_config: { effort } }),
  reasoningConfig: (effort) => ({ reasoningConfig: { type: "enabled", maxReasoningEffort: effort } }),
  flat: (effort) => ({ reasoning_effort: effort }),
};

/**
 * The fields of the model's own. What the caller has put there wins over what other options stand for.
 *
 * @param topK - sent where the family wants it; absent when the model refuses it
 * @throws AwsConfigurationError for an effort the model does not know
 */
export function buildModelFields(options: ResolvedOptions, topK: number | undefined): JsonObject | undefined {
  const { reasoningEffort, thinking, additionalModelRequestFields } = options;
  if ([reasoningEffort, thinking, additionalModelRequestFields, topK].every((each) => each === undefined))
    return undefined;
  const derived = mergeFields(
    effortOf(options),
    topK === undefined ? {} : topKOf(topK, options.resolved.family.topKPath),
  );
  const fields = {
    ...derived,
    ...(thinking !== undefined && { thinking }),
    ...additionalModelRequestFields,
    ...sharedObjects(derived, additionalModelRequestFields),
  };
  checkReasoningConfig(fields);
  return Object.keys(fields).length === 0 ? undefined : fields;
}

function effortOf({ reasoningEffort, resolved: { family }, profile, modelName }: ResolvedOptions): JsonObject {
  if (reasoningEffort === undefined) return {};
  if (family.effort === undefined) {
    warnOnce(
      `bedrock-converse:effort:${family.name}`,
      `\`reasoningEffort\` means nothing to the model ${modelName} and is not sent.`,
    );
    return {};
  }
  const levels: readonly string[] = profile.reasoningEffortLevels ?? family.effort.levels;
  if (levels.includes(reasoningEffort)) return effortFields[family.effort.via](reasoningEffort);
  throw new AwsConfigurationError(
    `The model ${modelName} does not know the reasoning effort "${reasoningEffort}"; it knows ${levels.join(", ")}.`,
    { code: "CONFIG_UNSUPPORTED_EFFORT" },
  );
}

function topKOf(topK: number, [first, second]: readonly [string] | readonly [string, string]): JsonObject {
  return { [first]: second === undefined ? topK : { [second]: topK } };
}

/** Objects that an option has put one member into, with what the caller has put there besides. */
function sharedObjects(derived: JsonObject, given: JsonObject = {}): JsonObject {
  const shared: JsonObject = {};
  for (const name of ["inferenceConfig", "output_config"]) {
    const [ours, theirs] = [derived[name], given[name]];
    if (isRecord(ours) && isRecord(theirs)) shared[name] = { ...ours, ...theirs };
  }
  return shared;
}

function mergeFields(a: JsonObject, b: JsonObject): JsonObject {
  return { ...a, ...b };
}

/** Nova 2 wants the effort spelled out; its own message about it is hard to read. */
function checkReasoningConfig(fields: JsonObject): void {
  const config: unknown = fields["reasoningConfig"];
  if (!isRecord(config) || config["type"] !== "enabled" || isEffort(config)) return;
  throw new AwsConfigurationError(
    '`reasoningConfig` with type "enabled" needs `maxReasoningEffort`: "low", "medium" or "high".',
    { code: "CONFIG_UNSUPPORTED_EFFORT" },
  );
}

function isEffort({ maxReasoningEffort }: PlainRecord & { maxReasoningEffort?: unknown }): boolean {
  return maxReasoningEffort === "low" || maxReasoningEffort === "medium" || maxReasoningEffort === "high";
}
